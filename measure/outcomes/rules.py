"""Rules of the outcomes schema that span columns; each raises ValueError in plain words."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from measure.model import ObserverKind, ScaleClass, Status, ValueStatus
from measure.outcomes.vocabulary import Method, Unit

Rule = Callable[[Any], None]

_MILLIMETRES = (Unit.MM, Unit.MM2)
_BY_ALGORITHM = (Method.AUTOMATIC, Method.SEMI_AUTOMATIC)
_PIXELS = (Unit.PIXEL, Unit.PIXEL2)
_CALENDAR = re.compile(r"(?:19|20)\d{2}[-. ]?(?:0[1-9]|1[0-2])|\d{1,2}[-. ]\d{1,2}[-. ](?:\d{2}){1,2}\b")


def revision(row: Any) -> None:
    """A correction names what it replaces and why; a first revision does neither."""
    corrected = row.revision > 1
    if corrected != (row.change_reason is not None):
        raise ValueError(f"change_reason: expected one exactly from revision 2 on, got revision {row.revision}")
    if corrected != (row.supersedes_revision is not None):
        raise ValueError(f"supersedes_revision: expected exactly from revision 2 on, got revision {row.revision}")
    if corrected and row.supersedes_revision >= row.revision:
        raise ValueError(f"supersedes_revision: expected less than {row.revision}, got {row.supersedes_revision}")


@lru_cache(maxsize=4096)
def looks_like_a_date(text: str) -> bool:
    """Whether a label gives away a calendar month or day.

    Examples
    --------
    >>> looks_like_a_date("2024-05-01"), looks_like_a_date("visit 3"), looks_like_a_date("FU 12 m")
    (True, False, False)
    """
    return _CALENDAR.search(text) is not None


def visit(row: Any) -> None:
    """A visit is called by a label, not by its date."""
    if row.visit is not None and looks_like_a_date(row.visit):
        raise ValueError("visit: expected a label, got what looks like a calendar date")


def value(row: Any) -> None:
    """A value is there exactly where it was measured; else there is a reason."""
    measured = row.value_status is ValueStatus.MEASURED
    if measured != (row.value is not None):
        raise ValueError(f"value: expected exactly where value_status is measured, got {row.value_status}")
    if measured == (row.reason is not None):
        raise ValueError(f"reason: expected exactly where there is no value, got value_status {row.value_status}")


def uncertainty(row: Any) -> None:
    """An sd belongs to a value, has a basis, and is at least its floor."""
    if row.sd is None:
        if row.sd_basis is not None:
            raise ValueError("sd_basis: expected only beside an sd")
        return
    if row.value is None:
        raise ValueError("sd: expected only beside a value")
    if row.sd_basis is None:
        raise ValueError("sd_basis: expected beside an sd")
    if row.floor_sd > row.sd:
        raise ValueError(f"floor_sd: expected at most the sd {row.sd}, got {row.floor_sd}")


def scale(row: Any) -> None:
    """Millimetres need a scale; without a scale lengths are pixels."""
    if row.value is None:
        return
    unscaled = row.scale_class is ScaleClass.NONE
    if row.unit in _MILLIMETRES and (unscaled or row.scale_class is None):
        raise ValueError(f"scale_class: expected a scale for {row.unit}, got {row.scale_class}")
    if (row.unit in _PIXELS) != unscaled:
        raise ValueError(f"unit: expected pixels exactly where scale_class is none, got {row.unit}, {row.scale_class}")


def spacing(row: Any) -> None:
    """Spacing is known in both directions or in none."""
    if (row.mm_per_pixel_row is None) != (row.mm_per_pixel_col is None):
        raise ValueError("mm_per_pixel_row, mm_per_pixel_col: expected both or none")


def confirmation(row: Any) -> None:
    """Who confirmed is named exactly where somebody has."""
    if (row.status is Status.CONFIRMED) != (row.confirmed_by is not None):
        raise ValueError(f"confirmed_by: expected exactly where status is confirmed, got status {row.status}")


def algorithm(row: Any) -> None:
    """An algorithm states its version."""
    if row.observer_kind is ObserverKind.ALGORITHM and row.algorithm_version is None:
        raise ValueError("algorithm_version: expected for an algorithm")


def method(row: Any) -> None:
    """Marks that an algorithm placed name it, and stay automatic until a person confirms."""
    if row.method in _BY_ALGORITHM and (row.algorithm is None or row.algorithm_version is None):
        raise ValueError(f"algorithm, algorithm_version: expected where method is {row.method}")
    if row.method is Method.AUTOMATIC and row.status is Status.CONFIRMED:
        raise ValueError("method: expected semi-automatic where a person has confirmed, got automatic")


def structure(row: Any) -> None:
    """Level and place belong to a structure."""
    if row.structure is None and (row.level is not None or row.structure_ordinal is not None):
        raise ValueError("structure: expected where a level or a place is given")


def score_range(row: Any) -> None:
    """A score lies in the range of its instrument."""
    if row.value is None:
        return
    if row.range_low is not None and row.value < row.range_low:
        raise ValueError(f"value: expected {row.range_low} or more, got {row.value}")
    if row.range_high is not None and row.value > row.range_high:
        raise ValueError(f"value: expected {row.range_high} or less, got {row.value}")


def interval(row: Any) -> None:
    """The day of an event lies between the first and the last day it can have happened."""
    if row.earliest is not None and row.day < row.earliest:
        raise ValueError(f"day: expected {row.earliest} or later, got {row.day}")
    if row.latest is not None and row.day > row.latest:
        raise ValueError(f"day: expected {row.latest} or earlier, got {row.day}")
