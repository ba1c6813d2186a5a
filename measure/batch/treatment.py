"""What the cases table says of the treatment: rows of its events and of the treated levels."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from measure.batch.prepare import Task
from measure.model import Event, Level, Structure, StructureKind, Topic, rank
from measure.outcomes.context import SOFTWARE
from measure.outcomes.courses import INDEX_PROCEDURE
from measure.outcomes.judgements import event_to_row, procedure_to_row
from measure.outcomes.schema import EventRow, ProcedureRow


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
            treated[subject].update(s.value for s in task.statements() if s.topic is Topic.TREATED_LEVEL)
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
