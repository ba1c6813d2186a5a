"""Readings of spines that are known by construction, for the tests of the catalogue."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from measure.catalog import Norms, get, measure_course, measure_reading
from measure.catalog.norms import Norm
from measure.model import (
    Annotation,
    Assessment,
    Calibration,
    Course,
    Examination,
    FilmHeader,
    Kind,
    Level,
    Measurement,
    NotVisible,
    Observer,
    ObserverKind,
    Origin,
    Point,
    Posture,
    Quantity,
    Reading,
    ScaleClass,
    Statement,
    Structure,
    StructureKind,
    Topic,
    View,
    Visit,
    neighbour,
)

READER = Observer(ObserverKind.PERSON, "reader-1")
SHORT = {"S": "superior", "I": "inferior", "A": "anterior", "M": "middle", "P": "posterior", "L": "left", "R": "right"}
SQUARE_MM = Calibration(1.0, 1.0, 0.0, ScaleClass.CALIBRATED, "stated_spacing", "patient")


@dataclass(frozen=True)
class Make:
    """Builders; positions are (row, col) in pixels."""

    square_mm: Calibration = SQUARE_MM

    def name(self, short: str) -> str:
        """``SA`` is superior_anterior, ``IL`` inferior_left."""
        return f"{SHORT[short[0]]}_{SHORT[short[1]]}"

    def structure(self, where: str | Level | int) -> Structure:
        """Vertebra by its level or its number."""
        if isinstance(where, int):
            return Structure(StructureKind.VERTEBRA, ordinal=where)
        return Structure(StructureKind.VERTEBRA, Level(where))

    def body(
        self,
        where: str | int,
        marks: dict[str, tuple[float, float]],
        not_visible: NotVisible | None = None,
        **more: object,
    ) -> Annotation:
        """Annotation from short names of marks to positions."""
        points = {self.name(short): Point(float(row), float(col)) for short, (row, col) in marks.items()}
        return Annotation(self.structure(where), READER, points, not_visible=not_visible, **more)  # type: ignore[arg-type]

    def block(
        self, top: float, front: float = 28.0, back: float = 28.0, depth: float = 34.0, facing: str = "left",
        middle: float | None = None,
    ) -> dict[str, tuple[float, float]]:  # fmt: skip
        """Six points of a body whose inferior endplate is level; a middle not given lies between front and back."""
        a, p = (100.0, 100.0 + depth) if facing == "left" else (100.0 + depth, 100.0)
        low = top + back
        return {
            "SA": (low - front, a), "SM": (low - ((front + back) / 2 if middle is None else middle), (a + p) / 2),
            "SP": (top, p),
            "IA": (low, a), "IM": (low, (a + p) / 2), "IP": (low, p),
        }  # fmt: skip

    def corners(self, six: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
        """The four corners of six points, named as seen on the picture (front on the left)."""
        return {edge + side: six[edge + end] for edge in "SI" for end, side in (("A", "L"), ("P", "R"))}

    def spine(self, heights: dict[str | int, tuple[float, float, float]], facing: str = "left") -> list[Annotation]:
        """Bodies one below the other, with given anterior, middle and posterior heights."""
        return [
            self.body(level, self.block(100 + 40.0 * k, front, back, 34.0, facing, middle))
            for k, (level, (front, middle, back)) in enumerate(heights.items())
        ]

    def heads(self, *centres: tuple[float, float]) -> list[Annotation]:
        """Femoral heads, numbered."""
        return [
            Annotation(Structure(StructureKind.FEMORAL_HEAD, ordinal=k), READER, {"centre": Point(row, col)})
            for k, (row, col) in enumerate(centres, 1)
        ]

    def norms(self, text: str) -> Norms:
        """Norms from lines such as ``L1 anterior_posterior 0.95 0.05``, parted by commas."""
        lines = [line.split() for line in text.split(",")]
        return Norms("test", {(ratio, Level(level), "any"): Norm(float(mean), float(sd), "test")
                              for level, ratio, mean, sd in lines})  # fmt: skip

    def number(self, measure: str, value: float, sd: float | None = 1.0, **more: object) -> Measurement:
        """Measurement as a table gives it: without marks, lengths in millimetres of the patient."""
        entry = get(measure)
        if entry.kind is Kind.LENGTH:
            more.setdefault("scale_class", ScaleClass.CALIBRATED)
        return Measurement(measure, "1", Quantity(value, entry.unit, sd=sd), "2.25.9", "table", **more)  # type: ignore[arg-type]

    def exam(
        self, *rows: Measurement, film: str = "film", observer: str = "reader-1", view: View | None = View.LATERAL,
        posture: Posture | None = Posture.STANDING, **more: object,
    ) -> Examination:  # fmt: skip
        """Examination of one structure on one film."""
        named = {row.measure: row for row in rows}
        return Examination(film, f"2.25.{len(film)}", observer, named, view, posture, **more)  # type: ignore[arg-type]

    def course(
        self, days: dict[float, Examination | tuple[Examination, ...]], where: str | None = "L1", *,
        treated: bool | None = None, indexed: bool = True, timepoints: dict[float, str] | None = None,
    ) -> Course:  # fmt: skip
        """Course of one vertebra, treated unless said otherwise, or of whole films (``where`` None)."""
        visits = tuple(
            Visit(day, found if isinstance(found, tuple) else (found,), (timepoints or {}).get(day))
            for day, found in sorted(days.items())
        )
        structure = self.structure(where) if where else None
        return Course("subject-1", structure, visits, (), indexed, where is not None if treated is None else treated)

    def changes(self, course: Course, measures: str = "default", **more: bool) -> dict[str, Measurement]:
        """Measurements of a course by measure; of a measure with several rows the last."""
        return {row.measure: row for row in measure_course(course, measures, **more)}

    def judged(self, reading: Reading, *judgements: tuple[str, str, str]) -> Reading:
        """The reading with judgements: scheme, value, level."""
        made = tuple(Assessment(scheme, value, READER, self.structure(level)) for scheme, value, level in judgements)
        return replace(reading, assessments=made)

    def reading(
        self, *bodies: Annotation, facing: str | None = None, treated: str | None = None, **stated: str
    ) -> Reading:
        """Reading with statements given as topic=value."""
        stated |= {"treated_level": treated} if treated else {}
        said = {"facing": facing, **stated}
        statements = tuple(Statement(Topic(t), v, Origin.PERSON) for t, v in said.items() if v is not None)
        return Reading("2.25.1", "sha256:0", READER, bodies, statements)

    def column(
        self, tilts: Sequence[float], first: int = 1, width: float = 40.0, *, top: str | None = None
    ) -> list[Annotation]:
        """Frontal vertebrae at given tilts (right end down positive), numbered or named from ``top`` down."""
        bodies = []
        for k, tilt in enumerate(tilts):
            r, c = (width / 2 * f(math.radians(tilt)) for f in (math.sin, math.cos))
            rows = (40.0 * k + 50, 40.0 * k + 78)
            marks = {
                edge + side: (row + sign * r, 300 + sign * c)
                for edge, row in zip("SI", rows, strict=True)
                for side, sign in (("L", -1), ("R", 1))
            }
            bodies.append(self.body(neighbour(Level(top), k) if top else first + k, marks))
        return bodies

    def header(
        self, view: View | None = View.LATERAL, calibration: Calibration = SQUARE_MM, **more: object
    ) -> FilmHeader:
        """Header of a film, 1 mm per pixel unless said otherwise."""
        return FilmHeader("sha256:0", 4000, 4000, calibration, view=view, **more)  # type: ignore[arg-type]

    def rows(
        self, reading: Reading, header: FilmHeader | None = None, measures: str = "default", norms: Norms | None = None
    ) -> dict[tuple[str, str], Measurement]:
        """Measurements by (measure, label of the structure or ``film``)."""
        found = measure_reading(header or self.header(), reading, measures, norms)
        named = {(m.measure, m.structure.label if m.structure else "film"): m for m in found}
        assert len(named) == len(found), "two rows of one measure for one structure"
        return named

    def of(self, rows: dict[tuple[str, str], Measurement], where: str = "film") -> list[Measurement]:
        """Rows of one structure, or of the film."""
        return [row for (_, label), row in rows.items() if label == where]


@pytest.fixture(scope="session")
def make() -> Make:
    """Builders of readings, headers and rows."""
    return Make()


@pytest.fixture(scope="session")
def s_shape() -> list[float]:
    """Tilts of a spine with three curves: 47 right between 7 and 11, 35 above it, 28 below it."""
    return [-5.0, 3.0, 10.0, 4.0, -8.0, -20.0, -25.0, -15.0, 0.0, 15.0, 22.0, 18.0, 9.0, 0.0, -6.0]
