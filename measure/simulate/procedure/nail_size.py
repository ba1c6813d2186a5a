"""Nail size: what a lengthening nail is before it is put in, and where in the bone it comes to lie."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.model import Side
from measure.simulate.anatomy.limb import Shaft
from measure.simulate.procedure.lengthening import Drift, LengtheningPlan

Array = NDArray[np.float64]

# Outer tube and inner rod by nominal size, mm. The nominal sizes are those on sale; that a rod is about 2 mm thinner
# than its tube is rounded.
SIZES = {8.5: 7.0, 10.7: 8.5, 12.5: 10.5}
# Lengths as sold, rounded from memory.
LENGTHS = (165.0, 195.0, 215.0, 245.0, 275.0, 305.0)
ENTRY = {"femur": -57.0, "tibia": -45.0}
"""Where along the shaft a nail's upper end lies, mm: above it, a little below the trochanters or the plateau."""
_REAMED = 1.0  # mm by which a nail may be thicker than the canal that is reamed for it
_BELOW = 22.0  # mm of shaft that stay below a nail


@dataclass(frozen=True, slots=True)
class NailSize:
    """A lengthening nail as it comes out of its box.

    Attributes
    ----------
    diameter, rod : float
        Outer tube and inner rod, mm.
    length : float
        From end to end before distraction, mm.
    exposed : float
        Rod that stands out of the tube before distraction, mm: 30 in the nails tested by Hofstra's group
        (J Clin Orthop Trauma 2020, "sleeper nail").
    overlap : float
        Rod within the tube before distraction, mm.
    least_overlap : float
        What must stay within: the stroke is the difference.
    material : str
        Metal.
    screw : float
        Diameter of the locking screws, mm.
    """

    diameter: float = 10.7
    rod: float = 8.5
    length: float = 245.0
    exposed: float = 30.0
    overlap: float = 100.0
    least_overlap: float = 20.0
    material: str = "titanium"
    screw: float = 5.0

    def __post_init__(self) -> None:
        if not 0 < self.rod < self.diameter:
            raise SimulationError(f"nail: expected a rod thinner than the tube {self.diameter}, got {self.rod}")
        if not self.exposed + 20 < self.length or not self.least_overlap < self.overlap < self.length - self.exposed:
            raise SimulationError(f"nail: expected tube and rod to fit in length {self.length}, got {self}")

    @property
    def stroke(self) -> float:
        """Longest distraction, mm."""
        return self.overlap - self.least_overlap

    @classmethod
    def named(cls, diameter: float, length: float = 245.0) -> "NailSize":
        """A catalogue size: 8.5, 10.7 or 12.5 mm.

        Examples
        --------
        >>> NailSize.named(12.5).rod, NailSize.named(10.7, length=305.0).stroke
        (10.5, 80.0)
        """
        if diameter not in SIZES:
            raise SimulationError(f"nail: expected one of {', '.join(map(str, SIZES))} mm, got {diameter}")
        return cls(diameter, SIZES[diameter], length)


def fitting_nail(shaft: Shaft, top: float, wall: float = 2.5) -> NailSize:
    """Nail that suits a bone: as thick as its canal takes when reamed, and as long as it stays well inside.

    Parameters
    ----------
    shaft : Shaft
        The uncut bone.
    top : float
        Way along the shaft of the nail's upper end, mm.
    wall : float
        Least bone that is to stay around it, mm.

    Raises
    ------
    SimulationError
        If no nail that is on sale fits.
    """
    middle = [np.ptp(shaft.inner(share * shaft.length)[:, 0]) for share in (0.4, 0.5, 0.6)]
    diameter = max((size for size in SIZES if size <= min(middle) + _REAMED), default=min(SIZES))
    for length in reversed(LENGTHS):
        if top + length <= shaft.length - _BELOW and least_wall(shaft, top, length, diameter) >= wall:
            return NailSize.named(diameter, length)
    raise SimulationError(
        f"nail: expected a {shaft.bone} that takes {LENGTHS[0]:g} mm, got a shaft of {shaft.length:g}"
    )


def least_wall(shaft: Shaft, top: float, length: float, diameter: float) -> float:
    """Least thickness of bone around a straight nail in the shaft, mm."""
    line = nail_line(shaft, top, length)
    way, least = (line[1] - line[0]) / length, np.inf
    for s in np.arange(0.0, min(top + length, shaft.length), 6.0):
        centre, axes = shaft.at(float(s))
        at = line[0] + ((centre - line[0]) @ axes[:, 2]) / (way @ axes[:, 2]) * way
        least = min(least, float(np.linalg.norm(shaft.outer(float(s)) - at, axis=1).min()) - diameter / 2)
    return least


def nail_line(shaft: Shaft, top: float, length: float) -> Array:
    """Straight line that runs best through the canal, shape (2, 3): where a nail of a length lies, from its upper end.

    Parameters
    ----------
    shaft : Shaft
        The uncut bone.
    top : float
        Way along the shaft of the nail's upper end, mm; below 0 it stands above the shaft.
    length : float
        Of the nail, mm.
    """
    course = shaft.middle(max(top, 0.0), top + length, 41)
    centre = course.mean(axis=0)
    way = np.linalg.svd(course - centre)[2][0]
    way = way if way @ (course[-1] - course[0]) > 0 else -way
    # The end of the nail is level with the end of that stretch of the bone.
    start = centre + ((course[0] - centre) @ way + min(top, 0.0)) * way
    return np.stack([start, start + length * way])


def on_nail(plan: LengtheningPlan, shaft: Shaft, line: Array) -> LengtheningPlan:
    """The same plan with the lower segment drawn along the nail, not along the bone."""
    _, axes = shaft.at(plan.osteotomy)
    way = (line[1] - line[0]) / np.linalg.norm(line[1] - line[0]) @ axes
    per_mm = way / -way[2]
    out = 1.0 if plan.side is Side.LEFT else -1.0
    drift, medial, posterior = plan.drift, -out * float(per_mm[0]), float(per_mm[1])
    medial, posterior = drift.medial + medial * plan.planned, drift.posterior + posterior * plan.planned
    return replace(plan, drift=Drift(drift.valgus, drift.procurvatum, medial, posterior))
