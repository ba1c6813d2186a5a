"""The calibration decision table: what the header says about scale, one row per rule."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from measure.film.spacing_conflicts import refuse_conflicts
from measure.film.spacing_evidence import Evidence, Pair, SpacingAttributes, differ, weigh
from measure.model import Calibration, ScaleClass

# Below this a stated magnification corrects nothing: devices write 1.0 as "not estimated".
_NO_MAGNIFICATION = 1.005


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table.

    Attributes
    ----------
    name : str
        What ``Calibration.source`` says.
    when : callable
        Evidence in, whether the row holds; the first row that holds wins.
    spacing : callable
        Evidence in, (row, column) spacing in mm out.
    scale_class, plane
        How far the millimetres can be trusted, and where they hold.
    relative_sd : float
        Relative sd of the scale (common mode).
    sd_source : str
        Where that sd comes from.
    magnification : callable
        Evidence in, the factor that was divided out, or None.
    note : str
        What a reader should know where this row wins.
    """

    name: str
    when: Callable[[Evidence], bool]
    spacing: Callable[[Evidence], Pair]
    scale_class: ScaleClass
    plane: str
    relative_sd: float
    sd_source: str
    magnification: Callable[[Evidence], float | None] = lambda _: None
    note: str = ""


NOTHING_STATED = "no scale: expected PixelSpacing, ImagerPixelSpacing or NominalScannedPixelSpacing, got none of them"

RULES: tuple[Rule, ...] = (
    Rule(
        name="pixel_spacing_fiducial",
        when=lambda e: e.pixel is not None and e.kind == "FIDUCIAL",
        spacing=lambda e: _scaled(e.pixel),
        scale_class=ScaleClass.CALIBRATED,
        plane="fiducial",
        relative_sd=0.01,
        sd_source="a 25 mm ball read to 1 px at each edge is 0.8 %; its depth may differ from the bone's",
        magnification=lambda e: corrected_by(e),
    ),
    Rule(
        name="pixel_spacing_geometry",
        when=lambda e: e.pixel is not None and e.kind == "GEOMETRY",
        spacing=lambda e: _scaled(e.pixel),
        scale_class=ScaleClass.ESTIMATED,
        plane="patient",
        relative_sd=0.05,
        sd_source="object-film distance differs by ±5 cm between patients: ±5 % (domain reference, 5.1)",
        magnification=lambda e: corrected_by(e),
    ),
    Rule(
        name="pixel_spacing_corrected",
        when=lambda e: e.pixel is not None and _differs_from_detector(e),
        spacing=lambda e: _scaled(e.pixel),
        scale_class=ScaleClass.ESTIMATED,
        plane="patient",
        relative_sd=0.07,
        sd_source="as GEOMETRY, and how it was corrected is not said",
        magnification=lambda e: corrected_by(e),
        note="PixelSpacing differs from the detector's spacing but PixelSpacingCalibrationType is absent: corrected, "
        "in a way that is not said",
    ),
    Rule(
        name="imager_pixel_spacing_magnification_factor",
        when=lambda e: _at_imager(e) and (e.factor or 0) > _NO_MAGNIFICATION,
        spacing=lambda e: _scaled(e.imager, e.factor),
        scale_class=ScaleClass.ESTIMATED,
        plane="patient",
        relative_sd=0.05,
        sd_source="the factor assumes a depth; ±5 cm of it is ±5 % (domain reference, 5.1)",
        magnification=lambda e: e.factor,
    ),
    Rule(
        name="imager_pixel_spacing_source_distances",
        when=lambda e: _at_imager(e) and (e.geometry or 0) > _NO_MAGNIFICATION,
        spacing=lambda e: _scaled(e.imager, e.geometry),
        scale_class=ScaleClass.ESTIMATED,
        plane="patient",
        relative_sd=0.07,
        sd_source="±5 % of depth, and the distance is often to the table, not to the bone",
        magnification=lambda e: e.geometry,
        note="magnification from the source distances: too small for bone in the middle of the body, where the "
        "distance is to the table",
    ),
    Rule(
        name="pixel_spacing_equals_imager_pixel_spacing",
        when=lambda e: e.pixel is not None and e.imager is not None and not e.secondary_capture,
        spacing=lambda e: _scaled(e.imager),
        scale_class=ScaleClass.DETECTOR,
        plane="detector",
        relative_sd=0.002,
        sd_source="the pitch of a detector; the length at the detector is meant, not the bone's",
    ),
    Rule(
        name="imager_pixel_spacing",
        when=lambda e: _at_imager(e),
        spacing=lambda e: _scaled(e.imager),
        scale_class=ScaleClass.DETECTOR,
        plane="detector",
        relative_sd=0.002,
        sd_source="the pitch of a detector; the length at the detector is meant, not the bone's",
    ),
    Rule(
        name="nominal_scanned_pixel_spacing",
        when=lambda e: e.scanned is not None,
        spacing=lambda e: _scaled(e.scanned),
        scale_class=ScaleClass.DETECTOR,
        plane="detector",
        relative_sd=0.005,
        sd_source="transport of a film digitiser; the length on the film is meant, not the bone's",
    ),
    Rule(
        name="pixel_spacing_alone",
        when=lambda e: e.pixel is not None and not e.secondary_capture,
        spacing=lambda e: _scaled(e.pixel),
        scale_class=ScaleClass.UNKNOWN,
        plane="unknown",
        relative_sd=0.07,
        sd_source="corrected for magnification or not: cannot be known (PS3.3 10.7.1.3)",
        note="PixelSpacing alone: whether it is corrected for magnification cannot be known",
    ),
)


