"""Blobs and strands: many small balls, lumps or tubes in one mesh, as bubbles, flecks and vessels are."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.simulate.solids import Mesh, loft, ring

Array = NDArray[np.float64]


def blobs(centres: ArrayLike, radii: ArrayLike, rng: np.random.Generator, fine: int = 1, uneven: float = 0.0) -> Mesh:
    """Balls or lumps as one mesh.

    Parameters
    ----------
    centres : array_like, shape (n, 3)
        Where, mm.
    radii : array_like, shape (n,) or (n, 3)
        How large, mm; three half axes for lumps that are not round.
    rng : numpy.random.Generator
        Turns every ball another way and makes it uneven.
    fine : int
        0 for 20 triangles each, 1 for 80, 2 for 320, 3 for 1280.
    uneven : float
        How lumpy, as a share of the radius.

    Returns
    -------
    Mesh

    Examples
    --------
    >>> two = blobs([[0, 0, 0], [50, 0, 0]], [3.0, 5.0], np.random.default_rng(0), fine=2)
    >>> two.closed, len(two.faces)
    (True, 640)
    """
    where = np.asarray(centres, float).reshape(-1, 3)
    size = np.asarray(radii, float)
    size = np.broadcast_to(size[:, None] if size.ndim == 1 else size, where.shape)
    unit, faces = _sphere(fine)
    bumps = np.ones((len(where), len(unit)))
    if uneven:
        for pitch in (1.7, 3.1):  # two waves over the sphere, each in a direction of its own
            way = rng.normal(size=(len(where), 3)) * pitch
            bumps += uneven / 1.5 * np.sin(way @ unit.T + rng.uniform(0, 6.28, (len(where), 1)))
    points = where[:, None] + unit[None] * bumps[..., None] * size[:, None]
    starts = (np.arange(len(where)) * len(unit)).astype(np.int32)
    return Mesh(points.reshape(-1, 3), (faces[None] + starts[:, None, None]).reshape(-1, 3).astype(np.int32))


@lru_cache(maxsize=4)
def _sphere(fine: int) -> tuple[Array, NDArray[np.int32]]:
    """Icosahedron whose triangles are cut into four, again and again."""
    g = (1 + 5**0.5) / 2
    points: list[tuple[float, float, float]] = [(-1, g, 0), (1, g, 0), (-1, -g, 0), (1, -g, 0), (0, -1, g), (0, 1, g)]
    points += [(0, -1, -g), (0, 1, -g), (g, 0, -1), (g, 0, 1), (-g, 0, -1), (-g, 0, 1)]
    corners: list[tuple[float, ...]] = [tuple(np.array(p) / np.hypot(1, g)) for p in points]
    faces = [(0, 11, 5), (0, 5, 1), (0, 1, 7), (0, 7, 10), (0, 10, 11), (1, 5, 9), (5, 11, 4), (11, 10, 2), (10, 7, 6)]
    faces += [(7, 1, 8), (3, 9, 4), (3, 4, 2), (3, 2, 6), (3, 6, 8), (3, 8, 9), (4, 9, 5), (2, 4, 11), (6, 2, 10)]
    faces += [(8, 6, 7), (9, 8, 1)]
    for _ in range(fine):
        middles: dict[tuple[int, int], int] = {}

        def middle(a: int, b: int, known: dict[tuple[int, int], int] = middles) -> int:
            key = (min(a, b), max(a, b))
            if key not in known:
                between = np.array(corners[a]) + np.array(corners[b])
                known[key] = len(corners)
                corners.append(tuple(between / np.linalg.norm(between)))
            return known[key]

        cut = []
        for a, b, c in faces:
            ab, bc, ca = middle(a, b), middle(b, c), middle(c, a)
            cut += [(a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca)]
        faces = cut
    return np.array(corners), np.array(faces, np.int32)


def strands(paths: ArrayLike, radii: ArrayLike, points: int = 4) -> Mesh:
    """Many nearly straight tubes, all of as many steps, as one mesh.

    Parameters
    ----------
    paths : array_like, shape (n, k, 3)
        Centre lines, mm.
    radii : array_like, shape (n, k)
        Radius at each point, mm.
    points : int
        Points around.

    Returns
    -------
    Mesh

    Examples
    --------
    >>> mesh = strands([[[0, 0, 0], [0, 0, 9]], [[9, 0, 0], [9, 5, 9]]], np.ones((2, 2)), points=6)
    >>> mesh.closed, len(mesh.faces)
    (True, 48)
    """
    lines, half = np.asarray(paths, float), np.asarray(radii, float)
    n, k = half.shape
    way = lines[:, -1] - lines[:, 0]
    way = way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-9)
    wish = np.eye(3)[np.argmin(np.abs(way), axis=1)]
    across = np.cross(way, wish)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    high = np.cross(way, across)
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
    circle = np.cos(angle)[:, None] * across[:, None] + np.sin(angle)[:, None] * high[:, None]  # (n, points, 3)
    rings = lines[:, :, None] + half[:, :, None, None] * circle[:, None]
    one = loft(np.stack([ring(1.0, 1.0, points) + [0, 0, z] for z in range(k)]))
    corners = np.concatenate([rings.reshape(n, -1, 3), lines[:, [0, -1]]], axis=1)
    starts = (np.arange(n) * corners.shape[1]).astype(np.int32)
    faces = (one.faces[None] + starts[:, None, None]).reshape(-1, 3)
    return Mesh(corners.reshape(-1, 3), faces.astype(np.int32))
