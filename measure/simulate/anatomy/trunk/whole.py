"""Trunk: everything soft of a person's trunk put together."""

from functools import lru_cache

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.abdomen import abdomen
from measure.simulate.anatomy.trunk.breath import breathed, moment
from measure.simulate.anatomy.trunk.gas import gas
from measure.simulate.anatomy.trunk.lungs import lungs
from measure.simulate.anatomy.trunk.skin import skin
from measure.simulate.anatomy.trunk.vessels import vessels
from measure.simulate.solids import Part


def trunk(person: Person, detail: float = 1.0, *, standing: bool = True, film: str = "") -> Part:
    """Soft tissue, lungs and gas of a person, around a straight spine; the arms are ``arms``.

    What does not change from film to film is built once and kept.

    Parameters
    ----------
    person : Person
        Who.
    detail : float
        1 for a film of full size, 0.35 for a training film.
    standing : bool
        Whether air in the stomach lies over a level of fluid.
    film : str
        Name of the film: gas is another one on each, and the breath is held at another height.

    Returns
    -------
    Part
        In the reference room; ``bent`` lays it around the actual spine.

    Examples
    --------
    >>> sorted({solid.material for solid in trunk(Person(seed=2), 0.35).solids})
    ['air', 'cortical', 'fat', 'soft']
    """
    within = _within(person, detail).and_(gas(person, detail, standing=standing, film=film))
    return _outside(person, detail).and_(breathed(within, person, moment(person, film)))


@lru_cache(maxsize=256)
def _outside(person: Person, detail: float) -> Part:
    """Skin and the wall of muscle: they stay as they are."""
    return skin(person, detail).packed()


@lru_cache(maxsize=256)
def _within(person: Person, detail: float) -> Part:
    """What moves with the breath and is otherwise the same on every film of a person."""
    return lungs(person, detail).and_(vessels(person, detail), abdomen(person, detail)).packed()
