"""Profile: passes through its knots, never beyond them, and its wall is as thick as stated."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from measure.simulate.anatomy.limb.profile import Profile

ROWS = np.array(
    [
        (16, 15, 14, 13, 2, 3, 4, 5, 0, 0),
        (12, 11, 12, 13, 6, 7, 6, 5, 2, 0),
        (20, 18, 22, 17, 2, 2, 2, 2, 0, 0),
    ],
    float,
)
PROFILE = Profile(np.array([0.0, 100.0, 250.0]), ROWS)
SIDES = np.deg2rad([0.0, 90.0, 180.0, 270.0])


def test_knots_are_met():
    for way, row in zip((0.0, 100.0, 250.0), ROWS, strict=True):
        outer, inner = PROFILE.both(way, SIDES)
        ridge = np.array([0, row[8], 0, 0])
        np.testing.assert_allclose(outer, row[:4] + ridge, atol=0.02)
        np.testing.assert_allclose(inner, row[:4] - row[4:8], atol=0.02)


@given(st.floats(0, 250), st.floats(0, 6.2831))
def test_contours_nest_and_stay_between_knots(way, angle):
    outer, inner = PROFILE.both(way, angle)
    assert 1.0 <= inner < outer
    assert 10.9 <= outer <= 24.1


@given(st.floats(-400, 0))
def test_beyond_the_first_knot_the_section_stays(way):
    np.testing.assert_allclose(PROFILE.outer(way, SIDES), PROFILE.outer(0.0, SIDES))


def test_three_sided_section_has_its_sharpest_edge_in_front():
    rows = ROWS.copy()
    rows[:, :4], rows[:, 8], rows[:, 9] = 12.0, 0.0, 2.0
    angle = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    radius = Profile(np.array([0.0, 100.0, 250.0]), rows).outer(50.0, angle)
    np.testing.assert_allclose(np.rad2deg(angle[np.argmax(radius)]) % 120, 270 % 120, atol=0.6)
    np.testing.assert_allclose((radius.min(), radius.max()), (10, 14), atol=1e-3)
