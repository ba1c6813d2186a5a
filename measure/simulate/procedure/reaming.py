"""Reaming: the round canal that is made for a nail."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.simulate.anatomy.limb import Shaft
from measure.simulate.anatomy.limb.profile import Profile

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Bore:
    """Where a nail runs: no bone grows there.

    Attributes
    ----------
    axis : ndarray, shape (2, 3)
        Two points on it, in the frame of the uncut bone.
    radius : float
        Half the diameter, mm.
    """

    axis: Array
    radius: float

    def free(self, points: Array, soft: float) -> Array:
        """Share of the space at points, shape (..., 3), that is outside it."""
        way = (self.axis[1] - self.axis[0]) / np.linalg.norm(self.axis[1] - self.axis[0])
        away = np.linalg.norm(np.cross(points - self.axis[0], way), axis=-1)
        share: Array = np.clip((away - self.radius) / soft + 0.5, 0, 1)
        return share


@dataclass(frozen=True, slots=True, eq=False)
class _Reamed(Profile):
    """A shaft's cross-section with a round bore through it."""

    ways: Array = None  # type: ignore[assignment]
    off: Array = None  # type: ignore[assignment]
    bore: float = 0.0

    def inner(self, s: ArrayLike, angle: ArrayLike) -> Array:
        """Radius of the canal or of the bore, whichever reaches further."""
        # Named, since a slotted dataclass is made twice and a bare super() would mean the first.
        canal = Profile.inner(self, s, angle)
        x, y = (np.interp(np.asarray(s, float), self.ways, self.off[:, k], 0.0, 0.0) for k in range(2))
        inside = (np.asarray(s) >= self.ways[0]) & (np.asarray(s) <= self.ways[-1])
        along, across = x * np.cos(angle) + y * np.sin(angle), x * np.sin(angle) - y * np.cos(angle)
        # From outside the bore the direction may miss it.
        reach = along + np.sqrt(np.maximum(self.bore**2 - across**2, 0.0))
        reach = np.where(inside & (np.abs(across) < self.bore), reach, 0.0)
        # A thin shell stays even where the reamer would break through.
        return np.asarray(np.maximum(canal, np.minimum(reach, Profile.outer(self, s, angle) - 0.3)))


def reamed(shaft: Shaft, bore: Bore) -> Shaft:
    """The shaft with its canal reamed along a bore.

    Parameters
    ----------
    shaft : Shaft
        The uncut bone.
    bore : Bore
        Line from the upper to the lower end, and the reamer's radius.

    Returns
    -------
    Shaft
    """
    way = (bore.axis[1] - bore.axis[0]) / np.linalg.norm(bore.axis[1] - bore.axis[0])
    ways, off = [], []
    for s in np.arange(0.0, shaft.length + 0.1, 4.0):
        centre, axes = shaft.at(float(s))
        up = axes[:, 2]
        # Where the bore goes through the cross-section.
        t = ((centre - bore.axis[0]) @ up) / (way @ up)
        if -1.0 <= t <= np.linalg.norm(bore.axis[1] - bore.axis[0]) + 1.0:
            ways.append(float(s))
            off.append((bore.axis[0] + t * way - centre) @ axes[:, :2])
    if len(ways) < 2:
        return shaft
    out = np.array([1.0 if shaft.side == "left" else -1.0, 1.0])  # a profile runs from lateral
    old = shaft.profile
    profile = _Reamed(
        old.knots, old.values, old.ridge_at, old.three_at, old.ridge_spread,
        ways=np.array(ways), off=np.array(off) * out, bore=bore.radius,
    )  # fmt: skip
    return replace(shaft, profile=profile)
