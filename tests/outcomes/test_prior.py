"""A film before the injury gives the expected heights that a later film cannot: when, and by which vertebra."""

import json
import math

import pytest

from measure.model import Event, Status, View
from measure.outcomes.assemble import assemble
from measure.outcomes.compare import compare
from measure.outcomes.course_rows import course_rows
from measure.outcomes.courses import COURSE_MEASURES
from measure.outcomes.judgements import event_to_row, procedure_to_row
from measure.outcomes.prior import complete, shows_heights
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.store import Store
from measure.outcomes.structures import parse_structure

RESTORED = "anterior_height_restoration"
FLAG = "expected_from_prior_film"
INJURY = (Event("injury", -10),)
TREATED = ("vertebra:L1",)
DAYS = {"old": -400, "before": -3, "after": 92}


@pytest.fixture(scope="module")
def film(imported):
    """Anterior heights on one film, by level, on the day that its name means."""

    def make(name, heights, factor=1.0, **columns):
        columns.setdefault("days_from_index", DAYS.get(name))
        columns.setdefault("view", "lateral")
        return [
            imported(name, "anterior_height", factor * height, 0.7, level=level, **columns)
            for level, height in heights.items()
        ]

    return make


@pytest.fixture(scope="module")
def spine(film):
    """L1 28 mm high before the injury, 18 then, 23 after the procedure; its neighbour stays 26."""

    def make(factor=1.0, old=(), after=(), **columns):
        return [
            *film("old", {"T12": 26.0, "L1": 28.0} | dict(old)),
            *film("before", {"T12": 26.0, "L1": 18.0}),
            *film("after", {"T12": 26.0, "L1": 23.0} | dict(after), factor, **columns),
        ]

    return make


def rows_of(rows, subject, events=INJURY, treated=TREATED):
    return {row.measure: row for row in course_rows(assemble(subject, rows, events, treated))}


def restored(*arguments, **options):
    """Restoration, or why there is none."""
    row = rows_of(*arguments, **options).get(RESTORED)
    return None if row is None else row.value if row.value is not None else row.reason


def test_by_hand(spine, subject):
    """28 mm expected on both films: 5 of the 10 mm that were lost came back."""
    row = rows_of(spine(), subject)[RESTORED]
    assert math.isclose(row.value, 50)
    assert FLAG in row.flags
    course = next(c for c in assemble(subject, spine(), INJURY, TREATED).courses if c.treated)
    found = course.visits[-1].examinations[0].measurements["expected_anterior_height"]
    assert math.isclose(found.quantity.value, 28)
    assert math.isclose(found.quantity.sd, 28 * 0.7 * math.sqrt(1 / 28**2 + 2 / 26**2))


@pytest.mark.parametrize("factor", [0.9, 1.1, 1.3])
def test_another_magnification_gives_the_same(spine, subject, factor):
    assert math.isclose(rows_of(spine(factor), subject)[RESTORED].value, 50, rel_tol=1e-9)


def test_the_row_names_the_film_and_the_neighbour(spine, subject):
    rows = spine()
    details = json.loads(rows_of(rows, subject)[RESTORED].details)
    assert details["after_prior_film"] == details["before_prior_film"] == rows[0].film_key
    assert details["after_prior_reading"] == rows[0].reading_uid
    assert details["after_expected_from"] == "T12"


@pytest.mark.parametrize(
    "events",
    [
        (),
        (Event("osteotomy", -10),),
        (Event("fracture", 200),),  # broke after the procedure: not what was treated
        (Event("injury", -400),),  # of the day of the film itself
        (Event("injury", -200, earliest=-401, latest=-5),),  # may have been before it
    ],
)
def test_without_an_event_that_dates_it_no_film_is_before_the_injury(spine, subject, events):
    assert restored(spine(), subject, events=events) is None


@pytest.mark.parametrize(("when", "used"), [({"days_from_index": -1}, True), ({"timepoint": "baseline"}, False)])
def test_a_nominal_day_is_before_nothing(film, subject, when, used):
    rows = [
        *film("old", {"T12": 26.0, "L1": 28.0}, **{"days_from_index": None, **when}),
        *film("after", {"T12": 26.0, "L1": 23.0}),
    ]
    course = next(c for c in assemble(subject, rows, (Event("injury", 0),), TREATED).courses if c.treated)
    assert ("expected_anterior_height" in course.visits[-1].examinations[0].measurements) is used


def test_events_mean_nothing_on_a_clock_of_the_films(film, subject):
    """No film says how far the procedure lay from it: day 10 of the events is no day of the films."""
    rows = [
        row
        for name, day, height in (("old", 0, 28.0), ("before", 20, 18.0), ("after", 90, 23.0))
        for row in film(name, {"T12": 26.0, "L1": height}, days_from_index=None, subject_day=day)
    ]
    found = assemble(subject, rows, (Event("injury", -10),), TREATED)
    assert {course.events for course in found.courses} == {()}
    assert not any(FLAG in (row.flags or ()) for row in course_rows(found))


@pytest.mark.parametrize(("treated", "value"), [(("vertebra:L1",), 50), (("vertebra:L1", "vertebra:T12"), None)])
def test_a_treated_neighbour_brings_no_film_to_scale(spine, subject, treated, value):
    assert restored(spine(), subject, treated=treated) == value


