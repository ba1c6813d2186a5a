"""Blades: how much they cover, how they turn, and what reaches behind them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.simulate.station import Blades

shares = st.floats(0.05, 0.4)


@given(shares, shares, shares, shares)
def test_the_open_area_is_what_the_blades_leave(top, bottom, left, right):
    opening = Blades(top, bottom, left, right, penumbra=3.0).opening((300, 200), 0.5)
    assert opening.mean() == pytest.approx((1 - top - bottom) * (1 - left - right), abs=0.01)


def test_no_blade_covers_nothing():
    assert np.all(Blades().opening((20, 30), 1.0) == 1)


@pytest.mark.parametrize(("stated", "turned"), [("top", "right"), ("right", "bottom"), ("bottom", "left")])
def test_a_quarter_turn_makes_one_blade_the_next(stated, turned):
    quarter = Blades(**{stated: 0.3}, turn=90.0).opening((101, 101), 1.0)
    assert quarter == pytest.approx(Blades(**{turned: 0.3}).opening((101, 101), 1.0), abs=1e-4)


def test_the_penumbra_is_as_wide_as_stated():
    line = Blades(left=0.5, penumbra=10.0).opening((3, 400), 0.1)[1]
    assert np.count_nonzero((line > 0) & (line < 1)) * 0.1 == pytest.approx(10.0, abs=0.3)
    assert line[199:201].mean() == pytest.approx(0.5, abs=0.01)


def test_behind_a_blade_is_its_leak_alone_without_glow():
    lit, opening = Blades(top=0.5, leak=0.01, glow=0.0, penumbra=0.1).over(np.full((40, 40), 0.6, np.float32), 1.0)
    assert lit[:19] == pytest.approx(0.006)
    assert lit[21:] == pytest.approx(0.6)
    assert set(opening[[0, -1], 0]) == {0.0, 1.0}


def test_glow_falls_off_behind_the_blade_and_leaves_the_field_alone():
    lit, _ = Blades(top=0.5, leak=0.0, glow=0.05, penumbra=0.1).over(np.ones((200, 60), np.float32), 1.0)
    behind = lit[:99, 30]
    assert np.all(np.diff(behind) >= 0)
    assert 0 <= behind[0] < 1e-4 < behind[-1] < 0.03
    assert lit[101:] == pytest.approx(1.0)
