"""Vertebra: body, arch and what has happened to it, with its true marks."""

from dataclasses import replace

import numpy as np

from measure.model import Level, neighbour
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine.arch import arch
from measure.simulate.anatomy.spine.body import BodyShape, body_mesh, shrunk
from measure.simulate.anatomy.spine.cervical import atlas, dens, hooks
from measure.simulate.anatomy.spine.findings import SOUND, Finding
from measure.simulate.anatomy.spine.growths import growths
from measure.simulate.anatomy.spine.sacrum import sacrum
from measure.simulate.anatomy.spine.sizes import concavities, individual, size_of
from measure.simulate.anatomy.spine.strut import bone_of, shell
from measure.simulate.solids import Part


def vertebra(person: Person, level: Level, finding: Finding = SOUND, detail: float = 1.0) -> Part:
    """One vertebra in its own frame; for S1 the whole sacrum.

    Parameters
    ----------
    person : Person
        Whose.
    level : Level
        C1 to S1.
    finding : Finding, optional
        What has happened to it.
    detail : float
        1 for full-size films, 0.35 for training.

    Returns
    -------
    Part
        With the marks of ``vertebra:<level>``.

    Examples
    --------
    >>> part = vertebra(Person(), Level.L1)
    >>> sorted(part.marks["vertebra:L1"])[:2]
    ['inferior_anterior', 'inferior_contour']
    """
    if level in _OTHERS:
        return _OTHERS[level](person, detail)
    own, size, bone = individual(person, level), size_of(person, level, finding), bone_of(person)
    shape = body_shape(person, level, finding)
    outer, marks = body_mesh(size, shape, detail)
    plate = min(0.8 * bone.thick, 0.15 * min(size.anterior, size.middle, size.posterior))
    room = replace(shape, rounded=0.0, lips=(0.0, 0.0))
    inner, inside = body_mesh(shrunk(size, 0.45 * bone.thick, plate), room, detail * 0.7)
    above = individual(person, neighbour(level, -1, person.levels) or level)
    behind, more = arch(level, size, own, None if level == Level.C2 else above, bone, detail)
    grown = growths(person, finding, marks, inner, inside)
    extra = (
        dens(own, size, bone, detail)
        if level == Level.C2
        else hooks(own, size, bone, detail)
        if level[0] == "C"
        else ()
    )
    return Part((*shell(outer, inner, bone), *behind, *grown, *extra), {f"vertebra:{level}": marks | more})


def body_shape(person: Person, level: Level, finding: Finding = SOUND) -> BodyShape:
    """Surface of one body of a person."""
    rng = person.rng("body", level)
    superior, inferior = concavities(person, level, finding)
    front, back, notch, waist = {
        "C": (2.6, 3.2, 0.0, 0.05),
        "T": (1.95, 2.3, 0.07, 0.07),
        "L": (2.15, 2.6, 0.05, 0.105),
    }[level[0]]
    return BodyShape(
        front=front * rng.normal(1, 0.03),
        back=back * rng.normal(1, 0.03),
        notch=notch,
        waist=waist * rng.normal(1, 0.12),
        superior=superior,
        inferior=inferior,
        schmorl=finding.schmorl,
        ripple=tuple(rng.normal(0, 0.2, 2)),
        buckle=0.15 * max(0.0, 1 - finding.anterior),
        bow=0.8 * (level[0] == "L"),
        rounded=_ROUNDED * person.size,
        lips=_lips(person, level),
    )


def _lips(person: Person, level: Level) -> tuple[float, float]:
    """Lipping of the two rims, mm: none before 35 years of age, slight on most levels of the old."""
    aged = float(np.clip((person.age - 35) / 40, 0, 1))
    upper, lower = np.minimum(aged * person.rng("lips", level).gamma(2.0, 0.45, 2), 2.2).tolist()
    return upper, lower


_ROUNDED = 1.8  # mm from the corner at which the rims of an adult begin to round off
_OTHERS = {Level.C1: atlas, Level.S1: sacrum}
