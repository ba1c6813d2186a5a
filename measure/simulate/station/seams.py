"""Seams: a long film put together from two or three shots, as it is seen on it."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Seams:
    """Shots one below the other.

    Attributes
    ----------
    at : tuple of float
        Rows at which the next shot begins, as shares of the film's rows; rising.
    gains : tuple of float
        Exposure of each shot against the first one's; one more than ``at``.
    shading : tuple of float
        Loss of exposure from the upper to the lower end of each shot, as a share.
    shift : tuple of float
        How far each later shot is put down (+) too low and too far right, mm: (down, right) for each of ``at``.
    line : float
        Height of the unexposed line between two cassettes, mm; 0 = none.
    overlap : float
        Height of the strip above the seam that two cassettes share, mm; 0 = none.
    overlap_gain : float
        Exposure of that strip: below 1 it is brighter than the film around.
    """

    at: tuple[float, ...] = (0.5,)
    gains: tuple[float, ...] = (1.0, 1.0)
    shading: tuple[float, ...] = ()
    shift: tuple[tuple[float, float], ...] = ()
    line: float = 0.8
    overlap: float = 0.0
    overlap_gain: float = 0.7

    def _shots(self, rows: int) -> Iterator[tuple[slice, float, float, tuple[float, float]]]:
        """Rows, gain, shading and shift of each shot."""
        starts = [0, *(round(share * rows) for share in self.at), rows]
        for k, gain in enumerate(self.gains[: len(starts) - 1]):
            shading = self.shading[k] if k < len(self.shading) else 0.0
            shift = self.shift[k - 1] if 0 < k <= len(self.shift) else (0.0, 0.0)
            yield slice(starts[k], starts[k + 1]), gain, shading, shift

    def over(self, signal: Array, mm: float) -> Array:
        """Signal of the shots, put together."""
        joined = np.empty_like(signal)
        rows = len(signal)
        for part, gain, shading, shift in self._shots(rows):
            shot = signal[part] if shift == (0.0, 0.0) else _shifted(signal, shift, mm)[part]
            fall = np.linspace(1.0, 1.0 - shading, len(shot), dtype=np.float32)[:, None]
            joined[part] = shot * (fall * np.float32(gain))
        for share in self.at:
            seam = round(share * rows)
            if self.overlap > 0:
                joined[max(seam - round(self.overlap / mm), 0) : seam] *= np.float32(self.overlap_gain)
            if self.line > 0:
                joined[seam : seam + max(round(self.line / mm), 1)] *= np.float32(0.02)
        return joined

    def moved(self, points: ArrayLike, shape: tuple[int, int], mm: float) -> NDArray[np.float64]:
        """Where true points, (..., 2) as (row, column), lie on the film that was put together.

        What fell between two shots, and what lies off the film, stays where it was.

        Examples
        --------
        >>> Seams(at=(0.5,), shift=((1.0, -0.5),)).moved([[10.0, 5.0], [80.0, 5.0]], (100, 10), 0.5)
        array([[10.,  5.],
               [82.,  4.]])
        """
        true = np.asarray(points, float)
        where, found = true.copy(), np.zeros(true.shape[:-1], bool)
        for part, _, _, shift in self._shots(shape[0]):
            # A point belongs to the shot whose rows it comes to lie in, to the upper one where both show it.
            landed = true + np.array(shift) / mm
            inside = (landed[..., 0] >= part.start - 0.5) & (landed[..., 0] < part.stop - 0.5) & ~found
            where[inside], found = landed[inside], found | inside
        return where


def _shifted(picture: Array, shift: tuple[float, float], mm: float) -> Array:
    rows, cols = picture.shape
    move = np.array([[1, 0, shift[1] / mm], [0, 1, shift[0] / mm]])
    return np.asarray(
        cv2.warpAffine(picture, move, (cols, rows), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32
    )
