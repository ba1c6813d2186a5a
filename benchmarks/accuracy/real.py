"""Real films: where they lie, and their labels."""

import csv
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from measure.film import read_film
from measure.model import Film

CHECKOUT = Path(__file__).resolve().parents[2]
FILMS = Path(os.environ.get("MEASURE_FILMS", CHECKOUT / ".." / "shared" / "films"))
CORNERS = ("superior_left", "superior_right", "inferior_left", "inferior_right")


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """A real film with its labels.

    Attributes
    ----------
    name : str
        Of the file.
    film : Film
        As read.
    quads : ndarray, shape (n, 4, 2)
        Corners (row, col) as seen on the picture, head to tail.
    """

    name: str
    film: Film
    quads: NDArray[np.float64]


def labelled(folder: str) -> Iterator[Labelled]:
    """Films of a folder with their labels, in order of their names."""
    for name, quads in labels(FILMS / folder / "landmarks.csv").items():
        yield Labelled(name, read_film(FILMS / folder / name), quads)


def labels(path: Path) -> dict[str, NDArray[np.float64]]:
    """Quads of every film of a table of labels."""
    found: dict[str, dict[int, dict[str, tuple[float, float]]]] = defaultdict(lambda: defaultdict(dict))
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["film"]][int(row["vertebra"])][row["corner"]] = (float(row["y"]), float(row["x"]))
    return {
        name: np.array([[quads[k][corner] for corner in CORNERS] for k in sorted(quads)])
        for name, quads in sorted(found.items())
    }
