"""What ``measure confirm`` says: how many drafts wait, what was decided, which lines were refused."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.markup import escape

from measure.catalog import get
from measure.catalog.words import say_title, say_where
from measure.cli.console import new_console
from measure.model import Measurement
from measure.outcomes.decide import Decided
from measure.outcomes.decision import Decision
from measure.outcomes.reviewed import ReviewedTable
from measure.outcomes.rows import from_row
from measure.outcomes.schema import MeasurementRow

SHOWN = 50
WORDS = {Decision.CONFIRM: "confirmed", Decision.AMEND: "amended", Decision.REJECT: "rejected"}


def report_list(count: int, path: Path) -> None:
    """Print where the list of drafts is and what to do with it."""
    console = new_console()
    console.print(f"{count} drafts wait for a decision: {escape(str(path))}", soft_wrap=True)
    if count:
        console.print(
            f"[dim]Fill in the column decision ({', '.join(Decision)}; amend also new_value), then run"
            f" measure confirm {escape(path.name)} --by READER[/]",
            soft_wrap=True,
        )


def report(
    table: ReviewedTable, result: Decided, left: Sequence[MeasurementRow] = (), names: Mapping[str, str] | None = None
) -> bool:
    """Print what became of a table of decisions.

    Parameters
    ----------
    table : ReviewedTable
        As read.
    result : Decided
        What became of it.
    left : sequence of MeasurementRow, optional
        Values on the marks of what was amended or rejected that were not changed with it.
    names : mapping of str to str, optional
        Film key to file name, as far as known.

    Returns
    -------
    bool
        Whether every line was taken.
    """
    console = new_console()
    for decision, word in WORDS.items():
        if result.counts[decision]:
            console.print(f"{result.counts[decision]:>7} {word}")
    if result.already:
        console.print(f"{result.already:>7} decided so already")
    if table.undecided:
        console.print(f"{table.undecided:>7} [dim]without a decision: drafts still[/]")
    problems = [*table.problems, *result.problems]
    if table.noted:
        console.print("[dim]notes are for yourself and are not stored[/]")
    films = _by_film(left)
    for film, rows in list(films.items())[:SHOWN]:
        of = f"film {(names or {}).get(film) or f'…{film[-12:]}'}: " if len(films) > 1 else ""
        console.print(
            f"[yellow]{escape(of)}these rest on the same marks and were not changed:[/]"
            f" {escape(_listed(rows))}; decide on them too",
            soft_wrap=True,
        )
    if len(films) > SHOWN:
        console.print(f"  and of {len(films) - SHOWN} more films")
    if problems:
        console.print(f"{len(problems):>7} [yellow]refused[/]")
    for problem in problems[:SHOWN]:
        console.print(f"  [yellow]refused[/] {escape(problem)}", soft_wrap=True)
    if len(problems) > SHOWN:
        console.print(f"  and {len(problems) - SHOWN} more")
    return not problems


def _by_film(rows: Sequence[MeasurementRow]) -> dict[str, list[MeasurementRow]]:
    films: dict[str, list[MeasurementRow]] = {}
    for row in rows:
        films.setdefault(row.film_key, []).append(row)
    return films


def _listed(rows: Sequence[MeasurementRow]) -> str:
    """Values by where they are: ``L1 Beck index, anterior height loss; L2 local kyphosis``."""
    by_place: dict[str, list[str]] = {}
    for measurement in map(from_row, rows):
        said = by_place.setdefault(say_where(measurement), [])
        said += [] if (title := _title(measurement)) in said else [title]
    return "; ".join(f"{place} {', '.join(titles)}" for place, titles in by_place.items())


def _title(measurement: Measurement) -> str:
    """Title within a sentence; the name of a person, which a source bears too, keeps its capital."""
    title = say_title(measurement)
    first = title.partition(" ")[0]
    named = any(source.startswith(first) for source in get(measurement.measure).references)
    return title if named or first.isupper() else title[0].lower() + title[1:]
