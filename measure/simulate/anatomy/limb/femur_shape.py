"""Femur's shape: the lines of a left femur, and its ends as distances, from a handful of sizes."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.simulate.anatomy.limb.arc import Arc, bowed
from measure.simulate.anatomy.limb.ends import seam, shell, tube_fields
from measure.simulate.anatomy.limb.fields import common, cone, ellipsoid, joined
from measure.simulate.anatomy.limb.morphometry import LimbSize
from measure.simulate.anatomy.limb.profile import Profile
from measure.simulate.anatomy.limb.shaft import Shaft
from measure.simulate.solids import Frame, rotation

Array = NDArray[np.float64]

# Half axes (lateral, posterior, medial, anterior), walls on the same sides and the linea aspera's height, for a man of
# 26.5 mm mid-shaft width; way as mm beyond the proximal end (negative), share of the shaft, mm beyond the distal end.
_ABOVE = [(-55.0, (17, 16, 15, 15, 2.0, 2.2, 2.2, 1.8, 0)), (-25.0, (17.5, 17, 16.5, 15.5, 2.6, 3.0, 4.0, 2.4, 0))]
_ALONG = [
    (0.0, (15.8, 15.3, 15.3, 14.8, 5.0, 5.0, 6.0, 4.2, 0.6)),
    (0.15, (14.2, 14.3, 14.0, 14.0, 7.0, 6.6, 7.8, 5.4, 1.6)),
    (0.5, (13.25, 13.7, 13.25, 13.4, 7.7, 7.2, 7.9, 6.4, 2.4)),
    (0.78, (15.2, 14.6, 15.0, 14.0, 5.2, 5.2, 5.2, 4.4, 1.4)),
    (1.0, (19.5, 17.0, 19.5, 15.5, 2.7, 2.9, 2.7, 2.6, 0.3)),
]
_BELOW = [(22.0, (27.5, 21, 28.5, 17.5, 1.5, 1.8, 1.5, 1.7, 0)), (48.0, (36.5, 24, 39, 20, 1.0, 1.1, 1.0, 1.1, 0))]


@dataclass(frozen=True, slots=True, eq=False)
class FemurShape:
    """A left femur's skeleton of lines, from which field and marks follow; origin at the centre of the head."""

    size: LimbSize
    shaft: Shaft
    neck_base: Array
    knee: Frame
    scale: float

    def proximal(self, p: Array) -> tuple[Array, Array]:
        """Distances of the surface and of the spongiosa, from the head down to the shaft."""
        k, head = self.scale, self.size.head_diameter / 2
        tube, canal, way = tube_fields(self.shaft, p)
        up = self._neck_axes()
        around = (p - self.neck_base) @ up
        # The neck is flat from front to back.
        around[:, 1] *= self.size.neck_width / self.size.neck_depth
        far, near = self.size.offset_along * 0.75, -4.0 * k
        width = self.size.neck_width / 2
        neck = cone(around, (near, 0, 0), (far, 0, 0), width * 1.22, width * 0.97)
        ball = np.linalg.norm(p, axis=-1) - head
        local = (p - self.neck_base) @ np.asarray(seam(self.shaft, 0.0).axes)
        great = ellipsoid(local, np.array([9.0, 6.0, 8.0]) * k, np.array([14.0, 19.0, 25.0]) * k)
        tip = ellipsoid(local, np.array([8.0, 13.0, 17.0]) * k, np.array([9.0, 11.0, 16.0]) * k)
        small = ellipsoid(local, np.array([-11.0, 13.0, -26.0]) * k, np.array([8.0, 8.0, 13.0]) * k)
        crest = cone(local, np.array([9.0, 17.0, 14.0]) * k, np.array([-9.0, 14.0, -20.0]) * k, 6.0 * k, 5.0 * k)
        trunk = common(tube, -self.shaft_top() - way, soft=14 * k)
        body = joined(trunk, great, soft=9 * k)
        body = joined(body, tip, small, crest, soft=7 * k)
        body = joined(body, neck, soft=11 * k)
        outer = joined(body, ball, soft=5 * k)
        # Thick under the neck (calcar), thin over the head and the trochanter.
        calcar = np.exp(-(((local - np.array([-15.0, -1.0, -2.0]) * k) / np.array([9.0, 12.0, 16.0]) / k) ** 2).sum(-1))
        thin = (1.25 + 2.9 * calcar) * self.size.cortex
        return outer, shell(outer, tube, canal, thin, (way + 34 * k) / (34 * k))

    def distal(self, p: Array) -> tuple[Array, Array]:
        """The same, from the shaft down to the condyles."""
        size, k = self.size, self.scale
        w, d = size.knee_width / 83.0, size.knee_depth / 63.0
        tube, canal, way = tube_fields(self.shaft, p)
        q = self.knee.local(p)
        at = self.condyle()
        wide = (size.knee_width / 2 - 3.0 * w) - at
        rolls = []
        for sign in (1, -1):
            rolls.append(ellipsoid(q, (sign * at, 0, 27 * d), (wide, 27 * d, 27 * d), 2.5))
            rolls.append(ellipsoid(q, (sign * at * 1.04, 16 * d, 22.5 * d), (wide * 0.95, 19.5 * d, 18.5 * d), 2.3))
        inner_side = ellipsoid(q, (-33 * w, 1 * d, 33 * d), (8.2 * w, 13 * d, 16 * d))
        outer_side = ellipsoid(q, (33 * w, 3 * d, 29 * d), (8.0 * w, 12 * d, 12 * d))
        trochlea = ellipsoid(q, (1 * w, -12 * d, 27 * d), (27 * w, 15 * d, 21 * d), 2.3)
        trunk = common(tube, way - (self.shaft.length + 85 * k - 24 * d), soft=10 * k)
        body = joined(trunk, rolls[0], rolls[2], trochlea, soft=9 * k)
        body = joined(joined(body, rolls[1], rolls[3], soft=6 * k), inner_side, outer_side, soft=6 * k)
        # The notch's roof climbs backwards (Blumensaat's line); its walls round into it.
        roof = ((q[:, 2] - 9 * d) * 28 - (q[:, 1] + 5 * d) * 32) / 42.5
        notch = common(np.abs(q[:, 0]) - size.notch_width / 2, roof, soft=9 * w)
        groove = ellipsoid(q, (1.5 * w, -44 * d, 21 * d), (15 * w, 19 * d, 30 * d))
        # Level: the marks are where the condyles touch their common tangent.
        outer = common(common(body, -notch, -groove, soft=3.5 * k), -q[:, 2])
        return outer, shell(
            outer, tube, canal, 1.15 * size.cortex + 0.25, (self.shaft.length + 38 * k - way) / (38 * k)
        )

    def shaft_top(self) -> float:
        """How far the shaft's axis is followed above its proximal end: to the base of the neck."""
        return float(-self.shaft.axis.local(self.neck_base)[0]) - 6 * self.scale

    def condyle(self) -> float:
        """Distance from the middle of the knee to the middle of either condyle."""
        return 0.29 * self.size.knee_width

    def _neck_axes(self) -> Array:
        """Columns: along the neck towards the head, front to back, and across both."""
        along = -self.neck_base / np.linalg.norm(self.neck_base)
        back = np.cross(along, np.asarray(seam(self.shaft, 0.0).axes)[:, 2])
        back = back / np.linalg.norm(back)
        return np.stack([along, back, np.cross(along, back)], -1)

    def marks(self) -> dict[str, Array]:
        """Points of the joints; those of the shaft come from the shaft."""
        k, at = self.scale, self.condyle()
        d = self.size.knee_depth / 63.0
        return {
            "centre": np.zeros(3),
            "neck_base": self.neck_base,
            "neck_shaft": np.stack([np.zeros(3), self.neck_base, self.neck_base - 60 * k * self._top_tangent()]),
            "trochanter_tip": _trochanter_tip(self.size),
            "knee_centre": self.knee.apply((0, 0, 0)),
            "condyle_lateral": self.knee.apply((at, 0, 0)),
            "condyle_medial": self.knee.apply((-at, 0, 0)),
            "notch": self.knee.apply((0, 10 * d, 9 * d + 15 * d * 32 / 28)),
        }

    def _top_tangent(self) -> Array:
        way = float(self.shaft.axis.local(self.neck_base)[0])
        return self.shaft.axis.axes(way)[:, 2]


