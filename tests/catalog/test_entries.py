"""The list of measures: complete, unambiguous, and each with a golden value worked out by hand."""

import csv
import inspect
import math
import re
from collections import Counter
from pathlib import Path

import pytest

from measure.catalog import MEASURES, get
from measure.model import FilmHeader, Kind, Measure, Propagation, Reading, View

GOLDEN = list(csv.DictReader((Path(__file__).parent / "golden.csv").read_text(encoding="utf-8").splitlines()))
by_id = pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)


def film_of(make: object, row: dict[str, str]) -> tuple[FilmHeader, Reading]:
    """Header and reading that a golden row describes."""
    header = make.header(View(row["view"]))
    stated: dict[str, str] = {}
    bodies = []
    for part in (part.strip() for part in row["marks"].split("|")):
        if part.startswith("tilts:"):
            bodies.extend(make.column([float(tilt) for tilt in part.split()[1:]]))
        elif part.startswith("ends "):
            stated["end_vertebrae"] = part.removeprefix("ends ")
        else:
            level, _, marks = part.partition(":")
            words = marks.split()
            points = {words[k]: (float(words[k + 1]), float(words[k + 2])) for k in range(0, len(words), 3)}
            bodies.append(make.body(level, points))
    return header, make.reading(*bodies, **stated)


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["measure"])
def test_golden(make: object, row: dict[str, str]) -> None:
    header, reading = film_of(make, row)
    found = make.rows(reading, header, row["measure"])[row["measure"], row["at"]]
    assert found.quantity.value == pytest.approx(float(row["expected"]), abs=1e-6), row["formula"]
    assert eval(row["formula"], vars(math).copy()) == pytest.approx(float(row["expected"]), abs=1e-6)
    assert found.quantity.sd > found.quantity.floor_sd
    assert found.trace.items


def test_every_measure_has_a_golden_row() -> None:
    assert {row["measure"] for row in GOLDEN} == {measure.id for measure in MEASURES}


def test_ids_are_unique() -> None:
    assert [name for name, count in Counter(m.id for m in MEASURES).items() if count > 1] == []
    assert [name for name, count in Counter(m.short for m in MEASURES).items() if count > 1] == []
    assert [name for name, count in Counter(m.title for m in MEASURES).items() if count > 1] == []


def test_private_codes_are_unique_and_fit_a_short_string() -> None:
    """DICOM SH holds 16 characters."""
    codes = [m.codes["99RADMEAS"] for m in MEASURES if "99RADMEAS" in m.codes]
    assert [code for code, count in Counter(codes).items() if count > 1] == []
    assert [code for code in codes if not re.fullmatch(r"[A-Z0-9-]{1,16}", code)] == []


@by_id
def test_a_measure_has_a_code(measure: Measure) -> None:
    assert measure.codes


@by_id
def test_units_are_ucum_and_fit_the_kind(measure: Measure) -> None:
    assert measure.unit == {Kind.LENGTH: "mm", Kind.ANGLE: "deg", Kind.RATIO: "{ratio}"}[measure.kind]


@by_id
def test_the_function_takes_the_marks_that_are_named(measure: Measure) -> None:
    takes = [p for p in inspect.signature(measure.function).parameters.values() if p.default is p.empty]
    assert len(takes) == len(measure.needs.marks)
    for check in measure.checks:
        assert len(inspect.signature(check.test).parameters) == len(check.marks)


@by_id
def test_the_trace_runs_through_marks_of_the_measure(measure: Measure) -> None:
    known = {mark.replace("each.", f"{end}.") for mark in measure.needs.marks for end in ("cranial", "caudal")}
    assert measure.lines
    for line in measure.lines:
        assert set(line.marks) <= known


@by_id
def test_angles_need_a_picture_of_known_shape(measure: Measure) -> None:
    if measure.kind is Kind.ANGLE:
        assert measure.needs.aspect


@by_id
def test_selections_are_redrawn_and_smooth_functions_are_not(measure: Measure) -> None:
    chosen = any(mark.startswith("each.") for mark in measure.needs.marks)
    assert (measure.propagation is Propagation.RESAMPLE) is chosen


@by_id
def test_lengths_and_angles_carry_a_floor(measure: Measure) -> None:
    """Domain reference §6: Cobb 2.5, wedge 2.0 degrees, height 0.5 mm."""
    expected = {Kind.LENGTH: 0.5, Kind.RATIO: 0.0, Kind.ANGLE: 2.0 if measure.id == "wedge_angle" else 2.5}
    assert measure.floor.absolute == expected[measure.kind]
    assert (measure.floor.relative > 0) is (measure.kind is Kind.LENGTH)


def test_get_finds_every_entry() -> None:
    assert all(get(measure.id) is measure for measure in MEASURES)
