"""Expected heights: weights against polynomial fits, the examples of the domain reference, and who is rejected."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import ModelError
from measure.spine import expected as ex

offset_sets = st.sets(st.sampled_from([-4, -3, -2, -1, 1, 2, 3, 4]), min_size=1, max_size=5).map(list)


class TestWeights:
    """Every way of predicting a height is a weighted sum."""

    def test_neighbours_of_27_and_29_predict_28(self) -> None:
        assert float(ex.expected_height(np.array([27.0, 29.0]), ex.adjacent_mean())) == 28

    @given(offset_sets, st.data())
    def test_regression_is_a_weighted_line_read_at_the_vertebra(self, offsets: list[int], data: st.DataObject) -> None:
        heights = data.draw(st.lists(st.floats(15, 40), min_size=len(offsets), max_size=len(offsets)))
        weights = ex.regression_weights(offsets)
        found = (np.array(heights) * weights).sum()
        if len(offsets) == 1:
            assert found == heights[0]
        else:
            # polyfit squares its weights with the residuals
            line = np.polyfit(offsets, heights, 1, w=1 / np.sqrt(np.abs(offsets)))
            assert found == pytest.approx(np.polyval(line, 0), abs=1e-8)

    @given(offset_sets)
    def test_regression_weights_sum_to_one(self, offsets: list[int]) -> None:
        assert ex.regression_weights(offsets).sum() == pytest.approx(1, abs=1e-12)

    @given(offset_sets.filter(lambda offsets: len(offsets) > 1), st.floats(-2, 2))
    def test_heights_that_grow_evenly_down_the_spine_are_continued(self, offsets: list[int], step: float) -> None:
        heights = 26 + step * np.array(offsets)
        assert float(ex.expected_height(heights, ex.regression_weights(offsets))) == pytest.approx(26, abs=1e-9)

    def test_regression_over_both_adjacent_ones_is_their_mean(self) -> None:
        assert ex.regression_weights((-1, 1)).tolist() == ex.adjacent_mean().tolist()

    def test_beyond_both_neighbours_of_one_side_errors_grow(self) -> None:
        """25 and 27 below: the line reads 23 above them, with weights 2 and −1."""
        weights = ex.regression_weights((1, 2))
        np.testing.assert_allclose(weights, [2, -1], atol=1e-12)
        assert float(ex.expected_height(np.array([25.0, 27.0]), weights)) == pytest.approx(23)

    def test_one_neighbour_times_the_ratio_of_the_levels(self) -> None:
        assert float(ex.expected_height(np.array([25.0]), ex.one_neighbour(1.04))) == pytest.approx(26)
        assert float(ex.expected_height(np.array([25.0]), ex.one_neighbour())) == 25

    def test_own_posterior_height_times_its_norm(self) -> None:
        assert float(ex.expected_height(np.array([28.0]), ex.from_posterior(0.95))) == pytest.approx(26.6)

    def test_a_batch(self) -> None:
        heights = np.array([[[26.0, 30.0], [20.0, 21.0]], [[np.nan, 30.0], [0.0, 0.0]]])
        np.testing.assert_array_equal(ex.expected_height(heights, ex.adjacent_mean()), [[28.0, 20.5], [np.nan, np.nan]])


class TestRefusals:
    """What is no set of references is said so."""

    @pytest.mark.parametrize("offsets", [(), (0,), (-1, 0, 1), (1, 1)])
    def test_offsets(self, offsets: tuple[int, ...]) -> None:
        with pytest.raises(ModelError, match="offsets must be distinct levels other than 0"):
            ex.regression_weights(offsets)

    @pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
    def test_ratios(self, value: float) -> None:
        with pytest.raises(ModelError, match="population ratio must be a positive number"):
            ex.one_neighbour(value)
        with pytest.raises(ModelError, match="norm ratio must be a positive number"):
            ex.from_posterior(value)
        with pytest.raises(ModelError, match="norm ratio must be a positive number"):
            ex.deformed(*np.full((4, 1), 28.0), wedge_norm=value)

    @pytest.mark.parametrize("heights", [np.array([27.0]), np.array([27.0, 28.0, 29.0]), np.array(27.0)])
    def test_one_weight_for_each_reference(self, heights: np.ndarray) -> None:
        """A single height must not be spread over two weights in silence."""
        with pytest.raises(ModelError, match="one weight for each reference"):
            ex.expected_height(heights, ex.adjacent_mean())


class TestLoss:
    """Height reduction in percent."""

    def test_by_hand(self) -> None:
        found = ex.height_loss(np.array([21.0, 28.0, 29.4, np.nan, 20.0]), np.array([28.0, 28.0, 28.0, 28.0, 0.0]))
        np.testing.assert_allclose(found, [25, 0, -5, np.nan, np.nan], atol=1e-12)

    def test_sd_is_the_closed_form_of_the_domain_reference(self) -> None:
        """(√2σ/E)·√(1 + r²/2) for two neighbours; 4.0 % at σ = 0.7 mm and r = 0.79 (domain table)."""
        rng = np.random.default_rng(3)
        sd, whole, share = 0.7, 28.0, 0.79
        own, above, below = (rng.normal(mean, np.sqrt(2) * sd, 400_000) for mean in (share * whole, whole, whole))
        expected = ex.expected_height(np.stack([above, below], axis=-1), ex.adjacent_mean())
        drawn = ex.height_loss(own, expected).std()
        assert drawn == pytest.approx(100 * np.sqrt(2) * sd / whole * np.sqrt(1 + share**2 / 2), rel=0.02)
        assert drawn == pytest.approx(4.0, abs=0.1)


class TestDeformed:
    """Neighbours that may not be references."""

    @pytest.mark.parametrize(
        ("heights", "rejected"),
        [
            ((28.0, 28.0, 28.0, 28.0), False),
            ((22.5, 28.0, 28.0, 28.0), False),
            ((22.4, 28.0, 28.0, 28.0), True),
            ((28.0, 22.4, 28.0, 28.0), True),
            ((22.5, 22.5, 22.5, 28.0), False),
            ((22.4, 22.4, 22.4, 28.0), True),
            ((24.0, 30.0, 30.0, 30.0), True),
        ],
    )
    def test_a_fifth_is_too_much(self, heights: tuple[float, ...], rejected: bool) -> None:
        assert bool(ex.deformed(*map(np.array, heights))) is rejected

    @given(st.floats(10, 45))
    def test_exactly_a_fifth_at_every_height(self, height: float) -> None:
        whole = np.array(height)
        assert ex.deformed(whole * 0.8, whole, whole, whole)
        assert ex.deformed(whole, whole, whole, whole / 0.8)

    def test_norms_of_the_level_move_the_limit(self) -> None:
        """Ha/Hp 0.78 is 18 % below a norm of 0.95; 0.85 is 22.7 % below one of 1.1 (L5)."""
        back = np.array(28.0)
        assert not ex.deformed(0.78 * back, back, back, back, wedge_norm=0.95)
        assert ex.deformed(0.85 * back, back, back, back, wedge_norm=1.1)
        assert ex.deformed(back, 0.78 * back, back, back)
        assert not ex.deformed(back, 0.78 * back, back, back, middle_norm=0.95)

    def test_what_is_not_marked_rejects_nothing_and_hides_nothing(self) -> None:
        heights = np.full((4, 4), 28.0)
        heights[np.arange(4), np.arange(4)] = np.nan
        assert not ex.deformed(*heights).any()
        assert not ex.deformed(*np.full((4, 1), np.nan)).any()
        assert ex.deformed(np.array(20.0), np.array(np.nan), np.array(28.0), np.array(np.nan))


def test_off_centre_is_beyond_twelve_centimetres() -> None:
    centre = np.array([200.0, 150.0])
    points = centre + np.array([[72.0, 96.0], [72.1, 96.0], [-120.0, 0.0], [0.0, -121.0]])
    assert ex.off_centre(points, centre).tolist() == [False, True, False, True]
    assert ex.off_centre(points, centre, limit=121.5).tolist() == [False] * 4
