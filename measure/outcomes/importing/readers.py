"""How the text of a cell becomes a value, column by column; what is wrong says what was expected."""

import math
import re
from collections.abc import Callable
from functools import cache, lru_cache, partial
from typing import Any

from measure.errors import quoted
from measure.model import Level, ObserverKind, ScaleClass, Status, ValueStatus, parse_level
from measure.outcomes import cells
from measure.outcomes.describe import columns
from measure.outcomes.record import FLAG_SEPARATOR
from measure.outcomes.schema import Row
from measure.outcomes.vocabulary import Answer, Method, PostureVsBaseline, SdBasis, Unit

Reader = Callable[[str], Any]

_WORD = re.compile(r"[a-z][a-z0-9_]{0,63}")
_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_UNITS = {
    "millimetre": Unit.MM, "millimeter": Unit.MM, "millimetres": Unit.MM, "millimeters": Unit.MM,
    "°": Unit.DEG, "degree": Unit.DEG, "degrees": Unit.DEG, "deg.": Unit.DEG,
    "ratio": Unit.RATIO, "1": Unit.RATIO, "percent": Unit.PERCENT,
    "px": Unit.PIXEL, "pixel": Unit.PIXEL, "pixels": Unit.PIXEL, "mm²": Unit.MM2, "mm^2": Unit.MM2,
    "day": Unit.DAY, "days": Unit.DAY, "score": Unit.SCORE, "points": Unit.SCORE, "mm/day": Unit.MM_PER_DAY,
}  # fmt: skip


def number(text: str, *, decimal_comma: bool) -> float:
    """Finite number; a comma is its decimal sign only where it cannot part cells.

    Examples
    --------
    >>> number("22,5", decimal_comma=True)
    22.5
    """
    plain = text.replace(",", ".") if decimal_comma else text
    try:
        value = float(plain)
    except ValueError:
        raise ValueError(f"expected a number, got {quoted(text)}") from None
    if not math.isfinite(value) or "_" in plain:
        raise ValueError(f"expected a finite number, got {quoted(text)}")
    return value


def whole(text: str, *, decimal_comma: bool) -> int:
    """Whole number, also where a spreadsheet has made ``90.0`` of it."""
    value = number(text, decimal_comma=decimal_comma)
    if value != int(value):
        raise ValueError(f"expected a whole number, got {quoted(text)}")
    return int(value)


@lru_cache(maxsize=1024)
def word(text: str) -> str:
    """Code: capitals, spaces and hyphens make no difference.

    Examples
    --------
    >>> word("Anterior height")
    'anterior_height'
    """
    found = re.sub(r"[\s-]+", "_", text.strip().lower())
    if not _WORD.fullmatch(found):
        raise ValueError(f"expected a code of letters, digits and _, got {quoted(text)}")
    return found


@lru_cache(maxsize=1024)
def level(text: str) -> Level:
    """Vertebral level; ``unnumbered`` is none."""
    try:
        found = parse_level(text)
    except ValueError:
        found = None
    if found is None:
        raise ValueError(f"expected a level such as L1 (C1 to C7, T1 to T13, L1 to L6, S1), got {quoted(text)}")
    return found


@lru_cache(maxsize=1024)
def unit(text: str) -> Unit:
    """Unit, under the names people give it; it is never converted."""
    plain = text.strip()
    if plain.lower() in _UNITS:
        return _UNITS[plain.lower()]
    try:
        return Unit(plain)
    except ValueError:
        raise ValueError(f"expected one of {', '.join(Unit)}, got {quoted(text)}") from None


def yes_no(text: str) -> bool:
    """Answer to a yes/no question."""
    if text.strip().lower() not in _YES:
        raise ValueError(f"expected yes or no, got {quoted(text)}")
    return _YES[text.strip().lower()]


def _flags(text: str) -> tuple[str, ...]:
    return tuple(flag.strip() for flag in text.split(FLAG_SEPARATOR) if flag.strip())


# Columns whose text has a form of its own; the others are read by the type the schema gives them.
OWN: dict[str, Reader] = {
    "site": cells.site, "visit": cells.visit, "timepoint": cells.timepoint, "exam_date": cells.day,
    "index_date": cells.day, "level": level, "level_from": level, "level_to": level, "side": cells.side,
    "view": cells.view, "posture": cells.posture, "posture_vs_baseline": cells.choice(PostureVsBaseline),
    "unit": unit, "value_status": cells.choice(ValueStatus), "status": cells.choice(Status),
    "scale_class": cells.choice(ScaleClass), "sd_basis": cells.choice(SdBasis),
    "observer_kind": cells.choice(ObserverKind), "method": cells.choice(Method, {"semi_automatic": "semi-automatic"}),
    "serious": cells.choice(Answer), "device_related": cells.choice(Answer), "procedure_related": cells.choice(Answer),
    "measure": word, "scheme": word, "instrument": word, "subscale": word, "kind": word, "detail": word,
    "severity": word, "outcome": word, "indication": word, "approach": word, "anaesthesia": word,
    "respondent": word, "site_modifier": word, "calibration_source": word, "flags": _flags,
}  # fmt: skip


@cache
def _types(row_type: type[Row]) -> dict[str, str]:
    return {name: column["type"] for name, column in columns(row_type).items()}


@cache
def reader(row_type: type[Row], target: str, decimal_comma: bool) -> Reader:
    """Reader of a column.

    Parameters
    ----------
    row_type : type
        Table that the column belongs to.
    target : str
        Column of the schema, or ``exam_date``, ``index_date``, ``view``.
    decimal_comma : bool
        Whether a comma in a number is a decimal sign.

    Returns
    -------
    callable
        Takes the text, gives the value; raises ValueError with what was expected.
    """
    if target in OWN:
        return OWN[target]
    kind = _types(row_type).get(target, "string")
    if kind == "string":
        return str
    return yes_no if kind == "boolean" else partial(whole if kind == "integer" else number, decimal_comma=decimal_comma)
