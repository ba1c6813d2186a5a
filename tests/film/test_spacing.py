"""The decision table, row by row, and each refusal by its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.film import SpacingAttributes, calibrate
from measure.film.spacing import NOTHING_STATED, RULES
from measure.model import ScaleClass

HALF = (0.1, 0.1)
ROWS = {
    "pixel_spacing_fiducial": (
        {"pixel_spacing": HALF, "calibration_type": "FIDUCIAL"}, 0.1, ScaleClass.CALIBRATED, "fiducial", None,
    ),
    "pixel_spacing_geometry": (
        {"pixel_spacing": HALF, "calibration_type": "GEOMETRY"}, 0.1, ScaleClass.ESTIMATED, "patient", None,
    ),
    "pixel_spacing_corrected": (
        {"pixel_spacing": HALF, "imager_pixel_spacing": (0.115, 0.115)}, 0.1, ScaleClass.ESTIMATED, "patient", 1.15,
    ),
    "imager_pixel_spacing_magnification_factor": (
        {"imager_pixel_spacing": (0.15, 0.15), "magnification_factor": "1.25"},
        0.12, ScaleClass.ESTIMATED, "patient", 1.25,
    ),
    "imager_pixel_spacing_source_distances": (
        {"imager_pixel_spacing": (0.15, 0.15), "source_to_detector": "1250", "source_to_patient": "1000"},
        0.12, ScaleClass.ESTIMATED, "patient", 1.25,
    ),
    "pixel_spacing_equals_imager_pixel_spacing": (
        {"pixel_spacing": HALF, "imager_pixel_spacing": HALF}, 0.1, ScaleClass.DETECTOR, "detector", None,
    ),
    "imager_pixel_spacing": ({"imager_pixel_spacing": HALF}, 0.1, ScaleClass.DETECTOR, "detector", None),
    "nominal_scanned_pixel_spacing": (
        {"nominal_scanned_pixel_spacing": HALF}, 0.1, ScaleClass.DETECTOR, "detector", None,
    ),
    "pixel_spacing_alone": ({"pixel_spacing": HALF}, 0.1, ScaleClass.UNKNOWN, "unknown", None),
}  # fmt: skip


def test_every_row_of_the_table_is_tested() -> None:
    assert [rule.name for rule in RULES] == list(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_row(name: str) -> None:
    attributes, mm, scale_class, plane, magnification = ROWS[name]
    scale = calibrate(SpacingAttributes(**attributes))
    assert scale.source == name
    assert scale.row_mm == pytest.approx(mm)
    assert scale.col_mm == pytest.approx(mm)
    assert scale.scale_class is scale_class
    assert scale.plane == plane
    assert scale.magnification == (None if magnification is None else pytest.approx(magnification))
    assert scale.relative_sd == next(rule for rule in RULES if rule.name == name).relative_sd > 0


def test_each_row_says_where_its_sd_comes_from() -> None:
    assert all(len(rule.sd_source) > 20 for rule in RULES)


def test_nothing_stated() -> None:
    scale = calibrate(SpacingAttributes())
    assert (scale.scale_class, scale.unit, scale.aspect) == (ScaleClass.NONE, "{pixel}", 1.0)
    assert scale.notes == (NOTHING_STATED,)


REFUSED = {
    "zero": ({"pixel_spacing": ("0.000", "0.000")}, "PixelSpacing", r"got 0.000\0.000"),
    "negative": ({"imager_pixel_spacing": ("-0.1", "0.1")}, "ImagerPixelSpacing", r"got -0.1\0.1"),
    "absurdly large": ({"pixel_spacing": ("100", "100")}, "PixelSpacing", "0.01 to 5 mm"),
    "absurdly small": ({"nominal_scanned_pixel_spacing": (0.001, 0.001)}, "NominalScannedPixelSpacing", "0.01 to 5 mm"),
    "one value": ({"pixel_spacing": ("0.1",)}, "PixelSpacing", "expected two numbers"),
    "three values": ({"pixel_spacing": ("0.1", "0.1", "0.1")}, "PixelSpacing", "expected two numbers"),
    "text": ({"pixel_spacing": ("Smith", "0.1")}, "PixelSpacing", "got text that is no number"),
    "not a number": ({"pixel_spacing": ("nan", "0.1")}, "PixelSpacing", "expected two numbers"),
    "infinite": ({"pixel_spacing": (float("inf"), 0.1)}, "PixelSpacing", "expected two numbers"),
    "smaller than its shadow": (
        {"pixel_spacing": (0.2, 0.2), "imager_pixel_spacing": (0.15, 0.15)},
        "PixelSpacing and ImagerPixelSpacing", "refused",
    ),
    "smaller than its shadow, fiducial": (
        {"pixel_spacing": (0.2, 0.2), "imager_pixel_spacing": (0.15, 0.15), "calibration_type": "FIDUCIAL"},
        "PixelSpacing and ImagerPixelSpacing", "refused",
    ),
    "magnified more than twice": (
        {"pixel_spacing": (0.1, 0.1), "imager_pixel_spacing": (0.25, 0.25)},
        "PixelSpacing and ImagerPixelSpacing", "refused",
    ),
    "magnified by rows only": (
        {"pixel_spacing": (0.1, 0.1), "imager_pixel_spacing": (0.1, 0.15)},
        "PixelSpacing and ImagerPixelSpacing", "refused",
    ),
    "digitised finer than the object": (
        {"pixel_spacing": (0.2, 0.2), "nominal_scanned_pixel_spacing": (0.1, 0.1)},
        "PixelSpacing and NominalScannedPixelSpacing", "refused",
    ),
    "two detectors": (
        {"imager_pixel_spacing": (0.1, 0.1), "nominal_scanned_pixel_spacing": (0.2, 0.2)},
        "ImagerPixelSpacing and NominalScannedPixelSpacing", "refused",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_refused_and_named_with_nothing_left(name: str) -> None:
    attributes, attribute, words = REFUSED[name]
    scale = calibrate(SpacingAttributes(**attributes))
    assert scale.scale_class is ScaleClass.NONE
    assert scale.notes[0].startswith(attribute)
    assert words in scale.notes[0]
    assert "Smith" not in " ".join(scale.notes)


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"magnification_factor": "0.87"}, "its reciprocal may be meant"),
        ({"magnification_factor": "2.3"}, "from 1 to 2, got 2.3"),
        ({"magnification_factor": "0"}, "from 1 to 2, got 0"),
        ({"magnification_factor": "abc"}, "text that is no number"),
        ({"source_to_detector": "1000", "source_to_patient": "1100"}, "from 1 to 2"),
        ({"source_to_detector": "1000", "source_to_patient": "0"}, "above 0 mm"),
        (
            {"magnification_factor": "1.1", "source_to_detector": "1300", "source_to_patient": "1000"},
            "agree within 2%, got EstimatedRadiographicMagnificationFactor 1.1",
        ),
    ],
)
def test_refused_magnification_leaves_the_length_at_the_detector(attributes: dict[str, str], words: str) -> None:
    scale = calibrate(SpacingAttributes(imager_pixel_spacing=(0.15, 0.15), **attributes))  # type: ignore[arg-type]
    assert (scale.scale_class, scale.row_mm) == (ScaleClass.DETECTOR, 0.15)
    assert words in scale.notes[0]


def test_geometry_against_magnification_factor_refuses_both() -> None:
    scale = calibrate(
        SpacingAttributes(
            pixel_spacing=HALF, imager_pixel_spacing=(0.13, 0.13), calibration_type="GEOMETRY", magnification_factor=1.1
        )
    )
    assert (scale.scale_class, scale.row_mm) == (ScaleClass.DETECTOR, 0.13)
    assert "all refused" in scale.notes[0]


def test_fiducial_stands_above_an_assumed_magnification() -> None:
    scale = calibrate(
        SpacingAttributes(
            pixel_spacing=HALF, imager_pixel_spacing=(0.13, 0.13), calibration_type="FIDUCIAL", magnification_factor=1.1
        )
    )
    assert scale.scale_class is ScaleClass.CALIBRATED
    assert scale.magnification == pytest.approx(1.3)
    assert "the fiducial was measured" in scale.notes[0]


def test_agreeing_magnifications_are_used() -> None:
    scale = calibrate(
        SpacingAttributes(
            imager_pixel_spacing=(0.15, 0.15), magnification_factor=1.2, source_to_detector=1210, source_to_patient=1000
        )
    )
    assert scale.source == "imager_pixel_spacing_magnification_factor"


def test_factor_of_one_corrects_nothing() -> None:
    scale = calibrate(SpacingAttributes(imager_pixel_spacing=HALF, magnification_factor="1.0"))
    assert scale.scale_class is ScaleClass.DETECTOR


def test_source_distances_are_flagged() -> None:
    scale = calibrate(SpacingAttributes(imager_pixel_spacing=HALF, source_to_detector=1150, source_to_patient=1000))
    assert "magnification from the source distances" in scale.notes[0]


def test_equal_to_the_detector_by_rounding() -> None:
    scale = calibrate(SpacingAttributes(pixel_spacing=(0.143, 0.143), imager_pixel_spacing=(0.1431, 0.1431)))
    assert (scale.scale_class, scale.row_mm) == (ScaleClass.DETECTOR, 0.1431)


def test_said_to_be_corrected_but_equal_is_noted() -> None:
    scale = calibrate(SpacingAttributes(pixel_spacing=HALF, imager_pixel_spacing=HALF, calibration_type="FIDUCIAL"))
    assert scale.scale_class is ScaleClass.CALIBRATED
    assert "equals the detector's spacing" in scale.notes[0]


def test_rows_come_first_and_unequal_spacing_is_noted() -> None:
    scale = calibrate(SpacingAttributes(imager_pixel_spacing=("0.2", "0.1")))
    assert (scale.row_mm, scale.col_mm, scale.aspect) == (0.2, 0.1, 2.0)
    assert "not square" in scale.notes[0]


@pytest.mark.parametrize(
    ("ratio", "aspect"), [(("2", "1"), 2.0), (None, 1.0), (("",), 1.0), (("0", "1"), None), (("1",), None)]
)
def test_aspect_without_millimetres(ratio: tuple[str, ...] | None, aspect: float | None) -> None:
    assert calibrate(SpacingAttributes(pixel_aspect_ratio=ratio)).aspect == aspect


def test_aspect_against_spacing_is_noted() -> None:
    scale = calibrate(SpacingAttributes(imager_pixel_spacing=HALF, pixel_aspect_ratio=("2", "1")))
    assert scale.aspect == 1.0
    assert "PixelAspectRatio" in scale.notes[0]


def test_spacings_that_disagree_on_the_shape_leave_no_aspect() -> None:
    assert calibrate(SpacingAttributes(pixel_spacing=(0.1, 0.1), imager_pixel_spacing=(0.1, 0.15))).aspect is None


@pytest.mark.parametrize("kept", ["pixel_spacing", "imager_pixel_spacing"])
def test_secondary_capture_has_no_scale_of_its_own(kept: str) -> None:
    scale = calibrate(SpacingAttributes(**{kept: HALF}, secondary_capture=True))  # type: ignore[arg-type]
    assert scale.scale_class is ScaleClass.NONE
    assert scale.notes[0].startswith("secondary capture")


@pytest.mark.parametrize(
    ("attributes", "scale_class"),
    [
        ({"pixel_spacing": HALF, "calibration_type": "FIDUCIAL"}, ScaleClass.CALIBRATED),
        ({"nominal_scanned_pixel_spacing": HALF}, ScaleClass.DETECTOR),
    ],
)
def test_secondary_capture_that_was_calibrated_or_digitised(attributes: dict, scale_class: ScaleClass) -> None:
    assert calibrate(SpacingAttributes(**attributes, secondary_capture=True)).scale_class is scale_class


any_value = st.one_of(st.floats(), st.text(max_size=8), st.sampled_from(["0.1", "0.15", "1.2", "1000", "0"]))
any_pair = st.one_of(st.none(), st.lists(any_value, max_size=3).map(tuple))


@given(
    st.builds(
        SpacingAttributes,
        pixel_spacing=any_pair,
        imager_pixel_spacing=any_pair,
        nominal_scanned_pixel_spacing=any_pair,
        calibration_type=st.sampled_from([None, "", "FIDUCIAL", "GEOMETRY", "x"]),
        magnification_factor=st.one_of(st.none(), any_value),
        source_to_detector=st.one_of(st.none(), any_value),
        source_to_patient=st.one_of(st.none(), any_value),
        pixel_aspect_ratio=any_pair,
        secondary_capture=st.booleans(),
    )
)
def test_whatever_stands_there_gives_a_believable_scale_or_none(attributes: SpacingAttributes) -> None:
    scale = calibrate(attributes)
    if scale.scale_class is ScaleClass.NONE:
        assert scale.notes
    else:
        assert 0.005 <= scale.row_mm <= 5
        assert scale.source in ROWS
        assert scale.relative_sd > 0


@given(st.floats(0.05, 1), st.floats(1.03, 1.9))
def test_the_three_ways_to_state_a_magnification_agree(imager: float, factor: float) -> None:
    spacing = (imager, imager)
    by_factor = calibrate(SpacingAttributes(imager_pixel_spacing=spacing, magnification_factor=factor))
    by_distance = calibrate(
        SpacingAttributes(imager_pixel_spacing=spacing, source_to_detector=1000 * factor, source_to_patient=1000)
    )
    by_pixel = calibrate(
        SpacingAttributes(pixel_spacing=(imager / factor, imager / factor), imager_pixel_spacing=spacing)
    )
    assert by_factor.row_mm == pytest.approx(by_distance.row_mm, rel=1e-5)
    assert by_factor.row_mm == pytest.approx(by_pixel.row_mm)
