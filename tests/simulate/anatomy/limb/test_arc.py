"""Arc: measured by its own length, with axes that stay square."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from measure.simulate.anatomy.limb.arc import bowed

ARC = bowed((12.0, 3.0, -20.0), (-4.0, 6.0, -430.0), (0.0, -1.0, 0.0), 950.0)


def test_arc_runs_from_start_to_end_and_bows_forwards():
    whole = float(ARC.local(np.array([-4.0, 6.0, -430.0]))[0])
    np.testing.assert_allclose(ARC.at(0.0), (12, 3, -20), atol=1e-9)
    np.testing.assert_allclose(ARC.at(whole), (-4, 6, -430), atol=1e-9)
    chord = np.linalg.norm(np.array([16.0, -3.0, 410.0]))
    rise = 950.0 - np.sqrt(950.0**2 - chord**2 / 4)
    middle = (ARC.at(0.0) + ARC.at(whole)) / 2
    np.testing.assert_allclose(np.linalg.norm(ARC.at(whole / 2) - middle), rise, atol=1e-9)
    assert ARC.at(whole / 2)[1] < middle[1]


@given(st.floats(-60, 480), st.floats(-30, 30), st.floats(-30, 30))
def test_local_undoes_at_and_axes(way, left, back):
    axes = ARC.axes(way)
    np.testing.assert_allclose(axes.T @ axes, np.eye(3), atol=1e-12)
    assert np.linalg.det(axes) > 0.999
    point = ARC.at(way) + left * axes[:, 0] + back * axes[:, 1]
    np.testing.assert_allclose(np.hstack(ARC.local(point)), (way, left, back), atol=1e-8)


def test_ways_are_lengths():
    fine = ARC.at(np.linspace(0, 200, 20001))
    np.testing.assert_allclose(np.linalg.norm(np.diff(fine, axis=0), axis=1).sum(), 200.0, rtol=1e-6)
