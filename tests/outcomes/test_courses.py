"""Courses from rows: which films belong to which visit, and which structures were treated."""

import pytest

from measure.model import Event, Level
from measure.outcomes.courses import COURSE_MEASURES, assemble, read_subjects, sources_of, treated_structures
from measure.outcomes.doubts import Doubt
from measure.outcomes.judgements import event_to_row, procedure_to_row
from measure.outcomes.store import Store
from measure.outcomes.structures import parse_structure
from measure.outcomes.timeline import Clock, Unplaced
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
    assert course.baseline is course.visits[0]
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


def test_films_that_count_vertebrae_differently_are_doubted(imported, subject):
    def film(day, *levels):
        return [imported(f"film {day}", "beck_index", 0.8, 0.05, level=name, days_from_index=day) for name in levels]

    found = assemble(subject, [*film(-3, "L5", "L6"), *film(30, "L5", "S1"), *film(92, "L4", "L5")])
    keys = [visit.examinations[0].film_key for visit in course_of(found, "vertebra:L5").visits]
    assert found.doubts() == (Doubt.COUNT,)
    assert found.doubts(keys[:2]) == (Doubt.COUNT,)
    assert found.doubts(keys[1:]) == ()


def test_contradicting_days_are_a_doubt_of_all_films(imported, subject):
    rows = [
        imported(f"film {day}", "beck_index", 0.8, 0.05, days_from_index=day, subject_day=own)
        for day, own in ((-3, 100), (30, 133), (90, 180))
    ]
    assert assemble(subject, rows[:2]).doubts() == ()
    assert assemble(subject, rows).doubts() == (Doubt.DAYS,)


def test_withdrawn_and_rejected_values_are_left_out_and_gaps_are_kept(imported, subject):
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


def test_treated_by_statement_by_procedure_and_as_said(films, imported, subject):
    rows = [
        *films(-3),
        imported("film of day -3", "beck_index", 0.9, 0.05, level="L3", details='{"treated_level":"yes"}'),
    ]
    implant = procedure_to_row(
        "vertebral_implant", subject=subject, structure=parse_structure("vertebra:T12"), software="test 1"
    )
    assert treated_structures(rows) == {"vertebra:L3"}
    assert treated_structures(rows, [implant], [Level.L5]) == {"vertebra:L3", "vertebra:T12", "vertebra:L5"}
    assert treated_structures([], [implant]) == {"vertebra:T12"}


def test_corrected_level_of_a_cases_table_leaves_no_old_one(films, imported, subject):
    """The procedure row of the level that was wrong stays in the store; the films know better."""
    wrong = procedure_to_row(
        "index_procedure", subject=subject, structure=parse_structure("vertebra:L1"), software="test 1"
    )
    stated = imported("film", "beck_index", 0.9, 0.05, level="L2", details='{"treated_level":"yes"}')
    assert treated_structures(films(-3), [wrong]) == {"vertebra:L1"}
    assert treated_structures([stated], [wrong]) == {"vertebra:L2"}


def test_sources_are_measures_of_films():
    sources = sources_of(COURSE_MEASURES)
    assert not sources & COURSE_MEASURES
    assert {"anterior_height", "expected_posterior_height", "coronal_cobb_angle", "wedge_angle"} <= sources


def test_subjects_out_of_a_store(store_url, films, imported, subject):
    """Each with its own rows alone, in order; those of earlier comparisons apart; only what is needed."""
    other = subject[:-1] + "B"
    late = {"measurement_uid": "2.25.771", "subject": other}
    rows = [*films(-3, 92), imported("film of another", "biconcavity_index", 0.9, 0.05, days_from_index=5, **late)]
    earlier = [imported("film of day 92", "beck_index_change", 0.1, 0.05, days_from_index=92)]
    with Store.open(store_url) as store:
        store.add([*rows, *earlier, event_to_row(Event("osteotomy", 0), subject=subject)], batch="b")
        first, second = read_subjects(store)
        assert (first.name, second.name) == (subject, other)
        assert days(course_of(first, "vertebra:L1")) == [(-3, 1), (92, 1)]
        assert [event.kind for event in first.courses[0].events] == ["osteotomy"]
        assert second.courses[0].events == ()
        assert [row.measure for row in first.compared] == ["beck_index_change"]
        assert first.clock is Clock.INDEX
        treated = next(iter(read_subjects(store, [subject], treated=[Level.L1])))
        assert treated.courses[0].treated
        needed = list(read_subjects(store, measures=["beck_index_change"]))
        assert [len(found.courses) for found in needed] == [1, 0]
        assert [found.courses for found in read_subjects(store, [other + "X"])] == [()]


def test_day_of_a_window_is_nominal(imported, subject):
    rows = [imported(name, "beck_index", 0.8, 0.05, timepoint=name) for name in (Timepoint.M3, Timepoint.BASELINE)]
    visits = course_of(assemble(subject, rows), "vertebra:L1").visits
    assert [(visit.timepoint, visit.nominal) for visit in visits] == [("baseline", True), ("m3", True)]
