"""People: who is drawn for a film, with an unusual count of vertebrae now and then and the wear of their years."""

from dataclasses import replace

import numpy as np

from measure.model import Level
from measure.simulate.anatomy.person import USUAL_LEVELS, USUAL_RIBS, Person
from measure.simulate.anatomy.spine import (
    Alignment,
    Finding,
    Osteophyte,
    SchmorlNode,
    fracture,
    sizes,
    with_slip,
)
from measure.simulate.procedure import CementFilling, ExpandableImplants, Fixation, SpineProcedure

KINDS = ("wedge", "biconcave", "crush")
_LUMBAR = (Level.L1, Level.L2, Level.L3, Level.L4, Level.L5)
_ROOMY = (Level.T12, *_LUMBAR[:4])  # where expandable implants fit
_STRUCK = (
    Level.T7,
    Level.T8,
    Level.T11,
    Level.T12,
    *_LUMBAR[:4],
)  # where vertebrae collapse most: middle and lower back
# Six lumbar vertebrae in 6 %, four in 3 % of people, ribs of L1 in 6 % (domain reference, section 8, trap 1).
_SIX, _FOUR, _LUMBAR_RIB, _ELEVEN = 0.06, 0.03, 0.06, 0.03


def counted(person: Person, rng: np.random.Generator) -> Person:
    """The person with a count of vertebrae and ribs as it is found in people."""
    levels: list[Level] = list(USUAL_LEVELS)
    ribs: list[Level] = list(USUAL_RIBS)
    draw = rng.random()
    if draw < _SIX:
        levels.insert(levels.index(Level.S1), Level.L6)
    elif draw < _SIX + _FOUR:
        levels.remove(Level.L5)
    other = rng.random()
    if other < _LUMBAR_RIB:
        ribs.append(Level.L1)
    elif other < _LUMBAR_RIB + _ELEVEN:
        ribs.remove(Level.T12)
    return replace(person, levels=tuple(levels), ribs=tuple(ribs))


def worn(rng: np.random.Generator, person: Person, collapsed: float = 0.5) -> dict[Level, Finding]:
    """What has happened to the vertebrae of a person of this age.

    Parameters
    ----------
    rng : numpy.random.Generator
        Stream.
    person : Person
        Whose.
    collapsed : float
        Chance that one to three vertebrae have lost height.

    Returns
    -------
    dict of Level to Finding
        Vertebrae that are not sound.
    """
    found: dict[Level, Finding] = {}
    old = float(np.clip((person.age - 40) / 40, 0, 1))
    for level in person.levels:
        if level[0] not in "TL" or rng.random() > 0.1 + 0.35 * old:
            continue
        spurs = tuple(
            Osteophyte(edge, str(rng.choice(["anterior", "anterior", "left", "right"])), float(rng.uniform(1.5, 7)))
            for edge in ("superior", "inferior")
            if rng.random() < 0.6 * old
        )
        pits: tuple[SchmorlNode, ...] = ()
        if rng.random() < 0.2:
            edge = str(rng.choice(["superior", "inferior"]))
            pits = (
                SchmorlNode(edge, float(rng.normal(0, 0.2)), float(rng.normal(0.15, 0.15)), float(rng.uniform(2, 5))),
            )
        dense = float(rng.uniform(0.05, 0.3)) if rng.random() < 0.3 * old else 0.0
        found[level] = Finding(osteophytes=spurs, schmorl=pits, inferior_sclerosis=dense)
    if rng.random() < collapsed:
        places = [level for level in person.levels if level in _STRUCK]
        for k in rng.choice(len(places), size=int(rng.integers(1, 4)), replace=False):
            broken = fracture(str(rng.choice(KINDS)), int(rng.integers(1, 4)), rng)
            found[places[k]] = replace(broken, osteophytes=found.get(places[k], broken).osteophytes)
    return found


def slipped(rng: np.random.Generator, person: Person, alignment: Alignment) -> Alignment:
    """Now and then a vertebra that has slipped forwards or backwards on the one below."""
    if rng.random() > (0.15 if person.age > 50 else 0.05):
        return alignment
    low = [level for level in person.levels if level in _LUMBAR][-3:]
    ahead = float(rng.uniform(3, 11) if rng.random() < 0.75 else -rng.uniform(2, 5))
    return with_slip(alignment, low[int(rng.integers(len(low)))], ahead * person.size)


def operated(rng: np.random.Generator, person: Person, findings: dict[Level, Finding]) -> tuple[SpineProcedure, ...]:
    """Implants or cement where a vertebra has lost height, or screws and rods."""
    broken = [level for level, found in findings.items() if min(found.anterior, found.posterior) < 0.85]
    if broken and rng.random() < 0.7:
        level = broken[int(rng.integers(len(broken)))]
        size = sizes(person, findings)[level]
        low = min(size.anterior, size.middle, size.posterior)
        holds = 0.75 * low * size.inferior_depth * size.inferior_width / 1000  # ml
        if level in _ROOMY and low > 13 and rng.random() < 0.5:
            return (ExpandableImplants(level, cement_ml=float(rng.uniform(0.05, 0.12)) * holds),)
        ml = min(6.0, float(rng.uniform(0.06, 0.2)) * holds)
        return (CementFilling(level, ml, float(rng.uniform(0.2, 0.8))),)
    loin = [level for level in person.levels if level in (Level.T11, Level.T12, *_LUMBAR)]
    first = int(rng.integers(0, len(loin) - 2))
    return (Fixation(tuple(loin[first : first + int(rng.integers(2, 5))])),)
