"""The table of drafts that a reader decides on: written for him, and read again with his decisions."""

import csv
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from measure.errors import TableError, quoted
from measure.model import FrozenMap
from measure.outcomes import cells
from measure.outcomes.atomic import whole_file
from measure.outcomes.decision import Decidable, Decision
from measure.outcomes.record import to_record
from measure.outcomes.schema import AssessmentRow, MeasurementRow
from measure.readings.delimited import read_delimited

T = TypeVar("T")

KINDS: dict[str, type[MeasurementRow] | type[AssessmentRow]] = {
    row_type.table: row_type for row_type in (MeasurementRow, AssessmentRow)
}
COLUMNS = (
    "decision", "new_value", "note", "value", "unit", "sd", "measure", "level", "structure", "timepoint", "subject",
    "reason", "flags", "observer", "film_key", "kind", "row_uid", "revision",
)  # fmt: skip
# What a row is about: it does not change, so cells that say otherwise are those of another row.
ABOUT = ("level", "measure", "structure", "film_key")
_NEEDED = ("decision", "value", "kind", "row_uid", "revision")
_WHAT = "table of decisions"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One line with a decision.

    Attributes
    ----------
    line : int
        Line of the table, from 1.
    kind : str
        Which sort of row: ``measurement`` or ``assessment``.
    uid : str
        Identity of the row.
    revision : int
        Revision that the reader saw.
    value : str
        Value that the reader saw, as text; empty = none.
    decision : Decision
        What was decided.
    new_value : float, str or None
        The value that holds instead.
    about : mapping of str to str
        What the line says that the row is about, of those columns of ``ABOUT`` that the table still has.
    """

    line: int
    kind: str
    uid: str
    revision: int
    value: str
    decision: Decision
    new_value: float | str | None = None
    about: Mapping[str, str] = field(default_factory=FrozenMap)


@dataclass(frozen=True, slots=True)
class ReviewedTable:
    """A table of decisions.

    Attributes
    ----------
    lines : tuple of Reviewed
        Lines with a decision that can be understood.
    problems : tuple of str
        The others: line, column, what was expected and what came.
    undecided : int
        Lines without a decision.
    noted : bool
        Whether any line has a note.
    """

    lines: tuple[Reviewed, ...]
    problems: tuple[str, ...]
    undecided: int
    noted: bool = False


def write_drafts(rows: Iterable[Decidable], path: str | os.PathLike[str]) -> int:
    """Write rows as a table with empty cells for the decisions.

    Parameters
    ----------
    rows : iterable of MeasurementRow or AssessmentRow
        The drafts.
    path : path
        A new file.

    Returns
    -------
    int
        How many.

    Raises
    ------
    TableError
        If the file is there already: it may hold decisions.
    """
    if Path(path).exists():
        raise TableError(f"{_WHAT}: expected a new file, got one that is there and may hold decisions; name another")
    count = 0
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        for row in rows:
            writer.writerow(_line(row))
            count += 1
    return count


def _line(row: Decidable) -> dict[str, object]:
    record: dict[str, object] = {**to_record(row), **about(row), "kind": row.table, "row_uid": row.uid}
    # Six digits are what a spreadsheet keeps when it saves a table.
    shown = {name: f"{value:.6g}" if isinstance(value, float) else value for name, value in record.items()}
    return {name: shown.get(name) for name in COLUMNS if name != "note"}


def about(row: Decidable) -> dict[str, str]:
    """What a row is about, as the table shows it; a judgement has its scheme for a measure."""
    named = row.scheme if isinstance(row, AssessmentRow) else row.measure
    return {"level": str(row.level or ""), "measure": named, "structure": row.structure or "", "film_key": row.film_key}


def read_reviewed(path: str | os.PathLike[str]) -> ReviewedTable:
    """Read a table of decisions: comma, semicolon or tab, columns in any order.

    Parameters
    ----------
    path : path
        As ``write_drafts`` writes it, with ``decision`` (confirm, amend, reject; empty = not
        yet) and, to amend, ``new_value`` filled in. Columns that it can do without may be gone;
        what stands under ``note`` is the reader's own and is not stored.

    Returns
    -------
    ReviewedTable
        The lines that can be understood, and what is wrong with the others.

    Raises
    ------
    TableError
        If the table as a whole cannot be read.
    """
    table = read_delimited(Path(path), _WHAT)
    missing = [name for name in _NEEDED if name not in table.columns]
    if missing:
        said = ", ".join(missing)
        raise TableError(f"{_WHAT}, line 1: expected also the columns {said}; see measure confirm --drafts")
    found: list[Reviewed] = []
    problems: list[tuple[int, str]] = []
    waiting = [(number, text) for number, text in table.lines if text["decision"]]
    for number, text in waiting:
        try:
            found.append(_reviewed(number, text))
        except TableError as error:
            problems.append((number, str(error)))
    lines, repeated = _without_repeats(found)
    words = tuple(text for _, text in sorted([*problems, *repeated]))
    noted = any(text.get("note") for _, text in table.lines)
    return ReviewedTable(lines, words, len(table.lines) - len(waiting), noted)


def _reviewed(number: int, text: dict[str, str]) -> Reviewed:
    def cell(column: str, how: Callable[[str], T]) -> T:
        try:
            return how(text.get(column, ""))
        except ValueError as error:
            raise TableError(f"line {number}, column {column}: {error}") from None

    kind = cell("kind", _kind)
    decision = cell("decision", cells.choice(Decision))
    value_of: Callable[[str], float | str] = cells.number if KINDS[kind] is MeasurementRow else _word
    new_value = cell("new_value", value_of if decision is Decision.AMEND else _nothing)
    revision = cell("revision", cells.whole)
    said = FrozenMap({name: text[name] for name in ABOUT if name in text})
    return Reviewed(number, kind, cell("row_uid", _word), revision, text["value"], decision, new_value, said)


def _kind(text: str) -> str:
    if text not in KINDS:
        raise ValueError(f"expected {' or '.join(KINDS)}, got {quoted(text)}")
    return text


def _word(text: str) -> str:
    if not text:
        raise ValueError("expected one, got an empty cell")
    return text


def _nothing(text: str) -> None:
    if text:
        raise ValueError(f"expected an empty cell (only amend takes a value), got {quoted(text)}")


def _without_repeats(found: list[Reviewed]) -> tuple[tuple[Reviewed, ...], list[tuple[int, str]]]:
    """Lines about a row that no other line is about: which of two holds would be a guess."""
    by_row: dict[tuple[str, str], list[int]] = {}
    for one in found:
        by_row.setdefault((one.kind, one.uid), []).append(one.line)
    repeated = [
        (lines[0], f"lines {' and '.join(map(str, lines))}, column row_uid: expected one line for a row, got several")
        for lines in by_row.values()
        if len(lines) > 1
    ]
    return tuple(one for one in found if len(by_row[one.kind, one.uid]) == 1), repeated
