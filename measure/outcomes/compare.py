"""The second pass over a store: what changed in each subject, measured and stored."""

from collections.abc import Collection, Iterator

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
    asked = COURSE_MEASURES & {measure.id for measure in select(measures or "all").measures}
    for subject in read_subjects(store, subjects if asked else (), measures=asked):
        earlier = {row.measurement_uid: row for row in subject.compared if row.measure in asked}
        stated = {uid for uid, row in earlier.items() if not is_compared(row) and row.reason != REASON}
        rows = [row for row in _rows(subject, earlier, measures) if row.measurement_uid not in stated]
        kept = {row.measurement_uid for row in rows} | stated
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
