"""Fields: bones' ends as signed distances, blended without seams."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def ellipsoid(points: Array, centre: ArrayLike, radii: ArrayLike, power: float = 2.0) -> Array:
    """Distance to an ellipsoid with axes along x, y, z, negative inside; exact on the surface, close to it elsewhere.

    ``power`` above 2 makes it squarer.
    """
    r = np.asarray(radii, float)
    q = np.abs(points - np.asarray(centre, float)) / r
    level = (q**power).sum(-1) ** (1 / power)
    slope = np.linalg.norm(q ** (power - 1) / r, axis=-1)
    slope = slope / np.maximum(level, 1e-9) ** (power - 1)
    return np.asarray((level - 1) / np.maximum(slope, 1e-3))


def cone(points: Array, a: ArrayLike, b: ArrayLike, radius_a: float, radius_b: float) -> Array:
    """Distance to a rod with round ends whose radius changes evenly from ``a`` to ``b``."""
    start, axis = np.asarray(a, float), np.asarray(b, float) - np.asarray(a, float)
    t = np.clip((points - start) @ axis / (axis @ axis), 0, 1)
    return np.asarray(
        np.linalg.norm(points - start - t[..., None] * axis, axis=-1) - radius_a - t * (radius_b - radius_a)
    )


def joined(*distances: Array, soft: float = 0.0) -> Array:
    """Union of several bodies, with fillets of about a quarter of ``soft`` where they meet."""
    found = distances[0]
    for other in distances[1:]:
        found = _blend(found, other, soft)
    return found


def common(*distances: Array, soft: float = 0.0) -> Array:
    """What several bodies share, edges rounded by ``soft``."""
    return -joined(*(-d for d in distances), soft=soft)


def _blend(a: Array, b: Array, soft: float) -> Array:
    least = np.minimum(a, b)
    if soft == 0.0:
        return least
    near = np.maximum(soft - np.abs(a - b), 0.0)
    return least - near * near / (4 * soft)


def smooth(t: ArrayLike) -> Array:
    """0 below 0, 1 above 1, an S in between."""
    x = np.clip(np.asarray(t, float), 0, 1)
    return np.asarray(x * x * (3 - 2 * x))
