"""Points: closed forms of Gaussians, two peaks, maps cut off at the rim, mirror images."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.detect.contract import CROP, FLOOR, HEAT, MARKS
from measure.detect.fine.points import BEYOND, mirrored, moments, probabilities, swapped
from measure.model import View

SIZE = CROP // HEAT
PLACE = HEAT * np.arange(SIZE) + (HEAT - 1) / 2


def logits(mean, covariance):
    """Log-density of a Gaussian at the cells."""
    away = np.stack(np.meshgrid(PLACE - mean[0], PLACE - mean[1], indexing="ij"), axis=-1)
    return (-0.5 * np.einsum("rci,ij,rcj->rc", away, np.linalg.inv(covariance), away)).astype(np.float32)


@given(st.floats(35, 60), st.floats(35, 60), st.floats(1.2, 6), st.floats(1.2, 6), st.floats(0, np.pi))
def test_moments_of_a_gaussian(row, col, wide, narrow, turn):
    axes = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    covariance = axes @ np.diag([wide**2, narrow**2]) @ axes.T
    mean, spread = moments(probabilities(logits((row, col), covariance)[None, None]))
    np.testing.assert_allclose(mean[0, 0], [row, col], atol=0.02)
    np.testing.assert_allclose(spread[0, 0] - FLOOR * np.eye(2), covariance, atol=0.02 + 0.01 * wide**2)


def test_all_on_one_cell():
    heat = np.full((1, 1, SIZE, SIZE), -50, np.float32)
    heat[0, 0, 10, 33] = 50
    mean, spread = moments(probabilities(heat))
    assert mean[0, 0].tolist() == [20.5, 66.5]
    np.testing.assert_allclose(spread[0, 0], FLOOR * np.eye(2), atol=1e-9)


def test_two_rims_give_the_line_between_them_and_a_spread_that_spans_them():
    """Half at 40, half at 52: the mean lies at 46, the variance gains 6²."""
    cells = sum(probabilities(logits((row, 50.0), 4.0 * np.eye(2))) for row in (40.0, 52.0)) / 2
    mean, spread = moments(cells[None, None].astype(np.float32))
    np.testing.assert_allclose(mean[0, 0], [46, 50], atol=1e-3)
    np.testing.assert_allclose(spread[0, 0], [[4 + 36 + FLOOR, 0], [0, 4 + FLOOR]], atol=1e-2)


@pytest.mark.parametrize("row", [-1.0, 0.5, 94.5, 97.0])
def test_a_map_cut_off_by_the_rim_says_that_it_does_not_know(row):
    cells = probabilities(logits((row, 50.0), np.diag([9.0, 4.0])))
    _, spread = moments(cells[None, None])
    assert spread[0, 0, 0, 0] > 0.15 * BEYOND**2
    assert spread[0, 0, 1, 1] == pytest.approx(4 + FLOOR, abs=0.02)


def test_no_idea_is_as_wide_as_the_crop():
    _, spread = moments(probabilities(np.zeros((1, 1, SIZE, SIZE), np.float32)))
    assert np.sqrt(spread[0, 0, 0, 0]) == pytest.approx(CROP / np.sqrt(12), rel=0.01)


@given(st.integers(0, 2**31))
def test_variances_are_never_below_the_floor(seed):
    heat = np.random.default_rng(seed).normal(scale=20, size=(2, 4, SIZE, SIZE)).astype(np.float32)
    mean, spread = moments(probabilities(heat))
    assert np.linalg.eigvalsh(spread).min() > 0.9 * FLOOR
    assert mean.min() >= 0
    assert mean.max() <= CROP - 1


@pytest.mark.parametrize("view", list(MARKS))
def test_mirror_of_a_mirror_image(view):
    names = MARKS[view]
    rng = np.random.default_rng(1)
    spots = rng.uniform(20, 75, (len(names), 2))
    cells = np.stack([probabilities(logits(spot, 5 * np.eye(2))) for spot in spots])[None]
    there, _ = moments(mirrored(cells, names))
    for k, name in enumerate(names):
        other = name.replace("left", "LEFT").replace("right", "left").replace("LEFT", "right")
        row, col = spots[names.index(other)]
        np.testing.assert_allclose(there[0, k], [row, CROP - 1 - col], atol=1e-2)
    assert np.array_equal(mirrored(mirrored(cells, names), names), cells)


def test_every_mark_has_a_mirror_image():
    for view in (View.FRONTAL, View.LATERAL):
        assert sorted(swapped(MARKS[view])) == list(range(len(MARKS[view])))
