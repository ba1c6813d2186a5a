"""A gate that says the same of every film: what follows from its answer can be tested without real weights."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from measure.detect import NETWORKS, missing_weights, network, observer
from measure.detect.contract import GATES, INVERTED, KINDS, WAYS_UP


@pytest.fixture
def no_weights(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation without weights; gives the folder where they should be."""
    folder = tmp_path_factory.mktemp("weights")
    monkeypatch.setattr(network, "WEIGHTS", folder)
    _forget()
    yield folder
    _forget()


@pytest.fixture
def weights() -> str:
    """Version of the detector, where its weights are here."""
    missing = missing_weights()
    if missing:
        pytest.skip(f"no weights here: {', '.join(missing)}")
    return str(observer().version)


@pytest.fixture
def gate_says(no_weights: Path) -> Callable[..., None]:
    """Put a gate among the weights, and files that are no networks in place of all others."""
    onnx = pytest.importorskip("onnx")

    def write(way: str = "upright", kind: str = "lateral", inverted: float = -8.0) -> None:
        given = np.zeros(GATES, np.float32)
        given[WAYS_UP.index(way)], given[4 + KINDS.index(kind)], given[INVERTED] = 8, 8, inverted
        held = [
            onnx.numpy_helper.from_array(np.zeros((GATES, 2, 128, 128), np.float32), "kernel"),
            onnx.numpy_helper.from_array(given, "bias"),
        ]
        nodes = [
            onnx.helper.make_node("Conv", ["x", "kernel", "bias"], ["map"]),
            onnx.helper.make_node("Flatten", ["map"], ["y"]),
        ]
        of_floats = onnx.TensorProto.FLOAT
        x = onnx.helper.make_tensor_value_info("x", of_floats, [1, 2, 128, 128])
        y = onnx.helper.make_tensor_value_info("y", of_floats, [1, GATES])
        model = onnx.helper.make_model(
            onnx.helper.make_graph(nodes, "gate", [x], [y], held),
            opset_imports=[onnx.helper.make_opsetid("", 17)],
            ir_version=8,
        )
        for name in NETWORKS:
            (no_weights / f"{name}.onnx").write_bytes(b"")
        (no_weights / "gate.onnx").write_bytes(model.SerializeToString())
        _forget()

    return write


def _forget() -> None:
    """Forget what was learned of the weights before."""
    for known in (network._loaded, network.digest, observer):
        known.cache_clear()
