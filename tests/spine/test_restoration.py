"""Restoration against the worked example and the error formulas of the domain reference."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.spine import restoration as rs
from measure.spine.course import change
from measure.spine.expected import adjacent_mean, expected_height

EXPECTED = np.array(28.0)
heights, wholes = st.floats(8, 32), st.floats(20, 36)


def restored(before: float, after: float, expected: float = 28.0) -> float:
    whole = np.array(expected)
    return float(rs.restoration(rs.fraction(np.array(before), whole), rs.fraction(np.array(after), whole)))


class TestFormulas:
    """18 mm before, 23 after, 28 expected (domain reference §1.5)."""

    def test_all_four(self) -> None:
        h = rs.fraction(np.array([18.0, 23.0]), EXPECTED)
        assert float(change(np.array(18.0), np.array(23.0))) == 5
        assert float(rs.gain_of_initial(*h)) == pytest.approx(27.8, abs=0.05)
        assert float(rs.restoration(*h)) == 50
        assert float(rs.gain_of_expected(*h)) == pytest.approx(17.9, abs=0.05)

    def test_half_is_half_and_a_hair_more_is_more(self) -> None:
        assert str(rs.nice_class(np.array(restored(18, 23)))) == "lt50"
        assert str(rs.nice_class(np.array(restored(18, 23.01)))) == "gt50"

    @given(st.integers(100, 250), st.integers(1, 120))
    def test_half_of_any_loss_is_half(self, before: int, half: int) -> None:
        """Heights in tenths of a millimetre, the way a person writes them."""
        assert restored(before / 10, (before + half) / 10, (before + 2 * half) / 10) == 50

    @given(heights, heights, wholes)
    def test_formulas_agree_with_each_other(self, before: float, after: float, whole: float) -> None:
        """All are the same gain over another referent, so each gives back the gain in mm."""
        h = rs.fraction(np.array([before, after]), np.array(whole))
        gained = after - before
        assert float(rs.gain_of_initial(*h)) / 100 * before == pytest.approx(gained, abs=1e-9)
        assert float(rs.gain_of_expected(*h)) / 100 * whole == pytest.approx(gained, abs=1e-9)
        if before < whole - 0.1:
            assert float(rs.restoration(*h)) / 100 * (whole - before) == pytest.approx(gained, abs=1e-9)

    def test_never_clipped(self) -> None:
        assert restored(18, 16) == -20
        assert restored(18, 30) == 120

    @pytest.mark.parametrize("before", [28.0, 28.0 - 1e-12, 31.0])
    def test_where_nothing_was_lost_nothing_can_be_restored(self, before: float) -> None:
        assert np.isnan(restored(before, 29))

    def test_means_of_the_published_series(self) -> None:
        """NICE HTG422 §4.6: gains of the mean heights, and what was lost again at six months."""
        before, after, later = np.array(
            [[21.06, 18.36, 21.68, 21.97], [22.41, 20.89, 25.09, 25.29], [22.28, 21.19, 24.56, 24.91]]
        )
        np.testing.assert_allclose(change(before, after), [1.35, 2.53, 3.41, 3.32], atol=1e-9)
        np.testing.assert_allclose(rs.gain_of_initial(before, after), [6.4, 13.8, 15.7, 15.1], atol=0.05)
        np.testing.assert_allclose(rs.correction_loss(after, later), [0.13, -0.30, 0.53, 0.38], atol=1e-9)


class TestMagnification:
    """A second film of another magnification changes no formula that uses fractions."""

    @given(heights, heights, st.floats(24, 32), st.floats(24, 32), st.floats(0.8, 1.3) | st.just(1.08))
    def test_second_film_magnified(
        self, before: float, after: float, above: float, below: float, factor: float
    ) -> None:
        def fraction(own: float, scale: float) -> np.ndarray:
            whole = expected_height(scale * np.array([above, below]), adjacent_mean())
            return rs.fraction(np.array(scale * own), whole)

        first = fraction(before, 1.0)
        if float(first) > 0.98:
            return
        for formula in (rs.restoration, rs.gain_of_initial, rs.gain_of_expected):
            plain, magnified = (float(formula(first, fraction(after, scale))) for scale in (1.0, factor))
            assert magnified == pytest.approx(plain, abs=1e-8)

    def test_millimetres_would_have_moved(self) -> None:
        """1.08 × on the second film and one expected height for both: 68.4 instead of 50 %."""
        assert restored(18, 1.08 * 23) == pytest.approx(68.4)
        h_after = rs.fraction(np.array(1.08 * 23), 1.08 * EXPECTED)
        assert float(rs.restoration(np.array(18 / 28), h_after)) == 50


class TestError:
    """Spread of a restoration, drawn from normal errors of its heights, against closed forms (domain §6)."""

    @pytest.mark.parametrize(("lost", "sd"), [(10.0, 0.12), (6.0, 0.20), (4.0, 0.30)])
    def test_one_expected_height_for_both_films(self, lost: float, sd: float) -> None:
        """√[σ_post² + (1−R)²σ_pre² + R²σ_E²]/D at R = 0.5 and 1 mm; the smaller the loss, the wilder."""
        rng = np.random.default_rng(17)
        whole, before, after = (rng.normal(mean, 0.25, 400_000) for mean in (28.0, 28.0 - lost, 28.0 - lost / 2))
        drawn = rs.restoration(rs.fraction(before, whole), rs.fraction(after, whole)).std() / 100
        # A quarter of a millimetre stays in the linear range; the table of the reference is for 1 mm.
        assert drawn == pytest.approx(0.25 * np.sqrt(1.5) / lost, rel=0.03)
        assert 4 * drawn == pytest.approx(sd, abs=0.012)

    def test_an_expected_height_of_each_film(self) -> None:
        """√[s_post² + (1−R)²s_pre²]/(1−h_pre), s = (1/E)·√(σ_H² + h²σ_E²), by the neighbours of each film."""
        rng = np.random.default_rng(18)
        sd, drawn_h, spread = 0.3, [], []
        for own, scale in ((18.0, 1.0), (24.0, 1.08)):
            heights = rng.normal(scale * np.array([own, 27.0, 29.0]), scale * sd, (400_000, 3))
            drawn_h.append(rs.fraction(heights[:, 0], expected_height(heights[:, 1:], adjacent_mean())))
            spread.append(sd / 28 * np.sqrt(1 + (own / 28) ** 2 / 2))
        drawn = rs.restoration(*drawn_h).std() / 100
        share = 6 / 10
        assert drawn == pytest.approx(np.hypot(spread[1], (1 - share) * spread[0]) / (10 / 28), rel=0.03)


class TestDeterminate:
    """A restoration of almost nothing means nothing."""

    @pytest.mark.parametrize(
        ("h", "sd", "said"),
        [(0.85, 0.01, True), (0.851, 0.01, False), (0.8, 0.05, True), (0.8, 0.051, False), (0.64, 0.04, True)],
    )
    def test_limits(self, h: float, sd: float, said: bool) -> None:
        assert bool(rs.determinate(np.array(h), sd)) is said

    def test_what_is_not_known_is_not_determinate(self) -> None:
        found = rs.determinate(np.array([np.nan, 0.6, 1.2]), np.array([0.01, np.nan, 0.01]))
        assert not found.any()

    def test_two_millimetres_of_28_are_never_enough(self) -> None:
        assert not rs.determinate(np.array(26 / 28), 0.001)


class TestClasses:
    """Classes of NICE with their gaps closed, and those of the band of measurement error."""

    @pytest.mark.parametrize(
        ("value", "name"),
        [
            (120.0, "gt50"), (50.01, "gt50"), (50.0, "lt50"), (0.05, "lt50"), (0.049, "none"), (0.0, "none"),
            (-0.049, "none"), (-0.05, "worse"), (-300.0, "worse"), (np.nan, "indeterminate"),
        ],
    )  # fmt: skip
    def test_nice(self, value: float, name: str) -> None:
        assert str(rs.nice_class(np.array(value))) == name

    @given(st.floats(-200, 200))
    def test_none_is_what_prints_as_zero(self, value: float) -> None:
        assert (str(rs.nice_class(np.array(value))) == "none") == (f"{value:.1f}" in ("0.0", "-0.0"))

    def test_banded(self) -> None:
        """A change of exactly the band is no change; 20.3 − 17.6 leaves a residue above 2.7."""
        before = np.array([18.0, 17.6, 20.3, 18.0, 18.0, np.nan])
        after = np.array([23.0, 20.3, 17.6, 15.2, 18.0, 18.0])
        assert rs.banded_class(before, after, 2.7).tolist() == [
            "better", "no_change", "no_change", "worse", "no_change", "indeterminate",
        ]  # fmt: skip

    def test_a_band_of_their_own_for_each(self) -> None:
        found = rs.banded_class(np.array([18.0, 18.0]), np.array([21.0, 21.0]), np.array([2.7, 3.3]))
        assert found.tolist() == ["better", "no_change"]
