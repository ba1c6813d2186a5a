"""What grades of deformity rest on, written out again in plain Python."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.spine import grading as gr
from measure.spine.expected import expected_height

losses = st.floats(-30, 90)


class TestGenant:
    """Greatest of three reductions, its grade and its type."""

    @given(losses, losses, losses)
    def test_greatest_and_its_site(self, anterior: float, middle: float, posterior: float) -> None:
        named = dict(zip(gr.SITES, (anterior, middle, posterior), strict=True))
        found = gr.greatest_loss(*map(np.array, named.values()))
        assert float(found.percent) == pytest.approx(max(named.values()), abs=1e-9)
        assert named[str(found.site)] == pytest.approx(max(named.values()), abs=1e-9)

    def test_of_equal_ones_the_first_from_the_front(self) -> None:
        """The same reduction by two sums that differ in the last bit."""
        found = gr.greatest_loss(np.array(30.0), np.array(100 * (0.1 + 0.2)), np.array(30.0))
        assert 100 * (0.1 + 0.2) > 30
        assert str(found.site) == "anterior"

    def test_a_missing_height_might_be_the_greatest(self) -> None:
        found = gr.greatest_loss(*np.array([[26.0, 26.0], [np.nan, 3.0], [1.0, 2.0]]))
        np.testing.assert_array_equal(found.percent, [np.nan, 26.0])
        assert found.site.tolist() == ["", "anterior"]
        assert gr.genant_type(found.site).tolist() == ["", "wedge"]

    @pytest.mark.parametrize(("site", "kind"), [("anterior", "wedge"), ("middle", "biconcave"), ("posterior", "crush")])
    def test_type(self, site: str, kind: str) -> None:
        assert str(gr.genant_type(np.array(site))) == kind


class TestPredictedPosterior:
    """Posterior height from neighbours scaled by the norms of their levels."""

    @given(st.lists(st.tuples(st.floats(18, 34), st.floats(18, 34)), min_size=1, max_size=4), st.floats(18, 34))
    def test_is_the_mean_of_the_scaled_neighbours(self, neighbours: list[tuple[float, float]], norm: float) -> None:
        measured, norms = np.array(neighbours).T
        by_hand = math.fsum(height * norm / of_level for height, of_level in neighbours) / len(neighbours)
        found = expected_height(measured, gr.predicted_posterior_weights(norm, norms))
        assert float(found) == pytest.approx(by_hand, rel=1e-12)

    def test_a_spine_a_tenth_larger_than_the_norm_is_predicted_a_tenth_larger(self) -> None:
        norms = np.array([25.0, 26.0, 28.0, 29.0])
        found = expected_height(1.1 * norms, gr.predicted_posterior_weights(27.0, norms))
        assert float(found) == pytest.approx(29.7)

    def test_a_level_without_a_norm_predicts_nothing(self) -> None:
        weights = gr.predicted_posterior_weights(27.0, np.array([26.0, np.nan]))
        assert np.isnan(expected_height(np.array([26.0, 28.0]), weights))


class TestIncidentFall:
    """A fall of 20 % and 4 mm in the same height."""

    @pytest.mark.parametrize(
        ("after", "percent", "millimetres", "candidate"),
        [
            ((25.0, 25.0, 25.0), 0.0, 0.0, False),
            ((20.0, 25.0, 25.0), 20.0, 5.0, True),
            ((20.1, 25.0, 25.0), 19.6, 4.9, False),
            ((25.0, 25.0, 12.5), 50.0, 12.5, True),
            ((27.0, 26.0, 26.0), -4.0, -1.0, False),
        ],
    )
    def test_from_25_mm(self, after: tuple[float, ...], percent: float, millimetres: float, candidate: bool) -> None:
        found = gr.incident_fall(np.full(3, 25.0), np.array(after))
        assert float(found.percent) == pytest.approx(percent)
        assert float(found.millimetres) == pytest.approx(millimetres)
        assert bool(found.candidate) is candidate

    def test_both_limits_must_be_reached_by_the_same_height(self) -> None:
        """Front 12 to 9: 25 % but 3 mm. Back 30 to 25: 5 mm but 17 %. Together they are no candidate."""
        found = gr.incident_fall(np.array([12.0, 20.0, 30.0]), np.array([9.0, 20.0, 25.0]))
        assert not found.candidate
        assert (float(found.percent), float(found.millimetres)) == (25, 3)

    def test_the_candidate_need_not_be_the_height_that_fell_most(self) -> None:
        found = gr.incident_fall(np.array([12.0, 20.0, 30.0]), np.array([9.0, 15.9, 30.0]))
        assert (float(found.percent), bool(found.candidate)) == (25, True)

    def test_exactly_the_limits_count(self) -> None:
        """20.3 − 16.3 leaves a residue below 4; 16.24 of 20.3 is 80 %."""
        assert gr.incident_fall(np.array([20.0] * 3), np.array([16.0, 20.0, 20.0])).candidate
        assert gr.incident_fall(np.array([16.4] * 3), np.array([12.4, 16.4, 16.4])).candidate

    def test_limits_can_be_stated(self) -> None:
        before, after = np.full(3, 25.0), np.array([21.0, 25.0, 25.0])
        assert not gr.incident_fall(before, after).candidate
        assert gr.incident_fall(before, after, limit_percent=15, limit_mm=3).candidate

    def test_a_missing_height_might_have_fallen_most(self) -> None:
        after = np.array([[np.nan, 24.0, 24.0], [np.nan, 24.0, 15.0]])
        found = gr.incident_fall(np.full((2, 3), 25.0), after)
        assert np.isnan(found.percent).all()
        assert np.isnan(found.millimetres).all()
        assert found.candidate.tolist() == [False, True]

    def test_a_height_of_zero_before_has_no_fall(self) -> None:
        found = gr.incident_fall(np.array([0.0, 25.0, 25.0]), np.full(3, 20.0))
        assert np.isnan(found.percent)
        assert np.isnan(found.millimetres)


class TestIndex:
    """Sum of grades over the vertebrae that could be graded."""

    def test_by_hand(self) -> None:
        grades = np.array([[0.0, 1.0, 3.0, 0.0], [np.nan, 2.0, np.nan, 1.0], [np.nan] * 4])
        np.testing.assert_array_equal(gr.spinal_fracture_index(grades), [1.0, 1.5, np.nan])

    def test_no_vertebrae(self) -> None:
        assert np.isnan(gr.spinal_fracture_index(np.empty(0)))
