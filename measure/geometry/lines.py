"""Distances and angles between points and lines."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def distance(a: Array, b: Array) -> Array:
    """Euclidean distance between points.

    Parameters
    ----------
    a, b : ndarray, shape (…, 2)
        Points.

    Returns
    -------
    ndarray, shape (…)
        Distance in the unit of the points.

    Examples
    --------
    >>> float(distance(np.array([0.0, 0.0]), np.array([3.0, 4.0])))
    5.0
    """
    difference = b - a
    return np.hypot(difference[..., 0], difference[..., 1])


def midpoint(a: Array, b: Array) -> Array:
    """Middle of two points, shape (…, 2)."""
    return (a + b) / 2


def cross(u: Array, v: Array) -> Array:
    """Cross product of two plane vectors; positive where v lies clockwise of u on the screen.

    Examples
    --------
    >>> right, down = np.array([0.0, 1.0]), np.array([1.0, 0.0])
    >>> float(cross(right, down))
    1.0
    """
    return u[..., 1] * v[..., 0] - u[..., 0] * v[..., 1]


def dot(u: Array, v: Array) -> Array:
    """Dot product of two plane vectors."""
    return u[..., 0] * v[..., 0] + u[..., 1] * v[..., 1]


def signed_angle(u: Array, v: Array) -> Array:
    """Turn from u to v in degrees, −180 to 180, clockwise on the screen positive.

    Parameters
    ----------
    u, v : ndarray, shape (…, 2)
        Directions; a zero vector has no angle and gives NaN.

    Returns
    -------
    ndarray, shape (…)
        Degrees.
    """
    angle = np.degrees(np.arctan2(cross(u, v), dot(u, v)))
    defined = (dot(u, u) > 0) & (dot(v, v) > 0)
    return np.where(defined, angle, np.nan)


def directed_angle(u: Array, v: Array) -> Array:
    """Angle between two directions, 0 to 180 degrees, whichever comes first.

    Made with ``atan2(|cross|, dot)``, which stays exact for parallel vectors, where the
    arc cosine of a rounded dot product leaves its domain.

    Examples
    --------
    >>> float(directed_angle(np.array([0.0, 1.0]), np.array([0.0, 3.0])))
    0.0
    """
    return np.abs(signed_angle(u, v))


def line_angle(a1: Array, a2: Array, b1: Array, b2: Array) -> Array:
    """Angle between two undirected lines, 0 to 90 degrees.

    The order of the lines and of the points on each line plays no part. Two undirected
    lines cannot tell 60 from 120 degrees: for curves over 90 degrees orient them first.

    Parameters
    ----------
    a1, a2, b1, b2 : ndarray, shape (…, 2)
        Two points on each line.

    Returns
    -------
    ndarray, shape (…)
        Degrees.

    Examples
    --------
    >>> p, q = np.array([0.0, 0.0]), np.array([1.0, 1.0])
    >>> float(line_angle(p, q, p, np.array([0.0, 5.0])))
    45.0
    """
    angle = directed_angle(a2 - a1, b2 - b1)
    return np.minimum(angle, 180.0 - angle)


def distance_to_line(point: Array, a: Array, b: Array) -> Array:
    """Perpendicular distance of a point from the line through a and b; NaN where a = b.

    Examples
    --------
    >>> float(distance_to_line(np.array([2.0, 9.0]), np.array([0.0, 0.0]), np.array([0.0, 1.0])))
    2.0
    """
    direction = b - a
    length = np.hypot(direction[..., 0], direction[..., 1])
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(length > 0, np.abs(cross(direction, point - a)) / length, np.nan)


def fit_line(points: Array) -> tuple[Array, Array]:
    """Total-least-squares line through a contour.

    Parameters
    ----------
    points : ndarray, shape (…, n, 2)
        Two or more points.

    Returns
    -------
    centre : ndarray, shape (…, 2)
        Centroid, on the line.
    direction : ndarray, shape (…, 2)
        Unit vector, pointing from the first towards the last point.

    Examples
    --------
    >>> centre, direction = fit_line(np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]))
    >>> direction.round(3).tolist()
    [0.707, 0.707]
    """
    centre = points.mean(axis=-2)
    _, _, axes = np.linalg.svd(points - centre[..., None, :], full_matrices=False)
    direction = axes[..., 0, :]
    along = dot(direction, points[..., -1, :] - points[..., 0, :])
    return centre, np.where(along[..., None] < 0, -direction, direction)
