import pytest

torch = pytest.importorskip("torch")

from training.gate.calibrate import HEADS, cool, temperatures  # noqa: E402
from training.gate.net import GateNet  # noqa: E402


def test_temperature_is_found_again() -> None:
    chance = torch.Generator().manual_seed(0)
    honest = torch.randn(6000, 9, generator=chance) * 2
    kinds = torch.multinomial(honest[:, 4:7].softmax(1), 1, generator=chance)
    ways = torch.multinomial(honest[:, :4].softmax(1), 1, generator=chance)
    coins = (torch.rand(6000, 2, generator=chance) < honest[:, 7:].sigmoid()).long()
    wanted = torch.cat([ways, kinds, coins], dim=1)
    said = honest.clone()
    for name, boast in (("way", 1.5), ("kind", 3.0), ("inverted", 0.7), ("front", 2.0)):
        said[:, HEADS[name]] *= boast
    found = temperatures(said, wanted)
    assert found == pytest.approx({"way": 1.5, "kind": 3.0, "inverted": 0.7, "front": 2.0}, rel=0.12)


def test_cooling_divides_the_logits_of_each_answer() -> None:
    torch.manual_seed(1)
    net = GateNet().eval()
    x = torch.randn(2, 2, 128, 128)
    before = net(x).detach()
    cool(net, {"way": 2.0, "kind": 0.5, "inverted": 4.0, "front": 1.0})
    factor = torch.tensor([2.0] * 4 + [0.5] * 3 + [4.0, 1.0])
    assert torch.allclose(net(x) * factor, before, atol=1e-5)
