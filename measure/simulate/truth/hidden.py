"""Hidden: which true marks a reader could not see, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from measure.model import StructureKind
from measure.simulate.rays import Beam, Lengths
from measure.simulate.truth.seen import Seen

METAL = ("titanium", "steel", "lead")
METAL_MM = 1.5  # a wire thinner than this lets an edge be seen through it
CEMENT_MM = 4.0
DARK = 300.0  # quanta per mm2: an endplate, 10 % over a few mm2, drowns in noise
BRIGHT = 0.85  # share of the open beam: burnt out


def hide(
    seen: Sequence[Seen],
    beam: Beam,
    lengths: Lengths,
    signal: NDArray[np.float32],
    quanta: float,
    field: NDArray[np.bool_] | None = None,
) -> list[Seen]:
    """Structures with the reason why they, or single points of them, cannot be read.

    Parameters
    ----------
    seen : sequence of Seen
        What falls on the film.
    beam : Beam
        Rays of the maps below.
    lengths : mapping of str to ndarray
        Path lengths by material, mm.
    signal : ndarray
        Detector signal as a share of the open beam.
    quanta : float
        Of the open beam, per mm2.
    field : ndarray of bool, optional
        True inside the collimated field.

    Returns
    -------
    list of Seen
        ``hidden`` holds for the whole structure when it does for more than half of its points.
    """
    metal = sum((lengths[name] for name in METAL if name in lengths), np.zeros((beam.rows, beam.cols), np.float32))
    cement = lengths.get("cement", np.zeros((beam.rows, beam.cols), np.float32))
    found = []
    for one in seen:
        reasons = {}
        for name, (row, col) in one.points().items():
            if reason := _reason(row, col, beam, metal, cement, signal, quanta, field):
                reasons[name] = reason
        calibrates = one.structure is not None and one.structure.kind in (
            StructureKind.IMPLANT,
            StructureKind.CALIBRATOR,
        )
        if calibrates:  # metal is what is looked at here
            reasons = {name: reason for name, reason in reasons.items() if reason == "cropped"}
        whole = None
        if one.points() and len(reasons) > len(one.points()) / 2:
            words = list(reasons.values())
            whole = max(sorted(set(words)), key=words.count)
        found.append(replace(one, hidden=whole, hidden_marks=reasons))
    return found


def _reason(
    row: float,
    col: float,
    beam: Beam,
    metal: NDArray[np.float32],
    cement: NDArray[np.float32],
    signal: NDArray[np.float32],
    quanta: float,
    field: NDArray[np.bool_] | None,
) -> str | None:
    r, c = round(row), round(col)
    if not (0 <= r < beam.rows and 0 <= c < beam.cols) or (field is not None and not field[r, c]):
        return "cropped"
    if metal[r, c] > METAL_MM:
        return "implant"
    if cement[r, c] > CEMENT_MM:
        return "cement"
    if signal[r, c] * quanta < DARK:
        return "under_exposed"
    return "over_exposed" if signal[r, c] > BRIGHT else None


def mapped(reasons: Mapping[str, str]) -> dict[str, str]:
    """Reasons by mark, sorted, for a document."""
    return dict(sorted(reasons.items()))
