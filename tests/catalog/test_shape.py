"""Marks that cannot be what they are called: exchanged, crossed, far too long, out of order."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.catalog.body import Body
from measure.catalog.shape import check_order, refuse, refuse_impossible
from measure.errors import ReadingError

UPPER_LEFT, UPPER_RIGHT, LOWER_LEFT, LOWER_RIGHT = (0.0, 0.0), (0.0, 40.0), (30.0, 0.0), (30.0, 40.0)
RING = (UPPER_LEFT, UPPER_RIGHT, LOWER_RIGHT, LOWER_LEFT)
SEEN = ("left", "right")
NAMED = ("anterior", "posterior")


@pytest.fixture(scope="module")
def body(make):
    """A body with four corners: superior and inferior, of one end and of the other."""

    def new(corners, ends=SEEN, where: int = 1) -> Body:
        names = [f"{edge}_{end}" for edge in ("superior", "inferior") for end in ends]
        annotation = make.body(where, {})
        return Body(annotation, annotation.structure, dict(zip(names, corners, strict=True)))

    return new


def turned(points, angle: float, centre=(0.0, 0.0)):
    s, c = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    (r0, c0), moved = centre, []
    for row, col in points:
        moved.append((r0 + row * c - col * s, c0 + row * s + col * c))
    return moved


def reason(body: Body) -> str | None:
    """Why the marks were taken out; all of them or none."""
    before = dict(body.points)
    refuse_impossible(body)
    assert body.points in ({}, before)
    found = {body.why_missing(name) for name in before}
    return None if body.points else found.pop()


@pytest.mark.parametrize("ends", [SEEN, NAMED])
@pytest.mark.parametrize("corners", list(itertools.permutations(RING)))
def test_of_all_ways_to_exchange_four_corners(body, corners, ends) -> None:
    """Walked superior, superior, inferior, inferior, a body goes once around the ring; all else crosses itself."""
    one, other, below_one, below_other = corners
    walk = [RING.index(corner) for corner in (one, other, below_other, below_one)]
    steps = {(b - a) % 4 for a, b in itertools.pairwise([*walk, walk[0]])}
    if steps not in ({1}, {3}):
        expected = "marks_crossed"
    elif ends is SEEN and (one, other) == (UPPER_RIGHT, UPPER_LEFT):
        expected = "left_right_exchanged"  # mirrored
    else:
        expected = None  # as it is, on its side or on its head: what its neighbours say decides
    assert reason(body(corners, ends)) == expected


@given(st.floats(-180, 180), st.floats(0.4, 1.0), st.sampled_from([SEEN, NAMED]))
def test_a_turned_and_wedged_body_is_a_body(body, angle: float, front: float, ends) -> None:
    corners = [(30 * (1 - front), 0.0), UPPER_RIGHT, LOWER_LEFT, LOWER_RIGHT]
    assert reason(body(turned(corners, angle), ends)) is None


@pytest.mark.parametrize(("length", "expected"), [(99.0, None), (101.0, "marks_implausible")])
@pytest.mark.parametrize("ends", [SEEN, NAMED])
def test_a_wall_or_an_endplate_two_and_a_half_times_as_long_is_none(body, length, expected, ends) -> None:
    """Against an endplate of 40."""
    wall = [UPPER_LEFT, UPPER_RIGHT, (length, 0.0), (length, 40.0)]
    endplate = [UPPER_LEFT, UPPER_RIGHT, (30.0, 20 - length / 2), (30.0, 20 + length / 2)]
    upside = [(0.0, 20 - length / 2), (0.0, 20 + length / 2), LOWER_LEFT, LOWER_RIGHT]
    assert {reason(body(corners, ends)) for corners in (wall, endplate, upside)} == {expected}


def test_a_flattened_body_and_four_marks_on_one_point_are_left_to_the_measures(body) -> None:
    assert reason(body([UPPER_LEFT, UPPER_RIGHT, UPPER_LEFT, UPPER_RIGHT])) is None
    assert reason(body([UPPER_LEFT] * 4)) is None


def test_three_corners_say_nothing(body) -> None:
    three = body([UPPER_RIGHT, UPPER_LEFT, LOWER_RIGHT, LOWER_LEFT])
    del three.points["inferior_left"]
    refuse_impossible(three)
    assert set(three.points) == {"superior_left", "superior_right", "inferior_right"}


def test_a_refusal_takes_the_middle_marks_along(body) -> None:
    one = body(RING)
    one.points["superior_middle"] = (0.0, 20.0)
    refuse(one, "because")
    assert one.points == {}
    names = [f"{e}_{m}" for e in ("superior", "inferior") for m in (*SEEN, *NAMED, "middle")]
    assert {one.why_missing(name) for name in names} == {"because"}


@pytest.fixture(scope="module")
def column(body):
    """Vertebrae along a bow, head first: each so many degrees further than the one above."""

    def new(tilts, ends=SEEN) -> list[Body]:
        bodies, (row, col) = [], (50.0, 300.0)
        for number, tilt in enumerate(tilts, 1):
            corners = turned([(-14.0, -20.0), (-14.0, 20.0), (14.0, -20.0), (14.0, 20.0)], tilt, (row, col))
            bodies.append(body(corners, ends, number))
            ((down, across),) = turned([(40.0, 0.0)], tilt)
            row, col = row + down, col + across
        return bodies

    return new


def renumbered(bodies: list[Body], *order: int) -> list[Body]:
    """Bodies whose marks are those of the ones given, numbered from 1 again."""
    points = [dict(bodies[k - 1].points) for k in order]
    for body, own in zip(bodies, points, strict=True):
        body.points = own
    return bodies


def on_its_head(body: Body) -> None:
    flip = {"superior": "inferior", "inferior": "superior"}
    edges = {name: name.partition("_") for name in body.points}
    body.points = {f"{flip[edge]}_{end}": body.points[name] for name, (edge, _, end) in edges.items()}


def standing(bodies: list[Body]) -> list[bool]:
    """Which bodies kept their marks; those that did not say that they stand on their heads."""
    for one in bodies:
        assert one.points or one.why_missing("superior_left") == "superior_inferior_exchanged"
    return [bool(one.points) for one in bodies]


@given(st.floats(-180, 180), st.lists(st.floats(-35, 35), min_size=1, max_size=12), st.sampled_from([SEEN, NAMED]))
def test_a_spine_however_bent_and_turned_is_in_order(column, turn: float, bends: list[float], ends) -> None:
    bodies = column(list(itertools.accumulate(bends, initial=turn)), ends)
    check_order(bodies)
    assert all(standing(bodies))


@pytest.mark.parametrize("number", [1, 2, 4, 6])
@pytest.mark.parametrize("ends", [SEEN, NAMED])
def test_one_on_its_head_is_taken_out_and_the_others_stay(column, number: int, ends) -> None:
    bodies = column([-20, -8, 0, 6, 14, 20], ends)
    on_its_head(bodies[number - 1])
    check_order(bodies)
    assert standing(bodies) == [k != number for k in range(1, 7)]


@pytest.mark.parametrize(
    ("order", "says"),
    [
        ((1, 4, 3, 2, 5, 6, 7, 8), "#3 lies on the head side of #2"),
        ((1, 2, 3, 4, 5, 6, 8, 7), "#8 lies on the head side of #7"),
        ((2, 1, 3, 4, 5, 6, 7, 8), "#2 lies on the head side of #1"),
        ((1, 2, 6, 4, 5, 3, 7, 8), "#4 lies on the head side of #3"),
    ],
)
def test_two_that_are_exchanged_are_named(column, order, says) -> None:
    with pytest.raises(ReadingError, match=f"vertebrae: {says}; expected them from head to tail"):
        check_order(renumbered(column([-20, -15, -8, -2, 0, 5, 9, 15]), *order))


@pytest.mark.parametrize("count", [2, 3, 9])
def test_numbered_from_the_tail(column, count: int) -> None:
    with pytest.raises(ReadingError, match="numbered from the tail; expected 1 nearest to the head"):
        check_order(renumbered(column([0.0] * count), *range(count, 0, -1)))


def test_one_alone_and_none_at_all_are_in_order(column) -> None:
    check_order([])
    (one,) = bodies = column([180.0])
    check_order(bodies)
    assert one.points


@pytest.mark.parametrize("shift", [(0.0, 0.0), (-2.0, 3.0), (10.0, 0.0)])
def test_a_vertebra_marked_twice_is_refused_both_times(column, shift) -> None:
    """Copied from the row above: nobody knows which of the two it is."""
    bodies = column([-20, -10, 0, 10, 20])
    down, across = shift
    bodies[2].points = {name: (row + down, col + across) for name, (row, col) in bodies[1].points.items()}
    check_order(bodies)
    assert [bool(one.points) for one in bodies] == [True, False, False, True, True]
    assert {one.why_missing("superior_left") for one in bodies[1:3]} == {"vertebrae_overlap"}


def test_flat_vertebrae_that_touch_do_not_overlap(column) -> None:
    """Middles 16 apart: up to twice as high is a hand that is not quite sure, more is one vertebra in another."""
    for height, kept in ((13.0, True), (30.0, True), (34.0, False)):
        bodies = column([0.0] * 3)
        for k, one in enumerate(bodies):
            edge = {"superior": -height / 2, "inferior": height / 2}
            one.points = {n: (16.0 * k + edge[n.partition("_")[0]], col) for n, (_, col) in one.points.items()}
        check_order(bodies)
        assert all(bool(one.points) is kept for one in bodies)


def test_four_marks_on_one_point_blame_no_neighbour(column) -> None:
    bodies = column([0.0] * 3)
    bodies[1].points = dict.fromkeys(bodies[1].points, (0.0, 0.0))
    check_order(bodies)
    assert all(one.points for one in bodies)
