"""Naming: how likely each vertebra of a chain is each level, over all counts of vertebrae and ribs that people have."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from measure.detect.coarse.chain import Chain
from measure.detect.levels.anchors import FAINT, Anchor, AnchorKind, spacings
from measure.detect.levels.constants import Constants
from measure.model import LEVELS, Level, rank

Floats = NDArray[np.float64]

WIDE = 1.6  # of the usual spacing: a vertebra may be missing between
AMONG = 5  # spacings whose median is the usual one
SHARES = ("six_lumbar", "four_lumbar", "rib_on_l1", "no_rib_on_t12", "thirteen_thoracic")
LEAST = 1e-4  # probability that the network gives a level at least: one vertebra cannot rule out a naming alone
CRANIAL, CAUDAL = rank(Level.C3), rank(Level.L6)  # levels that a vertebra of a chain can have


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A count of vertebrae and ribs.

    Attributes
    ----------
    ladder : tuple of int
        Ranks of the levels, C1 to S1.
    ribs : frozenset of int
        Ranks of those that bear ribs.
    count : float
        Share of people with such vertebrae.
    bearing : float
        Share of these with such ribs.
    """

    ladder: tuple[int, ...]
    ribs: frozenset[int]
    count: float
    bearing: float

    @property
    def share(self) -> float:
        """Share of people."""
        return self.count * self.bearing


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Probabilities of the levels of a chain.

    Attributes
    ----------
    levels : ndarray, shape (n, 27)
        Of every vertebra, over ``LEVELS``.
    usual : float
        That the count of vertebrae and ribs is the usual one.
    """

    levels: Floats
    usual: float


def anatomies(table: Constants) -> tuple[Anatomy, ...]:
    """Counts that people have, the usual one first."""
    return _anatomies(*(table[name] for name in SHARES))


@cache
def _anatomies(six: float, four: float, on_l1: float, none_on_t12: float, thirteen: float) -> tuple[Anatomy, ...]:
    usual = [k for k, level in enumerate(LEVELS) if level not in (Level.T13, Level.L6)]
    ribs = frozenset(range(rank(Level.T1), rank(Level.T12) + 1))
    lumbar = (
        (usual, 1 - six - four),
        (sorted([*usual, rank(Level.L6)]), six),
        ([k for k in usual if k != rank(Level.L5)], four),
    )
    bearing = (
        (ribs, 1 - on_l1 - none_on_t12),
        (ribs | {rank(Level.L1)}, on_l1),
        (ribs - {rank(Level.T12)}, none_on_t12),
    )
    found = [Anatomy(tuple(a), b, (1 - thirteen) * p, q) for a, p in lumbar for b, q in bearing]
    return (*found, Anatomy(tuple(sorted([*usual, rank(Level.T13)])), ribs | {rank(Level.T13)}, thirteen, 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class _People:
    """All counts at once: ranks, whether they bear ribs, both of shape (anatomies, levels), and the share of each."""

    ranks: NDArray[np.int_]
    bears: NDArray[np.bool_]
    share: Floats


def _people(table: Constants, power: float) -> _People:
    """Counts to a power: what the network says of the levels holds already how frequent each of them is."""
    people = anatomies(table)
    ranks = np.full((len(people), max(len(one.ladder) for one in people)), -1)
    bears = np.zeros(ranks.shape, bool)
    for k, one in enumerate(people):
        ranks[k, : len(one.ladder)] = one.ladder
        bears[k] = [level in one.ribs for level in ranks[k]]
    return _People(ranks, bears, np.array([[one.count**power * one.bearing / len(one.ladder)] for one in people]))


def posterior(
    chain: Chain,
    anchors: tuple[Anchor, ...],
    table: Constants,
    *,
    stated: Mapping[int, Level] | None = None,
) -> Posterior | None:
    """Probability of each level for each vertebra of a chain.

    Every vertebra below another is one level lower, but for the chance that one was missed or put in between. All
    first levels are equally likely beforehand, and the counts of vertebrae and ribs as frequent as in people. What
    the network says of the levels counts as a mean over the vertebrae, as they all look at one picture.

    Parameters
    ----------
    chain : Chain
        Vertebrae head to tail.
    anchors : tuple of Anchor
        What is in view; a sacrum and a C2 are taken as the neighbours of the ends of the chain.
    table : mapping
        Constants.
    stated : mapping of int to Level, optional
        Levels that hold by statement, by place from 0; the network's own levels and ribs then say nothing.

    Returns
    -------
    Posterior or None
        None where nothing people have fits what is stated.
    """
    people = _people(table, power=1.0 if stated is not None else 1 - table["levels_weight"])
    nodes = [_vertebra(chain, place, people, table, stated) for place in range(len(chain.vertebrae))]
    steps = _steps(chain, table)
    probability = {anchor.kind: anchor.probability for anchor in anchors}
    top = int(AnchorKind.AXIS in probability)
    if top:
        nodes.insert(0, _end(people.ranks, Level.C2, probability[AnchorKind.AXIS]))
        steps.insert(0, _step(table["skip"]))
    if AnchorKind.SACRUM in probability:
        nodes.append(_end(people.ranks, Level.S1, probability[AnchorKind.SACRUM]))
        steps.append(_step(table["skip"]))
    return _marginals(nodes, steps, people, slice(top, top + len(chain.vertebrae)))


def _vertebra(
    chain: Chain, place: int, people: _People, table: Constants, stated: Mapping[int, Level] | None
) -> Floats:
    """Likelihood of one vertebra for each level of each ladder, shape (anatomies, levels)."""
    ranks = people.ranks
    possible = (ranks >= CRANIAL) & (ranks <= CAUDAL)
    if stated is not None:
        return possible & (ranks == rank(stated[place])) if place in stated else possible.astype(float)
    if chain.interpolated[place]:
        return possible.astype(float)
    own = chain.vertebrae[place]
    power = table["levels_weight"] / chain.interpolated.count(False)
    seen = np.maximum(np.exp(own.levels - np.max(own.levels)), LEAST) ** power
    rib = min(max(own.rib, FAINT), 1 - FAINT)
    return np.asarray(possible * seen[ranks] * np.where(people.bears, rib, 1 - rib) ** table["rib_weight"])


def _end(ranks: NDArray[np.int_], level: Level, probability: float) -> Floats:
    """Likelihood of what lies at the end of a chain: the level it should be, or something taken for it."""
    return np.asarray((ranks >= 0) * ((ranks == rank(level)) * probability + (1 - probability) / len(LEVELS)))


def _step(missed: float, doubled: float = 0.0) -> tuple[float, float, float]:
    """Chances of going down no level, one level, two levels."""
    return doubled, 1 - doubled - missed, missed


def _steps(chain: Chain, table: Constants) -> list[tuple[float, float, float]]:
    """From each vertebra to the next; below one that was put into a gap the count is least sure."""
    distances = spacings(chain)
    found = []
    for k, distance in enumerate(distances):
        around = np.delete(distances, k)[max(0, k - AMONG // 2) :][:AMONG]
        if chain.interpolated[k]:
            found.append(_step(table["filled"] / 2, table["filled"] / 2))
        elif len(around) and distance > WIDE * float(np.median(around)):
            found.append(_step(table["wide"]))
        else:
            found.append(_step(table["skip"]))
    return found


def _marginals(
    nodes: list[Floats], steps: list[tuple[float, float, float]], people: _People, wanted: slice
) -> Posterior | None:
    """Forwards and backwards along the chain, all counts of vertebrae at once."""
    ranks, before = people.ranks, [people.share * nodes[0]]
    for node, step in zip(nodes[1:], steps, strict=True):
        before.append(_scaled(_moved(before[-1], step) * node))
    after = [np.ones_like(before[-1])]
    for node, step in zip(nodes[:0:-1], steps[::-1], strict=True):
        after.append(_scaled(_moved(after[-1] * node, step, up=True)))
    both = [a * b for a, b in zip(before, after[::-1], strict=True)]
    if any(one.sum() <= 0 for one in both):
        return None
    both = [one / one.sum() for one in both]
    levels = np.zeros((len(both), len(LEVELS)))
    for k, one in enumerate(both):
        np.add.at(levels[k], ranks[ranks >= 0], one[ranks >= 0])
    return Posterior(levels[wanted], float(both[0][0].sum()))


def _scaled(values: Floats) -> Floats:
    """Against underflow: the sum over everything does not matter."""
    return values / max(float(values.sum()), 1e-300)


def _moved(values: Floats, step: tuple[float, float, float], *, up: bool = False) -> Floats:
    """One step down the ladders, or back up, by each chance of how far it goes."""
    size = values.shape[1]
    moved = step[0] * values
    for places, chance in enumerate(step[1:], 1):
        if up:
            moved[:, : size - places] += chance * values[:, places:]
        else:
            moved[:, places:] += chance * values[:, : size - places]
    return moved
