"""True angles and distances of a column in three dimensions: what a film should show but for its projection."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.model import Level
from measure.simulate.anatomy.spine.column import Column
from measure.simulate.anatomy.spine.endplates import endplates

Array = NDArray[np.float64]
END = {"superior": 0, "inferior": 1}


@dataclass(frozen=True, eq=False)
class TrueAngles:
    """Angles of a column: endplates' rim lines seen straight from the side and straight from the front.

    No beam is in it: parallel rays along the patient's own axes, and the rims' true points.

    Attributes
    ----------
    column : Column
        Whose angles.
    """

    column: Column

    @cached_property
    def tilts(self) -> tuple[Array, Array]:
        """Sagittal and coronal tilt in degrees, each shape (2, n): superior and inferior by level, head to tail."""
        plates = endplates(list(self.column.sizes.values()))
        return plates.seen(np.array([self.column.frames[level].axes for level in self.column.levels]))

    def sagittal(self, upper: Level, lower: Level, ends: tuple[str, str] = ("superior", "inferior")) -> float:
        """Angle between two endplates from the side, kyphosis +, lordosis −, degrees."""
        (i, a), (k, b) = self._at(upper, ends[0]), self._at(lower, ends[1])
        return float(self.tilts[0][i, a] - self.tilts[0][k, b])

    def coronal(self, upper: Level, lower: Level, ends: tuple[str, str] = ("superior", "inferior")) -> float:
        """Cobb angle of two endplates from the front, convex to the left +, degrees."""
        (i, a), (k, b) = self._at(upper, ends[0]), self._at(lower, ends[1])
        return float(self.tilts[1][k, b] - self.tilts[1][i, a])

    def wedge(self, level: Level) -> float:
        """Superior against inferior endplate of one vertebra from the side, kyphotic +, degrees."""
        return self.sagittal(level, level)

    def disc(self, level: Level) -> float:
        """Height of the disc below a level between the middles of the endplates' rims, mm, slips included."""
        below = self.column.levels[self._at(level, "inferior")[1] + 1]
        return float(np.linalg.norm(self.middle(level, "inferior") - self.middle(below, "superior")))

    def middle(self, level: Level, end: str) -> Array:
        """Middle of an endplate's rims in the room, mm."""
        size = self.column.sizes[level]
        half = (size.anterior + size.posterior) / 4
        return self.column.frames[level].apply([0, 0, half if end == "superior" else -half])

    @property
    def sacral_slope(self) -> float:
        """Endplate of S1 against the horizontal, degrees."""
        return float(self.tilts[0][0, -1])

    @property
    def pelvic_tilt(self) -> float:
        """Line from the hips to the endplate of S1 against the vertical, hips in front +, degrees."""
        away = self.middle(Level.S1, "superior") - np.asarray(self.column.frames["pelvis"].origin)
        return float(np.rad2deg(np.arctan2(away[1], away[2])))

    @property
    def pelvic_incidence(self) -> float:
        """Pelvic tilt plus sacral slope, degrees."""
        return self.pelvic_tilt + self.sacral_slope

    @property
    def sva(self) -> float:
        """Middle of C7 ahead of the posterior superior corner of S1, mm."""
        size = self.column.sizes[Level.S1]
        corner = self.column.frames["S1"].apply([0, size.superior_depth / 2, size.posterior / 2])
        return float(corner[1] - np.asarray(self.column.frames["C7"].origin)[1])

    def _at(self, level: Level, end: str) -> tuple[int, int]:
        if end not in END or level not in self.column.levels:
            raise SimulationError(f"angle: expected a level of this person, superior or inferior; got {level}, {end}")
        return END[end], self.column.levels.index(level)


def true_angles(column: Column) -> TrueAngles:
    """True angles of a column; see ``TrueAngles``.

    Examples
    --------
    >>> from measure.simulate.anatomy.spine.alignment import Alignment
    >>> from measure.simulate.anatomy.spine.column import column
    >>> from measure.simulate.anatomy.spine.size import VertebraSize
    >>> body = VertebraSize(25, 24, 25, 33, 33, 45, 45, disc=8)
    >>> levels = [level for level in Level if level[0] in "TLS" and level not in ("T13", "L6")]
    >>> made = column(dict.fromkeys(levels, body), Alignment(lordosis=-50.0))
    >>> round(true_angles(made).sagittal(Level.L1, Level.S1, ("superior", "superior")), 6)
    -50.0
    """
    return TrueAngles(column)
