"""Heights: the straight reference room of the trunk, in which everything soft is built before it is bent.

The spine runs along the z axis: middles of the vertebral bodies at x = y = 0, the superior endplate of S1 at z = 0.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.model import Level

Array = NDArray[np.float64]

# Middle of each vertebral body above the superior endplate of S1, mm, at size 1 (a person of mean stature).
# Textbook anatomy, rounded: T1-L5 about 450 mm along the column, cervical spine about 125 mm.
HEIGHTS: dict[Level, float] = {
    Level.S1: -15, Level.L5: 20, Level.L4: 57, Level.L3: 93, Level.L2: 128, Level.L1: 161,
    Level.T12: 192, Level.T11: 220, Level.T10: 246, Level.T9: 270, Level.T8: 293, Level.T7: 315,
    Level.T6: 336, Level.T5: 357, Level.T4: 378, Level.T3: 399, Level.T2: 420, Level.T1: 441,
    Level.C7: 461, Level.C6: 478, Level.C5: 494, Level.C4: 511, Level.C3: 528, Level.C2: 547, Level.C1: 570,
}  # fmt: skip
TOP_OF_T1 = 450.0
T12_L1 = 176.5
APEX = 449.0
"""Height of the tops of the lungs, mm at size 1: behind the medial third of the clavicles."""
FLOOR, CROWN = -330.0, 724.0
"""Lowest and highest point of the reference room, mm at size 1: mid-thigh and the crown of the head."""


def profile(heights: Sequence[float], values: Sequence[float], at: ArrayLike, smooth: float = 14.0) -> Array:
    """Smooth course of a dimension through a table of heights.

    Parameters
    ----------
    heights, values : sequence of float
        The table; heights rising, mm at size 1.
    at : array_like
        Heights to read it at.
    smooth : float
        How far corners of the course are rounded, mm.

    Returns
    -------
    ndarray
        Values, in the shape of ``at``.

    Examples
    --------
    >>> profile([0, 100], [10, 20], [50.0]).round(6)
    array([15.])
    """
    fine = np.arange(heights[0] - 5 * smooth, heights[-1] + 5 * smooth, smooth / 3)
    near = np.arange(-9, 10) / 3.0
    weight = np.exp(-0.5 * near**2)
    padded = np.pad(np.interp(fine, heights, values), 9, mode="edge")
    course: Array = np.interp(np.asarray(at, float), fine, np.convolve(padded, weight / weight.sum(), mode="valid"))
    return course


def amount(coarse: int, fine: int, detail: float) -> int:
    """How many points, rows or pieces at this detail: ``coarse`` at 0.35, ``fine`` at 1.

    Examples
    --------
    >>> amount(20, 100, 1.0), amount(20, 100, 0.35)
    (100, 20)
    """
    return max(3, round(coarse + (fine - coarse) * (detail - 0.35) / 0.65))
