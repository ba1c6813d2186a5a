"""The landmark table: ``film,view,vertebra,corner,x,y`` with optional level, facing, observer."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from measure.errors import TableError, quoted
from measure.model import (
    Annotation,
    Circle,
    Facing,
    Level,
    Observer,
    ObserverKind,
    Origin,
    Point,
    Reading,
    Side,
    Statement,
    Structure,
    StructureKind,
    Topic,
    View,
    rank,
)
from measure.readings.rows import UNKNOWN, Row, decimal, level, number, observer, read_rows

T = TypeVar("T")

REQUIRED = ("film", "view", "vertebra", "corner", "x", "y")
OPTIONAL = ("level", "facing", "observer")
MARKS = tuple(
    f"{edge}_{end}" for edge in ("superior", "inferior") for end in ("left", "right", "anterior", "middle", "posterior")
)
# On a lateral film left and right cannot be told apart, so the two heads may just have numbers.
HEADS = {
    "femoral_head": Structure(StructureKind.FEMORAL_HEAD, ordinal=1),
    "femoral_head_1": Structure(StructureKind.FEMORAL_HEAD, ordinal=1),
    "femoral_head_2": Structure(StructureKind.FEMORAL_HEAD, ordinal=2),
    "femoral_head_left": Structure(StructureKind.FEMORAL_HEAD, side=Side.LEFT),
    "femoral_head_right": Structure(StructureKind.FEMORAL_HEAD, side=Side.RIGHT),
}
CENTRE = "centre"
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
    heads : dict
        Femoral head to its centre.
    """

    observer: str = UNKNOWN
    view: View | None = None
    facing: Facing | None = None
    marks: dict[int, dict[str, Point]] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)
    heads: dict[Structure, Point] = field(default_factory=dict)

    def reading(self, uid: str, film_key: str) -> Reading:
        """Reading of a film from these rows."""
        observer = Observer(ObserverKind.TABLE, self.observer)
        annotations = tuple(
            Annotation(Structure(StructureKind.VERTEBRA, self.levels.get(number), number), observer, points)
            for number, points in sorted(self.marks.items())
        )
        annotations += tuple(Annotation(head, observer, {CENTRE: point}) for head, point in self.heads.items())
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
        picture (``superior_left``) or after the body (``superior_anterior``). A femoral head
        stands in the column ``vertebra`` as ``femoral_head``, alone or with ``_1``, ``_2``,
        ``_left``, ``_right``, and its corner is ``centre``.

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
    name = observer(row)
    reading = observers.setdefault(name, TableReading(name))
    reading.view = _same(row, "view", reading.view, _view(row))
    reading.facing = _same(row, "facing", reading.facing, _facing(row))
    if row.cells["vertebra"].lower() in HEADS:
        _take_head(reading, row)
        return
    place, corner = number(row, "vertebra"), row.cells["corner"].lower()
    if corner not in MARKS:
        came = quoted(row.cells["corner"]) + _nearest(corner)
        raise TableError(f"{row.place('corner')}: expected one of {', '.join(MARKS)}, got {came}")
    marks = reading.marks.setdefault(place, {})
    if corner in marks:
        raise TableError(f"{row.place('corner')}: vertebra {place} has {corner} twice")
    marks[corner] = Point(decimal(row, "y"), decimal(row, "x"))
    named = level(row)
    if named is not None:
        other = next((n for n, known in reading.levels.items() if known is named and n != place), None)
        if other is not None:
            raise TableError(f"{row.place('level')}: {named} is vertebra {place} here and vertebra {other} before")
        reading.levels[place] = _same(row, "level", reading.levels.get(place), named) or named


def _take_head(reading: TableReading, row: Row) -> None:
    """Add the centre of a femoral head."""
    name, corner = row.cells["vertebra"].lower(), row.cells["corner"].lower()
    if corner not in (CENTRE, "center"):
        raise TableError(
            f"{row.place('corner')}: expected {CENTRE} for a femoral head, got {quoted(row.cells['corner'])}"
        )
    if HEADS[name] in reading.heads:
        raise TableError(f"{row.place('vertebra')}: {name} comes twice")
    reading.heads[HEADS[name]] = Point(decimal(row, "y"), decimal(row, "x"))


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
        Its vertebra points are written, head to tail, then the centres of the femoral heads.
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
    for place, annotation in zip(numbers, annotations, strict=True):
        structure = annotation.structure
        for corner, mark in annotation.marks.items():
            if isinstance(mark, Point):
                yield (
                    name, short.get(view, "") if view else "", str(place), corner,
                    repr(mark.col), repr(mark.row), str(structure.level or ""), str(facing or ""),
                    reading.observer.name,
                )  # fmt: skip
    for head in reading.of_kind(StructureKind.FEMORAL_HEAD):
        for mark in head.marks.values():
            if isinstance(mark, (Circle, Point)) and head.structure in HEADS.values():
                yield (
                    name, short.get(view, "") if view else "", _head_name(head.structure), CENTRE,
                    repr(mark.col), repr(mark.row), "", str(facing or ""), reading.observer.name,
                )  # fmt: skip


def _head_name(structure: Structure) -> str:
    return next(name for name, head in reversed(HEADS.items()) if head == structure)


def write_landmarks(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    """Write rows of ``landmark_rows`` as a table that ``read_landmarks`` reads."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow((*REQUIRED, *OPTIONAL))
        writer.writerows(rows)
