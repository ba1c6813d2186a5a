import cv2
import numpy as np
import pytest

REASON = "torch is not installed: make check-full brings it"
torch = pytest.importorskip("torch", reason=REASON)
pytest.importorskip("onnx", reason=REASON)

from measure.errors import MeasureError  # noqa: E402
from measure.model import View  # noqa: E402
from training.export import FORMS, MOST, check_size, export, started, weights_of  # noqa: E402
from training.gate.net import GateNet  # noqa: E402
from training.nets import CoarseNet, FineNet  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch, of its own exporter
NETS = {"gate": GateNet, "coarse": CoarseNet, "fine": lambda: FineNet(View.LATERAL)}


def lively(kind: str) -> torch.nn.Module:
    """A network whose running statistics are not those it begins with."""
    torch.manual_seed(4)
    net = NETS[kind]()
    for part in net.modules():
        if isinstance(part, torch.nn.BatchNorm2d):
            part.running_mean.normal_(0, 0.3)
            part.running_var.uniform_(0.5, 2.0)
            part.weight.data.uniform_(0.5, 1.5)
    return net.eval()


@pytest.mark.parametrize("kind", list(FORMS))
def test_a_file_is_the_checkpoint_it_came_from(tmp_path, kind) -> None:
    net, path = lively(kind), tmp_path / f"{kind}.onnx"
    before = {name: values.clone() for name, values in net.state_dict().items()}
    assert export(net, kind, path) < 1e-5
    held = weights_of(path)
    assert set(held) == {name for name in before if not name.endswith("num_batches_tracked")}
    for name, values in held.items():
        assert torch.equal(values, before[name].half().float() if before[name].ndim > 1 else before[name]), name
    assert all(torch.equal(before[name], values) for name, values in net.state_dict().items())
    first = path.read_bytes()
    export(started(NETS[kind](), path), kind, path)
    assert path.read_bytes() == first
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(("kind", "shape"), [("coarse", (1, 2, 256, 256)), ("fine", (7, 2, 96, 96))])
def test_opencv_runs_other_sizes(tmp_path, kind, shape) -> None:
    net, path = lively(kind), tmp_path / "net.onnx"
    export(net, kind, path)
    x = torch.rand(shape, generator=torch.Generator().manual_seed(1))
    run = cv2.dnn.readNetFromONNX(str(path), cv2.dnn.ENGINE_CLASSIC)
    run.setInput(x.numpy())
    with torch.no_grad():
        pairs = zip(run.forward(FORMS[kind][2]), net(x), strict=True)
    for theirs, ours in pairs:
        # half precision holds eleven bits
        assert np.abs(theirs - ours.numpy()).max() < 2**-9 * np.abs(ours.numpy()).max()


def test_the_file_of_another_network_is_refused(tmp_path) -> None:
    export(lively("fine"), "fine", tmp_path / "fine.onnx")
    with pytest.raises(MeasureError, match=r"fine\.onnx: expected the \d+ parameters of FineNet"):
        started(FineNet(View.FRONTAL), tmp_path / "fine.onnx")


def test_the_package_carries_all_networks(tmp_path) -> None:
    for kind in ("gate", "coarse", "fine"):
        for name in ("frontal", "lateral")[: 1 if kind == "gate" else 2]:
            export(lively(kind), kind, tmp_path / f"{kind}_{name}.onnx")
    assert check_size(tmp_path) < 0.6 * MOST
    (tmp_path / "large.onnx").write_bytes(bytes(MOST))
    with pytest.raises(MeasureError, match="expected at most 12 MB together, got 18"):
        check_size(tmp_path)
