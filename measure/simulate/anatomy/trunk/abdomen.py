"""Abdomen: organs and the planes of fat between them that make their outlines visible."""

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.blobs import blobs
from measure.simulate.anatomy.trunk.heights import amount
from measure.simulate.anatomy.trunk.skin import wall
from measure.simulate.solids import Part, Solid, tube

Array = NDArray[np.float64]

# Centre and half axes at size 1, mm, and density against muscle; textbook anatomy, rounded.
_ORGANS = {
    "liver": ((-60, -48, 190), (66, 72, 60), 1.04),
    "left lobe": ((2, -82, 208), (62, 30, 28), 1.04),
    "spleen": ((86, 2, 190), (24, 42, 48), 1.03),
}
_KIDNEY = ((55, 20, 146), (26, 21, 55))
_PSOAS = ((21, -2, 168), (33, -5, 128), (40, -8, 93), (45, -14, 57), (50, -24, 20), (58, -42, -30), (70, -66, -90))
_PSOAS_RADIUS = (5, 13, 18, 21, 22, 19, 13)


def abdomen(person: Person, detail: float = 1.0) -> Part:
    """Liver, spleen, kidneys in their fat, psoas muscles, visceral fat and the fat of the flanks.

    Parameters
    ----------
    person : Person
        The stouter, the more fat between the organs, and the clearer their outlines.
    detail : float
        1 for a full-size film.

    Returns
    -------
    Part
        In the reference room.
    """
    rng = person.rng("abdomen")
    fine = 1 if detail < 0.6 else 3
    s = person.size
    solids = []
    for centre, axes, density in _ORGANS.values():
        axes_here = np.array(axes) * s * rng.normal(1.0, 0.06, 3)
        solids.append(Solid(blobs(np.array(centre)[None] * s, axes_here[None], rng, fine), "soft", "soft", density))
    solids += _kidneys(person, rng, fine)
    solids += _psoas(person, rng, detail)
    return Part((*solids, *_visceral_fat(person, rng, fine), *_flanks(person, detail)))


def _kidneys(person: Person, rng: np.random.Generator, fine: int) -> list[Solid]:
    """Two kidneys, upper poles towards the spine, each in a capsule of fat."""
    solids = []
    fat = float(np.clip(3.0 + 0.9 * (person.bmi - 20), 1.5, 18.0))
    for side in (1.0, -1.0):
        centre = np.array(_KIDNEY[0]) * (side, 1, 1) + (0, 0, -11 if side < 0 else 0) + rng.normal(0, 5, 3)
        axes = np.array(_KIDNEY[1]) * rng.normal(1.0, 0.07)
        for grown, material, within in ((fat, "fat", "soft"), (0.0, "soft", "fat")):
            mesh = blobs(np.zeros((1, 3)), (axes + grown * np.array([1.0, 0.6, 1.2]))[None], rng, fine)
            points = mesh.points.copy()
            points[:, 0] -= side * 0.2 * points[:, 2]  # the upper pole leans to the spine
            solids.append(Solid(mesh.moved((points + centre) * person.size), material, within))
    return solids


def _psoas(person: Person, rng: np.random.Generator, detail: float) -> list[Solid]:
    """Psoas muscles in a thin sheet of fat: the psoas stripes."""
    solids = []
    build = (1.1 if person.sex == "M" else 0.92) * (1.0 - 0.003 * max(0.0, person.age - 50))
    sheet = float(np.clip(1.2 + 0.25 * (person.bmi - 20), 0.5, 5.0))
    steps, points = amount(7, 40, detail), amount(6, 28, detail)
    along = np.linspace(0, len(_PSOAS) - 1, steps)
    knots = np.arange(len(_PSOAS))
    for side in (1.0, -1.0):
        bulk = build * rng.normal(1.0, 0.08)
        path = np.stack([np.interp(along, knots, np.array(_PSOAS, float)[:, k]) for k in range(3)], -1) * (side, 1, 1)
        radius = np.interp(along, knots, _PSOAS_RADIUS) * bulk
        path[:, 0] += side * (radius - radius / bulk)
        for grown, material, within in ((sheet, "fat", "soft"), (0.0, "soft", "fat")):
            mesh = tube(path * person.size, (radius + grown) * person.size, points, up=(0, 1, 0))
            solids.append(Solid(mesh, material, within))
    return solids


def _visceral_fat(person: Person, rng: np.random.Generator, fine: int) -> list[Solid]:
    """Lumps of fat of mesentery and omentum, in front of the spine."""
    share = max(0.0, person.bmi - 18.0) / 10.0 * (1.25 if person.sex == "M" else 0.85)
    count = int(np.clip(8 + 12 * share, 8, 34)) // (2 if fine < 2 else 1)
    reach = wall(person, np.array([70.0 * person.size]))
    half, front = float(reach.half_width[0]), float(reach.front[0])
    radii = rng.uniform((3, 8, 12), (8, 17, 30), (count, 3)) * np.clip(0.6 + 0.45 * share, 0.5, 1.3)
    side = np.clip(rng.normal(0, 0.38 * half, count), -0.6 * half, 0.6 * half)
    deep = rng.uniform(0, 1, count) * np.minimum(35.0 + 1.6 * radii[:, 1] + 10.0 - front, 0.0) - 35.0
    centres = np.stack([side, deep, rng.uniform(-70, 170, count)], -1)
    centres[:, 2] *= person.size
    return [Solid(blobs(centres, radii, rng, min(fine, 2), 0.25, turned=True), "fat", "soft")]


def _flanks(person: Person, detail: float) -> list[Solid]:
    """Fat beneath the peritoneum along both flanks: the flank stripes."""
    thick = float(np.clip(0.6 + 0.12 * (person.bmi - 20), 0.4, 2.5))
    z = np.linspace(150, -10, amount(8, 30, detail)) * person.size
    half = wall(person, z).half_width - 22.0 * person.size
    taper = np.sin(np.linspace(0.05, 0.95, len(z)) * np.pi) ** 0.5
    solids = []
    for side in (1.0, -1.0):
        path = np.stack([side * half, np.full(len(z), -30.0 * person.size), z], -1)
        solids.append(Solid(tube(path, thick * taper, amount(6, 16, detail), 24.0 / thick, (0, 1, 0)), "fat", "soft"))
    return solids
