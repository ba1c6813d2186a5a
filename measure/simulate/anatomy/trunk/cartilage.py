"""Cartilage: the calcified flecks that costal cartilages gather with age."""

import numpy as np

from measure.model import Level
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.bone import Array, path_through
from measure.simulate.solids import Mesh, merged

# How far a cartilage climbs from its rib to the breast bone or to the cartilage above, mm; textbook anatomy, rounded.
_CLIMB = {"T1": -4, "T2": 0, "T3": 3, "T4": 8, "T5": 18, "T6": 36, "T7": 60, "T8": 62, "T9": 52, "T10": 45}
_MOST = 16  # flecks in one cartilage
_CORNERS = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1.0]])
_SIDES = np.array([[0, 2, 4], [2, 1, 4], [1, 3, 4], [3, 0, 4], [2, 0, 5], [1, 2, 5], [3, 1, 5], [0, 3, 5]], np.int32)


def flecks(person: Person, level: Level, end: Array, rng: np.random.Generator) -> Mesh:
    """Flecks between the end of a left rib and the breast bone.

    Seen from about 30 years on, first in the first cartilage; along the edges in men, in the middle in women.

    Parameters
    ----------
    person : Person
        Whose age counts.
    level : Level
        Of the rib.
    end : ndarray, shape (3,)
        Front end of the bony rib, upright from its vertebra, mm.
    rng : numpy.random.Generator
        Draws their places.

    Returns
    -------
    Mesh
        Empty where there are none.

    Examples
    --------
    >>> young = flecks(Person(age=18.0), Level.T6, np.array([85.0, -120, -130]), np.random.default_rng(1))
    >>> len(young.faces)
    0
    """
    share = np.clip((person.age - (22 if level is Level.T1 else 32)) / 55, 0, 1) * rng.uniform(0.3, 1.0)
    count = round(_MOST * float(share)) if level.value in _CLIMB else 0
    size = person.size
    # The true ribs reach the breast bone; the false ones the cartilage above.
    false = level in (Level.T8, Level.T9, Level.T10)
    climb = _CLIMB.get(level.value, 0) * size
    far = np.array([0.6 * end[0] if false else 26 * size, end[1] - 14 * size, end[2] + climb])
    bow = (end + far) / 2 + np.array([0, -6.0 * size, -0.25 * abs(climb)])
    path = path_through([end, bow, far], 30)
    edge = np.where(rng.random(count) < 0.5, -1.0, 1.0) * (5.0 if person.sex == "M" else 1.5) * size
    # Nearest the rib they lie closest together.
    at = path[np.minimum((29 * rng.beta(0.8, 1.6, count)).astype(int), 29)] + rng.normal(0, 1.2, (count, 3))
    at[:, 2] += edge
    half = rng.uniform(0.8, 2.6, (count, 3)) * size
    return merged(Mesh(middle + _CORNERS * radii, _SIDES) for middle, radii in zip(at, half, strict=True))