@lru_cache(maxsize=64)
def femur_shape(size: LimbSize) -> FemurShape:
    """Lines of a left femur: the shaft's arc meets the neck's axis at the neck-shaft angle and ends at the knee."""
    knee = Frame((0.0, 0.0, -size.femur_length), rotation("y", size.mldfa - 90.0))
    scale = size.femur_width / 26.5
    foot = knee.apply((-0.075 * size.knee_width, -0.09 * size.knee_depth, 0.0))
    turn, bend = np.deg2rad([size.anteversion, size.neck_shaft])
    level = np.array([-np.cos(turn), -np.sin(turn), 0.0])
    neck = size.offset_along
    base = -neck * (np.sin(bend) * level - np.array([0, 0, np.cos(bend)]))
    for _ in range(60):
        base = -neck * _towards_head(level, bowed(base, foot, (0, -1, 0), size.bow_radius).along, bend)
    arc = bowed(base, foot, (0, -1, 0), size.bow_radius)
    top, whole = 52.0 * scale, float(arc.local(foot)[0])
    length = whole - top - 85.0 * scale
    if length < 40.0:
        raise SimulationError(
            f"femur: expected a shaft of 40 mm or more, got {length:.0f} for a length of {size.femur_length:g}"
        )
    start = Arc(arc.at(top), -arc.axes(top)[:, 2], arc.axes(top)[:, 1], arc.radius)
    spongy = (62.0 * scale, 75.0 * scale)
    shaft = Shaft("femur", "left", start, _profile(size, length, scale), length, spongy, 0.85 * size.spongiosa)
    return FemurShape(size, shaft, base, knee, scale)


