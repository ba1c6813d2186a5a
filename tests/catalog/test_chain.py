"""The spine of a reading: order, names, facing, and what makes it unusable."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.catalog.chain import build_chain, stands_upright
from measure.catalog.facing import facing_of
from measure.catalog.facts import Facts
from measure.errors import ReadingError
from measure.model import (
    Annotation,
    Calibration,
    Covariance,
    Facing,
    Level,
    NotVisible,
    Observer,
    ObserverKind,
    Point,
    Polyline,
    Structure,
    StructureKind,
    View,
)

LATERAL = Facts(Calibration(), View.LATERAL)
READER = Observer(ObserverKind.PERSON, "reader-1")
FRONTAL = Facts(Calibration(), View.FRONTAL)


def facts(facing: Facing | None = None, anchors: tuple[tuple[int, Level], ...] = ()) -> Facts:
    return Facts(Calibration(), View.LATERAL, facing, anchors=anchors)


def labels(chain: object) -> list[str]:
    return [body.structure.label for body in chain.bodies]


def stack(make: object, *where: str | int, **shape: object) -> list[Annotation]:
    """Blocks one below the other, in the order given."""
    return [make.body(name, make.block(40.0 * k, **shape)) for k, name in enumerate(where)]


class TestOrder:
    def test_levels_are_put_head_to_tail(self, make: object) -> None:
        reading = make.reading(*reversed(stack(make, "T11", "T12", "T13", "L1")))
        assert labels(build_chain(reading, LATERAL)) == ["T11", "T12", "T13", "L1"]

    def test_numbers_are_put_head_to_tail(self, make: object) -> None:
        reading = make.reading(*reversed(stack(make, 1, 2, 10, 11)))
        assert labels(build_chain(reading, LATERAL)) == ["#1", "#2", "#10", "#11"]

    def test_no_vertebra(self, make: object) -> None:
        assert build_chain(make.reading(), LATERAL).bodies == []

    @pytest.mark.parametrize("where", [(3, 2, 1), ("L3", "L2", "L1")])
    def test_numbered_from_the_tail(self, make: object, where: tuple[str | int, ...]) -> None:
        """The lowest on the picture is called the first."""
        with pytest.raises(ReadingError, match="numbered from the tail; expected 1 nearest to the head"):
            build_chain(make.reading(*stack(make, *where)), LATERAL)

    def test_corners_alone_show_the_tail_too(self, make: object) -> None:
        with pytest.raises(ReadingError, match="numbered from the tail"):
            build_chain(make.reading(*make.column([0, 0, 0])[::-1][:1], *self.upwards(make)), FRONTAL)

    @staticmethod
    def upwards(make: object) -> list[Annotation]:
        column = make.column([0.0] * 4)
        return [Annotation(make.structure(9 - k), b.observer, b.marks) for k, b in enumerate(column)]

    def test_numbers_and_levels_that_disagree(self, make: object) -> None:
        bodies = []
        for number, level in ((1, "L2"), (2, "L1")):
            structure = Structure(StructureKind.VERTEBRA, Level(level), number)
            bodies.append(Annotation(structure, READER, make.body(level, make.block(40.0 * number)).marks))
        with pytest.raises(ReadingError, match="levels: L2 comes before L1; expected them from head to tail"):
            build_chain(make.reading(*bodies), LATERAL)

    def test_a_number_given_twice(self, make: object) -> None:
        """L1 is also vertebra 2: two structures, one number."""
        plain, levelled = stack(make, 2, "L1")
        twice = Annotation(Structure(StructureKind.VERTEBRA, Level.L1, 2), plain.observer, levelled.marks)
        with pytest.raises(ReadingError, match="number 2 is given twice"):
            build_chain(make.reading(plain, twice), LATERAL)

    def test_some_with_a_number_and_some_with_a_level(self, make: object) -> None:
        with pytest.raises(ReadingError, match="their order is not known"):
            build_chain(make.reading(*stack(make, "T12", 2, 3)), LATERAL)

    def test_levels_beside_numbers_where_all_have_a_level(self, make: object) -> None:
        first, second = stack(make, "T12", "L1")
        numbered = Annotation(Structure(StructureKind.VERTEBRA, Level.T12, 1), first.observer, first.marks)
        assert labels(build_chain(make.reading(second, numbered), LATERAL)) == ["T12", "L1"]

    @given(st.floats(-180, 180))
    def test_a_turned_picture_is_not_numbered_from_the_tail(self, make: object, angle: float) -> None:
        chain = build_chain(make.reading(*turned(stack(make, "T12", "L1", "L2", front=22.0), angle)), LATERAL)
        assert labels(chain) == ["T12", "L1", "L2"]
        assert all("superior_anterior" in body.points for body in chain.bodies)


def turned(bodies: list[Annotation], angle: float) -> list[Annotation]:
    """The same marks on a picture turned about its origin."""
    s, c = math.sin(math.radians(angle)), math.cos(math.radians(angle))

    def sent(p: Point) -> Point:
        return Point(p.row * c - p.col * s, p.row * s + p.col * c)

    return [Annotation(b.structure, b.observer, {n: sent(p) for n, p in b.marks.items()}) for b in bodies]


class TestNeighbours:
    def test_one_up_and_one_down(self, make: object) -> None:
        chain = build_chain(make.reading(*stack(make, "T12", "L1", "L2")), LATERAL)
        assert (chain.neighbour(1, -1), chain.neighbour(1, 1)) == (0, 2)
        assert (chain.neighbour(0, -1), chain.neighbour(2, 1)) == ("no_vertebra_above", "no_vertebra_below")

    def test_t13_and_l6_are_neighbours_only_where_they_are_marked(self, make: object) -> None:
        chain = build_chain(make.reading(*stack(make, "T12", "T13", "L1")), LATERAL)
        assert chain.neighbour(2, -1) == 1
        chain = build_chain(make.reading(*stack(make, "L5", "L6", "S1")), LATERAL)
        assert (chain.neighbour(0, 1), chain.neighbour(1, 1)) == (1, 2)
        chain = build_chain(make.reading(*stack(make, "T12", "L1")), LATERAL)
        assert chain.neighbour(0, 1) == 1

    @pytest.mark.parametrize("where", [("T12", "L2"), (1, 3), ("L4", "S1")])
    def test_a_gap_is_no_neighbour(self, make: object, where: tuple[str | int, ...]) -> None:
        chain = build_chain(make.reading(*stack(make, *where)), LATERAL)
        assert chain.neighbour(0, 1) == "no_vertebra_below"
        assert chain.neighbour(1, -1) == "no_vertebra_above"

    def test_numbers_count_where_levels_are_missing(self, make: object) -> None:
        chain = build_chain(make.reading(*stack(make, 4, 5, 6)), LATERAL)
        assert (chain.neighbour(1, -1), chain.neighbour(1, 1)) == (0, 2)

    def test_reach_goes_past_a_body_that_is_not_marked(self, make: object) -> None:
        chain = build_chain(make.reading(*stack(make, "T10", "T11", "L1", "L2")), LATERAL)
        here = chain.at("L1")
        assert [chain.reach(here, offset) for offset in (-3, -2, -1, 1, 2)] == [0, 1, None, 3, None]
        assert chain.reach(chain.at("T10"), -1) is None

    def test_reach_counts_t13_and_l6_where_they_are_marked(self, make: object) -> None:
        chain = build_chain(make.reading(*stack(make, "T12", "T13", "L1", "L5", "L6")), LATERAL)
        assert [chain.reach(2, offset) for offset in (-2, -1, 4, 5)] == [0, 1, 3, 4]
        chain = build_chain(make.reading(*stack(make, "T12", "L1", "L5")), LATERAL)
        assert [chain.reach(1, offset) for offset in (-1, 4, 5)] == [0, 2, None]

    def test_reach_goes_by_numbers_where_levels_are_missing(self, make: object) -> None:
        chain = build_chain(make.reading(*stack(make, 2, 4, 5)), LATERAL)
        assert [chain.reach(1, offset) for offset in (-2, -1, 0, 1, 2)] == [0, None, 1, 2, None]

    def test_at_finds_by_level_or_number(self, make: object) -> None:
        chain = build_chain(make.reading(*stack(make, 1, 2, 3)), facts(anchors=((2, Level.L1),)))
        assert [chain.at(name) for name in ("T12", "L1", "#3")] == [0, 1, 2]
        assert chain.at("T5") == "no_vertebra:T5"
        named = build_chain(make.reading(*stack(make, "T12", "L1")), LATERAL)
        assert named.at("#None") == "no_vertebra:#None"

    def test_a_level_among_numbers_is_not_known(self, make: object) -> None:
        chain = build_chain(make.reading(*stack(make, 1, 2, 3)), LATERAL)
        assert [chain.at(name) for name in ("T12", "#2", "#7", "hips")] == [
            "levels_unknown", 1, "no_vertebra:#7", "no_femoral_head"
        ]  # fmt: skip


class TestAnchors:
    def test_one_anchor_names_all(self, make: object) -> None:
        chain = build_chain(make.reading(*stack(make, 1, 2, 3, 4)), facts(anchors=((3, Level.L1),)))
        assert labels(chain) == ["T11", "T12", "L1", "L2"]
        assert [body.structure.ordinal for body in chain.bodies] == [1, 2, 3, 4]

    def test_beyond_the_spine_a_vertebra_stays_unnumbered(self, make: object) -> None:
        chain = build_chain(make.reading(*stack(make, 1, 2, 3)), facts(anchors=((2, Level.C1),)))
        assert labels(chain) == ["#1", "C1", "C2"]

    def test_a_level_that_is_given_is_kept(self, make: object) -> None:
        chain = build_chain(make.reading(*stack(make, "L3", "L4")), facts(anchors=((1, Level.T5),)))
        assert labels(chain) == ["L3", "L4"]


class TestFacing:
    def test_marks_named_after_the_body_say_it(self, make: object) -> None:
        for side in ("left", "right"):
            chain = build_chain(make.reading(*stack(make, "L1", "L2", facing=side)), LATERAL)
            assert chain.facing == side
            assert facing_of(*chain.bodies) == side
            front, back = ("left", "right") if side == "left" else ("right", "left")
            for body in chain.bodies:
                assert body.points[f"superior_{front}"] == body.points["superior_anterior"]
                assert body.points[f"inferior_{back}"] == body.points["inferior_posterior"]

    def test_corners_get_their_names_from_a_stated_facing(self, make: object) -> None:
        body = make.body("L1", make.corners(make.block(40, front=22)))
        left = build_chain(make.reading(body), facts(Facing.LEFT)).bodies[0].points
        right = build_chain(make.reading(body), facts(Facing.RIGHT)).bodies[0].points
        assert left["superior_anterior"] == right["superior_posterior"] == (46.0, 100.0)
        assert left["inferior_posterior"] == right["inferior_anterior"] == (68.0, 134.0)

    def test_corners_without_a_facing_have_no_front(self, make: object) -> None:
        body = build_chain(make.reading(make.body("L1", make.corners(make.block(40)))), LATERAL).bodies[0]
        assert body.why_missing("superior_anterior") == "facing_not_stated"
        assert body.why_missing("superior_middle") == "missing_mark:superior_middle"

    def test_a_picture_that_was_mirrored_is_refused(self, make: object) -> None:
        """Stated left, but the marks put the front on the right: never a silent change of sign."""
        chain = build_chain(make.reading(*stack(make, "L1", "L2", facing="right")), facts(Facing.LEFT))
        for body in chain.bodies:
            assert body.why_missing("superior_anterior") == "facing_contradicts_marks"
            assert not any("anterior" in name or "posterior" in name for name in body.points)
            assert "superior_middle" in body.points

    def test_one_body_with_front_and_back_exchanged_is_refused_alone(self, make: object) -> None:
        bodies = stack(make, "L1", "L2", "L3")
        bodies[1] = make.body("L2", make.block(40, facing="right"))
        chain = build_chain(make.reading(*bodies), LATERAL)
        assert chain.facing is Facing.LEFT
        assert [body.problems.get("superior_anterior") for body in chain.bodies] == [
            None, "facing_contradicts_marks", None,
        ]  # fmt: skip

    def test_as_many_against_as_for_and_both_are_refused(self, make: object) -> None:
        """Which one is exchanged nobody can tell; the answer must not change from run to run."""
        bodies = [make.body("L1", make.block(0)), make.body("L2", make.block(40, facing="right"))]
        chain = build_chain(make.reading(*bodies), LATERAL)
        assert chain.facing is None
        assert {body.problems.get("superior_anterior") for body in chain.bodies} == {"facing_contradicts_marks"}

    def test_an_endplate_seen_end_on_says_nothing(self, make: object) -> None:
        body = make.body("L1", {"SA": (0, 100), "SP": (0, 100), "IA": (28, 100), "IP": (28, 100)})
        chain = build_chain(make.reading(body), LATERAL)
        assert facing_of(*chain.bodies) is None
        assert chain.facing is None

    def test_one_endplate_is_enough_for_a_facing(self, make: object) -> None:
        body = make.body("S1", {"SA": (10, 100), "SP": (0, 134)})
        assert build_chain(make.reading(body), LATERAL).facing is Facing.LEFT

    def test_frontal_corners_have_no_front(self, make: object) -> None:
        chain = build_chain(make.reading(*make.column([0, 5, 0])), FRONTAL)
        for body in chain.bodies:
            assert set(body.points) == {"superior_left", "superior_right", "inferior_left", "inferior_right"}


class TestMarks:
    def test_covariances_travel_with_their_points(self, make: object) -> None:
        spread = Covariance(1.0, 0.2, 2.0)
        marks = {"superior_left": Point(1, 2, spread), "superior_right": Point(1, 30)}
        body = build_chain(make.reading(Annotation(make.structure("L1"), READER, marks)), facts(Facing.LEFT)).bodies[0]
        assert body.covariances["superior_anterior"] is spread
        assert body.covariances["superior_posterior"] is None

    @pytest.mark.parametrize("backwards", [False, True])
    def test_a_contour_gives_its_ends_and_its_middle(self, make: object, backwards: bool) -> None:
        """A parabola 4 deep over 40: its middle is (14, 20)."""
        points = tuple((10 + 4 - 4 * ((c - 20) / 20) ** 2, c) for c in (0.0, 10.0, 20.0, 30.0, 40.0))
        line = Polyline(points[::-1] if backwards else points)
        found = Annotation(make.structure("L1"), READER, {"superior_endplate": line, "other_line": line})
        body = build_chain(make.reading(found), facts(Facing.RIGHT)).bodies[0]
        assert body.points["superior_left"] == (10.0, 0.0)
        assert body.points["superior_anterior"] == (10.0, 40.0)
        assert body.points["superior_middle"] == pytest.approx((14.0, 20.0))
        assert not any(name.startswith("inferior") for name in body.points)

    def test_a_point_wins_over_the_contour(self, make: object) -> None:
        line = Polyline(((10.0, 0.0), (12.0, 20.0), (10.0, 40.0)))
        marks = {"superior_left": Point(9.0, 1.0), "superior_endplate": line}
        body = build_chain(make.reading(Annotation(make.structure("L1"), READER, marks)), LATERAL).bodies[0]
        assert body.points["superior_left"] == (9.0, 1.0)

    def test_a_contour_that_ends_where_it_begins_is_no_endplate(self, make: object) -> None:
        line = Polyline(((10.0, 0.0), (12.0, 20.0), (10.0, 0.0)))
        closed = Annotation(make.structure("L1"), READER, {"superior_endplate": line})
        body = build_chain(make.reading(closed), LATERAL).bodies[0]
        assert body.points == {}
        assert body.why_missing("superior_anterior") == "degenerate_marks"

    def test_s1_has_no_inferior_endplate(self, make: object) -> None:
        body = build_chain(make.reading(make.body("S1", make.block(0))), LATERAL).bodies[0]
        assert not any(name.startswith("inferior") for name in body.points)
        assert body.why_missing("inferior_posterior") == "s1_has_no_inferior_endplate"
        short = build_chain(make.reading(make.body("S1", {"SA": (10, 100), "SP": (0, 134)})), LATERAL).bodies[0]
        assert short.why_missing("inferior_anterior") == "s1_has_no_inferior_endplate"

    def test_not_visible_says_why(self, make: object) -> None:
        body = build_chain(make.reading(make.body("L1", {}, NotVisible.CEMENT)), LATERAL).bodies[0]
        assert body.why_missing("superior_anterior") == "not_visible:cement"


class TestUpright:
    @pytest.mark.parametrize("angle", [-44, 0, 44, 46, 90, 134, 180, -46, -90, -170])
    def test_a_picture_turned_by_less_than_half_a_right_angle_stands(self, make: object, angle: float) -> None:
        chain = build_chain(make.reading(*turned(make.column([0] * 5), angle)), FRONTAL)
        first, last = (chain.bodies[k].points["superior_left"] for k in (0, -1))
        assert first != last
        assert stands_upright(chain.bodies) is (abs(angle) < 45)

    def test_where_nobody_can_tell_it_stands(self, make: object) -> None:
        flat = make.body("L1", {"SL": (10, 0), "SR": (10, 40), "IL": (10, 0), "IR": (10, 40)})
        for bodies in ([], [flat], [make.body("S1", {"SL": (10, 0), "SR": (0, 40)})]):
            assert stands_upright(build_chain(make.reading(*bodies), FRONTAL).bodies)
