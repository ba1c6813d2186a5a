"""Some: which things no one wanted on a film are on it."""

from collections.abc import Callable

import numpy as np

from measure.simulate.anatomy.clutter.care import brace, electrodes, pacemaker, tube_within
from measure.simulate.anatomy.clutter.room import pole
from measure.simulate.anatomy.clutter.worn import bra, buttons, creases, necklace, piercing, waistband, zip_fastener
from measure.simulate.anatomy.person import Person
from measure.simulate.solids import Part

Maker = Callable[[np.random.Generator, Person, float], Part]


def some_clutter(rng: np.random.Generator, person: Person, view: str, detail: float = 1.0, much: float = 1.0) -> Part:
    """Things on or in a person that no one wanted on the film.

    Parameters
    ----------
    rng : numpy.random.Generator
        Draws which things, and where.
    person : Person
        Who wears them.
    view : {"frontal", "lateral"}
        Necklaces and bras are left on more often than belts; a table top is seen edge-on on a lateral film.
    detail : float
        1 for a full-size film.
    much : float
        Times the usual chance of each thing; 0 for none.

    Returns
    -------
    Part
        In the reference room, to be bent with the trunk.

    Examples
    --------
    >>> some_clutter(np.random.default_rng(1), Person(), "frontal", much=0.0).solids
    ()
    """
    chances: dict[Maker, float] = {
        creases: 0.35, waistband: 0.3, buttons: 0.08, zip_fastener: 0.05, necklace: 0.06, piercing: 0.03,
        electrodes: 0.06, tube_within: 0.05, pacemaker: 0.03 if person.age > 60 else 0.0, brace: 0.03,
        bra: 0.12 if person.sex == "F" else 0.0, pole: 0.06 if view == "lateral" else 0.02,
    }  # fmt: skip
    parts = [make(rng, person, detail) for make, chance in chances.items() if rng.random() < chance * much]
    return Part().and_(*parts).packed()
