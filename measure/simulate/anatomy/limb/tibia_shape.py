"""Tibia's shape: the lines of a left tibia, and its ends as distances, from a handful of sizes."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.simulate.anatomy.limb.arc import bowed
from measure.simulate.anatomy.limb.ends import shell, tube_fields
from measure.simulate.anatomy.limb.fields import common, cone, ellipsoid, joined
from measure.simulate.anatomy.limb.morphometry import LimbSize
from measure.simulate.anatomy.limb.profile import Profile
from measure.simulate.anatomy.limb.shaft import Shaft
from measure.simulate.solids import Frame, rotation

Array = NDArray[np.float64]

# As for the femur, of a man of 23.5 mm mid-shaft width; the last column makes the section three-sided.
_ABOVE = [
    (-70.0, (37.0, 23.5, 37.0, 22.0, 1.0, 1.0, 1.0, 1.0, 0, 0.0)),
    (-52.0, (36.0, 22.5, 36.5, 22.0, 1.1, 1.1, 1.1, 1.2, 0, 0.3)),
    (-28.0, (25.5, 17.5, 25.5, 21.5, 1.7, 1.7, 1.6, 2.4, 0, 1.2)),
]
_ALONG = [
    (0.0, (16.8, 14.4, 16.2, 17.8, 3.6, 3.4, 3.2, 4.6, 0, 1.8)),
    (0.22, (13.3, 13.0, 13.2, 16.0, 5.2, 4.8, 4.7, 7.0, 0, 2.0)),
    (0.55, (11.6, 12.0, 11.8, 13.8, 5.9, 5.6, 6.0, 7.4, 0, 1.9)),
    (0.82, (12.4, 11.8, 12.4, 12.4, 5.0, 4.8, 5.0, 5.2, 0, 1.0)),
    (1.0, (15.4, 13.8, 16.0, 14.2, 2.9, 2.9, 2.9, 3.1, 0, 0.3)),
]
_BELOW = [
    (26.0, (20.0, 16.5, 21.5, 16.8, 1.4, 1.5, 1.4, 1.5, 0, 0.0)),
    (48.0, (22.0, 18.5, 26.0, 18.5, 1.0, 1.1, 1.0, 1.1, 0, 0.0)),
]


@dataclass(frozen=True, slots=True, eq=False)
class TibiaShape:
    """A left tibia's skeleton of lines; origin in the middle of the plateau, the ankle straight below."""

    size: LimbSize
    shaft: Shaft
    plateau: Frame
    ankle: Frame
    scale: float

    def proximal(self, p: Array) -> tuple[Array, Array]:
        """Distances of the surface and of the spongiosa, from the plateau down to the shaft."""
        size, k = self.size, self.scale
        w, d = size.plateau_width / 79.0, size.plateau_depth / 51.5
        tube, canal, way = tube_fields(self.shaft, p)
        q = self.plateau.local(p)
        at = self.condyle()
        dish = [((np.abs(q[:, 0]) - at) / (13 * w)) ** 2, (q[:, 1] / (16 * d)) ** 2]
        # Both plateaus are shallow; the marks lie on their floors.
        top = q[:, 2] - 0.9 * k * np.minimum(dish[0] + dish[1], 1.5)
        plate = ellipsoid(q, (0, 0, -9 * k), (size.plateau_width / 2, size.plateau_depth / 2, 17 * k), 3.0)
        body = joined(tube, plate, soft=8 * k)
        tuberosity = cone(q, (2 * w, -16.5 * d, -27 * k), (2.5 * w, -20.5 * d, -46 * k), 8.5 * k, 4.0 * k)
        body = joined(common(body, top, soft=2.2 * k), tuberosity, soft=14 * k)
        spines = [
            cone(q, (sign * 5.5 * w, y * d, -6 * k), (sign * 5.0 * w, y * d, (high - 1.6) * k), 5.5 * k, 1.6 * k)
            for sign, y, high in ((-1, -2, 9.0), (1, 2, 7.5))
        ]
        outer = joined(body, *spines, soft=4 * k)
        thin = (1.1 + 0.5 * np.exp(-((top / (3 * k)) ** 2))) * size.cortex + 0.15
        return outer, shell(outer, tube, canal, thin, (way + 40 * k) / (40 * k))

    def distal(self, p: Array) -> tuple[Array, Array]:
        """The same, from the shaft down to plafond and malleolus."""
        size, k = self.size, self.scale
        tube, canal, way = tube_fields(self.shaft, p)
        q = self.ankle.local(p)
        half, radius = size.plafond_width / 2, size.dome_radius + 3.0
        bell = np.hypot(q[:, 1], q[:, 2] + radius) - radius
        mortise = common(bell, -half - 1.5 - q[:, 0], soft=5 * k)
        trunk = common(tube, -5.0 * k - q[:, 2], soft=4 * k)
        tip = (-half - 7.0 * k, -3 * k, -8.5 * k)
        malleolus = cone(q, (-half + 8.0 * k, -1 * k, 32 * k), tip, 7.5 * k, 5.6 * k)
        back = cone(q, (-6 * k, 15 * k, 8 * k), (6 * k, 15.5 * k, -1 * k), 5 * k, 4 * k)
        outer = common(joined(trunk, malleolus, back, soft=7 * k), -mortise, soft=1.5 * k)
        notch = ellipsoid(q, (half + 14 * k, 1 * k, 8 * k), (11 * k, 9 * k, 26 * k))
        outer = common(outer, -notch, soft=4 * k)
        thin = (1.0 + 0.7 * np.exp(-((bell / (3 * k)) ** 2))) * size.cortex + 0.15
        return outer, shell(outer, tube, canal, thin, (self.shaft.length + 32 * k - way) / (32 * k))

    def condyle(self) -> float:
        """Distance from the middle of the knee to the middle of either plateau."""
        return 0.285 * self.size.plateau_width

    def marks(self) -> dict[str, Array]:
        """Points of the joints."""
        k, at, half = self.scale, self.condyle(), self.size.plafond_width / 2
        wide = 0.49 * self.size.plateau_width
        return {
            "knee_centre": np.zeros(3),
            "plateau_lateral": self.plateau.apply((at, 0, 0)),
            "plateau_medial": self.plateau.apply((-at, 0, 0)),
            "plateau_edge_lateral": self.plateau.apply((wide, 0, -4 * k)),
            "plateau_edge_medial": self.plateau.apply((-wide, 0, -4 * k)),
            "ankle_centre": self.ankle.apply((0, 0, 0)),
            "plafond_lateral": self.ankle.apply((half * 0.6, 0, 0)),
            "plafond_medial": self.ankle.apply((-half * 0.6, 0, 0)),
            "malleolus_tip": self.ankle.apply((-half - 7.0 * k, -3 * k, -14.1 * k)),
        }


