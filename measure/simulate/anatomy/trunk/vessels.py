"""Vessels: the branching of the lungs' arteries and veins, and lime in the wall of the aorta."""

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.blobs import blobs, strands
from measure.simulate.anatomy.trunk.heart import AORTA, border
from measure.simulate.anatomy.trunk.heights import APEX, amount
from measure.simulate.anatomy.trunk.lungs import breath, chest_wall, density, dome
from measure.simulate.solids import Mesh, Part, Solid, merged

Array = NDArray[np.float64]

# Length of a branch by generation, mm at size 1.
_LENGTHS = (30.0, 27.0, 23.0, 19.0, 16.0, 13.0, 11.0, 9.0)
_HILUM = {1.0: (34.0, -40.0, 330.0), -1.0: (-34.0, -40.0, 320.0)}


def vessels(person: Person, detail: float = 1.0) -> Part:
    """Lung markings and, in the old, calcified plaques of the aorta.

    Parameters
    ----------
    person : Person
        Who.
    detail : float
        How many generations of branches: 1 for a full-size film.

    Returns
    -------
    Part
        Soft tissue within lung; cortical bone within soft tissue.
    """
    light = density(person)
    trees = [mesh for side in (1.0, -1.0) for mesh in _tree(person, side, detail)]
    solids = [Solid(merged(trees), "soft", "soft", 1.0, light)]
    return Part((*solids, *_plaques(person, detail)))


def _tree(person: Person, side: float, detail: float) -> list[Mesh]:
    """Branches of one lung, generation by generation, each thinner than the one it leaves."""
    rng = person.rng("lung vessels", str(side))
    lift, size = breath(person), person.size
    steps, around = (2, 3) if detail < 0.6 else (6, 7)
    # A fan of first branches from the hilum: most run down and back, some up.
    first = 9 if detail < 0.6 else 18
    angle = np.deg2rad(rng.uniform(-125, 75, first))
    way = _unit(np.stack([side * np.cos(angle * 0.6), rng.normal(0.15, 0.5, first), np.sin(angle)], -1))
    start = np.array(_HILUM[side]) * size + rng.normal(0, 6, (first, 3))
    radius = rng.uniform(2.4, 6.5, first)
    meshes = []
    for length in _LENGTHS[: amount(4, len(_LENGTHS), detail)]:
        reach = length * rng.uniform(0.7, 1.35, len(start)) * size
        turn = np.linspace(0, 1, steps)[None, :, None] * rng.normal(0, 0.3, (len(start), 1, 3))
        ways = _unit(way[:, None] + turn)
        hop = np.concatenate([np.zeros((len(start), 1, 3)), ways[:, 1:]], axis=1)
        paths = start[:, None] + np.cumsum(hop, axis=1) * (reach / (steps - 1))[:, None, None]
        inside = _within(person, side, paths, lift)
        thick = radius[:, None] * np.linspace(1.0, 0.78, steps) * size
        whole = inside.sum(axis=1) >= steps - 1
        if whole.any():
            meshes.append(strands(paths[whole], thick[whole], around))
        # Branches that leave the lung end; those of the hilum have yet to come into it.
        goes_on = inside[:, -1]
        start, way, radius = (np.repeat(a[goes_on], 2, axis=0) for a in (paths[:, -1], ways[:, -1], radius))
        share = np.where(
            np.arange(len(start)) % 2, rng.uniform(0.5, 0.75, len(start)), rng.uniform(0.66, 0.86, len(start))
        )
        way, radius = _unit(way + rng.normal(0, 0.38, way.shape)), radius * share
        kept = radius > (0.8 if detail < 0.6 else 0.16)
        start, way, radius = start[kept], way[kept], radius[kept]
        if len(start) == 0:
            break
    return meshes


def _unit(vectors: Array) -> Array:
    unit: Array = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return unit


def _within(person: Person, side: float, points: Array, lift: float) -> NDArray[np.bool_]:
    """Whether points lie within a lung, a little from its surface."""
    x, y, z = side * points[..., 0], points[..., 1], points[..., 2]
    wide, front, back = chest_wall(person, z)
    mid, deep = (back - front) / 2, (back + front) / 2
    inside = (np.abs(x / wide) ** 2.3 + np.abs((y - mid) / deep) ** 2.3) < 0.93
    inside &= x > border(person, side, y, z) + 1.0
    inside &= z > dome(person, side, points[..., 0], y, lift) + 4.0
    within: NDArray[np.bool_] = inside & (z < (APEX - 16) * person.size)
    return within


def _plaques(person: Person, detail: float) -> list[Solid]:
    """Flecks of lime in the aorta's wall before the lumbar spine: more of them with age."""
    rng = person.rng("plaques")
    count = int(rng.poisson(max(0.0, person.age - 52) * rng.uniform(0, 1.2) * (1.0 if detail > 0.6 else 0.5)))
    if count == 0:
        return []
    course = np.array(AORTA, float)
    z = rng.uniform(60, 200, count) if rng.random() < 0.8 else rng.uniform(60, 365, count)
    order = np.argsort(course[:, 2])
    x, y = (np.interp(z, course[order, 2], course[order, k]) for k in (0, 1))
    turn = rng.uniform(0, 2 * np.pi, count)
    radius = 9.5
    where = np.stack([x + radius * np.cos(turn), y + radius * np.sin(turn), z], -1) * person.size
    grain = np.stack([rng.uniform(0.4, 1.2, count), rng.uniform(0.4, 1.2, count), rng.uniform(1.0, 5.0, count)], -1)
    return [Solid(blobs(where, grain, rng, 0 if detail < 0.6 else 1, uneven=0.2), "cortical", "soft", 0.8)]
