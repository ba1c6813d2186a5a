"""The columnar kernel: floors, scale, and one value per structure of a batch."""

import math

import numpy as np
import pytest

from measure.catalog import evaluate_columns, get

HEIGHT = np.array([[6.0, 0.0], [28.0, 0.0]])
NOISE = 0.49 * np.eye(2)


def spread(points: np.ndarray) -> np.ndarray:
    return np.broadcast_to(NOISE, (*points.shape, 2))


def test_floor_is_added_in_quadrature_and_kept_apart() -> None:
    columns = evaluate_columns(get("anterior_height"), HEIGHT, spread(HEIGHT))
    assert columns.value == 22
    assert columns.floor == 0.5
    assert columns.sd == pytest.approx(math.hypot(math.sqrt(2) * 0.7, 0.5), rel=1e-6)
    assert columns.bias == 0


def test_without_a_scale_the_floor_of_a_length_is_relative() -> None:
    columns = evaluate_columns(get("anterior_height"), HEIGHT, spread(HEIGHT), scaled=False)
    assert columns.floor == pytest.approx(0.02 * 22)


@pytest.mark.parametrize(("measure", "floor"), [("wedge_angle", 2.0), ("bisegmental_cobb_angle", 2.5)])
def test_the_floor_of_an_angle_does_not_depend_on_the_scale(measure: str, floor: float) -> None:
    lines = np.array([[6.0, 0.0], [0.0, 34.0], [28.0, 0.0], [28.0, 34.0]])
    for scaled in (True, False):
        assert evaluate_columns(get(measure), lines, spread(lines), scaled=scaled).floor == floor


def test_a_common_scale_reaches_lengths_and_not_ratios() -> None:
    four = np.array([[6.0, 0.0], [28.0, 0.0], [0.0, 34.0], [28.0, 34.0]])
    for measure, points, size in (("anterior_height", HEIGHT, 22.0), ("beck_index", four, 0.0)):
        plain = evaluate_columns(get(measure), points, spread(points))
        scaled = evaluate_columns(get(measure), points, spread(points), relative_scale_sd=0.1)
        assert scaled.sd == pytest.approx(math.hypot(float(plain.sd), 0.1 * size), rel=1e-6)


def test_a_batch_of_films_and_vertebrae() -> None:
    rng = np.random.default_rng(0)
    points = HEIGHT[:, None, None] + rng.normal(0, 2, (2, 5, 17, 2))
    columns = evaluate_columns(get("anterior_height"), points, spread(points))
    assert columns.value.shape == columns.sd.shape == columns.floor.shape == columns.bias.shape == (5, 17)
    for film, body in np.ndindex(5, 17):
        assert columns.value[film, body] == pytest.approx(math.dist(*points[:, film, body]), rel=1e-12)


def test_marks_that_fall_together_spare_the_others() -> None:
    points = np.array([[[6.0, 0.0]] * 2, [[28.0, 0.0]] * 2, [[0.0, 34.0]] * 2, [[28.0, 34.0], [0.0, 34.0]]])
    columns = evaluate_columns(get("beck_index"), points, spread(points))
    assert np.isnan(columns.value[1])
    assert columns.value[0] == pytest.approx(22 / 28)
    assert np.isfinite(columns.sd[0])


def test_the_seed_of_a_redrawn_measure() -> None:
    rng = np.random.default_rng(1)
    rows = np.stack([np.arange(9) * 34.0, np.zeros(9)], axis=-1)
    points = np.array([rows + o for o in ((-12, -17), (-12, 17), (12, -17), (12, 17))]) + rng.normal(0, 3, (4, 9, 2))
    first, same, other = (
        evaluate_columns(get("coronal_cobb_angle"), points, spread(points), seed=s) for s in (0, 0, 1)
    )
    assert (first.sd, first.bias) == (same.sd, same.bias)
    assert first.sd != other.sd
    assert first.value == other.value
    assert first.bias != 0
