"""Coronal curves against all pairs in plain Python, known spines, and the failures of other programs."""

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.spine.coronal import (
    curve_above,
    curve_below,
    curves,
    endplate_angle,
    fixed_curve,
    major_curve,
    straightened,
    tilts,
)

Corners = np.ndarray  # (4, n, 2): superior left, right, inferior left, right


def chain(superior: list[float], inferior: list[float] | None = None) -> Corners:
    """Vertebrae one below the other with endplates of given tilts (right end down positive)."""
    inferior = superior if inferior is None else inferior
    plates = []
    for k, (up, low) in enumerate(zip(superior, inferior, strict=True)):
        for row, tilt in ((40.0 * k, up), (40.0 * k + 28, low)):
            reach = 20 * np.array([math.sin(math.radians(tilt)), math.cos(math.radians(tilt))])
            plates.append((np.array([row, 300.0]) - reach, np.array([row, 300.0]) + reach))
    upper, lower = plates[0::2], plates[1::2]
    return np.array([[a for a, _ in upper], [b for _, b in upper], [a for a, _ in lower], [b for _, b in lower]])


@dataclass
class Found:
    angle: float
    cranial: int
    caudal: int
    convex_right: bool


def all_pairs(superior: list[float], inferior: list[float]) -> tuple[Found, Found | None, Found | None]:
    """Largest curve and its two neighbours by looping over all pairs, nothing clever."""
    n = len(superior)
    major = Found(-1.0, -1, -1, False)
    for i in range(n):
        for j in range(i + 2, n):
            opening = inferior[j] - superior[i]
            if abs(opening) > major.angle:
                major = Found(abs(opening), i, j, opening > 0)
    above = below = None
    for i in range(major.cranial - 1):
        opening = inferior[major.cranial] - superior[i]
        if opening != 0 and (opening > 0) != major.convex_right and (above is None or abs(opening) > above.angle):
            above = Found(abs(opening), i, major.cranial, opening > 0)
    for j in range(major.caudal + 2, n):
        opening = inferior[j] - superior[major.caudal]
        if opening != 0 and (opening > 0) != major.convex_right and (below is None or abs(opening) > below.angle):
            below = Found(abs(opening), major.caudal, j, opening > 0)
    return major, above, below


def assert_same(curve: object, expected: Found | None) -> None:
    if expected is None:
        assert np.isnan(curve.angle)
        assert (curve.cranial, curve.caudal) == (-1, -1)
    else:
        assert float(curve.angle) == pytest.approx(expected.angle, abs=1e-9)
        assert (int(curve.cranial), int(curve.caudal)) == (expected.cranial, expected.caudal)
        assert bool(curve.convex_right) is bool(expected.convex_right)


def well_apart(superior: list[float], inferior: list[float]) -> bool:
    """Whether no two openings tie, so that there is one right answer; rounding must not decide."""
    n = len(superior)
    openings = sorted(abs(inferior[j] - superior[i]) for i in range(n) for j in range(n) if abs(i - j) != 1)
    return all(b - a > 1e-7 for a, b in pairwise(openings)) and openings[0] > 1e-7


tilt = st.floats(-44, 44)
tilt_pairs = st.integers(3, 18).flatmap(lambda n: st.tuples(*[st.lists(tilt, min_size=n, max_size=n)] * 2))


class TestAllPairs:
    """One pass with a running minimum equals the loop over all pairs."""

    @given(tilt_pairs)
    def test_major_above_and_below(self, pair: tuple[list[float], list[float]]) -> None:
        superior, inferior = pair
        corners = chain(superior, inferior)
        major, above, below = all_pairs(superior, inferior)
        assert float(major_curve(*corners).angle) == pytest.approx(major.angle, abs=1e-9)
        if not well_apart(superior, inferior):
            return  # several right answers
        assert_same(major_curve(*corners), major)
        assert_same(curve_above(*corners), above)
        assert_same(curve_below(*corners), below)

    def test_two_thousand_random_chains(self) -> None:
        rng = np.random.default_rng(2)
        for n in (3, 4, 8, 17):
            superior, inferior = rng.uniform(-40, 40, (2, 500, n))
            batch = np.stack([chain(list(s), list(i)) for s, i in zip(superior, inferior, strict=True)], axis=1)
            curves = major_curve(*batch), curve_above(*batch), curve_below(*batch)
            for k in range(500):
                expected = all_pairs(list(superior[k]), list(inferior[k]))
                for curve, one in zip(curves, expected, strict=True):
                    assert_same(type(curve)(*(part[k] for part in curve)), one)

    @given(st.lists(st.sampled_from([-20.0, -10.0, 0.0, 10.0, 20.0]), min_size=3, max_size=12))
    def test_where_pairs_tie_the_angle_is_still_the_largest(self, superior: list[float]) -> None:
        curve = major_curve(*chain(superior))
        assert float(curve.angle) == pytest.approx(all_pairs(superior, superior)[0].angle, abs=1e-9)
        assert curve.caudal - curve.cranial >= 2

    @given(tilt_pairs)
    def test_all_three_at_once(self, pair: tuple[list[float], list[float]]) -> None:
        corners = chain(*pair)
        found = curves(*corners)
        for one, alone in zip(found, (major_curve, curve_above, curve_below), strict=True):
            for part, expected in zip(one, alone(*corners), strict=True):
                np.testing.assert_array_equal(part, expected)
        np.testing.assert_array_equal(found.angle, [curve.angle for curve in found])


