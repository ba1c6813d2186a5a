"""Cells of the cases table: text as people write it, to values; wrong ones say what was expected."""

import datetime as dt
import re
from collections.abc import Callable
from enum import StrEnum
from typing import TypeVar

from measure.errors import quoted
from measure.model import Event, Facing, Posture, Side, Topic, View, parse_level
from measure.outcomes.rules import looks_like_a_date
from measure.outcomes.vocabulary import Timepoint

W = TypeVar("W", bound=StrEnum)

_VIEWS = {
    "ap": "frontal", "pa": "frontal", "a.p.": "frontal", "p.a.": "frontal", "coronal": "frontal",
    "lat": "lateral", "ll": "lateral", "sagittal": "lateral",
}  # fmt: skip
_SIDES = {"l": "left", "r": "right", "both": "bilateral", "b": "bilateral"}
_TIMEPOINTS = {
    "preop": "baseline", "pre_op": "baseline", "pre": "baseline", "intraop": "intra_op",
    "30d": "d30", "3m": "m3", "6m": "m6", "12m": "m12", "1y": "m12", "24m": "m24", "2y": "m24",
}  # fmt: skip
_POSTURES = {"upright": "standing", "erect": "standing", "seated": "sitting", "lying": "supine"}
_KIND = re.compile(r"[a-z][a-z0-9_]*")
_PLUS_MINUS = re.compile(r"\s*(?:±|\+/-|\+-)\s*")


def choice(words: type[W], aliases: dict[str, str] | None = None) -> Callable[[str], W]:
    """Reader of a cell that holds one of a list of words, whatever its case."""

    def read(text: str) -> W:
        word = re.sub(r"[\s-]+", "_", text.strip().lower())
        try:
            return words((aliases or {}).get(word, word))
        except ValueError:
            raise ValueError(f"expected {', '.join(words)}, got {quoted(text)}") from None

    return read


view = choice(View, _VIEWS)
side = choice(Side, _SIDES)
facing = choice(Facing, {"l": "left", "r": "right"})
posture = choice(Posture, _POSTURES)
timepoint = choice(Timepoint, _TIMEPOINTS)


def number(text: str) -> float:
    """Number with ``.`` or ``,`` as its decimal sign; no thousands."""
    try:
        value = float(text.replace(",", ".", 1))
    except ValueError:
        raise ValueError(f"expected a number, got {quoted(text)}") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(f"expected a finite number, got {quoted(text)}")
    return value


def positive(text: str) -> float:
    """Number above zero."""
    value = number(text)
    if value <= 0:
        raise ValueError(f"expected a number above 0, got {quoted(text)}")
    return value


def whole(text: str) -> int:
    """Whole number, also where a spreadsheet has made ``90.0`` of it."""
    value = number(text)
    if value != int(value):
        raise ValueError(f"expected whole days, got {quoted(text)}")
    return int(value)


def measured_with_sd(text: str) -> str:
    """A number, alone or with its sd: ``1.15`` or ``1.15±0.07``."""
    parts = _PLUS_MINUS.split(text)
    if len(parts) > 2:
        raise ValueError(f"expected a number ± its sd, got {quoted(text)}")
    positive(parts[0])
    for part in parts[1:]:
        number(part)
    return "±".join(part.strip().replace(",", ".", 1) for part in parts)


def positive_text(text: str) -> str:
    """A number above zero, as text with ``.``."""
    positive(text)
    return text.replace(",", ".", 1)


def aspect(text: str) -> str:
    """Ratio of row to column spacing, or ``unknown``."""
    return "unknown" if text.strip().lower() == "unknown" else positive_text(text)


def levels(text: str) -> tuple[str, ...]:
    """One or more vertebral levels: ``L1`` or ``L1;L3``."""
    found = []
    for part in re.split(r"[;,/\s]+", text.strip()):
        level = parse_level(part)
        if level is None:
            raise ValueError(f"expected a level such as L1, got {quoted(text)}")
        found.append(str(level))
    return tuple(found)


