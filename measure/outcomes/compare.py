"""The second pass over a store: what changed in each subject, measured and stored."""

from collections.abc import Collection, Iterator, Mapping

from measure.catalog import select
from measure.outcomes.append import AddResult
from measure.outcomes.course_rows import course_rows
from measure.outcomes.courses import COURSE_MEASURES, is_compared, read_subjects
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.store import Store
from measure.outcomes.subject import Subject
from measure.outcomes.withdraw import REASON, withdrawn

CHANGED = "compared again: a value behind it has changed, or another film came in"
WITHDRAWN = "withdrawn: the films no longer give it"
_AT_ONCE = 50  # subjects asked of the store at a time


def compare(
    store: Store, subjects: Collection[str], measures: str | None, batch: str
) -> tuple[AddResult, int, list[str]]:
    """Measure what changed in each subject, over all films that the store has of it.

    Parameters
    ----------
    store : Store
        With the rows of the first pass.
    subjects : collection of str
        Pseudonyms.
    measures : str or None
        As asked of the run; rows of other measures are left alone. None = the default ones, and
        what an earlier run was asked for stays.
    batch : str
        Name of the run.

    Returns
    -------
    added : AddResult
        What was new.
    gone : int
        Rows of earlier runs that the films no longer give.
    uids : list of str
        Rows of all subjects, in order.
    """
    added, gone, uids = AddResult(), 0, list[str]()
    given = set[str]()
    asked = COURSE_MEASURES & {measure.id for measure in select(measures or "all").measures}
    for subject in read_subjects(store, subjects if asked else (), measures=asked):
        earlier = {row.measurement_uid: row for row in subject.compared if row.measure in asked}
        stated = {uid for uid, row in earlier.items() if not is_compared(row) and row.reason != REASON}
        rows = [row for row in _rows(subject, earlier, measures) if row.measurement_uid not in stated]
        # A film may have gone from one of these subjects to another, and its rows with it.
        given.update(row.measurement_uid for row in rows)
        kept = given | stated
        stale = [row for uid, row in earlier.items() if uid not in kept and row.reason != REASON]
        if rows:
            added += store.add(rows, batch=batch, change_reason=CHANGED)
        if stale:
            gone += store.add(map(withdrawn, stale), batch=batch, change_reason=WITHDRAWN).revised
        uids += [row.measurement_uid for row in rows]
    return added, gone, uids


def _rows(subject: Subject, earlier: Collection[str], measures: str | None) -> Iterator[MeasurementRow]:
    """Rows of what was asked, and in a run that asks for nothing of what earlier runs were asked for."""
    made = list(course_rows(subject, measures or "default"))
    yield from made
    by_name = {row.measure for row in subject.compared if row.reason != REASON}
    if measures is None and by_name:
        missing = set(earlier) - {row.measurement_uid for row in made}
        again = course_rows(subject, ",".join(sorted(by_name)))
        yield from (row for row in again if row.measurement_uid in missing)


def refresh(store: Store, subjects: Collection[str], measures: Collection[str], batch: str) -> tuple[AddResult, int]:
    """Compare again what earlier runs have compared; nothing that was not asked for before comes in.

    Parameters
    ----------
    store : Store
        With the rows of the first pass.
    subjects : collection of str
        Pseudonyms, also of those that a film has gone from.
    measures : collection of str
        Measures of courses to look at.
    batch : str
        Name of the run.

    Returns
    -------
    added : AddResult
        What was revised.
    gone : int
        Rows that the films no longer give.
    """
    added, gone = AddResult(), 0
    for subject in read_subjects(store, _with_comparisons(store, subjects, measures), measures=measures):
        earlier = {row.measurement_uid: row for row in subject.compared if row.measure in measures and _holds(row)}
        rows = _made_again(subject, earlier)
        stale = [row for uid, row in earlier.items() if uid not in rows]
        added += store.add(list(rows.values()), batch=batch, change_reason=CHANGED)
        if stale:
            gone += store.add(map(withdrawn, stale), batch=batch, change_reason=WITHDRAWN).revised
    return added, gone


def _holds(row: MeasurementRow) -> bool:
    return is_compared(row) and row.reason != REASON


def _with_comparisons(store: Store, subjects: Collection[str], measures: Collection[str]) -> set[str]:
    """Subjects that have comparisons by these measures: most runs find none."""
    names, found = sorted(set(subjects)), set[str]()
    for start in range(0, len(names), _AT_ONCE):
        rows = store.rows(MeasurementRow, subject=names[start : start + _AT_ONCE], measure=sorted(measures))
        found.update(row.subject for row in rows if row.subject is not None and _holds(row))
    return found


def _made_again(subject: Subject, earlier: Mapping[str, MeasurementRow]) -> dict[str, MeasurementRow]:
    """Rows of the same identities as the films give them now; a value never turns into a gap that nobody asked for."""
    if not earlier:
        return {}
    names = ",".join(sorted({row.measure for row in earlier.values()}))
    found = {row.measurement_uid: row for row in course_rows(subject) if row.measurement_uid in earlier}
    for row in course_rows(subject, names):
        before = earlier.get(row.measurement_uid)
        if before is not None and (row.value is not None or before.value is None):
            found.setdefault(row.measurement_uid, row)
    return found
