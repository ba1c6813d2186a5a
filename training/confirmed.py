"""Confirmed: a department's films with the marks that a person confirmed, matched as a batch run matches them."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from measure.batch.options import Options
from measure.batch.prepare import Task, prepare
from measure.detect import DETECTOR
from measure.errors import MeasureError
from measure.model import LEVELS, Facing, Level, Point, Reading, Status, StructureKind, Topic, View
from measure.readings import TableReading, decode_reading, landmark_rows, write_landmarks
from training.coarse import FIRST, QUAD, S1
from training.films import PLACES, SLOTS
from training.work import VIEWS

SIDES = {"left": 0, "middle": 1, "right": 2}
EDGES = ("superior", "inferior")
FEWEST = 2  # vertebrae with four corners that a film must have


@dataclass(frozen=True, slots=True, eq=False)
class Confirmed:
    """One film.

    Attributes
    ----------
    name : str
        Its path below the inputs: for messages at the terminal, and nothing else.
    owner : str
        Pseudonym of its subject, or the film itself where nobody says whose it is.
    view : View
        Frontal or lateral.
    path : Path
        The file.
    frame : int
        Of the file.
    marks : ndarray of float, shape (27, 6, 2)
        (row, col) in film pixels by level and slot; NaN where there is none.
    named : ndarray of bool, shape (27,)
        Whether that level was named; else the vertebra has the place of one that has no name.
    front_left : float
        1 where the front points to the left of the picture, 0 where to the right; NaN where nobody says.
    """

    name: str
    owner: str
    view: View
    path: Path
    frame: int
    marks: NDArray[np.float64]
    named: NDArray[np.bool_]
    front_left: float

    @property
    def quads(self) -> NDArray[np.float64]:
        """Corners (n, 4, 2) of the vertebrae above the sacrum that have all four, head to tail."""
        quads = self.marks[:S1][:, QUAD]
        return quads[np.isfinite(quads).all(axis=(1, 2))]


@contextmanager
def confirmed(
    films: Sequence[Path], readings: Sequence[Path], cases: Path | None, out: Path
) -> Iterator[tuple[list[Confirmed], list[str]]]:
    """Films with confirmed marks, and what the user should know of the others; films out of archives go afterwards.

    Raises
    ------
    MeasureError
        If an input or a table cannot be used as a whole.
    """
    with tempfile.TemporaryDirectory() as scratch:
        tables, notes = _tables(readings, Path(scratch))
        plan = prepare(Options(tuple(films), out, tables, cases=cases, pixels=False, detect=False), keep_key=False)
        try:
            notes += [f"{one.relative}: {one.reason}" for one in plan.settled if one.status == "refused"]
            notes += [f"no film for the marks of {name}" for name in plan.unmatched]
            found = []
            for task in plan.tasks:
                looked = _film(task)
                if isinstance(looked, str):
                    notes.append(f"{task.name}: {looked}")
                else:
                    found.append(looked)
            yield found, notes
        finally:
            plan.close()


def _tables(paths: Iterable[Path], scratch: Path) -> tuple[tuple[Path, ...], list[str]]:
    """Landmark tables, those made of readings included, and what was left out of these."""
    tables, rows, notes = [], [], []
    for path in paths:
        files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        if not files or not path.exists():
            raise MeasureError(f"--readings {path.name}: expected a landmark table, a reading or a folder of readings")
        for file in files:
            if file.suffix.lower() != ".json":
                tables.append(file)
                continue
            reading = decode_reading(file.read_text(encoding="utf-8"))
            kept = _confirmed_part(reading)
            if not kept.annotations:
                notes.append(f"{file.name}: nothing in it has been confirmed")
            rows += landmark_rows(
                kept, reading.film_key, _stated(reading, Topic.VIEW, View), _stated(reading, Topic.FACING, Facing)
            )
    if rows:
        write_landmarks(scratch / "readings.csv", rows)
        tables.append(scratch / "readings.csv")
    return tuple(tables), notes


def _confirmed_part(reading: Reading) -> Reading:
    kept = [one for one in reading.of_kind(StructureKind.VERTEBRA) if one.status is Status.CONFIRMED]
    return replace(reading, annotations=tuple(kept), assessments=())


def _stated(reading: Reading, topic: Topic, kind: type) -> View | Facing | None:
    values = [statement.value for statement in reading.stated(topic)]
    return kind(values[0]) if values and values[0] in list(kind) else None


def _film(task: Task) -> Confirmed | str:
    """A film, or why it cannot be learned from."""
    people = [one for one in task.readings if one.marks and one.observer != DETECTOR]
    if not people:
        return "drafts of the detector, which no person has confirmed" if task.readings else "no marks for it"
    reading = max(people, key=lambda one: (len(one.marks), one.observer))
    view = reading.view or task.header.view
    if view not in VIEWS:
        return "expected marks on a frontal or lateral film, nothing says which it is"
    facing = None if view is View.FRONTAL else reading.facing or task.header.facing or facing_of(reading)
    try:
        marks, named = arranged(reading, view, facing)
    except MeasureError as error:
        return str(error)
    front = {Facing.LEFT: 1.0, Facing.RIGHT: 0.0, None: np.nan}[facing]
    owner = task.context.subject or task.header.film_key
    film = Confirmed(task.name, owner, view, task.found.path, task.header.frame, marks, named, front)
    return film if len(film.quads) >= FEWEST else f"expected at least {FEWEST} vertebrae with four corners"


def facing_of(reading: TableReading) -> Facing | None:
    """Where the front is, by the marks that are named after the body."""
    columns: dict[str, list[float]] = {"anterior": [], "posterior": []}
    for points in reading.marks.values():
        for name, point in points.items():
            columns.setdefault(name.split("_")[1], []).append(point.col)
    front, back = columns["anterior"], columns["posterior"]
    if not front or not back:
        return None
    return Facing.LEFT if np.mean(front) < np.mean(back) else Facing.RIGHT


def arranged(reading: TableReading, view: View, facing: Facing | None) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Marks by level and slot, and which levels were named.

    Raises
    ------
    MeasureError
        If there are more vertebrae than have a place.
    """
    marks = np.full((len(LEVELS), SLOTS, 2), np.nan)
    named = np.zeros(len(LEVELS), bool)
    for number, place in places(sorted(reading.marks), reading.levels, view).items():
        named[place] = number in reading.levels
        for name, point in reading.marks[number].items():
            slot = _slot(name, facing)
            if slot is not None and (view is View.LATERAL or slot in QUAD):
                marks[place, slot] = _at(point)
    return marks, named


