"""Room: the furniture that a patient stands or lies at."""

import numpy as np

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.heights import amount
from measure.simulate.anatomy.trunk.skin import wall
from measure.simulate.solids import Part, Solid, box, tube


def pole(rng: np.random.Generator, person: Person, detail: float) -> Part:
    """Stand or rail that the patient holds on to: upright, in front of the trunk or beside it."""
    x, y = rng.choice([-1.0, 1.0]) * rng.uniform(230, 300), rng.uniform(-330, -220)
    ends = np.array([[x, y, -330.0], [x, y, 700.0]])
    return Part((Solid(tube(ends, rng.uniform(6, 16), amount(8, 24, detail)), "aluminium", "air", 0.6),))


def table(person: Person, *, gap: float = 8.0, rails: bool = False) -> Part:
    """Table top behind a patient who lies on the back; not to be bent.

    Parameters
    ----------
    person : Person
        Who lies on it.
    gap : float
        Mattress between the back and the table, mm.
    rails : bool
        With a metal rail along both edges.

    Returns
    -------
    Part
        A plate that counts as 12 mm of plastic.
    """
    back = float(wall(person, np.array([-100.0, 300.0]), fat=True).back.max()) + gap + 12.0
    solids = [Solid(box((700, 24, 2000), (0, back + 12, 200)), "plastic", "air", 0.5)]
    if rails:
        solids += [Solid(box((30, 30, 2000), (x, back + 12, 200)), "aluminium", "air", 0.5) for x in (-350.0, 350.0)]
    return Part(tuple(solids))
