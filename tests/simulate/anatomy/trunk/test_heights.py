"""Heights: the reference room is in order, and courses through tables keep to the tables."""

import numpy as np
import pytest

from measure.model import Level
from measure.model.anatomy import rank
from measure.simulate.anatomy.trunk.heights import HEIGHTS, T12_L1, TOP_OF_T1, amount, profile


def test_levels_stand_on_one_another() -> None:
    downwards = sorted(HEIGHTS, key=rank)
    assert list(np.diff([HEIGHTS[level] for level in downwards]) < 0) == [True] * (len(downwards) - 1)
    assert HEIGHTS[Level.L1] < T12_L1 < HEIGHTS[Level.T12]
    assert HEIGHTS[Level.T1] < TOP_OF_T1 < HEIGHTS[Level.C7]


def test_a_course_stays_between_its_values_and_meets_them_on_straight_stretches() -> None:
    at = np.linspace(-50, 450, 301)
    course = profile((0, 100, 300, 400), (10, 20, 40, 15), at, smooth=10.0)
    assert course.min() >= 10
    assert course.max() <= 40
    assert course[0] == pytest.approx(10)
    assert course[-1] == pytest.approx(15)
    assert profile((0, 100, 300, 400), (10, 20, 40, 15), [200.0], smooth=10.0)[0] == pytest.approx(30.0)


def test_amounts_never_leave_a_shape_without_a_ring() -> None:
    assert amount(4, 8, 0.01) >= 3
