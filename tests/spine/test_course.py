"""Formulas over two visits, in losses, against the same in millimetres."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from measure.spine import course, restoration

heights = st.floats(8, 40)


def loss(height: float, whole: float) -> np.ndarray:
    return np.array(100 * (whole - height) / whole)


@given(heights, heights, st.floats(20, 40), st.floats(0.5, 2))
def test_all_formulas_equal_those_in_millimetres(before: float, after: float, whole: float, factor: float) -> None:
    """The second film is magnified: heights and expected height of it alike."""
    assume(whole - before > 0.01)
    losses = loss(before, whole), loss(factor * after, factor * whole)
    expected = {
        course.restoration: 100 * (after - before) / (whole - before),
        course.gain_of_initial: 100 * (after - before) / before,
        course.gain_of_expected: 100 * (after - before) / whole,
        course.change: 100 * (before - after) / whole,
    }
    for function, value in expected.items():
        assert float(function(*losses)) == pytest.approx(value, rel=1e-7, abs=1e-7), function


def test_the_example_of_the_domain_reference() -> None:
    losses = loss(18, 28), loss(23, 28)
    assert float(course.restoration(*losses)) == 50
    assert round(float(course.gain_of_initial(*losses)), 1) == 27.8
    assert round(float(course.gain_of_expected(*losses)), 1) == 17.9


def test_half_is_half_and_a_hair_more_is_more() -> None:
    assert str(restoration.nice_class(course.restoration(loss(18, 28), loss(23, 28)))) == "lt50"
    assert str(restoration.nice_class(course.restoration(loss(18, 28), loss(23.01, 28)))) == "gt50"


@pytest.mark.parametrize("before", [0.0, -5.0])
def test_where_nothing_was_lost_nothing_can_be_restored(before: float) -> None:
    assert np.isnan(course.restoration(np.array(before), np.array(3.0)))


def test_of_one_visit_the_value_itself() -> None:
    assert float(course.same(np.array(7.0))) == 7


class TestHeightFall:
    def test_the_height_that_fell_most(self) -> None:
        found = course.height_fall(*map(np.array, (25.0, 25.0, 27.0, 19.5, 23.0, 27.0)))
        assert (float(found.percent), float(found.millimetres), bool(found.candidate)) == (22.0, 5.5, True)

    def test_both_limits_in_the_same_height(self) -> None:
        """Front 12 to 9: 25 % but 3 mm. Back 30 to 25: 5 mm but 17 %."""
        assert not course.height_fall(*map(np.array, (12.0, 20.0, 30.0, 9.0, 20.0, 25.0))).candidate
        assert course.height_fall(*map(np.array, (20.0, 20.0, 30.0, 16.0, 20.0, 25.0))).candidate

    @given(st.tuples(*[heights] * 6))
    def test_equals_the_rule_written_out(self, six: tuple[float, ...]) -> None:
        falls = [(100 * (b - a) / b, b - a) for b, a in zip(six[:3], six[3:], strict=True)]
        assume(all(abs(p - 20) > 1e-8 and abs(mm - 4) > 1e-8 for p, mm in falls))
        found = course.height_fall(*map(np.array, six))
        assert float(found.percent) == pytest.approx(max(p for p, _ in falls), abs=1e-8)
        assert bool(found.candidate) is any(p > 20 and mm > 4 for p, mm in falls)
