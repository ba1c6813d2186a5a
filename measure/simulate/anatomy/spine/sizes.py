"""Sizes: the vertebrae of one person, with what has happened to them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.model import LEVELS, Level
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine.findings import SOUND, Finding, SchmorlNode
from measure.simulate.anatomy.spine.morphometry import Morphometry, morphometry
from measure.simulate.anatomy.spine.size import VertebraSize

Array = NDArray[np.float64]

_NO_FINDINGS: Mapping[Level, Finding] = {}


def sizes(person: Person, findings: Mapping[Level, Finding] = _NO_FINDINGS) -> dict[Level, VertebraSize]:
    """Every vertebra of a person.

    Parameters
    ----------
    person : Person
        Who.
    findings : mapping of Level to Finding, optional
        What has happened to some.

    Returns
    -------
    dict of Level to VertebraSize
        Head to tail. S1 has no heights: its frame lies in its endplate.

    Examples
    --------
    >>> made = sizes(Person(seed=1))
    >>> made[Level.L5].anterior > made[Level.L5].posterior
    True
    """
    return {level: size_of(person, level, findings.get(level, SOUND)) for level in person.levels}


@lru_cache(maxsize=4096)
def size_of(person: Person, level: Level, finding: Finding = SOUND) -> VertebraSize:
    """One vertebra of a person: ``sizes`` for a single level."""
    own = individual(person, level)
    if level == Level.S1:
        return VertebraSize(0, 0, 0, own.superior_depth, own.superior_depth, own.superior_width, own.superior_width)
    superior, inferior = concavities(person, level, finding)
    anterior, posterior = own.anterior * finding.anterior, own.posterior * finding.posterior
    uneven = float(person.rng("coronal wedge", level).normal(0, 0.25)) * own.anterior / 25
    return VertebraSize(
        anterior=anterior,
        middle=(anterior + posterior) / 2 - superior - inferior,
        posterior=posterior,
        superior_depth=own.superior_depth,
        inferior_depth=own.inferior_depth,
        superior_width=own.superior_width,
        inferior_width=own.inferior_width,
        left_minus_right=uneven + finding.left_minus_right,
        disc=own.disc,
    )


def concavities(person: Person, level: Level, finding: Finding = SOUND) -> tuple[float, float]:
    """Depth of the superior and the inferior endplate below the planes of their rims, at half depth, mm."""
    own = individual(person, level)
    sound = (own.anterior + own.posterior) / 2 - own.superior_concavity - own.inferior_concavity
    rims = (own.anterior * finding.anterior + own.posterior * finding.posterior) / 2
    # What the middle has lost beyond the rims goes to the two endplates by their shares.
    hollow = own.superior_concavity + own.inferior_concavity
    more = 0.0 if finding.middle is None else rims - finding.middle * sound - hollow
    pits = {"superior": 0.0, "inferior": 0.0}
    for node in finding.schmorl:
        pits[node.endplate] += float(pit(node, 0.0, 0.0))
    return (
        own.superior_concavity + more * finding.superior_share + pits["superior"],
        own.inferior_concavity + more * (1 - finding.superior_share) + pits["inferior"],
    )


def pit(node: SchmorlNode, left: ArrayLike, back: ArrayLike) -> Array:
    """Depth of a Schmorl node at places given as shares of half the endplate's width and depth, mm."""
    away = np.hypot(np.asarray(left, float) - node.left, np.asarray(back, float) - node.back) / node.radius
    depth: Array = node.depth * np.clip(1 - away**2, 0, None) ** 2
    return depth


@lru_cache(maxsize=4096)
def individual(person: Person, level: Level) -> Morphometry:
    """Morphometry of one vertebra of a person, without findings.

    Traits run smoothly along the column: who has a wide L2 has a wide L3. A body still growing is less deep and its
    disc higher for its height than an adult's.
    """
    mean = morphometry(level, person.sex)
    high, wide, deep, disc, arch, wedge = _traits(person)[:, LEVELS.index(level)].tolist()
    young = float(np.clip((18 - person.age) / 8, 0, 1))
    scale = person.size
    lean = 1 + wedge / 2
    size = {
        "anterior": high * lean * (1 - 0.03 * young),
        "posterior": high / lean * (1 - 0.03 * young),
        "superior_depth": deep * (1 - 0.09 * young),
        "inferior_depth": deep * (1 - 0.09 * young),
        "superior_width": wide * (1 - 0.02 * young),
        "inferior_width": wide * (1 - 0.02 * young),
        "disc": disc * (1 + 0.2 * young),
        "pedicle_height": arch,
        "pedicle_width": arch,
        "canal_width": 1.0 / scale**0.5,
        "canal_depth": 1.0 / scale**0.5,
    }
    kept = {"pedicle_angle", "spinous_fall", "facet_angle"}
    changed = {
        name: getattr(mean, name) * scale * size.get(name, 1.0) for name in Morphometry.__slots__ if name not in kept
    }
    return replace(mean, **changed)


@lru_cache(maxsize=256)
def _traits(person: Person) -> Array:
    """Height, width, depth, disc, arch and wedge of each level of a person against the mean, shape (6, levels)."""
    rng = person.rng("vertebrae")
    count = len(LEVELS)
    whole = rng.normal(0, 1, (6, 1))
    nodes = rng.normal(0, 1, (6, 7))
    at = np.linspace(0, 6, count)
    waves = np.stack([np.interp(at, np.arange(7), row) for row in nodes])
    alone = rng.normal(0, 1, (6, count))
    spread = np.array([0.025, 0.03, 0.03, 0.08, 0.05, 0.008])[:, None]
    drawn: Array = spread * (whole + 0.5 * waves + 0.35 * alone) / np.sqrt(1 + 0.2 + 0.12)
    drawn[:5] += 1
    drawn.setflags(write=False)
    return drawn
