"""What follows from the rows of an examination: losses, and the curve between the ends of the baseline."""

import math
from dataclasses import replace

import pytest

from measure.catalog.derive import derived
from measure.model import Calibration, Facing, ScaleClass, Side, Trace, View

SAME = "coronal_cobb_angle_same_ends"
CHANGE = "coronal_cobb_angle_same_ends_change"
BEFORE = [-5.0, 3.0, 10.0, 4.0, -8.0, -20.0, -25.0, -15.0, 0.0, 15.0, 22.0, 18.0, 9.0, 0.0, -6.0]
# The most tilted vertebrae have moved: 7 and 11 before, 8 and 12 now.
AFTER = [-5.0, 3.0, 10.0, 4.0, -8.0, -20.0, -24.0, -28.0, 0.0, 15.0, 20.0, 26.0, 9.0, 0.0, -6.0]


def film(
    make: object, tilts: list[float], step: tuple[float, float] = (1.0, 1.0), top: str | None = "T1", **more: object
):
    """Examination of a frontal film; marks are given in mm and stored in pixels of this size."""
    bodies = [
        make.body(body.structure.level or body.structure.ordinal, {
            short: (body.marks[make.name(short)].row / step[0], body.marks[make.name(short)].col / step[1])
            for short in ("SL", "SR", "IL", "IR")
        })
        for body in make.column(tilts, top=top)
    ]  # fmt: skip
    calibration = Calibration(*step, 0.0, ScaleClass.CALIBRATED, "stated_spacing", "patient")
    rows = make.of(make.rows(make.reading(*bodies), make.header(View.FRONTAL, calibration, **more)))
    return make.exam(*rows, view=View.FRONTAL, step=step)


class TestSameEnds:
    @pytest.mark.parametrize("step", [(1.0, 1.0), (0.2, 0.1), (0.2, 0.3)])
    def test_a_curve_whose_ends_have_moved(self, make: object, step: tuple[float, float]) -> None:
        """By hand from the tilts, on square and on oblong pixels; each film may have its own."""
        course = make.course({0.0: film(make, BEFORE), 90.0: film(make, AFTER, step)}, None, indexed=False)
        found = make.changes(course)
        assert found["coronal_cobb_angle_change"].quantity.value == pytest.approx((28 + 26) - (25 + 22))
        assert found[CHANGE].quantity.value == pytest.approx((24 + 20) - (25 + 22))

    def test_the_trace_has_the_ends_of_the_baseline(self, make: object) -> None:
        found = derived(SAME, film(make, AFTER), film(make, BEFORE))
        upper, lower = found.trace.items
        assert (upper.name, lower.name) == ("cranial end vertebra at baseline", "caudal end vertebra at baseline")
        (r0, c0), (r1, c1) = upper.points
        assert math.degrees(math.atan2(r1 - r0, c1 - c0)) == pytest.approx(-24)
        (r0, c0), (r1, c1) = lower.points
        assert abs(math.degrees(math.atan((r1 - r0) / (c1 - c0)))) == pytest.approx(20)

    def test_against_itself_nothing_has_changed(self, make: object) -> None:
        one = film(make, BEFORE)
        free = one.measurements["coronal_cobb_angle"].quantity.value
        assert derived(SAME, one, one).quantity.value == pytest.approx(free)

    def test_an_end_that_is_not_marked_any_more(self, make: object) -> None:
        found = derived(SAME, film(make, AFTER[:10]), film(make, BEFORE))
        assert found.quantity.reason == "no_vertebra:T11"

    def test_a_number_may_be_another_vertebra_on_another_film(self, make: object) -> None:
        numbered, levelled = film(make, AFTER, top=None), film(make, AFTER)
        assert derived(SAME, numbered, film(make, BEFORE, top=None)).quantity.reason == "end_vertebrae_without_levels"
        assert derived(SAME, levelled, film(make, BEFORE, top=None)).quantity.reason == "end_vertebrae_without_levels"
        assert derived(SAME, numbered, film(make, BEFORE)).quantity.reason == "no_vertebra:T7"

    def test_rows_that_do_not_say_how_far_rows_and_columns_lie_apart(self, make: object) -> None:
        later = replace(film(make, AFTER, (0.2, 0.1)), step=(1.0, 1.0))
        assert derived(SAME, later, film(make, BEFORE)).quantity.reason == "trace_gives_another_angle"

    def test_of_numbers_alone_nothing_follows(self, make: object) -> None:
        row = make.number("coronal_cobb_angle", 20.0, trace=Trace())
        assert derived(SAME, make.exam(row), film(make, BEFORE)) is None
        assert derived(SAME, make.exam(), film(make, BEFORE)) is None

    def test_the_side_is_that_of_the_curve_between_these_ends(self, make: object) -> None:
        """Between 7 and 11 the spine has turned over; the largest curve, 8 to 12, has not."""
        turned = [*BEFORE[:6], 6.0, -28.0, 0.0, 15.0, -6.0, 26.0, *BEFORE[12:]]
        one, other = (film(make, tilts, patient_left=Facing.RIGHT) for tilts in (BEFORE, turned))
        assert other.measurements["coronal_cobb_angle"].side is one.measurements["coronal_cobb_angle"].side
        found = derived(SAME, other, one)
        assert found.quantity.value == pytest.approx(12)
        assert {found.side, one.measurements["coronal_cobb_angle"].side} == {Side.LEFT, Side.RIGHT}
        changes = make.changes(make.course({0.0: one, 90.0: other}, None, indexed=False))
        assert "convex_sides_differ" in changes[CHANGE].flags
        assert "convex_sides_differ" not in changes["coronal_cobb_angle_change"].flags


class TestLoss:
    def found(self, make: object, *rows: object):
        exam = make.exam(*rows)
        return derived("anterior_height_loss", exam, exam)

    def test_from_height_and_expected_height(self, make: object) -> None:
        details = {"expected_by": "one_neighbour"}
        found = self.found(
            make, make.number("anterior_height", 21.0, 0.7),
            make.number("expected_anterior_height", 28.0, 0.5, details=details, flags=("expected_from_one_neighbour",)),
        )  # fmt: skip
        assert (found.measure, found.quantity.value, found.quantity.unit) == ("anterior_height_loss", 25, "%")
        assert found.quantity.sd == pytest.approx(100 / 28 * math.hypot(0.7, 0.75 * 0.5))
        assert found.scale_class is None
        assert found.flags == ("expected_from_one_neighbour",)
        assert found.details == details

    @pytest.mark.parametrize("missing", ["anterior_height", "expected_anterior_height"])
    def test_of_one_alone_nothing_follows(self, make: object, missing: str) -> None:
        rows = [make.number(name, 20.0) for name in ("anterior_height", "expected_anterior_height") if name != missing]
        assert self.found(make, *rows) is None

    def test_nor_without_an_sd_or_in_two_units(self, make: object) -> None:
        height, expected = make.number("anterior_height", 20.0), make.number("expected_anterior_height", 28.0)
        pixels = replace(expected, quantity=replace(expected.quantity, unit="{pixel}"))
        assert self.found(make, height, pixels) is None
        assert self.found(make, height, make.number("expected_anterior_height", 28.0, None)) is None


def test_nothing_else_is_derived(make: object) -> None:
    exam = make.exam(make.number("anterior_height", 20.0), make.number("posterior_height", 28.0))
    assert derived("beck_index", exam, exam) is None
