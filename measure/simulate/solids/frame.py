"""Frame: where a part of the body is and how it is turned."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def rotation(axis: str, degrees: float) -> Array:
    """Right-handed rotation about one of the patient's axes.

    Parameters
    ----------
    axis : {"x", "y", "z"}
        x runs to the patient's left, y to the back, z to the head.
    degrees : float
        Angle.

    Returns
    -------
    ndarray, shape (3, 3)
        Matrix that turns column vectors.

    Examples
    --------
    >>> rotation("z", 90.0).round(9) @ [1, 0, 0]
    array([0., 1., 0.])
    """
    angle = np.deg2rad(degrees)
    c, s = np.cos(angle), np.sin(angle)
    i, j = {"x": (1, 2), "y": (2, 0), "z": (0, 1)}[axis]
    matrix = np.eye(3)
    matrix[[i, j], [i, j]] = c
    matrix[i, j], matrix[j, i] = -s, s
    return matrix


@dataclass(frozen=True, slots=True)
class Frame:
    """A rigid pose in mm: local axes (left, back, head) as columns, and the origin.

    Attributes
    ----------
    origin : ndarray, shape (3,)
        Where the local origin lies.
    axes : ndarray, shape (3, 3)
        Local axes as columns; orthonormal.

    Examples
    --------
    >>> turned = Frame([0, 0, 100], rotation("x", 90.0))
    >>> turned.apply([[0, 10, 0]]).round(9)
    array([[  0.,   0., 110.]])
    """

    origin: ArrayLike = (0.0, 0.0, 0.0)
    axes: ArrayLike = field(default_factory=lambda: np.eye(3))

    def __post_init__(self) -> None:
        object.__setattr__(self, "origin", np.asarray(self.origin, float))
        object.__setattr__(self, "axes", np.asarray(self.axes, float))

    def apply(self, points: ArrayLike) -> Array:
        """Local points, shape (..., 3), in the outer frame."""
        moved: Array = np.asarray(points, float) @ np.asarray(self.axes).T + np.asarray(self.origin)
        return moved

    def local(self, points: ArrayLike) -> Array:
        """Outer points, shape (..., 3), in this frame."""
        moved: Array = (np.asarray(points, float) - np.asarray(self.origin)) @ np.asarray(self.axes)
        return moved

    def then(self, outer: "Frame") -> "Frame":
        """As seen from outside ``outer``, for a frame that is given inside it."""
        return Frame(outer.apply(self.origin), np.asarray(outer.axes) @ np.asarray(self.axes))


HERE = Frame()
