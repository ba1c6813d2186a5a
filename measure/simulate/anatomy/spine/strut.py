"""Strut: a limb of bone along a path, a shell of dense bone with a spongy core."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.simulate.anatomy.bone import cortex, spongy
from measure.simulate.anatomy.person import Person
from measure.simulate.solids import Mesh, Solid, loft, ring

Array = NDArray[np.float64]

CORED = 0.6
"""Detail from which thin processes have a core of their own; below they are filled evenly."""
CAP = 0.45
"""How far a rounded end reaches beyond the path, as a share of the smaller half axis; from that detail on."""
# What marrow, and the bars of spongy bone in it, take from a beam of 60 keV; as shares of what cortical bone takes.
_MARROW, _BARS = 0.33, 0.10


@dataclass(frozen=True, slots=True)
class Bone:
    """How dense and how thick this person's bone is.

    Attributes
    ----------
    spongy : float
        Density of cancellous bone against a young adult's; marrow comes where trabeculae go.
    thick : float
        Thickness of dense bone against a young adult's of mean stature.
    """

    spongy: float = 1.0
    thick: float = 1.0


@dataclass(frozen=True, slots=True)
class Section:
    """Cross-section of a strut.

    Attributes
    ----------
    power : float
        Of a superellipse: 2 is round, more is squarer.
    pear : float
        How much narrower than the middle the upper end is, and how much wider the lower, as a share of the width.
    """

    power: float = 2.0
    pear: float = 0.0

    def around(self, points: int) -> Array:
        """Points of the section of half width and half height 1, shape (points, 2)."""
        unit = ring(1.0, 1.0, points, self.power)[:, :2]
        unit *= np.sqrt(2 * np.pi / (points * np.sin(2 * np.pi / points)))
        unit[:, 0] *= 1 - self.pear * unit[:, 1]
        return unit


ROUND = Section()


def bone_of(person: Person) -> Bone:
    """Bone of a person."""
    return Bone(spongy=spongy(person), thick=cortex(person, 1.0))


def shell(outer: Mesh, inner: Mesh, bone: Bone) -> tuple[Solid, Solid]:
    """Dense bone with a spongy core."""
    return Solid(outer, "cortical"), Solid(inner, "cancellous", "cortical", bone.spongy)


def strut(
    path: ArrayLike,
    half_width: ArrayLike,
    half_height: ArrayLike,
    bone: Bone,
    *,
    wall: float = 0.75,
    detail: float = 1.0,
    up: ArrayLike = (0.0, 0.0, 1.0),
    open_ends: tuple[bool, bool] = (True, False),
    points: int = 10,
    coarse: int = 4,
    section: Section = ROUND,
    aside: ArrayLike = (0.0, 0.0, 0.0),
) -> tuple[Solid, ...]:
    """Bone along a path.

    Parameters
    ----------
    path : array_like, shape (k, 3)
        Points that the middle of the bone runs through, mm; k ≥ 2.
    half_width, half_height : array_like, shape () or (k,)
        Half axes across and along ``up`` at the points, mm.
    bone : Bone
        Densities.
    wall : float
        Thickness of the shell, mm.
    detail : float
        Number of points.
    up : array_like, shape (3,)
        Direction that the height follows.
    open_ends : tuple of bool
        Whether the core runs on into other bones at the first and the last point; otherwise that end is closed and
        rounded. Open at both ends it has a core at any detail.
    points, coarse : int
        Around, at full and at low detail.
    section : Section
        What the cross-section looks like; struts without a core keep to the round one.
    aside : array_like, shape (3,)
        How far the core lies off the middle, so that one side of the shell is thicker, mm.

    Returns
    -------
    tuple of Solid
    """
    line, half = _smooth(path, half_width, half_height, detail)
    around = points if detail >= CORED else coarse
    thin = wall * bone.thick
    if detail < CORED and not all(open_ends):
        solid = np.clip(1 - np.prod(np.maximum(half - thin, 0), 1) / np.prod(half, 1), 0, 1).mean()
        return (
            Solid(
                _swept(line, half, up, around, open_ends),
                "cortical",
                density=float(solid + (1 - solid) * (_MARROW + _BARS * bone.spongy)),
            ),
        )
    if detail < CORED:
        section = ROUND
    outer = _swept(line, half, up, around, open_ends, section=section)
    # A shell that is open thins out, so that no edge of it shows where it runs into the next bone.
    share = np.ones((len(line), 1))
    if detail >= CORED:
        share[[end for end, opened in zip((0, -1), open_ends, strict=True) if opened]] = 0.1
    off = share * bone.thick * np.asarray(aside, float)
    walls = share * thin
    inner = _swept(line + off, np.maximum(half - walls, 0.15), up, around, open_ends, short=thin, section=section)
    return shell(outer, inner, bone)


def _smooth(path: ArrayLike, half_width: ArrayLike, half_height: ArrayLike, detail: float) -> tuple[Array, Array]:
    """Path and half axes with as many points as the detail asks for."""
    line = np.asarray(path, float)
    half = np.stack([np.broadcast_to(np.asarray(h, float), len(line)) for h in (half_width, half_height)], -1)
    count = max(len(line), 2) if detail < CORED else 6
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    at = np.linspace(0, along[-1], count)
    both = np.concatenate([line, half], 1)
    if len(line) == 2:
        out = np.stack([np.interp(at, along, column) for column in both.T], -1)
    else:
        out = _curve(along, both, at)
    return out[:, :3], np.maximum(out[:, 3:], 0.3)


def _curve(along: Array, value: Array, at: Array) -> Array:
    """Cubic through points with the slopes of their neighbours."""
    slope = np.gradient(value, along, axis=0)
    k = np.clip(np.searchsorted(along, at, side="right") - 1, 0, len(along) - 2)
    step = (along[k + 1] - along[k])[:, None]
    t = (at - along[k])[:, None] / step
    low, high = value[k], value[k + 1]
    cubic: Array = low * (1 + 2 * t) * (1 - t) ** 2 + high * t**2 * (3 - 2 * t)
    return cubic + step * (slope[k] * t * (1 - t) ** 2 - slope[k + 1] * t**2 * (1 - t))


def _swept(
    line: Array,
    half: Array,
    up: ArrayLike,
    points: int,
    open_ends: tuple[bool, bool],
    short: float = 0.0,
    section: Section = ROUND,
) -> Mesh:
    """Cross-sections along a line; round ones are as large as the ellipses they stand for."""
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    wish = np.asarray(up, float) / np.linalg.norm(up)
    across = np.cross(along, wish)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    high = np.cross(across, along)
    circle = section.around(points)
    line, size = line.copy(), half.copy()
    for end, sign in ((0, 1.0), (-1, -1.0)):
        if not open_ends[end]:
            line[end] += sign * short * along[end]
            if points > 4:
                line, size, along, across, high = _capped(end, sign, line, size, along, across, high)
    rings = (
        line[:, None] + (size[:, :1] * across)[:, None] * circle[:, :1] + (size[:, 1:] * high)[:, None] * circle[:, 1:]
    )
    return loft(rings)


def _capped(end: int, sign: float, line: Array, size: Array, *axes: Array) -> tuple[Array, ...]:
    """One more, smaller ring beyond an end."""
    place = 0 if end == 0 else len(line)
    beyond = line[end] - sign * CAP * size[end].min() * axes[0][end]
    kept = (np.insert(rows, place, rows[end], axis=0) for rows in axes)
    return np.insert(line, place, beyond, axis=0), np.insert(size, place, 0.6 * size[end], axis=0), *kept


def mirrored(solids: Sequence[Solid]) -> tuple[Solid, ...]:
    """Both of a pair: the left ones and their mirror images."""
    return (*solids, *(solid.over(solid.mesh.mirrored()) for solid in solids))
