"""Strokes: every character there is, and what they cover when drawn."""

import string

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.simulate.station.strokes import draw, text_lines


@pytest.mark.parametrize("character", [*string.ascii_uppercase, *string.digits, ".", "-", "↑"])
def test_every_character_stays_within_its_height_and_width(character):
    lines, width = text_lines(character)
    points = np.concatenate(lines)
    assert points.min() >= 0
    assert points[:, 0].max() <= width + 1e-9
    assert points[:, 1].max() <= (1.07 if character == "Q" else 1.0)


@given(st.text(string.ascii_uppercase, min_size=1, max_size=6), st.text(string.ascii_uppercase, min_size=1, max_size=6))
def test_widths_add_up_with_a_gap(first, second):
    assert text_lines(first + second)[1] == pytest.approx(text_lines(first)[1] + 0.25 + text_lines(second)[1])


def test_a_blank_has_no_line_and_small_letters_are_refused():
    assert text_lines(" ")[0] == []
    with pytest.raises(SimulationError, match="'r'"):
        text_lines("r")


@given(st.floats(10, 40), st.integers(2, 8))
def test_a_stroke_covers_its_length_times_its_width(length, width):
    cover = draw((80, 80), [np.array([[20.0, 20.0], [20.0, 20.0 + length]])], width)
    capped = length * width + np.pi * width**2 / 4  # cv2 rounds the ends
    assert cover.sum() == pytest.approx(capped, rel=0.12)
    assert cover.max() <= 1
