"""Rows as CSV, both ways, with the dictionary of the columns beside them."""

import csv
import os
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from measure.errors import TableError
from measure.outcomes.atomic import whole_file
from measure.outcomes.describe import dictionary
from measure.outcomes.problems import in_words
from measure.outcomes.record import FLAG_SEPARATOR, from_record
from measure.outcomes.schema import MeasurementRow, Row
from measure.readings.delimited import read_delimited

R = TypeVar("R", bound=Row)


def csv_cells(rows: Iterable[Row], row_type: type[Row] = MeasurementRow) -> Iterator[list[Any]]:
    """Cells of each row, in the order of the columns, as the csv module writes them.

    Numbers keep every digit (the shortest text that reads back to the same number).
    """
    columns = list(row_type.model_fields)
    cells_of = attrgetter(*columns)
    flags = columns.index("flags") if "flags" in columns else None
    logical = [i for i, name in enumerate(columns) if row_type.model_fields[name].annotation == (bool | None)]
    for row in rows:
        cells = list(cells_of(row))
        if flags is not None:
            cells[flags] = FLAG_SEPARATOR.join(cells[flags])
        for i in logical:
            cells[i] = None if cells[i] is None else str(cells[i]).lower()
        yield cells


def write_csv(
    rows: Iterable[Row],
    path: str | os.PathLike[str],
    row_type: type[Row] = MeasurementRow,
    *,
    byte_order_mark: bool = False,
) -> int:
    """Write rows as CSV: UTF-8, ``.`` decimals, empty cell = no value.

    The file appears whole or not at all; an iterator is written as it comes.

    Parameters
    ----------
    rows : iterable of Row
        All of one type.
    path : path
        Where to.
    row_type : type, optional
        Their type: the header line needs it even without rows.
    byte_order_mark : bool, optional
        For spreadsheet programs that take UTF-8 for something else without it.

    Returns
    -------
    int
        How many rows were written.
    """
    count = 0
    encoding = "utf-8-sig" if byte_order_mark else "utf-8"
    with whole_file(path) as part, part.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(list(row_type.model_fields))
        for cells in csv_cells(rows, row_type):
            writer.writerow(cells)
            count += 1
    return count


def read_csv(path: str | os.PathLike[str], row_type: type[R] = MeasurementRow) -> list[R]:  # type: ignore[assignment]
    """Read rows that were written as CSV, by us or by an audit team.

    Parameters
    ----------
    path : path
        Comma, semicolon or tab; columns in any order; absent ones take their default.
    row_type : type, optional
        Type of the rows.

    Returns
    -------
    list of Row
        In the order of the file.

    Raises
    ------
    TableError
        Names line and column, what was expected and what came.
    """
    what = f"{row_type.table} table"
    table = read_delimited(Path(path), what)
    unknown = [name for name in table.columns if name and name not in row_type.model_fields]
    if unknown:
        raise TableError(f"{what}: expected the columns of the schema, got also {', '.join(unknown)}")
    rows = []
    for number, cells in table.lines:
        try:
            rows.append(from_record(row_type, {name: cell or None for name, cell in cells.items()}))
        except ValidationError as error:
            raise TableError(f"{what}, line {number}: {in_words(error)}") from None
    return rows


def write_dictionary(path: str | os.PathLike[str], row_type: type[Row] = MeasurementRow) -> None:
    """Write the dictionary of the columns of a row type: what each one means and may hold.

    Parameters
    ----------
    path : path
        Where to, e.g. ``measurements_dictionary.csv``.
    row_type : type, optional
        Which rows.
    """
    entries = dictionary(row_type)
    with whole_file(path) as part, part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(entries[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(entries)
