"""Facing: stated, of the header, or as it looks."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.detect.coarse import Candidate, Chain
from measure.detect.facing import find_facing, probability_left
from measure.errors import ReadingError
from measure.model import Facing, FilmHeader, Origin, Statement, Topic

HEADER = FilmHeader("sha256:0", 10, 10)


def chain(*votes: tuple[float, float]) -> Chain:
    """Vertebrae with (score, probability that the front is at the left)."""
    bodies = tuple(Candidate(np.zeros((4, 2)), score, np.zeros(27), 0.5, left) for score, left in votes)
    return Chain(bodies, interpolated=(False,) * len(bodies))


def stated(value: str, origin: Origin = Origin.PERSON) -> Statement:
    return Statement(Topic.FACING, value, origin)


@pytest.mark.parametrize(
    ("film", "vertebrae", "facing"),
    [
        (0.95, 0.95, Facing.LEFT),
        (0.05, 0.05, Facing.RIGHT),
        (0.99, 0.9, Facing.LEFT),
        (0.8, 0.8, None),
        (0.95, 0.05, None),  # film and vertebrae contradict each other
        (0.5, 0.5, None),
    ],
)
def test_as_it_looks(film: float, vertebrae: float, facing: Facing | None) -> None:
    found, flags = find_facing(HEADER, [], chain((0.9, vertebrae), (0.8, vertebrae)), film)
    assert found is facing
    assert flags == (() if facing else ("facing_unsure",))


def test_a_statement_wins_over_header_and_picture() -> None:
    header = FilmHeader("sha256:0", 10, 10, facing=Facing.LEFT)
    assert find_facing(header, [stated("right")], Chain(), 0.9) == (Facing.RIGHT, ())
    assert find_facing(header, [stated("right")], Chain(), 0.99) == (Facing.RIGHT, ("facing_contradicts_picture",))
    assert find_facing(header, [], Chain(), 0.01) == (Facing.LEFT, ("facing_contradicts_picture",))
    assert find_facing(header, [], Chain(), 0.5) == (Facing.LEFT, ())


def test_an_algorithm_is_not_heard() -> None:
    assert find_facing(HEADER, [stated("right", Origin.ALGORITHM)], Chain(), 0.99) == (Facing.LEFT, ())


def test_two_statements_name_no_side() -> None:
    assert find_facing(HEADER, [stated("left"), stated("right")], Chain(), 0.99) == (None, ())
    assert find_facing(HEADER, [stated("left"), stated("left", Origin.TABLE)], Chain(), 0.5) == (Facing.LEFT, ())


def test_what_is_no_side_is_named() -> None:
    with pytest.raises(ReadingError, match="statement about facing: expected left, right, got 'up'"):
        find_facing(HEADER, [stated("up")], Chain(), 0.5)


@given(st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_the_odds_are_the_geometric_mean(film: float, vertebra: float) -> None:
    odds = math.sqrt(film / (1 - film) * vertebra / (1 - vertebra))
    assert probability_left(chain((0.7, vertebra)), film) == pytest.approx(odds / (1 + odds))
    mirrored = probability_left(chain((0.7, 1 - vertebra)), 1 - film)
    assert mirrored == pytest.approx(1 - odds / (1 + odds))


def test_one_put_into_a_gap_has_no_say() -> None:
    assert probability_left(chain((0.9, 0.99), (0.0, 0.01)), 0.99) == pytest.approx(0.99)
    assert probability_left(chain((0.0, 0.01)), 0.8) == pytest.approx(0.8)


def test_certainty_is_finite() -> None:
    assert probability_left(chain((1.0, 0.0)), 1.0) == pytest.approx(0.5)
