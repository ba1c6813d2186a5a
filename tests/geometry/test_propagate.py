"""Propagation of uncertainty against closed forms (domain reference §6) and plain Monte Carlo."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.errors import ModelError
from measure.geometry import directed_angle, distance, jacobian, resample, signed_angle
from measure.spine import vertebra
from measure.spine.coronal import curve_above, endplate_angle, major_curve

# The reference vertebra of the domain tables: L = 34, Hp = 28, B = 0.79 (mm).
DEPTH, BACK, FRONT = 34.0, 28.0, 22.0
SA, SP, IA, IP = (np.array(p) for p in ([6.0, 0.0], [0.0, DEPTH], [28.0, 0.0], [28.0, DEPTH]))
SM, IM = (SA + SP) / 2, (IA + IP) / 2


def isotropic(points: np.ndarray, sigma: float) -> np.ndarray:
    return np.broadcast_to(sigma**2 * np.eye(2), (*points.shape, 2))


def sd_of(function: object, *marks: np.ndarray, sigma: float = 0.7, scale: float = 0.0) -> float:
    points = np.array(marks)
    return float(jacobian(function, points, isotropic(points, sigma), relative_scale_sd=scale).sd)


def monte_carlo(function: object, *marks: np.ndarray, sigma: float = 0.7, n: int = 200_000, seed: int = 11) -> float:
    rng = np.random.default_rng(seed)
    return float(np.std(function(*(mark + rng.normal(0, sigma, (n, 2)) for mark in marks)), ddof=1))


def level_lines(upper: float = DEPTH, lower: float = DEPTH) -> tuple[np.ndarray, ...]:
    """Two endplates one above the other, front and back, 10 degrees against each other."""
    s, c = math.sin(math.radians(10)), math.cos(math.radians(10))
    return np.zeros(2), np.array([0.0, upper]), np.array([60.0, 0.0]), np.array([60.0 - lower * s, lower * c])


@pytest.mark.parametrize("sigma", [0.3, 0.5, 0.7, 1.0])
class TestClosedForms:
    """Every row of the table that the present measures cover."""

    def test_height(self, sigma: float) -> None:
        assert sd_of(vertebra.height, SP, IP, sigma=sigma) == pytest.approx(math.sqrt(2) * sigma, rel=1e-6)
        assert sd_of(vertebra.height, SA, IP, sigma=sigma) == pytest.approx(math.sqrt(2) * sigma, rel=1e-6)

    def test_endplate_tilt(self, sigma: float) -> None:
        def tilt(a: np.ndarray, b: np.ndarray) -> np.ndarray:
            return signed_angle(np.array([0.0, 1.0]), b - a)

        expected = math.degrees(math.sqrt(2) * sigma / DEPTH)
        assert sd_of(tilt, IA, IP, sigma=sigma) == pytest.approx(expected, rel=1e-6)

    def test_two_endplates(self, sigma: float) -> None:
        upper, lower = 30.0, 40.0
        expected = math.degrees(math.sqrt(2) * sigma * math.hypot(1 / upper, 1 / lower))
        lines = level_lines(upper, lower)
        assert sd_of(vertebra.kyphotic_angle, *lines, sigma=sigma) == pytest.approx(expected, rel=1e-6)
        assert sd_of(endplate_angle, *lines, sigma=sigma) == pytest.approx(expected, rel=1e-6)
        equal = level_lines()
        expected = math.degrees(2 * sigma / DEPTH)
        assert sd_of(vertebra.kyphotic_angle, *equal, sigma=sigma) == pytest.approx(expected, rel=1e-6)

    def test_beck(self, sigma: float) -> None:
        beck = FRONT / BACK
        expected = math.sqrt(2) * sigma / BACK * math.sqrt(1 + beck**2)
        assert sd_of(vertebra.beck_index, SA, IA, SP, IP, sigma=sigma) == pytest.approx(expected, rel=1e-6)

    def test_biconcavity(self, sigma: float) -> None:
        share = 25 / BACK
        expected = math.sqrt(2) * sigma / BACK * math.sqrt(1 + share**2)
        assert sd_of(vertebra.biconcavity_index, SM, IM, SP, IP, sigma=sigma) == pytest.approx(expected, rel=1e-6)

    def test_mean_of_two_chords(self, sigma: float) -> None:
        """Mean of two independent lengths: √2·σ/√2."""
        square = (np.zeros(2), np.array([0.0, DEPTH]), np.array([28.0, 0.0]), np.array([28.0, DEPTH]))
        assert sd_of(vertebra.endplate_length, *square, sigma=sigma) == pytest.approx(sigma, rel=1e-6)

    def test_ratio_of_two_chords(self, sigma: float) -> None:
        """(√2σ/L)·√(1 + r²)."""
        lines = (np.zeros(2), np.array([0.0, 30.0]), np.array([28.0, 0.0]), np.array([28.0, 40.0]))
        expected = math.sqrt(2) * sigma / 40 * math.sqrt(1 + 0.75**2)
        assert sd_of(vertebra.endplate_length_ratio, *lines, sigma=sigma) == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize(
    ("sigma", "height", "beck", "endplate", "two_endplates"),
    [
        (0.3, 0.42, 0.019, 0.71, 1.0),
        (0.5, 0.71, 0.032, 1.19, 1.7),
        (0.7, 0.99, 0.045, 1.67, 2.4),
        (1.0, 1.41, 0.064, 2.38, 3.4),
    ],
)
def test_printed_figures_of_the_domain_reference(
    sigma: float, height: float, beck: float, endplate: float, two_endplates: float
) -> None:
    assert sd_of(vertebra.height, SP, IP, sigma=sigma) == pytest.approx(height, abs=0.006)
    assert sd_of(vertebra.beck_index, SA, IA, SP, IP, sigma=sigma) == pytest.approx(beck, abs=0.0006)
    angle = sd_of(vertebra.kyphotic_angle, *level_lines(), sigma=sigma)
    assert angle == pytest.approx(two_endplates, abs=0.06)
    assert angle / math.sqrt(2) == pytest.approx(endplate, abs=0.006)


MONTE_CARLO = {
    "height": (vertebra.height, (SP, IP)),
    "perpendicular_height": (vertebra.perpendicular_height, (SA, IA, SP, IP)),
    "beck_index": (vertebra.beck_index, (SA, IA, SP, IP)),
    "biconcavity_index": (vertebra.biconcavity_index, (SM, IM, SP, IP)),
    "wedge_angle": (vertebra.kyphotic_angle, (SA, SP, IA, IP)),
    "cobb_angle": (endplate_angle, level_lines()),
    "vertebral_depth": (vertebra.endplate_length, (SA, SP, IA, IP)),
    "endplate_length_ratio": (vertebra.endplate_length_ratio, (SA, SP, IA, IP)),
    "height_to_length_ratio": (vertebra.height_to_length_ratio, (SA, SP, IA, IP)),
}


@pytest.mark.parametrize("name", MONTE_CARLO)
def test_jacobian_agrees_with_redrawing_the_marks(name: str) -> None:
    function, marks = MONTE_CARLO[name]
    assert sd_of(function, *marks) == pytest.approx(monte_carlo(function, *marks), rel=0.03)


class TestScale:
    """One scale variable per film, common to all marks."""

    @pytest.mark.parametrize(
        "name", ["beck_index", "biconcavity_index", "wedge_angle", "cobb_angle", "endplate_length_ratio"]
    )
    def test_ratios_and_angles_do_not_feel_it(self, name: str) -> None:
        function, marks = MONTE_CARLO[name]
        assert sd_of(function, *marks, scale=0.08) == pytest.approx(sd_of(function, *marks), rel=1e-9)

    @pytest.mark.parametrize("name", ["height", "perpendicular_height", "vertebral_depth"])
    def test_lengths_take_it_in_quadrature(self, name: str) -> None:
        function, marks = MONTE_CARLO[name]
        expected = math.hypot(sd_of(function, *marks), 0.08 * float(function(*marks)))
        assert sd_of(function, *marks, scale=0.08) == pytest.approx(expected, rel=1e-8)

    def test_it_is_common_to_both_heights_of_a_difference(self) -> None:
        """28 − 22 mm with 8 %: 0.08·6, not 0.08·√(28² + 22²)."""

        def difference(sp: np.ndarray, ip: np.ndarray, sa: np.ndarray, ia: np.ndarray) -> np.ndarray:
            return distance(sp, ip) - distance(sa, ia)

        points = np.array([SP, IP, SA, IA])
        none = np.zeros((*points.shape, 2))
        assert jacobian(difference, points, none, relative_scale_sd=0.08).sd == pytest.approx(0.08 * 6, rel=1e-6)

    def test_one_per_film_of_a_batch(self) -> None:
        points = np.broadcast_to(np.array([SP, IP])[:, None], (2, 3, 2))
        scale = np.array([0.0, 0.02, 0.1])
        found = jacobian(distance, points, isotropic(points, 0.7), relative_scale_sd=scale).sd
        np.testing.assert_allclose(found, np.hypot(math.sqrt(2) * 0.7, scale * 28), rtol=1e-7)

    def test_redrawn_angles_do_not_feel_it_either(self) -> None:
        points = straight_spine(9)
        spread = isotropic(points, 0.7)
        with_scale = resample(major_curve, points, spread, relative_scale_sd=0.1)
        np.testing.assert_allclose(with_scale.sd, resample(major_curve, points, spread).sd, rtol=1e-9)

    def test_redrawn_lengths_do(self) -> None:
        points = np.array([SP, IP])[:, None]
        found = resample(distance, points, isotropic(points, 0.0), relative_scale_sd=0.08, draws=20_000)
        assert found.sd == pytest.approx(0.08 * 28, rel=0.03)


class TestCovariance:
    """A full covariance per mark, as a detector or a reader study gives it."""

    @given(st.floats(0, 180), st.floats(0.1, 2), st.floats(0.1, 2), st.floats(0, 180))
    def test_only_the_spread_along_a_height_counts(self, ellipse: float, a: float, b: float, heading: float) -> None:
        """Var(H) = 2·uᵀΣu with u the direction of the height."""
        axes = np.array([_unit(ellipse), _unit(ellipse + 90)])
        sigma = axes.T @ np.diag([a**2, b**2]) @ axes
        u = _unit(heading)
        points = np.array([np.zeros(2), 28 * u])
        found = jacobian(distance, points, np.broadcast_to(sigma, (2, 2, 2))).sd
        assert found == pytest.approx(math.sqrt(2 * u @ sigma @ u), rel=1e-6)

    def test_spread_along_an_endplate_does_not_turn_it(self) -> None:
        points = np.array(level_lines())
        along = np.zeros((4, 2, 2))
        for k, (a, b) in enumerate(((0, 1), (0, 1), (2, 3), (2, 3))):
            u = (points[b] - points[a]) / math.dist(points[a], points[b])
            along[k] = 4.0 * np.outer(u, u)
        assert jacobian(endplate_angle, points, along).sd == pytest.approx(0, abs=1e-6)

    def test_correlated_rows_and_columns_against_monte_carlo(self) -> None:
        points = np.array([SA, SP, IA, IP])
        sigma = np.array([[0.2, 0.15], [0.15, 0.9]])
        rng = np.random.default_rng(8)
        drawn = points[:, None] + rng.multivariate_normal([0, 0], sigma, size=(4, 200_000))
        for function in (vertebra.kyphotic_angle, vertebra.endplate_length, vertebra.height_to_length_ratio):
            found = jacobian(function, points, np.broadcast_to(sigma, (4, 2, 2))).sd
            assert found == pytest.approx(np.std(function(*drawn)), rel=0.03)

    def test_redrawn_marks_have_the_covariance_that_was_given(self) -> None:
        sigma = np.array([[0.5, -0.3], [-0.3, 0.4]])

        def seen(a: np.ndarray) -> np.ndarray:
            clouds.append(a)
            return a[..., 0, 0]

        clouds: list[np.ndarray] = []
        resample(seen, np.zeros((1, 1, 2)), sigma.reshape(1, 1, 2, 2), draws=40_000)
        np.testing.assert_allclose(np.cov(clouds[-1][:, 0].T), sigma, atol=0.015)

    def test_a_spread_along_one_line_only_is_allowed(self) -> None:
        across = np.array([[0.0, 0.0], [0.0, 1.0]])
        points = np.array([[[0.0, 0.0]], [[0.0, 10.0]]])
        found = resample(distance, points, np.broadcast_to(across, (2, 1, 2, 2)), draws=20_000)
        assert found.sd == pytest.approx(math.sqrt(2), rel=0.03)

    def test_shapes_that_do_not_fit_are_refused(self) -> None:
        with pytest.raises(ModelError, match=r"expected points .* got \(2, 3\)"):
            jacobian(distance, np.zeros((2, 3)), np.zeros((2, 3, 2)))
        with pytest.raises(ModelError, match="covariance"):
            resample(distance, np.zeros((2, 5, 2)), np.zeros((2, 2, 2)))


class TestKinks:
    """Where a value cannot get smaller, its sd is not zero."""

    def test_exactly_parallel_endplates(self) -> None:
        lines = (np.zeros(2), np.array([0.0, DEPTH]), np.array([60.0, 0.0]), np.array([60.0, DEPTH]))
        assert sd_of(endplate_angle, *lines, sigma=0.7) == pytest.approx(math.degrees(2 * 0.7 / DEPTH), rel=1e-6)

    def test_two_marks_on_the_same_pixel(self) -> None:
        assert sd_of(distance, SA, SA, sigma=0.7) >= 0.7

    def test_the_top_of_a_smooth_function_has_none(self) -> None:
        def hill(a: np.ndarray) -> np.ndarray:
            return -((a[..., 0] - 1.0) ** 2) - a[..., 1] ** 2

        assert sd_of(hill, np.array([1.0, 0.0]), sigma=0.1) == pytest.approx(0, abs=1e-4)


def straight_spine(count: int = 17, width: float = 40.0) -> np.ndarray:
    """Corners (4, n, 2) of level, equal vertebrae."""
    rows = np.arange(count) * 34.0
    corners = [(-14, -width / 2), (-14, width / 2), (14, -width / 2), (14, width / 2)]
    return np.array([np.stack([rows + r, np.full(count, c)], axis=-1) for r, c in corners])


def s_shaped_spine(count: int = 17, swing: float = 25.0) -> np.ndarray:
    """A right and a left curve of ``2·swing`` degrees."""
    points = straight_spine(count)
    centre = points.mean(axis=0)
    tilt = np.radians(swing * np.cos(np.linspace(0, 3 * np.pi, count)))
    turn = np.stack([np.cos(tilt), np.sin(tilt), -np.sin(tilt), np.cos(tilt)], axis=-1).reshape(count, 2, 2)
    return centre + np.einsum("nij,pnj->pni", turn, points - centre)


def plain_cobb(corners: np.ndarray) -> float:
    """Largest curve of one chain by two loops over all pairs, in plain Python."""
    upper = [math.degrees(math.atan2(*(r - l))) for l, r in zip(corners[0], corners[1], strict=True)]  # noqa: E741
    lower = [math.degrees(math.atan2(*(r - l))) for l, r in zip(corners[2], corners[3], strict=True)]  # noqa: E741
    n = len(upper)
    return max(abs(lower[j] - upper[i]) for i in range(n) for j in range(i + 2, n))


class TestResample:
    """Selections are redrawn as a whole."""

    @pytest.mark.parametrize(("endplate_sd", "reads"), [(1.0, 3.6), (2.0, 7.2), (3.0, 10.8)])
    def test_noise_bias_of_a_straight_spine(self, endplate_sd: float, reads: float) -> None:
        """Domain reference §1.8: what a straight spine of 17 vertebrae reads from noise alone."""
        points = straight_spine()
        sigma = math.radians(endplate_sd) * 40 / math.sqrt(2)
        found = resample(major_curve, points, isotropic(points, sigma), draws=4000)
        assert found.value == 0
        assert found.value + found.bias == pytest.approx(reads, rel=0.06)

    def test_sd_and_bias_of_an_independent_simulation(self) -> None:
        points, sigma = s_shaped_spine(11), 0.9
        rng = np.random.default_rng(99)
        values = np.array([plain_cobb(points + rng.normal(0, sigma, points.shape)) for _ in range(3000)])
        found = resample(major_curve, points, isotropic(points, sigma), draws=3000)
        assert found.value == pytest.approx(plain_cobb(points), abs=1e-9)
        assert found.sd == pytest.approx(values.std(ddof=1), rel=0.06)
        assert found.bias == pytest.approx(values.mean() - plain_cobb(points), abs=0.15)

    @settings(max_examples=20)
    @given(st.integers(0, 2**32 - 1), st.integers(1, 6))
    def test_same_sd_alone_or_in_a_batch(self, seed: int, films: int) -> None:
        rng = np.random.default_rng(seed)
        chains = np.stack([s_shaped_spine(8, swing) for swing in rng.uniform(0, 40, films)], axis=1)
        spread = np.broadcast_to(rng.uniform(0.1, 1, films)[:, None, None, None] * np.eye(2), (*chains.shape, 2))
        together = resample(major_curve, chains, spread)
        assert together.sd.shape == (films,)
        for k in range(films):
            alone = resample(major_curve, chains[:, k], spread[:, k])
            assert (together.value[k], together.sd[k], together.bias[k]) == (alone.value, alone.sd, alone.bias)

    def test_the_seed_decides_and_nothing_else(self) -> None:
        points = s_shaped_spine()
        spread = isotropic(points, 0.7)
        first = resample(major_curve, points, spread, seed=4)
        resample(major_curve, points, spread, seed=5)
        again = resample(major_curve, points, spread, seed=4)
        assert (first.sd, first.bias) == (again.sd, again.bias)
        assert resample(major_curve, points, spread, seed=5).sd != first.sd

    def test_a_curve_that_is_not_there_has_no_sd(self) -> None:
        """Straight without noise: nothing turns the other way above the largest curve."""
        points = straight_spine()
        found = resample(curve_above, points, isotropic(points, 0.0))
        assert np.isnan(found.value)
        assert np.isnan(found.sd)
        assert np.isnan(found.bias)

    def test_draws_without_a_curve_are_left_out(self) -> None:
        """The mean of the positive half of a normal is √(2/π)·σ, its sd √(1 − 2/π)·σ."""

        def only_positive(a: np.ndarray) -> np.ndarray:
            return np.where(a[..., 0, 0] >= 0, a[..., 0, 0], np.nan)

        points = np.zeros((1, 1, 2))
        found = resample(only_positive, points, isotropic(points, 1.0), draws=40_000)
        assert found.bias == pytest.approx(math.sqrt(2 / math.pi), rel=0.03)
        assert found.sd == pytest.approx(math.sqrt(1 - 2 / math.pi), rel=0.03)

    def test_sd_is_that_of_a_sample(self) -> None:
        """Two draws a and b: |a − b|/√2, and not half their distance."""
        seen: list[np.ndarray] = []

        def row(a: np.ndarray) -> np.ndarray:
            seen.append(a[..., 0, 0])
            return a[..., 0, 0]

        points = np.zeros((1, 1, 2))
        found = resample(row, points, isotropic(points, 1.0), draws=2)
        first, second = seen[-1]
        assert found.sd == pytest.approx(abs(first - second) / math.sqrt(2), rel=1e-12)

    def test_inputs_are_not_touched(self) -> None:
        points = s_shaped_spine()
        spread = np.array(isotropic(points, 0.7))
        before = points.copy(), spread.copy()
        resample(major_curve, points, spread, relative_scale_sd=0.1)
        jacobian(directed_angle, points[:2], spread[:2], relative_scale_sd=0.1)
        np.testing.assert_array_equal(points, before[0])
        np.testing.assert_array_equal(spread, before[1])


def _unit(angle: float) -> np.ndarray:
    return np.array([math.sin(math.radians(angle)), math.cos(math.radians(angle))])
