"""A text table as it lies on disk: told from other files, checked as a whole, read line by line."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from measure.errors import TableError

WHAT = "table"
_DELIMITERS = (",", ";", "\t")
_HEAD = 4096
_SAVE = "save the sheet as CSV UTF-8"
# Where a mark of another sort of file stands, the mark, what the file is, and what to do.
_OTHERS = (
    (0, b"PK", "a spreadsheet (XLSX, ODS) or an archive", _SAVE),
    (0, b"\xd0\xcf\x11\xe0", "an old spreadsheet (XLS)", _SAVE),
    (0, b"%PDF", "a PDF", "ask for the table it was printed from"),
    (0, b"\x89PNG", "an image (PNG)", "films go in with `measure batch`"),
    (0, b"\xff\xd8\xff", "an image (JPEG)", "films go in with `measure batch`"),
    (0, b"II*\x00", "an image (TIFF)", "films go in with `measure batch`"),
    (0, b"MM\x00*", "an image (TIFF)", "films go in with `measure batch`"),
    (128, b"DICM", "a DICOM film", "films go in with `measure batch`"),
    (0, b"SQLite format 3", "a store", "write its tables with `measure export` first"),
    (0, b"\x1f\x8b", "a compressed file", "unpack it first"),
    (0, b"<", "a web page or XML", _SAVE),
    (0, b"\xff\xfe", "UTF-16 text", _SAVE),
    (0, b"\xfe\xff", "UTF-16 text", _SAVE),
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A delimited text table that was read through once and can be read again.

    Attributes
    ----------
    path : Path
        Where it lies; hidden from ``repr``.
    columns : tuple of str
        Names as written, without surrounding spaces.
    delimiter : str
        What parts the cells.
    byte_order_mark : bool
        Whether it begins with one, as spreadsheet programs like it.
    count : int
        How many lines hold a row.
    """

    path: Path = field(repr=False)
    columns: tuple[str, ...]
    delimiter: str
    byte_order_mark: bool
    count: int

    @property
    def decimal_comma(self) -> bool:
        """Whether a comma in a number can only be a decimal sign."""
        return self.delimiter != ","

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Number (from 1, as an editor counts) and cells of each line that holds a row."""
        rows = _rows(self.path, self.delimiter)
        next(rows)
        yield from rows


def open_sheet(path: Path) -> Sheet:
    """Look through a table once: nothing of a file that breaks half-way has been used by then.

    Parameters
    ----------
    path : Path
        Comma, semicolon or tab; UTF-8 with or without a byte order mark.

    Returns
    -------
    Sheet
        Its columns; its lines are read as they are asked for.

    Raises
    ------
    TableError
        If it is another sort of file, another encoding, empty, or has no rows.
    """
    head = _head(path)
    try:
        delimiter = _delimiter(path)
        rows = _rows(path, delimiter)
        try:
            _, header = next(rows)
        except StopIteration:
            raise TableError(f"{WHAT}: expected a line of column names, got an empty file") from None
        count = sum(1 for _ in rows)
    except UnicodeDecodeError:
        raise TableError(_wrong_encoding(path)) from None
    columns = tuple(name.strip() for name in header)
    _refuse_repeats(columns)
    if count == 0:
        raise TableError(f"{WHAT}: expected rows below the column names, got none")
    return Sheet(path, columns, delimiter, head.startswith(b"\xef\xbb\xbf"), count)


def folded(name: str) -> str:
    """Column name as it is compared: capitals and spaces make no difference.

    Examples
    --------
    >>> folded(" Ha (mm)") == folded("HA(mm)")
    True
    """
    return "".join(name.casefold().split())


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise TableError(f"{WHAT}: cannot be read ({error.strerror})") from None
    for start, mark, what, remedy in _OTHERS:
        if head[start:].startswith(mark):
            raise TableError(f"{WHAT}: expected CSV text, got {what}; {remedy}")
    if b"\x00" in head:
        raise TableError(f"{WHAT}: expected CSV text, got UTF-16 text or a binary file; {_SAVE}")
    return head


def _delimiter(path: Path) -> str:
    with path.open(encoding="utf-8-sig", newline="") as file:
        first = next((line for line in file if line.strip()), "")
    return max(_DELIMITERS, key=first.count)


def _rows(path: Path, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        start = 1
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield start, cells
                start = reader.line_num + 1
        except csv.Error as error:
            raise TableError(f"{WHAT}, line {start}: {error}; a quotation mark that is not closed?") from None


def _wrong_encoding(path: Path) -> str:
    """Where the text stops being UTF-8, and what it is likely to be."""
    data = path.read_bytes()
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return (
            f"{WHAT}, line {line}: expected UTF-8 text, got another encoding (Windows-1252, as older spreadsheet"
            f" programs write it?); {_SAVE}"
        )
    return f"{WHAT}: changed while it was being read"


def _refuse_repeats(columns: tuple[str, ...]) -> None:
    names = [folded(name) for name in columns]
    repeated = next((place for place, name in enumerate(names) if name and name in names[:place]), None)
    if repeated is not None:
        raise TableError(f"{WHAT}, line 1: the name of column {repeated + 1} comes twice; expected once")
