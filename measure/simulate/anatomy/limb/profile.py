"""Profile: the cross-section of a long bone as it changes along the shaft."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

# Columns of a profile, mm: half axes, thickness of the wall, height of a ridge, and how three-sided the section is.
COLUMNS = (
    "lateral", "posterior", "medial", "anterior",
    "wall_lateral", "wall_posterior", "wall_medial", "wall_anterior", "ridge", "three",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """Outer and inner contour of a shaft, by way along it and angle around it.

    Angles run from lateral (0) over posterior (90) and medial (180) to anterior (270 degrees) on either side.

    Attributes
    ----------
    knots : ndarray, shape (k,)
        Ways along the shaft, mm, ascending.
    values : ndarray, shape (k, 10)
        ``COLUMNS`` at each knot; between knots they follow a cubic that never overshoots,
        kept every millimetre.
    ridge_at, three_at : float
        Angle of the ridge (linea aspera) and of the sharpest edge of a three-sided shaft, radians.
    ridge_spread : float
        Half width of the ridge, radians.
    """

    knots: Array
    values: Array
    ridge_at: float = np.pi / 2
    three_at: float = 3 * np.pi / 2
    ridge_spread: float = 0.33

    _table: Array = field(init=False)

    def __post_init__(self) -> None:
        ways = np.arange(self.knots[0], self.knots[-1] + 1.0, 1.0)
        object.__setattr__(self, "_table", _cubic(self.knots, self.values, ways))

    def outer(self, s: ArrayLike, angle: ArrayLike) -> Array:
        """Radius of the outer contour, mm; ``s`` and ``angle`` broadcast together."""
        return self.both(s, angle)[0]

    def inner(self, s: ArrayLike, angle: ArrayLike) -> Array:
        """Radius of the medullary canal, mm."""
        return self.both(s, angle)[1]

    def both(self, s: ArrayLike, angle: ArrayLike) -> tuple[Array, Array]:
        """Radius of the outer contour and of the canal."""
        v, turn = self._at(s), np.asarray(angle, float)
        c, sn = np.cos(turn), np.sin(turn)
        right, behind = c > 0, sn > 0
        across, deep = np.where(right, v[0], v[2]), np.where(behind, v[1], v[3])
        oval = 1 / np.hypot(c / across, sn / deep)
        wall = np.where(right, v[4], v[6]) * c**2 + np.where(behind, v[5], v[7]) * sn**2
        off = (turn - self.ridge_at + np.pi) % (2 * np.pi) - np.pi
        edges = v[9] * np.cos(3 * (turn - self.three_at))
        outer = oval + v[8] * np.exp(-((off / self.ridge_spread) ** 2)) + edges
        # The canal of a three-sided shaft is rounder than the shaft.
        return outer, np.maximum(oval - wall + 0.35 * edges, 1.0)

    def _at(self, s: ArrayLike) -> Array:
        """Columns at ways of shape (...): shape (10, ...)."""
        place = np.clip(np.asarray(s, float) - self.knots[0], 0, len(self._table) - 1.001)
        k = place.astype(np.int64)
        low = self._table[k]
        return np.moveaxis(low + (place - k)[..., None] * (self._table[k + 1] - low), -1, 0)


def _cubic(knots: Array, values: Array, ways: Array) -> Array:
    """Columns at each way by a cubic that never overshoots its knots."""
    where = np.clip(ways, knots[0], knots[-1])
    k = np.clip(np.searchsorted(knots, where, side="right") - 1, 0, len(knots) - 2)
    span = (knots[k + 1] - knots[k])[:, None]
    t = (where - knots[k])[:, None] / span
    slope = _slopes(knots, values)
    a, b, m, n = values[k], values[k + 1], slope[k] * span, slope[k + 1] * span
    return np.asarray(
        (1 + 2 * t) * (1 - t) ** 2 * a + t * (1 - t) ** 2 * m + t**2 * (3 - 2 * t) * b + t**2 * (t - 1) * n
    )


def _slopes(knots: Array, values: Array) -> Array:
    """Slope at each knot: harmonic mean of its neighbours', 0 at an extremum and at both ends."""
    steps = np.diff(values, axis=0) / np.diff(knots)[:, None]
    before, after = steps[:-1], steps[1:]
    same = before * after > 0
    inner = np.where(same, 2 * before * after / np.where(same, before + after, 1.0), 0.0)
    none = np.zeros((1, values.shape[1]))
    return np.concatenate([none, inner, none])
