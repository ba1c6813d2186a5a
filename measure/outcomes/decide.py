"""Deciding on drafts: which decisions of a reader the store takes, and which it refuses and why."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import isclose

from pydantic import ValidationError

from measure.catalog import MEASURES
from measure.errors import ModelError, quoted
from measure.model import ObserverKind, Status
from measure.outcomes import cells
from measure.outcomes.courses import is_compared
from measure.outcomes.decision import DECIDED, Decidable, Decision, decided
from measure.outcomes.keys import is_nobody
from measure.outcomes.plausible import expected_range
from measure.outcomes.problems import in_words
from measure.outcomes.record import content_hash
from measure.outcomes.reviewed import ABOUT, KINDS, Reviewed, about
from measure.outcomes.schema import AssessmentRow, MeasurementRow
from measure.outcomes.store import Store
from measure.outcomes.withdraw import REASON as WITHDRAWN

_PART = 500
_READER = re.compile(r"[\w .@+-]{1,64}")
# What programs fill in where nobody is.
_NO_PERSON = frozenset({"algorithm", "auto", "automatic", "imported", "measure", "nobody", "table"})
_BY_ID = {measure.id: measure for measure in MEASURES}
_CHANGED = "the draft has changed since the list was written; write a new list"


@dataclass(slots=True)
class Decided:
    """What became of the decisions.

    Attributes
    ----------
    counts : Counter of Decision
        Decisions that were written.
    already : int
        Decisions that the store already had from the same reader.
    problems : list of str
        Lines that were refused: which and why.
    subjects : set of str
        Pseudonyms of those whose rows were decided on.
    changed : list of MeasurementRow
        Measurements as they were amended or rejected.
    uids : set of str
        Rows that the decisions are about, the store had them already or not.
    """

    counts: Counter[Decision] = field(default_factory=Counter)
    already: int = 0
    problems: list[str] = field(default_factory=list)
    subjects: set[str] = field(default_factory=set)
    changed: list[MeasurementRow] = field(default_factory=list)
    uids: set[str] = field(default_factory=set)


class _Refused(Exception):
    """Why a line cannot be taken."""


class _Already(Exception):
    """The store has this very decision."""


def reader_name(text: str) -> str:
    """Name of a reader who may confirm: a code or a login, of a person.

    Raises
    ------
    ModelError
        If it has another form, or stands for a program or for nobody.

    Examples
    --------
    >>> reader_name(" reader-1 ")
    'reader-1'
    """
    name = text.strip()
    if not _READER.fullmatch(name):
        raise ModelError("reader: expected a code or login of at most 64 letters, digits, spaces and . @ + - _")
    if name.lower() in _NO_PERSON or is_nobody(name):
        raise ModelError(f"reader: expected the code or login of a person, got {quoted(name)}; only a person confirms")
    return name


def waiting(store: Store) -> Iterator[Decidable]:
    """Drafts that wait for a decision, in the order of the store; what compares two films follows from its values."""
    for row in store.rows(MeasurementRow, status=Status.DRAFT):
        if not _withdrawn(row) and not is_compared(row):
            yield row
    for grade in store.rows(AssessmentRow, status=Status.DRAFT):
        if not _withdrawn(grade):
            yield grade


def _withdrawn(row: Decidable) -> bool:
    return (row.value if isinstance(row, AssessmentRow) else row.reason) == WITHDRAWN


def decide(store: Store, lines: Iterable[Reviewed], reader: str, *, batch: str, again: bool = False) -> Decided:
    """Write decisions into the store; a line that cannot be taken does not stop the others.

    Parameters
    ----------
    store : Store
        Where the drafts are.
    lines : iterable of Reviewed
        The decisions, at most one on a row.
    reader : str
        Who decided.
    batch : str
        Name of the run.
    again : bool, optional
        Whether a decision may take the place of an earlier one.

    Returns
    -------
    Decided
        What was written, and what was refused.

    Raises
    ------
    ModelError
        If the reader is not a person's code or login.
    StoreError
        If the store cannot be written.
    """
    name, result = reader_name(reader), Decided()
    problems: list[tuple[int, str]] = []
    for part in _parts(lines):
        problems += _decide_part(store, part, name, result, batch=batch, again=again)
    result.problems = [f"line {line}: {words}" for line, words in sorted(problems)]
    return result


def _parts(lines: Iterable[Reviewed]) -> Iterator[list[Reviewed]]:
    by_kind: dict[str, list[Reviewed]] = {}
    for line in lines:
        by_kind.setdefault(line.kind, []).append(line)
    for found in by_kind.values():
        for start in range(0, len(found), _PART):
            yield found[start : start + _PART]


def _decide_part(
    store: Store, part: Sequence[Reviewed], reader: str, result: Decided, *, batch: str, again: bool
) -> list[tuple[int, str]]:
    """Decide on rows of one kind; lines that were refused come back with the reason."""
    chains = _chains(store, part)
    fresh: list[tuple[Reviewed, Decidable]] = []
    problems = []
    for line in part:
        try:
            fresh.append((line, _row(line, chains.get(line.uid, []), reader, again=again)))
        except _Already:
            result.already += 1
            result.uids.add(line.uid)
        except _Refused as refused:
            problems.append((line.line, str(refused)))
    moved = store.decide([row for _, row in fresh], batch=batch)
    for line, row in fresh:
        if row.uid in moved:
            problems.append((line.line, _CHANGED))
        else:
            result.counts[line.decision] += 1
            result.uids.add(row.uid)
            if isinstance(row, MeasurementRow) and line.decision is not Decision.CONFIRM:
                result.changed.append(row)
            if row.subject is not None:
                result.subjects.add(row.subject)
    return problems


def _chains(store: Store, part: Sequence[Reviewed]) -> dict[str, list[Decidable]]:
    """All revisions of each row, the oldest first."""
    row_type = KINDS[part[0].kind]
    uids = [line.uid for line in part]
    chains: dict[str, list[Decidable]] = {}
    for row in store.rows(row_type, current=False, **{row_type.uid_column: uids}):
        chains.setdefault(row.uid, []).append(row)
    return {uid: sorted(rows, key=lambda row: row.revision) for uid, rows in chains.items()}


def _row(line: Reviewed, chain: list[Decidable], reader: str, *, again: bool) -> Decidable:
    """Next revision that a line makes of its row."""
    if not chain:
        raise _Refused("column row_uid: expected a row of the store, there is none such")
    newest = chain[-1]
    seen = next((row for row in chain if row.revision == line.revision), None)
    # A decision is about a draft: one that is taken again is about the same draft, not about the first decision.
    draft = next(row for row in reversed(chain) if row.change_reason not in DECIDED)
    if seen is None or seen.revision < draft.revision:
        raise _Refused(_CHANGED)
    _check_draft(line, seen, draft, reader)
    row = _valid(line, draft, reader, on=newest.revision)
    if newest.status is Status.CONFIRMED:
        if content_hash(row) == content_hash(newest):
            raise _Already
        if not again:
            raise _Refused(f"already confirmed by {newest.confirmed_by}; --again decides anew")
    return row


def _check_draft(line: Reviewed, seen: Decidable, draft: Decidable, reader: str) -> None:
    if not _same_value(line.value, seen.value):
        raise _Refused("column value: expected the value of the row, got another; were only some columns sorted?")
    if _withdrawn(draft):
        raise _Refused("its row was withdrawn: there is nothing to decide")
    if isinstance(draft, MeasurementRow) and is_compared(draft):
        raise _Refused("it follows from two films: decide on the values behind it")
    algorithms = {getattr(draft, "algorithm", None)}
    if draft.observer_kind is ObserverKind.ALGORITHM:
        algorithms.add(draft.observer)
    if reader.lower() in {name.lower() for name in algorithms if name}:
        raise _Refused("expected a person as reader, got the algorithm that made the draft")
    _check_about(line, about(seen))


def _check_about(line: Reviewed, row: dict[str, str]) -> None:
    """Refuse cells of another row: where both values are empty, nothing else tells them apart."""
    wrong = [name for name in ABOUT if line.about.get(name, row[name]) != row[name]]
    if not wrong:
        return
    named = " ".join(filter(None, (row["level"] or row["structure"], row["measure"])))
    cells_of = "another film" if wrong == ["film_key"] else _words(line.about.get(wrong[0], ""), wrong[0])
    raise _Refused(
        f"column {wrong[0]}: expected the row of {named}, got cells of {cells_of}; were only some columns sorted?"
    )


def _words(cell: str, column: str) -> str:
    known = column == "measure" and cell in _BY_ID
    return cell if known else (quoted(cell) if cell else f"a row without {column}")


def _same_value(cell: str, value: float | str | None) -> bool:
    """Whether a cell shows a value; a spreadsheet may have rounded it."""
    if value is None or isinstance(value, str):
        return cell == (value or "")
    try:
        return isclose(cells.number(cell), value, rel_tol=1e-4, abs_tol=1e-6)
    except ValueError:
        return False


def _valid(line: Reviewed, draft: Decidable, reader: str, *, on: int) -> Decidable:
    if isinstance(draft, MeasurementRow) and isinstance(line.new_value, float):
        measure = _BY_ID.get(draft.measure)
        expected = expected_range(measure, draft.unit, line.new_value) if measure else None
        if expected is not None:
            raise _Refused(f"column new_value: {expected}, got {line.new_value:g}")
    try:
        return decided(draft, line.decision, reader, line.new_value, on=on)
    except ValidationError as error:
        raise _Refused(f"column new_value: {in_words(error)}") from None
    except ModelError as error:  # side results of another program
        raise _Refused(str(error)) from None
