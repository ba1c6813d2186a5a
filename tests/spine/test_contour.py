"""Six points from a contour, against shapes whose middle is known."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.spine.contour import depth_of_contour, middle_of_contour


def arc(sag: float, chord: float, count: int) -> np.ndarray:
    """Parabola of a given depth over a level chord."""
    x = np.linspace(0, chord, count)
    return np.stack([4 * sag * x * (chord - x) / chord**2, x], axis=-1)


def turned(points: np.ndarray, angle: float) -> np.ndarray:
    s, c = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    return points @ np.array([[c, s], [-s, c]]) + [120.0, -40.0]


@given(st.floats(-12, 12), st.floats(10, 60), st.integers(1, 20), st.floats(-180, 180))
def test_middle_of_a_parabola(sag: float, chord: float, half: int, angle: float) -> None:
    contour = turned(arc(sag, chord, 2 * half + 1), angle)
    expected = turned(np.array([[sag, chord / 2]]), angle)[0]
    np.testing.assert_allclose(middle_of_contour(contour), expected, atol=1e-9)


@given(st.floats(0.5, 12), st.floats(10, 60), st.integers(1, 20), st.floats(-180, 180))
def test_depth_of_a_parabola(sag: float, chord: float, half: int, angle: float) -> None:
    assert depth_of_contour(turned(arc(sag, chord, 2 * half + 1), angle)) == pytest.approx(sag, rel=1e-9)


def test_middle_lies_over_the_middle_of_the_chord_not_of_the_list() -> None:
    """Points crowd on the left; the contour crosses the middle at (5, 20) between the last two."""
    contour = np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0], [10.0, 0.0 + 10.0], [0.0, 30.0], [0.0, 40.0]])
    np.testing.assert_allclose(middle_of_contour(contour), [5.0, 20.0])


def test_two_points_are_a_straight_endplate() -> None:
    np.testing.assert_allclose(middle_of_contour(np.array([[0.0, 0.0], [6.0, 40.0]])), [3.0, 20.0])
    assert depth_of_contour(np.array([[0.0, 0.0], [6.0, 40.0]])) == 0


def test_direction_of_drawing_plays_no_part() -> None:
    contour = np.array([[0.0, 0.0], [4.0, 10.0], [5.0, 25.0], [0.0, 40.0]])
    np.testing.assert_allclose(middle_of_contour(contour), middle_of_contour(contour[::-1]))


def test_a_contour_that_folds_back_takes_the_first_crossing() -> None:
    contour = np.array([[0.0, 0.0], [2.0, 25.0], [3.0, 15.0], [4.0, 30.0], [0.0, 40.0]])
    np.testing.assert_allclose(middle_of_contour(contour), [1.6, 20.0])


def test_a_step_at_right_angles_to_the_chord_over_its_middle() -> None:
    contour = np.array([[0.0, 0.0], [0.0, 20.0], [4.0, 20.0], [0.0, 40.0]])
    np.testing.assert_allclose(middle_of_contour(contour), [0.0, 20.0])


def test_a_contour_whose_ends_fall_together_has_no_middle() -> None:
    assert np.isnan(middle_of_contour(np.array([[3.0, 4.0], [9.0, 20.0], [3.0, 4.0]]))).all()
