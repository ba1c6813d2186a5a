"""Networks whose answers are known: written as ONNX files and run by OpenCV like the real ones."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from measure.detect import network


@pytest.fixture
def plain_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Write a network of one convolution an output, with no overlap of its windows, among the weights."""
    onnx = pytest.importorskip("onnx")
    monkeypatch.setattr(network, "WEIGHTS", tmp_path)
    network._loaded.cache_clear()
    network.digest.cache_clear()

    def write(name: str, **outputs: tuple[np.ndarray, np.ndarray]) -> None:
        helper, holder = onnx.helper, onnx.numpy_helper
        nodes, held, given = [], [], []
        for output, (kernel, bias) in outputs.items():
            stride = kernel.shape[-1]
            held += [
                holder.from_array(kernel.astype(np.float32), f"{output}_kernel"),
                holder.from_array(bias.astype(np.float32), f"{output}_bias"),
            ]
            nodes.append(
                helper.make_node("Conv", ["x", f"{output}_kernel", f"{output}_bias"], [output], strides=[stride] * 2)
            )
            given.append(helper.make_tensor_value_info(output, onnx.TensorProto.FLOAT, [1, len(bias), None, None]))
        taken = helper.make_tensor_value_info("x", onnx.TensorProto.FLOAT, [1, 2, None, None])
        graph = helper.make_graph(nodes, name, [taken], given, held)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        (tmp_path / f"{name}.onnx").write_bytes(model.SerializeToString())

    yield write
    network._loaded.cache_clear()
    network.digest.cache_clear()
