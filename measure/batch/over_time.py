"""The second pass of a run: what the cases table says of the treatment, and what changed over time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from measure.batch.prepare import Task
from measure.catalog import select
from measure.model import Event, Level, Structure, StructureKind, Topic, rank
from measure.outcomes.append import AddResult
from measure.outcomes.context import SOFTWARE
from measure.outcomes.course_rows import course_rows
from measure.outcomes.courses import COURSE_MEASURES, INDEX_PROCEDURE, read_subjects
from measure.outcomes.judgements import event_to_row, procedure_to_row
from measure.outcomes.schema import EventRow, ProcedureRow
from measure.outcomes.store import Store
from measure.outcomes.withdraw import REASON, withdrawn

CHANGED = "compared again: one of the films was measured again, or another film came in"
WITHDRAWN = "withdrawn: the films no longer give it"


def treatment(tasks: Iterable[Task]) -> Iterator[EventRow | ProcedureRow]:
    """Rows of the events and of the treated levels that the cases table states.

    Parameters
    ----------
    tasks : iterable of Task
        Films of the run with their cases.

    Yields
    ------
    EventRow, ProcedureRow
        Each event of a subject once, and one procedure for each treated level.
    """
    events: dict[str, set[Event]] = defaultdict(set)
    treated: dict[str, set[str]] = defaultdict(set)
    sites: dict[str, str | None] = {}
    for task in tasks:
        subject = task.context.subject
        if subject is not None and task.case is not None:
            events[subject].update(task.case.events)
            treated[subject].update(value for topic, value in task.case.stated if topic is Topic.TREATED_LEVEL)
            sites[subject] = sites.get(subject) or task.context.site
    for subject in sorted(events):
        yield from _events(subject, events[subject], sites[subject])
    for subject in sorted(treated):
        for level in sorted((Level(name) for name in treated[subject]), key=rank):
            vertebra = Structure(StructureKind.VERTEBRA, level)
            yield procedure_to_row(
                INDEX_PROCEDURE, subject=subject, structure=vertebra, site=sites[subject], software=SOFTWARE
            )


def _events(subject: str, events: set[Event], site: str | None) -> Iterator[EventRow]:
    number: dict[str, int] = defaultdict(int)
    for event in sorted(events, key=lambda event: (event.kind, event.day, repr(event))):
        number[event.kind] += 1
        yield event_to_row(event, subject=subject, number=number[event.kind], site=site)


def compare(store: Store, subjects: Sequence[str], measures: str, batch: str) -> tuple[AddResult, int, list[str]]:
    """Measure what changed in each subject, over all films that the store has of it.

    Parameters
    ----------
    store : Store
        With the rows of the first pass.
    subjects : sequence of str
        Pseudonyms of the run.
    measures : str
        As asked of the run; rows of other measures are left alone.
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
    asked = COURSE_MEASURES & {measure.id for measure in select(measures).measures}
    for subject in read_subjects(store, subjects if asked else (), measures=asked):
        rows = list(course_rows(subject, measures))
        kept = {row.measurement_uid for row in rows}
        earlier = (row for row in subject.compared if row.measure in asked and row.measurement_uid not in kept)
        stale = [row for row in earlier if row.reason != REASON]
        if rows:
            added += store.add(rows, batch=batch, change_reason=CHANGED)
        if stale:
            gone += store.add(map(withdrawn, stale), batch=batch, change_reason=WITHDRAWN).revised
        uids += [row.measurement_uid for row in rows]
    return added, gone, uids
