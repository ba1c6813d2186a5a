"""Growth: how dense the new bone is at every place in the gap, from its age, its place and its grain."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.model import Side
from measure.simulate.anatomy.limb import Shaft
from measure.simulate.procedure.grain import Grain
from measure.simulate.procedure.healing import LAG, RISE, Pathway, layer, maturity
from measure.simulate.procedure.lengthening import State
from measure.simulate.procedure.li import Feature, Shape
from measure.simulate.procedure.segments import CORTICES, Segments, toward
from measure.simulate.solids import Frame

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Look:
    """How a texture is made."""

    columns: float  # spread of the columns' pace: how streaky young bone is
    clouds: float  # unevenness of the pace, as the spread of its logarithm
    ragged: float  # spread of the lag: how uneven the front of the columns is
    front: float = 0.0  # days that each millimetre from the host edge adds to the lag
    bare: float = 0.0  # how much of the cross-section stays without columns


_LOOKS = {
    Feature.HOMOGENEOUS: _Look(columns=0.8, clouds=0.15, ragged=0.45),
    Feature.HETEROGENEOUS: _Look(columns=0.85, clouds=0.8, ragged=0.6),
    Feature.LUCENT: _Look(columns=0.7, clouds=0.35, ragged=0.5, front=2.0),
    Feature.SPARSE: _Look(columns=0.8, clouds=0.3, ragged=0.7, bare=0.75),
}
_BULGE = 0.035


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Where voxels lie in the gap."""

    points: Array  # in the frame of the uncut bone
    share: Array  # of the way from the upper face to the lower
    depth: Array  # mm from the nearer face; below 0 outside the gap
    half: NDArray[np.int_]  # nearer the upper (0) or the lower (1) face
    left: Array  # mm from the axis
    back: Array
    angle: Array
    radius: Array
    host: Array  # radius of the host's outline in that direction
    marrow: Array  # of its cavity

    def toward(self, cortex: str, side: Side) -> Array:
        """Cosine of the angle to a cortex."""
        way = toward(cortex, side)
        return np.asarray(np.cos(self.angle) * way[0] + np.sin(self.angle) * way[1])


def places(shaft: Shaft, now: State, place: Segments, points: Array) -> Places:
    """Where points, shape (..., 3), lie in the gap."""
    top, bottom = place.faces
    # Angles of a right shaft run the other way round: from lateral, which is its right.
    mirror = 1.0 if now.plan.side is Side.LEFT else -1.0
    below, above = -top.local(points)[..., 2], bottom.local(points)[..., 2]
    if now.plan.rough:  # teeth of the one face are notches of the other
        flat = top.local(points)
        around, off_axis = np.arctan2(flat[..., 1], flat[..., 0] * mirror), np.hypot(flat[..., 0], flat[..., 1])
        teeth = now.plan.cut.along(around, np.zeros(1)) - now.plan.osteotomy
        # The cut is level in the middle, as the host's end is.
        teeth = teeth * np.clip(off_axis / _radius(top, shaft.outer(now.plan.osteotomy), around * mirror), 0, 1)
        below, above = below - teeth, above + teeth
    share = np.clip(below / np.where(below + above > 1e-9, below + above, 1.0), 0, 1)
    # The new bone's axis runs straight from one face's middle to the other's.
    axis = np.asarray(top.origin) + share[..., None] * (np.asarray(bottom.origin) - np.asarray(top.origin))
    off = (points - axis) @ np.asarray(top.axes)
    left, back = off[..., 0], off[..., 1]
    angle = np.arctan2(back, left)
    radii = [_radius(top, contour(now.plan.osteotomy, 128), angle) for contour in (shaft.outer, shaft.inner)]
    # Where columns of the two edges meet is no plane.
    meet = 1.5 * np.sin(0.9 * left + 1.0) * np.sin(0.8 * back)
    half = (below - above > meet).astype(np.int64)
    return Places(points, share, np.minimum(below, above), half, left, back, angle, np.hypot(left, back), *radii)


def _radius(face: Frame, outline: Array, angle: Array) -> Array:
    """Distance of an outline from the middle of a face, by direction."""
    flat = face.local(outline)
    around = np.arctan2(flat[:, 1], flat[:, 0])
    table = np.linspace(-np.pi, np.pi, 721)
    radius = np.interp(table, around, np.hypot(flat[:, 0], flat[:, 1]), period=2 * np.pi)
    chosen: Array = radius[np.rint((angle + np.pi) / (2 * np.pi) * 720).astype(np.int64)]
    return chosen