@pytest.mark.parametrize("name", ["old", "after"])
@pytest.mark.parametrize(
    "fallen",
    [("anterior_height_loss", 25.0), ("posterior_height", 34.0), ("genant_qm", 1.0)],
    ids=["loss", "shape", "grade"],
)
def test_a_fallen_neighbour_brings_no_film_to_scale(spine, imported, subject, name, fallen):
    """L2, one further, stands in for it; it was and is 30 mm high on both films."""
    measure, value = fallen
    lost = imported(name, measure, value, 1.0, level="T12", days_from_index=DAYS[name], view="lateral")
    found = rows_of([*spine(), lost], subject).get(RESTORED)
    assert found is None or found.reason == "not_measured_after:anterior_height_loss"
    rows = [*spine(old={"L3": 30.0}, after={"L3": 30.0}), lost]
    course = next(c for c in assemble(subject, rows, INJURY, TREATED).courses if c.treated)
    expected = course.visits[-1].examinations[0].measurements["expected_anterior_height"]
    assert (expected.details["expected_from"], expected.quantity.value) == ("L3", pytest.approx(28))


def test_a_transitional_vertebra_brings_no_film_to_scale(film, subject):
    rows = [row for name, height in (("old", 28.0), ("before", 18.0), ("after", 23.0))
            for row in film(name, {"T13": 26.0, "L1": height})]  # fmt: skip
    assert restored(rows, subject) is None


def test_the_nearest_neighbour_is_taken(spine, subject):
    """L2 is next to L1 as T12 is; T10 is not. Ties go to the first by name."""
    rows = spine(old={"T10": 20.0}, after={"T10": 40.0})
    assert math.isclose(rows_of(rows, subject)[RESTORED].value, 50)


def test_a_film_with_an_expected_height_of_its_own_keeps_it(spine, imported, subject):
    own = [imported(name, "expected_anterior_height", 26.0, 0.7, days_from_index=DAYS[name], view="lateral")
           for name in ("before", "after")]  # fmt: skip
    row = rows_of([*spine(), *own], subject)[RESTORED]
    assert math.isclose(row.value, 100 * 5 / 8)
    assert FLAG not in (row.flags or ())


def test_a_loss_that_could_not_be_measured_follows_from_it(spine, imported, subject):
    absent = [
        imported(name, measure, None, None, days_from_index=DAYS[name], view="lateral", reason="no_reference_vertebra")
        for name in ("before", "after")
        for measure in ("expected_anterior_height", "anterior_height_loss")
    ]
    assert restored([*spine(), *absent], subject) == pytest.approx(50)
    assert restored([*spine(), *absent], subject, events=()) == "not_measurable_before:anterior_height_loss"


def test_the_last_film_before_the_injury_is_taken(film, spine, subject):
    older = film("older", {"T12": 26.0, "L1": 99.0}, days_from_index=-900)
    assert restored([*older, *spine()], subject) == pytest.approx(50)
    # Where it does not show both, the one before it does.
    bare = [row for row in spine() if (row.film_key, row.level) != (spine()[0].film_key, "T12")]
    found = assemble(subject, [*film("older", {"T12": 26.0, "L1": 30.0}, days_from_index=-900), *bare], INJURY, TREATED)
    row = next(row for row in course_rows(found) if row.measure == RESTORED)
    assert math.isclose(row.value, 100 * 5 / 12)


def test_pixels_are_no_millimetres(film, subject):
    """The earlier film has no scale; its ratio counts, and the later film keeps its millimetres."""
    old = film("old", {"T12": 260.0, "L1": 280.0}, unit="{pixel}", scale_class="none")
    rows = [*old, *film("before", {"T12": 26.0, "L1": 18.0}), *film("after", {"T12": 26.0, "L1": 23.0})]
    assert restored(rows, subject) == pytest.approx(50)
    mixed = [*film("old", {"L1": 28.0}), old[0], *rows[2:]]
    assert restored(mixed, subject) is None


def test_confirmed_only_where_the_film_before_the_injury_is_too(spine, subject):
    rows = [row.model_copy(update={"status": Status.CONFIRMED, "confirmed_by": "a"}) for row in spine()]
    assert rows_of(rows, subject)[RESTORED].status is Status.CONFIRMED
    for place in range(len(rows)):
        draft = [*rows]
        draft[place] = spine()[place]
        assert rows_of(draft, subject)[RESTORED].status is Status.DRAFT


def test_through_a_store_the_same_whatever_is_asked(store_url, spine, imported, subject):
    """Whether a neighbour is intact is read of it, also where only one measure is asked for."""
    grade = imported("after", "genant_qm", 1.0, 0.5, level="T12", days_from_index=92, view="lateral")
    treated = procedure_to_row("implant", subject=subject, structure=parse_structure("vertebra:L1"), software="test 1")
    with Store.open(store_url) as store:
        store.add([*spine(), treated, event_to_row(INJURY[0], subject=subject)], batch="b")
        compare(store, [subject], RESTORED, "b")
        (row,) = store.rows(MeasurementRow, measure=RESTORED)
        assert row.value == pytest.approx(50)
        store.add([grade], batch="b")
        for measures in (RESTORED, "default", None):
            compare(store, [subject], measures, "b")
            found = [r for r in store.rows(MeasurementRow, measure=sorted(COURSE_MEASURES)) if r.measure == RESTORED]
            assert [r.value for r in found] == [None]


def test_of_nothing_there_is_nothing():
    assert complete({"vertebra:L1": {}}, "vertebra:L1", [], ()) == {}
    assert [shows_heights(view) for view in (None, View.LATERAL, View.FRONTAL)] == [True, True, False]
