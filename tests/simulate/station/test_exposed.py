"""Exposed: attenuation is the logarithm; the range is that of tissue inside the blades."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.simulate.station import Look
from measure.simulate.station.exposed import attenuation, range_of

LOOK = Look(range=(0.1, 0.9))


@given(st.floats(0, 11))
def test_attenuation_undoes_the_exponential(length):
    signal = np.full((2, 2), np.exp(-length), np.float32)
    assert attenuation(signal) == pytest.approx(length, abs=1e-4)


def test_a_dead_pixel_is_finite():
    assert np.isfinite(attenuation(np.array([[0.0, -1.0]], np.float32))).all()


@given(st.integers(0, 50), st.floats(0.02, 0.3), st.floats(0.7, 0.98))
def test_the_ends_are_quantiles_of_tissue(seed, low, high):
    tissue = np.random.default_rng(seed).uniform(1.0, 6.0, (100, 100)).astype(np.float32)
    grey = np.concatenate([tissue, np.zeros((100, 100), np.float32)])  # and as much open beam
    ends = range_of(grey, None, replace(LOOK, range=(low, high)))
    assert (ends.low, ends.high) == pytest.approx(np.quantile(tissue, [low, high]), abs=0.02)


def test_what_the_blades_cover_does_not_count():
    grey = np.full((60, 60), 9.0, np.float32)
    grey[20:40] = np.linspace(2, 3, 60)
    opening = np.zeros_like(grey)
    opening[20:40] = 1
    assert range_of(grey, opening, LOOK).high < 3.0 < range_of(grey, None, LOOK).high


def test_latitude_and_air_set_the_ends():
    grey = np.full((50, 50), 2.0, np.float32)
    fixed = range_of(grey, None, replace(LOOK, latitude=2.0, from_air=True))
    assert fixed.low < 0 < fixed.low + 0.5
    assert fixed.high - fixed.low == pytest.approx(2 * np.log(10))


def test_headroom_is_added_above_the_high_end():
    grey = np.random.default_rng(0).uniform(1.0, 6.0, (80, 80)).astype(np.float32)
    bare, roomy = (range_of(grey, None, replace(LOOK, headroom=share)) for share in (0.0, 0.25))
    assert roomy.low == bare.low
    assert roomy.high - roomy.low == pytest.approx(1.25 * (bare.high - bare.low))


def test_an_empty_film_has_a_range():
    ends = range_of(np.zeros((50, 50), np.float32), None, LOOK)
    assert ends.low < ends.high
