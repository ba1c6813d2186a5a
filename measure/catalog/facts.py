"""What is known about a film once the header and the statements are put together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from measure.errors import ReadingError
from measure.film import apply_statements
from measure.model import (
    Calibration,
    Facing,
    FilmHeader,
    Level,
    Origin,
    Posture,
    Reading,
    Side,
    Statement,
    Topic,
    View,
    neighbour,
    parse_anchor,
    parse_level,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of one film that measures rest on.

    Attributes
    ----------
    calibration : Calibration
        Scale in force.
    view, facing, patient_left, side, posture : optional
        As stated, else as the header says.
    anchors : tuple of (int, Level)
        Stated levels: (place in the chain from 1, level).
    end_vertebrae : str or None
        Stated end vertebrae, ``T5-L1`` or ``#5-#12``.
    treated : tuple of Level
        Treated levels.
    flags : tuple of str
        Contradictions between statements and header.
    size : tuple of int or None
        Rows and columns of the film; marks outside are refused.
    """

    calibration: Calibration
    view: View | None = None
    facing: Facing | None = None
    patient_left: Facing | None = None
    side: Side | None = None
    posture: Posture | None = None
    anchors: tuple[tuple[int, Level], ...] = ()
    end_vertebrae: str | None = None
    treated: tuple[Level, ...] = ()
    flags: tuple[str, ...] = ()
    size: tuple[int, int] | None = None


def establish(header: FilmHeader, reading: Reading) -> Facts:
    """Put header and statements together; statements win, contradictions are flagged.

    What an algorithm stated counts only where nobody else said anything on the topic.

    Parameters
    ----------
    header : FilmHeader
        What the file says.
    reading : Reading
        Its statements are used.

    Returns
    -------
    Facts
        What holds for this film.

    Raises
    ------
    ReadingError
        If a statement has a value that its topic does not allow.
    """
    flags: list[str] = []

    def fact(topic: Topic, parse: Callable[[str], T], from_header: T | None) -> T | None:
        return _one(topic, [_parse(s, parse) for s in _heard(reading, topic)], from_header, flags)

    calibration, scale_flags = apply_statements(header.calibration, reading.statements)
    flags.extend(scale_flags)
    return Facts(
        calibration=calibration,
        view=fact(Topic.VIEW, View, header.view),
        facing=fact(Topic.FACING, Facing, header.facing),
        patient_left=fact(Topic.PATIENT_LEFT, Facing, header.patient_left),
        side=fact(Topic.SIDE, Side, header.side),
        posture=fact(Topic.POSTURE, Posture, header.posture),
        anchors=_anchors([_parse(s, parse_anchor) for s in _of_people(reading)], flags),
        end_vertebrae=fact(Topic.END_VERTEBRAE, str, None),
        treated=tuple(_parse(s, _level) for s in _heard(reading, Topic.TREATED_LEVEL)),
        flags=tuple(dict.fromkeys(flags)),
        size=(header.rows, header.cols),
    )


def _heard(reading: Reading, topic: Topic) -> tuple[Statement, ...]:
    """Statements on a topic, without those of an algorithm where there are others."""
    stated = reading.stated(topic)
    return tuple(s for s in stated if s.origin is not Origin.ALGORITHM) or stated


def _of_people(reading: Reading) -> tuple[Statement, ...]:
    """Level anchors to count from: an algorithm names each vertebra itself, and its anchor only says how."""
    return tuple(s for s in reading.stated(Topic.LEVEL_ANCHOR) if s.origin is not Origin.ALGORITHM)


def _one(topic: Topic, stated: list[T], from_header: T | None, flags: list[str]) -> T | None:
    """The one value that holds; two different statements cancel each other and are flagged."""
    values = set(stated)
    if len(values) > 1:
        flags.append(f"{topic}_statements_contradict")
        return None
    if not stated:
        return from_header
    if from_header is not None and stated[0] != from_header:
        flags.append(f"{topic}_contradicts_header")
    return stated[0]


def _anchors(stated: list[tuple[int, Level]], flags: list[str]) -> tuple[tuple[int, Level], ...]:
    """Anchors that agree with the first by counting; where one does not, none holds and that is flagged."""
    if any(neighbour(stated[0][1], place - stated[0][0], {level}) is not level for place, level in stated):
        flags.append("level_anchor_statements_contradict")
        return ()
    return tuple(stated)


def _parse(statement: Statement, parse: Callable[[str], T]) -> T:
    try:
        return parse(statement.value.strip())
    except ValueError as error:
        raise ReadingError(f"statement about {statement.topic}: {error}") from error


def _level(text: str) -> Level:
    level = parse_level(text)
    if level is None:
        raise ValueError(f"expected a level, got {text!r}")
    return level
