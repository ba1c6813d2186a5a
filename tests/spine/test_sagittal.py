"""Sagittal balance: spines built from their angles, facing both ways, turned, and by hand."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from measure.spine import sagittal

Point = np.ndarray
LENGTH, RADIUS = 38.0, 105.0  # sacral endplate; its middle to the hip axis
slopes, tilts, inclinations = st.floats(-30, 70), st.floats(-30, 60), st.floats(-40, 40)
facings, turns = st.sampled_from(["left", "right"]), st.floats(-180, 180)


def at(degrees_ahead: float, down: float) -> Point:
    """Vector of a length, so many degrees in front of straight down (front on the right)."""
    turn = math.radians(degrees_ahead)
    return down * np.array([math.cos(turn), math.sin(turn)])


def sacrum(slope: float, tilt: float) -> np.ndarray:
    """Anterior and posterior corner and hip axis of a pelvis facing right, hips at the origin."""
    middle = -at(tilt, RADIUS)
    reach = LENGTH / 2 * np.array([math.sin(math.radians(slope)), math.cos(math.radians(slope))])
    return np.array([middle + reach, middle - reach, np.zeros(2)])


def body(centre: Point, tilt: float = 12.0) -> np.ndarray:
    """Corners of a wedged body around its centroid: superior front and back, inferior front and back."""
    corners = np.array([[-9.0, 14.0], [-7.0, -16.0], [6.0, 17.0], [10.0, -15.0]])
    s, c = math.sin(math.radians(tilt)), math.cos(math.radians(tilt))
    return centre + (corners - corners.mean(axis=0)) @ np.array([[c, s], [-s, c]])


def facing(points: np.ndarray, side: str) -> np.ndarray:
    """Same patient facing the other way, somewhere on the film."""
    return points * [1, 1 if side == "right" else -1] + [900.0, 420.0]


def turned(points: np.ndarray, degrees: float) -> np.ndarray:
    s, c = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return points @ np.array([[c, s], [-s, c]]) + [70.0, -30.0]


class TestPelvis:
    """Slope, tilt and incidence of a pelvis built from its slope and its tilt."""

    @given(slopes, tilts, facings)
    def test_slope_and_tilt_are_those_it_was_built_from(self, slope: float, tilt: float, side: str) -> None:
        anterior, posterior, hips = facing(sacrum(slope, tilt), side)
        assert float(sagittal.sacral_slope(anterior, posterior)) == pytest.approx(slope, abs=1e-10)
        assert float(sagittal.pelvic_tilt(anterior, posterior, hips)) == pytest.approx(tilt, abs=1e-10)

    @given(slopes, tilts, facings, turns)
    def test_incidence_is_their_sum_however_the_film_is_turned(
        self, slope: float, tilt: float, side: str, turn: float
    ) -> None:
        assume(abs(slope + tilt) <= 90)
        points = turned(facing(sacrum(slope, tilt), side), turn)
        assert float(sagittal.pelvic_incidence(*points)) == pytest.approx(slope + tilt, abs=1e-9)

    @given(st.tuples(*[st.floats(0, 3000)] * 6))
    def test_identity_on_any_three_points(self, numbers: tuple[float, ...]) -> None:
        """PI = SS + PT for pelves that nobody built, wherever the hips hang below the endplate."""
        anterior, posterior, hips = np.array(numbers).reshape(3, 2)
        middle = (anterior + posterior) / 2
        across = anterior[1] - posterior[1]
        assume(abs(across) > 1 and np.hypot(*(hips - middle)) > 1)
        below = (hips - middle)[0] * across - (hips - middle)[1] * (anterior - posterior)[0]
        assume(below * np.sign(across) > 1)
        slope, tilt = sagittal.sacral_slope(anterior, posterior), sagittal.pelvic_tilt(anterior, posterior, hips)
        assert float(sagittal.pelvic_incidence(anterior, posterior, hips)) == pytest.approx(slope + tilt, abs=1e-10)

    def test_by_hand(self) -> None:
        """Front on the left, 40 back and 30 down: slope atan(3/4); hips 100 below and 20 in front of the middle."""
        anterior, posterior = np.array([530.0, 30.0]), np.array([500.0, 70.0])
        hips = np.array([615.0, 30.0])
        assert float(sagittal.sacral_slope(anterior, posterior)) == pytest.approx(math.degrees(math.atan(0.75)))
        assert float(sagittal.pelvic_tilt(anterior, posterior, hips)) == pytest.approx(math.degrees(math.atan(0.2)))

    @pytest.mark.parametrize("side", ["left", "right"])
    def test_signs(self, side: str) -> None:
        """Front raised: slope negative. Hips behind the middle of the endplate: tilt negative."""
        anterior, posterior, hips = facing(np.array([[-5.0, 20.0], [5.0, -20.0], [90.0, -15.0]]), side)
        assert float(sagittal.sacral_slope(anterior, posterior)) == pytest.approx(-math.degrees(math.atan2(10, 40)))
        assert float(sagittal.pelvic_tilt(anterior, posterior, hips)) == pytest.approx(
            -math.degrees(math.atan2(15, 90))
        )
        assert float(sagittal.pelvic_incidence(anterior, posterior, hips)) < 0

    def test_retroversion_trades_slope_for_tilt(self) -> None:
        """The pelvis rolls back by 15° about the hips: what the slope loses the tilt gains."""
        before, after = sacrum(40, 12), sacrum(25, 27)
        np.testing.assert_allclose(after, (turned(before, 15) - turned(before, 15)[2]), atol=1e-9)
        assert float(sagittal.pelvic_incidence(*after)) == pytest.approx(52, abs=1e-10)

    def test_front_and_back_exchanged_is_not_hidden(self) -> None:
        anterior, posterior, hips = sacrum(40, 12)
        assert float(sagittal.pelvic_incidence(posterior, anterior, hips)) == pytest.approx(-52, abs=1e-10)

    def test_an_upright_endplate_shows_no_front(self) -> None:
        anterior, posterior, hips = np.array([20.0, 5.0]), np.array([0.0, 5.0]), np.array([90.0, 30.0])
        assert np.isnan(sagittal.pelvic_tilt(anterior, posterior, hips))
        assert float(sagittal.sacral_slope(anterior, posterior)) == 90
        assert np.isfinite(sagittal.pelvic_incidence(anterior, posterior, hips))

    def test_points_that_fall_together_have_no_angle(self) -> None:
        a, b = np.array([0.0, 20.0]), np.array([0.0, -20.0])
        assert np.isnan(sagittal.sacral_slope(a, a))
        assert np.isnan(sagittal.pelvic_tilt(a, b, np.zeros(2)))
        assert np.isnan(sagittal.pelvic_incidence(a, b, np.zeros(2)))
        assert np.isnan(sagittal.pelvic_incidence(a, a, b))


class TestPlumbLine:
    """C7 against the posterior superior corner of S1."""

    @given(st.floats(-150, 250), slopes, facings)
    def test_lean_in_front_is_positive_whichever_way_the_patient_faces(
        self, lean: float, slope: float, side: str
    ) -> None:
        anterior, posterior, _ = sacrum(slope, 15)
        points = facing(np.array([*body(posterior + [-480.0, lean]), anterior, posterior]), side)
        assert float(sagittal.sagittal_vertical_axis(*points)) == pytest.approx(lean, abs=1e-9)
        assert float(sagittal.sagittal_vertical_axis_ratio(*points)) == pytest.approx(100 * lean / LENGTH, abs=1e-8)

    def test_by_hand(self) -> None:
        """Facing left: C7 around column 40, the corner at column 70, so it leans 30 forward; endplate 50 long."""
        c7 = np.array([[0.0, 30.0], [0.0, 50.0], [16.0, 30.0], [16.0, 50.0]])
        corners = np.array([520.0, 30.0]), np.array([490.0, 70.0])
        assert float(sagittal.sagittal_vertical_axis(*c7, *corners)) == 30
        assert float(sagittal.sagittal_vertical_axis_ratio(*c7, *corners)) == pytest.approx(60)

    def test_ratio_needs_no_scale(self) -> None:
        anterior, posterior, _ = sacrum(38, 15)
        points = np.array([*body(posterior + [-480.0, 55.0]), anterior, posterior])
        lean, share = sagittal.sagittal_vertical_axis, sagittal.sagittal_vertical_axis_ratio
        assert float(lean(*(7 * points))) == pytest.approx(7 * float(lean(*points)))
        assert float(share(*(7 * points))) == pytest.approx(float(share(*points)))

    def test_an_upright_endplate_shows_no_front(self) -> None:
        c7 = body(np.zeros(2))
        assert np.isnan(sagittal.sagittal_vertical_axis(*c7, np.array([500.0, 7.0]), np.array([460.0, 7.0])))
        assert np.isnan(sagittal.sagittal_vertical_axis_ratio(*c7, np.full(2, 9.0), np.full(2, 9.0)))


class TestT1PelvicAngle:
    """Angle at the hips between trunk and sacrum."""

    @given(inclinations, slopes, tilts, facings, turns)
    def test_is_inclination_plus_tilt(
        self, inclination: float, slope: float, tilt: float, side: str, turn: float
    ) -> None:
        """T1 stands ``inclination`` degrees in front of straight above the hips, the sacrum ``tilt`` behind it."""
        assume(abs(slope + tilt) < 89)
        trunk = -at(-inclination, 520.0)
        points = turned(facing(np.array([*body(trunk), *sacrum(slope, tilt)]), side), turn)
        assert float(sagittal.t1_pelvic_angle(*points)) == pytest.approx(inclination + tilt, abs=1e-9)

    @pytest.mark.parametrize("side", ["left", "right"])
    def test_sign(self, side: str) -> None:
        """Sacrum straight above the hips, T1 in front of it or behind."""
        for ahead in (-80.0, 80.0):
            points = facing(np.array([*body(np.array([-500.0, ahead])), *sacrum(35, 0)]), side)
            found = float(sagittal.t1_pelvic_angle(*points))
            assert found == pytest.approx(math.degrees(math.atan2(ahead, 500)), abs=1e-10)

    def test_hips_on_the_line_of_the_endplate_show_no_front(self) -> None:
        line = np.array([0.0, 20.0]), np.array([0.0, -20.0]), np.array([0.0, 100.0])
        assert np.isnan(sagittal.t1_pelvic_angle(*body(np.array([-500.0, 0.0])), *line))


class TestMismatch:
    """Pelvic incidence against the lordosis L1–S1."""

    @given(st.floats(-40, 40), slopes, tilts, facings, turns)
    def test_is_incidence_minus_the_magnitude_of_the_lordosis(
        self, upper: float, slope: float, tilt: float, side: str, turn: float
    ) -> None:
        """L1 tilted by ``upper``, S1 by ``slope``: lordosis slope − upper, so PI − LL = tilt + upper."""
        assume(abs(slope + tilt) <= 90)
        pelvis = sacrum(slope, tilt)
        reach = 17 * np.array([math.sin(math.radians(upper)), math.cos(math.radians(upper))])
        centre = pelvis[:2].mean(axis=0) + [-180.0, 10.0]
        points = turned(facing(np.array([centre + reach, centre - reach, *pelvis]), side), turn)
        assert float(sagittal.pi_ll_mismatch(*points)) == pytest.approx(tilt + upper, abs=1e-8)

    def test_a_kyphotic_lumbar_spine_widens_it(self) -> None:
        """PI 50; lordosis of 60 leaves −10, kyphosis of 20 leaves 70."""
        pelvis = sacrum(40, 10)
        for upper, mismatch in ((-20.0, -10.0), (60.0, 70.0)):
            reach = 17 * np.array([math.sin(math.radians(upper)), math.cos(math.radians(upper))])
            centre = pelvis[:2].mean(axis=0) + [-180.0, 0.0]
            found = float(sagittal.pi_ll_mismatch(centre + reach, centre - reach, *pelvis))
            assert found == pytest.approx(mismatch, abs=1e-9)


def test_a_batch_is_its_members_one_by_one() -> None:
    rng = np.random.default_rng(5)
    for function, marks in (
        (sagittal.sagittal_vertical_axis, 6), (sagittal.sagittal_vertical_axis_ratio, 6), (sagittal.sacral_slope, 2),
        (sagittal.pelvic_tilt, 3), (sagittal.pelvic_incidence, 3), (sagittal.t1_pelvic_angle, 7),
        (sagittal.pi_ll_mismatch, 5),
    ):  # fmt: skip
        points = rng.uniform(0, 500, (marks, 4, 3, 2))
        points[0, 1, 2] = np.nan
        found = function(*points)
        assert found.shape == (4, 3)
        assert np.isnan(found[1, 2])
        for k in np.ndindex(4, 3):
            np.testing.assert_allclose(found[k], function(*points[(slice(None), *k)]), rtol=1e-12)
