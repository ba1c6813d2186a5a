"""Shapes that everything is built of: lofts through rings, tubes along paths, balls, boxes."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.simulate.solids.mesh import Mesh

Array = NDArray[np.float64]


def loft(rings: ArrayLike) -> Mesh:
    """Closed surface through a stack of rings, flat at both ends.

    Parameters
    ----------
    rings : array_like, shape (k, m, 3)
        k ≥ 2 rings of m ≥ 3 points each. Seen from the last ring's side the points run
        counter-clockwise; otherwise the surface is turned inside out and is turned back here.

    Returns
    -------
    Mesh
        2·m·(k−1) triangles around and m at each end, about the ring's mean point.

    Examples
    --------
    >>> square = np.array([[0, 0, 0], [2, 0, 0], [2, 2, 0], [0, 2, 0.0]])
    >>> box = loft([square, square + [0, 0, 5]])
    >>> box.closed, round(box.volume, 9)
    (True, 20.0)
    """
    stack = np.asarray(rings, float)
    k, m = stack.shape[:2]
    points = np.concatenate([stack.reshape(-1, 3), stack[[0, -1]].mean(axis=1)])
    mesh = Mesh(points, _loft_faces(k, m))
    return mesh if mesh.volume >= 0 else Mesh(points, np.ascontiguousarray(mesh.faces[:, ::-1]))


@lru_cache(maxsize=256)
def _loft_faces(k: int, m: int) -> NDArray[np.int32]:
    """Triangles of a loft; they depend on the counts alone."""
    here = np.arange(m)
    there = (here + 1) % m
    low = (np.arange(k - 1) * m)[:, None]
    a, b, c, d = low + here, low + there, low + m + there, low + m + here
    sides = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    bottom = np.stack([np.full(m, k * m), there, here], -1)
    top = np.stack([np.full(m, k * m + 1), (k - 1) * m + here, (k - 1) * m + there], -1)
    faces = np.concatenate([sides, bottom, top]).astype(np.int32)
    faces.setflags(write=False)
    return faces


def ring(half_width: float, half_depth: float, points: int = 24, power: float = 2.0) -> Array:
    """Superellipse in the x-y plane: an ellipse for power 2, squarer above.

    Parameters
    ----------
    half_width, half_depth : float
        Half axes along x and y in mm.
    points : int
        How many, evenly spaced in angle.
    power : float
        Exponent of the superellipse.

    Returns
    -------
    ndarray, shape (points, 3)
        Counter-clockwise seen from above, starting at +x.
    """
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
    c, s = np.cos(angle), np.sin(angle)
    bow = 2.0 / power
    x = half_width * np.sign(c) * np.abs(c) ** bow
    y = half_depth * np.sign(s) * np.abs(s) ** bow
    return np.stack([x, y, np.zeros(points)], -1)


def ball(radius: float, centre: ArrayLike = (0.0, 0.0, 0.0), detail: int = 24) -> Mesh:
    """Ball with ``detail`` points around and half as many from pole to pole."""
    return ellipsoid((radius, radius, radius), centre, detail)


def ellipsoid(radii: ArrayLike, centre: ArrayLike = (0.0, 0.0, 0.0), detail: int = 24) -> Mesh:
    """Ellipsoid with half axes along x, y, z in mm."""
    polar = np.linspace(0, np.pi, max(detail // 2, 4) + 1)[1:-1]
    polar = np.concatenate([[polar[0] / 8], polar, [np.pi - polar[0] / 8]])
    circle = ring(1.0, 1.0, detail)
    rings = circle[None] * np.sin(polar)[:, None, None]
    rings[..., 2] = -np.cos(polar)[:, None]
    return loft(rings * np.asarray(radii, float) + np.asarray(centre, float))


def tube(path: ArrayLike, radius: ArrayLike, points: int = 12, flat: float = 1.0, up: ArrayLike = (0, 0, 1.0)) -> Mesh:
    """Solid tube along a path.

    Parameters
    ----------
    path : array_like, shape (k, 3)
        Centre line in mm, k ≥ 2.
    radius : array_like, shape () or (k,)
        Half width across ``up``, at each point of the path.
    points : int
        Points around.
    flat : float
        Half height along ``up`` divided by half width: below 1 a blade, 1 round.
    up : array_like, shape (3,)
        Direction that the cross-section's height follows, as far as the path allows.

    Returns
    -------
    Mesh
        Closed, flat at both ends.

    Examples
    --------
    >>> rod = tube([[0, 0, 0], [0, 0, 100]], 5.0, points=96)
    >>> round(rod.volume / (np.pi * 25 * 100), 3)
    0.999
    """
    line = np.asarray(path, float)
    half = np.broadcast_to(np.asarray(radius, float), len(line))
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    wish = np.asarray(up, float)
    wish = wish / np.linalg.norm(wish)
    # Where the path runs along ``up`` another direction must serve; the choice is made once, for no twist.
    if np.abs(along @ wish).max() > 0.98:
        wish = np.eye(3)[np.argmin(np.abs(along).max(axis=0))]
    across = np.cross(along, wish)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    high = np.cross(across, along)
    circle = ring(1.0, 1.0, points)
    rings = (
        line[:, None]
        + half[:, None, None] * circle[None, :, :1] * across[:, None]
        + flat * half[:, None, None] * circle[None, :, 1:2] * high[:, None]
    )
    return loft(rings)


def box(size: ArrayLike, centre: ArrayLike = (0.0, 0.0, 0.0)) -> Mesh:
    """Box with edges along x, y, z in mm."""
    x, y, z = np.asarray(size, float) / 2
    base = np.array([[x, y, 0], [-x, y, 0], [-x, -y, 0], [x, -y, 0]])
    return loft(np.stack([base - [0, 0, z], base + [0, 0, z]]) + np.asarray(centre, float))
