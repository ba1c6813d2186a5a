"""Blobs and strands: many small balls, lumps or tubes in one mesh, as bubbles, flecks and vessels are."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.simulate.solids import Mesh, loft, ring

Array = NDArray[np.float64]


def blobs(
    centres: ArrayLike,
    radii: ArrayLike,
    rng: np.random.Generator,
    fine: int = 1,
    uneven: float = 0.0,
    turned: bool = False,
) -> Mesh:
    """Balls or lumps as one mesh.

    Parameters
    ----------
    centres : array_like, shape (n, 3)
        Where, mm.
    radii : array_like, shape (n,) or (n, 3)
        How large, mm; three half axes for lumps that are not round.
    rng : numpy.random.Generator
        Makes every lump uneven, and turns it, in its own way.
    fine : int
        −1 for 8 triangles each, 0 for 20, 1 for 80, 2 for 320, 3 for 1280.
    uneven : float
        How lumpy, as a share of the radius.
    turned : bool
        Whether half axes point anywhere, and not along x, y and z.

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
    points = unit[None] * bumps[..., None] * size[:, None]
    if turned:
        points = points @ _turns(rng, len(where))
    points += where[:, None]
    starts = (np.arange(len(where)) * len(unit)).astype(np.int32)
    return Mesh(points.reshape(-1, 3), (faces[None] + starts[:, None, None]).reshape(-1, 3).astype(np.int32))


def _turns(rng: np.random.Generator, count: int) -> Array:
    """Rotations, each as likely as any other, from random quaternions."""
    q = rng.normal(size=(count, 4))
    w, x, y, z = (q / np.linalg.norm(q, axis=1, keepdims=True)).T
    rows = [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)]
    rows += [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)]
    rows += [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)]
    return np.stack(rows, -1).reshape(count, 3, 3)


@lru_cache(maxsize=5)
def _sphere(fine: int) -> tuple[Array, NDArray[np.int32]]:
    """Octahedron, or icosahedron whose triangles are cut into four, again and again."""
    if fine < 0:
        tips = np.concatenate([np.eye(3), -np.eye(3)])
        sides = [(0, 1, 2), (1, 3, 2), (3, 4, 2), (4, 0, 2), (1, 0, 5), (3, 1, 5), (4, 3, 5), (0, 4, 5)]
        return tips, np.array(sides, np.int32)
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


def strands(paths: ArrayLike, radii: ArrayLike, points: int = 4, flat: float = 1.0) -> Mesh:
    """Many tubes, all of as many steps, as one mesh.

    Parameters
    ----------
    paths : array_like, shape (n, k, 3)
        Centre lines, mm.
    radii : array_like, shape (n, k) or (n, k, points)
        Radius at each point, mm; another one in every direction for tubes that are not round.
    points : int
        Points around.
    flat : float
        How deep each tube is against its width; it is wide in the plane in which it is curved most.

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
    n, k = half.shape[:2]
    way = np.gradient(lines, axis=1)
    way /= np.maximum(np.linalg.norm(way, axis=-1, keepdims=True), 1e-9)
    # The direction that a path keeps clear of serves all along it: no twist, and no corner where it turns.
    wish = np.linalg.eigh(np.swapaxes(way, 1, 2) @ way)[1][:, None, :, 0]
    across = _cross(way, wish)
    across /= np.maximum(np.linalg.norm(across, axis=-1, keepdims=True), 1e-9)
    high = _cross(way, across) * flat
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)[:, None]
    circle = np.cos(angle) * across[:, :, None] + np.sin(angle) * high[:, :, None]  # (n, k, points, 3)
    rings = lines[:, :, None] + (half if half.ndim == 3 else half[..., None])[..., None] * circle
    corners = np.concatenate([rings.reshape(n, -1, 3), lines[:, [0, -1]]], axis=1)
    starts = (np.arange(n) * corners.shape[1]).astype(np.int32)
    faces = (_sleeve(k, points)[None] + starts[:, None, None]).reshape(-1, 3)
    return Mesh(corners.reshape(-1, 3), faces.astype(np.int32))


@lru_cache(maxsize=32)
def _sleeve(rings: int, points: int) -> NDArray[np.int32]:
    """Triangles of one tube."""
    return loft(np.stack([ring(1.0, 1.0, points) + [0, 0, z] for z in range(rings)])).faces


def _cross(one: Array, other: Array) -> Array:
    """Cross product, quicker than NumPy's on small arrays."""
    a, b = one, other
    return np.stack(
        [
            a[..., 1] * b[..., 2] - a[..., 2] * b[..., 1],
            a[..., 2] * b[..., 0] - a[..., 0] * b[..., 2],
            a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0],
        ],
        -1,
    )
