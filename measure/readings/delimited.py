"""Text tables as people save them: comma, semicolon or tab, with or without a byte order mark."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measure.errors import TableError

_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Delimited:
    """A table as text.

    Attributes
    ----------
    columns : tuple of str
        Names, in lower case and without surrounding spaces.
    lines : tuple of (int, dict)
        Number of the line in the file (from 1) and its cells by column name.
    delimiter : str
        What parted the cells.
    """

    columns: tuple[str, ...]
    lines: tuple[tuple[int, dict[str, str]], ...]
    delimiter: str

    @property
    def decimal_comma(self) -> bool:
        """Whether a comma in a number can only be a decimal sign."""
        return self.delimiter != ","


def read_delimited(path: Path, what: str = "table") -> Delimited:
    """Read a delimited text table; cells are stripped, empty lines are skipped.

    Parameters
    ----------
    path : Path
        UTF-8 with or without a byte order mark.
    what : str, optional
        What to call the table in an error.

    Returns
    -------
    Delimited
        Its cells, as text.

    Raises
    ------
    TableError
        If it cannot be read as text, has no header, or a line does not fit the header.
    """
    return parse_delimited(_text(path, what), what)


def _text(path: Path, what: str) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise TableError(f"{what}: cannot be read ({error.strerror})") from None
    if data[:2] == b"PK":
        raise TableError(f"{what}: expected CSV text, got a spreadsheet (XLSX); save it as CSV UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise TableError(f"{what}, line {line}: expected UTF-8 text; save the table as CSV UTF-8") from None


def parse_delimited(text: str, what: str = "table") -> Delimited:
    r"""Parse the text of a delimited table; see ``read_delimited``.

    Examples
    --------
    >>> table = parse_delimited("film;nail_diameter\n1.2.3/1;10,7\n")
    >>> table.columns, table.lines[0], table.decimal_comma
    (('film', 'nail_diameter'), (2, {'film': '1.2.3/1', 'nail_diameter': '10,7'}), True)
    """
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    parsed = _parsed(text, delimiter, what)
    try:
        _, header = next(parsed)
    except StopIteration:
        raise TableError(f"{what}: expected a line of column names, got an empty file") from None
    columns = tuple(name.lower() for name in header)
    _check_header(columns, what)
    return Delimited(columns, tuple(_lines(parsed, columns, what)), delimiter)


def _parsed(text: str, delimiter: str, what: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield start, stripped
            start = reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"{what}, line {start}: {error}") from None


def _check_header(columns: tuple[str, ...], what: str) -> None:
    repeated = sorted({name for name in columns if name and columns.count(name) > 1})
    if repeated:
        raise TableError(f"{what}, line 1: column {repeated[0]!r} comes twice; expected once")


def _lines(
    parsed: Iterator[tuple[int, list[str]]], columns: tuple[str, ...], what: str
) -> Iterator[tuple[int, dict[str, str]]]:
    for number, cells in parsed:
        if len(cells) > len(columns) and any(cells[len(columns) :]):
            raise TableError(f"{what}, line {number}: expected {len(columns)} cells, got {len(cells)}")
        padded = cells + [""] * (len(columns) - len(cells))
        yield number, {name: cell for name, cell in zip(columns, padded, strict=False) if name}
