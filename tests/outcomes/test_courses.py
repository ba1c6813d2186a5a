"""Subjects out of a store: what is read for which measures, and which structures were treated."""

import pytest

from measure.model import Event, Level
from measure.outcomes.courses import COURSE_MEASURES, is_compared, read_subjects, sources_of, treated_structures
from measure.outcomes.judgements import event_to_row, procedure_to_row
from measure.outcomes.store import Store
from measure.outcomes.structures import parse_structure
from measure.outcomes.timeline import Clock


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


@pytest.mark.parametrize(
    ("measure", "value", "details", "said"),
    [
        ("beck_index_change", 0.2, '{"after":0.8,"before":0.6,"compared_with":"x"}', True),
        ("residual_kyphosis", 7.0, '{"after":7.0}', True),
        ("incident_height_fall", 1.0, '{"before_anterior_height":25.0}', True),
        ("anterior_correction_loss", 7.0, '{"first":7.0}', True),
        ("residual_kyphosis", None, "{}", True),
        ("anterior_height_restoration", None, '{"compared_with":"x"}', True),
        ("beck_index_change", 0.2, "{}", False),
        ("beck_index_change", 0.2, '{"treated_level":"yes"}', False),
        ("beck_index", 0.8, '{"after":0.8}', False),
    ],
)
def test_a_change_that_a_table_states_follows_from_nothing(imported, measure, value, details, said):
    row = imported("film", measure, value, None if value is None else 0.05, level="L1", details=details)
    assert is_compared(row) is said


def test_what_tells_an_expected_height_is_read_with_it(store_url, imported, subject):
    """Whether a neighbour has fallen matters to a restoration; a change of an angle asks for nothing more."""
    rows = [
        imported("film", measure, 1.0, 0.5, level=level, days_from_index=-3)
        for level, measure in (("L1", "anterior_height"), ("T12", "genant_qm"), ("T12", "wedge_angle"))
    ]
    with Store.open(store_url) as store:
        store.add(rows, batch="b")
        for measure, read in (
            ("anterior_height_restoration", {"anterior_height", "genant_qm"}),
            ("wedge_angle_change", {"wedge_angle"}),
        ):
            (found,) = read_subjects(store, measures=[measure])
            assert {name for of in found.rows.values() for _, name in of} == read
