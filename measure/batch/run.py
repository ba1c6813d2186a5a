"""A batch run from start to end; it can be killed at any moment and goes on where it was."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol

from measure.batch import assess, drafts
from measure.batch.journal import Journal
from measure.batch.measure_film import measure_film
from measure.batch.options import AUTO_LIMIT, Options, Overlays
from measure.batch.outcome import FileStatus, Outcome
from measure.batch.outputs import write_tables
from measure.batch.prepare import Plan, Task, prepare
from measure.batch.treatment import treatment
from measure.batch.workers import run_all, worker_count
from measure.catalog import select
from measure.errors import BatchError
from measure.model import Scope
from measure.outcomes.append import AddResult
from measure.outcomes.compare import compare, refresh
from measure.outcomes.courses import COURSE_MEASURES
from measure.outcomes.record import content_hash
from measure.outcomes.schema import AssessmentRow
from measure.outcomes.store import Store

CHANGED = "measured again: the film, its marks, its case or the options changed"


class Listener(Protocol):
    """Who wants to know how a run goes: a progress bar, a test."""

    def looked(self, done: int, total: int) -> None:
        """Files looked at so far."""

    def measured(self, done: int, total: int) -> None:
        """Films measured so far."""


@dataclass(slots=True)
class Summary:
    """What a run did.

    Attributes
    ----------
    options : Options
        What it was asked.
    outcomes : list of Outcome
        One per file, in order.
    plan : Plan
        Notes and unmatched names.
    already_done : int
        Films that an earlier run had finished.
    added : AddResult
        What was new to the store.
    withdrawn : int
        Rows of earlier runs that corrected marks no longer give.
    compared : int
        Rows about what changed between two films of a subject.
    """

    options: Options
    outcomes: list[Outcome]
    plan: Plan
    already_done: int = 0
    added: AddResult = field(default_factory=AddResult)
    withdrawn: int = 0
    compared: int = 0

    def counts(self) -> Counter[FileStatus]:
        """Files by status."""
        return Counter(outcome.status for outcome in self.outcomes)


def plan_run(options: Options, listener: Listener | None = None) -> Plan:
    """Look at all inputs without measuring or writing anything (``--dry-run``)."""
    plan = _plan(options, listener, keep_key=False)
    plan.close()
    return plan


def _plan(options: Options, listener: Listener | None, *, keep_key: bool) -> Plan:
    select(options.measures)
    plan = prepare(options, listener.looked if listener else None, keep_key=keep_key)
    if options.drafts and any(not task.readings for task in plan.tasks) and (missing := drafts.missing_networks()):
        plan.notes.append(missing)
    return plan


def run(options: Options, listener: Listener | None = None) -> Summary:
    """Measure all films and write all tables.

    Parameters
    ----------
    options : Options
        What to measure, from where, to where.
    listener : Listener, optional
        Hears about progress.

    Returns
    -------
    Summary
        What was measured and what was not, and why.

    Raises
    ------
    CatalogError, TableError, StoreError, BatchError
        If the run as a whole cannot start. A bad film never raises.
    """
    plan = _plan(options, listener, keep_key=True)
    try:
        _make_folder(options)
        return _run(options, plan, listener)
    except OSError as error:
        raise BatchError(f"results folder {options.out}: cannot be written: {error.strerror or error}") from None
    finally:
        plan.close()


def _run(options: Options, plan: Plan, listener: Listener | None) -> Summary:
    with Journal(options.out) as journal, Store.open(options.store_url, plan.key_id) as store:
        prints = {task.header.film_key: task.fingerprint(options) for task in plan.tasks}
        judged_before = {outcome.film_key: list(outcome.assessments) for outcome in journal.done.values()}
        _forget_changed(journal, store)
        todo = [task for task in plan.tasks if prints[task.header.film_key] not in journal.done]
        summary = Summary(options, [], plan, already_done=len(plan.tasks) - len(todo))
        asked = _asked(options.measures)
        results: dict[str, Outcome] = {}
        batch = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
        for done, (task, outcome) in enumerate(_measure(options, plan, todo), 1):
            summary.withdrawn += _withdraw(store, outcome, asked, batch)
            summary.added += store.add(outcome.rows, batch=batch, change_reason=CHANGED)
            summary.added += store.add(outcome.judged, batch=batch, change_reason=assess.CHANGED)
            if options.assessments:
                summary.withdrawn += assess.withdraw(store, outcome, judged_before.get(outcome.film_key, ()), batch)
            outcome.assessments = {row.assessment_uid: content_hash(row) for row in outcome.judged}
            outcome.hashes = [content_hash(row) for row in outcome.rows]
            outcome.rows, outcome.judged = [], []
            results[task.header.film_key] = outcome
            # What could not be read may be readable next time: a full disk, too little memory.
            if outcome.status is not FileStatus.UNREADABLE:
                journal.add(prints[task.header.film_key], outcome)
            if listener:
                listener.measured(done, len(todo))
        keys = [task.header.film_key for task in plan.tasks]
        finished = [results[key] if key in results else journal.done[prints[key]] for key in keys]
        summary.outcomes = _in_order(plan, [*plan.settled, *finished])
        over_time = _over_time(summary, plan, store, batch)
        write_tables(options.out, summary.outcomes, store, over_time)
        assess.write_assessments(options.out, summary.outcomes, store)
    return summary


def _over_time(summary: Summary, plan: Plan, store: Store, batch: str) -> list[str]:
    """Second pass: what changed between the films of each subject; UIDs of its rows."""
    store.add(treatment(plan.tasks), batch=batch, change_reason=CHANGED)
    subjects = {task.context.subject for task in plan.tasks if task.context.subject is not None}
    added, gone, uids = compare(store, subjects, summary.options.measures, batch)
    # Other comparisons rest on these films too: by measures not asked for now, and of a
    # subject that a film was said to be of before.
    others = COURSE_MEASURES - {measure.id for measure in select(summary.options.measures).measures}
    former = set(store.subjects_of(task.header.film_key for task in plan.tasks)) - subjects
    for names, measures in ((subjects, others), (former, COURSE_MEASURES)):
        revised, withdrawn = refresh(store, names, measures, batch)
        added, gone = added + revised, gone + withdrawn
    summary.added += added
    summary.withdrawn += gone
    summary.compared = len(uids)
    return uids


def _asked(measures: str) -> frozenset[str]:
    """Measures of films asked for of every vertebra: what is read of treated ones alone tells nothing of the others."""
    selection = select(measures)
    return frozenset(
        m.id for m in selection.measures if m.scope is not Scope.COURSE and (m.default or m.id in selection.asked)
    )


def _withdraw(store: Store, outcome: Outcome, measures: frozenset[str], batch: str) -> int:
    """Withdraw what this film no longer gives, before its new rows hide from a killed run that it has changed.

    Of a reading that says something else now nothing old holds, by whatever measure; of one
    that is as it was, the rows of measures that were not asked for stay.
    """
    film_key, kept = outcome.film_key, outcome.uids
    older = drafts.withdraw_older(store, film_key, outcome.readings, batch) if outcome.detector else 0
    if not outcome.readings:
        return older
    changed = store.changed(film_key, measures, outcome.rows)
    same = set(outcome.readings) - changed
    gone = store.withdraw(film_key, changed, None, kept, batch=batch)
    return older + gone + store.withdraw(film_key, same, measures, kept, batch=batch)


def _forget_changed(journal: Journal, store: Store) -> None:
    """Measure again what the store no longer holds as this folder's run left it.

    Somebody took the store away, or another run on the same store measured the same film
    from other marks: the table of this folder must not show the values of that one. What a
    reader has decided since is no such change.
    """
    for mark, outcome in list(journal.done.items()):
        left = dict(zip(outcome.uids, outcome.hashes, strict=False))
        held = store.holds(left) and store.holds(outcome.assessments, AssessmentRow)
        if len(left) < len(outcome.uids) or not held:
            del journal.done[mark]


def _make_folder(options: Options) -> None:
    try:
        options.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BatchError(f"results folder {options.out}: cannot be made: {error.strerror}") from None


def _measure(options: Options, plan: Plan, todo: list[Task]) -> Iterable[tuple[Task, Outcome]]:
    function = partial(measure_film, options=options, overlays=_overlays(options, plan))
    return run_all(function, todo, worker_count(options.workers, len(todo)), _died)


def _overlays(options: Options, plan: Plan) -> Overlays:
    """Resolve ``auto`` by the number of films that have marks or may get a draft, so that a restart agrees."""
    if options.overlays is not Overlays.AUTO:
        return options.overlays
    films = sum(bool(task.readings) or options.drafts for task in plan.tasks)
    return Overlays.ALL if films <= AUTO_LIMIT else Overlays.FLAGGED


def _died(task: Task) -> Outcome:
    reason = "the process that read it died (memory, or a fault in a codec); it was tried twice"
    return Outcome(task.name, FileStatus.UNREADABLE, reason, film_key=task.header.film_key)


def _in_order(plan: Plan, outcomes: list[Outcome]) -> list[Outcome]:
    """Outcomes in the order of discovery; frames of one file in their own order."""
    place = {relative: index for index, relative in enumerate(plan.order)}

    def key(outcome: Outcome) -> tuple[int, int]:
        name, _, frame = outcome.relative.rpartition("#")
        if outcome.relative in place:
            return place[outcome.relative], 1
        return place[name], int(frame)

    return sorted(outcomes, key=key)
