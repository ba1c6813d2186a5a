"""What a person, a table or the command line states about scale, put in the place of what the header says."""

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from measure.errors import ReadingError
from measure.film.spacing_evidence import (
    LARGEST_MAGNIFICATION,
    LARGEST_MM,
    SMALLEST_MAGNIFICATION,
    SMALLEST_MM,
    TOLERANCE,
    differ,
    number,
)
from measure.model import Calibration, Origin, ScaleClass, Statement, Topic

_WITH_SD = re.compile(r"\s*([0-9.eE+-]+?)\s*(?:±|\+/-|\+-)\s*([0-9.eE+-]+)\s*(?:mm)?\s*")
# Who is believed where two statements on one topic contradict each other; the contradiction is flagged.
_TRUST = (Origin.HEADER, Origin.ALGORITHM, Origin.TABLE, Origin.COMMAND, Origin.PERSON)


def apply_statements(calibration: Calibration, statements: Sequence[Statement]) -> tuple[Calibration, tuple[str, ...]]:
    """Restate the scale of a film; statements win over the header, contradictions are flagged.

    The pixel aspect is applied first (it may take the millimetres away), then a spacing in the plane of the
    bone, and a site magnification only where no spacing is stated.

    Parameters
    ----------
    calibration : Calibration
        What the header gave.
    statements : sequence of Statement
        On any topic; only ``pixel_aspect``, ``spacing`` and ``magnification`` are read.

    Returns
    -------
    Calibration
        Restated, with its origin in ``notes``.
    tuple of str
        Flags.

    Raises
    ------
    ReadingError
        Where the text of a statement cannot be used.

    Examples
    --------
    >>> header = Calibration(0.23, 0.23, 0.002, ScaleClass.DETECTOR, "imager_pixel_spacing", "detector")
    >>> stated = Statement(Topic.MAGNIFICATION, "1.15±0.07", Origin.COMMAND, source="phantom, 2024")
    >>> scale, flags = apply_statements(header, [stated])
    >>> round(scale.row_mm, 6), str(scale.scale_class), round(scale.relative_sd, 3), flags
    (0.2, 'estimated', 0.061, ())
    """
    flags: list[str] = []
    aspect = _chosen(statements, Topic.PIXEL_ASPECT, flags)
    spacing = _chosen(statements, Topic.SPACING, flags)
    magnification = _chosen(statements, Topic.MAGNIFICATION, flags)
    if aspect is not None:
        calibration = restate_aspect(calibration, aspect, flags)
    if spacing is not None:
        calibration = restate_spacing(calibration, spacing, flags)
    if magnification is not None and spacing is None:
        calibration = restate_magnification(calibration, magnification, flags)
    elif magnification is not None:
        flags.append("statement_magnification_not_applied")
    return calibration, tuple(dict.fromkeys(flags))


def restate_aspect(calibration: Calibration, statement: Statement, flags: list[str]) -> Calibration:
    """Put a stated pixel aspect in place; a picture of another shape than its header says has lost its scale."""
    aspect = _aspect(statement)
    scaled = calibration.scale_class is not ScaleClass.NONE
    known = calibration.aspect is not None and (scaled or calibration.aspect != 1.0)
    if aspect is not None and calibration.aspect is not None and not differ(aspect, calibration.aspect):
        return calibration
    if known:
        flags.append("statement_overrides_header_scale" if scaled else "statement_overrides_header_aspect")
    why = "unknown: the picture was resized" if aspect is None else f"{aspect:g}"
    note = f"pixel aspect stated as {why}{_origin(statement)}"
    if scaled:
        note += "; the spacing of the header cannot hold and is dropped"
    return Calibration(aspect=aspect, source="stated_pixel_aspect", notes=(*calibration.notes, note))


def restate_spacing(calibration: Calibration, statement: Statement, flags: list[str]) -> Calibration:
    """Put a spacing stated for the plane of the bone in place; it is the spacing by column where they differ."""
    mm, sd = _with_sd(statement, SMALLEST_MM, LARGEST_MM, "0.148±0.002")
    note = f"spacing stated as {mm:g} ± {sd:g} mm in the plane of the bone{_origin(statement)}"
    if calibration.aspect is None:
        flags.append("statement_spacing_not_applied")
        return replace(calibration, notes=(*calibration.notes, f"{note}; not applied: the pixel aspect is unknown"))
    if _contradicts(calibration, mm, sd):
        flags.append("statement_overrides_header_scale")
    return Calibration(
        row_mm=mm * calibration.aspect,
        col_mm=mm,
        relative_sd=sd / mm,
        scale_class=ScaleClass.CALIBRATED,
        source="stated_spacing",
        plane="patient",
        notes=(*calibration.notes, note),
    )


