"""Which rows a vertebra gets: measured, not measurable with a reason, or none."""

import pytest

from measure.model import Annotation, NotVisible


def test_four_corners_with_a_facing(make: object) -> None:
    rows = make.rows(make.reading(make.body("L1", make.corners(make.block(40, front=22))), facing="left"))
    assert rows["beck_index", "L1"].quantity.value == pytest.approx(22 / 28)
    assert rows["wedge_angle", "L1"].quantity.value == pytest.approx(10.008, abs=1e-3)
    assert rows["anterior_height", "L1"].quantity.value == 22


def test_the_other_facing_gives_the_reciprocal(make: object) -> None:
    rows = make.rows(make.reading(make.body("L1", make.corners(make.block(40, front=22))), facing="right"))
    assert rows["beck_index", "L1"].quantity.value == pytest.approx(28 / 22)
    assert "beck_above_norm" in rows["beck_index", "L1"].flags


def test_four_corners_without_a_facing(make: object) -> None:
    reading = make.reading(make.body("L1", make.corners(make.block(40, front=22))))
    rows = make.rows(reading, measures="default,height_depth_ratio,endplate_length_ratio,vertebral_depth")
    for measure in ("anterior_height", "posterior_height", "beck_index", "wedge_angle"):
        assert rows[measure, "L1"].quantity.reason == "facing_not_stated"
    for measure in ("height_depth_ratio", "endplate_length_ratio", "vertebral_depth"):
        assert rows[measure, "L1"].quantity.value is not None


def test_four_corners_owe_no_middle_height_unless_asked(make: object) -> None:
    reading = make.reading(make.body("L1", make.corners(make.block(40))), facing="left")
    rows = make.rows(reading)
    assert ("middle_height", "L1") not in rows
    assert ("biconcavity_index", "L1") not in rows
    asked = make.rows(reading, measures="middle_height,biconcavity_index")
    assert {row.quantity.reason for row in asked.values()} == {"missing_mark:superior_middle"}


def test_a_six_point_annotation_that_lacks_one_owes_it(make: object) -> None:
    marks = make.block(40)
    del marks["IM"]
    rows = make.rows(make.reading(make.body("L1", marks)))
    assert rows["middle_height", "L1"].quantity.reason == "missing_mark:inferior_middle"
    assert rows["anterior_height", "L1"].quantity.value == 28


def test_angles_over_neighbours_are_written_only_where_there_are_neighbours(make: object) -> None:
    bodies = [make.body(level, make.block(40.0 * k)) for k, level in enumerate(("T12", "L1", "L2"))]
    rows = make.rows(make.reading(*bodies))
    assert {where for measure, where in rows if measure == "bisegmental_cobb_angle"} == {"L1"}
    asked = make.rows(make.reading(*bodies), measures="bisegmental_cobb_angle")
    assert asked["bisegmental_cobb_angle", "T12"].quantity.reason == "no_vertebra_above"
    assert asked["bisegmental_cobb_angle", "L2"].quantity.reason == "no_vertebra_below"


def test_a_gap_in_the_chain_is_no_neighbour(make: object) -> None:
    """L2 is missing: nothing may be read from L1 to L3 as if it were one segment."""
    bodies = [make.body(level, make.block(40.0 * k)) for k, level in enumerate(("T12", "L1", "L3", "L4"))]
    rows = make.rows(make.reading(*bodies), measures="bisegmental_cobb_angle,monosegmental_cobb_angle")
    assert rows["bisegmental_cobb_angle", "L1"].quantity.reason == "no_vertebra_below"
    assert rows["bisegmental_cobb_angle", "L3"].quantity.reason == "no_vertebra_above"
    assert rows["monosegmental_cobb_angle", "L3"].quantity.reason == "no_vertebra_above"
    assert rows["monosegmental_cobb_angle", "L4"].quantity.value == pytest.approx(0, abs=1e-9)


class TestNotVisible:
    """One obscured level never spoils a film."""

    @staticmethod
    def rows(make: object, measures: str = "default") -> dict[tuple[str, str], object]:
        bodies = [make.body(level, make.block(40.0 * k)) for k, level in enumerate(("T11", "T12", "L1", "L2", "L3"))]
        bodies[2] = make.body("L1", {}, NotVisible.CEMENT)
        return make.rows(make.reading(*bodies), measures=measures)

    def test_it_says_why(self, make: object) -> None:
        rows = self.rows(make)
        for measure in ("anterior_height", "middle_height", "beck_index", "wedge_angle"):
            assert rows[measure, "L1"].quantity.reason == "not_visible:cement"

    def test_its_neighbours_are_measured(self, make: object) -> None:
        rows = self.rows(make)
        for level in ("T11", "T12", "L2", "L3"):
            assert rows["anterior_height", level].quantity.value == 28

    def test_the_angle_over_it_needs_only_its_neighbours(self, make: object) -> None:
        assert self.rows(make)["bisegmental_cobb_angle", "L1"].quantity.value == pytest.approx(0, abs=1e-9)

    def test_angles_that_end_on_it_name_it(self, make: object) -> None:
        rows = self.rows(make, "default,monosegmental_cobb_angle")
        assert rows["bisegmental_cobb_angle", "T12"].quantity.reason == "L1:not_visible:cement"
        assert rows["bisegmental_cobb_angle", "L2"].quantity.reason == "L1:not_visible:cement"
        assert rows["monosegmental_cobb_angle", "L1"].quantity.reason == "not_visible:cement"
        assert rows["monosegmental_cobb_angle", "L2"].quantity.reason == "L1:not_visible:cement"
        assert rows["monosegmental_cobb_angle", "L3"].quantity.value is not None

    def test_crush_of_its_neighbours_is_not_excluded(self, make: object) -> None:
        assert "crush_not_excluded" in self.rows(make)["beck_index", "T12"].flags


