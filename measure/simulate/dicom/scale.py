"""Scale tags: every way in which headers state, or fail to state, the size of a pixel."""

from enum import StrEnum


class ScaleTags(StrEnum):
    """What a header says of scale; one member for each row of the reader's table of calibrations."""

    FIDUCIAL = "fiducial"  # PixelSpacing measured at an object of known size
    GEOMETRY = "geometry"  # PixelSpacing corrected for an assumed depth
    CORRECTED = "corrected_without_type"  # PixelSpacing differs from the detector's, and why is not said
    EQUAL = "equal"  # PixelSpacing is the detector's
    IMAGER = "imager_only"  # ImagerPixelSpacing and nothing else
    FACTOR = "magnification_factor"  # and EstimatedRadiographicMagnificationFactor
    DISTANCES = "source_distances"  # and the distances from source to detector and patient
    SCANNED = "nominal_scanned"  # a film put through a digitiser
    ALONE = "pixel_spacing_alone"  # PixelSpacing without anything to compare it with
    NONE = "none"  # nothing

    @property
    def has_detector(self) -> bool:
        """Whether ImagerPixelSpacing is there, which a DX object must have."""
        return self not in (ScaleTags.SCANNED, ScaleTags.ALONE, ScaleTags.NONE)


_CORRECTED = (ScaleTags.FIDUCIAL, ScaleTags.GEOMETRY, ScaleTags.CORRECTED)


def scale_elements(
    tags: ScaleTags, pitch: tuple[float, float], magnification: float, source_to_detector: float, slot: bool = False
) -> dict[str, object]:
    """DICOM elements by keyword.

    Parameters
    ----------
    tags : ScaleTags
        Which of them.
    pitch : tuple of float
        Row and column spacing at the detector, mm.
    magnification : float
        Of the plane that the header is about.
    source_to_detector : float
        mm; always stated, as most devices do, except for digitised films.

    Examples
    --------
    >>> scale_elements(ScaleTags.FACTOR, (0.15, 0.15), 1.2, 1150.0)["EstimatedRadiographicMagnificationFactor"]
    '1.2'
    """
    at_detector = [decimal(mm) for mm in pitch]
    grown = (1.0 if slot else magnification, magnification)
    at_patient = [decimal(mm / by) for mm, by in zip(pitch, grown, strict=True)]
    elements: dict[str, object] = {}
    if tags is not ScaleTags.SCANNED:
        elements["DistanceSourceToDetector"] = decimal(source_to_detector)
    if tags.has_detector:
        elements["ImagerPixelSpacing"] = at_detector
    if tags in _CORRECTED:
        elements["PixelSpacing"] = at_patient
    elif tags in (ScaleTags.EQUAL, ScaleTags.ALONE):
        elements["PixelSpacing"] = at_detector
    elif tags is ScaleTags.SCANNED:
        elements["NominalScannedPixelSpacing"] = at_detector
    elif tags is ScaleTags.FACTOR:
        elements["EstimatedRadiographicMagnificationFactor"] = decimal(magnification)
    elif tags is ScaleTags.DISTANCES:
        elements["DistanceSourceToPatient"] = decimal(source_to_detector / magnification)
    if tags in (ScaleTags.FIDUCIAL, ScaleTags.GEOMETRY):
        elements["PixelSpacingCalibrationType"] = tags.name
        elements["PixelSpacingCalibrationDescription"] = {
            ScaleTags.FIDUCIAL: "ball of 25 mm beside the bone",
            ScaleTags.GEOMETRY: "depth assumed",
        }[tags]
    return elements


def decimal(value: float) -> str:
    """Decimal string of DICOM: at most 16 characters, without needless digits."""
    return f"{value:.8g}"
