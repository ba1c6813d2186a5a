"""Tilts: how asked-for angles of whole regions are shared out among their vertebrae."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.model import Level
from measure.simulate.anatomy.spine.alignment import Alignment, Curve

Array = NDArray[np.float64]

# Share of the lordosis from each superior endplate to the next, L1 to S1: standing, 324 adults without symptoms
# (Sci Rep 2022, doi 10.1038/s41598-022-21840-x, table 2).
_LUMBAR = np.array([0.023, 0.117, 0.181, 0.252, 0.427])
# Share of the kyphosis from each superior endplate to the next, T1 to T12: T1-T5 is 16.0 of 45.5 degrees in 455 people
# (BMC Musculoskelet Disord 2024, doi 10.1186/s12891-024-07490-2); within both halves textbook anatomy, rounded.
_THORACIC = np.array([0.08, 0.085, 0.09, 0.095, 0.11, 0.12, 0.115, 0.10, 0.085, 0.07, 0.05])


def regions(levels: Sequence[Level]) -> tuple[int, int]:
    """Places of the first thoracic and the first lumbar vertebra."""
    return next(i for i, v in enumerate(levels) if v[0] == "T"), next(i for i, v in enumerate(levels) if v[0] == "L")


def sagittal_tilts(levels: Sequence[Level], alignment: Alignment, wedges: Array, room: Array) -> Array:
    """Tilt of each vertebra's middle plane, so that the asked-for angles come out.

    Parameters
    ----------
    levels : sequence of Level
        Head to tail.
    alignment : Alignment
        Angles asked for.
    wedges : ndarray, shape (n,)
        Superior minus inferior tilt of each vertebra as seen in the sagittal plane, degrees.
    room : ndarray, shape (n,)
        Largest wedge of the disc below before the rims touch, degrees.

    Returns
    -------
    ndarray, shape (n,)
    """
    thorax, loin = regions(levels)
    last = len(levels) - 1
    # From each superior endplate to the next one below; the disc below takes what the body does not.
    segments = wedges.copy()
    segments[loin:last] += _shared(
        alignment.lordosis * _spread(_LUMBAR, last - loin) - wedges[loin:last], room[loin:last]
    )
    top = levels.index(alignment.kyphosis_from) if alignment.kyphosis_from in levels else thorax
    weights = _spread(_THORACIC, loin - 1 - thorax)
    scale = (alignment.kyphosis - wedges[loin - 1]) / weights[top - thorax :].sum()
    body = wedges[thorax : loin - 1]
    discs = scale * weights - body
    for part in (slice(None, top - thorax), slice(top - thorax, None)):
        discs[part] = _shared(discs[part], room[thorax : loin - 1][part])
    segments[thorax : loin - 1] += discs
    segments[loin - 1] += alignment.junction
    segments[:thorax] = _neck(levels[:thorax], alignment.cervical, wedges[:thorax])
    superior = alignment.sacral_slope + np.append(np.cumsum(segments[:last][::-1])[::-1], 0.0)
    middle: Array = superior - wedges / 2
    return middle


def _spread(shares: Array, count: int) -> Array:
    """Shares of a region for a person with more or fewer vertebrae in it than usual."""
    whole = np.concatenate([[0.0], np.cumsum(shares / shares.sum())])
    return np.asarray(np.diff(np.interp(np.linspace(0, 1, count + 1), np.linspace(0, 1, len(whole)), whole)))


def _shared(wedges: Array, room: Array) -> Array:
    """The same sum, with no disc wedged by more than it has room for: the others take over."""
    total, out = wedges.sum(), wedges
    if (np.abs(wedges) <= room).all():
        return wedges
    for _ in range(20):
        out = np.clip(out, -room, room)
        missing = total - out.sum()
        free = np.where(missing > 0, room - out, out + room)
        if abs(missing) < 1e-12 or free.sum() < abs(missing):
            break
        out = out + missing * free / free.sum()
    # Asked for more than there is room for: the angle counts, and the rims meet.
    return np.asarray(out + (total - out.sum()) / max(len(out), 1))


def _neck(levels: Sequence[Level], cervical: float, wedges: Array) -> Array:
    """Superior endplate to the next below: C2-C7 evenly, C1 level with C2, C7 with T1."""
    segments = wedges.copy()
    if Level.C2 in levels and Level.C7 in levels:
        top, bottom = levels.index(Level.C2), levels.index(Level.C7)
        segments[top:bottom] += (cervical - wedges[top + 1 : bottom + 1].sum()) / (bottom - top)
    return segments


def coronal_tilts(levels: Sequence[Level], curves: Sequence[Curve], wedges: Array) -> Array:
    """Tilt of each vertebra's middle plane in the coronal plane, left low +; see ``sagittal_tilts``."""
    tilts = np.zeros(len(levels))
    if not curves:
        return tilts
    at: list[tuple[float, float]] = []
    tilt = 0.0
    for curve in curves:
        upper, lower = _place(levels, curve.upper), _place(levels, curve.lower)
        if not at or at[-1][0] != upper:
            at.append((upper, tilt))
        # Superior endplate of the upper to inferior of the lower: both lie half a body outside the middle planes.
        half = (wedges[upper] + wedges[lower]) / 2
        tilt = at[-1][1] + curve.signed - half
        at.append((lower, tilt))
    lean = float(np.mean([t for _, t in at]))
    ends = [(0.0, 0.0), *((where, t - lean) for where, t in at), (len(levels) - 1.0, 0.0)]
    apices = {_place(levels, c.upper): _place(levels, c.apex) for c in curves}
    place = np.arange(len(levels), dtype=float)
    for (start, low), (stop, high) in pairwise(ends):
        if stop > start:
            inside = (place >= start) & (place <= stop)
            apex = apices.get(int(start), (start + stop) / 2)
            tilts[inside] = low + (high - low) * _bend(
                (place[inside] - start) / (stop - start), (apex - start) / (stop - start)
            )
    return tilts


def axial_turns(levels: Sequence[Level], curves: Sequence[Curve]) -> Array:
    """Axial rotation, front to the left +: towards the convexity, most at the apex, none at the end vertebrae."""
    turns = np.zeros(len(levels))
    place = np.arange(len(levels), dtype=float)
    for curve in curves:
        upper, apex, lower = (float(_place(levels, v)) for v in (curve.upper, curve.apex, curve.lower))
        away = np.where(place < apex, (apex - place) / (apex - upper), (place - apex) / (lower - apex))
        turns += curve.rotation * curve.signed * np.cos(np.pi / 2 * np.clip(away, 0, 1)) ** 2
    return turns


def _bend(t: Array, apex: float) -> Array:
    """From 0 to 1, level at both ends and steepest at the apex."""
    return np.where(
        t < apex, (1 - np.cos(np.pi / 2 * t / apex)) / 2, (1 + np.cos(np.pi / 2 * (1 - t) / (1 - apex))) / 2
    )


def _place(levels: Sequence[Level], level: Level) -> int:
    if level not in levels:
        raise SimulationError(f"curve: {level} is not among the levels {levels[0]} to {levels[-1]} of this person")
    return levels.index(level)
