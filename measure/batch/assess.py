"""What people judged on the films of a run: to rows, into the store, and out as a table."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from measure.batch.journal import NAME
from measure.batch.outcome import Outcome
from measure.errors import BatchError
from measure.model import Assessment, FilmHeader, Reading, Status
from measure.outcomes.context import RowContext
from measure.outcomes.csvio import write_csv, write_dictionary
from measure.outcomes.judgements import assessment_to_row
from measure.outcomes.record import from_record, to_record
from measure.outcomes.schema import AssessmentRow
from measure.outcomes.store import Store
from measure.outcomes.uids import table_reading_uid
from measure.outcomes.withdraw import REASON

CHANGED = "entered again: the assessment table, the marks or the case changed"
GONE = "withdrawn: its table no longer gives it"


def assessment_rows(
    assessments: Iterable[Assessment], header: FilmHeader, context: RowContext | None = None
) -> list[AssessmentRow]:
    """Rows of the judgements of one film.

    Each belongs to the reading of its own observer, whoever placed the marks: it keeps its
    identity where marks come, change or go.

    Parameters
    ----------
    assessments : iterable of Assessment
        Of all observers.
    header : FilmHeader
        The film.
    context : RowContext, optional
        Who and when.

    Returns
    -------
    list of AssessmentRow
        In the same order.
    """
    rows = []
    for one in assessments:
        reading = Reading(table_reading_uid(header.film_key, one.observer.name), header.film_key, one.observer)
        rows.append(assessment_to_row(one, header=header, reading=reading, context=context))
    return rows


def withdraw(store: Store, outcome: Outcome, before: Collection[str], batch: str) -> int:
    """Withdraw judgements of one film that its table gave once and gives no longer.

    Parameters
    ----------
    store : Store
        Holds them.
    outcome : Outcome
        The film, with the rows that it has now.
    before : collection of str
        UIDs that an earlier run of this folder had for the film.
    batch : str
        Name of the run.

    Returns
    -------
    int
        How many rows were withdrawn; nothing is deleted.
    """
    now = {row.assessment_uid for row in outcome.judged}
    readings = {row.reading_uid for row in outcome.judged}
    if not (now or before):
        return 0
    stale = [
        _withdrawn(row)
        for row in store.rows(AssessmentRow, film_key=outcome.film_key)
        if row.assessment_uid not in now
        and row.value != REASON
        and (row.reading_uid in readings or row.assessment_uid in before)
    ]
    return store.add(stale, batch=batch, change_reason=GONE).revised


def _withdrawn(row: AssessmentRow) -> AssessmentRow:
    """Row that nobody stands behind any more: its value says so, for a judgement has no empty one."""
    taken_back = {"value": REASON, "note": None, "status": Status.DRAFT, "confirmed_by": None}
    return from_record(AssessmentRow, {**to_record(row), **taken_back})


def write_assessments(out: Path, outcomes: Sequence[Outcome], store: Store) -> None:
    """Write assessments.csv with its dictionary; without assessments take those of an earlier run away."""
    table, words = out / "assessments.csv", out / "assessments_dictionary.csv"
    if any(outcome.assessments for outcome in outcomes):
        write_csv(_rows(outcomes, store), table, AssessmentRow)
        write_dictionary(words, AssessmentRow)
    else:
        table.unlink(missing_ok=True)
        words.unlink(missing_ok=True)


def _rows(outcomes: Sequence[Outcome], store: Store) -> Iterator[AssessmentRow]:
    for outcome in outcomes:
        if outcome.assessments:
            wanted = list(outcome.assessments)
            found = {row.assessment_uid: row for row in store.rows(AssessmentRow, assessment_uid=wanted)}
            if len(found) < len(wanted):
                raise BatchError(f"store: assessments of film {outcome.film_key} are gone; delete {NAME} and run again")
            yield from (found[uid] for uid in wanted)
