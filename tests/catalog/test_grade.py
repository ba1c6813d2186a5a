"""Grades at every cut, and how sure they are."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.catalog import MEASURES, get
from measure.catalog.grade import grade_of, graded, probability
from measure.model import Quantity

GENANT, MEYERDING = get("genant_qm").grades, get("meyerding_grade").grades
GRADED = [m for m in MEASURES if m.grades]


@pytest.mark.parametrize(
    ("loss", "grade"),
    [(-9.0, 0), (0.0, 0), (19.99, 0), (20.0, 1), (24.99, 1), (25.0, 2), (39.99, 2), (40.0, 3), (100.0, 3)],
)
def test_genant(loss: float, grade: int) -> None:
    assert int(grade_of(GENANT, loss)) == grade


@pytest.mark.parametrize(("share", "grade"), [(0.8, 1), (0.75, 2), (0.6, 3)])
def test_a_height_on_a_cut_begins_the_grade_at_every_size(share: float, grade: int) -> None:
    whole = np.linspace(15, 40, 2501)
    losses = 100 * (whole - whole * share) / whole
    assert (losses < 100 * (1 - share)).any()
    assert (grade_of(GENANT, losses) == grade).all()


@pytest.mark.parametrize(
    ("slip", "grade"),
    [
        (-60.0, 0), (0.0, 0), (4.99, 0), (-4.99, 0), (5.0, 1), (25.0, 1), (25.01, 2), (50.0, 2), (50.01, 3), (75.0, 3),
        (75.01, 4), (100.0, 4), (100.01, 5), (180.0, 5),
    ],
)  # fmt: skip
def test_meyerding(slip: float, grade: int) -> None:
    assert int(grade_of(MEYERDING, slip)) == grade
    assert MEYERDING.names[grade] == ("0", "I", "II", "III", "IV", "V")[grade]


def test_a_quarter_is_grade_one_however_it_was_rounded() -> None:
    """Endplates of every length, tilt and place; the quarter point carries a residue, up or down."""
    rng = np.random.default_rng(6)
    back, front = rng.uniform(0, 400, (2, 2000, 2))
    slips = get("slip_percent").function(back + (front - back) / 4, back, front)
    assert (slips > 25).any()
    assert (grade_of(MEYERDING, slips) == 1).all()


class TestProbability:
    @pytest.mark.parametrize("measure", GRADED, ids=lambda measure: measure.id)
    @given(value=st.floats(-20, 120), sd=st.floats(0.01, 50))
    def test_of_all_grades_is_one(self, measure: object, value: float, sd: float) -> None:
        steps = measure.grades
        shares = [probability(steps, grade, value, sd) for grade in range(len(steps.names))]
        assert sum(shares) == pytest.approx(1)
        assert min(shares) >= 0

    @pytest.mark.parametrize(("value", "sd"), [(22.0, 4.0), (25.0, 2.0), (31.0, 8.0), (5.0, 9.0)])
    def test_is_how_often_a_second_reading_gives_the_grade(self, value: float, sd: float) -> None:
        drawn = np.random.Generator(np.random.MT19937(5)).normal(value, sd, 400_000)
        for grade, (low, high) in enumerate(itertools.pairwise((-math.inf, 20.0, 25.0, 40.0, math.inf))):
            share = ((drawn >= low) & (drawn < high)).mean()
            assert probability(GENANT, grade, value, sd) == pytest.approx(share, abs=0.003)

    def test_without_an_error_it_is_sure(self) -> None:
        assert probability(GENANT, 1, 20.0, 0.0) == 1


class TestGraded:
    def test_the_value_becomes_a_grade_and_keeps_its_number(self) -> None:
        quantity, details, flags = graded(get("genant_qm"), Quantity(32.5, "{score}", sd=2.0))
        assert quantity == Quantity(2.0, "{score}")
        assert details == {"grade": "2", "graded_value": 32.5, "graded_sd": 2.0, "grade_probability": 0.9998}
        assert flags == ()

    @pytest.mark.parametrize(("value", "borderline"), [(20.0, True), (23.0, True), (32.5, False), (60.0, False)])
    def test_borderline_where_another_reading_might_well_differ(self, value: float, borderline: bool) -> None:
        flags = graded(get("genant_qm"), Quantity(value, "{score}", sd=3.0))[2]
        assert (flags == ("borderline_grade",)) is borderline

    def test_what_is_no_grade_and_what_has_no_value_stay_as_they_are(self) -> None:
        angle, none = Quantity(7.0, "deg", sd=2.0), Quantity.absent("{score}", "child")
        assert graded(get("wedge_angle"), angle) == (angle, {}, ())
        assert graded(get("genant_qm"), none) == (none, {}, ())
