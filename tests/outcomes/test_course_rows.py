"""Rows of what changed: who stands behind them, and the same identity in every run."""

import json
import math

import pytest

from measure.catalog import measure_course
from measure.model import Status
from measure.outcomes.assemble import assemble
from measure.outcomes.course_rows import course_rows
from measure.outcomes.record import from_record, to_record
from measure.outcomes.rows import from_row
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.store import Store
from measure.outcomes.uids import measurement_uid
from measure.outcomes.withdraw import withdrawn

TREATED = {"vertebra:L1"}


@pytest.fixture(scope="module")
def pair(imported):
    """A measure on a film before and one after, with columns of either."""

    def make(measure, before, after, sd=1.0, *, left=None, right=None, **both):
        return [
            imported("before", measure, before, sd, days_from_index=-3, **{**both, **(left or {})}),
            imported("after", measure, after, sd, days_from_index=92, **{**both, **(right or {})}),
        ]

    return make


def rows_of(rows, subject, measures="default", **options):
    return {row.measure: row for row in course_rows(assemble(subject, rows, (), TREATED), measures, **options)}


def test_row_stands_on_the_later_film(pair, subject):
    before, after = pair("beck_index", 0.61, 0.81, 0.04, visit="v", view="lateral")
    row = rows_of([before, after], subject)["beck_index_change"]
    assert (row.film_key, row.reading_uid, row.days_from_index) == (after.film_key, after.reading_uid, 92)
    assert row.subject == subject
    assert json.loads(row.details)["compared_with"] == before.film_key
    assert json.loads(row.details)["days_between"] == 95
    assert math.isclose(row.value, 0.2)
    assert math.isclose(row.sd, 0.04 * math.sqrt(2))
    assert row.measurement_uid == measurement_uid(
        after.film_key, "vertebra:L1", "beck_index_change", "1", after.reading_uid
    )


def test_nothing_is_compared_with_itself_or_without_a_film_before(pair, subject):
    assert rows_of(pair("beck_index", 0.6, 0.8)[:1], subject) == {}
    assert rows_of(pair("beck_index", 0.6, 0.8)[1:], subject) == {}


def test_rows_are_what_was_measured_and_come_back_whole(pair, subject):
    rows = [*pair("beck_index", 0.61, 0.81, 0.04), *pair("wedge_angle", 18.0, 9.0, 2.5),
            *pair("anterior_height_loss", 39.0, 18.0, 5.0)]  # fmt: skip
    found = assemble(subject, rows, (), TREATED)
    measured = [m for course in found.courses for m in measure_course(course)]
    made = list(course_rows(found))
    assert [from_row(row) for row in made] == measured
    assert len(made) > 4
    assert [from_record(MeasurementRow, to_record(row)) for row in made] == made


def test_same_rows_whatever_the_order_of_what_came(pair, subject):
    rows = [*pair("beck_index", 0.61, 0.81, 0.04), *pair("wedge_angle", 18.0, 9.0, 2.5)]
    assert rows_of(rows, subject) == rows_of(rows[::-1], subject)


@pytest.mark.parametrize(
    ("left", "right", "status", "by"),
    [
        (None, None, "draft", None),
        ({"status": "confirmed", "confirmed_by": "a"}, None, "draft", None),
        (None, {"status": "confirmed", "confirmed_by": "b"}, "draft", None),
        ({"status": "confirmed", "confirmed_by": "a"}, {"status": "confirmed", "confirmed_by": "b"}, "confirmed", "b"),
    ],
)
def test_confirmed_only_where_both_films_are(pair, subject, left, right, status, by):
    rows = [*pair("beck_index", 0.61, 0.81, left=left, right=right), *pair("wedge_angle", 18.0, 9.0)]
    row = rows_of(rows, subject)["beck_index_change"]
    assert (str(row.status), row.confirmed_by) == (status, by)


def test_reading_by_another_observer_does_not_hold_back_a_confirmation(pair, imported, subject):
    """The baseline film was read twice; what was compared is the confirmed reading, by the same observer."""
    done = {"status": "confirmed", "confirmed_by": "a", "observer": "a", "observer_kind": "person"}
    second = imported("before", "beck_index", 0.5, 0.04, days_from_index=-3, observer="other")
    rows = [*pair("beck_index", 0.61, 0.81, 0.04, **done), second]
    row = rows_of(rows, subject)["beck_index_change"]
    assert math.isclose(row.value, 0.2)
    assert row.status is Status.CONFIRMED
    assert "observers_differ" not in row.flags


def test_least_supervised_marks_and_mixed_spread_are_named(pair, subject):
    found = {"method": "automatic", "algorithm": "finder", "algorithm_version": "2"}
    person = {"method": "manual", "observer": "a", "observer_kind": "person", "sd_basis": "propagated"}
    row = rows_of(pair("beck_index", 0.61, 0.81, left=found, right=person), subject)["beck_index_change"]
    assert (str(row.method), row.algorithm, row.algorithm_version) == ("automatic", "finder", "2")
    assert str(row.sd_basis) == "literature"
    alike = rows_of(pair("beck_index", 0.61, 0.81, **person), subject)["beck_index_change"]
    assert (str(alike.method), alike.algorithm, str(alike.sd_basis)) == ("manual", None, "propagated")


