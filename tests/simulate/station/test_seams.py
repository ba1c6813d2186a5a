"""Seams: rows of every shot, and true points that move with them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.simulate.station import Seams

SHAPE = (120, 60)


def dot(row, col):
    """A round spot of known middle on nothing."""
    r, c = np.mgrid[: SHAPE[0], : SHAPE[1]]
    return np.exp(-((r - row) ** 2 + (c - col) ** 2) / 8).astype(np.float32)


def middle(picture):
    r, c = np.mgrid[: SHAPE[0], : SHAPE[1]]
    return (picture * r).sum() / picture.sum(), (picture * c).sum() / picture.sum()


def test_every_shot_has_its_gain():
    joined = Seams((0.25, 0.5), (1.0, 0.5, 2.0), line=0.0).over(np.ones((80, 4), np.float32), 1.0)
    assert joined[:, 0].tolist() == [1.0] * 20 + [0.5] * 20 + [2.0] * 40


def test_shading_falls_within_each_shot():
    joined = Seams((0.5,), (1.0, 1.0), (0.2, -0.1), line=0.0).over(np.ones((80, 4), np.float32), 1.0)
    assert joined[[0, 39, 40, 79], 0] == pytest.approx([1.0, 0.8, 1.0, 1.1])


def test_line_and_overlap_have_their_heights():
    joined = Seams((0.5,), (1.0, 1.0), line=1.5, overlap=5.0, overlap_gain=0.7).over(np.ones((80, 4), np.float32), 0.5)
    assert joined[:30, 0] == pytest.approx(1.0)
    assert joined[30:40, 0] == pytest.approx(0.7)
    assert joined[40:43, 0] == pytest.approx(0.02)
    assert joined[43:, 0] == pytest.approx(1.0)


@given(st.floats(15, 105).filter(lambda r: abs(r - 60) > 12), st.floats(15, 45), st.floats(-2, 2), st.floats(-2, 2))
def test_points_move_as_the_picture_does(row, col, down, right):
    seams = Seams((0.5,), (1.0, 1.0), shift=((down, right),), line=0.0)
    film = seams.over(dot(row, col), 0.5)
    assert middle(film) == pytest.approx(seams.moved([row, col], SHAPE, 0.5), abs=0.02)


def test_points_of_the_first_shot_stay_and_many_are_moved_at_once():
    seams = Seams((0.3, 0.6), (1.0, 1.0, 1.0), shift=((1.0, 0.0), (0.0, -2.0)))
    moved = seams.moved([[[10.0, 5.0], [50.0, 5.0]], [[90.0, 5.0], [29.0, 7.0]]], (100, 10), 1.0)
    assert moved.tolist() == [[[10.0, 5.0], [51.0, 5.0]], [[90.0, 3.0], [29.0, 7.0]]]
