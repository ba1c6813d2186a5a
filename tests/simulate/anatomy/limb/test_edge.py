"""Edge: flat where it is smooth, uneven by as much as stated."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.simulate.anatomy.limb.edge import Edge

ANGLE = np.linspace(0, 2 * np.pi, 400, endpoint=False)


@given(st.floats(0, 300), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_smooth_cut_is_a_tilted_plane(at, lateral, posterior):
    x, y = 12 * np.cos(ANGLE), 12 * np.sin(ANGLE)
    along = Edge(at, lateral, posterior).along(ANGLE, np.full(400, 12.0))
    np.testing.assert_allclose(along, at + lateral * x + posterior * y, atol=1e-9)


def test_unevenness_has_the_stated_size_and_is_the_same_again():
    heights = [Edge(50.0, rough=0.5, seed=k).along(ANGLE, np.full(400, 12.0)) - 50 for k in range(400)]
    assert np.std(heights) == pytest.approx(0.5, rel=0.1)
    np.testing.assert_array_equal(heights[7], Edge(50.0, rough=0.5, seed=7).along(ANGLE, np.full(400, 12.0)) - 50)
    assert not np.allclose(heights[7], heights[8])