@pytest.mark.parametrize(
    ("left", "right", "compared", "reason", "flag"),
    [
        ("standing", "standing", "same", None, None),
        ("standing", "supine", "different", "posture_differs", None),
        ("standing", None, "unknown", None, "posture_not_compared"),
        (None, None, "unknown", None, "posture_not_compared"),
    ],
)
def test_posture_against_the_baseline(pair, subject, left, right, compared, reason, flag):
    rows = pair("wedge_angle", 18.0, 9.0, 2.5, left={"posture": left}, right={"posture": right})
    row = rows_of(rows, subject)["wedge_angle_change"]
    assert (str(row.posture_vs_baseline), row.reason) == (compared, reason)
    assert (row.value is None) is (reason is not None)
    assert flag is None or flag in row.flags


def test_a_posture_stated_to_differ_keeps_films_apart(pair, subject):
    rows = pair("wedge_angle", 18.0, 9.0, 2.5, right={"posture_vs_baseline": "different"}, posture="standing")
    assert rows_of(rows, subject)["wedge_angle_change"].reason == "posture_differs"
    row = rows_of(rows, subject, any_posture=True)["wedge_angle_change"]
    assert row.value == -9.0
    assert "posture_differs" in row.flags


def test_value_of_one_film_keeps_its_own_posture_against_the_baseline(pair, subject):
    rows = pair("wedge_angle", 18.0, 9.0, 2.5, right={"posture_vs_baseline": "same"})
    assert str(rows_of(rows, subject)["residual_kyphosis"].posture_vs_baseline) == "same"


def test_films_that_count_vertebrae_differently_are_flagged(pair, imported, subject):
    six = imported("before", "beck_index", 0.9, 0.05, level="L6", days_from_index=-3)
    five = imported("after", "beck_index", 0.9, 0.05, level="S1", days_from_index=92)
    also = imported("after", "beck_index", 0.9, 0.05, level="L5", days_from_index=92)
    rows = pair("beck_index", 0.61, 0.81, 0.04)
    assert rows_of([*rows, six], subject)["beck_index_change"].flags.count("vertebrae_counted_differently") == 0
    flagged = rows_of([*rows, six, five, also], subject)["beck_index_change"]
    assert flagged.flags.count("vertebrae_counted_differently") == 1


def test_withdrawn_rows_are_not_used(pair, subject):
    before, after = pair("beck_index", 0.61, 0.81, 0.04)
    assert "beck_index_change" not in rows_of([withdrawn(before), after], subject)
    assert "beck_index_change" not in rows_of([before, withdrawn(after)], subject)


def test_heights_of_a_table_made_elsewhere_give_the_restoration(pair, subject):
    """From 18 to 23 mm where 28 are expected: half of the 10 that were lost came back, 5 mm."""
    rows = [*pair("anterior_height", 18.0, 23.0, 0.5), *pair("expected_anterior_height", 28.0, 28.0, 0.5)]
    done = [row.model_copy(update={"status": Status.CONFIRMED, "confirmed_by": "a"}) for row in rows]
    found = rows_of(rows, subject)
    assert math.isclose(found["anterior_height_restoration"].value, 50)
    assert math.isclose(found["anterior_height_gain"].value, 5)
    assert math.isclose(found["anterior_height_gain_of_expected"].value, 100 * 5 / 28)
    assert rows_of(done, subject)["anterior_height_restoration"].status is Status.CONFIRMED
    draft = [*done[:-1], rows[-1]]
    assert rows_of(draft, subject)["anterior_height_restoration"].status is Status.DRAFT


def test_means_of_the_audit_are_within_measurement_error(pair, subject):
    """NICE HTG422: Beck 1.0 to 0.96 and Cobb 11 to 13 degrees are no change that a reader could tell."""
    rows = [*pair("beck_index", 1.0, 0.96, 0.045), *pair("bisegmental_cobb_angle", 11.0, 13.0, 2.3)]
    found = rows_of(rows, subject)
    for measure, change in (("beck_index_change", -0.04), ("bisegmental_cobb_angle_change", 2.0)):
        assert math.isclose(found[measure].value, change)
        assert "within_measurement_error" in found[measure].flags


def test_stored_on_every_engine_as_made(store_url, pair, subject):
    rows = [*pair("beck_index", 0.61, 0.81, 0.04), *pair("anterior_height_loss", 39.0, 18.0, 5.0)]
    made = rows_of(rows, subject)
    with Store.open(store_url) as store:
        store.add(made.values(), batch="b")
        assert store.add(made.values(), batch="c").unchanged == len(made)
        assert {row.measure: row for row in store.rows()} == made


def test_frontal_and_lateral_baselines_of_two_days(imported, subject):
    """The frontal film is of day -10, the lateral one of day -2, both later ones of day 92."""
    rows = [
        imported(f"{view} {day}", measure, value, 3.0, days_from_index=day, view=view)
        for view, measure, values in (
            ("frontal", "coronal_cobb_angle", {-10: 30.0, 92: 41.0}),
            ("lateral", "lumbar_lordosis", {-2: -40.0, 92: -52.0}),
        )
        for day, value in values.items()
    ]
    found = rows_of(rows, subject)
    for measure, change, days in (("coronal_cobb_angle_change", 11, 102), ("lumbar_lordosis_change", -12, 94)):
        assert found[measure].value == change
        assert json.loads(found[measure].details)["days_between"] == days


def test_a_second_reading_of_the_earlier_film_is_not_behind_it(pair, imported, subject):
    """The details name the reading that was compared; a draft of another reader holds nothing back."""
    before, after = pair("beck_index", 0.61, 0.81, status="confirmed", confirmed_by="a")
    other = imported("before", "beck_index", 0.2, 0.05, days_from_index=-3, observer="b", observer_kind="person")
    row = rows_of([other, before, after], subject)["beck_index_change"]
    assert json.loads(row.details)["compared_reading"] == before.reading_uid
    assert row.status is Status.CONFIRMED
