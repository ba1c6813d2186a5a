"""Stomach: the air in its fundus, none or a little or much, with or without a level of fluid."""

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.blobs import blobs
from measure.simulate.anatomy.trunk.lungs import breath, dome
from measure.simulate.anatomy.trunk.skin import wall
from measure.simulate.solids import Mesh

Array = NDArray[np.float64]

# How the fundus is found on plain films, and how often; by eye.
_KINDS = {"none": 0.34, "small": 0.2, "crescent": 0.18, "level": 0.18, "food": 0.1}
# Half width and height against it, mm at size 1.
_WIDE = {"small": (8, 18), "crescent": (28, 48), "level": (20, 44), "food": (26, 44)}
_HIGH = {"small": (0.6, 1.0), "crescent": (0.2, 0.4), "level": (0.6, 0.95), "food": (0.6, 0.9)}
_LEVELS = {"small": 0.3, "crescent": 0.4, "level": 0.9, "food": 0.5}


def stomach(person: Person, rng: np.random.Generator, detail: float, standing: bool) -> list[Mesh]:
    """Air in the fundus, below the left dome; flat below where it lies on fluid.

    Parameters
    ----------
    person : Person
        Who.
    rng : numpy.random.Generator
        Of this film.
    detail : float
        1 for a full-size film.
    standing : bool
        Otherwise the air lies in front, and its level faces the ceiling.

    Returns
    -------
    list of Mesh
        None, the bubble, or the bubble and those in the food below it.
    """
    kind = str(rng.choice(list(_KINDS), p=list(_KINDS.values())))
    if kind == "none":
        return []
    s, lift = person.size, breath(person)
    wide = rng.uniform(*_WIDE[kind]) * s
    centre = np.array([rng.uniform(40, 68), rng.uniform(-56, -18), 0.0]) * s
    centre[0] = min(centre[0], float(wall(person, np.array([215.0 * s])).half_width[0]) - 1.1 * wide - 22.0 * s)
    roof = float(dome(person, 1.0, centre[0], centre[1], lift))
    axes = np.array([wide, wide * rng.uniform(0.55, 1.0), wide * rng.uniform(*_HIGH[kind])])
    sunk = rng.uniform(4, 26 if kind == "small" else 11) * s
    centre[2] = roof - axes[2] - sunk
    mesh = blobs(
        centre[None],
        axes[None],
        rng,
        2 if detail < 0.6 else 3,
        uneven=0.16 if kind == "small" else rng.uniform(0.03, 0.09),
    )
    points = mesh.points.copy()
    # Its roof is a layer of wall and diaphragm below the lung, and follows the dome where it is wide.
    lid = dome(person, 1.0, points[:, 0], points[:, 1], lift) - rng.uniform(4.0, 7.0) * s
    points[:, 2] = np.minimum(points[:, 2] + (0.0 if kind == "small" else 0.4 * sunk), lid)
    if standing and rng.random() < _LEVELS[kind]:
        level = centre[2] + rng.uniform(-0.7, 0.35) * axes[2]
        points[:, 2] = np.maximum(points[:, 2], np.minimum(level, lid))
    elif not standing:
        points[:, 1] = np.minimum(points[:, 1], centre[1] + rng.uniform(-0.3, 0.3) * axes[1])
    return [mesh.moved(points), *(_food(rng, points, axes, detail) if kind == "food" else [])]


def _food(rng: np.random.Generator, bubble: Array, axes: Array, detail: float) -> list[Mesh]:
    """Bubbles in what has been eaten, below the air."""
    count = int(rng.integers(8, 30) * (1.0 if detail < 0.6 else 4.0))
    where = rng.normal(0, 0.4, (count, 3)) * axes + bubble.mean(axis=0)
    where[:, 2] = bubble[:, 2].min() - rng.exponential(0.6, count).clip(0, 2.0) * axes[0] - 3.0
    grain = np.clip(rng.lognormal(0.8, 0.5, count), 0.8, 6.0)
    return [blobs(where, grain[:, None] * rng.uniform(0.6, 1.5, (count, 3)), rng, -1 if detail < 0.6 else 1, 0.2, True)]
