"""Where a text goes: beside what is there, near what it belongs to, inside the picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.drawing.places import overlap, place

SIZE = (1000.0, 1000.0)
boxes = st.tuples(
    st.floats(100, 800), st.floats(100, 800), st.floats(5, 60), st.floats(5, 60)
).map(lambda b: (b[0], b[1], b[0] + b[2], b[1] + b[3]))  # fmt: skip


def test_a_free_place_is_kept():
    assert place((10.0, 10.0, 30.0, 20.0), [(40.0, 0.0, 60.0, 60.0)], SIZE, rightwards=True) == (10.0, 10.0, 30.0, 20.0)


@given(boxes, st.lists(boxes, max_size=4), st.booleans())
def test_it_overlaps_nothing_where_there_is_room(wanted, taken, rightwards):
    found = place(wanted, taken, SIZE, rightwards=rightwards)
    assert not any(overlap(found, other) for other in taken)
    assert found[2] - found[0] == pytest.approx(wanted[2] - wanted[0])
    assert found[3] - found[1] == pytest.approx(wanted[3] - wanted[1])


@given(boxes, st.lists(boxes, max_size=4), st.booleans())
def test_it_moves_to_its_own_side_only(wanted, taken, rightwards):
    found = place(wanted, taken, SIZE, rightwards=rightwards)
    assert (found[0] >= wanted[0] - 1e-9) if rightwards else (found[0] <= wanted[0] + 1e-9)


def test_it_stays_inside_the_picture():
    left, top, right, bottom = place((-50.0, 990.0, 20.0, 1010.0), [], SIZE, rightwards=False)
    assert left >= 0
    assert bottom <= 1000
    assert (right - left, bottom - top) == (70.0, 20.0)


def test_where_all_is_taken_it_stays_near():
    assert place((10.0, 10.0, 30.0, 20.0), [(0.0, 0.0, 50.0, 50.0)], (50.0, 50.0), rightwards=True)[:2] == (10.0, 10.0)