def restate_magnification(calibration: Calibration, statement: Statement, flags: list[str]) -> Calibration:
    """Divide a site's magnification out of the length at the detector.

    It needs a spacing at the detector. A spacing of unknown plane is taken to be one, and flagged: it may have
    been corrected already. A magnification that the header gave is replaced. A fiducial, or a correction by an
    unknown factor, is left alone, and flagged.
    """
    factor, sd = _with_sd(statement, SMALLEST_MAGNIFICATION, LARGEST_MAGNIFICATION, "1.15±0.07")
    note = f"magnification stated as {factor:g} ± {sd:g}{_origin(statement)}"
    at_detector, base_sd = _at_detector(calibration)
    if at_detector is None:
        flags.append("statement_magnification_not_applied")
        why = f"the scale of the film is {calibration.scale_class} ({calibration.source})"
        return replace(calibration, notes=(*calibration.notes, f"{note}; not applied: {why}"))
    if calibration.scale_class is ScaleClass.ESTIMATED:
        flags.append("statement_overrides_header_scale")
    if calibration.scale_class is ScaleClass.UNKNOWN:
        flags.append("statement_magnification_on_unknown_plane")
        note += "; applied to a spacing that may have been corrected already"
    return Calibration(
        row_mm=at_detector[0] / factor,
        col_mm=at_detector[1] / factor,
        relative_sd=math.hypot(sd / factor, base_sd),
        scale_class=ScaleClass.ESTIMATED,
        source="stated_magnification",
        plane="patient",
        magnification=factor,
        notes=(*calibration.notes, note),
    )


def _at_detector(calibration: Calibration) -> tuple[tuple[float, float] | None, float]:
    """Spacing that a magnification may be divided out of, and its own relative sd, or None."""
    row_mm, col_mm = calibration.row_mm, calibration.col_mm
    if row_mm is None or col_mm is None:
        return None, 0.0
    if calibration.scale_class is ScaleClass.DETECTOR:
        return (row_mm, col_mm), calibration.relative_sd
    if calibration.scale_class is ScaleClass.UNKNOWN:
        # Its sd stands for the unknown magnification, which is what the statement settles.
        return (row_mm, col_mm), 0.0
    if calibration.scale_class is ScaleClass.ESTIMATED and calibration.magnification is not None:
        return (row_mm * calibration.magnification, col_mm * calibration.magnification), 0.0
    return None, 0.0


def _contradicts(calibration: Calibration, mm: float, sd: float) -> bool:
    """Whether the header's millimetres cannot be true if the stated ones are."""
    if calibration.col_mm is None:
        return False
    ratio = calibration.col_mm / mm
    spread = 2 * math.hypot(sd / mm, calibration.relative_sd) + TOLERANCE
    if calibration.scale_class in (ScaleClass.DETECTOR, ScaleClass.UNKNOWN):
        # The detector's pixel is expected to be larger, by a magnification.
        return not (SMALLEST_MAGNIFICATION - spread <= ratio <= LARGEST_MAGNIFICATION + spread)
    return abs(ratio - 1) > spread


def _chosen(statements: Sequence[Statement], topic: Topic, flags: list[str]) -> Statement | None:
    """Statement to believe on a topic: the most trusted origin, the last of them; contradictions are flagged."""
    found = [s for s in statements if s.topic is topic]
    if len({"".join(s.value.split()) for s in found}) > 1:
        flags.append(f"{topic}_statements_contradict")
    return max(enumerate(found), key=lambda pair: (_TRUST.index(pair[1].origin), pair[0]))[1] if found else None


def _with_sd(statement: Statement, low: float, high: float, example: str) -> tuple[float, float]:
    """Value and sd of a statement such as ``1.15±0.07``."""
    match = _WITH_SD.fullmatch(statement.value)
    value, sd = (number(match[1]), number(match[2])) if match else (None, None)
    if value is None or sd is None or not low <= value <= high or not 0 < sd < value:
        raise ReadingError(
            f"statement about {statement.topic}: expected a value from {low:g} to {high:g} with its sd above 0, "
            f"such as {example}, got {statement.value!r}"
        )
    return value, sd


def _aspect(statement: Statement) -> float | None:
    """Aspect that is stated; None for ``unknown``."""
    text = statement.value.strip().lower()
    if text == "unknown":
        return None
    value = number(text)
    if value is None or not 0.1 <= value <= 10:
        raise ReadingError(
            f"statement about {statement.topic}: expected row over column spacing from 0.1 to 10, or unknown, "
            f"got {statement.value!r}"
        )
    return value


def _origin(statement: Statement) -> str:
    return f" ({statement.origin}{', ' + statement.source if statement.source else ''})"
