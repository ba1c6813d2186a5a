"""Listing the drafts of a store, and taking a table of decisions on them."""

import datetime as dt
from collections.abc import Collection
from pathlib import Path

from measure.catalog import get
from measure.cli.find_row import film_names, is_film
from measure.errors import StoreError, TableError
from measure.outcomes.compare import compare
from measure.outcomes.decide import Decided, decide, reader_name, waiting
from measure.outcomes.decision import Decidable
from measure.outcomes.resting import left_behind
from measure.outcomes.reviewed import ReviewedTable, read_reviewed, write_drafts
from measure.outcomes.schema import AssessmentRow, MeasurementRow
from measure.outcomes.store import Store


def list_drafts(store: str, path: Path, films: Collection[str], measures: Collection[str]) -> int:
    """Write the drafts that wait, of these films and measures (all where none are named).

    Returns
    -------
    int
        How many.

    Raises
    ------
    CatalogError
        If there is no such measure.
    StoreError
        If there is no such film.
    TableError
        If the file is there already, or cannot be written.
    """
    names = film_names(store)
    with Store.open(store) as opened:
        drafts = list(waiting(opened))
        rows = [row for row in drafts if not films or any(is_film(row, film, names) for film in films)]
        _check_films(opened, [film for film in films if not any(is_film(row, film, names) for row in drafts)], names)
    for name in set(measures) - {_measure(row) for row in rows}:
        get(name)  # a measure without drafts is fine, a word that is no measure is not
    rows = [row for row in rows if not measures or _measure(row) in measures]
    try:
        return write_drafts(rows, path)
    except OSError as error:
        raise TableError(f"table {path}: cannot be written: {error.strerror}") from None


def _check_films(store: Store, films: Collection[str], names: dict[str, str]) -> None:
    """A film without drafts is fine; a name that fits no film is not."""
    if not films:
        return
    known: dict[str | None, Decidable] = {row.film_key: row for row in store.rows(MeasurementRow)}
    known |= {row.film_key: row for row in store.rows(AssessmentRow)}  # one row of each film is enough
    for film in films:
        if not any(is_film(row, film, names) for row in known.values()):
            raise StoreError(f"film {film!r}: expected the file name or film key of one in the store, or its end")


def _measure(row: Decidable) -> str:
    return row.scheme if isinstance(row, AssessmentRow) else row.measure


def decide_table(
    store: str, path: Path, reader: str, *, again: bool
) -> tuple[ReviewedTable, Decided, list[MeasurementRow]]:
    """Take the decisions of a table.

    Returns
    -------
    table : ReviewedTable
        As read.
    done : Decided
        What became of it.
    left : list of MeasurementRow
        Values that rest on the marks of what was amended or rejected, and were not changed with it.

    Raises
    ------
    TableError, ModelError, StoreError
        If table, reader or store as a whole cannot be used.
    """
    name = reader_name(reader)
    table = read_reviewed(path)
    batch = dt.datetime.now(dt.UTC).strftime("confirm-%Y%m%dT%H%M%SZ")
    with Store.open(store) as opened:
        done = decide(opened, table.lines, name, batch=batch, again=again)
        compare(opened, done.subjects, None, batch)  # what compares confirmed films is confirmed too
        return table, done, left_behind(opened, done.changed, done.uids)
