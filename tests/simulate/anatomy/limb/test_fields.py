"""Fields: exact on simple surfaces, blended only where two bodies are near."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from measure.simulate.anatomy.limb.fields import common, cone, ellipsoid, joined, smooth

FAR = st.floats(-60, 60)


@given(FAR, FAR, FAR)
def test_round_ellipsoid_is_the_distance_to_a_ball(x, y, z):
    point = np.array([[x, y, z]])
    reach = np.linalg.norm(point)
    if reach > 1e-3:
        np.testing.assert_allclose(ellipsoid(point, (0, 0, 0), (20, 20, 20)), reach - 20, atol=1e-6)


@given(FAR, FAR, FAR)
def test_even_rod_is_the_distance_to_a_segment(x, y, z):
    point = np.array([[x, y, z]])
    nearest = np.array([0, 0, np.clip(z, -10, 10)])
    expected = np.linalg.norm(point - nearest) - 4
    np.testing.assert_allclose(cone(point, (0, 0, -10), (0, 0, 10), 4, 4), expected, atol=1e-9)


@given(FAR, FAR)
def test_blend_changes_nothing_where_surfaces_are_apart(a, b):
    both = joined(np.array([a]), np.array([b]), soft=5.0)
    assert min(a, b) - 1.25 - 1e-12 <= both[0] <= min(a, b)
    if abs(a - b) >= 5:
        assert both[0] == min(a, b)
    np.testing.assert_allclose(common(np.array([-a]), np.array([-b]), soft=5.0), -both)


def test_smooth_step_is_flat_at_both_ends():
    np.testing.assert_allclose(smooth([-1, 0, 0.5, 1, 2]), [0, 0, 0.5, 1, 1])
    assert smooth(1e-4) < 1e-7
