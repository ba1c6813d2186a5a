"""Front and back: marks get both their names, or a reason, and are never flipped in silence."""

import pytest

from measure.catalog.body import Body
from measure.catalog.facing import facing_of, name_by_facing
from measure.model import Covariance, Facing

LEFT, RIGHT = Facing.LEFT, Facing.RIGHT
CORNERS = {"SL": (0, 0), "SR": (0, 40), "IL": (30, 0), "IR": (30, 40)}
FRONT_LEFT = {"SA": (0, 0), "SP": (0, 40), "IA": (30, 0), "IP": (30, 40)}
FRONT_RIGHT = {"SA": (0, 40), "SP": (0, 0), "IA": (30, 40), "IP": (30, 0)}


@pytest.fixture
def body(make):
    def new(marks: dict[str, tuple[float, float]], down: float = 0.0) -> Body:
        annotation = make.body("L1", {})
        points = {make.name(short): (row + down, float(col)) for short, (row, col) in marks.items()}
        return Body(annotation, annotation.structure, points, dict.fromkeys(points))

    return new


def named(bodies: list[Body], stated: Facing | None = None, *, contradicted: bool = False) -> Facing | None:
    return name_by_facing(bodies, stated, contradicted=contradicted)


@pytest.mark.parametrize(("stated", "front"), [(LEFT, 0.0), (RIGHT, 40.0)])
def test_marks_as_seen_get_their_names_after_the_body(body, stated, front) -> None:
    one = body(CORNERS)
    spread = one.covariances["superior_left"] = Covariance(1, 0, 2)
    assert named([one], stated) is stated
    for edge, row in (("superior", 0.0), ("inferior", 30.0)):
        assert one.points[f"{edge}_anterior"] == (row, front)
        assert one.points[f"{edge}_posterior"] == (row, 40.0 - front)
    assert one.covariances["superior_anterior" if stated is LEFT else "superior_posterior"] is spread
    assert len(one.points) == 8


@pytest.mark.parametrize(("marks", "facing"), [(FRONT_LEFT, LEFT), (FRONT_RIGHT, RIGHT)])
def test_marks_after_the_body_get_their_names_as_seen_and_say_the_facing(body, marks, facing) -> None:
    one, plain = body(marks), body(CORNERS, 40.0)
    assert named([one, plain]) is facing
    assert {name: one.points[name] for name in ("superior_left", "inferior_right")} == {
        "superior_left": (0.0, 0.0), "inferior_right": (30.0, 40.0)
    }  # fmt: skip
    assert plain.points["superior_anterior"] == (40.0, 0.0 if facing is LEFT else 40.0)


@pytest.mark.parametrize(
    ("contradicted", "why"), [(False, "facing_not_stated"), (True, "facing_statements_contradict")]
)
def test_without_a_facing_the_reason_stands_where_front_and_back_would(body, contradicted, why) -> None:
    whole, half = body(CORNERS), body({"SL": (40, 0), "SR": (40, 40)})
    assert named([whole, half], contradicted=contradicted) is None
    assert {whole.why_missing(f"{e}_{m}") for e in ("superior", "inferior") for m in ("anterior", "posterior")} == {why}
    assert half.why_missing("superior_posterior") == why
    assert half.why_missing("inferior_posterior") == "missing_mark:inferior_posterior"
    assert set(whole.points) == {"superior_left", "superior_right", "inferior_left", "inferior_right"}


@pytest.mark.parametrize(("off", "kept"), [(0.0, True), (0.009, True), (0.02, False), (12.0, False)])
@pytest.mark.parametrize("axis", [0, 1])
def test_one_mark_under_both_names_must_be_in_one_place(body, off, kept, axis) -> None:
    there = (off, 0.0) if axis == 0 else (0.0, off)
    one = body({**CORNERS, "SA": there})
    named([one], LEFT)
    assert bool(one.points) is kept
    assert kept or {one.why_missing(name) for name in ("superior_left", "inferior_anterior", "superior_middle")} == {
        "marks_contradict"
    }


def test_a_stated_facing_against_the_marks_takes_front_and_back_out(body) -> None:
    """A mirrored picture: what is named as seen on it stays."""
    one = body({**FRONT_RIGHT, "SL": (0, 0)})
    assert named([one], LEFT) is LEFT
    assert set(one.points) == {"superior_left"}
    assert one.why_missing("inferior_posterior") == "facing_contradicts_marks"


def test_most_bodies_decide_and_the_odd_one_is_refused(body) -> None:
    bodies = [body(FRONT_LEFT), body(FRONT_RIGHT, 40), body(FRONT_LEFT, 80)]
    assert named(bodies) is LEFT
    assert [one.points.get("superior_anterior") for one in bodies] == [(0.0, 0.0), None, (80.0, 0.0)]
    assert bodies[1].why_missing("superior_anterior") == "facing_contradicts_marks"


def test_as_many_against_as_for_and_nobody_knows(body) -> None:
    bodies = [body(FRONT_LEFT), body(FRONT_RIGHT, 40)]
    assert named(bodies) is None
    assert {one.why_missing("inferior_anterior") for one in bodies} == {"facing_contradicts_marks"}


def test_why_one_name_is_missing_is_why_the_other_is(body) -> None:
    one = body({name: at for name, at in CORNERS.items() if name != "SL"})
    one.problems["superior_left"] = "mark_outside_film"
    named([one], LEFT)
    assert one.why_missing("superior_anterior") == "mark_outside_film"
    assert one.points["superior_posterior"] == (0.0, 40.0)


def test_facing_of_needs_both_ends_of_an_endplate(body) -> None:
    assert facing_of(body(FRONT_LEFT)) is LEFT
    assert facing_of(body({"SA": (0, 9), "SP": (0, 1)})) is RIGHT
    assert facing_of(body({"SA": (0, 9), "IP": (0, 1)})) is None
    assert facing_of(body({"SA": (0, 5), "SP": (9, 5)})) is None
    assert facing_of() is None