def anchors(text: str) -> tuple[str, ...]:
    """Stated levels by place: ``3=L1`` or ``3=L1;8=S1``."""
    found = []
    for part in re.split(r"[;,]\s*", text.strip()):
        place, _, name = part.partition("=")
        place = place.strip().removeprefix("#")
        level = parse_level(name)
        if not place.isdigit() or int(place) < 1 or level is None:
            raise ValueError(f"expected a place and a level such as 3=L1, got {quoted(text)}")
        found.append(f"{int(place)}={level}")
    return tuple(found)


def end_vertebrae(text: str) -> str:
    """Upper and lower end vertebra: ``T5-L1``, or by place ``#5-#12``."""
    ends = re.split(r"\s*[-–—]\s*", text.strip())
    if len(ends) != 2:
        raise ValueError(f"expected two ends such as T5-L1, got {quoted(text)}")
    return "-".join(_end(end, text) for end in ends)


def _end(end: str, text: str) -> str:
    if end.startswith("#") and end[1:].isdigit():
        return end
    level = parse_level(end)
    if level is None:
        raise ValueError(f"expected two ends such as T5-L1, got {quoted(text)}")
    return str(level)


def day(text: str) -> dt.date:
    """Calendar day, ISO only: ``03/04/2024`` is two different days to two readers."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError("expected a day as YYYY-MM-DD, got another form") from None


def visit(text: str) -> str:
    """Label of a visit."""
    if looks_like_a_date(text):
        raise ValueError("expected a label such as v1, got what looks like a calendar date; use exam_date")
    if not re.fullmatch(r"[\w .+-]{1,64}", text):
        raise ValueError(f"expected a label of letters, digits, spaces . + -, got {quoted(text)}")
    return text


def site(text: str) -> str:
    """Code of a hospital."""
    if not re.fullmatch(r"[\w .+-]{1,64}", text):
        raise ValueError(f"expected a code of letters, digits, spaces . + -, got {quoted(text)}")
    return text


def events(text: str) -> tuple[Event, ...]:
    """Events with their day: ``osteotomy@0;full_weight_bearing@150..170``.

    Two days with ``..`` between them are an interval; its middle stands for the day.

    Examples
    --------
    >>> events("osteotomy@0; full_weight_bearing@150..170")[1]
    Event(kind='full_weight_bearing', day=160.0, earliest=150.0, latest=170.0)
    """
    return tuple(_event(part) for part in text.split(";") if part.strip())


def _event(text: str) -> Event:
    kind, _, when = text.strip().partition("@")
    kind = re.sub(r"[\s-]+", "_", kind.strip().lower())
    if not _KIND.fullmatch(kind) or not when.strip():
        raise ValueError(f"expected kind@day such as osteotomy@0, got {quoted(text)}")
    first, dots, last = when.partition("..")
    if not dots:
        return Event(kind, number(when))
    earliest, latest = number(first), number(last)
    if latest < earliest:
        raise ValueError(f"expected an interval from earlier to later, got {quoted(text)}")
    return Event(kind, (earliest + latest) / 2, earliest, latest)


# Columns that say something about the film, and how each is read into statements.
STATED: dict[Topic, Callable[[str], StrEnum | str | tuple[str, ...]]] = {
    Topic.VIEW: view,
    Topic.SIDE: side,
    Topic.FACING: facing,
    Topic.PATIENT_LEFT: facing,
    Topic.POSTURE: posture,
    Topic.MAGNIFICATION: measured_with_sd,
    Topic.SPACING: measured_with_sd,
    Topic.PIXEL_ASPECT: aspect,
    Topic.LEVEL_ANCHOR: anchors,
    Topic.TREATED_LEVEL: levels,
    Topic.END_VERTEBRAE: end_vertebrae,
    Topic.NAIL_DIAMETER: positive_text,
}
