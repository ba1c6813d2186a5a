"""Arc: the gently bowed line that a long bone is built around."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Arc:
    """Circle through a bone, measured by the way along it from the proximal end.

    Attributes
    ----------
    start : ndarray, shape (3,)
        Where the way is 0.
    along : ndarray, shape (3,)
        Unit tangent there, towards the distal end.
    inward : ndarray, shape (3,)
        Unit normal there, towards the centre of the circle: backwards for a bone bowed to the front.
    radius : float
        Of the bow, mm.
    """

    start: Array
    along: Array
    inward: Array
    radius: float

    def at(self, s: ArrayLike) -> Array:
        """Points, shape (..., 3), at ways of shape (...)."""
        angle = np.asarray(s, float)[..., None] / self.radius
        return self.start + self.radius * (np.sin(angle) * self.along + (1 - np.cos(angle)) * self.inward)

    def axes(self, s: ArrayLike) -> Array:
        """Axes (left, back, up) as columns, shape (..., 3, 3): up runs along the bone, towards its proximal end."""
        angle = np.asarray(s, float)[..., None] / self.radius
        up = -(np.cos(angle) * self.along + np.sin(angle) * self.inward)
        back = np.cos(angle) * self.inward - np.sin(angle) * self.along
        return np.stack([np.cross(back, up), back, up], -1)

    def local(self, points: ArrayLike) -> tuple[Array, Array, Array]:
        """Way along the arc, and distance to the left of it and behind it, of points of shape (..., 3)."""
        from_start = np.asarray(points, float) - self.start
        a, b = from_start @ self.along, from_start @ self.inward
        way = self.radius * np.arctan2(a, self.radius - b)
        # Left is the same direction everywhere along the arc.
        return way, from_start @ np.cross(self.along, self.inward), self.radius - np.hypot(a, self.radius - b)


def bowed(start: ArrayLike, end: ArrayLike, convex: ArrayLike, radius: float) -> Arc:
    """Arc between two points, bowed towards a direction.

    Parameters
    ----------
    start, end : array_like, shape (3,)
        Proximal and distal end, mm.
    convex : array_like, shape (3,)
        Side the bow is convex to, as far as the chord allows.
    radius : float
        Of the bow, mm; more than half the chord.

    Returns
    -------
    Arc

    Examples
    --------
    >>> arc = bowed((0, 0, 0), (0, 0, -400), (0, -1, 0), radius=1000.0)
    >>> half = 1000.0 * np.arcsin(0.2)
    >>> arc.at([half, 2 * half]).round(3) + 0.0  # 20 mm in front of the chord in the middle, then at its end
    array([[   0.   ,  -20.204, -200.   ],
           [   0.   ,    0.   , -400.   ]])
    """
    chord = np.asarray(end, float) - np.asarray(start, float)
    length = float(np.linalg.norm(chord))
    chord = chord / length
    inward = -np.asarray(convex, float)
    inward = inward - (inward @ chord) * chord
    inward = inward / np.linalg.norm(inward)
    sine = length / (2 * radius)
    cosine = np.sqrt(1 - sine**2)
    return Arc(np.asarray(start, float), cosine * chord - sine * inward, cosine * inward + sine * chord, radius)
