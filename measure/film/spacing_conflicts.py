"""Two sources of scale that contradict each other: both are named and refused, none is chosen."""

from measure.film.spacing_evidence import (
    LARGEST_MAGNIFICATION,
    TOLERANCE,
    Evidence,
    Pair,
    differ,
)


def refuse_conflicts(evidence: Evidence) -> None:
    """Strike out, with a note, every source that another source contradicts.

    What is left is always the more modest claim: without a believable magnification the length at the
    detector, without a believable spacing the pixel.

    Parameters
    ----------
    evidence : Evidence
        Changed in place.

    Examples
    --------
    >>> from measure.film.spacing_evidence import SpacingAttributes, weigh
    >>> e = weigh(SpacingAttributes(pixel_spacing=(0.2, 0.2), imager_pixel_spacing=(0.15, 0.15)))
    >>> refuse_conflicts(e)
    >>> e.pixel, e.imager, e.notes[0][:52]
    (None, None, 'PixelSpacing and ImagerPixelSpacing: expected the se')
    """
    _imager_against_scanned(evidence)
    _pixel_against_detector(evidence, "ImagerPixelSpacing", evidence.imager)
    _pixel_against_detector(evidence, "NominalScannedPixelSpacing", evidence.scanned)
    _magnifications(evidence)


def _imager_against_scanned(evidence: Evidence) -> None:
    """A film has one detector: a plate or a digitiser, at one spacing."""
    a, b = evidence.imager, evidence.scanned
    if a is None or b is None or not (differ(a[0], b[0]) or differ(a[1], b[1])):
        return
    evidence.notes.append(
        f"ImagerPixelSpacing and NominalScannedPixelSpacing: expected the same spacing, got {_mm(a)} and {_mm(b)}: "
        "both refused"
    )
    evidence.imager = evidence.scanned = None


def _pixel_against_detector(evidence: Evidence, name: str, detector: Pair | None) -> None:
    """The bone cannot be larger than its shadow, nor half of it, nor magnified by rows only."""
    pixel = evidence.pixel
    if pixel is None or detector is None:
        return
    by_row, by_col = detector[0] / pixel[0], detector[1] / pixel[1]
    possible = all(1 - TOLERANCE <= m <= LARGEST_MAGNIFICATION * (1 + TOLERANCE) for m in (by_row, by_col))
    if possible and not differ(by_row, by_col):
        return
    evidence.notes.append(
        f"PixelSpacing and {name}: expected the second to be 1 to 2 times the first, alike by row and column, got "
        f"{_mm(pixel)} and {_mm(detector)} (times {by_row:.3g} and {by_col:.3g}): both refused"
    )
    if differ(pixel[0] / pixel[1], detector[0] / detector[1]):
        evidence.aspect = None  # They do not even agree on the shape of a pixel.
    evidence.pixel = None
    if name == "ImagerPixelSpacing":
        evidence.imager = None
    else:
        evidence.scanned = None


def _magnifications(evidence: Evidence) -> None:
    """Of two magnifications that disagree none is used; a measured fiducial stands above both."""
    found = {
        "EstimatedRadiographicMagnificationFactor": evidence.factor,
        "DistanceSourceToDetector / DistanceSourceToPatient": evidence.geometry,
        "ImagerPixelSpacing / PixelSpacing": _correction(evidence),
    }
    stated = {name: value for name, value in found.items() if value is not None}
    if len(stated) < 2 or not differ(max(stated.values()), min(stated.values())):
        return
    came = ", ".join(f"{name} {value:.4g}" for name, value in stated.items())
    expected = f"magnification: expected sources that agree within {TOLERANCE:.0%}, got {came}"
    if evidence.kind == "FIDUCIAL" and evidence.pixel is not None:
        evidence.notes.append(f"{expected}: the fiducial was measured and is used")
        return
    evidence.notes.append(f"{expected}: all refused")
    evidence.factor = evidence.geometry = None
    if "ImagerPixelSpacing / PixelSpacing" in stated:
        evidence.pixel = None


def _correction(evidence: Evidence) -> float | None:
    """Magnification that PixelSpacing was corrected by; None where it equals the detector's spacing."""
    if evidence.pixel is None or evidence.imager is None:
        return None
    factor = evidence.imager[0] / evidence.pixel[0]
    return factor if differ(factor, 1) or evidence.kind else None


def _mm(spacing: Pair) -> str:
    return f"{spacing[0]:g}\\{spacing[1]:g} mm"
