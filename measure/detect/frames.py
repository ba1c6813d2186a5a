"""Frames: which part of a film a network sees, and where a place on the film lies in its input."""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.detect.contract import SHAPES
from measure.detect.normalise import SAMPLES, channels

Points = NDArray[np.float64]
Picture = NDArray[np.float32]

GLANCE = 384  # pixels of the longer side of the picture in which flat borders are looked for
FLAT = 0.015  # of the window of the film: a line whose grey values span less is border
LETTERS = 6.0  # percent of a line, at either end of its grey values, that may be letters on a border
LEAST = 0.2  # of a side that is left: less is no border but an empty film
DARK = 1.0  # percent of the grey values: what lies around a letter-boxed picture
SPARE = 2.0  # film pixels an input pixel that are left after whole blocks have been averaged


class Box(NamedTuple):
    """Part of a film: rows ``top`` to ``bottom − 1``, columns ``left`` to ``right − 1``."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> int:
        """Its height in pixels."""
        return self.bottom - self.top

    @property
    def cols(self) -> int:
        """Its width in pixels."""
        return self.right - self.left

    def of(self, picture: Picture) -> Picture:
        """That part of a picture, not copied."""
        return picture[self.top : self.bottom, self.left : self.right]


def whole(picture: Picture) -> Box:
    """Box of a whole picture."""
    return Box(0, 0, *picture.shape)


def trimmed(picture: Picture) -> Box:
    """Part of a film within its flat borders: shutters, black or white frames; letters may stand on them.

    Parameters
    ----------
    picture : ndarray of float32, shape (rows, cols)
        A film.

    Returns
    -------
    Box
        The whole film where it has no border, or where all of it is flat.

    Examples
    --------
    >>> film = np.zeros((300, 200), np.float32)
    >>> film[40:260, 30:190] = np.random.default_rng(0).normal(size=(220, 160))
    >>> trimmed(film)
    Box(top=40, left=30, bottom=260, right=190)
    """
    rows, cols = picture.shape
    block = max(1, max(rows, cols) // GLANCE)
    small = _blocks(picture, block)
    low, high = np.percentile(_sample(small), [1, 99])
    if not high > low:
        return whole(picture)
    top, left, bottom, right = 0, 0, *small.shape
    for _ in range(3):  # a border at one side hides that a line between two other borders is flat
        part = small[top:bottom, left:right]
        before, after = _ends(part, FLAT * (high - low))
        top, bottom = top + before, bottom - after
        before, after = _ends(small[top:bottom, left:right].T, FLAT * (high - low))
        left, right = left + before, right - after
    if bottom - top < LEAST * len(small) or right - left < LEAST * small.shape[1]:
        return whole(picture)
    last_row, last_col = bottom == len(small), right == small.shape[1]
    return Box(top * block, left * block, rows if last_row else bottom * block, cols if last_col else right * block)


@dataclass(frozen=True, slots=True)
class Frame:
    """A part of a film, letter-boxed into the input of a network.

    Attributes
    ----------
    box : Box
        The part; blocks of whole pixels of the film.
    shape : tuple of int
        Rows and columns of the input.
    size : tuple of int
        Rows and columns of the input that the picture fills.
    shift : tuple of int
        Rows above it and columns to its left.

    Examples
    --------
    >>> frame = fitted(Box(0, 0, 1040, 400), (416, 160))
    >>> frame.to_film(np.array([-0.5, -0.5])), frame.to_input(np.array([1039.5, 399.5]))
    (array([-0.5, -0.5]), array([415.5, 159.5]))
    """

    box: Box
    shape: tuple[int, int]
    size: tuple[int, int]
    shift: tuple[int, int]

    @property
    def scale(self) -> Points:
        """Film pixels an input pixel, down and across: the two differ by less than one pixel over the whole input."""
        return np.array([self.box.rows / self.size[0], self.box.cols / self.size[1]])

    def to_film(self, points: Points) -> Points:
        """Places (row, col) of the input as places on the film; the centre of a pixel is a whole number in both."""
        corner = np.array([self.box.top, self.box.left])
        return np.asarray((points - self.shift + 0.5) * self.scale - 0.5 + corner)

    def to_input(self, points: Points) -> Points:
        """Places on the film as places of the input."""
        corner = np.array([self.box.top, self.box.left])
        return np.asarray((points - corner + 0.5) / self.scale - 0.5 + self.shift)

    def cut(self, picture: Picture) -> Picture:
        """The input before its normalisation: every pixel the mean of the film beneath it, dark around the picture."""
        block = _block(self.box, self.size)
        small = _blocks(self.box.of(picture), block)
        rows, cols = self.size
        shrinks = len(small) >= rows and small.shape[1] >= cols
        how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
        fitting = np.asarray(cv2.resize(small, (cols, rows), interpolation=how), np.float32)
        dark = float(np.percentile(_sample(fitting), DARK))
        canvas = np.full(self.shape, dark, np.float32)
        top, left = self.shift
        canvas[top : top + rows, left : left + cols] = fitting
        return canvas

    def seen(self, picture: Picture, reach: float) -> Picture:
        """What the network sees, shape (1, 2, rows, cols)."""
        return channels(self.cut(picture), reach)[None]


def fitted(box: Box, shape: tuple[int, int]) -> Frame:
    """Frame of a part of a film in the middle of an input, as large as it goes.

    The part loses rows and columns at its end, fewer than one input pixel, so that whole blocks of pixels fill it.
    """
    shrink = max(box.rows / shape[0], box.cols / shape[1])
    size = (max(1, min(shape[0], round(box.rows / shrink))), max(1, min(shape[1], round(box.cols / shrink))))
    block = _block(box, size)
    rows, cols = box.rows // block * block, box.cols // block * block
    shift = ((shape[0] - size[0]) // 2, (shape[1] - size[1]) // 2)
    return Frame(Box(box.top, box.left, box.top + rows, box.left + cols), shape, size, shift)


def nearest_shape(box: Box) -> tuple[int, int]:
    """Input shape whose aspect is nearest to that of a part of a film.

    Examples
    --------
    >>> nearest_shape(Box(0, 0, 3000, 1100)), nearest_shape(Box(0, 0, 2000, 2500))
    ((416, 160), (256, 256))
    """
    aspect = np.log(box.rows / box.cols)
    return min(SHAPES, key=lambda shape: abs(float(np.log(shape[0] / shape[1]) - aspect)))


def _block(box: Box, size: tuple[int, int]) -> int:
    """Side of the blocks of film pixels that are averaged first: six times as fast as fractions of pixels."""
    return max(1, int(min(box.rows / size[0], box.cols / size[1]) / SPARE))


def _blocks(picture: Picture, block: int) -> Picture:
    """Means of blocks of pixels; an incomplete last row or column of blocks is left out."""
    if block == 1:
        return picture
    rows, cols = picture.shape[0] // block, picture.shape[1] // block
    exact = picture[: rows * block, : cols * block]
    return np.asarray(cv2.resize(exact, (cols, rows), interpolation=cv2.INTER_AREA), np.float32)


def _sample(picture: Picture) -> Picture:
    return picture.ravel()[:: max(1, picture.size // SAMPLES)]


def _ends(lines: Picture, flat: float) -> tuple[int, int]:
    """How many lines at the beginning and at the end are flat."""
    if not lines.size:
        return 0, 0
    low, high = np.percentile(lines, [LETTERS, 100 - LETTERS], axis=1)
    busy = np.flatnonzero(high - low > flat)
    return (int(busy[0]), len(lines) - 1 - int(busy[-1])) if len(busy) else (0, 0)