def places(numbers: Sequence[int], levels: Mapping[int, Level], view: View) -> dict[int, int]:
    """Place of each vertebra among the levels: its own where it is named, else one that keeps the order.

    Raises
    ------
    MeasureError
        If there are more vertebrae than have a place.

    Examples
    --------
    >>> [LEVELS[place].value for place in places([1, 2, 3], {2: Level.L2}, View.LATERAL).values()]
    ['L2', 'L3', 'L1']
    """
    found = {number: PLACES[levels[number]] for number in numbers if number in levels}
    if not found:
        found = {number: FIRST[view] + k for k, number in enumerate(numbers)}
    for here, before in zip(numbers[1:], numbers[:-1], strict=True):
        if before in found:
            found.setdefault(here, found[before] + 1)
    for here, after in zip(numbers[-2::-1], numbers[:0:-1], strict=True):
        found.setdefault(here, found[after] - 1)
    bad = len(set(found.values())) < len(found) or min(found.values()) < 0 or max(found.values()) >= len(LEVELS)
    unnamed = [place for number, place in found.items() if number not in levels]
    if bad or any(place >= S1 for place in unnamed):
        raise MeasureError("its vertebrae without a level have no place between those that have one")
    return found


def _slot(name: str, facing: Facing | None) -> int | None:
    edge, end = name.split("_")
    if end in ("anterior", "posterior"):
        if facing is None:
            return None
        end = "left" if (end == "anterior") == (facing is Facing.LEFT) else "right"
    return 3 * EDGES.index(edge) + SIDES[end]


def _at(point: Point) -> tuple[float, float]:
    return point.row, point.col
