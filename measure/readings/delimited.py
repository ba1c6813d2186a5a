"""Delimited text as people's programs write it: comma, semicolon or tab, with or without a BOM."""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from measure.errors import TableError, quoted


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with its line number.

    Attributes
    ----------
    line : int
        Line in the file, from 1.
    cells : dict of str to str
        Column (lower case) to text, blanks trimmed.
    """

    line: int
    cells: dict[str, str]

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
    lines = _text(path, what).splitlines()
    if not lines or not lines[0].strip():
        raise TableError(f"{what}: expected a header line {','.join(required)}, the file is empty")
    delimiter = max(",;\t", key=lines[0].count)
    reader = csv.reader(lines, delimiter=delimiter)
    header = [cell.strip().lower() for cell in next(reader)]
    missing = [column for column in required if column not in header]
    if missing:
        # A first line without any name of ours is a row of data: not to be repeated.
        has = ", ".join(header) if len(missing) < len(required) else "none of its names in the first line"
        raise TableError(f"{what}: column {', '.join(missing)} is missing; it has {has}")
    rows = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise TableError(f"{what}: line {reader.line_num}: expected {len(header)} cells, got {len(cells)}")
        rows.append(Row(reader.line_num, {c: v.strip() for c, v in zip(header, cells, strict=True)}))
    return header, rows


def _text(path: Path, what: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableError(f"{what}: expected UTF-8 text, got another encoding at byte {error.start}") from None
    except OSError as error:
        raise TableError(f"{what}: cannot be read: {error.strerror}") from None


def decimal(row: Row, column: str) -> float:
    """Number in a cell, with a decimal point or a decimal comma.

    Raises
    ------
    TableError
        If the cell is no number.
    """
    text = row.cells[column]
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or "_" in text:
        raise TableError(f"{row.place(column)}: expected a number, got {quoted(text)}")
    return number
