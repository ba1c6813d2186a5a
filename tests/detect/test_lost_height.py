"""Lost height: a fifth of what the body itself or its neighbours lead one to expect."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.detect.lost_height import lost_height


def body(left: float, middle: float | None, right: float, shift: float = 0.0) -> dict[str, np.ndarray]:
    """Marks of a body with these heights."""
    marks = {}
    for k, (end, height) in enumerate({"left": left, "middle": middle, "right": right}.items()):
        if height is not None:
            marks |= {
                f"superior_{end}": np.array([shift, 20.0 * k]),
                f"inferior_{end}": np.array([shift + height, 20.0 * k]),
            }
    return marks


@pytest.mark.parametrize(
    ("heights", "low"),
    [
        ([(20, 20, 20)], [False]),
        ([(16, 18, 20)], [True]),
        ([(16.5, 18, 20)], [False]),
        ([(20, 16, 20)], [True]),
        ([(20, 18, 16)], [True]),
        ([(20, 20, 20), (16, 16, 16), (20, 20, 20)], [False, True, False]),
        ([(20, 20, 20), (16.5, 16.5, 16.5), (20, 20, 20)], [False, False, False]),
        ([(18, 18, 18), (16, 16, 16), (22, 22, 22)], [False, True, False]),  # the mean of both neighbours
        ([(16, 16, 16), (20, 20, 20)], [True, False]),  # one neighbour alone
        ([(20, None, 20), (15, None, 15)], [False, True]),  # four corners
    ],
)
def test_a_fifth(heights: list[tuple[float, float | None, float]], low: list[bool]) -> None:
    assert lost_height([body(*h, shift=30.0 * k) for k, h in enumerate(heights)]) == low


def test_what_is_not_marked_says_nothing() -> None:
    whole = body(20, 20, 20)
    assert lost_height([whole, {}, body(15, 15, 15)]) == [False, False, False]
    left = {name: at for name, at in body(14, 14, 20).items() if name.endswith("left")}
    assert lost_height([whole, left]) == [False, True]
    assert lost_height([{}, {}]) == [False, False]
    assert lost_height([]) == []


@given(st.lists(st.floats(18, 22), min_size=1, max_size=6), st.floats(0.1, 10))
def test_the_scale_of_the_film_plays_no_part(heights: list[float], scale: float) -> None:
    plain = [body(h, h, h) for h in heights]
    scaled = [{name: scale * at for name, at in one.items()} for one in plain]
    assert lost_height(scaled) == lost_height(plain)


def test_turning_and_mirroring_change_nothing() -> None:
    spine = [body(20, 20, 20), body(15, 17, 20, 30.0), body(20, 20, 20, 60.0)]
    turn = np.array([[np.cos(0.7), -np.sin(0.7)], [np.sin(0.7), np.cos(0.7)]])
    assert lost_height([{name: turn @ at for name, at in one.items()} for one in spine]) == [False, True, False]
    other = {"left": "right", "right": "left", "middle": "middle"}
    mirrored = [
        {f"{edge}_{other[end]}": at * [1, -1] for (edge, end), at in ((n.split("_"), a) for n, a in one.items())}
        for one in spine
    ]
    assert lost_height(mirrored) == [False, True, False]
