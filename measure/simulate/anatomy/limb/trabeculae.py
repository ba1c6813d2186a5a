"""Trabeculae: streaks and clouds that make spongiosa look like bone and not like jelly."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.simulate.anatomy.limb.nets import Pair
from measure.simulate.solids import Frame, Solid, ball, ellipsoid, merged, tube

Array = NDArray[np.float64]

FULL = 0.6  # detail below which a film cannot show them
# Density against the spongiosa around. Of its difference to marrow only the bars count: a quarter of what it weighs.
_BUNDLE = 5.5
_PATCHES = (0.3, 1.8)


def streaks(
    pair: Pair, curves: ArrayLike, rng: np.random.Generator, detail: float, spongiosa: float
) -> tuple[Solid, ...]:
    """Bundles of trabeculae along curves, as far as they lie inside the spongiosa.

    Parameters
    ----------
    pair : callable
        Distances of the bone's surface and of its spongiosa's.
    curves : array_like, shape (n, k, 3)
        Way of each bundle, in the frame of the bone.
    rng : numpy.random.Generator
        Draws their thickness.
    detail : float
        Below ``FULL`` there are none.
    spongiosa : float
        Density of the spongiosa around them.
    """
    lines = np.asarray(curves, float)
    if detail < FULL or not len(lines):
        return ()
    inside = (pair(lines.reshape(-1, 3))[1] < -0.7).reshape(lines.shape[:2])
    radius = rng.uniform(0.22, 0.42, len(lines))
    found = []
    for line, keep, thick in zip(lines, inside, radius, strict=True):
        first, last = _longest(keep)
        if last - first >= 3:
            picked = line[np.linspace(first, last - 1, 5).round().astype(int)] if last - first > 5 else line[first:last]
            found.append(tube(picked, thick * np.hanning(len(picked) + 4)[2:-2] ** 0.3, points=3))
    return (Solid(merged(found), "cancellous", "cancellous", _BUNDLE * spongiosa, spongiosa),) if found else ()


def clouds(
    pair: Pair,
    frame: Frame,
    low: tuple[float, ...],
    high: tuple[float, ...],
    rng: np.random.Generator,
    detail: float,
    spongiosa: float,
) -> tuple[Solid, ...]:
    """Places where spongiosa is somewhat denser or emptier, of random size, in a box of the local frame."""
    if detail < FULL:
        return ()
    centres = frame.apply(rng.uniform(np.array(low), np.array(high), (38, 3)))
    depth = -pair(centres)[1]
    found = []
    for centre, room in zip(centres[depth > 4], depth[depth > 4], strict=True):
        reach = min(room * 0.9, float(rng.uniform(4.0, 9.0)))
        found.append((ball(reach, centre, 10), float(rng.choice(_PATCHES))))
    kinds = [(share, [mesh for mesh, of in found if of == share]) for share in _PATCHES]
    return tuple(Solid(merged(m), "cancellous", "cancellous", share * spongiosa, spongiosa) for share, m in kinds if m)


def cloud(centre: ArrayLike, radii: ArrayLike, share: float, detail: float, spongiosa: float) -> tuple[Solid, ...]:
    """One place with ``share`` of the spongiosa's density in its middle, less different towards its edge."""
    layers = 4
    if detail < FULL:
        return ()
    density = 1 + (share - 1) / layers
    around, half = max(6, round(10 * detail)), np.asarray(radii, float)
    return tuple(
        Solid(
            ellipsoid(half * (1.15 - 0.26 * k), centre, around),
            "cancellous",
            "cancellous",
            density * spongiosa,
            spongiosa,
        )
        for k in range(layers)
    )


def bows(starts: ArrayLike, bends: ArrayLike, ends: ArrayLike, points: int = 16) -> Array:
    """Curves from starts to ends, each shape (n, 3), pulled towards one bend or many; shape (n, points, 3)."""
    t = np.linspace(0, 1, points)[None, :, None]
    a, b, c = (np.atleast_2d(np.asarray(p, float))[:, None] for p in (starts, bends, ends))
    return np.asarray((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c)


def _longest(keep: NDArray[np.bool_]) -> tuple[int, int]:
    """First and one past the last of the longest run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], keep.astype(np.int8), [0]])))
    runs = edges.reshape(-1, 2)
    if not len(runs):
        return 0, 0
    best = runs[np.argmax(runs[:, 1] - runs[:, 0])]
    return int(best[0]), int(best[1])
