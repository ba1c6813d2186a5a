"""What a header says about scale, with everything impossible or contradictory named and refused."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

Pair = tuple[float, float]

SMALLEST_MM, LARGEST_MM = 0.01, 5.0
"""No detector, plate or digitiser has pixels outside these: such a value is another unit or a slip."""

SMALLEST_MAGNIFICATION, LARGEST_MAGNIFICATION = 1.0, 2.0
"""A shadow is never smaller than its object; beyond 2 the bone would be nearer to the tube than to the film."""

TOLERANCE = 0.02
"""Two sources that differ by more contradict each other (domain reference, 5.2)."""

_NUMERIC = re.compile(r"[-+0-9.,eE\\ ]{1,40}")


@dataclass(frozen=True, slots=True)
class SpacingAttributes:
    """Scale attributes of one film as they stand in the header: numbers, or text that may be malformed.

    Pairs are (row, column), row first, as in DICOM.

    Attributes
    ----------
    pixel_spacing, imager_pixel_spacing, nominal_scanned_pixel_spacing : sequence or None
        (0028,0030), (0018,1164), (0018,2010), in mm.
    calibration_type : str or None
        (0028,0A02): FIDUCIAL, GEOMETRY.
    magnification_factor : float, str or None
        (0018,1114) Estimated Radiographic Magnification Factor.
    source_to_detector, source_to_patient : float, str or None
        (0018,1110), (0018,1111), in mm.
    pixel_aspect_ratio : sequence or None
        (0028,0034), vertical and horizontal.
    secondary_capture : bool
        Whether the picture was captured from another one, so that its pixels may be resampled.

    Examples
    --------
    >>> SpacingAttributes(pixel_spacing=("0.000", "0.000")).pixel_spacing
    ('0.000', '0.000')
    """

    pixel_spacing: Sequence[float | str] | None = None
    imager_pixel_spacing: Sequence[float | str] | None = None
    nominal_scanned_pixel_spacing: Sequence[float | str] | None = None
    calibration_type: str | None = None
    magnification_factor: float | str | None = None
    source_to_detector: float | str | None = None
    source_to_patient: float | str | None = None
    pixel_aspect_ratio: Sequence[float | str] | None = None
    secondary_capture: bool = False


@dataclass(slots=True)
class Evidence:
    """What is left of the attributes once the impossible is refused; ``notes`` says what went and why.

    Attributes
    ----------
    pixel, imager, scanned : pair of float or None
        Spacings in mm that can be believed.
    kind : str
        Calibration type, upper case; empty = absent.
    factor : float or None
        Stated magnification, between 1 and 2.
    geometry : float or None
        Source-detector over source-patient distance, between 1 and 2.
    aspect : float or None
        Row over column; None = unknown.
    secondary_capture : bool
        As in the attributes.
    notes : list of str
        In words.
    """

    pixel: Pair | None
    imager: Pair | None
    scanned: Pair | None
    kind: str
    factor: float | None
    geometry: float | None
    aspect: float | None
    secondary_capture: bool
    notes: list[str]


def weigh(attributes: SpacingAttributes) -> Evidence:
    r"""Read every attribute by itself; refuse, in words, what no film can have.

    Examples
    --------
    >>> weigh(SpacingAttributes(pixel_spacing=(0, 0))).notes
    ['PixelSpacing: expected two numbers from 0.01 to 5 mm, got 0\\0: refused']
    """
    notes: list[str] = []
    return Evidence(
        pixel=_pair("PixelSpacing", attributes.pixel_spacing, notes),
        imager=_pair("ImagerPixelSpacing", attributes.imager_pixel_spacing, notes),
        scanned=_pair("NominalScannedPixelSpacing", attributes.nominal_scanned_pixel_spacing, notes),
        kind=(attributes.calibration_type or "").strip().upper(),
        factor=_magnification(
            "EstimatedRadiographicMagnificationFactor", _present(attributes.magnification_factor), notes
        ),
        geometry=_geometry(attributes, notes),
        aspect=_aspect(attributes.pixel_aspect_ratio, notes),
        secondary_capture=attributes.secondary_capture,
        notes=notes,
    )


def number(value: float | str | None) -> float | None:
    """Finite number from a value of a header, or None.

    Examples
    --------
    >>> number(" 0.15 "), number("0,15"), number("nan")
    (0.15, None, None)
    """
    try:
        found = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def shown(values: Sequence[object]) -> str:
    r"""Values as the header writes them; text that is no number is not repeated, it may be anything.

    Examples
    --------
    >>> shown(["0.15", "0.15"]), shown(["Smith"])
    ('0.15\\0.15', 'text that is no number')
    """
    text = "\\".join(f"{v:g}" if isinstance(v, int | float) else str(v).strip() for v in values)
    return text if _NUMERIC.fullmatch(text) or text in ("nan", "inf") else "text that is no number"


def differ(a: float, b: float) -> bool:
    """Whether two values of one thing contradict each other."""
    return abs(a / b - 1) > TOLERANCE


def _present(value: float | str | None) -> float | str | None:
    return None if isinstance(value, str) and not value.strip() else value


def _pair(name: str, values: Sequence[float | str] | None, notes: list[str]) -> Pair | None:
    """Spacing of two believable numbers, else None with a note where something was written."""
    if values is None or all(isinstance(v, str) and not v.strip() for v in values):
        return None
    found = [n for v in values if (n := number(v)) is not None and SMALLEST_MM <= n <= LARGEST_MM]
    if len(values) == 2 and len(found) == 2:
        return found[0], found[1]
    came = shown(values)
    notes.append(f"{name}: expected two numbers from {SMALLEST_MM:g} to {LARGEST_MM:g} mm, got {came}: refused")
    return None


def _magnification(name: str, value: float | str | None, notes: list[str]) -> float | None:
    """Magnification between 1 and 2, else None with a note where something was written."""
    if value is None:
        return None
    found = number(value)
    if found is not None and SMALLEST_MAGNIFICATION <= found <= LARGEST_MAGNIFICATION:
        return found
    inverse = found is not None and 0.5 <= found < 1
    hint = " (its reciprocal may be meant)" if inverse else ""
    notes.append(f"{name}: expected a magnification from 1 to 2, got {shown([value])}{hint}: refused")
    return None


def _geometry(attributes: SpacingAttributes, notes: list[str]) -> float | None:
    """Magnification by the distances from the source, where both stand there."""
    source_detector = _present(attributes.source_to_detector)
    source_patient = _present(attributes.source_to_patient)
    if source_detector is None or source_patient is None:
        return None  # One distance alone is common and says nothing of magnification.
    far, near = number(source_detector), number(source_patient)
    name = "DistanceSourceToDetector / DistanceSourceToPatient"
    if far is None or near is None or far <= 0 or near <= 0:
        came = f"{shown([source_detector])} and {shown([source_patient])}"
        notes.append(f"{name}: expected two distances above 0 mm, got {came}: refused")
        return None
    return _magnification(name, round(far / near, 6), notes)


def _aspect(values: Sequence[float | str] | None, notes: list[str]) -> float | None:
    """Pixel aspect; square where nothing is written, unknown where what is written cannot be."""
    if values is None or all(isinstance(v, str) and not v.strip() for v in values):
        return 1.0
    found = [n for v in values if (n := number(v)) is not None and n > 0]
    if len(values) == 2 and len(found) == 2 and 0.1 <= found[0] / found[1] <= 10:
        return found[0] / found[1]
    notes.append(f"PixelAspectRatio: expected two numbers above 0, got {shown(values)}: refused")
    return None
