"""Change against measurement error, against scipy's normal distribution and the numbers of the domain reference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from measure.spine.change import borderline, change_class, mdc95, probability_at_least


@pytest.mark.parametrize(("sd", "mdc"), [(0.99, 2.7), (0.045, 0.125), (2.36, 6.5)])
def test_mdc_of_height_beck_and_wedge(sd: float, mdc: float) -> None:
    """Domain reference §6 at σ = 0.7 mm: height 2.7 mm, Beck 0.125, wedge 6.5°."""
    assert float(mdc95(sd, sd)) == pytest.approx(mdc, rel=0.02)


def test_mdc_is_exceeded_by_chance_in_one_of_twenty() -> None:
    rng = np.random.default_rng(11)
    before, after = rng.normal(20, 0.6, 200_000), rng.normal(20, 1.1, 200_000)
    outside = change_class(after - before, mdc95(0.6, 1.1)) != "within_measurement_error"
    assert outside.mean() == pytest.approx(0.05, abs=0.003)


def test_the_band_belongs_to_itself_and_residue_does_not_decide() -> None:
    """0.3 − 0.1 leaves 0.19999…, 0.7 − 0.5 leaves 0.19999…, 1.1 − 0.9 leaves 0.20000…018."""
    change = np.array([0.3 - 0.1, 1.1 - 0.9, 0.9 - 1.1, 0.21, -0.21, np.nan])
    expected = ["within_measurement_error"] * 3 + ["increased", "decreased", "indeterminate"]
    assert change_class(change, 0.2).tolist() == expected


def test_without_a_band_nothing_is_said() -> None:
    assert change_class(np.array([3.0, 0.0]), np.array(np.nan)).tolist() == ["indeterminate"] * 2


def test_a_single_change_is_a_single_word() -> None:
    assert str(change_class(np.array(9.0), 2.0)) == "increased"


@given(st.floats(-60, 60), st.floats(0.1, 20), st.floats(-60, 60))
def test_probability_is_that_of_the_normal_distribution(value: float, sd: float, threshold: float) -> None:
    found = float(probability_at_least(np.array(value), sd, threshold))
    assert found == pytest.approx(norm.sf(threshold, loc=value, scale=sd), rel=1e-10, abs=1e-300)


def test_true_7_is_called_less_than_5_in_21_percent_and_3_at_least_5_as_often() -> None:
    """Domain reference §6, sd 2.5°."""
    found = probability_at_least(np.array([7.0, 3.0]), 2.5, 5.0)
    np.testing.assert_allclose(found, [0.79, 0.21], atol=0.005)


def test_no_measurement_is_free_of_error() -> None:
    found = probability_at_least(np.array([7.0, 5.0, 7.0, np.nan]), np.array([0.0, 0.0, -1.0, 2.0]), 5.0)
    assert np.isnan(found).all()


def test_nothing_in_gives_nothing() -> None:
    assert probability_at_least(np.empty((0, 3)), 1.0, 5.0).shape == (0, 3)


def test_borderline_is_between_5_and_95_percent() -> None:
    assert borderline(np.array([0.05, 0.051, 0.5, 0.949, 0.95, np.nan])).tolist() == [
        False, True, True, True, False, False,
    ]  # fmt: skip
