"""Films in memory with marks, and their measurements."""

from dataclasses import replace

import numpy as np
import pytest

from measure.catalog import measure_job, prepare
from measure.model import BurnedIn, Calibration, Facing, Film, FilmHeader, Level, Point, ScaleClass, View
from measure.readings import TableReading

KEY = "1.2.3/1"


@pytest.fixture(scope="session")
def new_film():
    """Film of even grey, 600 x 400, text of a person excluded unless said otherwise."""

    def make(rows=600, cols=400, step=(0.5, 0.5), burned_in=BurnedIn.NO, pixels=None) -> Film:
        calibration = Calibration(
            *step, relative_sd=0.02, scale_class=ScaleClass.DETECTOR, source="imager_pixel_spacing"
        )
        header = FilmHeader(KEY, rows, cols, calibration, burned_in=burned_in)
        if pixels is None:
            pixels = np.random.default_rng(5).normal(1000, 30, (rows, cols)).astype(np.float32)
        return Film(pixels, header)

    return make


@pytest.fixture(scope="session")
def measured():
    """Measurements of a table reading on a film."""

    def go(film, table: TableReading, measures="default"):
        job = prepare(film.header, table.reading("2.25.7", KEY))
        return measure_job(job, measures)

    return go


@pytest.fixture(scope="session")
def lateral():
    """Five vertebrae from T12 to L4, facing left, the third wedged."""
    levels = dict(enumerate((Level.T12, Level.L1, Level.L2, Level.L3, Level.L4), 1))
    table = TableReading(view=View.LATERAL, levels=levels)
    table.facing = Facing.LEFT
    for number in levels:
        top, bottom, front = 100 * number - 30, 100 * number + 30, 15 if number == 3 else 0
        table.marks[number] = {
            "superior_anterior": Point(top + front, 150), "superior_middle": Point(top + front / 2, 200),
            "superior_posterior": Point(top, 250), "inferior_anterior": Point(bottom - front, 150),
            "inferior_middle": Point(bottom - front / 2, 200), "inferior_posterior": Point(bottom, 250),
        }  # fmt: skip
    return table


@pytest.fixture(scope="session")
def frontal():
    """Seventeen vertebrae T1 to L5 of a spine with three curves."""
    names = [*(f"T{n}" for n in range(1, 13)), *(f"L{n}" for n in range(1, 6))]
    levels = {n: Level(name) for n, name in enumerate(names, 1)}
    table = TableReading(view=View.FRONTAL, levels=levels)
    for number in levels:
        middle, tilt = 33 * number, 0.35 * np.sin((number - 1) / 16 * 2.2 * np.pi)
        table.marks[number] = {
            f"{edge}_{side}": Point(middle + down + across * tilt, 200 + across)
            for edge, down in (("superior", -12.0), ("inferior", 12.0))
            for side, across in (("left", -30.0), ("right", 30.0))
        }
    return table


@pytest.fixture(scope="session")
def upright(upright_table, new_film, measured):
    """Film of a whole spine from the side and all that is measured on it, facing either way."""

    def make(facing=Facing.LEFT, measures="all", **options):
        film = new_film(rows=1840, cols=900, **options)
        return film, measured(film, upright_table(facing), measures)

    return make


@pytest.fixture(scope="session")
def without():
    """Copy of a table without one mark."""

    def make(table: TableReading, number: int, mark: str) -> TableReading:
        marks = {n: {k: p for k, p in m.items() if (n, k) != (number, mark)} for n, m in table.marks.items()}
        return replace(table, marks=marks)

    return make