def outline(at: Places, pathway: Pathway, grain: Grain, side: Side, soft: float) -> tuple[Array, Array]:
    """Share of the space at each place within the regenerate's outline, and that outline's radius over the host's."""
    arch = np.sin(np.pi * at.share)
    # Near the host bone even a thin regenerate has the host's width.
    shoulder = np.clip(arch / 0.6, 0, 1) ** 1.5
    swell = {Shape.CENTRAL: shoulder, Shape.LATERAL: arch**0.55}.get(pathway.shape, arch**0.8)
    # No outline is smooth: it bulges by some hundredths, always at the same places.
    rim, upper = 0.8 * at.host, np.zeros_like(at.half)
    bulge = grain.at("cloud", upper, 25 * at.share, rim * np.cos(at.angle), rim * np.sin(at.angle))
    width = 1 + (pathway.width - 1) * swell + _BULGE * bulge * np.minimum(2 * arch, 1)
    if pathway.shape is not Shape.LATERAL:
        return np.clip((width * at.host - at.radius) / soft + 0.5, 0, 1), width
    width = np.where(
        arch > 0.05, width + 0.4 * _BULGE * grain.at("coarse", upper, 40 * at.share, at.back, at.back), width
    )
    held = np.clip((at.host - at.radius) / soft + 0.5, 0, 1)
    # One side only: a slice of the host's cross-section, ``width`` of it.
    across = at.radius * at.toward(pathway.side, side) - at.host * (1 - 2 * width)
    return held * np.clip(across / soft + 0.5, 0, 1), np.ones_like(width)


def density(at: Places, now: State, pathway: Pathway, grain: Grain, soft: float) -> Array:
    """Mineral at places, as a share of cortical bone.

    Parameters
    ----------
    at : Places
        Where.
    now : State
        Lengthening on that day.
    pathway : Pathway
        How it heals.
    grain : Grain
        Texture.
    soft : float
        Width over which an outline fades, mm: a voxel.

    Returns
    -------
    ndarray
    """
    first, last = _LOOKS[pathway.feature], _LOOKS[pathway.last]
    deep = np.maximum(at.depth, 0.0)
    fine, coarse, cloud = (grain.at(name, at.half, deep, at.left, at.back) for name in ("fine", "coarse", "cloud"))
    column = 0.75 * fine + 0.9 * coarse
    age = now.age(deep)
    pace = (
        pathway.speed
        * _pace(at, pathway, now.plan.side)
        * np.exp(max(first.clouds, last.clouds) * cloud + first.columns * column)
    )
    lag = LAG * np.exp(first.ragged * coarse) + first.front * deep
    ripe = maturity(age, lag / pathway.speed, RISE / pace)
    held, width = outline(at, pathway, grain, now.plan.side, soft)
    cortical, outside = _zones(at, width)
    if first.bare:  # few columns carry the bone, until it fills
        full = ripe**2 if last is not first else 0.3 * ripe
        ripe = ripe * (full + (1 - full) * np.clip(column - 2 * first.bare + 1.2, 0.05, 1))
    values = pathway.ceiling * ripe * layer(age, cortical, outside) * held
    values = values * np.clip(at.depth / soft + 0.5, 0, 1)
    if pathway.crack is None or now.day < pathway.crack[0]:
        return values
    return values * _beside_crack(at, pathway.crack[1], now.gap, grain)


def _pace(at: Places, pathway: Pathway, side: Side) -> Array:
    """Speed of the cortices, running over from one to the next."""
    named = [(np.arctan2(*toward(name, side)[::-1]), pathway.cortices.get(name, 1.0)) for name in CORTICES]
    angles, speeds = np.array(named).T
    around = np.interp(at.angle, angles, speeds, period=2 * np.pi)
    rim = np.clip(at.radius / np.maximum(at.marrow, 1e-9), 0, 1)
    pace: Array = speeds.mean() + (around - speeds.mean()) * rim
    return pace


def _zones(at: Places, width: Array) -> tuple[Array, Array]:
    """How far each place lies in the cortex's room, and outside the host's outline."""
    slim = np.minimum(width, 1.0)
    soft = 0.25 * (at.host - at.marrow) + 1e-9
    outside = np.clip((at.radius - slim * at.host) / soft, 0, 1)
    cortical = np.clip((at.radius - slim * at.marrow) / soft + 0.5, 0, 1) - outside
    return np.maximum(cortical, 0), outside


def _beside_crack(at: Places, where: float, gap: float, grain: Grain) -> Array:
    """What a break leaves: nothing in a slanting, ragged slit."""
    teeth = grain.at("coarse", np.zeros_like(at.half), np.zeros_like(at.left), at.left, at.back)
    off = (at.share - where) * gap - 0.3 * at.left + 1.2 * teeth
    return np.where(np.abs(off) < 0.8, 0.03, 1.0)
