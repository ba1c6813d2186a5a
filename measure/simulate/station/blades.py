"""Blades: the collimator's shadow on the detector."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
_GLOW_MM = 18.0  # how far scatter from the field reaches behind the blades


@dataclass(frozen=True, slots=True)
class Blades:
    """Four blades, as shares of the film they cover from each edge.

    Attributes
    ----------
    top, bottom, left, right : float
        Share of rows or columns covered; 0 = the blade is outside.
    turn : float
        Collimator turned against the detector, degrees.
    penumbra : float
        Width of the soft edge, mm: the focal spot seen past the blade.
    leak : float
        Share of the beam that passes the blade.
    glow : float
        Scatter from the field into the shadow, as a share of the field's signal.

    Examples
    --------
    >>> Blades(left=0.25).opening((2, 4), 1.0).round(2)
    array([[0.09, 0.91, 1.  , 1.  ],
           [0.09, 0.91, 1.  , 1.  ]], dtype=float32)
    """

    top: float = 0.0
    bottom: float = 0.0
    left: float = 0.0
    right: float = 0.0
    turn: float = 0.0
    penumbra: float = 1.6
    leak: float = 0.0005
    glow: float = 0.005

    def opening(self, shape: tuple[int, int], mm: float) -> Array:
        """Share of the beam that the blades let through, 0 to 1, at every pixel."""
        rows, cols = shape
        row, col = np.arange(rows, dtype=np.float32)[:, None], np.arange(cols, dtype=np.float32)[None]
        c, s = np.float32(np.cos(np.deg2rad(self.turn))), np.float32(np.sin(np.deg2rad(self.turn)))
        row, col = row - np.float32((rows - 1) / 2), col - np.float32((cols - 1) / 2)
        open_: Array = np.ones(shape, np.float32)
        for share, length, along, across in (
            (self.top, rows, c * row, -s * col),
            (self.bottom, rows, -c * row, s * col),
            (self.left, cols, c * col, s * row),
            (self.right, cols, -c * col, -s * row),
        ):
            if share > 0:
                edge = np.float32((0.5 - share) * length)
                inside = (along + edge) + across  # pixels from the blade's edge; straight blades: one row or column
                open_ *= _soft(inside * np.float32(mm / max(self.penumbra, 1e-3)) + np.float32(0.5))
        return open_

    def over(self, signal: Array, mm: float) -> tuple[Array, Array]:
        """Signal behind the blades, and their opening."""
        opening = self.opening((signal.shape[0], signal.shape[1]), mm)
        through = opening * np.float32(1 - self.leak) + np.float32(self.leak)
        lit = signal * through
        if self.glow > 0:
            lit += (1 - opening) * _glow(signal * opening, mm) * np.float32(self.glow)
        return lit, opening


def _soft(t: Array) -> Array:
    """Smooth step from 0 to 1."""
    t = np.clip(t, 0, 1)
    return t * t * (3 - 2 * t)


def _glow(field: Array, mm: float) -> Array:
    """Signal of the field, far blurred: what its scatter looks like."""
    rows, cols = field.shape
    step = max(1, round(_GLOW_MM / 4 / mm))
    small = cv2.resize(field, (max(cols // step, 1), max(rows // step, 1)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), _GLOW_MM / (mm * step), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(small, (cols, rows), interpolation=cv2.INTER_LINEAR), np.float32)
