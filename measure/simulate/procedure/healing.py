"""Healing: how new bone in a distraction gap mineralises with its age, and the courses that it can take."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.errors import SimulationError
from measure.simulate.procedure.li import TYPES, Density, Feature, Shape, density_level, li_type

Array = NDArray[np.float64]

# The curve of a homogeneous regenerate is set so that the mean of its cortices, after 50 mm at 1 mm a day, is about
# 0.5, 0.7 and 0.8 of the host's one, two and three months after the last step. Published, for guidance:
# 0.40, 0.68, 0.97 (mandible, Shen 2023), 0.78, 0.87, 0.93 with the soft tissue in them (limbs, Liu 2022,
# Front Bioeng Biotechnol, 929699), 0.90 at clinical healing (femoral nail, JAAOS 2018;26:e388-94).
RISE = 42.0  # days
STEEPNESS = 1.5
# Days before tissue shows: the interzone is as wide as what is drawn in that time. Streaks are first seen about three
# weeks after distraction starts, the marrow cavity after sixteen (sheep, J Pediatr Orthop 1988;8:509-12).
LAG = 8.0
REMODELS = (110.0, 260.0)  # days of age in which the cavity forms again and cortices close
_MARROW = 0.10  # what remains in the cavity
_MIDDLE = 0.5  # density in the middle before that, as a share of the cortices'


_CDR = {Shape.FUSIFORM: 1.2, Shape.CYLINDRICAL: 0.98, Shape.CONCAVE: 0.72, Shape.LATERAL: 0.55, Shape.CENTRAL: 0.42}


@dataclass(frozen=True, slots=True)
class Pathway:
    """How one regenerate heals.

    Attributes
    ----------
    feature : Feature
        Texture while it is young.
    reaches : Density
        Where it ends: ``NORMAL`` unites, less does not.
    becomes : Feature, optional
        Texture once it is dense; as in youth unless stated. Sparse and lucent bone cannot reach normal density as such.
    shape : Shape
        Outline.
    cdr : float, optional
        Width in the middle of the gap as a share of the host's; by shape unless stated.
    speed : float
        Times the usual speed of mineralisation.
    cortices : mapping of str to float
        The same by cortex, on top.
    side : str
        Cortex that a ``LATERAL`` regenerate clings to.
    crack : tuple of float, optional
        Day from which a break runs through it, and where, as a share of the gap from above.

    Raises
    ------
    SimulationError
        If it would end in a cell that the classification does not have.

    Examples
    --------
    >>> Pathway(Feature.LUCENT)
    Traceback (most recent call last):
    measure.errors.SimulationError: regenerate: expected a type of Li, got lucent with normal density; there is none
    >>> Pathway(Feature.LUCENT, becomes=Feature.HETEROGENEOUS).width
    0.98
    """

    feature: Feature = Feature.HOMOGENEOUS
    reaches: Density = Density.NORMAL
    becomes: Feature | None = None
    shape: Shape = Shape.CYLINDRICAL
    cdr: float | None = None
    speed: float = 1.0
    cortices: Mapping[str, float] = field(default_factory=dict)
    side: str = "posterior"
    crack: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        li_type(self.last, self.reaches)
        if not 0.05 <= self.speed <= 20:
            raise SimulationError(f"regenerate: expected speed from 0.05 to 20, got {self.speed}")
        if not 0.2 <= self.width <= 2:
            raise SimulationError(f"regenerate: expected a callus diameter ratio from 0.2 to 2, got {self.width}")

    @property
    def last(self) -> Feature:
        """Texture once it is dense."""
        return self.becomes or self.feature

    @property
    def width(self) -> float:
        """Callus diameter ratio that the outline is drawn with."""
        return _CDR[self.shape] if self.cdr is None else self.cdr

    @property
    def ceiling(self) -> float:
        """Density that its cortices end at, as a share of the host's."""
        return {Density.LOW: 0.22, Density.INTERMEDIATE: 0.45, Density.NORMAL: 1.0}[self.reaches]

    def feature_at(self, share: float) -> Feature:
        """Texture at a mean density of the cortices, as a share of the host's."""
        return self.feature if (self.feature, density_level(share)) in TYPES else self.last


PATHWAYS: Mapping[str, Pathway] = {
    "homogeneous": Pathway(),
    "heterogeneous": Pathway(Feature.HETEROGENEOUS, speed=0.8),
    "lucent": Pathway(Feature.LUCENT, becomes=Feature.HETEROGENEOUS, speed=0.75),
    "sparse": Pathway(Feature.SPARSE, becomes=Feature.HOMOGENEOUS, shape=Shape.CONCAVE, cdr=0.8, speed=0.7),
    "mixed": Pathway(Feature.HOMOGENEOUS, becomes=Feature.HETEROGENEOUS, speed=0.7),
    "failing": Pathway(Feature.LUCENT, Density.INTERMEDIATE, shape=Shape.CONCAVE, speed=0.4),
}
"""Courses seen in practice: speeds in the order of the fixator indices of Singh S et al., Skeletal Radiol 2010;39:261-6
(homogeneous 20, heterogeneous 26, lucent 31 days a centimetre)."""


def maturity(age: ArrayLike, lag: ArrayLike = LAG, rise: ArrayLike = RISE) -> Array:
    """Mineral of new bone of an age, as a share of what it will have.

    Parameters
    ----------
    age : array_like
        Days since the tissue was laid.
    lag, rise : array_like
        Days until it shows, and the time constant from then on.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> maturity([10, 40, 80, 160]).round(2)
    array([0.01, 0.49, 0.89, 1.  ])
    """
    past = np.maximum(np.asarray(age, float) - lag, 0.0) / rise
    share: Array = 1.0 - np.exp(-(past**STEEPNESS))
    return share


def remodelled(age: ArrayLike) -> Array:
    """How far tissue of an age has become cortex and marrow again, 0 to 1."""
    share = np.clip((np.asarray(age, float) - REMODELS[0]) / (REMODELS[1] - REMODELS[0]), 0, 1)
    smooth: Array = share * share * (3 - 2 * share)
    return smooth


def layer(age: ArrayLike, cortical: ArrayLike, outside: ArrayLike) -> Array:
    """What a place in the cross-section can hold at most, as a share of the host's cortex.

    New bone fills the whole width at first; later its rim becomes cortex and its middle marrow.

    Parameters
    ----------
    age : array_like
        Days since the tissue was laid.
    cortical, outside : array_like
        How far the place lies in the host's cortex, and outside the host's outline, 0 to 1; else in the marrow's room.

    Returns
    -------
    ndarray
    """
    done = remodelled(age)
    rim = 0.9 + 0.1 * done
    middle = 0.9 * _MIDDLE * (1 - done) + _MARROW * done
    wall, callus = np.asarray(cortical, float), np.asarray(outside, float)
    held: Array = wall * rim + callus * (0.6 - 0.35 * done) + (1 - wall - callus) * middle
    return held
