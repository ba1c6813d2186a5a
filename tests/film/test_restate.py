"""Statements about scale: what they replace, what they flag, and what they refuse."""

import math

import pytest

from measure.errors import ReadingError
from measure.film import apply_statements
from measure.model import Calibration, Origin, ScaleClass, Statement, Topic

DETECTOR = Calibration(0.23, 0.23, 0.002, ScaleClass.DETECTOR, "imager_pixel_spacing", "detector")
UNKNOWN = Calibration(0.23, 0.23, 0.07, ScaleClass.UNKNOWN, "pixel_spacing_alone")
FIDUCIAL = Calibration(0.2, 0.2, 0.01, ScaleClass.CALIBRATED, "pixel_spacing_fiducial", "fiducial")
BY_FACTOR = Calibration(0.2, 0.2, 0.05, ScaleClass.ESTIMATED, "x", "patient", magnification=1.15)
GEOMETRY = Calibration(0.2, 0.2, 0.05, ScaleClass.ESTIMATED, "pixel_spacing_geometry", "patient")
NONE = Calibration()


def said(topic: Topic, value: str, origin: Origin = Origin.COMMAND, source: str | None = None) -> Statement:
    return Statement(topic, value, origin, source)


def test_site_magnification_is_divided_out_and_recorded() -> None:
    scale, flags = apply_statements(DETECTOR, [said(Topic.MAGNIFICATION, "1.15±0.07", source="phantom 2024")])
    assert scale.row_mm == pytest.approx(0.2)
    assert (scale.scale_class, scale.source, scale.plane) == (ScaleClass.ESTIMATED, "stated_magnification", "patient")
    assert scale.magnification == 1.15
    assert scale.relative_sd == pytest.approx(math.hypot(0.07 / 1.15, 0.002))
    assert "phantom 2024" in scale.notes[-1]
    assert flags == ()


def test_magnification_of_an_unknown_plane_is_flagged() -> None:
    scale, flags = apply_statements(UNKNOWN, [said(Topic.MAGNIFICATION, "1.15±0.07")])
    assert scale.row_mm == pytest.approx(0.2)
    assert scale.relative_sd == pytest.approx(0.07 / 1.15)
    assert flags == ("statement_magnification_on_unknown_plane",)


def test_magnification_of_the_header_is_replaced_not_doubled() -> None:
    scale, flags = apply_statements(BY_FACTOR, [said(Topic.MAGNIFICATION, "1.25±0.05")])
    assert scale.row_mm == pytest.approx(0.2 * 1.15 / 1.25)
    assert flags == ("statement_overrides_header_scale",)


@pytest.mark.parametrize("header", [FIDUCIAL, GEOMETRY, NONE])
def test_magnification_without_a_spacing_at_the_detector_is_left_out(header: Calibration) -> None:
    scale, flags = apply_statements(header, [said(Topic.MAGNIFICATION, "1.15±0.07")])
    assert (scale.row_mm, scale.scale_class) == (header.row_mm, header.scale_class)
    assert flags == ("statement_magnification_not_applied",)
    assert "not applied" in scale.notes[-1]


@pytest.mark.parametrize("sign", ["±", " ± ", "+/-", "+-"])
def test_spacing_in_the_plane_of_the_bone(sign: str) -> None:
    scale, flags = apply_statements(NONE, [said(Topic.SPACING, f"0.148{sign}0.002 mm")])
    assert (scale.row_mm, scale.col_mm, scale.scale_class) == (0.148, 0.148, ScaleClass.CALIBRATED)
    assert scale.relative_sd == pytest.approx(0.002 / 0.148)
    assert flags == ()


@pytest.mark.parametrize(
    ("header", "value", "flagged"),
    [
        (FIDUCIAL, "0.201±0.002", False),
        (FIDUCIAL, "0.22±0.002", True),
        (DETECTOR, "0.2±0.002", False),  # the bone is smaller than its shadow
        (DETECTOR, "0.3±0.002", True),  # and never larger
        (DETECTOR, "0.1±0.001", True),
    ],
)
def test_spacing_that_contradicts_the_header_wins_and_is_flagged(
    header: Calibration, value: str, flagged: bool
) -> None:
    scale, flags = apply_statements(header, [said(Topic.SPACING, value)])
    assert scale.col_mm == float(value.partition("±")[0])
    assert flags == (("statement_overrides_header_scale",) if flagged else ())


