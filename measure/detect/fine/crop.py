"""Crop: one turned, square picture per vertebra, and the way between its pixels and those of the film."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.detect.contract import CROP, FIELD, SACRUM_DEPTH
from measure.detect.normalise import LOW, SAMPLES

Array = NDArray[np.float64]
MIDDLE = (CROP - 1) / 2
RAYS = 2  # samples a crop pixel, down and across, as in training; more where the film is finer


@dataclass(frozen=True, slots=True, eq=False)
class Crops:
    """Where the crops of one film lie: similarities, so that angles and ratios are the film's.

    Attributes
    ----------
    centres : ndarray, shape (n, 2)
        Film pixel, (row, col), in the middle of each crop.
    along : ndarray, shape (n, 2)
        Unit direction of a crop's columns on the film: along the endplates, left to right.
    steps : ndarray, shape (n,)
        Film pixels a crop pixel.
    """

    centres: Array
    along: Array
    steps: Array

    def __len__(self) -> int:
        return len(self.steps)

    def __getitem__(self, which: NDArray[np.bool_] | slice) -> "Crops":
        return Crops(self.centres[which], self.along[which], self.steps[which])

    def replaced(self, other: "Crops", where: NDArray[np.bool_]) -> "Crops":
        """Crops of another set, of the same length, in some places."""
        steps = np.where(where, other.steps, self.steps)
        where = where[:, None]
        return Crops(np.where(where, other.centres, self.centres), np.where(where, other.along, self.along), steps)

    @property
    def matrices(self) -> Array:
        """Film pixels a crop pixel down and across, shape (n, 2, 2)."""
        return np.stack([across(self.along), self.along], axis=-1) * self.steps[:, None, None]

    def to_film(self, points: Array) -> Array:
        """Crop pixels, shape (n, k, 2), on the film.

        Examples
        --------
        >>> quad = np.array([[[40.0, 50.0], [40.0, 98.0], [70.0, 50.0], [70.0, 98.0]]])
        >>> around(quad).to_film(np.full((1, 1, 2), MIDDLE)).tolist()
        [[[55.0, 74.0]]]
        """
        return np.asarray(self.centres[:, None] + (points - MIDDLE) @ self.matrices.swapaxes(1, 2))

    def to_crop(self, points: Array) -> Array:
        """Film pixels, shape (n, k, 2), in the crops."""
        away = (points - self.centres[:, None]) @ self.matrices  # a similarity: its transpose inverts it, but for scale
        return np.asarray(away / self.steps[:, None, None] ** 2 + MIDDLE)

    def spread_on_film(self, covariances: Array) -> Array:
        """Covariances in crop pixels, shape (n, k, 2, 2), in those of the film."""
        matrices = self.matrices[:, None]
        return np.asarray(matrices @ covariances @ matrices.swapaxes(-1, -2))


def around(quads: Array) -> Crops:
    """Crops around rough corners.

    Parameters
    ----------
    quads : ndarray, shape (n, 4, 2)
        Superior left, superior right, inferior left, inferior right, as seen on the picture, in film pixels.

    Returns
    -------
    Crops
        ``FIELD`` widths a side; the width is the length of the mean endplate.
    """
    quads = np.asarray(quads, np.float64).reshape(-1, 4, 2)
    endplate = (quads[:, 1] - quads[:, 0] + quads[:, 3] - quads[:, 2]) / 2
    width = np.maximum(np.hypot(endplate[:, 0], endplate[:, 1]), 1e-6)
    return Crops(quads.mean(axis=1), endplate / width[:, None], FIELD * width / CROP)


def across(along: Array) -> Array:
    """Direction that points down where ``along`` points right."""
    return np.stack([along[..., 1], -along[..., 0]], axis=-1)


def sacrum_quad(left: Array, right: Array) -> Array:
    """Corners that crop the endplate of S1 like a vertebra: its two ends, and two made up below them.

    Examples
    --------
    >>> sacrum_quad(np.array([10.0, 0.0]), np.array([10.0, 40.0])).tolist()
    [[10.0, 0.0], [10.0, 40.0], [40.0, 0.0], [40.0, 40.0]]
    """
    down = SACRUM_DEPTH * across(right - left)
    return np.stack([left, right, left + down, right + down])


def cut(picture: NDArray[np.float32], crops: Crops) -> NDArray[np.float32]:
    """Grey values of the crops; beyond the film its dark.

    What is finer than a crop pixel is averaged over it, so that nothing aliases and edges stay where they are.

    Parameters
    ----------
    picture : ndarray of float32, shape (rows, cols)
        A film.
    crops : Crops
        Where.

    Returns
    -------
    ndarray of float32, shape (n, CROP, CROP)
    """
    dark = float(np.percentile(picture.ravel()[:: max(1, picture.size // SAMPLES)], LOW))
    out = np.full((len(crops), CROP, CROP), dark, np.float32)
    whole = max(1, math.floor(crops.steps.min())) if len(crops) else 1
    inside = _inside(picture, crops, whole)
    if inside is None:
        return out
    start, part = inside
    small = _reduced(part, whole)
    for k in range(len(crops)):
        out[k] = _cut(small, crops[k : k + 1], start, whole, dark)
    return out


def _inside(
    picture: NDArray[np.float32], crops: Crops, whole: int
) -> tuple[NDArray[np.intp], NDArray[np.float32]] | None:
    """First pixel of the part of the film that any crop shows, and that part, with two blocks to spare."""
    if not len(crops):
        return None
    rim = np.array([[-0.5, -0.5], [-0.5, CROP - 0.5], [CROP - 0.5, -0.5], [CROP - 0.5, CROP - 0.5]])
    corners = crops.to_film(np.broadcast_to(rim, (len(crops), 4, 2)))
    low, high = (
        np.clip(at, 0, picture.shape) for at in (corners.min((0, 1)) - 2 * whole, corners.max((0, 1)) + 2 * whole)
    )
    first, last = np.floor(low).astype(np.intp), np.ceil(high).astype(np.intp)
    if (last <= first).any():
        return None
    return first, picture[first[0] : last[0], first[1] : last[1]]


def _reduced(part: NDArray[np.float32], whole: int) -> NDArray[np.float32]:
    """Means over squares of whole pixels: a fine film is read once for all crops."""
    rows, cols = (max(1, size // whole) for size in part.shape)
    if whole == 1 or min(part.shape) < whole:
        return part
    small = cv2.resize(part[: rows * whole, : cols * whole], (cols, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def _cut(
    small: NDArray[np.float32], crop: Crops, start: NDArray[np.intp], whole: int, dark: float
) -> NDArray[np.float32]:
    """One crop from the reduced film: several samples a pixel, then their mean."""
    rays = max(RAYS, math.ceil(crop.steps[0] / whole - 1e-9))
    matrix = crop.matrices[0] / (rays * whole)
    first = crop.to_film(np.full((1, 1, 2), 0.5 / rays - 0.5))[0, 0]
    offset = (first - start - (whole - 1) / 2) / whole
    # cv2 counts (x, y) = (col, row)
    affine = np.array([[matrix[1, 1], matrix[1, 0], offset[1]], [matrix[0, 1], matrix[0, 0], offset[0]]])
    size = (CROP * rays, CROP * rays)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    fine = cv2.warpAffine(small, affine, size, flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=dark)
    return np.asarray(cv2.resize(fine, (CROP, CROP), interpolation=cv2.INTER_AREA), np.float32)
