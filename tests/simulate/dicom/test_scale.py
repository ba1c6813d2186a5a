"""Scale tags: what the reader makes of each, as the domain reference says (5.2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.film import SpacingAttributes, calibrate
from measure.model import ScaleClass
from measure.simulate.dicom import ScaleTags
from measure.simulate.dicom.scale import decimal, scale_elements

CLASSES = {
    ScaleTags.FIDUCIAL: ScaleClass.CALIBRATED,
    ScaleTags.GEOMETRY: ScaleClass.ESTIMATED,
    ScaleTags.CORRECTED: ScaleClass.ESTIMATED,
    ScaleTags.EQUAL: ScaleClass.DETECTOR,
    ScaleTags.IMAGER: ScaleClass.DETECTOR,
    ScaleTags.FACTOR: ScaleClass.ESTIMATED,
    ScaleTags.DISTANCES: ScaleClass.ESTIMATED,
    ScaleTags.SCANNED: ScaleClass.DETECTOR,
    ScaleTags.ALONE: ScaleClass.UNKNOWN,
    ScaleTags.NONE: ScaleClass.NONE,
}
CORRECTED = {tags for tags, scale in CLASSES.items() if scale in (ScaleClass.CALIBRATED, ScaleClass.ESTIMATED)}


def read(elements):
    """Calibration of elements as they stand in a header."""
    return calibrate(
        SpacingAttributes(
            pixel_spacing=elements.get("PixelSpacing"),
            imager_pixel_spacing=elements.get("ImagerPixelSpacing"),
            nominal_scanned_pixel_spacing=elements.get("NominalScannedPixelSpacing"),
            calibration_type=elements.get("PixelSpacingCalibrationType"),
            magnification_factor=elements.get("EstimatedRadiographicMagnificationFactor"),
            source_to_detector=elements.get("DistanceSourceToDetector"),
            source_to_patient=elements.get("DistanceSourceToPatient"),
        )
    )


@pytest.mark.parametrize("tags", ScaleTags)
@given(row=st.floats(0.05, 0.4), shape=st.floats(0.8, 1.25), magnification=st.floats(1.05, 1.6))
def test_each_has_its_class_and_its_plane(tags, row, shape, magnification):
    scale = read(scale_elements(tags, (row, row * shape), magnification, 1150.0))
    assert scale.scale_class is CLASSES[tags]
    if tags is ScaleTags.NONE:
        assert scale.row_mm is None
        return
    divided = magnification if tags in CORRECTED else 1.0
    assert (scale.row_mm, scale.col_mm) == pytest.approx((row / divided, row * shape / divided), rel=1e-6)


@given(st.floats(1e-4, 1e5))
def test_a_decimal_string_is_short_and_says_the_number(value):
    assert len(decimal(value)) <= 16
    assert float(decimal(value)) == pytest.approx(value, rel=1e-7)
