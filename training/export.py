"""Export: a trained network as the ONNX file that OpenCV runs, and the way back from the file to the network.

The file keeps every parameter under its name, so it is the checkpoint from which training goes on. Matrices are kept
in half precision, which halves the package and moves a mark by less than a hundredth of a pixel.
"""

import copy
import io
import warnings
from pathlib import Path

import cv2
import numpy as np
import onnx
import torch
from torch import Tensor, nn

from measure.errors import MeasureError

OPSET = 17
AGREE = 1e-4  # of the largest output: what two ways of adding single-precision numbers may differ by
MOST = 12_000_000  # bytes of all networks of the package together
SINGLE = "_single"  # ending of the name of a matrix after it was turned into single precision

# Shape of the input, which of its axes may change, and the names of the outputs.
FORMS = {
    "gate": ((1, 2, 128, 128), {}, ["y"]),
    "coarse": ((1, 2, 416, 160), {2: "rows", 3: "cols"}, ["maps", "levels"]),
    "fine": ((4, 2, 96, 96), {0: "crops"}, ["heat", "visible", "reason"]),
}


def export(net: nn.Module, kind: str, path: Path) -> float:
    """Write a network; its outputs under OpenCV must be those it has here.

    Parameters
    ----------
    net : nn.Module
        Stays as it is.
    kind : str
        ``gate``, ``coarse`` or ``fine``.
    path : Path
        The file, written whole or not at all.

    Returns
    -------
    float
        Largest difference under OpenCV, in shares of the largest output.

    Raises
    ------
    MeasureError
        If OpenCV gives other numbers.
    """
    net = _rounded(net)
    shape, free, outputs = FORMS[kind]
    x = torch.rand(shape, generator=torch.Generator().manual_seed(1)) * 2 - 1
    data = _halved(_complete(_written(net, x, free, outputs), net))
    off = _apart(net, x, data, outputs)
    if not off < AGREE:
        raise MeasureError(f"{path.name}: expected OpenCV and torch to agree to {AGREE:g}, they differ by {off:.2g}")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.rename(path)
    return off


def weights_of(path: Path) -> dict[str, Tensor]:
    """Parameters and running statistics of a network from its file, by their names in its ``state_dict``."""
    graph = onnx.load_from_string(path.read_bytes()).graph
    held = {one.name: torch.from_numpy(onnx.numpy_helper.to_array(one).copy()) for one in graph.initializer}
    return {name: values.float() for name, values in held.items() if name.endswith(_ENDINGS)}


def started(net: nn.Module, path: Path) -> nn.Module:
    """The network with the weights of a file.

    Raises
    ------
    MeasureError
        If the file is that of another network.
    """
    held, own = weights_of(path), net.state_dict()
    wanted = {name for name in own if not name.endswith("num_batches_tracked")}
    if set(held) != wanted or any(held[name].shape != own[name].shape for name in wanted):
        raise MeasureError(f"{path.name}: expected the {len(wanted)} parameters of {type(net).__name__}, got others")
    net.load_state_dict(own | held)
    return net


def check_size(folder: Path) -> int:
    """Bytes of all networks in a folder.

    Raises
    ------
    MeasureError
        If they are more than the package may carry.
    """
    total = sum(file.stat().st_size for file in folder.glob("*.onnx"))
    if total > MOST:
        raise MeasureError(f"weights: expected at most {MOST / 1e6:g} MB together, got {total / 1e6:.1f} MB")
    return total


_ENDINGS = (".weight", ".bias", ".running_mean", ".running_var")


def _rounded(net: nn.Module) -> nn.Module:
    """A copy at rest, whose matrices are what half precision holds of them."""
    net = copy.deepcopy(net).cpu().float().eval().to(memory_format=torch.contiguous_format)
    with torch.no_grad():
        for parameter in net.parameters():
            if parameter.ndim > 1:
                parameter.copy_(parameter.half())
    return net


def _written(net: nn.Module, x: Tensor, free: dict[int, str], outputs: list[str]) -> onnx.ModelProto:
    file = io.BytesIO()
    with warnings.catch_warnings():
        # The exporter that writes plain opset 17 is called legacy; the new one writes what OpenCV cannot read.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net, (x,), file, opset_version=OPSET, dynamo=False,
            # Keeps convolutions and their normalisation apart, which alone keeps the parameters under their names.
            training=torch.onnx.TrainingMode.PRESERVE,
            input_names=["x"], output_names=outputs, dynamic_axes={"x": free} if free else None,
        )  # fmt: skip
    return onnx.load_from_string(file.getvalue())


def _complete(model: onnx.ModelProto, net: nn.Module) -> onnx.ModelProto:
    """With its own copy of every parameter; torch writes one that equals another as that other one's copy."""
    graph = model.graph
    held = {one.name for one in graph.initializer}
    own = {name: values for name, values in net.state_dict().items() if name.endswith(_ENDINGS) and name not in held}
    nodes = [node for node in graph.node if not set(node.output) & set(own)]
    del graph.node[:]
    graph.node.extend(nodes)
    graph.initializer.extend(onnx.numpy_helper.from_array(values.numpy(), name) for name, values in own.items())
    return model


def _halved(model: onnx.ModelProto) -> bytes:
    """The same network with its matrices in half precision, turned back when it is loaded."""
    graph, casts = model.graph, []
    matrices = {one.name: one for one in graph.initializer if len(one.dims) > 1}
    for name, held in matrices.items():
        held.CopyFrom(onnx.numpy_helper.from_array(onnx.numpy_helper.to_array(held).astype(np.float16), name))
        casts.append(onnx.helper.make_node("Cast", [name], [name + SINGLE], to=onnx.TensorProto.FLOAT))
    for node in graph.node:
        for place, name in enumerate(node.input):
            if name in matrices:
                node.input[place] = name + SINGLE
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model, full_check=True)
    return bytes(model.SerializeToString(deterministic=True))


def _apart(net: nn.Module, x: Tensor, data: bytes, outputs: list[str]) -> float:
    with torch.no_grad():
        ours = net(x)
    run = cv2.dnn.readNetFromONNX(np.frombuffer(data, np.uint8), cv2.dnn.ENGINE_CLASSIC)
    run.setInput(x.numpy())
    pairs = zip(ours if isinstance(ours, tuple) else (ours,), run.forward(outputs), strict=True)
    return max(float(np.abs(one.numpy() - other).max() / one.abs().max()) for one, other in pairs)
