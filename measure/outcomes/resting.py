"""Values that rest on the same marks as one that a reader changed: they have to be looked at too."""

from collections.abc import Collection, Iterable, Iterator, Set

from measure.catalog import MEASURES
from measure.model import Level, StructureKind
from measure.model.anatomy import neighbour
from measure.outcomes.courses import COURSE_MEASURES
from measure.outcomes.decision import REASONS, Decision
from measure.outcomes.jsontext import details_from_text
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.store import Store

_BY_ID = {measure.id: measure for measure in MEASURES}
_CHANGED = (REASONS[Decision.AMEND], REASONS[Decision.REJECT])
_NEIGHBOURS = {"above": -1, "below": 1}
_BY_DETAILS = ("expected", "predicted")  # the details name the vertebrae
_ENDS = {"cranial_end": ("level_from",), "caudal_end": ("level_to",), "each": ("level_from", "level_to")}
Mark = tuple[str, str]  # key of the structure, name of the mark


def left_behind(store: Store, changed: Iterable[MeasurementRow], decided: Collection[str]) -> list[MeasurementRow]:
    """Current values of the same readings that rest on the marks of a changed row and were not changed with it.

    Parameters
    ----------
    store : Store
        With the decisions.
    changed : iterable of MeasurementRow
        What was amended or rejected.
    decided : collection of str
        UIDs of all that was decided on together: the reader has seen those.

    Returns
    -------
    list of MeasurementRow
        Those of the very structures first. What was amended or rejected before is not among
        them, nor what compares two films: that follows from its values by itself.
    """
    by_reading: dict[str, list[MeasurementRow]] = {}
    for row in changed:
        by_reading.setdefault(row.reading_uid, []).append(row)
    if not by_reading:
        return []
    rows = list(store.rows(MeasurementRow, reading_uid=sorted(by_reading)))
    levels: dict[str, set[Level]] = {}
    for row in rows:
        levels.setdefault(row.reading_uid, set()).update({row.level} if row.level else ())
    doubtful = {
        uid: {mark for row in found for mark in marks_of(row, levels.get(uid, set()))}
        for uid, found in by_reading.items()
    }
    left = [
        row
        for row in rows
        if row.value is not None and row.uid not in decided and row.change_reason not in _CHANGED
        and doubtful[row.reading_uid].intersection(marks_of(row, levels[row.reading_uid]))
    ]  # fmt: skip
    touched = {(row.reading_uid, row.structure) for found in by_reading.values() for row in found}
    return sorted(left, key=lambda row: (row.reading_uid, row.structure) not in touched)


def marks_of(row: MeasurementRow, present: Set[Level] = frozenset()) -> Iterator[Mark]:
    """Marks that a value rests on, each with the structure that it lies on; none for what compares two films.

    Parameters
    ----------
    row : MeasurementRow
        The value.
    present : set of Level, optional
        Levels of the film: T13 and L6 are neighbours only where they are.
    """
    if row.measure in COURSE_MEASURES:
        return
    for need in _needs(row.measure):
        prefix, _, name = need.rpartition(".")
        for place in _places(row, prefix, present):
            yield place, name


def _needs(measure: str) -> Iterator[str]:
    """Marks of a measure, and of those that it is made from."""
    found = _BY_ID.get(measure)
    if found is not None:
        yield from found.needs.marks
        for value in found.needs.values:
            yield from _needs(value)


def _places(row: MeasurementRow, prefix: str, present: Set[Level]) -> Iterator[str]:
    """Structures whose marks a prefix means."""
    if not prefix:
        yield row.structure or ""
    elif prefix in _NEIGHBOURS:
        beside = neighbour(row.level, _NEIGHBOURS[prefix], present) if row.level else None
        if beside is not None:
            yield _key(beside)
        elif row.level is None and row.structure_ordinal is not None:
            yield _key(f"#{row.structure_ordinal + _NEIGHBOURS[prefix]}")
    elif prefix in _BY_DETAILS:
        yield from map(_key, str(details_from_text(row.details).get("expected_from", "")).split(","))
    elif prefix in _ENDS:
        yield from (_key(level) for column in _ENDS[prefix] if (level := getattr(row, column)) is not None)
    else:
        yield _key(prefix)  # a named level, or the hips


def _key(label: str) -> str:
    return f"{StructureKind.VERTEBRA}:{label}"
