"""The import as a whole: every line in, or in the rejects file with what is wrong with it."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from measure.outcomes.append import AddResult
from measure.outcomes.importing.entry import Problem
from measure.outcomes.importing.layout import Layout, plan
from measure.outcomes.importing.line import Line
from measure.outcomes.importing.mapping import TableMapping
from measure.outcomes.importing.people import People
from measure.outcomes.importing.rejects import Rejects
from measure.outcomes.importing.seen import Seen
from measure.outcomes.importing.sheet import Sheet, open_sheet
from measure.outcomes.importing.shelf import Shelf
from measure.outcomes.importing.targets import MAKERS
from measure.outcomes.importing.whole import whole_row
from measure.outcomes.schema import Row

# Rows that are weighed against the store, and added, at a time.
CHUNK = 500
EXAMPLES = 10


@dataclass(slots=True)
class Summary:
    """What became of a table.

    Attributes
    ----------
    table : str
        What its rows are.
    lines : int
        How many lines held rows.
    rejected : int
        How many of them did not go in.
    empty : int
        Lines that hold nothing to import.
    added : AddResult
        What became of the rows of the others.
    problems : list of Problem
        The first few.
    more : int
        How many there are besides.
    unread : tuple of str
        Columns that are not read.
    compared : int
        Rows about what changed between two visits of the subjects of the table.
    rejects, kept : Path or None
        The rejects file, and where one of an earlier import was put.
    dry_run : bool
        Whether nothing was written.
    """

    table: str
    unread: tuple[str, ...]
    dry_run: bool
    lines: int = 0
    rejected: int = 0
    empty: int = 0
    added: AddResult = field(default_factory=AddResult)
    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    compared: int = 0
    rejects: Path | None = None
    kept: Path | None = None


def import_table(
    path: Path,
    store: str | os.PathLike[str],
    *,
    rejects: Path,
    table: type[Row] | None = None,
    mapping: TableMapping | None = None,
    dry_run: bool = False,
) -> Summary:
    """Import a table: the good lines into the store, once; the bad ones into the rejects file.

    Parameters
    ----------
    path : Path
        Comma, semicolon or tab, UTF-8.
    store : str or path
        File or URL of the store.
    rejects : Path
        Where the rejects go, if there are any.
    table : type or None, optional
        What the rows are, where the columns do not tell.
    mapping : TableMapping or None, optional
        What the columns mean, where they have names of their own.
    dry_run : bool, optional
        Look through everything and write nothing.

    Returns
    -------
    Summary
        Counts, and the first problems.

    Raises
    ------
    TableError
        If the table as a whole cannot be used; then nothing has been imported.
    KeyMismatch
        If the store was keyed with another key than all subjects; the message says how to mend it.
    StoreError
        If the store cannot be opened or written.
    """
    sheet = open_sheet(path)
    layout = plan(sheet, table, mapping)
    names = " and ".join(dict.fromkeys(template.row_type.table for template in layout.templates))
    summary = Summary(names, layout.unread, dry_run)
    with ExitStack() as stack:
        bin_ = None if dry_run else stack.enter_context(Rejects(rejects, sheet, layout))
        shelf = stack.enter_context(Shelf(store, whole=layout.templates[0].whole, dry_run=dry_run))
        people = People(shelf.key_id, keep_key=not dry_run)
        people.look_through(set(layout.texts("subject", sheet.lines())))
        subjects: set[str] = set()
        for chunk in _chunks(_lines(sheet, layout, people)):
            shelf.weigh(chunk)
            summary.added += shelf.put(chunk, people.key_id)
            sound = (row for line in chunk if not line.problems for row in line.rows)
            subjects.update(getattr(row, "subject", None) or "" for row in sound)
            for line in chunk:
                _count(summary, line)
                if line.problems and bin_ is not None:
                    bin_.add(line.cells, line.problems)
        if not dry_run:  # also where nothing is new: an earlier import may have been stopped before it came to this
            summary.compared = shelf.compare(subjects - {""})
    if bin_ is not None:
        summary.rejects, summary.kept = (bin_.place if bin_.count else None), bin_.kept
    return summary


def _count(summary: Summary, line: Line) -> None:
    summary.lines += 1
    summary.rejected += bool(line.problems)
    summary.empty += not line.entries and not line.problems
    shown = line.problems[: EXAMPLES - len(summary.problems)]
    summary.problems += shown
    summary.more += len(line.problems) - len(shown)


def _chunks(lines: Iterator[Line]) -> Iterator[list[Line]]:
    chunk: list[Line] = []
    rows = 0
    for line in lines:
        chunk.append(line)
        rows += max(1, len(line.rows))
        if rows >= CHUNK:
            yield chunk
            chunk, rows = [], 0
    if chunk:
        yield chunk


def _lines(sheet: Sheet, layout: Layout, people: People) -> Iterator[Line]:
    """Every line, read; those that are wrong in themselves or contradict earlier ones say so."""
    seen = Seen()
    width = len(sheet.columns)
    for number, cells in sheet.lines():
        line = Line(number, cells)
        if any(cell.strip() for cell in cells[width:]):
            hint = "; a comma within a cell?" if sheet.delimiter == "," else ""
            line.problems.append(
                Problem(number, sheet.columns[-1], f"expected {width} cells in a line, got {len(cells)}{hint}")
            )
        else:
            _read(line, layout, people, seen, sheet.decimal_comma)
        yield line


def _read(line: Line, layout: Layout, people: People, seen: Seen, decimal_comma: bool) -> None:
    at = layout.problem
    line.bears_problem = at is not None and at < len(line.cells) and bool(line.cells[at].strip())
    for template, entry in layout.entries(line.number, line.cells, decimal_comma):
        line.entries.append(entry)
        if template.whole:
            row = whole_row(entry, template.row_type, people)
        else:
            row = MAKERS[template.row_type](entry, people)
        if row is not None:
            seen.check(entry, row, line.rows, made_by_hand=not template.whole)
            line.rows.append(row)
    line.settle()
    if not line.problems:
        for row in line.rows:
            seen.take(row, line.number)
