"""Rows of a table with the place of every cell in hand, for messages."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from measure.errors import ModelError, TableError, quoted
from measure.model import Level, parse_level
from measure.readings.delimited import read_delimited

UNKNOWN = "imported"  # observer of a table that names none
_OBSERVER = re.compile(r"[\w .@+-]{1,64}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with its line number.

    Attributes
    ----------
    line : int
        Line in the file, from 1.
    cells : dict of str to str
        Column (lower case) to text, blanks trimmed.
    decimal_comma : bool
        Whether a comma in a number can only be a decimal sign: not in a table parted by commas.
    """

    line: int
    cells: dict[str, str]
    decimal_comma: bool = False

    def place(self, column: str) -> str:
        """Line and column, for a message."""
        return f"line {self.line}, column {column}"


def read_rows(path: Path, what: str, required: Sequence[str]) -> tuple[list[str], list[Row]]:
    """Header and rows of a delimited text file.

    Parameters
    ----------
    path : Path
        File to read, UTF-8.
    what : str
        Name of the table for messages.
    required : sequence of str
        Columns that must be there.

    Returns
    -------
    header : list of str
        Columns, lower case.
    rows : list of Row
        Rows that are not blank.

    Raises
    ------
    TableError
        If the file is empty, not UTF-8 text, or lacks a column.
    """
    table = read_delimited(path, what)
    missing = [column for column in required if column not in table.columns]
    if missing:
        # A first line without any name of ours is a row of data: not to be repeated.
        has = ", ".join(table.columns) if len(missing) < len(required) else "none of its names in the first line"
        raise TableError(f"{what}: column {', '.join(missing)} is missing; it has {has}")
    return list(table.columns), [Row(line, cells, table.decimal_comma) for line, cells in table.lines]


def decimal(row: Row, column: str) -> float:
    """Number in a cell, with a decimal point or a decimal comma.

    Raises
    ------
    TableError
        If the cell is no number.
    """
    text = row.cells[column]
    try:
        number = float(text.replace(",", ".") if row.decimal_comma else text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or "_" in text:
        raise TableError(f"{row.place(column)}: expected a number, got {quoted(text)}")
    return number


def observer(row: Row, column: str = "observer") -> str:
    """Code of a reader; ``imported`` where the table names none.

    Raises
    ------
    TableError
        If the cell is no code.
    """
    name = row.cells.get(column) or UNKNOWN
    if not _OBSERVER.fullmatch(name):
        raise TableError(f"{row.place(column)}: expected a code of letters, digits, spaces . @ + -, got another sign")
    return name


def level(row: Row) -> Level | None:
    """Level in a cell; None where there is none, or where it says that it is not known.

    Raises
    ------
    TableError
        If the cell is no level.
    """
    try:
        return parse_level(row.cells.get("level") or "")
    except ModelError as error:
        raise TableError(f"{row.place('level')}: {error}") from None


def number(row: Row, column: str) -> int:
    """Whole number from 1 in a cell.

    Raises
    ------
    TableError
        If the cell is none.
    """
    text = row.cells[column]
    if not text.isdecimal() or len(text) > 3 or int(text) < 1:
        raise TableError(f"{row.place(column)}: expected a whole number from 1 to 999, got {quoted(text)}")
    return int(text)
