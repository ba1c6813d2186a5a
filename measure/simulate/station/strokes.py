"""Strokes: capital letters, digits, a dot, a dash and an arrow as lines; no font of a library is drawn."""

import csv
from functools import cache
from importlib.resources import files

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError

Line = NDArray[np.float64]
_HIGH = 6.0  # units of a capital letter
_GAP = 1.5


@cache
def _font() -> dict[str, tuple[float, tuple[Line, ...]]]:
    """Width and lines, shape (k, 2) as (x, y), of each character."""
    font = {}
    text = files("measure.simulate.station").joinpath("strokes.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        lines = [np.array(line.split(), float).reshape(-1, 2) for line in row["strokes"].split("|") if line]
        font[row["character"]] = float(row["width"]), tuple(lines)
    return font


def text_lines(text: str) -> tuple[list[Line], float]:
    """Lines of a text and its width, in heights of a capital letter.

    Raises
    ------
    SimulationError
        If a character is not in the font.

    Examples
    --------
    >>> lines, width = text_lines("L")
    >>> width, lines[0].tolist()[:2]
    (0.5333333333333333, [[0.0, 0.0], [0.0, 1.0]])
    """
    lines: list[Line] = []
    x = 0.0
    for character in text:
        if character not in _font():
            raise SimulationError(f"letters: expected capitals, digits, '.', '-', '↑' and blanks, got {character!r}")
        width, strokes = _font()[character]
        lines += [(stroke + [x, 0]) / _HIGH for stroke in strokes]
        x += width + _GAP
    return lines, max(x - _GAP, 0.0) / _HIGH


def draw(shape: tuple[int, int], lines: list[Line], thickness: float) -> NDArray[np.float32]:
    """Share of every pixel that lines, shape (k, 2) as (x, y) in pixels, cover."""
    fine = 4
    scale = fine * 16
    rows, cols = shape
    mask = np.zeros((rows * fine, cols * fine), np.uint8)
    paths = [np.rint(((line + 0.5) * fine - 0.5) * 16).astype(np.int32) for line in lines]
    for path in paths:
        cv2.polylines(mask, [path.reshape(-1, 1, 2)], False, 255, max(round(thickness * scale / 16), 1), cv2.LINE_8, 4)
    small = cv2.resize(mask, (cols, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) / np.float32(255)
