"""Rows of a subject put together: which films belong to which visit, and what is in no course."""

import pytest

from measure.model import Event
from measure.outcomes.assemble import assemble
from measure.outcomes.decision import REJECTED
from measure.outcomes.timeline import Unplaced
from measure.outcomes.vocabulary import Timepoint


@pytest.fixture(scope="module")
def films(imported):
    """Beck index of L1 on a film per day."""

    def make(*days, **columns):
        return [imported(f"film of day {day}", "beck_index", 0.8, 0.05, days_from_index=day, **columns) for day in days]

    return make


def course_of(subject, key):
    return next(c for c in subject.courses if (c.structure.key if c.structure else None) == key)


def days(course):
    return [(visit.day, len(visit.examinations)) for visit in course.visits]


def test_visits_come_in_order_of_time_whatever_the_order_of_the_rows(films, subject):
    found = assemble(subject, films(92, -3, 400, 2))
    course = course_of(found, "vertebra:L1")
    assert [(v.day, v.timepoint) for v in course.visits] == [
        (-3, "baseline"), (2, "postop_0_3d"), (92, "m3"), (400, "m12")
    ]  # fmt: skip
    assert course.baselines == course.visits[:1]
    assert assemble(subject, reversed(films(92, -3, 400, 2))).courses == found.courses


def test_two_projections_of_one_day_are_one_visit(imported, subject):
    rows = [
        imported("ap", "coronal_cobb_angle", 30.0, 3.0, days_from_index=-2, view="frontal"),
        imported("lateral", "lumbar_lordosis", -40.0, 3.0, days_from_index=-2, view="lateral"),
    ]
    assert days(course_of(assemble(subject, rows), None)) == [(-2, 2)]


def test_two_observers_of_one_film_are_two_examinations_of_one_visit(imported, subject):
    rows = [
        imported("film", "beck_index", 0.8, 0.05, days_from_index=-2, observer=name, observer_kind="person")
        for name in ("b", "a")
    ]
    visit = course_of(assemble(subject, rows), "vertebra:L1").visits[0]
    assert sorted(one.observer for one in visit.examinations) == ["a", "b"]


def test_reading_that_came_without_a_table_is_of_the_visit_of_its_film(imported, subject):
    """A film was read before the cases table was written: its older rows name no day."""
    rows = [
        imported("film", "beck_index", 0.8, 0.05, observer="a"),
        imported("film", "beck_index", 0.7, 0.05, observer="b", days_from_index=-2),
    ]
    found = assemble(subject, rows)
    assert days(course_of(found, "vertebra:L1")) == [(-2, 2)]
    assert not found.left_out


def test_films_that_nothing_places_are_counted_by_why(films, imported, subject):
    stray = [imported(f"stray {n}", "beck_index", 0.9, 0.05) for n in range(2)]
    found = assemble(subject, [*films(-3, 0, 92), *stray])
    assert found.left_out == {Unplaced.UNDATED: 2, Unplaced.INDEX_DAY: 1}
    assert days(course_of(found, "vertebra:L1")) == [(-3, 1), (92, 1)]


def test_unnumbered_vertebrae_are_in_no_course(imported, subject):
    rows = [
        imported(f"film {day}", "beck_index", 0.8, 0.05, level=None, structure="vertebra:#3", structure_ordinal=3,
                 days_from_index=day)
        for day in (-3, 92)
    ]  # fmt: skip
    assert assemble(subject, rows).courses == ()


def test_transitional_vertebrae_stand_in_their_place(imported, subject):
    levels = ("L6", "L5", "T13", "L1", "T12")
    rows = [imported("film", "beck_index", 0.8, 0.05, level=level, days_from_index=-3) for level in levels]
    labels = [course.structure.label for course in assemble(subject, rows).courses]
    assert labels == ["T12", "T13", "L1", "L5", "L6"]


def test_what_a_reader_rejected_is_not_worked_out_again(imported, subject):
    """Height and expected height still say 36 %: the reader said no to that."""
    when = {"days_from_index": -3}
    rows = [
        imported("film", "anterior_height", 18.0, 0.5, **when),
        imported("film", "expected_anterior_height", 28.0, 0.5, **when),
        imported("film", "anterior_height_loss", None, None, value_status="missing", reason=REJECTED, **when),
    ]
    visit = course_of(assemble(subject, rows), "vertebra:L1").visits[0]
    assert visit.examinations[0].measurements["anterior_height_loss"].quantity.value is None


@pytest.mark.parametrize("amended", ["anterior_height", "expected_anterior_height"])
@pytest.mark.parametrize(("own", "kept"), [((), False), (("amended",), True)])
def test_a_loss_gives_way_to_a_height_that_was_amended(imported, subject, amended, own, kept):
    when = {"days_from_index": -3}
    rows = [
        imported("film", name, value, 0.5, flags=("amended",) if name == amended else (), **when)
        for name, value in (("anterior_height", 18.0), ("expected_anterior_height", 28.0), ("posterior_height", 27.0))
    ]
    losses = [imported("film", "anterior_height_loss", 36.0, 5.0, flags=own, **when),
              imported("film", "posterior_height_loss", 4.0, 5.0, **when)]  # fmt: skip
    found = assemble(subject, [*rows, *losses])
    measured = course_of(found, "vertebra:L1").visits[0].examinations[0].measurements
    assert ("anterior_height_loss" in measured) is kept
    assert "posterior_height_loss" in measured
    (examined,) = found.rows.values()
    assert {measure for _, measure in examined} == set(measured)


def test_withdrawn_values_are_left_out_and_gaps_are_kept(imported, subject):
    gone = imported("film", "beck_index", None, None, days_from_index=-3, value_status="missing", reason="withdrawn")
    gap = imported("film", "wedge_angle", None, None, days_from_index=-3)
    visit = course_of(assemble(subject, [gone, gap]), "vertebra:L1").visits[0]
    assert set(visit.examinations[0].measurements) == {"wedge_angle"}


def test_of_two_versions_of_a_definition_the_present_one_counts(imported, subject):
    now = imported("film", "beck_index", 0.8, 0.05, days_from_index=-3)
    old = imported("film", "beck_index", 0.5, 0.05, days_from_index=-3, definition_version="0")
    for rows in ([old, now], [now, old]):
        found = course_of(assemble(subject, rows), "vertebra:L1").visits[0].examinations[0]
        assert found.measurements["beck_index"].quantity.value == 0.8


def test_events_come_in_order_of_day(films, subject):
    events = [Event("full_weight_bearing", 60), Event("osteotomy", 0)]
    assert [e.kind for e in assemble(subject, films(-3), events).courses[0].events] == [
        "osteotomy", "full_weight_bearing"
    ]  # fmt: skip


def test_day_of_a_window_is_nominal(imported, subject):
    rows = [imported(name, "beck_index", 0.8, 0.05, timepoint=name) for name in (Timepoint.M3, Timepoint.BASELINE)]
    visits = course_of(assemble(subject, rows), "vertebra:L1").visits
    assert [(visit.timepoint, visit.nominal) for visit in visits] == [("baseline", True), ("m3", True)]
