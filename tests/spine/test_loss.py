"""Expected heights and losses from points, against the same in plain numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.spine import loss as ls

heights = st.floats(8, 40)


def wall(height: float, turn: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Two points this far apart, the lower one in a given direction from straight down."""
    angle = math.radians(turn)
    return np.array([5.0, 7.0]), np.array([5.0 + height * math.cos(angle), 7.0 + height * math.sin(angle)])


def references(*lengths: float) -> tuple[np.ndarray, np.ndarray]:
    """Walls side by side, as arrays of n points."""
    pairs = [wall(length, 11.0 * k) for k, length in enumerate(lengths)]
    return np.stack([a for a, _ in pairs]), np.stack([b for _, b in pairs])


class TestExpected:
    @given(heights, heights)
    def test_mean_of_both_neighbours(self, above: float, below: float) -> None:
        assert float(ls.expected(*references(above, below))) == pytest.approx((above + below) / 2)

    @given(heights, heights, st.floats(0.1, 2), st.floats(0.1, 2))
    def test_weighted_sum(self, above: float, below: float, one: float, other: float) -> None:
        assert float(ls.expected(*references(above, below), (one, other))) == pytest.approx(one * above + other * below)

    def test_a_batch(self) -> None:
        top = np.zeros((5, 2, 2))
        bottom = np.random.default_rng(1).uniform(5, 9, (5, 2, 2))
        by_hand = [(math.hypot(*bottom[k, 0]) + math.hypot(*bottom[k, 1])) / 2 for k in range(5)]
        np.testing.assert_allclose(ls.expected(top, bottom), by_hand)


class TestLoss:
    @given(heights, heights, heights)
    def test_percent_of_what_is_expected(self, own: float, above: float, below: float) -> None:
        found = float(ls.loss(*wall(own), *references(above, below)))
        assert found == pytest.approx(100 - 200 * own / (above + below), abs=1e-9)

    @given(heights, heights, heights)
    def test_a_vertebra_as_high_as_its_neighbours_predict_has_lost_nothing(
        self, own: float, a: float, b: float
    ) -> None:
        weights = (own / (2 * a), own / (2 * b))
        assert float(ls.loss(*wall(own), *references(a, b), weights)) == pytest.approx(0, abs=1e-9)

    @given(heights, heights, heights, st.floats(0.2, 5), st.booleans())
    def test_free_of_magnification_and_mirroring(
        self, own: float, above: float, below: float, factor: float, mirror: bool
    ) -> None:
        points = [*wall(own), *references(above, below)]
        changed = [factor * point * [1, -1 if mirror else 1] for point in points]
        assert float(ls.loss(*changed)) == pytest.approx(float(ls.loss(*points)), abs=1e-8)

    def test_sd_is_the_closed_form_of_the_domain_reference(self) -> None:
        """√2·σ/E·√(1 + r²/2) with r = H/E, of one film with two neighbours."""
        sigma, own, whole = 0.5, 20.0, 28.0
        noise = np.random.default_rng(3).normal(0, sigma, (6, 200_000, 2))
        up, down = wall(own)
        (above, below), (above_low, below_low) = (np.array(part) for part in references(whole, whole))
        top = np.stack([above + noise[2], below + noise[3]], axis=-2)
        bottom = np.stack([above_low + noise[4], below_low + noise[5]], axis=-2)
        drawn = ls.loss(up + noise[0], down + noise[1], top, bottom).std()
        closed = 100 * math.sqrt(2) * sigma / whole * math.sqrt(1 + (own / whole) ** 2 / 2)
        assert drawn == pytest.approx(closed, rel=0.01)


class TestDeformity:
    @staticmethod
    def found(anterior: float, middle: float, posterior: float) -> ls.Deformity:
        body = [point for height in (anterior, middle, posterior) for point in wall(height)]
        around = [point for pair in ((27, 29), (26, 28), (28, 30)) for point in references(*pair)]
        return ls.deformity(*body, *around)

    @pytest.mark.parametrize(
        ("heights", "percent", "name"),
        [
            ((21.0, 25.0, 28.0), 25.0, "wedge"),  # of 28
            ((26.0, 18.9, 28.0), 30.0, "biconcave"),  # of 27
            ((26.0, 26.0, 14.5), 50.0, "crush"),  # of 29
        ],
    )
    def test_the_most_reduced_height(self, heights: tuple[float, float, float], percent: float, name: str) -> None:
        found = self.found(*heights)
        assert float(found.loss) == pytest.approx(percent)
        assert str(found.deformity_type) == name

    def test_each_site_has_weights_of_its_own(self) -> None:
        body = [point for height in (21.0, 21.0, 21.0) for point in wall(height)]
        around = [*references(28.0), *references(28.0, 28.0), *references(30.0, 30.0, 30.0, 30.0)]
        found = ls.deformity(*body, *around, weights=((1.0,), (0.5, 0.5), (0.25,) * 4))
        assert (float(found.loss), str(found.deformity_type)) == (pytest.approx(30), "crush")

    def test_without_a_height_nothing_is_the_greatest(self) -> None:
        found = self.found(0.0, 26.0, math.nan)
        assert np.isnan(found.loss)
        assert str(found.deformity_type) == ""
