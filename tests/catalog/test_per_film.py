"""Curves of a frontal film: end vertebrae, sides, noise, and stated spans."""

import math

import numpy as np
import pytest

from measure.model import Annotation, Calibration, Facing, Level, Side, View

CURVES = ("coronal_cobb_angle", "coronal_cobb_angle_above", "coronal_cobb_angle_below")


def test_three_curves_with_their_end_vertebrae(make: object, s_shape: list[float]) -> None:
    rows = make.rows(make.reading(*make.column(s_shape)), make.header(View.FRONTAL))
    ends = [(rows[c, "film"].details["cranial_end"], rows[c, "film"].details["caudal_end"]) for c in CURVES]
    assert ends == [("#7", "#11"), ("#3", "#7"), ("#11", "#15")]
    assert [rows[c, "film"].details["convex_picture_side"] for c in CURVES] == ["right", "left", "left"]
    assert [rows[c, "film"].quantity.value for c in CURVES] == pytest.approx([47, 35, 28])


def test_levels_of_a_span(make: object, s_shape: list[float]) -> None:
    reading = make.reading(*make.column(s_shape), level_anchor="1=T1")
    row = make.rows(reading, make.header(View.FRONTAL))["coronal_cobb_angle", "film"]
    assert (row.level_from, row.level_to) == (Level.T7, Level.T11)
    plain = make.rows(make.reading(*make.column(s_shape)), make.header(View.FRONTAL))["coronal_cobb_angle", "film"]
    assert (plain.level_from, plain.level_to, plain.structure) == (None, None, None)


class TestConvexity:
    """Side of the patient, from where the patient's left is on the picture."""

    @pytest.mark.parametrize(("patient_left", "side"), [("right", Side.LEFT), ("left", Side.RIGHT)])
    def test_from_a_statement(self, make: object, s_shape: list[float], patient_left: str, side: Side) -> None:
        reading = make.reading(*make.column(s_shape), patient_left=patient_left)
        rows = make.rows(reading, make.header(View.FRONTAL))
        assert rows["coronal_cobb_angle", "film"].side is side
        assert rows["coronal_cobb_angle_above", "film"].side is not side

    def test_from_the_header(self, make: object, s_shape: list[float]) -> None:
        header = make.header(View.FRONTAL, patient_left=Facing.RIGHT)
        assert make.rows(make.reading(*make.column(s_shape)), header)["coronal_cobb_angle", "film"].side is Side.LEFT

    def test_a_mirrored_picture_with_its_marker_keeps_the_side(self, make: object, s_shape: list[float]) -> None:
        mirror = make.column([-tilt for tilt in s_shape])
        header = make.header(View.FRONTAL, patient_left=Facing.LEFT)
        assert make.rows(make.reading(*mirror), header)["coronal_cobb_angle", "film"].side is Side.LEFT

    def test_unknown_without_a_marker(self, make: object, s_shape: list[float]) -> None:
        rows = make.rows(make.reading(*make.column(s_shape)), make.header(View.FRONTAL))
        assert all(row.side is None for row in rows.values())


class TestNoise:
    def test_sd_covers_the_selection_and_keeps_the_floor_apart(self, make: object, s_shape: list[float]) -> None:
        """Both ends lie clear of their neighbours: near √(2·2)·σ/L of a fixed pair, floor 2.5."""
        header = make.header(View.FRONTAL, Calibration(1.0, 1.0, scale_class=make.square_mm.scale_class))
        found = make.rows(make.reading(*make.column(s_shape)), header)["coronal_cobb_angle", "film"].quantity
        assert found.floor_sd == 2.5
        assert found.propagated_sd == pytest.approx(math.degrees(2 * 0.7 / 40), rel=0.35)

    def test_what_a_straight_spine_reads(self, make: object) -> None:
        """Domain reference §1.8: 3.6 times the sd of an endplate, here √2·1 mm over 40 mm."""
        rng = np.random.default_rng(0)
        column = make.column(list(rng.normal(0, 0.5, 17)))
        row = make.rows(make.reading(*column), make.header(View.FRONTAL))["coronal_cobb_angle", "film"]
        endplate = math.degrees(math.sqrt(2) * 0.7 / 40)
        assert row.details["straight_spine_reads"] == pytest.approx(3.6 * endplate, rel=0.1)
        assert "within_noise_of_straight" in row.flags

    def test_a_large_curve_is_no_noise(self, make: object, s_shape: list[float]) -> None:
        row = make.rows(make.reading(*make.column(s_shape)), make.header(View.FRONTAL))["coronal_cobb_angle", "film"]
        assert "within_noise_of_straight" not in row.flags
        assert "selection_bias" in row.details

    def test_the_curves_beside_it_report_no_straight_spine(self, make: object, s_shape: list[float]) -> None:
        rows = make.rows(make.reading(*make.column(s_shape)), make.header(View.FRONTAL))
        assert "straight_spine_reads" not in rows["coronal_cobb_angle_above", "film"].details


