"""Bend: what was built around a straight spine follows the spine that this person has."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.simulate.anatomy.trunk.heights import HEIGHTS
from measure.simulate.solids import Frame, Part

Array = NDArray[np.float64]

# How far the front of the trunk follows the spine forwards and backwards (its back, neck and head follow wholly):
# a kyphosis deepens the chest, a lordosis does not push the belly out.
FRONT_FOLLOWS = 0.35
# Of the vertebrae's rotation and sideways tilt, as far as ribs follow them (``chest_frames``); by eye.
TURN_FOLLOWS, LEAN_FOLLOWS = 0.6, 0.5
_LEVEL = 0.15  # of the sideways tilt of the upper chest is left at the shoulders
_SMOOTH, _SMOOTH_LEAN = 30.0, 75.0  # mm along the spine: soft tissue does not show the corners of the column
_FADE = 120.0  # mm below S1 over which a bend dies away: the thighs stay where they are
_STEP = 10.0
_RIB_FALL = 80.0  # mm that a rib runs down from its vertebra to the flank, at size 1
_FLAT, _RIM = 8, 25.0  # points of one height that make a surface of fluid; mm above it that must not sink below


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """Where the spine runs: points of its centre line by their height in the reference room.

    Attributes
    ----------
    heights : ndarray, shape (k,)
        Rising heights in the reference room, mm.
    points : ndarray, shape (k, 3)
        Where those points of the straight spine are in the patient, mm.
    turns, leans : ndarray, shape (k,) or ()
        Axial rotation there, degrees, right-handed about the z axis; and how much the left side stands higher, degrees.
    size : float
        Of the reference room.
    """

    heights: Array
    points: Array
    turns: ArrayLike = 0.0
    leans: ArrayLike = 0.0
    size: float = 1.0

    @staticmethod
    def straight(size: float = 1.0) -> "Line":
        """The spine of the reference room itself: nothing bends."""
        heights = np.sort(np.array(list(HEIGHTS.values()))) * size
        return Line(heights, np.stack([0 * heights, 0 * heights, heights], -1), size=size)

    @staticmethod
    def through(frames: Mapping[str, Frame], size: float = 1.0) -> "Line":
        """Line through posed vertebrae; frames that are no level of the reference are passed over."""
        known = sorted((height * size, str(level)) for level, height in HEIGHTS.items() if str(level) in frames)
        axes = np.array([np.asarray(frames[name].axes) for _, name in known])
        return Line(
            np.array([height for height, _ in known]),
            np.array([np.asarray(frames[name].origin) for _, name in known]),
            np.rad2deg(np.arctan2(axes[:, 1, 0], axes[:, 0, 0])),
            np.rad2deg(np.arcsin(np.clip(axes[:, 2, 0], -1.0, 1.0))),
            size,
        )

    @staticmethod
    def of(points: ArrayLike, size: float = 1.0) -> "Line":
        """Line from points upwards from the superior endplate of S1: the length along it is the reference height."""
        where = np.asarray(points, float)
        along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(where, axis=0), axis=1))])
        return Line(along, where, size=size)


def bent(part: Part, line: Line | ArrayLike) -> Part:
    """A part of the reference room as it lies around the actual spine.

    Parameters
    ----------
    part : Part
        Solids and marks in the straight reference room.
    line : Line or array_like, shape (k, 3)
        Actual centre line; an array runs upwards from the superior endplate of S1.

    Returns
    -------
    Part
        Moved sideways with the spine, forwards and backwards most at the back and least at the
        front, and stretched along it. Meshes stay closed: only points move.

    Examples
    --------
    >>> from measure.simulate.solids import Solid, ball
    >>> part = Part((Solid(ball(20.0, (0, 0, 200)), "soft"),))
    >>> bool(np.allclose(bent(part, Line.straight()).solids[0].mesh.points, part.solids[0].mesh.points))
    True
    """
    line = line if isinstance(line, Line) else Line.of(line)
    low, shift = _shifts(line)

    def moved(points: Array) -> Array:
        rise = _rise(points, line.size)
        at = np.clip((points[..., 2] + rise - low) / _STEP, 0.0, len(shift) - 1.001)
        below = at.astype(np.intp)
        here = shift[below]
        here = here + (at - below)[..., None] * (shift[below + 1] - here)
        dx, dy, dz, turn, slope, front = (here[..., k] for k in range(6))
        depth = np.clip((points[..., 1] + 110.0) / 90.0, 0.0, 1.0)
        depth = depth * depth * (3.0 - 2.0 * depth)
        angle = turn * (np.pi / 180.0 * TURN_FOLLOWS) * (0.7 + 0.3 * depth)
        c, s = np.cos(angle), np.sin(angle)
        x, y = c * points[..., 0] - s * points[..., 1], s * points[..., 0] + c * points[..., 1]
        follows = front + (1.0 - front) * depth
        dx = dx + slope * rise  # what hangs below a leaning vertebra swings out
        return np.stack([x + dx, y + follows * dy, points[..., 2] + dz + slope * points[..., 0]], -1)

    meshes = [solid.mesh for solid in part.solids]
    ends = np.cumsum([len(mesh.points) for mesh in meshes])[:-1]
    every = np.split(moved(np.concatenate([mesh.points for mesh in meshes])), ends) if meshes else []
    solids = [
        solid.over(solid.mesh.moved(_level(solid.mesh.points, points) if solid.material == "air" else points))
        for solid, points in zip(part.solids, every, strict=True)
    ]
    marks = {
        key: {name: moved(np.asarray(mark, float)) for name, mark in named.items()} for key, named in part.marks.items()
    }
    return Part(tuple(solids), marks)


def _rise(points: Array, size: float) -> Array:
    """How much higher the vertebra is that carries the flank at some points: ribs run downwards from the spine."""
    z = points[..., 2] / size
    chest = np.clip(np.minimum((z + 50.0) / 160.0, (400.0 - z) / 150.0), 0.0, 1.0)
    chest = chest * chest * (3.0 - 2.0 * chest)
    out = np.clip(np.abs(points[..., 0]) / (120.0 * size), 0.0, 1.0)
    rise: Array = _RIB_FALL * size * chest * out * out * (3.0 - 2.0 * out)
    return rise


def _level(before: Array, after: Array) -> Array:
    """Air whose surfaces on fluid, the flat ones, lie level again after a bend."""
    heights = np.sort(before[:, 2])
    level = np.unique(heights[_FLAT - 1 :][heights[_FLAT - 1 :] == heights[: 1 - _FLAT]])
    out = after.copy()
    for height in level:
        flat = before[:, 2] == height
        low, high = before[flat].min(axis=0), before[flat].max(axis=0) + [0, 0, _RIM]
        rim = np.all((before >= low) & (before <= high), axis=1)
        out[rim, 2] = np.maximum(out[rim, 2], after[flat, 2].mean())
        out[flat, 2] = after[flat, 2].mean()
    return out


def _shifts(line: Line) -> tuple[float, Array]:
    """Smoothed way (and turn) from the straight to the actual spine: lowest height and a row every ``_STEP``."""
    low, high = line.heights[0] - 4 * _FADE, line.heights[-1] + 6 * _SMOOTH
    grid = np.arange(low, high + _STEP, _STEP)
    straight = np.stack([0 * line.heights, 0 * line.heights, line.heights], -1)
    turns, leans = (np.broadcast_to(np.asarray(a, float), line.heights.shape) for a in (line.turns, line.leans))
    away = np.concatenate([line.points - straight, turns[:, None], np.tan(np.deg2rad(leans))[:, None]], axis=1)
    raw = np.stack([np.interp(grid, line.heights, away[:, k]) for k in range(5)], -1)
    # A flank is pressed together where the spine leans to and fro, but never folds over: the tilt is smoothed more.
    shift = np.concatenate([_smoothed(raw[:, :4], _SMOOTH), _smoothed(raw[:, 4:], _SMOOTH_LEAN)], axis=1)
    below = np.clip((line.heights[0] - grid) / _FADE, 0.0, None)
    shift[:, [0, 1, 3, 4]] *= np.exp(-0.5 * below**2)[:, None]
    # Shoulders are held level; neck and head follow as a whole.
    shift[:, 4] *= np.interp(grid / line.size, (330.0, 390.0), (LEAN_FOLLOWS, _LEVEL))
    front = np.interp(grid / line.size, (425.0, 475.0), (FRONT_FOLLOWS, 1.0))
    return float(low), np.concatenate([shift, front[:, None]], axis=1)


def _smoothed(columns: Array, sigma: float) -> Array:
    """Columns on the even grid with their corners rounded over some millimetres."""
    reach = int(3 * sigma / _STEP)
    weight = np.exp(-0.5 * (np.arange(-reach, reach + 1) * _STEP / sigma) ** 2)
    padded = np.pad(columns, ((reach, reach), (0, 0)), mode="edge")
    return np.stack([np.convolve(column, weight / weight.sum(), mode="valid") for column in padded.T], -1)
