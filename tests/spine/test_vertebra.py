"""Heights, ratios and sagittal angles against the geometry oracles of the domain reference (§7.5)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.spine import vertebra

# Oracle vertebra in mm, front on the left: written [x, y] there, (row, col) here.
ORACLE = {
    "SA": (6.0, 0.0), "SP": (0.0, 34.0), "IA": (28.0, 0.0), "IP": (28.0, 34.0), "SM": (3.0, 17.0), "IM": (28.0, 17.0),
}  # fmt: skip
WEDGE = math.degrees(math.atan2(6, 34))  # +10.01
angles = st.floats(-180, 180)


def read(points: dict[str, tuple[float, float]], step: tuple[float, float] = (1.0, 1.0)) -> dict[str, float]:
    """All measures of one body from its named points."""
    p = {name: np.array(point) * step for name, point in points.items()}
    values = {
        "Ha": vertebra.height(p["SA"], p["IA"]),
        "Hm": vertebra.height(p["SM"], p["IM"]),
        "Hp": vertebra.height(p["SP"], p["IP"]),
        "Ha_perp": vertebra.perpendicular_height(p["SA"], p["IA"], p["SP"], p["IP"]),
        "beck": vertebra.beck_index(p["SA"], p["IA"], p["SP"], p["IP"]),
        "biconcavity": vertebra.biconcavity_index(p["SM"], p["IM"], p["SP"], p["IP"]),
        "wedge": vertebra.kyphotic_angle(p["SA"], p["SP"], p["IA"], p["IP"]),
        "depth": vertebra.endplate_length(p["SA"], p["SP"], p["IA"], p["IP"]),
        "endplates": vertebra.endplate_length_ratio(p["SA"], p["SP"], p["IA"], p["IP"]),
        "height_depth": vertebra.height_to_length_ratio(p["SA"], p["SP"], p["IA"], p["IP"]),
    }
    return {name: float(value) for name, value in values.items()}


def turned(points: dict[str, tuple[float, float]], angle: float) -> dict[str, tuple[float, float]]:
    s, c = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    return {name: (r * c - q * s + 700, r * s + q * c - 300) for name, (r, q) in points.items()}


def mirrored(points: dict[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
    return {name: (r, 500 - q) for name, (r, q) in points.items()}


def test_oracle_vertebra() -> None:
    found = read(ORACLE)
    assert found["Ha"] == 22
    assert found["Hp"] == 28
    assert found["Hm"] == 25
    assert found["beck"] == pytest.approx(0.7857, abs=5e-5)
    assert found["biconcavity"] == pytest.approx(25 / 28)
    assert found["wedge"] == pytest.approx(WEDGE, abs=1e-12)
    assert found["wedge"] == pytest.approx(10.01, abs=0.005)
    assert found["depth"] == pytest.approx((math.hypot(6, 34) + 34) / 2)
    assert found["endplates"] == pytest.approx(math.hypot(6, 34) / 34)
    assert found["height_depth"] == pytest.approx(25 / ((math.hypot(6, 34) + 34) / 2))


def test_perpendicular_height_is_the_mean_of_both_drops() -> None:
    """Down to the level inferior endplate 22; up to the tilted superior one 22·cos(10.01°)."""
    assert read(ORACLE)["Ha_perp"] == pytest.approx(22 * (1 + math.cos(math.radians(WEDGE))) / 2, rel=1e-12)


def test_a_slanted_wall_is_longer_than_it_is_high() -> None:
    """Domain reference §1.2: 1.5 % at 10 degrees."""
    slant = 28 * math.tan(math.radians(10))
    sp, ip, sa, ia = (np.array(p) for p in ((0.0, 34.0), (28.0, 34.0 + slant), (0.0, 0.0), (28.0, slant)))
    straight = float(vertebra.perpendicular_height(sp, ip, sa, ia))
    assert straight == pytest.approx(28, rel=1e-12)
    assert float(vertebra.height(sp, ip)) / straight - 1 == pytest.approx(0.0154, abs=5e-5)


def test_mirrored_picture_with_the_anterior_marks_kept_reads_the_same() -> None:
    assert read(mirrored(ORACLE)) == pytest.approx(read(ORACLE), rel=1e-12)


@given(angles, st.booleans())
def test_turned_picture_reads_the_same(angle: float, mirror: bool) -> None:
    points = turned(mirrored(ORACLE) if mirror else ORACLE, angle)
    assert read(points) == pytest.approx(read(ORACLE), rel=1e-9)


def test_picture_on_its_side_reads_the_same() -> None:
    assert read(turned(ORACLE, 90)) == pytest.approx(read(ORACLE), rel=1e-9)


def test_a_quarter_larger() -> None:
    """×1.25: heights follow, ratios and angles stay."""
    before, after = read(ORACLE), read(ORACLE, (1.25, 1.25))
    for name in ("Ha", "Hm", "Hp", "Ha_perp", "depth"):
        assert after[name] == pytest.approx(1.25 * before[name], rel=1e-12)
    for name in ("beck", "biconcavity", "wedge", "endplates", "height_depth"):
        assert after[name] == pytest.approx(before[name], rel=1e-12)


def test_pixels_that_are_not_square() -> None:
    """Spacing (0.2, 0.1): row 6 px = 1.2 mm over 34 columns = 3.4 mm."""
    found = read(ORACLE, (0.2, 0.1))
    assert found["wedge"] == pytest.approx(math.degrees(math.atan2(1.2, 3.4)), abs=1e-12)
    assert abs(found["wedge"] - WEDGE) > 9
    assert found["Ha"] == pytest.approx(4.4)
    assert found["depth"] == pytest.approx((math.hypot(1.2, 3.4) + 3.4) / 2)
    swapped = read(ORACLE, (0.1, 0.2))
    assert swapped["wedge"] == pytest.approx(math.degrees(math.atan2(0.6, 6.8)), abs=1e-12)


class TestSagittalCobb:
    """Angles between endplates of two bodies; kyphosis positive."""

    @staticmethod
    def endplate(row: float, tilt: float, front: str = "left", col: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
        """Front and back end of an endplate whose front hangs ``tilt`` degrees below its back."""
        reach = 17 * np.array([math.sin(math.radians(tilt)), -math.cos(math.radians(tilt))])
        if front == "right":
            reach = reach * [1, -1]
        centre = np.array([row, col])
        return centre + reach, centre - reach

    @given(st.floats(-80, 80), st.floats(-80, 80), st.sampled_from(["left", "right"]), angles)
    def test_equals_the_difference_of_the_tilts(self, upper: float, lower: float, front: str, turn: float) -> None:
        lines = np.array([*self.endplate(0, upper, front), *self.endplate(400, lower, front)])
        s, c = math.sin(math.radians(turn)), math.cos(math.radians(turn))
        lines = lines @ np.array([[c, -s], [s, c]])
        assert float(vertebra.kyphotic_angle(*lines)) == pytest.approx(upper - lower, abs=1e-8)

    def test_plus_12_and_minus_3_make_15(self) -> None:
        lines = (*self.endplate(0, 12), *self.endplate(120, -3))
        assert float(vertebra.kyphotic_angle(*lines)) == pytest.approx(15, abs=1e-12)

    def test_lordosis_is_negative(self) -> None:
        lines = (*self.endplate(0, -20), *self.endplate(160, 35))
        assert float(vertebra.kyphotic_angle(*lines)) == pytest.approx(-55, abs=1e-12)

    @pytest.mark.parametrize("shift", [-200.0, -80.0, 80.0, 200.0])
    def test_lower_line_drawn_to_the_side(self, shift: float) -> None:
        """Front and back decide, not which ends lie closest: never 157.38 for 22.62 degrees."""
        lines = (*self.endplate(0, 11.31), *self.endplate(90, -11.31, col=shift))
        assert float(vertebra.kyphotic_angle(*lines)) == pytest.approx(22.62, abs=1e-9)

    def test_beyond_a_right_angle_is_not_clipped(self) -> None:
        lines = (*self.endplate(0, 60), *self.endplate(200, -60))
        assert float(vertebra.kyphotic_angle(*lines)) == pytest.approx(120, abs=1e-9)

    def test_one_endplate_turned_beyond_the_upright(self) -> None:
        """Its front hangs 100 degrees below its back: the other endplate still shows which way the body lies."""
        lines = (*self.endplate(0, 100), *self.endplate(300, 20))
        assert float(vertebra.kyphotic_angle(*lines)) == pytest.approx(80, abs=1e-9)

    def test_parallel_endplates_read_zero(self) -> None:
        front, back = self.endplate(0, 17)
        for far in (1.0, 3.0):
            lower = front + [80.0, 0.0], front + [80.0, 0.0] + far * (back - front)
            assert float(vertebra.kyphotic_angle(front, back, *lower)) == pytest.approx(0, abs=1e-12)

    def test_front_and_back_exchanged_on_both_lines_changes_nothing_but_on_one_does(self) -> None:
        """Exchanging both mirrors the body: still the same sign. One alone is no endplate pair of a body."""
        (uf, ub), (lf, lb) = self.endplate(0, 12), self.endplate(120, -3)
        assert abs(float(vertebra.kyphotic_angle(ub, uf, lb, lf))) == pytest.approx(15, abs=1e-9)
        assert abs(float(vertebra.kyphotic_angle(ub, uf, lf, lb))) == pytest.approx(165, abs=1e-9)


def test_front_and_back_exchanged_gives_the_reciprocal_and_the_other_sign() -> None:
    """Domain reference trap 11: so the check on the Beck index is what catches it."""
    exchanged = {name.translate(str.maketrans("AP", "PA")): point for name, point in ORACLE.items()}
    assert read(exchanged)["beck"] == pytest.approx(28 / 22)
    assert read(exchanged)["wedge"] == pytest.approx(-WEDGE)


@pytest.mark.parametrize("function", [vertebra.beck_index, vertebra.biconcavity_index])
def test_a_body_without_height_has_no_ratio(function: object) -> None:
    a, b = np.array([1.0, 2.0]), np.array([9.0, 2.0])
    assert np.isnan(function(a, b, a, a))
    assert function(a, a, a, b) == 0


def test_a_line_without_length_has_no_angle() -> None:
    a, b, c = np.array([0.0, 0.0]), np.array([0.0, 30.0]), np.array([20.0, 5.0])
    assert np.isnan(vertebra.kyphotic_angle(a, b, c, c))
    assert np.isnan(vertebra.perpendicular_height(a, c, a, c))


def test_ratio_over_zero_is_nan_in_a_batch_and_spares_the_others() -> None:
    found = vertebra.ratio(np.array([1.0, 2.0, 0.0]), np.array([0.0, 4.0, 0.0]))
    np.testing.assert_array_equal(found, [np.nan, 0.5, np.nan])


class TestChecks:
    """Doubts about the Beck index."""

    @pytest.mark.parametrize(("height", "masked"), [(22.3, True), (22.5, False), (28.0, False)])
    def test_crush_is_a_fifth_below_the_neighbours(self, height: float, masked: bool) -> None:
        """Neighbours of 27 and 29 mm expect 28: four fifths are 22.4."""
        top = np.zeros(2)
        down = np.array([1.0, 0.0])
        found = vertebra.crush_masks_beck(top, height * down, top, 27 * down, top, 29 * down)
        assert bool(found) is masked

    @pytest.mark.parametrize(("front", "above"), [(33.0, False), (33.7, True), (28.0, False)])
    def test_front_higher_than_any_level_explains(self, front: float, above: bool) -> None:
        """L5 reaches 1.15; 1.2 · 28 = 33.6."""
        top, down = np.zeros(2), np.array([1.0, 0.0])
        assert bool(vertebra.beck_above_norm(top, front * down, top, 28 * down)) is above


def test_what_has_no_extent_has_no_length() -> None:
    """A value of zero with an sd of zero would be the surest number of the table."""
    flat = np.array([0.0, 0.0]), np.array([0.0, 34.0])
    height = vertebra.perpendicular_height(flat[0], flat[0], flat[1], flat[1])
    ratio = vertebra.height_to_length_ratio(*flat, *flat)
    point = np.zeros(2)
    length = vertebra.endplate_length(point, point, point, point)
    assert [bool(np.isnan(found)) for found in (height, ratio, length)] == [True] * 3
    assert float(vertebra.endplate_length(*flat, *flat)) == 34.0
