"""Anchors: what is in view that says where along the spine a chain of vertebrae lies."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from measure.detect.coarse.chain import Chain
from measure.detect.levels.constants import Constants, constants
from measure.model import Level, rank

Floats = NDArray[np.float64]

NEAR, FAR = 0.5, 1.65  # spacings between the last vertebra of a chain and what lies next to it
ASTRAY = 0.35  # cosine: the sacrum turns away from the line of the spine, but not by more
DISC = 1.25  # heights from centre to centre, where a chain has one vertebra only
FAINT = 0.02  # a rib probability is never surer than this
CLEAR = 2  # vertebrae on each side of the last rib that must be clear


class AnchorKind(StrEnum):
    """What is in view; the words stand in the statement that the naming is stored as."""

    SACRUM = "sacrum in view"
    LAST_RIB = "last rib in view"
    AXIS = "C2 in view"


@dataclass(frozen=True, slots=True)
class Anchor:
    """One thing in view that names one vertebra, in people with the usual count.

    Attributes
    ----------
    kind : AnchorKind
        What is in view.
    place : int
        Place in the chain of the vertebra that it names, from 0.
    level : Level
        Level of that vertebra in most people: L5 above the sacrum, T12 with the last ribs, C3 below C2.
    probability : float
        That it is there.
    """

    kind: AnchorKind
    place: int
    level: Level
    probability: float

    @property
    def first(self) -> int:
        """Rank of the level that the first vertebra of the chain would have, were the count usual.

        Examples
        --------
        >>> Anchor(AnchorKind.SACRUM, 4, Level.L5, 0.99).first == Anchor(AnchorKind.LAST_RIB, 0, Level.L1, 0.9).first
        True
        """
        return _count(self.level) - self.place

    def allows(self, name: Level | None) -> bool:
        """Whether the vertebra may have this name: its usual level, or one up or down in people of another count.

        Examples
        --------
        >>> rib = Anchor(AnchorKind.LAST_RIB, 0, Level.T12, 0.9)
        >>> rib.allows(Level.L1), rib.allows(Level.T11), rib.allows(Level.L2), rib.allows(None)
        (True, True, False, False)
        """
        return name is not None and abs(_count(name) - _count(self.level)) <= 1


def _count(level: Level) -> int:
    """Rank among the levels of most people; a T13 counts as their T12."""
    return rank(level) - (rank(level) >= rank(Level.T13))


def find_anchors(chain: Chain, table: Constants | None = None) -> tuple[Anchor, ...]:
    """Anchors in view, each with its probability.

    The sacrum counts where its peak lies about one spacing below the last vertebra, C2 where it lies as far above
    the first, and the last rib where the vertebrae change from surely bearing ribs to surely bearing none.

    Parameters
    ----------
    chain : Chain
        Vertebrae head to tail, with what was found at their ends.
    table : mapping, optional
        Constants instead of the package's.

    Returns
    -------
    tuple of Anchor
        Empty where nothing says which vertebrae these are.
    """
    known = table or constants()
    if not chain.vertebrae:
        return ()
    found = (_sacrum(chain, known), _last_rib(chain, known), _axis(chain, known))
    return tuple(anchor for anchor in found if anchor is not None and anchor.probability >= known["anchor"])


def _sacrum(chain: Chain, known: Constants) -> Anchor | None:
    if chain.sacrum is None or not _next_to(chain, chain.sacrum.centre, below=True):
        return None
    sure = _logistic(chain.sacrum_score, known["sacrum_half"], known["sacrum_width"])
    return Anchor(AnchorKind.SACRUM, len(chain.vertebrae) - 1, Level.L5, sure)


def _axis(chain: Chain, known: Constants) -> Anchor | None:
    if chain.axis is None or not _next_to(chain, np.asarray(chain.axis), below=False):
        return None
    sure = _logistic(chain.axis_score, known["axis_half"], known["axis_width"])
    return Anchor(AnchorKind.AXIS, 0, Level.C3, sure)


def _logistic(score: float, half: float, width: float) -> float:
    return 1 / (1 + math.exp(-(score - half) / width))


def spacings(chain: Chain) -> Floats:
    """Distances from centre to centre, head to tail, in film pixels."""
    centres = np.array([one.centre for one in chain.vertebrae]).reshape(-1, 2)
    return np.asarray(np.linalg.norm(np.diff(centres, axis=0), axis=1))


def _next_to(chain: Chain, point: Floats, *, below: bool) -> bool:
    """Whether a point lies about one spacing beyond the end of a chain, on its line."""
    line = np.array([one.centre for one in chain.vertebrae])
    own = chain.vertebrae[-1 if below else 0]
    near = spacings(chain)[-3:] if below else spacings(chain)[:3]
    spacing = float(np.median(near)) if len(near) else DISC * own.height
    ahead = own.quad[2:].mean(axis=0) - own.quad[:2].mean(axis=0)
    if len(line) > 1:
        ahead = line[-1] - line[-2] if below else line[1] - line[0]
    away = (point - own.centre) * (1 if below else -1)
    length, step = float(np.linalg.norm(away)), float(np.linalg.norm(ahead))
    if not NEAR * spacing <= length <= FAR * spacing or step == 0:
        return False
    return float(away @ ahead) >= ASTRAY * length * step


def _last_rib(chain: Chain, known: Constants) -> Anchor | None:
    """The change from ribs to no ribs, where the vertebrae around it are clear."""
    places = [k for k, filled in enumerate(chain.interpolated) if not filled]
    ribs = np.array([chain.vertebrae[k].rib for k in places])
    last, sure = last_rib(ribs, known["rib_weight"])
    if last is None:
        return None
    bearing, bare = ribs[: last + 1][::-1], 1 - ribs[last + 1 :]
    for side in (bearing, bare):
        clear = len(side) >= CLEAR and min(side[:CLEAR]) >= known["rib_clear"]
        if not clear and not (len(side) and side[0] >= known["rib_sharp"]):
            return None
    return Anchor(AnchorKind.LAST_RIB, places[last], Level.T12, sure)


def last_rib(ribs: Floats, weight: float = 1.0) -> tuple[int | None, float]:
    """Place of the last vertebra with ribs, and the probability that it is that one.

    Vertebrae without ribs, then some with, then some without: every place where the ribs may begin and end is
    weighed, each vertebra with its own probability.

    Parameters
    ----------
    ribs : ndarray, shape (n,)
        Probability of each vertebra, head to tail, that it bears ribs.
    weight : float
        Share of the evidence of a vertebra that is its own.

    Returns
    -------
    place : int or None
        None where the ribs more likely go on beyond the chain, or are not in view at all.
    probability : float
        Of the likeliest answer.

    Examples
    --------
    >>> last_rib(np.array([0.9, 0.9, 0.1, 0.1]))[0]
    1
    >>> last_rib(np.array([0.9, 0.9, 0.9, 0.9]))[0] is None
    True
    """
    n = len(ribs)
    if n == 0:
        return None, 1.0
    sure = np.clip(ribs, FAINT, 1 - FAINT)
    odds = np.concatenate([[0.0], np.cumsum(weight * np.log(sure / (1 - sure)))])
    # With ribs from a to b − 1 the log-likelihood is odds[b] − odds[a], up to a constant; a = b: none at all.
    start, end = np.triu_indices(n + 1, 1)
    scores = np.append(odds[end] - odds[start], 0.0)
    weights = np.exp(scores - scores.max())
    weights /= weights.sum()
    ends = np.bincount(np.append(end, 0), weights, minlength=n + 1)
    best = int(ends.argmax())
    return (best - 1 if 0 < best < n else None), float(ends[best])
