"""Spans, plumb line and pelvis through the whole pipeline."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.model import Calibration, Posture, ScaleClass, View

WIDTH = 400.0
HEADS = ((600.0, 120.0), (610.0, 130.0))
PELVIC = ("sacral_slope", "pelvic_tilt", "pelvic_incidence", "pi_ll_mismatch", "t1_pelvic_angle")


def whole(make: object, facing: str = "left", heads: tuple = HEADS, level: str | None = None) -> list:
    """C7, T1, L1 and the sacrum of a patient, and femoral heads; facing right is the mirror image."""
    marks = {
        "C7": {"SA": (0, 130), "SP": (0, 150), "IA": (16, 130), "IP": (16, 150)},
        "T1": {"SA": (24, 128), "SP": (22, 148), "IA": (40, 128), "IP": (38, 148)},
        "L1": {"SA": (328, 120), "SP": (331, 154), "IA": (356, 120), "IP": (357, 154)},
        "S1": {"SA": (520, 125), "SP": (490, 170)},
    }

    def seen(place: tuple[float, float]) -> tuple[float, float]:
        return (place[0], WIDTH - place[1]) if facing == "right" else place

    bodies = [make.body(name, {short: seen(place) for short, place in m.items()}) for name, m in marks.items()]
    return [*bodies, *make.heads(*(seen(place) for place in heads))]


def rows(make: object, *bodies: object, calibration: Calibration | None = None, measures: str = "default", **header):
    header.setdefault("posture", Posture.STANDING)
    head = make.header(calibration=calibration or make.square_mm, **header)
    found = make.rows(make.reading(*bodies), head, measures)
    return {measure: row for (measure, where), row in found.items() if where == "film"}


def test_incidence_is_slope_plus_tilt(make: object) -> None:
    found = rows(make, *whole(make))
    slope, tilt, incidence = (found[name].quantity.value for name in PELVIC[:3])
    assert slope == pytest.approx(math.degrees(math.atan(30 / 45)))
    assert incidence == pytest.approx(slope + tilt, abs=1e-9)


@settings(max_examples=40)
@given(st.floats(-40, 40), st.floats(520, 800), st.floats(60, 240), st.sampled_from(["left", "right"]))
def test_incidence_is_slope_plus_tilt_in_every_pelvis(
    make: object, rise: float, row: float, col: float, facing: str
) -> None:
    sacrum = {"SA": (500 + rise, 125), "SP": (500 - rise, 170)}
    flip = {short: (r, WIDTH - c) for short, (r, c) in sacrum.items()}
    head = (row + 60, col if facing == "left" else WIDTH - col)
    found = rows(make, make.body("S1", sacrum if facing == "left" else flip), *make.heads(head, head))
    total = found["sacral_slope"].quantity.value + found["pelvic_tilt"].quantity.value
    if abs(total) < 89:
        assert found["pelvic_incidence"].quantity.value == pytest.approx(total, abs=1e-6)


def test_facing_right_and_left_give_the_same(make: object) -> None:
    left, right = rows(make, *whole(make)), rows(make, *whole(make, "right"))
    assert {*PELVIC, "sagittal_vertical_axis", "sagittal_vertical_axis_ratio", "lumbar_lordosis"} <= set(left)
    assert set(left) == set(right)
    for name, row in left.items():
        assert right[name].quantity.value == pytest.approx(row.quantity.value, abs=1e-9), name
        assert right[name].quantity.sd == pytest.approx(row.quantity.sd, rel=1e-6)


def test_marks_as_seen_without_a_facing_say_so(make: object) -> None:
    corners = {"SL": (520.0, 125.0), "SR": (490.0, 170.0)}
    found = rows(make, make.body("S1", corners), *make.heads(*HEADS))
    for name in ("sacral_slope", "pelvic_tilt", "pelvic_incidence"):
        assert found[name].quantity.reason == "S1:facing_not_stated"


class TestPosture:
    @pytest.mark.parametrize(
        ("posture", "flag"), [(Posture.STANDING, None), (None, "posture_unknown"), (Posture.SUPINE, "not_standing")]
    )
    def test_what_posture_changes_is_flagged(self, make: object, posture: Posture | None, flag: str | None) -> None:
        found = rows(make, *whole(make), posture=posture)
        for name in (*PELVIC, "sagittal_vertical_axis", "sagittal_vertical_axis_ratio"):
            wanted = {flag} if flag and name != "pelvic_incidence" else set()
            assert {"posture_unknown", "not_standing"} & set(found[name].flags) == wanted, name


def test_an_incidence_beyond_a_right_angle_is_flagged(make: object) -> None:
    """Hips above the line of the sacral endplate: the angle is folded back and is not slope plus tilt."""
    high = rows(make, *whole(make, heads=((480.0, 60.0), (480.0, 60.0))))
    assert "hips_beyond_endplate" in high["pelvic_incidence"].flags
    assert "hips_beyond_endplate" not in rows(make, *whole(make))["pelvic_incidence"].flags


class TestPlumbLine:
    def test_in_millimetres_of_the_patient(self, make: object) -> None:
        spacing = Calibration(0.5, 0.5, 0.0, ScaleClass.ESTIMATED, "stated_spacing", "patient")
        found = rows(make, *whole(make), calibration=spacing)["sagittal_vertical_axis"]
        assert (found.quantity.value, found.quantity.unit, found.scale_class) == (15, "mm", ScaleClass.ESTIMATED)

    @pytest.mark.parametrize(
        "calibration",
        [Calibration(), Calibration(1.0, 1.0, 0.0, ScaleClass.DETECTOR, "imager_pixel_spacing", "detector"),
         Calibration(1.0, 1.0, 0.0, ScaleClass.UNKNOWN, "pixel_spacing", "unknown")],
        ids=["none", "detector", "unknown"],
    )  # fmt: skip
    def test_else_not_but_as_a_share_of_the_endplate(self, make: object, calibration: Calibration) -> None:
        found = rows(make, *whole(make), calibration=calibration)
        assert found["sagittal_vertical_axis"].quantity.reason == "scale_not_of_patient"
        share = found["sagittal_vertical_axis_ratio"].quantity
        assert (share.value, share.unit) == (pytest.approx(100 * 30 / math.hypot(30, 45)), "%")


class TestHips:
    def test_one_head_is_flagged(self, make: object) -> None:
        both, one = rows(make, *whole(make)), rows(make, *whole(make, heads=HEADS[:1]))
        for name in PELVIC[1:]:
            assert "one_femoral_head" in one[name].flags
            assert "one_femoral_head" not in both[name].flags
        assert "one_femoral_head" not in one["sacral_slope"].flags

    def test_without_heads_there_are_no_rows_unless_asked(self, make: object) -> None:
        assert not set(PELVIC[1:]) & set(rows(make, *whole(make, heads=())))
        found = rows(make, *whole(make, heads=()), measures="pelvic_tilt")
        assert found["pelvic_tilt"].quantity.reason == "no_femoral_head"

    def test_heads_outside_the_film(self, make: object) -> None:
        found = rows(make, *whole(make, heads=((600.0, 120.0), (610.0, 40_000.0))))
        assert found["pelvic_tilt"].quantity.reason == "femoral_head:mark_outside_film"
        assert found["sacral_slope"].quantity.value is not None

    def test_three_heads(self, make: object) -> None:
        found = rows(make, *whole(make, heads=(*HEADS, (620.0, 140.0))))
        assert found["pelvic_tilt"].quantity.reason == "femoral_head:more_than_two_femoral_heads"

    def test_the_trace_shows_the_axis(self, make: object) -> None:
        items = rows(make, *whole(make))["pelvic_tilt"].trace.items
        assert [item.points for item in items if item.name == "hip axis"] == [((605.0, 125.0),)]


class TestSpans:
    def test_the_levels_are_named(self, make: object) -> None:
        found = rows(make, *whole(make))["lumbar_lordosis"]
        assert (found.level_from, found.level_to) == ("L1", "S1")
        assert (found.details["cranial_end"], found.details["caudal_end"]) == ("L1", "S1")

    def test_a_level_that_is_not_there_is_a_row_only_where_it_was_asked_for(self, make: object) -> None:
        bodies = [body for body in whole(make) if body.structure.label != "L1"]
        assert "lumbar_lordosis" not in rows(make, *bodies)
        found = rows(make, *bodies, measures="lumbar_lordosis")
        assert found["lumbar_lordosis"].quantity.reason == "no_vertebra:L1"

    def test_unnumbered_vertebrae_are_no_named_level(self, make: object) -> None:
        found = rows(make, *make.spine(dict.fromkeys(range(1, 7), (28.0, 28.0, 28.0))), measures="lumbar_lordosis")
        assert found["lumbar_lordosis"].quantity.reason == "levels_unknown"

    def test_on_a_frontal_film_there_are_none(self, make: object) -> None:
        header = make.header(View.FRONTAL)
        assert not set(make.rows(make.reading(*whole(make)), header)) & {("lumbar_lordosis", "film")}

    def test_on_a_resized_picture_angles_mean_nothing(self, make: object) -> None:
        found = rows(make, *whole(make), calibration=Calibration(aspect=None))
        assert found["lumbar_lordosis"].quantity.reason == "pixel_aspect_unknown"
