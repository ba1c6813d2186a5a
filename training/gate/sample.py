"""Sample: one picture with what the gate is to say about it, and many of them in a file."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from measure.detect.contract import KINDS

FRONTAL, LATERAL, OTHER = range(len(KINDS))
UNSAID = -1  # has no answer: it does not count in the loss


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One upright picture, bone bright.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (rows, cols)
        At most some 200 pixels long.
    kind : int
        Place in ``KINDS``.
    front_left : int
        1 where the patient's front is picture-left, 0 where it is picture-right, −1 where nobody can say.
    xray : bool
        Whether it is a radiograph, so that bright and dark have a meaning.
    name : str
        What it shows, for tables.
    """

    pixels: NDArray[np.uint8]
    kind: int
    front_left: int = UNSAID
    xray: bool = True
    name: str = ""


def write_samples(path: Path, samples: Sequence[Sample]) -> None:
    """Samples into one file, whole or not at all."""
    columns = {
        "pixels": np.concatenate([one.pixels.ravel() for one in samples]),
        "shapes": np.array([one.pixels.shape for one in samples], np.int32),
        "kind": np.array([one.kind for one in samples], np.int8),
        "front_left": np.array([one.front_left for one in samples], np.int8),
        "xray": np.array([one.xray for one in samples], bool),
        "name": np.array([one.name for one in samples], np.str_),
    }
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        np.savez(file, **columns)
    part.rename(path)


def read_samples(path: Path) -> list[Sample]:
    """Samples of a file that ``write_samples`` made."""
    with np.load(path) as held:
        table = {name: held[name] for name in held.files}
    ends = np.cumsum(np.prod(table["shapes"], axis=1))
    pixels = np.split(table["pixels"], ends[:-1])
    rows = zip(pixels, table["shapes"], table["kind"], table["front_left"], table["xray"], table["name"], strict=True)
    return [Sample(p.reshape(tuple(s)), int(k), int(f), bool(x), str(n)) for p, s, k, f, x, n in rows]
