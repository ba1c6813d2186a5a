"""The landmark table: ``film,view,vertebra,corner,x,y`` with optional level, facing, observer."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from measure.errors import ModelError, TableError, quoted
from measure.model import (
    Annotation,
    Facing,
    Level,
    Observer,
    ObserverKind,
    Origin,
    Point,
    Reading,
    Statement,
    Structure,
    StructureKind,
    Topic,
    View,
    parse_level,
    rank,
)
from measure.readings.rows import Row, decimal, read_rows

T = TypeVar("T")

REQUIRED = ("film", "view", "vertebra", "corner", "x", "y")
UNKNOWN = "imported"  # observer of a table that names none
OPTIONAL = ("level", "facing", "observer")
MARKS = tuple(
    f"{edge}_{end}" for edge in ("superior", "inferior") for end in ("left", "right", "anterior", "middle", "posterior")
)
_OBSERVER = re.compile(r"[\w .@+-]{1,64}")
VIEWS = {
    "AP": View.FRONTAL, "PA": View.FRONTAL, "FRONTAL": View.FRONTAL,
    "LAT": View.LATERAL, "LL": View.LATERAL, "RL": View.LATERAL, "LATERAL": View.LATERAL,
}  # fmt: skip


@dataclass(slots=True)
class TableReading:
    """Rows of one film by one observer.

    Attributes
    ----------
    observer : str
        Name in the table, ``imported`` where it has none.
    view, facing : View, Facing or None
        As the table states.
    marks : dict
        Vertebra (from 1 at the head) to its named points.
    levels : dict
        Vertebra to its level, where given.
    """

    observer: str = UNKNOWN
    view: View | None = None
    facing: Facing | None = None
    marks: dict[int, dict[str, Point]] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)

    def reading(self, uid: str, film_key: str) -> Reading:
        """Reading of a film from these rows."""
        observer = Observer(ObserverKind.TABLE, self.observer)
        annotations = tuple(
            Annotation(Structure(StructureKind.VERTEBRA, self.levels.get(number), number), observer, points)
            for number, points in sorted(self.marks.items())
        )
        stated = ((Topic.VIEW, self.view), (Topic.FACING, self.facing))
        statements = tuple(Statement(topic, str(value), Origin.TABLE) for topic, value in stated if value)
        return Reading(uid, film_key, observer, annotations, statements)


@dataclass(slots=True)
class LandmarkTable:
    """A landmark table, film by film.

    Attributes
    ----------
    films : dict of str to dict of str to TableReading
        Name of the film in the table, then name of the observer.
    problems : dict of str to str
        Films whose rows cannot be used, with the first reason (line, column, expected, came).
    unknown_columns : tuple of str
        Columns that nobody reads.
    """

    films: dict[str, dict[str, TableReading]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    unknown_columns: tuple[str, ...] = ()


def read_landmarks(path: Path) -> LandmarkTable:
    """Read a landmark table; one bad film does not spoil the others.

    Parameters
    ----------
    path : Path
        CSV with comma, semicolon or tab. x runs right and y down, pixel centres at
        integers; vertebra 1 is the top one annotated; corners are named as seen on the
        picture (``superior_left``) or after the body (``superior_anterior``).

    Returns
    -------
    LandmarkTable
        Readings and problems by film.

    Raises
    ------
    TableError
        If the file is no such table: a column is missing, it is empty, or not text.
    """
    table = LandmarkTable()
    header, rows = read_rows(path, "landmark table", REQUIRED)
    table.unknown_columns = tuple(c for c in header if c not in (*REQUIRED, *OPTIONAL))
    for row in rows:
        film = row.cells["film"]
        if not film:
            raise TableError(f"landmark table: {row.place('film')}: expected the name of a film, got an empty cell")
        if film in table.problems:
            continue
        try:
            _take(table.films.setdefault(film, {}), row)
        except TableError as error:
            table.problems[film] = str(error)
            del table.films[film]
    return table


def _take(observers: dict[str, TableReading], row: Row) -> None:
    """Add one row to the reading it belongs to."""
    name = row.cells.get("observer") or UNKNOWN
    if not _OBSERVER.fullmatch(name):
        raise TableError(
            f"{row.place('observer')}: expected a code of letters, digits, spaces . @ + -, got another sign"
        )
    reading = observers.setdefault(name, TableReading(name))
    reading.view = _same(row, "view", reading.view, _view(row))
    reading.facing = _same(row, "facing", reading.facing, _facing(row))
    number, corner = _number(row), row.cells["corner"].lower()
    if corner not in MARKS:
        came = quoted(row.cells["corner"]) + _nearest(corner)
        raise TableError(f"{row.place('corner')}: expected one of {', '.join(MARKS)}, got {came}")
    marks = reading.marks.setdefault(number, {})
    if corner in marks:
        raise TableError(f"{row.place('corner')}: vertebra {number} has {corner} twice")
    marks[corner] = Point(decimal(row, "y"), decimal(row, "x"))
    level = _level(row)
    if level is not None:
        other = next((n for n, known in reading.levels.items() if known is level and n != number), None)
        if other is not None:
            raise TableError(f"{row.place('level')}: {level} is vertebra {number} here and vertebra {other} before")
        reading.levels[number] = _same(row, "level", reading.levels.get(number), level) or level


def _nearest(corner: str) -> str:
    """Hint at the mark that was probably meant."""
    near = get_close_matches(corner, MARKS, n=1, cutoff=0.8)
    return f"; did you mean {near[0]}?" if near else ""


def _view(row: Row) -> View | None:
    text = row.cells["view"].upper()
    if text and text not in VIEWS:
        raise TableError(f"{row.place('view')}: expected AP, PA, LAT or empty, got {quoted(row.cells['view'])}")
    return VIEWS.get(text)


def _facing(row: Row) -> Facing | None:
    text = (row.cells.get("facing") or "").lower()
    if text not in ("", "left", "right"):
        raise TableError(f"{row.place('facing')}: expected left, right or empty, got {quoted(row.cells['facing'])}")
    return Facing(text) if text else None


def _level(row: Row) -> Level | None:
    try:
        return parse_level(row.cells.get("level") or "")
    except ModelError as error:
        raise TableError(f"{row.place('level')}: {error}") from None


def _number(row: Row) -> int:
    text = row.cells["vertebra"]
    if not text.isdecimal() or len(text) > 3 or int(text) < 1:
        raise TableError(f"{row.place('vertebra')}: expected a whole number from 1 to 999, got {quoted(text)}")
    return int(text)


def _same(row: Row, column: str, before: T | None, now: T | None) -> T | None:
    """Value that all rows must share; an empty cell says nothing."""
    if before is not None and now is not None and before != now:
        raise TableError(f"{row.place(column)}: {now} here, {before} in an earlier row of the same film")
    return now if now is not None else before


def landmark_rows(reading: Reading, name: str, view: View | None, facing: Facing | None) -> Iterator[tuple[str, ...]]:
    """Rows of the landmark table for one reading.

    Parameters
    ----------
    reading : Reading
        Its vertebra points are written, head to tail.
    name : str
        What stands in the column ``film``.
    view, facing : optional
        What holds for the film.

    Yields
    ------
    tuple of str
        film, view, vertebra, corner, x, y, level, facing, observer.
    """
    short = {View.FRONTAL: "AP", View.LATERAL: "LAT"}
    annotations = list(reading.of_kind(StructureKind.VERTEBRA))
    if any(a.structure.ordinal is None for a in annotations):
        # Levels alone: the table wants numbers that go up from the head.
        annotations.sort(key=lambda a: rank(a.structure.level) if a.structure.level else 0)
        numbers = list(range(1, len(annotations) + 1))
    else:
        numbers = [a.structure.ordinal or 0 for a in annotations]
    for number, annotation in zip(numbers, annotations, strict=True):
        structure = annotation.structure
        for corner, mark in annotation.marks.items():
            if isinstance(mark, Point):
                yield (
                    name, short.get(view, "") if view else "", str(number), corner,
                    repr(mark.col), repr(mark.row), str(structure.level or ""), str(facing or ""),
                    reading.observer.name,
                )  # fmt: skip


def write_landmarks(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    """Write rows of ``landmark_rows`` as a table that ``read_landmarks`` reads."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((*REQUIRED, *OPTIONAL))
        writer.writerows(rows)
