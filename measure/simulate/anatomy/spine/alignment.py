"""Alignment: the angles, slips and narrowed discs that the column is asked to stand in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from measure.errors import SimulationError
from measure.model import Level, Side
from measure.model.anatomy import rank


@dataclass(frozen=True, slots=True)
class Curve:
    """One coronal curve.

    Attributes
    ----------
    upper, apex, lower : Level
        Upper end vertebra, apical vertebra, lower end vertebra. Neighbouring curves may share an end vertebra.
    cobb : float
        Superior endplate of ``upper`` to inferior endplate of ``lower`` in the coronal plane, degrees, 0 or more.
    convexity : Side
        Side of the patient that the curve bulges to.
    rotation : float
        Axial rotation of the apical vertebra as a share of the Cobb angle, its front turned towards the convexity;
        none at the end vertebrae. 22 of 68 degrees in thoracic and 11 of 44 in lumbar curves, standing (62 patients,
        Scoliosis Spinal Disord 2017, PMC5320720).
    """

    upper: Level
    apex: Level
    lower: Level
    cobb: float
    convexity: Side = Side.RIGHT
    rotation: float = 0.32

    def __post_init__(self) -> None:
        if not rank(self.upper) < rank(self.apex) < rank(self.lower):
            raise SimulationError(
                f"curve: expected upper above apex above lower, got {self.upper}, {self.apex}, {self.lower}"
            )
        if self.lower is Level.S1:
            raise SimulationError("curve: S1 stands level; expected a lower end vertebra above it")
        if self.convexity not in (Side.LEFT, Side.RIGHT) or not 0 <= self.cobb <= 120:
            raise SimulationError(
                f"curve: expected 0 to 120 degrees, convex left or right; got {self.cobb}, {self.convexity}"
            )

    @property
    def signed(self) -> float:
        """Cobb angle, convex to the left +."""
        return self.cobb if self.convexity is Side.LEFT else -self.cobb


@dataclass(frozen=True, slots=True)
class Slip:
    """How far a vertebra stands off the one below, along that one's superior endplate.

    Attributes
    ----------
    anterior : float
        Forwards +, backwards −, mm.
    left : float
        To the patient's left +, mm.
    """

    anterior: float = 0.0
    left: float = 0.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a column stands: angles in degrees, kyphosis +, lordosis −.

    Attributes
    ----------
    pelvic_incidence, pelvic_tilt : float
        Sacral slope is their difference.
    lordosis : float
        Superior endplates of the first lumbar vertebra and of S1.
    kyphosis : float
        Superior endplate of ``kyphosis_from`` to inferior endplate of the last thoracic vertebra.
    kyphosis_from : Level
        T4 or T1, usually.
    junction : float
        The disc between thorax and loin; what ``sva`` asks for comes on top of it.
    cervical : float
        Inferior endplates of C2 and C7.
    sva : float or None
        Middle of C7 ahead of the posterior superior corner of S1, mm; None lets it fall where the angles put it.
    curves : tuple of Curve
        Coronal curves.
    trunk_shift : float
        Middle of C7 to the left of the middle of S1, mm.
    slips : mapping of Level to Slip
        By the level that slips.
    narrowing : mapping of Level to float
        Height of the disc below a level as a share of its usual height.
    hip_span : float
        Between the centres of the femoral heads, mm.
    hip_sacrum : float
        From the middle between them to the middle of the endplate of S1, mm.

    Examples
    --------
    >>> Alignment(pelvic_incidence=52.0, pelvic_tilt=12.0).sacral_slope
    40.0
    """

    pelvic_incidence: float = 52.0
    pelvic_tilt: float = 12.0
    lordosis: float = -55.0
    kyphosis: float = 40.0
    kyphosis_from: Level = Level.T4
    junction: float = 0.0
    cervical: float = -10.0
    sva: float | None = None
    curves: tuple[Curve, ...] = ()
    trunk_shift: float = 0.0
    slips: Mapping[Level, Slip] = field(default_factory=dict)
    narrowing: Mapping[Level, float] = field(default_factory=dict)
    hip_span: float = 176.0
    hip_sacrum: float = 112.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "curves", tuple(sorted(self.curves, key=lambda curve: rank(curve.upper))))
        for above, below in zip(self.curves, self.curves[1:], strict=False):
            if rank(above.lower) > rank(below.upper):
                raise SimulationError(f"curves: {above.upper}-{above.lower} and {below.upper}-{below.lower} overlap")
        for level, share in self.narrowing.items():
            if not 0 < share <= 2:
                raise SimulationError(f"disc below {level}: expected a share of its height above 0 to 2, got {share}")

    @property
    def sacral_slope(self) -> float:
        """Endplate of S1 against the horizontal, degrees."""
        return self.pelvic_incidence - self.pelvic_tilt


def ladder(levels: Iterable[Level]) -> tuple[Level, ...]:
    """Levels from head to tail, as this person has them.

    Raises
    ------
    SimulationError
        If S1 or every vertebra of the loin or thorax is missing.
    """
    found = tuple(sorted(levels, key=rank))
    letters = "".join(level[0] for level in found)
    if found[-1:] != (Level.S1,) or "T" not in letters or "L" not in letters:
        raise SimulationError(f"column: expected thoracic and lumbar levels and S1, got {', '.join(found) or 'none'}")
    return found
