"""Piercing: pins, wires and screws that go from the skin through both cortices, each stretch in what it lies in."""

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.limb import Shaft
from measure.simulate.solids import Mesh, Solid, tube

Array = NDArray[np.float64]


def pierced(
    shaft: Shaft,
    line: Array,
    radius: float,
    material: str,
    *,
    skin: float = np.inf,
    gap: float = 0.0,
    points: int = 12,
    thread: float = 0.0,
) -> list[Solid]:
    """Round bar across a shaft, as pieces that each take the place of the right tissue.

    Parameters
    ----------
    shaft : Shaft
        The uncut bone.
    line : ndarray, shape (2, 3)
        From the head to the tip, across the bone.
    radius : float
        Half its diameter, mm.
    material : str
        What it is made of.
    skin : float
        How far soft tissue reaches from the bone's axis, mm; beyond it lies air.
    gap : float
        Half of what is left out about the axis, mm: a nail.
    points : int
        Points around.
    thread : float
        Length from the tip that is threaded, mm.

    Returns
    -------
    list of Solid
    """
    length = float(np.linalg.norm(line[1] - line[0]))
    way = (line[1] - line[0]) / length
    level, nearest = _level(shaft, line[0], way)
    (near, far), (first, last) = (
        _crossed(ring, shaft.at(level), line[0], way) for ring in (shaft.outer(level), shaft.inner(level))
    )
    core = [nearest - gap, nearest + gap] if gap > 0 else []
    stops = [-np.inf, nearest - skin, near, first, *core, last, far, nearest + skin, np.inf]
    marrow = ["fat", "", "fat"] if gap > 0 else ["fat"]
    stuff = ["air", "soft", "cortical", *marrow, "cortical", "soft", "air"]
    # Where the nail is wider than the canal it takes the wall's place too.
    stops = list(np.maximum.accumulate(stops))
    made = []
    for low, high, within in zip(stops[:-1], stops[1:], stuff, strict=True):
        a, b = max(low, 0.0), min(high, length)
        if within and b - a > 1e-6:
            made.append(Solid(_bar(line[0], way, (a, b), radius, length - thread, points), material, within))
    return made


def _bar(start: Array, way: Array, ends: tuple[float, float], radius: float, threaded: float, points: int) -> Mesh:
    a, b = ends
    turns = np.arange(max(a, threaded), b, 1.2)[1:] if b > threaded else np.zeros(0)
    stops = np.unique(np.concatenate([[a, b], turns]))
    wide = np.where((np.arange(len(stops)) % 2 == 1) & (stops > threaded), 0.86 * radius, radius)
    return tube(start + stops[:, None] * way, wide, points)


def _level(shaft: Shaft, start: Array, way: Array) -> tuple[float, float]:
    """Way along the shaft where a line passes its axis, and the way along the line."""
    s, t = 0.5 * shaft.length, 0.0
    for _ in range(12):  # both are nearly straight: a few steps settle it
        centre, axes = shaft.at(s)
        t = float((centre - start) @ way)
        s += float((centre - (start + t * way)) @ axes[:, 2])
    return s, t


def _crossed(ring: Array, at: tuple[Array, Array], start: Array, way: Array) -> tuple[float, float]:
    """Where a line enters and leaves a ring, as ways along the line; the same twice where it misses."""
    centre, axes = at
    flat, line = (ring - start) @ axes[:, :2], way @ axes[:, :2]
    along = flat @ line / (line @ line)
    side = flat[:, 0] * line[1] - flat[:, 1] * line[0]
    other, side_on = np.roll(along, -1), np.roll(side, -1)
    crosses = (side < 0) != (side_on < 0)
    if not crosses.any():
        middle = float((centre - start) @ way)
        return middle, middle
    share = side[crosses] / (side[crosses] - side_on[crosses])
    found = along[crosses] + share * (other[crosses] - along[crosses])
    return float(found.min()), float(found.max())


def ends(shaft: Shaft, start: Array, way: Array) -> tuple[float, float]:
    """Where a line enters and leaves the bone, as ways along the line."""
    level, _ = _level(shaft, start, way)
    return _crossed(shaft.outer(level), shaft.at(level), start, way)
