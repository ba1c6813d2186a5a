"""Readings of spines that are known by construction, for the tests of the catalogue."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from measure.catalog import measure_reading
from measure.model import (
    Annotation,
    Calibration,
    FilmHeader,
    Level,
    Measurement,
    NotVisible,
    Observer,
    ObserverKind,
    Origin,
    Point,
    Reading,
    ScaleClass,
    Statement,
    Structure,
    StructureKind,
    Topic,
    View,
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
        self, top: float, front: float = 28.0, back: float = 28.0, depth: float = 34.0, facing: str = "left"
    ) -> dict[str, tuple[float, float]]:
        """Six points of a body whose inferior endplate is level; only its front can be lower."""
        a, p = (100.0, 100.0 + depth) if facing == "left" else (100.0 + depth, 100.0)
        low = top + back
        return {
            "SA": (low - front, a), "SM": (low - (front + back) / 2, (a + p) / 2), "SP": (top, p),
            "IA": (low, a), "IM": (low, (a + p) / 2), "IP": (low, p),
        }  # fmt: skip

    def corners(self, six: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
        """The four corners of six points, named as seen on the picture (front on the left)."""
        return {edge + side: six[edge + end] for edge in "SI" for end, side in (("A", "L"), ("P", "R"))}

    def reading(self, *bodies: Annotation, facing: str | None = None, **stated: str) -> Reading:
        """Reading with statements given as topic=value."""
        said = {"facing": facing, **stated}
        statements = tuple(Statement(Topic(t), v, Origin.PERSON) for t, v in said.items() if v is not None)
        return Reading("2.25.1", "sha256:0", READER, bodies, statements)

    def column(self, tilts: Sequence[float], first: int = 1, width: float = 40.0) -> list[Annotation]:
        """Frontal vertebrae with both endplates at given tilts (right end down positive)."""
        bodies = []
        for k, tilt in enumerate(tilts):
            r, c = (width / 2 * f(math.radians(tilt)) for f in (math.sin, math.cos))
            rows = (40.0 * k + 50, 40.0 * k + 78)
            marks = {
                edge + side: (row + sign * r, 300 + sign * c)
                for edge, row in zip("SI", rows, strict=True)
                for side, sign in (("L", -1), ("R", 1))
            }
            bodies.append(self.body(first + k, marks))
        return bodies

    def header(
        self, view: View | None = View.LATERAL, calibration: Calibration = SQUARE_MM, **more: object
    ) -> FilmHeader:
        """Header of a film, 1 mm per pixel unless said otherwise."""
        return FilmHeader("sha256:0", 4000, 4000, calibration, view=view, **more)  # type: ignore[arg-type]

    def rows(
        self, reading: Reading, header: FilmHeader | None = None, measures: str = "default"
    ) -> dict[tuple[str, str], Measurement]:
        """Measurements by (measure, label of the structure or ``film``)."""
        found = measure_reading(header or self.header(), reading, measures)
        named = {(m.measure, m.structure.label if m.structure else "film"): m for m in found}
        assert len(named) == len(found), "two rows of one measure for one structure"
        return named


@pytest.fixture(scope="session")
def make() -> Make:
    """Builders of readings, headers and rows."""
    return Make()


@pytest.fixture(scope="session")
def s_shape() -> list[float]:
    """Tilts of a spine with three curves: 47 right between 7 and 11, 35 above it, 28 below it."""
    return [-5.0, 3.0, 10.0, 4.0, -8.0, -20.0, -25.0, -15.0, 0.0, 15.0, 22.0, 18.0, 9.0, 0.0, -6.0]
