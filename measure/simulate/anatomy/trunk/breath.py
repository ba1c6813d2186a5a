"""Breath: domes of the diaphragm, and all that lies on and under them, at the height of one film."""

import numpy as np

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.heights import APEX
from measure.simulate.solids import Part

# Heights at size 1 between which the whole way is gone: below the pelvis's brim and at the apex nothing moves.
_RISES = (40.0, 150.0, 250.0, APEX)
_MOST = 26.0  # mm


def moment(person: Person, film: str) -> float:
    """How much higher the domes stand on one film than the person usually holds them, mm; up is positive.

    Examples
    --------
    >>> someone = Person(seed=2)
    >>> moment(someone, "a") == moment(someone, "a") != moment(someone, "b")
    True
    """
    return float(np.clip(person.rng("breath", film).normal(0.0, 10.0), -_MOST, _MOST))


def breathed(part: Part, person: Person, lift: float) -> Part:
    """A part of the reference room with its domes lifted.

    Parameters
    ----------
    part : Part
        What lies within the wall: lungs, organs, bowel.
    person : Person
        Whose.
    lift : float
        mm, up positive, up to 40 either way.

    Returns
    -------
    Part
        Points move up and down alone, and those of one height alike: a level of fluid stays level.
    """
    low, full, top, apex = (height * person.size for height in _RISES)
    solids = []
    for solid in part.solids:
        points = solid.mesh.points.copy()
        z = points[:, 2]
        share = np.clip(np.minimum((z - low) / (full - low), (apex - z) / (apex - top)), 0.0, 1.0)
        points[:, 2] = z + lift * share * share * (3.0 - 2.0 * share)
        solids.append(solid.over(solid.mesh.moved(points)))
    return Part(tuple(solids), part.marks)
