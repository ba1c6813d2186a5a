"""Draft: chain, marks, quality and levels of a film as the reading of an algorithm, for a person to check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.detect.coarse.chain import Chain
from measure.detect.facing import find_facing
from measure.detect.fine.points import FinePoints
from measure.detect.flags import Flag
from measure.detect.levels.levels import Levels
from measure.detect.lost_height import lost_height
from measure.detect.quality import Quality
from measure.model import (
    Annotation,
    Covariance,
    Facing,
    FilmHeader,
    Level,
    Observer,
    Origin,
    Point,
    Reading,
    Statement,
    Structure,
    StructureKind,
    Topic,
    View,
)
from measure.model.uids import draft_reading_uid

Array = NDArray[np.float64]

# Front and back of the picture by the side that the front is on; the middle keeps its name.
NAMES = {
    Facing.LEFT: {"left": "anterior", "right": "posterior"},
    Facing.RIGHT: {"left": "posterior", "right": "anterior"},
}


@dataclass(frozen=True, slots=True)
class Found:
    """What the networks found on one film.

    Attributes
    ----------
    view : View
        As stated, else as it looks.
    chain : Chain
        Vertebrae head to tail.
    points : tuple of FinePoints
        Marks of each, and of S1 as the last where the chain has a sacrum.
    quality : tuple of Quality
        How well each can be read, in the same order.
    levels : Levels
        Names of the vertebrae.
    front_left : float
        Probability that the front is at the left of the picture, as the whole film looks.
    flags : tuple of str
        Doubts about the film as a whole.
    """

    view: View
    chain: Chain
    points: tuple[FinePoints, ...]
    quality: tuple[Quality, ...]
    levels: Levels
    front_left: float = 0.5
    flags: tuple[str, ...] = ()


def draft(header: FilmHeader, found: Found, observer: Observer, statements: Sequence[Statement] = ()) -> Reading:
    """Reading of an algorithm: every annotation a draft, every mark with its covariance.

    On a lateral film the marks are named after the body where the front is known: as stated, else as the header
    says, else as it looks. Where none of them is sure they keep the names that they have on the picture. S1 has its
    superior marks only. A mark or a vertebra that cannot be read is left out or carries its reason.

    Parameters
    ----------
    header : FilmHeader
        The film's facts.
    found : Found
        What was found on it.
    observer : Observer
        The algorithm with its version: part of the identity of the reading.
    statements : sequence of Statement
        What others state; kept in the reading, and stronger than what was found.

    Returns
    -------
    Reading
        Vertebrae without a level have numbers.
    """
    facing, unsure = _facing(header, found, statements)
    doubts = _doubts(found, (*found.flags, *unsure, *found.levels.flags))
    drafts = (_annotation(found, place, facing, observer, flags) for place, flags in enumerate(doubts))
    digest = header.digest or header.film_key
    uid = draft_reading_uid(digest, observer.name, str(observer.version), header.frame)
    said = (*statements, *_said(header, found, facing, statements))
    return Reading(uid, header.film_key, observer, tuple(one for one in drafts if one is not None), said)


def _facing(
    header: FilmHeader, found: Found, statements: Sequence[Statement]
) -> tuple[Facing | None, tuple[Flag, ...]]:
    """Side of the front; a frontal film has none, and none is missed."""
    if found.view is not View.LATERAL:
        return None, ()
    return find_facing(header, statements, found.chain, found.front_left)


def _doubts(found: Found, of_film: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Flags of every vertebra: its own, then those of the film."""
    flags = []
    filled = (*found.chain.interpolated, False)[: len(found.points)]
    for gap, quality, unproven in zip(filled, found.quality, _unproven(found), strict=True):
        own = [Flag.INTERPOLATED] * gap + [Flag.ACCURACY_UNPROVEN] * unproven
        flags.append(tuple(dict.fromkeys((*own, *quality.flags, *of_film))))
    return flags


def _annotation(
    found: Found, place: int, facing: Facing | None, observer: Observer, flags: tuple[str, ...]
) -> Annotation | None:
    """Draft of one vertebra; None of a sacrum that is none, of what its view does not read, or without a mark."""
    points, quality = found.points[place], found.quality[place]
    of_sacrum = place == len(found.chain.vertebrae)
    level, sure = (Level.S1, found.levels.sacrum) if of_sacrum else _name(found.levels, place)
    if (of_sacrum and sure is None) or _unread(found.view, level):
        return None
    structure = Structure(StructureKind.VERTEBRA, level, place + 1)
    if quality.not_visible is not None:
        return Annotation(structure, observer, not_visible=quality.not_visible, level_confidence=sure, flags=flags)
    marks = {
        _named(name, facing): _point(points.marks[name], points.covariances[name])
        for name in points.marks
        if name not in quality.hidden and not (of_sacrum and name.startswith("inferior"))
    }
    return Annotation(structure, observer, marks, level_confidence=sure, flags=flags) if marks else None


def _unread(view: View, level: Level | None) -> bool:
    """Whether readers leave a vertebra out: frontal curves are read on the chest and the loin alone."""
    return view is View.FRONTAL and level is not None and str(level)[0] not in "TL"


def _name(levels: Levels, place: int) -> tuple[Level | None, float | None]:
    return levels.names[place], levels.confidence[place]


def _named(mark: str, facing: Facing | None) -> str:
    """Name of a mark after the body, where the front is known."""
    if facing is None:
        return mark
    edge, end = mark.split("_")
    return f"{edge}_{NAMES[facing].get(end, end)}"


def _point(at: Array, spread: Array) -> Point:
    covariance = Covariance(float(spread[0, 0]), float(spread[0, 1]), float(spread[1, 1]))
    return Point(float(at[0]), float(at[1]), covariance)


def _unproven(found: Found) -> list[bool]:
    """Vertebrae of a kind on which no draft has been compared with a reader's marks on real films."""
    bodies = found.points[: len(found.chain.vertebrae)]
    shown: list[Mapping[str, Array]] = [
        {name: at for name, at in points.marks.items() if name not in quality.hidden and quality.not_visible is None}
        for points, quality in zip(bodies, found.quality, strict=False)
    ]
    lost = [*lost_height(shown), *[False] * (len(found.points) - len(bodies))]
    return [low or quality.treated for low, quality in zip(lost, found.quality, strict=True)]


def _said(
    header: FilmHeader, found: Found, facing: Facing | None, statements: Sequence[Statement]
) -> tuple[Statement, ...]:
    """What the algorithm itself states: only where nobody else does."""
    stated = {one.topic for one in statements}
    own = []
    if Topic.VIEW not in stated and header.view is None:
        own.append(Statement(Topic.VIEW, str(found.view), Origin.ALGORITHM))
    if facing is not None and Topic.FACING not in stated and header.facing is None:
        own.append(Statement(Topic.FACING, str(facing), Origin.ALGORITHM))
    if found.levels.statement is not None:
        own.append(found.levels.statement)
    return tuple(own)
