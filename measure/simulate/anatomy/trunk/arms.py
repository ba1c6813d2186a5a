"""Arms: the flesh of the upper arms, and forearms with their two bones, hanging or raised."""

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.bone import path_through
from measure.simulate.anatomy.trunk.chest import carried, carried_way, chest_size
from measure.simulate.anatomy.trunk.heights import amount
from measure.simulate.anatomy.trunk.shoulder import upper_arm
from measure.simulate.anatomy.trunk.skin import wall
from measure.simulate.solids import Part, Solid, merged, tube

Array = NDArray[np.float64]

# From the elbow to the wrist and to the knuckles of a fist, mm at size 1 (man); textbook anatomy, rounded.
_FOREARM, _FIST = 250.0, 85.0
_COLLAR = np.array([62.0, -120.0, 5.0])  # where a fist lies on the left collar bone, upright from T3, mm at size 1
_ABOVE = 82.0  # from the highest flesh of the shoulder to where the arm leaves the trunk, mm at size 1
FISTS_ON_COLLAR = (25.0, 60.0)
"""Raised by so many degrees the fists lie on the collar bones; below the arms hang, above the hands hold on."""


def arms(person: Person, raised: float = 0.0, detail: float = 1.0) -> Part:
    """Both arms around the bones that ``shoulder`` makes, in the frame ``T3`` like those.

    Parameters
    ----------
    person : Person
        Whose.
    raised : float
        The upper arms forwards, degrees, as for ``shoulder``.
    detail : float
        1 for a full-size film.

    Returns
    -------
    Part
        Fat and muscle, and the bones of the forearms.

    Examples
    --------
    >>> {solid.material for solid in arms(Person(), 45.0, 0.35).solids} == {"fat", "soft", "cortical"}
    True
    """
    solids: list[Solid] = []
    for side, sign in (("left", 1.0), ("right", -1.0)):
        # The middles of a loft's two ends are its last points: near the joint and at the elbow.
        start, elbow = upper_arm(person, side, raised, 0.35).solids[0].mesh.points[-2:]
        solids += [*_upper_arm(person, start, elbow, detail), _fold(person, sign, raised, detail)]
        solids += _forearm(person, elbow, _forearm_way(person, raised, sign, elbow), detail)
    return Part(tuple(solids))


def _forearm_way(person: Person, raised: float, side: float, elbow: Array) -> Array:
    """Direction of the forearm in the frame T3: to the hips' side, to the collar bone or to a support."""
    rng = person.rng("arms", "left" if side > 0 else "right")
    if raised < FISTS_ON_COLLAR[0]:
        hips = wall(person, np.array([-100.0 * person.size]), fat=True).half_width[0] + 45.0
        aside = np.clip((hips - abs(elbow[0])) / (_FOREARM * chest_size(person)), -0.1, 0.6)
        return _unit(carried_way(np.array([side * aside, -0.18 + rng.normal(0, 0.06), -1.0])))
    if raised < FISTS_ON_COLLAR[1]:
        return _unit(carried_way(_COLLAR * (side, 1.0, 1.0)) * chest_size(person) - elbow)
    return _unit(carried_way(np.array([-0.15 * side, -0.75 + rng.normal(0, 0.15), rng.uniform(0.1, 1.0)])))


def _upper_arm(person: Person, start: Array, elbow: Array, detail: float) -> list[Solid]:
    """Flesh from above the joint, where it rounds the shoulder, to the elbow."""
    size, along = chest_size(person), _unit(elbow - start)
    run = np.linspace(0, 1, amount(9, 44, detail)) ** 1.8
    top = start - along * _ABOVE * size
    path = top + run[:, None] * (elbow - top)
    stout = (1 + 0.015 * (person.bmi - 23)) * size
    radius = np.interp(run, (0, 0.01, 0.04, 0.09, 0.18, 0.3, 0.6, 1), (10, 24, 35, 41, 43, 42, 38, 34)) * stout
    fat = (3.0 if person.sex == "M" else 6.0) * max(0.3, 1.0 + 0.07 * (person.bmi - 24))
    around = amount(9, 40, detail)
    return [
        Solid(tube(path, radius + grown, around, up=(0.2, 1, 0.3)), material, within)
        for material, within, grown in (("fat", "air", fat), ("soft", "fat", 0.0))
    ]


def _fold(person: Person, side: float, raised: float, detail: float) -> Solid:
    """Muscle along the outer border of the shoulder blade: the hind fold of the armpit."""
    nodes = np.array([(152, 6, -18), (140, 20, -38), (122, 38, -68), (103, 50, -98)]) + (0.0, -0.25 * raised, 0.0)
    path = path_through(carried(person, nodes * (side, 1, 1)), amount(5, 24, detail))
    radius = np.interp(np.linspace(0, 1, len(path)), (0, 0.4, 1), (20, 20, 9)) * chest_size(person)
    return Solid(tube(path, radius, amount(7, 30, detail), 0.8, (0, 1, 0)), "soft", "air", 0.7)


def _forearm(person: Person, elbow: Array, way: Array, detail: float) -> list[Solid]:
    """Flesh of forearm and fist, radius and ulna with their marrow cavities."""
    size, fat = chest_size(person), 4.0 * max(0.3, 1.0 + 0.06 * (person.bmi - 24))
    t = np.linspace(0, 1, amount(7, 32, detail))
    path = elbow + (t * (_FOREARM + _FIST) * size)[:, None] * way
    radius = np.interp(t, (0, 0.12, 0.3, 0.74, 0.87, 0.97, 1), (34, 37, 35, 23, 27, 22, 8)) * size
    around = amount(9, 36, detail)
    solids = [
        Solid(tube(path, radius * (1 + 0.01 * (person.bmi - 24)) + grown, around, up=(0.3, 1, 0.3)), material, within)
        for material, within, grown in (("fat", "air", fat), ("soft", "fat", 0.0))
    ]
    along = np.linspace(0, _FOREARM, amount(6, 24, detail))[:, None] * size
    aside = _unit(np.cross(way, [0.3, 1.0, 0.2])) * 9.0 * size
    outer, inner = [], []
    for sign, thick in ((1.0, (4, 9, 7, 7, 12, 6)), (-1.0, (6, 12, 8, 6.5, 7, 4))):
        bone = elbow + sign * aside + along * way
        wide = np.interp(along[:, 0] / along[-1, 0], (0, 0.04, 0.2, 0.8, 0.97, 1), thick) * size
        outer.append(tube(bone, wide, amount(5, 20, detail)))
        inner.append(tube(bone[1:-1], wide[1:-1] * 0.5, amount(5, 20, detail)))
    return [*solids, Solid(merged(outer), "cortical", "soft"), Solid(merged(inner), "fat", "cortical")]


def _unit(vector: Array) -> Array:
    unit: Array = vector / np.linalg.norm(vector)
    return unit