@lru_cache(maxsize=64)
def tibia_shape(size: LimbSize) -> TibiaShape:
    """Lines of a left tibia: plateau and plafond at their angles to the mechanical axis, the shaft between."""
    tilt = rotation("y", size.mpta - 90.0)
    plateau = Frame((0.0, 0.0, 0.0), tilt @ rotation("x", -size.tibia_slope))
    ankle = Frame((0.0, 0.0, -size.tibia_length), rotation("y", size.ldta - 90.0))
    k = size.tibia_width / 23.5
    top, foot = plateau.apply((1.0 * k, -1.5 * k, 0.0)), ankle.apply((-1.0 * k, 0.0, 0.0))
    whole = bowed(top, foot, (0, -1, 0), 4200.0 * k)
    start = 70.0 * k
    length = float(whole.local(foot)[0]) - start - 52.0 * k
    if length < 40.0:
        raise SimulationError(
            f"tibia: expected a shaft of 40 mm or more, got {length:.0f} for a length of {size.tibia_length:g}"
        )
    arc = replace(whole, start=whole.at(start), along=-whole.axes(start)[:, 2], inward=whole.axes(start)[:, 1])
    spongy = (62.0 * k, 58.0 * k)
    return TibiaShape(
        size,
        Shaft("tibia", "left", arc, _profile(size, length, k), length, spongy, 0.97 * size.spongiosa),
        plateau,
        ankle,
        k,
    )


def _profile(size: LimbSize, length: float, k: float) -> Profile:
    ways = [w * k for w, _ in _ABOVE] + [w * length for w, _ in _ALONG] + [length + w * k for w, _ in _BELOW]
    values = np.array([row for _, row in (*_ABOVE, *_ALONG, *_BELOW)], float) * k
    values[:2, [0, 2]] *= size.plateau_width / 79.0 / k
    values[:2, [1, 3]] *= size.plateau_depth / 51.5 / k
    canal = (size.tibia_width - size.tibia_canal) / (11.9 * k)
    values[:, 4:8] *= size.cortex * np.array([1, 1, 1, canal, canal, canal, canal, 1, 1, 1])[:, None]
    # The crest lies a little lateral of the front.
    return Profile(np.array(ways), values, three_at=np.deg2rad(280.0))
