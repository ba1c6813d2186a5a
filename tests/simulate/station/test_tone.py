"""Tone curves: their ends, their rise, and closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.simulate.station.tone import FAMILIES, Tone

X = np.linspace(0, 1, 101)
contrasts = st.floats(0.3, 8)
centres = st.floats(0.2, 0.8)
whites = st.floats(0.6, 1.0)


@given(st.sampled_from(FAMILIES), contrasts, centres, st.floats(0, 0.5), whites)
def test_it_rises_from_black_to_white(family, contrast, centre, black, white):
    grey = Tone(family, contrast, centre, black, white)(X)
    assert grey[[0, -1]] == pytest.approx([black, white])
    assert np.all(np.diff(grey) >= 0)


@given(contrasts)
def test_a_sigmoid_in_the_middle_is_symmetric(contrast):
    grey = Tone("sigmoid", contrast, 0.5)(X)
    assert grey + grey[::-1] == pytest.approx(np.ones(101))


@given(contrasts, centres)
def test_a_sigmoid_is_steepest_at_its_centre(contrast, centre):
    fine = np.linspace(0, 1, 2001)
    steep = fine[np.argmax(np.diff(Tone("sigmoid", max(contrast, 1.0), centre)(fine)))]
    assert steep == pytest.approx(centre, abs=0.002)


def test_light_through_film_is_ten_to_the_minus_density():
    grey = Tone("film", 1.5, 0.4)(X)
    density = 2.6 - 2.4 / (1 + np.exp(-3.0 * (X - 0.4)))
    light = 10**-density
    assert grey == pytest.approx((light - light[0]) / (light[-1] - light[0]))


def test_gamma_is_a_power_and_straight_is_none():
    assert Tone("gamma", 0.5)(X) == pytest.approx(np.sqrt(X))
    assert Tone("straight", 3.0)(X) == pytest.approx(X)


@pytest.mark.parametrize("stated", [{"family": "cubic"}, {"contrast": 0.0}])
def test_what_is_no_curve_is_refused(stated):
    with pytest.raises(SimulationError, match="tone: expected"):
        Tone(**stated)
