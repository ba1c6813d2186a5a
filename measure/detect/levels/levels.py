"""Levels: the names of a chain, or why its vertebrae have numbers only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from measure.detect.coarse.chain import Chain
from measure.detect.flags import Flag
from measure.detect.levels.anchors import Anchor, AnchorKind, find_anchors
from measure.detect.levels.constants import Constants, constants
from measure.detect.levels.naming import Posterior, posterior
from measure.detect.levels.statements import contradicted, stated_levels
from measure.model import LEVELS, Level, Origin, Statement, Topic

APART = 1  # vertebrae by which two anchors may disagree: more, and one of them is wrong


@dataclass(frozen=True, slots=True)
class Levels:
    """Names of the vertebrae of a chain.

    Attributes
    ----------
    names : tuple of Level or None
        Head to tail; None = a number only.
    confidence : tuple of float or None
        Probability of each name; of names that rest on a statement, given that the statement is right.
    anchors : tuple of Anchor
        What is in view.
    statement : Statement or None
        How the names came about, where nobody stated them.
    flags : tuple of str
        Doubts about the names, or why there are none.
    """

    names: tuple[Level | None, ...]
    confidence: tuple[float | None, ...]
    anchors: tuple[Anchor, ...] = ()
    statement: Statement | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def sacrum(self) -> float | None:
        """Probability that what lies below the chain is S1; None where no sacrum is in view."""
        return next((one.probability for one in self.anchors if one.kind is AnchorKind.SACRUM), None)


def name_levels(
    chain: Chain, statements: Sequence[Statement] = (), treated: Sequence[int] = (), table: Constants | None = None
) -> Levels:
    """Name the vertebrae of a chain.

    A statement wins: ``3=L1`` counts from the third vertebra, and stated treated levels name the vertebrae that look
    treated where they are as many. Else the names are the likeliest ones under the counts that people have, but only
    where an anchor is in view; without one nobody can count, and the vertebrae have numbers only.

    Parameters
    ----------
    chain : Chain
        Vertebrae head to tail, with what was found at their ends.
    statements : sequence of Statement
        What is stated about the film.
    treated : sequence of int, optional
        Places, from 0, of vertebrae that hold cement or an implant.
    table : mapping, optional
        Constants instead of the package's.

    Returns
    -------
    Levels

    Raises
    ------
    ReadingError
        If a statement has a value that its topic does not allow.
    """
    known = table or constants()
    anchors = find_anchors(chain, known)
    own = _own(chain, anchors, known)
    stated = stated_levels(statements, treated, len(chain.vertebrae), below=chain.sacrum is not None)
    found = posterior(chain, anchors, known, stated=stated) if stated else None
    if found is None:
        return own
    named = _named(chain, found, known, anchors)
    if contradicted(stated, own.names, own.confidence, known["strong"]):
        named = replace(named, flags=(*named.flags, Flag.LEVEL_CONTRADICTED))
    return named


def _own(chain: Chain, anchors: tuple[Anchor, ...], known: Constants) -> Levels:
    """Names by what is in view."""
    if not anchors:
        return _numbers(chain, anchors, Flag.NO_ANCHOR)
    firsts = [anchor.first for anchor in anchors]
    if max(firsts) - min(firsts) > APART:
        return _numbers(chain, anchors, Flag.ANCHORS_CONFLICT)
    found = posterior(chain, anchors, known)
    named = _named(chain, found, known, anchors) if found is not None else None
    # Where the network would rather believe itself than what is in view, nothing anchors its names.
    if named is None or not any(anchor.allows(named.names[anchor.place]) for anchor in anchors):
        odd = (Flag.TRANSITIONAL,) if max(firsts) > min(firsts) else ()
        return _numbers(chain, anchors, Flag.LEVELS_UNSURE, *odd)
    return replace(named, statement=_method(named))


def _numbers(chain: Chain, anchors: tuple[Anchor, ...], *flags: Flag) -> Levels:
    nothing = (None,) * len(chain.vertebrae)
    return Levels(nothing, nothing, anchors, flags=flags)


def _named(chain: Chain, found: Posterior, known: Constants, anchors: tuple[Anchor, ...]) -> Levels:
    """Every vertebra that is sure enough gets its likeliest level."""
    best, sure = found.levels.argmax(axis=1), found.levels.max(axis=1)
    good = sure >= known["named"]
    # One that was put into a gap where there is none has the level of the one below.
    good[:-1] &= ~(np.array(chain.interpolated[:-1], bool) & (best[:-1] == best[1:]))
    names = tuple(LEVELS[k] if enough else None for k, enough in zip(best, good, strict=True))
    confidence = tuple(float(min(p, 1.0)) if enough else None for p, enough in zip(sure, good, strict=True))
    return Levels(names, confidence, anchors, flags=(Flag.TRANSITIONAL,) if found.usual < 0.5 else ())


def _method(named: Levels) -> Statement | None:
    """The naming as a statement: the vertebra next to the surest anchor, and what is in view."""
    source = ", ".join(anchor.kind for anchor in named.anchors)
    for anchor in sorted(named.anchors, key=lambda one: -one.probability):
        if (level := named.names[anchor.place]) is not None:
            return Statement(Topic.LEVEL_ANCHOR, f"{anchor.place + 1}={level}", Origin.ALGORITHM, source)
    place, level = next((k, name) for k, name in enumerate(named.names) if name is not None)
    return Statement(Topic.LEVEL_ANCHOR, f"{place + 1}={level}", Origin.ALGORITHM, source)
