import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")

from training.gate.fit import export  # noqa: E402
from training.gate.net import GateNet  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch, of its own exporter


def test_exported_network_gives_the_same_answers(tmp_path) -> None:
    torch.manual_seed(0)
    net = GateNet()
    for part in net.modules():
        if isinstance(part, torch.nn.BatchNorm2d):
            part.running_mean.normal_()
            part.running_var.uniform_(0.5, 2.0)
    assert export(net, tmp_path / "gate.onnx") < 1e-4
    assert [path.name for path in tmp_path.iterdir()] == ["gate.onnx"]
    run = cv2.dnn.readNetFromONNX(str(tmp_path / "gate.onnx"))
    x = np.random.default_rng(0).standard_normal((1, 2, 128, 128), np.float32)
    run.setInput(x)
    assert np.abs(run.forward("y") - net.eval()(torch.from_numpy(x)).detach().numpy()).max() < 5e-3  # half precision
