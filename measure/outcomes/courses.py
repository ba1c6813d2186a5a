"""Courses out of the store: the rows of subjects, and which of their structures were treated."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, TypeVar

from measure.catalog import MEASURES, get
from measure.catalog.prior import SOURCES
from measure.model import Level, Scope, Structure, StructureKind
from measure.outcomes.assemble import assemble
from measure.outcomes.judgements import event_from_row
from measure.outcomes.schema import EventRow, MeasurementRow, ProcedureRow, Row
from measure.outcomes.store import Store
from measure.outcomes.subject import Subject

COURSE_MEASURES = frozenset(measure.id for measure in MEASURES if measure.scope is Scope.COURSE)
INDEX_PROCEDURE = "index_procedure"  # kind of the row that a cases table makes of a treated level
_AT_ONCE = 50  # subjects asked of the store at a time
_COMPARED = re.compile(r'"(before|first|after)[_"]')  # in the details: the values that were compared
R = TypeVar("R", bound=Row)


def is_compared(row: MeasurementRow) -> bool:
    """Whether a row was worked out from other rows; a number that a table states for a change has none behind it."""
    return row.measure in COURSE_MEASURES and (row.value is None or _COMPARED.search(row.details) is not None)


def read_subjects(
    store: Store,
    subjects: Collection[str] | None = None,
    *,
    treated: Collection[Level] = (),
    measures: Collection[str] | None = None,
) -> Iterator[Subject]:
    """Subjects of a store, a few at a time, in the order of their pseudonyms.

    Parameters
    ----------
    store : Store
        Where the rows are.
    subjects : collection of str, optional
        Pseudonyms; None = all.
    treated : collection of Level, optional
        Levels to count as treated, where the store does not say.
    measures : collection of str, optional
        Measures of courses that will be asked of them: only what these are computed from is read.

    Yields
    ------
    Subject
        Its courses, and the rows of earlier comparisons.
    """
    waiting = iter(sorted(set(subjects if subjects is not None else store.subjects())))
    only = {} if measures is None else {"measure": sorted({*measures, *_read_for(measures)})}
    while names := list(islice(waiting, _AT_ONCE)):
        events, procedures = _by_subject(store, EventRow, names), _by_subject(store, ProcedureRow, names)
        for name, found in _by_subject(store, MeasurementRow, names, **only).items():
            rows = [row for row in found if row.measure not in COURSE_MEASURES]
            subject = assemble(
                name,
                rows,
                [event_from_row(row) for row in events[name]],
                treated_structures(rows, procedures[name], treated),
            )
            yield replace(subject, compared=tuple(row for row in found if row.measure in COURSE_MEASURES))


def sources_of(measures: Iterable[str]) -> frozenset[str]:
    """Measures of films that measures of courses are computed from, directly or by way of others.

    Examples
    --------
    >>> sorted(sources_of(["anterior_height_restoration"]))
    ['anterior_height', 'anterior_height_loss', 'expected_anterior_height']
    """
    names = {name.partition(".")[2] for measure in measures for name in get(measure).needs.values}
    return frozenset(source for name in names for way in ways_to(name) for source in way)


def _read_for(measures: Iterable[str]) -> frozenset[str]:
    """Sources of measures, with all that tells whether an earlier film can give an expected height."""
    sources = sources_of(measures)
    return sources | SOURCES if sources & SOURCES else sources


def ways_to(measure: str) -> list[tuple[str, ...]]:
    """Rows that one value of an examination can come from, the first way first: its own, or those it is derived from.

    Examples
    --------
    >>> ways_to("anterior_height_loss")
    [('anterior_height_loss',), ('anterior_height', 'expected_anterior_height')]
    """
    if measure.endswith("_height_loss"):
        site = measure.removesuffix("_height_loss")
        return [(measure,), (f"{site}_height", f"expected_{site}_height")]
    return [(measure.removesuffix("_same_ends"),)]


def _by_subject(store: Store, row_type: type[R], names: Sequence[str], **only: Any) -> dict[str, list[R]]:
    """Rows of each subject, also of one that has none."""
    found: dict[str, list[R]] = {name: [] for name in names}
    for row in store.rows(row_type, subject=names, **only):
        found[row.subject].append(row)  # type: ignore[attr-defined]
    return found


def treated_structures(
    rows: Iterable[MeasurementRow], procedures: Iterable[ProcedureRow] = (), levels: Collection[Level] = ()
) -> frozenset[str]:
    """Structures of one subject that were treated.

    Parameters
    ----------
    rows : iterable of MeasurementRow
        A treated level stated of any film counts for all.
    procedures : iterable of ProcedureRow
        What was operated on counts too. What a cases table once said gives way to what the
        films say now: there a corrected level has no old row left.
    levels : collection of Level
        As the caller says, on top.

    Returns
    -------
    frozenset of str
        Keys of the structures.
    """
    stated = {row.structure for row in rows if row.structure is not None and '"treated_level"' in row.details}
    operated = {row.structure for row in procedures if not (stated and row.kind == INDEX_PROCEDURE)}
    said = (Structure(StructureKind.VERTEBRA, level).key for level in levels)
    return frozenset(key for key in (*stated, *operated, *said) if key is not None)