class TestKnownSpines:
    """Spines whose curves are known by construction."""

    S_SHAPE = [-5.0, 3.0, 10.0, 4.0, -8.0, -20.0, -25.0, -15.0, 0.0, 15.0, 22.0, 18.0, 9.0, 0.0, -6.0]  # noqa: RUF012

    def test_s_shape_gives_all_three_curves_and_their_end_vertebrae(self) -> None:
        corners = chain(self.S_SHAPE)
        major, above, below = major_curve(*corners), curve_above(*corners), curve_below(*corners)
        # most tilted: −25 at 6 and +22 at 10; above to +10 at 2, below to −6 at 14
        assert_same(major, Found(47.0, 6, 10, True))
        assert_same(above, Found(35.0, 2, 6, False))
        assert_same(below, Found(28.0, 10, 14, False))

    def test_double_major_labels_follow_the_place_not_the_size(self) -> None:
        """The largest first is what mislabels PT, MT and TL elsewhere: here a name says where a curve lies."""
        corners = chain([0.0, 12.0, 6.0, -14.0, -6.0, 10.0, 30.0, 4.0, -18.0, -40.0, -20.0])
        assert_same(major_curve(*corners), Found(70.0, 6, 9, False))
        assert_same(curve_above(*corners), Found(44.0, 3, 6, True))
        assert_same(curve_below(*corners), None)

    def test_c_shape_has_one_curve(self) -> None:
        corners = chain(list(np.linspace(-20, 20, 9)))
        assert_same(major_curve(*corners), Found(40.0, 0, 8, True))
        assert_same(curve_above(*corners), None)
        assert_same(curve_below(*corners), None)

    def test_straight_column_divides_by_nothing(self) -> None:
        """The S-test of Vertebra-Landmark-Detection divides by zero here."""
        with np.errstate(all="raise"):
            curve = major_curve(*chain([0.0] * 17))
            assert curve.angle == 0
            assert np.isnan(curve_above(*chain([0.0] * 17)).angle)
            assert np.isnan(curve_below(*chain([0.0] * 17)).angle)

    def test_over_a_right_angle_is_not_clipped_to_it(self) -> None:
        """Clipped cosines turn a tilt difference of 120 into 90 degrees elsewhere."""
        corners = chain(list(np.linspace(-60, 60, 13)))
        assert float(major_curve(*corners).angle) == pytest.approx(120, abs=1e-9)

    def test_endplates_are_read_not_mid_lines(self) -> None:
        """Wedged end vertebrae: superior −10 over inferior +14; their mid-lines differ by 14 degrees only."""
        corners = chain([-10.0, 0.0, 4.0], [-4.0, 1.0, 14.0])
        assert float(major_curve(*corners).angle) == pytest.approx(24, abs=1e-9)

    def test_three_vertebrae_are_enough(self) -> None:
        assert_same(major_curve(*chain([8.0, 1.0, -4.0])), Found(12.0, 0, 2, False))

    def test_two_neighbours_are_no_curve(self) -> None:
        """The most tilted pair (0 and 1) has no vertebra between."""
        found = major_curve(*chain([-30.0, 30.0, 0.0, 1.0]))
        assert found.caudal - found.cranial >= 2
        assert float(found.angle) == pytest.approx(31, abs=1e-9)