def calibrate(attributes: SpacingAttributes) -> Calibration:
    """Scale of a film from what its header says: the first rule of the table that holds.

    A length in millimetres is only as good as the plane that the millimetres hold in. What is zero, absurd or
    contradictory is refused, not used, and named in ``notes``; with nothing left the unit is the pixel, and
    ratios and angles survive.

    Parameters
    ----------
    attributes : SpacingAttributes
        As they stand in the header.

    Returns
    -------
    Calibration
        With the name of the rule as ``source``.

    References
    ----------
    DICOM PS3.3 10.7.1.3; domain reference, 5.2.

    Examples
    --------
    >>> scale = calibrate(SpacingAttributes(imager_pixel_spacing=(0.15, 0.15), magnification_factor=1.2))
    >>> round(scale.row_mm, 6), str(scale.scale_class), scale.magnification
    (0.125, 'estimated', 1.2)
    >>> calibrate(SpacingAttributes(pixel_spacing=(0, 0))).unit
    '{pixel}'
    """
    evidence = weigh(attributes)
    refuse_conflicts(evidence)
    rule = next((rule for rule in RULES if rule.when(evidence)), None)
    if rule is None:
        return Calibration(aspect=evidence.aspect, notes=_notes(evidence, None))
    row_mm, col_mm = rule.spacing(evidence)
    return Calibration(
        row_mm=row_mm,
        col_mm=col_mm,
        relative_sd=rule.relative_sd,
        scale_class=rule.scale_class,
        source=rule.name,
        plane=rule.plane,
        magnification=rule.magnification(evidence),
        notes=_notes(evidence, rule),
    )


def corrected_by(evidence: Evidence) -> float | None:
    """Magnification that PixelSpacing was corrected by, where the detector's spacing is there too."""
    at_detector = evidence.imager or evidence.scanned
    if evidence.pixel is None or at_detector is None:
        return None
    return at_detector[0] / evidence.pixel[0]


def _notes(evidence: Evidence, rule: Rule | None) -> tuple[str, ...]:
    """Everything refused on the way, then what the winning row itself warns of."""
    notes = list(evidence.notes)
    if evidence.secondary_capture and rule is None and (evidence.pixel or evidence.imager):
        notes.append(
            "secondary capture: expected PixelSpacingCalibrationType or NominalScannedPixelSpacing, got spacing "
            "that a resampled capture may have kept from its source: refused"
        )
    if rule is None:
        return tuple(notes) or (NOTHING_STATED,)
    row_mm, col_mm = rule.spacing(evidence)
    if abs(row_mm / col_mm - 1) > 1e-6:
        notes.append(f"spacing is not square: {row_mm:g} mm by row, {col_mm:g} mm by column")
    if evidence.aspect is not None and evidence.aspect != 1 and differ(evidence.aspect, row_mm / col_mm):
        notes.append(
            f"PixelAspectRatio: expected {row_mm / col_mm:g} by the spacing, got {evidence.aspect:g}: not used"
        )
    factor = corrected_by(evidence)
    if rule.scale_class in (ScaleClass.CALIBRATED, ScaleClass.ESTIMATED) and factor and not differ(factor, 1):
        notes.append("PixelSpacing is said to be corrected but equals the detector's spacing")
    if rule.note:
        notes.append(rule.note)
    return tuple(notes)


def _at_imager(evidence: Evidence) -> bool:
    """Whether there is a detector spacing that the pixels of this file still have."""
    return evidence.imager is not None and not evidence.secondary_capture


def _scaled(spacing: Pair | None, magnification: float | None = 1.0) -> Pair:
    """Spacing in the plane that is ``magnification`` times smaller than its shadow."""
    # The row's own condition has made sure that neither is None.
    row_mm, col_mm = cast(Pair, spacing)
    return row_mm / cast(float, magnification), col_mm / cast(float, magnification)


def _differs_from_detector(evidence: Evidence) -> bool:
    factor = corrected_by(evidence)
    return factor is not None and differ(factor, 1)
