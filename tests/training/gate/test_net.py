import pytest

torch = pytest.importorskip("torch")

from measure.detect.contract import GATES  # noqa: E402
from training.gate.net import GateNet  # noqa: E402


def test_net_is_small_and_gives_nine_answers() -> None:
    net = GateNet().eval()
    assert sum(part.numel() for part in net.parameters()) <= 400_000
    assert net(torch.zeros(3, 2, 128, 128)).shape == (3, GATES)