class TestConvexity:
    """Side of the picture that the apex points to."""

    def test_offset_of_the_apex_decides(self) -> None:
        """Vertebrae along a bow: the middle lies to the right, and that side is named."""
        for side in (1, -1):
            t = np.linspace(-1, 1, 11)
            centres = np.stack([300 * (t + 1), 400 + side * 80 * (1 - t**2)], axis=-1)
            heading = np.stack([np.full(11, 300.0), -side * 160 * t], axis=-1)
            heading /= np.linalg.norm(heading, axis=-1, keepdims=True)
            right = np.stack([-heading[:, 1], heading[:, 0]], axis=-1)
            corners = np.array(
                [centres + a * 12 * heading + b * 20 * right for a, b in ((-1, -1), (-1, 1), (1, -1), (1, 1))]
            )
            curve = major_curve(*corners)
            assert bool(curve.convex_right) is (side > 0)
            assert float(curve.angle) == pytest.approx(2 * math.degrees(math.atan(160 / 300)), abs=1e-9)

    def test_mirrored_picture_names_the_other_side(self) -> None:
        corners = chain(TestKnownSpines.S_SHAPE)
        mirror = (corners * [1, -1])[[1, 0, 3, 2]]  # corners are named as seen
        assert_same(major_curve(*mirror), Found(47.0, 6, 10, False))
        assert_same(curve_above(*mirror), Found(35.0, 2, 6, True))

    def test_picture_upside_down(self) -> None:
        """Turned by 180 degrees the apex points to the other side of the picture."""
        corners = -chain(TestKnownSpines.S_SHAPE)[[1, 0, 3, 2]]
        assert_same(major_curve(*corners), Found(47.0, 6, 10, False))


class TestOrderOfClicks:
    """Which corner came first plays no part (cornerstone3D PR 634, cornerstoneTools 1241)."""

    @given(st.lists(tilt, min_size=3, max_size=10), st.data())
    def test_left_and_right_exchanged_on_any_endplate(self, superior: list[float], data: st.DataObject) -> None:
        corners = chain(superior)
        before = major_curve(*corners)
        n = len(superior)
        for edge in (0, 2):
            for k in data.draw(st.sets(st.integers(0, n - 1))):
                corners[[edge, edge + 1], k] = corners[[edge + 1, edge], k]
        after = major_curve(*corners)
        assert float(after.angle) == pytest.approx(float(before.angle), abs=1e-9)
        assert (after.cranial, after.caudal, after.convex_right) == (before.cranial, before.caudal, before.convex_right)

    @given(st.floats(-180, 180), st.floats(-40, 40), st.floats(-40, 40))
    def test_whole_picture_turned(self, turn: float, first: float, last: float) -> None:
        corners = chain([first, -first / 2, 5.0, 0.0, last, 12.0])
        before = major_curve(*corners)
        s, c = math.sin(math.radians(turn)), math.cos(math.radians(turn))
        after = major_curve(*(corners @ np.array([[c, -s], [s, c]])))
        assert float(after.angle) == pytest.approx(float(before.angle), abs=1e-8)

    def test_picture_on_its_side(self) -> None:
        corners = chain(TestKnownSpines.S_SHAPE)
        for quarter in range(4):
            corners = np.stack([-corners[..., 1], corners[..., 0]], axis=-1)
            for function, angle in ((major_curve, 47), (curve_above, 35), (curve_below, 28)):
                assert float(function(*corners).angle) == pytest.approx(angle, abs=1e-9), quarter


class TestEndplateAngle:
    """Two given endplates: end vertebrae kept from an earlier film."""

    @staticmethod
    def line(row: float, tilt: float, col: float = 0.0) -> list[np.ndarray]:
        reach = 20 * np.array([math.sin(math.radians(tilt)), math.cos(math.radians(tilt))])
        return [np.array([row, col]) - reach, np.array([row, col]) + reach]

    def test_plus_12_and_minus_3_make_15(self) -> None:
        assert float(endplate_angle(*self.line(0, 12), *self.line(200, -3))) == pytest.approx(15, abs=1e-12)

    @given(st.floats(-44, 44), st.floats(-44, 44), st.booleans(), st.booleans(), st.booleans(), st.floats(-180, 180))
    def test_any_order_any_direction_any_turn(
        self, upper: float, lower: float, swap_upper: bool, swap_lower: bool, swap_lines: bool, turn: float
    ) -> None:
        a, b = self.line(0, upper), self.line(300, lower)
        if swap_upper:
            a.reverse()
        if swap_lower:
            b.reverse()
        s, c = math.sin(math.radians(turn)), math.cos(math.radians(turn))
        points = np.array([*b, *a] if swap_lines else [*a, *b]) @ np.array([[c, -s], [s, c]])
        assert float(endplate_angle(*points)) == pytest.approx(abs(upper - lower), abs=1e-6)

    @pytest.mark.parametrize("shift", np.arange(-80.0, 81.0, 20.0))
    def test_second_line_shifted_to_the_side(self, shift: float) -> None:
        """22.62 degrees; tails at the closest ends make 157.38 of it (cornerstone3D)."""
        found = endplate_angle(*self.line(0, 0), *self.line(50, 22.62, shift))
        assert float(found) == pytest.approx(22.62, abs=1e-9)

    def test_exactly_parallel_pairs_read_zero(self) -> None:
        rng = np.random.default_rng(6)
        v = rng.normal(size=(20_000, 2))
        across = np.stack([-v[:, 1], v[:, 0]], axis=-1) * 5
        found = endplate_angle(np.zeros_like(v), v, across, across + 3 * v)
        assert np.all(found < 1e-12)

    def test_tilt_difference_of_120(self) -> None:
        assert float(endplate_angle(*self.line(0, -60), *self.line(300, 60))) == pytest.approx(120, abs=1e-9)

    def test_an_endplate_without_length_has_no_angle(self) -> None:
        a = np.array([5.0, 5.0])
        assert np.isnan(endplate_angle(a, a, *self.line(100, 3)))


