"""Distances and angles against closed forms, and against the ways in which viewers get them wrong."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from measure.geometry import (
    cross,
    directed_angle,
    distance,
    distance_to_line,
    fit_line,
    line_angle,
    midpoint,
    signed_angle,
)

coordinate = st.floats(-4000, 4000)
point = st.builds(lambda r, c: np.array([r, c]), coordinate, coordinate)
degrees = st.floats(-180, 180)


def direction(angle: float) -> np.ndarray:
    """Unit vector, clockwise on the screen from "right"."""
    return np.array([math.sin(math.radians(angle)), math.cos(math.radians(angle))])


def turned(points: np.ndarray, angle: float) -> np.ndarray:
    s, c = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    return points @ np.array([[c, -s], [s, c]])


@given(point, point)
def test_distance_is_that_of_the_standard_library(a: np.ndarray, b: np.ndarray) -> None:
    assert distance(a, b) == pytest.approx(math.dist(a, b), rel=1e-12)


@given(point, point)
def test_midpoint_is_as_far_from_both_ends(a: np.ndarray, b: np.ndarray) -> None:
    middle = midpoint(a, b)
    assert distance(a, middle) == pytest.approx(float(distance(middle, b)), abs=1e-9)
    assert distance(a, middle) == pytest.approx(math.dist(a, b) / 2, abs=1e-9)


def test_cross_has_the_sign_of_the_screen() -> None:
    right, down = np.array([0.0, 1.0]), np.array([1.0, 0.0])
    assert cross(right, down) == 1
    assert cross(down, right) == -1
    assert cross(right, 3 * right) == 0


@given(degrees, st.floats(-179.9, 179.9), st.floats(0.1, 1e4), st.floats(0.1, 1e4))
def test_signed_angle_is_the_turn_on_the_screen(start: float, turn: float, long: float, short: float) -> None:
    u, v = direction(start) * long, direction(start + turn) * short
    assert signed_angle(u, v) == pytest.approx(turn, abs=1e-9)
    assert signed_angle(v, u) == pytest.approx(-turn, abs=1e-9)
    assert directed_angle(u, v) == pytest.approx(abs(turn), abs=1e-9)


def test_a_line_without_length_has_no_angle() -> None:
    zero, right = np.zeros(2), np.array([0.0, 1.0])
    assert np.isnan(signed_angle(zero, right))
    assert np.isnan(directed_angle(right, zero))
    assert np.isnan(line_angle(zero, zero, zero, right))


def test_exactly_parallel_lines_never_give_nan() -> None:
    """An unclamped arc cosine gives NaN on a fifth of these (cornerstone3D ``angleBetweenLines``)."""
    v = np.random.default_rng(0).normal(size=(100_000, 2))
    assert np.all(directed_angle(v, 3 * v) < 1e-12)
    assert np.all(directed_angle(v, -3 * v) > 180 - 1e-12)
    unclamped = np.sum(v * (3 * v), axis=-1) / (np.linalg.norm(v, axis=-1) * np.linalg.norm(3 * v, axis=-1))
    assert np.mean(np.abs(unclamped) > 1) > 0.05  # the pairs are as hard as they were meant to be


def test_an_obtuse_angle_is_not_clipped() -> None:
    """Clipping the cosine to 0..1 turns 120 into 90 degrees (Vertebra-Landmark-Detection)."""
    assert directed_angle(direction(-60), direction(60)) == pytest.approx(120, abs=1e-12)
    assert directed_angle(direction(0), direction(179)) == pytest.approx(179, abs=1e-12)


@given(point, degrees, point, st.floats(0, 180), st.booleans(), st.booleans(), st.booleans())
def test_line_angle_needs_no_order_of_clicks(
    p: np.ndarray, start: float, q: np.ndarray, turn: float, swap_a: bool, swap_b: bool, swap_lines: bool
) -> None:
    a, b = [p, p + 20 * direction(start)], [q, q + 7 * direction(start + turn)]
    if swap_a:
        a.reverse()
    if swap_b:
        b.reverse()
    lines = (*b, *a) if swap_lines else (*a, *b)
    assert line_angle(*lines) == pytest.approx(min(turn, 180 - turn), abs=1e-8)


def test_line_angle_stays_where_the_second_line_is_drawn_to_the_side() -> None:
    """Tails at the closest ends turn 22.62 into 157.38 degrees (cornerstone3D ``CobbAngleTool``)."""
    upper = np.array([[0.0, 0.0], [0.0, 24.0]])
    lower = np.array([[40.0, 0.0], [50.0, 24.0]])
    shift = np.arange(-500.0, 501.0, 5.0)[:, None] * np.array([0.0, 1.0])
    angles = line_angle(*upper, lower[0] + shift, lower[1] + shift)
    np.testing.assert_allclose(angles, math.degrees(math.atan(10 / 24)), rtol=1e-12)
    assert angles[0] == pytest.approx(22.62, abs=0.005)


@given(point, degrees, st.floats(0, 300), st.floats(-300, 300))
def test_distance_to_line_is_the_height_of_the_foot(a: np.ndarray, angle: float, away: float, along: float) -> None:
    line, normal = direction(angle), direction(angle + 90)
    for side in (1, -1):
        far = a + along * line + side * away * normal
        assert distance_to_line(far, a, a + 30 * line) == pytest.approx(away, abs=1e-8)


def test_distance_to_a_line_through_one_point_is_undefined() -> None:
    a = np.array([3.0, 4.0])
    assert np.isnan(distance_to_line(np.zeros(2), a, a))


@given(st.floats(-89, 89), st.integers(2, 30), st.booleans())
def test_fit_line_finds_the_line_its_points_lie_on(angle: float, count: int, back: bool) -> None:
    heading = direction(angle) * (-1 if back else 1)
    points = np.array([5.0, 9.0]) + np.linspace(0, 40, count)[:, None] * heading
    centre, found = fit_line(points)
    np.testing.assert_allclose(centre, points.mean(axis=0))
    np.testing.assert_allclose(found, heading, atol=1e-9)


def test_fit_line_is_the_least_squares_line_at_right_angles() -> None:
    rng = np.random.default_rng(3)
    points = rng.normal(size=(5, 40, 2)) * [1.0, 6.0]
    centre, found = fit_line(points)
    for cloud, middle, heading in zip(points, centre, found, strict=True):
        # the principal axis of the scatter matrix, from its eigenvectors
        axis = np.linalg.eigh(np.cov(cloud.T))[1][:, -1]
        assert abs(axis @ heading) == pytest.approx(1, abs=1e-12)
        assert (cloud[-1] - cloud[0]) @ heading >= 0
        np.testing.assert_allclose(middle, cloud.mean(axis=0))


def test_fit_line_tilt_spreads_as_the_formula_says() -> None:
    """Domain reference §6: sd (σ/L)·√(12(n−1)/(n(n+1))) for n equally spaced points."""
    rng = np.random.default_rng(5)
    for n in (6, 20):
        length, sigma = 34.0, 0.3
        line = np.stack([np.zeros(n), np.linspace(0, length, n)], axis=-1)
        _, heading = fit_line(line + rng.normal(0, sigma, (50_000, n, 2)))
        expected = math.degrees(sigma / length * math.sqrt(12 * (n - 1) / (n * (n + 1))))
        assert np.degrees(np.arctan2(heading[:, 0], heading[:, 1])).std() == pytest.approx(expected, rel=0.03)


@given(arrays(np.float64, (4, 2), elements=coordinate), degrees)
def test_angles_and_distances_do_not_depend_on_how_the_picture_is_turned(corners: np.ndarray, angle: float) -> None:
    a1, a2, b1, b2 = corners
    if min(math.dist(a1, a2), math.dist(b1, b2)) < 1:
        return
    moved = turned(corners, angle)
    assert distance(*moved[:2]) == pytest.approx(math.dist(a1, a2), abs=1e-8)
    assert line_angle(*moved) == pytest.approx(float(line_angle(a1, a2, b1, b2)), abs=1e-7)


def test_whole_batches_go_through_at_once() -> None:
    rng = np.random.default_rng(1)
    a, b, c, d = rng.normal(size=(4, 3, 5, 2))
    for function, arguments in ((distance, (a, b)), (line_angle, (a, b, c, d)), (distance_to_line, (a, b, c))):
        batch = function(*arguments)
        assert batch.shape == (3, 5)
        for place in np.ndindex(3, 5):
            assert batch[place] == pytest.approx(float(function(*(x[place] for x in arguments))), rel=1e-12)