def _towards_head(level: Array, down: Array, bend: float) -> Array:
    """Unit vector above a level direction that makes the angle ``bend`` with the shaft's way down."""
    across, along = float(level @ down), float(down[2])
    rise = np.arctan2(across, along) - np.arccos(np.cos(bend) / np.hypot(across, along))
    rise = rise % (2 * np.pi)
    return np.asarray(np.sin(rise) * level + np.array([0.0, 0.0, np.cos(rise)]))


def _profile(size: LimbSize, length: float, k: float) -> Profile:
    ways = [w * k for w, _ in _ABOVE] + [w * length for w, _ in _ALONG] + [length + w * k for w, _ in _BELOW]
    values = np.array([row for _, row in (*_ABOVE, *_ALONG, *_BELOW)], float) * k
    # The knee grows by its own width; the canal sets the wall of the middle.
    values[-2:, :4] *= np.array([[0.5], [1.0]]) * (size.knee_width / 83.0 / k - 1) + 1
    canal = (size.femur_width - size.femur_canal) / (15.6 * k)
    values[:, 4:8] *= size.cortex * np.array([1, 1, 1, canal, canal, canal, 1, 1, 1])[:, None]
    return Profile(np.array(ways), np.column_stack([values, np.zeros(len(values))]))


@lru_cache(maxsize=64)
def _trochanter_tip(size: LimbSize) -> Array:
    """Highest point of the greater trochanter's surface, by climbing along it."""
    shape = femur_shape(size)
    k = shape.scale
    best = shape.neck_base + np.asarray(seam(shape.shaft, 0.0).axes) @ (np.array([8.0, 13.0, 26.0]) * k)
    around = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    for reach in (6.0, 3.0, 1.5, 0.7, 0.3):
        ring = np.stack([np.cos(around), np.sin(around), 0 * around], -1) * reach * k
        tops = _tops(shape, np.concatenate([best[None], best + ring]))
        best = tops[np.argmax(tops[:, 2])]
    best.setflags(write=False)
    return best


def _tops(shape: FemurShape, feet: Array) -> Array:
    """Points of the surface above or below the given ones, by halving."""
    low, high = feet[:, 2] - 25.0 * shape.scale, feet[:, 2] + 25.0 * shape.scale
    for _ in range(34):
        middle = (low + high) / 2
        inside = shape.proximal(np.column_stack([feet[:, :2], middle]))[0] < 0
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return np.column_stack([feet[:, :2], low])
