"""Colour to grey."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.film.luminance import luminance, of_photometric


@given(st.integers(0, 65535))
def test_grey_stays_exactly_what_it_is(value: int) -> None:
    assert luminance(np.full((1, 1, 3), value, np.uint16))[0, 0] == value


def test_weights() -> None:
    rgb = np.array([[[100, 0, 0], [0, 100, 0], [0, 0, 100]]], np.uint8)
    assert luminance(rgb)[0] == pytest.approx([29.9, 58.7, 11.4])


def test_of_ybr_the_first() -> None:
    samples = np.array([[[7, 128, 200]]], np.uint8)
    assert of_photometric(samples, "YBR_FULL")[0, 0] == 7
    assert of_photometric(samples, "RGB")[0, 0] == pytest.approx(0.299 * 7 + 0.587 * 128 + 0.114 * 200)
