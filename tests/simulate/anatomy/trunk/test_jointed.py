"""Balls that run over into shafts: every ring of the ball on the ball, every section where it was put."""

import numpy as np
import pytest

from measure.simulate.anatomy.trunk.jointed import ball_and_shaft
from measure.simulate.solids import loft

# A rod of 10 mm radius that hangs straight down from a ball of 20 mm: as wide as the ball is 150 degrees from its pole.
ROD = [(-10.0, -z, 10.0, -z, 10.0, 0.0, 2.0) for z in (17.3205, 40.0, 70.0, 100.0)]
DOWN = (1e-6, 0.0, -1.0)  # a hair off the vertical: straight down, nothing across the axis points up


def test_the_ball_is_a_ball_and_the_rod_a_rod() -> None:
    rings, cortex = ball_and_shaft(20.0, DOWN, 150.0, ROD, (60, 40, 30))
    assert np.allclose(np.linalg.norm(rings[:40], axis=2), 20.0)
    assert np.allclose(np.hypot(rings[40:, :, 0], rings[40:, :, 1]), 10.0)
    assert rings[-1, :, 2] == pytest.approx(-100.0)
    assert cortex.tolist() == [1.0] * 40 + [2.0] * 30


def test_its_volume_is_that_of_a_cut_ball_and_a_cylinder() -> None:
    rings, _ = ball_and_shaft(20.0, DOWN, 150.0, ROD, (200, 200, 30))
    cap = 20.0 * (1 - np.cos(np.deg2rad(30.0)))  # what the rod takes off the ball
    ball = 4 / 3 * np.pi * 20.0**3 - np.pi * cap**2 * (20.0 - cap / 3)
    rod = np.pi * 10.0**2 * (100.0 - 17.3205)
    assert loft(rings).volume == pytest.approx(ball + rod, rel=2e-3)


def test_slanting_sections_end_where_they_should() -> None:
    sections = [(0.0, -30.0, 20.0, -10.0, 8.0, 3.0, 1.0), (5.0, -60.0, 25.0, -60.0, 7.0, 1.0, 3.0)]
    rings, _ = ball_and_shaft(15.0, (0.7, 0.1, -0.7), 120.0, sections, (40, 10, 12))
    first = rings[10]
    assert first[0] == pytest.approx([20.0, 3.0, -10.0])
    assert first[20] == pytest.approx([0.0, 3.0, -30.0])
    assert np.ptp(first[:, 1]) == pytest.approx(16.0)
