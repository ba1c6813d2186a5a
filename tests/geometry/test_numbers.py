"""From the sd of numbers to that of what is computed from them, against an independent Monte Carlo."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.geometry import linear, redraw
from measure.spine import course

numbers, sds = st.floats(-100, 100), st.floats(0, 20)


def other_draws(values: tuple[float, ...], spreads: tuple[float, ...], n: int = 1_000_000) -> np.ndarray:
    """Numbers drawn by another generator than the one under test."""
    generator = np.random.Generator(np.random.MT19937(20_240_229))
    return np.array([generator.normal(value, sd, n) for value, sd in zip(values, spreads, strict=True)])


class TestLinear:
    @given(st.tuples(*[numbers] * 3), st.tuples(*[sds] * 3), st.tuples(*[st.floats(-5, 5)] * 3))
    def test_exact_for_sums(
        self, values: tuple[float, ...], spreads: tuple[float, ...], factors: tuple[float, ...]
    ) -> None:
        def total(*given: float) -> float:
            return sum(f * v for f, v in zip(factors, given, strict=True))

        found = linear(total, np.array(values), np.array(spreads))
        exact = math.hypot(*(f * sd for f, sd in zip(factors, spreads, strict=True)))
        assert found.sd == pytest.approx(exact, rel=1e-6, abs=1e-7)
        assert found.value == pytest.approx(total(*values))
        assert found.low <= found.value <= found.high
        assert found.draws is None

    def test_the_interval_is_that_of_a_normal_distribution(self) -> None:
        found = linear(lambda a, b: b - a, np.array([11.0, 13.0]), np.array([3.0, 4.0]))
        assert (found.value, found.sd) == (2.0, 5.0)
        assert math.erf((found.high - found.value) / found.sd / math.sqrt(2)) == pytest.approx(0.95, abs=1e-6)
        assert found.value - found.low == pytest.approx(found.high - found.value)

    def test_a_number_without_error_adds_none(self) -> None:
        assert linear(lambda a, b: a * b, np.array([2.0, 3.0]), np.array([0.0, 0.5])).sd == pytest.approx(1.0)

    @pytest.mark.parametrize("sd", [5e-324, 1e-20])
    def test_a_number_with_next_to_no_error_does_not_spoil_the_others(self, sd: float) -> None:
        found = linear(lambda a, b: a - b, np.array([100.0, 3.0]), np.array([sd, 0.5]))
        assert found.sd == pytest.approx(0.5)

    def test_first_order_of_a_product(self) -> None:
        found = linear(lambda a, b: a * b, np.array([2.0, 3.0]), np.array([0.1, 0.2]))
        assert found.sd == pytest.approx(math.hypot(3 * 0.1, 2 * 0.2), rel=1e-9)

    def test_a_tiny_error_is_not_rounded_to_none(self) -> None:
        assert linear(lambda a: a, np.array([5.0]), np.array([1e-11])).sd == pytest.approx(1e-11)


class TestRedraw:
    @pytest.mark.parametrize(
        ("values", "spreads"),
        [((36.0, 18.0), (4.0, 4.0)), ((30.0, -6.0), (2.0, 3.0)), ((50.0, 60.0), (5.0, 1.0)), ((20.0, 5.0), (1.5, 1.5))],
    )
    def test_a_restoration_as_another_generator_draws_it(
        self, values: tuple[float, float], spreads: tuple[float, float]
    ) -> None:
        """(1 − L after/L before), written out again; losses of eight sds and more."""
        before, after = other_draws(values, spreads)
        drawn = 100 * (before - after) / before
        found = redraw(course.restoration, np.array(values), np.array(spreads))
        assert found.sd == pytest.approx(drawn.std(), rel=0.02)
        np.testing.assert_allclose([found.low, found.high], np.quantile(drawn, [0.025, 0.975]), atol=0.05 * drawn.std())

    def test_of_a_normal_number_the_sd_is_its_own(self) -> None:
        found = redraw(lambda a: a, np.array([7.0]), np.array([2.5]))
        assert found.value == 7.0
        assert found.sd == pytest.approx(2.5, rel=0.015)
        assert (found.draws < 5).mean() == pytest.approx(0.21, abs=0.01)

    def test_where_there_is_no_variance_the_middle_stands_for_it(self) -> None:
        """Cauchy: half of the central 68 % is tan(0.34·π); its sd is another one with every seed."""

        def quotient(a: np.ndarray, b: np.ndarray) -> np.ndarray:
            return a / np.where(b == 0, np.nan, b)

        found = [redraw(quotient, np.zeros(2), np.ones(2), seed=seed) for seed in range(3)]
        exact = math.tan(math.pi * (0.841345 - 0.5))
        assert [one.sd for one in found] == pytest.approx([exact] * 3, rel=0.04)
        assert all(one.draws.std() > 5 * exact for one in found)

    def test_the_same_seed_gives_the_same_draws(self) -> None:
        one, two, other = (redraw(np.divide, np.array([3.0, 9.0]), np.ones(2), seed=seed) for seed in (1, 1, 2))
        assert one.sd == two.sd
        np.testing.assert_array_equal(one.draws, two.draws)
        assert one.sd != other.sd
        assert one.sd == pytest.approx(other.sd, rel=0.03)

    def test_draws_that_are_not_defined_are_left_out(self) -> None:
        found = redraw(lambda a: np.where(a > 0, a, np.nan), np.array([1.0]), np.array([1.0]))
        assert found.draws.size < 16_384
        assert (found.draws > 0).all()

    def test_where_none_is_defined_there_is_no_sd(self) -> None:
        found = redraw(lambda a: a * np.nan, np.array([1.0]), np.array([1.0]))
        assert np.isnan([found.value, found.sd, found.low, found.high]).all()
