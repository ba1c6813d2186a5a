"""The list of measures: complete, unambiguous, and each with a golden value worked out by hand."""

import csv
import inspect
import math
import re
from collections import Counter
from pathlib import Path

import pytest

from measure.catalog import MEASURES, Norms, get
from measure.model import Course, FilmHeader, Kind, Measure, Propagation, Reading, Scope, View
from measure.spine import course

GOLDEN = list(csv.DictReader((Path(__file__).parent / "golden.csv").read_text(encoding="utf-8").splitlines()))
by_id = pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)


def points_of(words: list[str]) -> dict[str, tuple[float, float]]:
    """``SA 46 0 IA 68 0``: names of marks, each with row and column."""
    return {words[k]: (float(words[k + 1]), float(words[k + 2])) for k in range(0, len(words), 3)}


def film_of(make: object, row: dict[str, str]) -> tuple[FilmHeader, Reading, Norms | None]:
    """Header, reading and norms that a golden row describes."""
    stated: dict[str, str] = {}
    bodies, heads, norms = [], [], None
    for part in (part.strip() for part in row["marks"].split("|")):
        word, _, rest = part.partition(" ")
        if word == "tilts:":
            bodies.extend(make.column([float(tilt) for tilt in rest.split()]))
        elif word == "ends":
            stated["end_vertebrae"] = rest
        elif word == "hips":
            heads.append(tuple(map(float, rest.split())))
        elif word == "norms":
            norms = make.norms(rest)
        else:
            bodies.append(make.body(word.removesuffix(":"), points_of(rest.split())))
    return make.header(View(row["view"])), make.reading(*bodies, *make.heads(*heads), **stated), norms


def course_of(make: object, row: dict[str, str], measure: Measure) -> Course:
    """Course that a golden row describes: numbers with their sds, or frontal films by their tilts."""
    days = {"before": -3.0, "first": 2.0, "after": 90.0}
    exams = {}
    for part in (part.strip() for part in row["marks"].split("|")):
        when, _, rest = part.partition(" ")
        if rest.startswith("tilts:"):
            film = make.reading(*make.column([float(tilt) for tilt in rest.split()[1:]], top="T1"))
            rows = make.of(make.rows(film, make.header(View.FRONTAL)))
        else:
            rows = [
                make.number(name, *map(float, value.split("±"))) for name, value in (w.split("=") for w in rest.split())
            ]
        exams[days[when]] = make.exam(*rows, view=measure.needs.views[0])
    return make.course(exams, None if row["at"] == "film" else row["at"], treated=measure.treated)


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: row["measure"])
def test_golden(make: object, row: dict[str, str]) -> None:
    measure = get(row["measure"])
    if measure.scope is Scope.COURSE:
        found = make.changes(course_of(make, row, measure), measure.id)[measure.id]
    else:
        header, reading, norms = film_of(make, row)
        found = make.rows(reading, header, measure.id, norms)[measure.id, row["at"]]
        assert found.trace.items
    assert found.quantity.value == pytest.approx(float(row["expected"]), abs=1e-6), row["formula"]
    assert eval(row["formula"], vars(math).copy()) == pytest.approx(float(row["expected"]), abs=1e-6)
    if measure.grades is None:
        assert found.quantity.sd > found.quantity.floor_sd
    else:
        assert found.quantity.sd is None
        assert 0 < found.details["grade_probability"] < 1


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
    units = {
        Kind.LENGTH: ("mm",), Kind.ANGLE: ("deg",), Kind.RATIO: ("{ratio}", "%"), Kind.GRADE: ("{score}",),
        Kind.INDEX: ("{score}",),
    }  # fmt: skip
    assert measure.unit in units[measure.kind]


@by_id
def test_the_function_takes_what_is_named(measure: Measure) -> None:
    """Marks or values one by one; weights for references and norms by keyword."""
    parameters = inspect.signature(measure.function).parameters.values()
    takes = [p for p in parameters if p.default is p.empty]
    assert len(takes) == len(measure.needs.marks or measure.needs.values)
    assert bool(measure.needs.marks) != bool(measure.needs.values)
    compared = any(mark.startswith(("expected.", "predicted.")) for mark in measure.needs.marks)
    wanted = [name for name, needed in (("weights", compared), ("norms", measure.needs.norms)) if needed]
    assert [p.name for p in parameters if p.default is not p.empty] == wanted
    for check in measure.checks:
        assert len(inspect.signature(check.test).parameters) == len(check.marks)


@by_id
def test_values_are_of_measures_that_are_there(measure: Measure) -> None:
    """Of two visits in a course, of the same film in an index; one value is worked out from a trace."""
    for value in measure.needs.values:
        when, _, name = value.rpartition(".")
        source = get(name.removesuffix("_same_ends"))
        assert source.scope is not Scope.COURSE
        assert when in (("before", "first", "after") if measure.scope is Scope.COURSE else ("",))
        if measure.scope is Scope.COURSE:
            assert set(measure.needs.views) <= set(source.needs.views)


@by_id
def test_the_trace_runs_through_marks_of_the_measure(measure: Measure) -> None:
    """A course has the trace of the film that its row stands on."""
    if measure.scope is Scope.COURSE:
        assert measure.lines == ()
        return
    marks = measure.needs.marks or get(measure.needs.values[0]).needs.marks
    known = {mark.replace("each.", f"{end}.") for mark in marks for end in ("cranial", "caudal")}
    assert measure.lines
    for line in measure.lines:
        assert set(line.marks) <= known


@by_id
def test_angles_need_a_picture_of_known_shape(measure: Measure) -> None:
    if measure.kind is Kind.ANGLE and measure.scope is not Scope.COURSE:
        assert measure.needs.aspect


@by_id
def test_what_is_in_millimetres_alone_says_so(measure: Measure) -> None:
    """A length over two films, or against the plumb line, means nothing in pixels."""
    over_time = measure.scope is Scope.COURSE and (measure.kind is Kind.LENGTH or measure.id == "incident_height_fall")
    assert measure.needs.scale is (over_time or measure.id == "sagittal_vertical_axis")


@by_id
def test_grades_by_heights_are_for_adults(measure: Measure) -> None:
    of_heights = measure.kind in (Kind.GRADE, Kind.INDEX) and measure.id != "meyerding_grade"
    assert measure.needs.adult is of_heights


@by_id
def test_selections_and_quotients_are_redrawn_and_smooth_functions_are_not(measure: Measure) -> None:
    chosen = any(mark.startswith("each.") for mark in measure.needs.marks)
    quotient = measure.function in (course.restoration, course.gain_of_initial, course.gain_of_expected)
    assert (measure.propagation is Propagation.RESAMPLE) is (chosen or quotient)


@by_id
def test_lengths_and_angles_carry_a_floor(measure: Measure) -> None:
    """Domain reference §6: Cobb 2.5, wedge 2.0 degrees, height 0.5 mm; a change has the floors of its two values."""
    expected = {Kind.LENGTH: 0.5, Kind.ANGLE: 2.0 if measure.id == "wedge_angle" else 2.5}
    over_time = measure.scope is Scope.COURSE
    assert measure.floor.absolute == (0.0 if over_time else expected.get(measure.kind, 0.0))
    assert (measure.floor.relative > 0) is (measure.kind is Kind.LENGTH and not over_time)


@by_id
def test_a_plausible_range_holds_the_golden_value(measure: Measure) -> None:
    low, high = measure.plausible
    assert low <= float(next(row["expected"] for row in GOLDEN if row["measure"] == measure.id)) <= high


def test_get_finds_every_entry() -> None:
    assert all(get(measure.id) is measure for measure in MEASURES)