class TestS1:
    def test_it_has_no_rows_of_its_own(self, make: object) -> None:
        sacrum = make.body("S1", {"SA": (130, 100), "SP": (120, 134)})
        rows = make.rows(make.reading(make.body("L4", make.block(0)), make.body("L5", make.block(40)), sacrum))
        assert {where for measure, where in rows if measure != "sacral_slope"} == {"L4", "L5"}

    def test_what_would_end_on_its_inferior_endplate_says_so(self, make: object) -> None:
        sacrum = make.body("S1", make.block(80))
        reading = make.reading(make.body("L4", make.block(0)), make.body("L5", make.block(40)), sacrum)
        rows = make.rows(reading, measures="bisegmental_cobb_angle,wedge_angle")
        assert rows["bisegmental_cobb_angle", "L5"].quantity.reason == "S1:s1_has_no_inferior_endplate"
        assert rows["wedge_angle", "S1"].quantity.reason == "s1_has_no_inferior_endplate"

    def test_it_bounds_the_segment_above_it(self, make: object) -> None:
        sacrum = make.body("S1", {"SA": (90, 100), "SP": (80, 134)})
        reading = make.reading(make.body("L4", make.block(0)), make.body("L5", make.block(40)), sacrum)
        found = make.rows(reading, measures="adjacent_endplate_cobb_angle")["adjacent_endplate_cobb_angle", "L5"]
        assert found.quantity.value == pytest.approx(-16.39, abs=0.005)  # −atan(10/34): lordosis


class TestChecks:
    """Doubts that stand beside a Beck index."""

    @staticmethod
    def flags(make: object, front: float, back: float, *, alone: bool = False) -> tuple[str, ...]:
        middle = make.body("L1", make.block(40, front=front, back=back))
        around = () if alone else (make.body("T12", make.block(0)), make.body("L2", make.block(80)))
        return make.rows(make.reading(middle, *around))["beck_index", "L1"].flags

    def test_an_intact_body_between_neighbours_raises_none(self, make: object) -> None:
        assert self.flags(make, 28, 28) == ()

    def test_front_and_back_sunk_together(self, make: object) -> None:
        """Beck reads 1 on a body that has lost a quarter."""
        assert self.flags(make, 21, 21) == ("crush_masks_beck",)

    def test_a_wedge_with_an_intact_wall_is_not_masked(self, make: object) -> None:
        assert self.flags(make, 15, 28) == ()

    def test_without_neighbours_it_cannot_be_excluded(self, make: object) -> None:
        assert self.flags(make, 21, 21, alone=True) == ("crush_not_excluded",)

    def test_front_and_back_exchanged(self, make: object) -> None:
        assert self.flags(make, 34, 28) == ("beck_above_norm",)


def test_marks_that_fall_together(make: object) -> None:
    flat = make.block(40)
    flat["IA"], flat["IP"] = flat["SA"], flat["SP"]
    rows = make.rows(make.reading(make.body("L1", flat), make.body("L2", make.block(80))))
    assert rows["beck_index", "L1"].quantity.reason == "degenerate_marks"
    assert rows["beck_index", "L1"].flags == ()
    assert rows["beck_index", "L2"].quantity.value == 1


def test_an_annotation_without_marks_owes_nothing_but_what_is_asked(make: object) -> None:
    empty = Annotation(make.structure("L1"), make.body("L1", {}).observer)
    assert make.rows(make.reading(empty)) == {}
    asked = make.rows(make.reading(empty), measures="beck_index")
    assert asked["beck_index", "L1"].quantity.reason == "missing_mark:superior_anterior"


class TestMarksBeyondTheFilm:
    """A slip of a digit, or the table of another film, must not become a number."""

    def test_the_mark_is_refused_and_the_rest_is_kept(self, make: object) -> None:
        block = make.block(100, front=22)
        block["SA"] = (block["SA"][0], 40_000.0)
        rows = make.rows(make.reading(make.body("L1", block)))
        assert rows["anterior_height", "L1"].quantity.reason == "mark_outside_film"
        assert rows["posterior_height", "L1"].quantity.value is not None
        assert all(col < 4000 for row in rows.values() for item in row.trace.items for _, col in item.points)

    def test_on_the_very_edge_it_counts(self, make: object) -> None:
        block = {name: (row, col) for name, (row, col) in make.block(100, front=22).items()}
        least = min(col for _, col in block.values())
        edge = {name: (row, col - least - 0.5) for name, (row, col) in block.items()}
        assert make.rows(make.reading(make.body("L1", edge)))["anterior_height", "L1"].quantity.value is not None


def test_rows_and_columns_exchanged_are_flagged(make: object) -> None:
    bodies = [make.body(level, make.block(40 + 60 * k, front=22)) for k, level in enumerate(("T12", "L1", "L2"))]
    swapped = [
        make.body(b.structure.level, {n: (col, row) for n, (row, col) in make.block(40 + 60 * k, front=22).items()})
        for k, b in enumerate(bodies)
    ]
    upright, lying = make.rows(make.reading(*bodies)), make.rows(make.reading(*swapped))
    assert not any("spine_not_upright" in row.flags for row in upright.values())
    assert all("spine_not_upright" in row.flags for row in lying.values())
