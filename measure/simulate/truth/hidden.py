"""Hidden: which true marks a reader could not see, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.model import StructureKind
from measure.simulate.rays import Beam, Lengths
from measure.simulate.truth.seen import Seen

METAL = ("titanium", "steel")
LETTER_MM = 0.3  # of lead
METAL_MM = 1.5  # a wire thinner than this lets an edge be seen through it
CEMENT_MM = 4.0
DARK = 300.0  # quanta per mm2: an endplate, 10 % over a few mm2, drowns in noise
BRIGHT = 0.85  # share of the open beam: nothing of the patient was in the way
FLAT = 0.008  # of the range of grey, over ``AROUND_MM``: two of 256 steps
AROUND_MM = 6.0


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What one film shows, pixel by pixel.

    Attributes
    ----------
    lengths : mapping of str to ndarray
        Path lengths by material, mm.
    signal : ndarray
        Of the detector, as a share of the open beam.
    quanta : float
        Of the open beam, per mm2.
    field : ndarray of bool or None
        True inside the collimated field.
    covered : ndarray of bool or None
        True under what was drawn on the finished picture.
    picture : ndarray or None
        The developed film from 0 to 1: where it is flat, black or white, its station has clipped it.
    """

    lengths: Lengths
    signal: NDArray[np.float32]
    quanta: float
    field: NDArray[np.bool_] | None = None
    covered: NDArray[np.bool_] | None = None
    picture: NDArray[np.float32] | None = None


def hide(seen: Sequence[Seen], beam: Beam, evidence: Evidence) -> list[Seen]:
    """Structures with the reason why they, or single points of them, cannot be read.

    Parameters
    ----------
    seen : sequence of Seen
        What falls on the film.
    beam : Beam
        Rays of the evidence's maps.
    evidence : Evidence
        What there is to see.

    Returns
    -------
    list of Seen
        ``hidden`` holds for the whole structure when it does for more than half of its points.
    """
    masks = _masks(beam, evidence)
    found = []
    for one in seen:
        reasons = {}
        for name, (row, col) in one.points().items():
            if reason := _reason(round(row), round(col), masks):
                reasons[name] = reason
        # A nail or a ball is what is looked at: metal does not hide it.
        if one.structure is not None and one.structure.kind in (StructureKind.IMPLANT, StructureKind.CALIBRATOR):
            reasons = {name: reason for name, reason in reasons.items() if reason == "cropped"}
        whole = None
        if one.points() and len(reasons) > len(one.points()) / 2:
            words = list(reasons.values())
            whole = max(sorted(set(words)), key=words.count)
        found.append(replace(one, hidden=whole, hidden_marks=reasons))
    return found


def _masks(beam: Beam, evidence: Evidence) -> dict[str, NDArray[np.bool_]]:
    """Where each reason holds; the first that does is given."""
    none = np.zeros((beam.rows, beam.cols), np.float32)
    metal = sum((evidence.lengths[name] for name in METAL if name in evidence.lengths), none)
    masks = {
        "cropped": np.zeros(none.shape, bool) if evidence.field is None else ~evidence.field,
        "marker": evidence.lengths.get("lead", none) > LETTER_MM,
        "implant": metal > METAL_MM,
        "cement": evidence.lengths.get("cement", none) > CEMENT_MM,
        "under_exposed": evidence.signal * np.float32(evidence.quanta) < DARK,
        "over_exposed": evidence.signal > BRIGHT,
    }
    if evidence.covered is not None:
        masks["marker"] |= evidence.covered
    if evidence.picture is not None:
        size = max(3, round(AROUND_MM / min(beam.pitch)) | 1)
        kernel = np.ones((size, size), np.uint8)
        picture = evidence.picture
        flat = cv2.dilate(picture, kernel) - cv2.erode(picture, kernel) < FLAT
        # On the film bone is bright: what took too little dose is clipped white, too much black.
        masks["under_exposed"] |= flat & (picture > 0.5)
        masks["over_exposed"] |= flat & (picture <= 0.5)
    return masks


def _reason(row: int, col: int, masks: Mapping[str, NDArray[np.bool_]]) -> str | None:
    rows, cols = masks["cropped"].shape
    if not (0 <= row < rows and 0 <= col < cols):
        return "cropped"
    return next((reason for reason, mask in masks.items() if mask[row, col]), None)


def mapped(reasons: Mapping[str, str]) -> dict[str, str]:
    """Reasons by mark, sorted, for a document."""
    return dict(sorted(reasons.items()))