def test_spacing_keeps_the_shape_of_the_pixel() -> None:
    scale, _ = apply_statements(Calibration(aspect=2.0), [said(Topic.SPACING, "0.1±0.001")])
    assert (scale.row_mm, scale.col_mm) == (0.2, 0.1)


def test_resized_picture_has_no_scale() -> None:
    scale, flags = apply_statements(DETECTOR, [said(Topic.PIXEL_ASPECT, "unknown")])
    assert (scale.scale_class, scale.aspect) == (ScaleClass.NONE, None)
    assert flags == ("statement_overrides_header_scale",)
    assert apply_statements(NONE, [said(Topic.PIXEL_ASPECT, "unknown")])[1] == ()


def test_spacing_of_a_resized_picture_is_left_out() -> None:
    both = [said(Topic.PIXEL_ASPECT, "unknown"), said(Topic.SPACING, "0.1±0.01")]
    scale, flags = apply_statements(NONE, both)
    assert scale.scale_class is ScaleClass.NONE
    assert flags == ("statement_spacing_not_applied",)


def test_stated_aspect() -> None:
    scale, flags = apply_statements(NONE, [said(Topic.PIXEL_ASPECT, "1.25")])
    assert (scale.aspect, scale.scale_class, flags) == (1.25, ScaleClass.NONE, ())
    scale, flags = apply_statements(DETECTOR, [said(Topic.PIXEL_ASPECT, "1.25")])
    assert (scale.aspect, scale.scale_class) == (1.25, ScaleClass.NONE)
    assert flags == ("statement_overrides_header_scale",)
    assert apply_statements(DETECTOR, [said(Topic.PIXEL_ASPECT, "1.0")]) == (DETECTOR, ())
    flags = apply_statements(Calibration(aspect=2.0), [said(Topic.PIXEL_ASPECT, "1.0")])[1]
    assert flags == ("statement_overrides_header_aspect",)


def test_spacing_goes_before_magnification() -> None:
    both = [said(Topic.MAGNIFICATION, "1.15±0.07"), said(Topic.SPACING, "0.2±0.002")]
    scale, flags = apply_statements(DETECTOR, both)
    assert scale.source == "stated_spacing"
    assert flags == ("statement_magnification_not_applied",)


def test_contradicting_statements_are_flagged_and_the_person_is_believed() -> None:
    person = said(Topic.SPACING, "0.2±0.002", Origin.PERSON)
    for order in ([person, said(Topic.SPACING, "0.3±0.01")], [said(Topic.SPACING, "0.3±0.01"), person]):
        scale, flags = apply_statements(NONE, order)
        assert scale.col_mm == 0.2
        assert flags == ("spacing_statements_contradict",)
    assert apply_statements(NONE, [person, said(Topic.SPACING, "0.2 ± 0.002")])[1] == ()


def test_other_topics_are_left_alone() -> None:
    assert apply_statements(DETECTOR, [said(Topic.VIEW, "lateral")]) == (DETECTOR, ())


@pytest.mark.parametrize(
    ("topic", "value"),
    [
        (Topic.MAGNIFICATION, "1.15"),
        (Topic.MAGNIFICATION, "1.15±0"),
        (Topic.MAGNIFICATION, "0.87±0.05"),
        (Topic.MAGNIFICATION, "2.5±0.05"),
        (Topic.MAGNIFICATION, "1,15±0,07"),
        (Topic.SPACING, "100±1"),
        (Topic.SPACING, "0.148±0.2"),
        (Topic.SPACING, "small±0.1"),
        (Topic.PIXEL_ASPECT, "0"),
        (Topic.PIXEL_ASPECT, "square"),
    ],
)
def test_bad_text_names_what_was_expected_and_what_came(topic: Topic, value: str) -> None:
    with pytest.raises(ReadingError, match=f"statement about {topic}: expected .*, got '{value}'"):
        apply_statements(DETECTOR, [said(topic, value)])
