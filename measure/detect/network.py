"""Network: one file of weights of this package, run by OpenCV; loaded when first used, once a process."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.errors import MeasureError
from measure.model import View

WEIGHTS = Path(__file__).parent / "weights"
OWN = "MEASURE_WEIGHTS"  # environment variable: folder of networks that a department fine-tuned on its own films
KEPT = 8  # networks at one time: every size of input has its own, as OpenCV lays out its memory anew when it changes


@dataclass(frozen=True, slots=True)
class Network:
    """A network by the name of its file.

    Attributes
    ----------
    name : str
        ``gate``, ``coarse_lateral``: ``weights/<name>.onnx`` holds it.

    Examples
    --------
    >>> Network("nothing")(np.zeros((1, 2, 8, 8), np.float32))
    Traceback (most recent call last):
    measure.errors.MeasureError: detector: expected weights in measure/detect/weights/nothing.onnx, found no such file
    """

    name: str

    def __call__(self, x: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
        """Outputs by name for one input of shape (n, channels, rows, cols).

        Several threads and forked processes may call at once.

        Raises
        ------
        MeasureError
            If the file is missing or is no network.
        """
        # A forked process finds no lock that another thread held at that moment: it loads its own.
        loaded = _loaded(self.name, weights_file(self.name), x.shape[1:], os.getpid())
        with loaded.lock, _named(self.name):
            loaded.net.setInput(np.ascontiguousarray(x, np.float32))
            given = loaded.net.forward(loaded.outputs)
        return {name: np.asarray(array, np.float32) for name, array in zip(loaded.outputs, given, strict=True)}


def coarse_network(view: View) -> Network:
    """Network that finds the vertebrae on films of a view."""
    return Network(f"coarse_{view}")


def fine_network(view: View) -> Network:
    """Network that marks one vertebra on films of a view."""
    return Network(f"fine_{view}")


def weights_file(name: str) -> Path:
    """File of a network, whether it is there or not: a department's own where ``MEASURE_WEIGHTS`` has it.

    Raises
    ------
    MeasureError
        If ``MEASURE_WEIGHTS`` names no folder.
    """
    own = _own_folder()
    file = own / f"{name}.onnx" if own else None
    return file if file is not None and file.is_file() else WEIGHTS / f"{name}.onnx"


def _own_folder() -> Path | None:
    told = os.environ.get(OWN)
    if not told:
        return None
    if not Path(told).is_dir():
        raise MeasureError(f"detector: {OWN}: expected the path of a folder with networks, got something else")
    return Path(told)


@cache
def digest() -> str:
    """Twelve hexadecimal digits that stand for all weights together: part of the version of the detector.

    Raises
    ------
    MeasureError
        If there are none.
    """
    folders = [folder for folder in (WEIGHTS, _own_folder()) if folder]
    files = [weights_file(name) for name in sorted({file.stem for folder in folders for file in folder.glob("*.onnx")})]
    if not files:
        raise MeasureError("detector: expected weights in measure/detect/weights/*.onnx, found no such file")
    whole = hashlib.sha256()
    for file in files:
        whole.update(file.name.encode() + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()[:12]


@dataclass(frozen=True, slots=True, eq=False)
class _Loaded:
    net: Any  # cv2.dnn.Net, whose stubs do not name its engine
    outputs: tuple[str, ...]
    lock: Lock


@lru_cache(KEPT)
def _loaded(name: str, file: Path, shape: tuple[int, ...], process: int) -> _Loaded:
    """The network laid out for one shape of input: another film of that shape then costs a quarter less."""
    try:
        data = np.frombuffer(file.read_bytes(), np.uint8)  # by way of Python: OpenCV takes no path beyond ASCII
    except FileNotFoundError:
        expected = f"measure/detect/weights/{name}.onnx"
        raise MeasureError(f"detector: expected weights in {expected}, found no such file") from None
    with _named(name):
        # The classic engine is a quarter faster than the new one on small convolutions.
        net = cv2.dnn.readNetFromONNX(data, cv2.dnn.ENGINE_CLASSIC)
    return _Loaded(net, tuple(net.getUnconnectedOutLayersNames()), Lock())


@contextmanager
def _named(name: str) -> Iterator[None]:
    """An error of OpenCV as one that names the file."""
    try:
        yield
    except cv2.error as error:
        problem = str(getattr(error, "err", "")) or "damaged"
        raise MeasureError(f"detector: measure/detect/weights/{name}.onnx cannot be used: {problem}") from None