class TestFlags:
    def test_end_vertebra_at_the_edge(self, make: object, s_shape: list[float]) -> None:
        rows = make.rows(make.reading(*make.column(s_shape)), make.header(View.FRONTAL))
        flagged = ["end_vertebra_at_edge" in rows[c, "film"].flags for c in CURVES]
        assert flagged == [False, False, True]

    @pytest.mark.parametrize("tilts", [[-9.0, 0.0, 9.0, 5.0], [-5.0, -9.0, 0.0, 9.0]])
    def test_either_edge(self, make: object, tilts: list[float]) -> None:
        row = make.rows(make.reading(*make.column(tilts)), make.header(View.FRONTAL))["coronal_cobb_angle", "film"]
        assert "end_vertebra_at_edge" in row.flags

    def test_vertebrae_without_all_corners_are_left_out(self, make: object, s_shape: list[float]) -> None:
        column = make.column(s_shape)
        marks = {name: mark for name, mark in column[4].marks.items() if name != "superior_left"}
        column[4] = Annotation(column[4].structure, column[4].observer, marks)
        row = make.rows(make.reading(*column), make.header(View.FRONTAL))["coronal_cobb_angle", "film"]
        assert "vertebrae_left_out" in row.flags
        assert (row.details["cranial_end"], row.details["caudal_end"]) == ("#7", "#11")
        assert row.quantity.value == pytest.approx(47)


class TestTooFew:
    @pytest.mark.parametrize("count", [1, 2])
    def test_fewer_than_three(self, make: object, count: int) -> None:
        rows = make.rows(make.reading(*make.column([0.0] * count)), make.header(View.FRONTAL))
        assert {row.quantity.reason for row in rows.values()} == {f"too_few_vertebrae:{count}_of_3"}
        assert {measure for measure, _ in rows} == set(CURVES)

    def test_three(self, make: object) -> None:
        rows = make.rows(make.reading(*make.column([-8.0, 0.0, 9.0])), make.header(View.FRONTAL))
        assert rows["coronal_cobb_angle", "film"].quantity.value == pytest.approx(17)

    def test_a_curve_that_is_not_there_has_a_row_only_if_asked(self, make: object) -> None:
        reading, header = make.reading(*make.column([-8.0, 0.0, 9.0])), make.header(View.FRONTAL)
        assert {measure for measure, _ in make.rows(reading, header)} == {"coronal_cobb_angle"}
        asked = make.rows(reading, header, "coronal_cobb_angle_above,coronal_cobb_angle_below")
        assert {row.quantity.reason for row in asked.values()} == {"no_such_curve"}


class TestStatedEnds:
    """End vertebrae kept from an earlier film."""

    @staticmethod
    def row(make: object, tilts: list[float], ends: str | None, **stated: str) -> object:
        stated |= {"end_vertebrae": ends} if ends else {}
        reading = make.reading(*make.column(tilts), **stated)
        rows = make.rows(reading, make.header(View.FRONTAL), "coronal_cobb_angle_fixed")
        return rows["coronal_cobb_angle_fixed", "film"]

    def test_by_number_and_by_level(self, make: object, s_shape: list[float]) -> None:
        assert self.row(make, s_shape, "#3-#6").quantity.value == pytest.approx(30)
        assert self.row(make, s_shape, " T3 - T6 ", level_anchor="1=T1").quantity.value == pytest.approx(30)

    def test_they_win_over_the_most_tilted(self, make: object, s_shape: list[float]) -> None:
        row = self.row(make, s_shape, "#6-#10")
        assert row.quantity.value == pytest.approx(35)
        assert (row.details["cranial_end"], row.details["caudal_end"]) == ("#6", "#10")

    def test_it_is_measured_by_default_once_stated(self, make: object, s_shape: list[float]) -> None:
        header = make.header(View.FRONTAL)
        with_ends = make.rows(make.reading(*make.column(s_shape), end_vertebrae="#3-#6"), header)
        assert ("coronal_cobb_angle_fixed", "film") in with_ends
        assert ("coronal_cobb_angle_fixed", "film") not in make.rows(make.reading(*make.column(s_shape)), header)

    def test_not_stated(self, make: object, s_shape: list[float]) -> None:
        assert self.row(make, s_shape, None).quantity.reason == "end_vertebrae_not_stated"

    @pytest.mark.parametrize("ends", ["#3", "#6-#3", "#3-#3"])
    def test_unclear(self, make: object, s_shape: list[float], ends: str) -> None:
        """One alone, tail before head, or twice the same."""
        assert self.row(make, s_shape, ends).quantity.reason == f"end_vertebrae_unclear:{ends}"

    def test_an_end_that_is_not_marked(self, make: object, s_shape: list[float]) -> None:
        assert self.row(make, s_shape, "#3-#40").quantity.reason == "no_vertebra:#40"
        assert self.row(make, s_shape, "T5-L1").quantity.reason == "levels_unknown"

    def test_parallel_ends_have_a_propagated_sd(self, make: object) -> None:
        found = self.row(make, [0.0] * 5, "#1-#5").quantity
        assert found.value == 0
        assert found.propagated_sd == pytest.approx(math.degrees(2 * 0.7 / 40), rel=1e-6)

    def test_on_a_picture_of_unknown_shape(self, make: object, s_shape: list[float]) -> None:
        reading = make.reading(*make.column(s_shape), end_vertebrae="#3-#6")
        header = make.header(View.FRONTAL, Calibration(aspect=None))
        found = make.rows(reading, header)["coronal_cobb_angle_fixed", "film"]
        assert found.quantity.reason == "pixel_aspect_unknown"
