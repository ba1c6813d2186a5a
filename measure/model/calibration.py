"""Calibration: millimetres per pixel, how they are known, and in which plane they hold."""

import math
from dataclasses import dataclass
from enum import StrEnum

from measure.errors import ModelError


class ScaleClass(StrEnum):
    """How far a length in millimetres can be trusted.

    ==========  ==============================================================
    calibrated  against an object of known size in the plane of the bone
    estimated   corrected for an assumed or estimated magnification
    detector    at the detector: larger than the patient by the magnification
    unknown     millimetres of which the file does not say whether corrected
    none        pixels only
    ==========  ==============================================================
    """

    CALIBRATED = "calibrated"
    ESTIMATED = "estimated"
    DETECTOR = "detector"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Scale of a film.

    Attributes
    ----------
    row_mm, col_mm : float or None
        Distance between pixel centres down a column and along a row, in mm; None
        without a scale.
    relative_sd : float
        Relative sd of the scale, one variable for all lengths of the film (common mode).
    scale_class : ScaleClass
        How far the millimetres can be trusted.
    source : str
        The rule of the decision table that won, e.g. ``pixel_spacing_fiducial``.
    plane : str
        Where it holds: ``fiducial``, ``patient``, ``detector``, ``unknown``.
    aspect : float or None
        row_mm / col_mm, also where the millimetres are not known; None = unknown, and
        then angles and oblique lengths mean nothing.
    magnification : float or None
        The factor that was divided out, where one was.
    notes : tuple of str
        What was refused or doubted on the way, in words.

    Examples
    --------
    >>> Calibration(0.2, 0.1, scale_class=ScaleClass.DETECTOR, source="imager_pixel_spacing").step
    (0.2, 0.1)
    >>> Calibration().unit, Calibration().step
    ('{pixel}', (1.0, 1.0))
    """

    row_mm: float | None = None
    col_mm: float | None = None
    relative_sd: float = 0.0
    scale_class: ScaleClass = ScaleClass.NONE
    source: str = "none"
    plane: str = "unknown"
    aspect: float | None = 1.0
    magnification: float | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        scaled = self.scale_class is not ScaleClass.NONE
        if scaled != (self.row_mm is not None) or scaled != (self.col_mm is not None):
            raise ModelError(f"calibration: class {self.scale_class} with spacing {self.row_mm}, {self.col_mm}")
        if self.row_mm is not None and self.col_mm is not None:
            for name, mm in (("row", self.row_mm), ("column", self.col_mm)):
                if not (math.isfinite(mm) and mm > 0):
                    raise ModelError(f"calibration: expected {name} spacing > 0 mm, got {mm}")
            object.__setattr__(self, "aspect", self.row_mm / self.col_mm)
        if not (math.isfinite(self.relative_sd) and self.relative_sd >= 0):
            raise ModelError(f"calibration: expected a relative sd >= 0, got {self.relative_sd}")
        if self.aspect is not None and not (math.isfinite(self.aspect) and self.aspect > 0):
            raise ModelError(f"calibration: expected an aspect > 0, got {self.aspect}")

    @property
    def step(self) -> tuple[float, float]:
        """Multiply (row, col) by this before any length or angle: mm, else pixels.

        Without millimetres but with a known aspect, the unit is one column width.
        """
        if self.row_mm is not None and self.col_mm is not None:
            return self.row_mm, self.col_mm
        return (self.aspect if self.aspect is not None else 1.0), 1.0

    @property
    def unit(self) -> str:
        """UCUM unit of a length on this film."""
        return "{pixel}" if self.scale_class is ScaleClass.NONE else "mm"
