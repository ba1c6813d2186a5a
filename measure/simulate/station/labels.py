"""Labels: texts that a workstation draws on the finished picture."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.simulate.station.strokes import draw, text_lines

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Label:
    """Text on the picture.

    Attributes
    ----------
    text : str
        Capitals, digits, ``.``, ``-``, ``↑`` and blanks.
    at : tuple of float
        Middle, as shares of rows and columns.
    height : float
        Of a letter, mm.
    ink : float
        Grey of the letters: 0 black, 1 white.
    box : float or None
        Grey of the box behind them; None = no box.
    """

    text: str
    at: tuple[float, float]
    height: float = 8.0
    ink: float = 1.0
    box: float | None = None


def covered(shape: tuple[int, int], labels: Iterable[Label], mm: float) -> NDArray[np.bool_]:
    """Where labels hide what lies under them."""
    some = tuple(labels)
    if not some:
        return np.zeros(shape, bool)
    black, white = (draw_labels(np.full(shape, grey, np.float32), some, mm) for grey in (0.0, 1.0))
    hidden: NDArray[np.bool_] = (black != 0.0) | (white != 1.0)
    return hidden


def draw_labels(grey: Array, labels: Iterable[Label], mm: float) -> Array:
    """Picture with labels drawn on it; what would lie outside is cut off."""
    drawn = grey.copy()
    rows, cols = grey.shape
    for label in labels:
        size = max(label.height / mm, 5.0)
        lines, width = text_lines(label.text)
        pad = size * 0.45
        high, wide = int(size + 2 * pad), int(width * size + 2 * pad)
        tile = draw((high, wide), [line * size + pad for line in lines], max(size * 0.13, 1.0))
        top, left = int(label.at[0] * rows - high / 2), int(label.at[1] * cols - wide / 2)
        part = (slice(max(top, 0), max(min(top + high, rows), 0)), slice(max(left, 0), max(min(left + wide, cols), 0)))
        tile = tile[part[0].start - top : part[0].stop - top, part[1].start - left : part[1].stop - left]
        under = drawn[part] if label.box is None else np.full_like(tile, label.box)
        drawn[part] = under * (1 - tile) + tile * np.float32(label.ink)
    return drawn
