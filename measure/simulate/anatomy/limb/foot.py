"""Foot: talus and calcaneus, and the rest of the foot in simple shapes."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.limb.ends import cell, sided
from measure.simulate.anatomy.limb.fields import common, cone, ellipsoid, joined
from measure.simulate.anatomy.limb.morphometry import LimbSize, limb_size
from measure.simulate.anatomy.limb.nets import Pair, nets
from measure.simulate.anatomy.person import Person
from measure.simulate.solids import HERE, Frame, Mesh, Part, Solid, rotation, tube
from measure.simulate.solids import ellipsoid as egg

Array = NDArray[np.float64]

# Middle and half axes (x to the side, y to the heel, z up) of the small tarsals; origin at the plafond, foot of 262 mm.
_TARSALS = {
    "navicular": ((-9, -50, -30), (17, 8, 12)),
    "cuboid": ((15, -45, -50), (12, 17, 11)),
    "medial": ((-18, -68, -37), (8, 11, 14)),
    "middle": ((-5, -67, -33), (7, 9, 11)),
    "outer": ((6, -66, -38), (7, 11, 11)),
}
# Base and head of each metatarsal, half width of its shaft, and how far its toe reaches.
_RAYS = (
    ((-20, -80, -42), (-26, -136, -68), 6.5, 46),
    ((-7, -78, -37), (-8, -142, -67), 4.2, 44),
    ((4, -77, -41), (6, -138, -68), 4.0, 40),
    ((14, -70, -48), (20, -130, -69), 4.0, 36),
    ((23, -64, -54), (34, -120, -70), 4.4, 32),
)
SOLE = 84.0  # mm below the plafond, foot of 262 mm


def foot(person: Person, side: str, detail: float = 1.0, *, size: LimbSize | None = None) -> Part:
    """A foot's bones.

    Returns
    -------
    Part
        In the frame ``foot_left`` or ``foot_right``: origin in the middle of the plafond, toes turned out by half the
        tibial torsion.
    """
    return sided(_left(size or limb_size(person), detail), side)


@lru_cache(maxsize=64)
def _left(size: LimbSize, detail: float) -> Part:
    k = size.foot_length / 262.0
    wall = (0.9 * size.cortex + 0.2) * k
    bone = 0.55 + 0.45 * size.cortex
    half, radius = size.plafond_width / 2 - 1.5, size.dome_radius

    def talus(p: Array) -> Array:
        disc = np.hypot(p[:, 1], p[:, 2] + 3.0 + radius) - radius
        # The dome is wider in front.
        dome = common(disc, np.abs(p[:, 0]) - half + 0.04 * p[:, 1], -16 * k - p[:, 2], soft=2.0)
        body = ellipsoid(p, np.array([1, 3, -25]) * k, np.array([17, 21, 12]) * k, 2.4)
        neck = cone(p, np.array([-2, -12, -22]) * k, np.array([-8, -32, -27]) * k, 11 * k, 12.5 * k)
        return joined(dome, body, neck, soft=6 * k)

    def calcaneus(p: Array) -> Array:
        heel = ellipsoid(p, np.array([4, 36, -55]) * k, np.array([15, 20, 20]) * k, 2.4)
        bar = cone(p, np.array([4, 26, -52]) * k, np.array([9, -22, -48]) * k, 15 * k, 12 * k)
        shelf = cone(p, np.array([-4, -6, -40]) * k, np.array([-14, -8, -41]) * k, 7 * k, 5 * k)
        return np.asarray(common(joined(heel, bar, shelf, soft=7 * k), -talus(p) + 2.0 * k, soft=2 * k))

    def walled(field: Callable[[Array], Array]) -> Pair:
        def pair(p: Array) -> tuple[Array, Array]:
            outer = field(p)
            return outer, outer + wall

        return pair

    solids = []
    for field, low, high in (
        (talus, (-26, -50, -44), (24, 30, 2)),
        (calcaneus, (-26, -40, -82), (26, 62, -24)),
    ):
        meshes = nets(walled(field), HERE, np.array(low) * k, np.array(high) * k, 1.2 * cell(detail))
        solids += _shelled(*meshes, bone, 1.1 * size.spongiosa)
    for centre, radii in _TARSALS.values():
        at, half_axes, around = np.array(centre) * k, np.array(radii) * k * 0.92, max(6, round(15 * detail))
        block = _block(at, half_axes, around)
        if detail < 0.5:  # as dense as shell and core together
            solids.append(Solid(block, "cortical", "soft", 0.5 * bone))
        else:
            solids += _shelled(block, _block(at, half_axes - 0.8 * wall, around), bone, size.spongiosa)
    for ray in _RAYS:
        solids += _ray(*ray, k=k, detail=detail, bone=bone, size=size)
    marks = {"talar_dome": np.array([0.0, 0.0, -3.0]), "heel": np.array([4.0, 38.0, -75.0]) * k}
    # The toes turn out about the leg's long axis.
    return Part(tuple(solids), {"foot:left": marks}).at(Frame((0, 0, 0), rotation("z", size.torsion / 2)))


def _shelled(outer: Mesh, inner: Mesh, bone: float, spongy: float) -> list[Solid]:
    return [Solid(outer, "cortical", "soft", bone), Solid(inner, "cancellous", "cortical", spongy, bone)]


def _block(centre: Array, radii: Array, around: int) -> Mesh:
    """Egg squared towards a block with round edges."""
    mesh = egg((1.0, 1.0, 1.0), detail=around)
    squarer = mesh.points / (np.abs(mesh.points) ** 3.2).sum(1, keepdims=True) ** (1 / 3.2)
    return mesh.moved(squarer * radii + centre)


def _ray(
    base: tuple[float, ...],
    head: tuple[float, ...],
    half: float,
    toe: float,
    *,
    k: float,
    detail: float,
    bone: float,
    size: LimbSize,
) -> list[Solid]:
    """Metatarsal and two phalanges: waisted tubes with marrow."""
    a, b = np.array(base) * k, np.array(head) * k
    forward = (b - a) * np.array([1.0, 1.0, 0.0])
    forward = forward / np.linalg.norm(forward)
    rows = [(a, b, half)]
    for near, far in ((0.06, 0.55), (0.6, 1.0)) if detail >= 0.5 else ():
        rows.append((b + forward * (8 + near * toe) * k, b + forward * (8 + far * toe) * k, half * 0.85))
    share = np.linspace(0, 1, max(6, round(9 * detail)))[:, None]
    waist = np.interp(
        share[:, 0], [0, 0.04, 0.16, 0.4, 0.7, 0.88, 0.97, 1], [0.7, 1.35, 1.4, 0.95, 0.95, 1.3, 1.3, 0.6]
    )
    solids = []
    for start, end, wide in rows:
        line, radius = start + share * (end - start), wide * k * waist
        around = max(6, round(11 * detail))
        solids.append(Solid(tube(line, radius, around), "cortical", "soft", bone))
        if detail < 0.5:
            solids[-1] = Solid(solids[-1].mesh, "cortical", "soft", 0.6 * bone)
            continue
        core = start + (0.03 + 0.94 * share) * (end - start)
        wall = np.where(waist < 1.1, 0.38, 0.17) * size.cortex + 0.02
        solids.append(
            Solid(tube(core, radius * (1 - wall), around), "cancellous", "cortical", 0.6 * size.spongiosa, bone)
        )
    return solids
