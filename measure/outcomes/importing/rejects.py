"""The rejects file: the lines that did not go in, as they came, each with what is wrong with it."""

import csv
import os
import re
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from measure.errors import TableError
from measure.outcomes.importing.entry import Problem
from measure.outcomes.importing.layout import PROBLEM, Layout
from measure.outcomes.importing.sheet import Sheet, folded, open_sheet


def default_place(source: Path, folder: Path) -> Path:
    """Place of the rejects of a table: never the table itself.

    Examples
    --------
    >>> default_place(Path("in/heights.csv"), Path("out")).name
    'heights_rejects.csv'
    >>> default_place(Path("heights_rejects.csv"), Path()).name
    'heights_rejects_2.csv'
    """
    again = re.fullmatch(r"(.*_rejects)(?:_(\d+))?", source.stem)
    name = f"{again[1]}_{int(again[2] or 1) + 1}" if again else f"{source.stem}_rejects"
    return folder / f"{name}.csv"


class Rejects:
    """Collects rejected lines; the file appears whole when all are known, and only if there are any.

    It is local: it holds what the table held. A file of an earlier import is kept beside it
    as ``.old``, because somebody may have corrected rows in it; any other file is left alone.

    Parameters
    ----------
    place : Path
        Where the file goes.
    sheet : Sheet
        The table; the file has its columns and its delimiter.
    layout : Layout
        Says which column holds the problems of an earlier import.

    Raises
    ------
    TableError
        If the place is taken: by the table itself, or by a file that is no rejects file.
    """

    def __init__(self, place: Path, sheet: Sheet, layout: Layout) -> None:
        self.place, self._sheet, self._drop = place, sheet, layout.problem
        self.kept: Path | None = None
        self.count = 0
        self._part = place.with_name(f".{place.name}.{os.getpid()}.part")
        self._file: Any = None
        self._refuse_taken()

    def _refuse_taken(self) -> None:
        if not self.place.parent.is_dir():
            raise TableError(f"rejects file {self.place.name}: its folder does not exist; make the folder first")
        if not os.access(self.place.parent, os.W_OK):
            raise TableError(f"rejects file {self.place.name}: its folder cannot be written to; name another --rejects")
        if not self.place.exists():
            return
        if self.place.samefile(self._sheet.path):
            raise TableError("rejects file: expected another file than the table itself; name one with --rejects")
        if not _is_rejects(self.place):
            raise TableError(
                f"rejects file {self.place.name}: there is a file of that name which no import wrote; name another"
                " with --rejects"
            )

    def add(self, cells: list[str], problems: list[Problem]) -> None:
        """Write one line with all that is wrong with it."""
        width = len(self._sheet.columns)
        kept = [cell for index, cell in enumerate(cells[:width]) if index != self._drop]
        blank = [""] * (width - (self._drop is not None) - len(kept))
        text = "; ".join(str(problem) for problem in problems)
        self._writer().writerow([*kept, *blank, text, *cells[width:]])
        self.count += 1

    def _writer(self) -> Any:
        if self._file is None:
            try:
                encoding = "utf-8-sig" if self._sheet.byte_order_mark else "utf-8"
                self._file = self._part.open("w", encoding=encoding, newline="")
            except OSError as error:
                raise TableError(f"rejects file {self.place.name}: cannot be written ({error.strerror})") from None
            self._csv = csv.writer(self._file, delimiter=self._sheet.delimiter, lineterminator="\n")
            names = [name for index, name in enumerate(self._sheet.columns) if index != self._drop]
            self._csv.writerow([*names, PROBLEM])
        return self._csv

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
        if kind is None:
            if self.place.exists():
                self._put_aside()
            if self._file is not None:
                self._part.replace(self.place)
        self._part.unlink(missing_ok=True)

    def _put_aside(self) -> None:
        """Keep the file of an earlier import, unless the new one says the same."""
        if self._file is not None and self._part.read_bytes() == self.place.read_bytes():
            return
        number = 1
        while (kept := self.place.with_name(f"{self.place.name}.old{number if number > 1 else ''}")).exists():
            number += 1
        self.place.rename(kept)
        self.kept = kept


def _is_rejects(path: Path) -> bool:
    try:
        return folded(open_sheet(path).columns[-1]) == PROBLEM
    except TableError:
        return False