class TestFixedCurve:
    """Between two stated end vertebrae, all corners of both bodies known."""

    @given(tilt_pairs)
    def test_equals_the_built_tilts_whatever_lies_between(self, pair: tuple[list[float], list[float]]) -> None:
        corners = chain(*pair)
        found = fixed_curve(*corners[:, 0], *corners[:, -1])
        turned = pair[1][-1] - pair[0][0]
        assert float(found.angle) == pytest.approx(abs(turned), abs=1e-9)
        assert abs(turned) < 1e-6 or bool(found.convex_right) is (turned > 0)

    @pytest.mark.parametrize("shift", [0.0, 500.0, -2000.0])
    def test_a_body_far_to_the_side_is_not_read_as_the_supplement(self, shift: float) -> None:
        corners = chain([-30.0, 0.0, 45.0])
        corners[:, -1, 1] += shift
        assert float(fixed_curve(*corners[:, 0], *corners[:, -1]).angle) == pytest.approx(75, abs=1e-9)

    @given(st.integers(0, 3), st.integers(0, 3))
    def test_either_corner_first(self, swap_upper: int, swap_lower: int) -> None:
        corners = chain([-20.0, 5.0, 33.0])
        upper, lower = list(corners[:, 0]), list(corners[:, -1])
        for body, swap in ((upper, swap_upper), (lower, swap_lower)):
            if swap & 1:
                body[0], body[1] = body[1], body[0]
            if swap & 2:
                body[2], body[3] = body[3], body[2]
        assert float(fixed_curve(*upper, *lower).angle) == pytest.approx(53, abs=1e-9)


class TestTilts:
    @given(tilt_pairs)
    def test_gives_back_the_tilts_it_was_built_with(self, pair: tuple[list[float], list[float]]) -> None:
        superior, inferior, to_right = tilts(*chain(*pair))
        np.testing.assert_allclose(superior, pair[0], atol=1e-9)
        np.testing.assert_allclose(inferior, pair[1], atol=1e-9)
        assert to_right

    def test_goes_on_beyond_a_right_angle(self) -> None:
        """A spine that bends through 240 degrees: no jump by 360 on the way."""
        built = list(np.linspace(-120, 120, 25))
        plates = chain([0.0] * 25)
        centre = plates.mean(axis=0)
        s, c = np.sin(np.radians(built))[:, None], np.cos(np.radians(built))[:, None]
        off = plates - centre
        bent = centre + np.stack([off[..., 0] * c[:, 0] + off[..., 1] * s[:, 0],
                                  off[..., 1] * c[:, 0] - off[..., 0] * s[:, 0]], axis=-1)  # fmt: skip
        superior, inferior, _ = tilts(*bent)
        np.testing.assert_allclose(superior - superior[0], np.array(built) + 120, atol=1e-9)
        np.testing.assert_allclose(inferior, superior, atol=1e-9)


class TestStraightened:
    def test_keeps_lengths_and_middles_and_has_no_curve(self) -> None:
        corners = chain(TestKnownSpines.S_SHAPE)
        level = np.array(straightened(*corners))
        np.testing.assert_allclose((level[0] + level[1]) / 2, (corners[0] + corners[1]) / 2)
        np.testing.assert_allclose((level[2] + level[3]) / 2, (corners[2] + corners[3]) / 2)
        np.testing.assert_allclose(np.linalg.norm(level[1] - level[0], axis=-1), 40)
        assert float(major_curve(*level).angle) == pytest.approx(0, abs=1e-9)

    def test_a_picture_on_its_side_is_straightened_along_its_own_spine(self) -> None:
        corners = chain(TestKnownSpines.S_SHAPE)
        on_its_side = np.stack([-corners[..., 1], corners[..., 0]], axis=-1)
        expected = np.array(straightened(*corners))
        found = np.array(straightened(*on_its_side))
        np.testing.assert_allclose(found, np.stack([-expected[..., 1], expected[..., 0]], axis=-1), atol=1e-9)
