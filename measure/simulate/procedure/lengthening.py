"""Lengthening: a bone that is cut and drawn apart, as planned and as it truly stands on each day."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.model import Side, StructureKind
from measure.simulate.anatomy.limb import Edge

Array = NDArray[np.float64]


class Device(StrEnum):
    """What draws the bone apart."""

    NAIL = "nail"
    RAIL = "rail"
    RING = "ring"


class Phase(StrEnum):
    """Where a lengthening stands on a day."""

    LATENCY = "latency"
    DISTRACTION = "distraction"
    CONSOLIDATION = "consolidation"


@dataclass(frozen=True, slots=True)
class Drift:
    """How far the lower segment has left the line of the upper one.

    Attributes
    ----------
    valgus, procurvatum : float
        Angulation in the coronal and in the sagittal plane, degrees: the lower segment turns outwards, backwards.
    medial, posterior : float
        Translation of the lower segment, mm.
    """

    valgus: float = 0.0
    procurvatum: float = 0.0
    medial: float = 0.0
    posterior: float = 0.0

    def times(self, share: float) -> "Drift":
        """A share of it."""
        return Drift(self.valgus * share, self.procurvatum * share, self.medial * share, self.posterior * share)


@dataclass(frozen=True, slots=True)
class LengtheningPlan:
    """One bone to be lengthened, and what truly becomes of it.

    Attributes
    ----------
    bone : str
        ``"femur"``, ``"tibia"``.
    side : Side
        Left or right.
    osteotomy : float
        Where the bone is cut, mm along its shaft from the upper end.
    planned : float
        Lengthening to be reached, mm.
    latency : float
        Days from the cut to the first step.
    rate : float
        Millimetres a day.
    steps : int
        Steps a day that make up the rate: 4 of 0.25 mm.
    initial_gap : float
        What the cut itself leaves open, mm.
    rough : float
        Unevenness of the cut faces, standard deviation in mm.
    seed : int
        Which unevenness.
    device : Device
        Nail or fixator.
    drift : Drift
        Angulation and translation when all of the lengthening is reached; they grow with it.
    stalls_at : float, optional
        Lengthening at which the bone unites too early and the device draws no further, mm.
    freed : float, optional
        Day on which the bone bears load without the device.
    subsidence : float
        What it then loses, mm, in the ``_SUBSIDING`` days after.

    Examples
    --------
    >>> plan = LengtheningPlan(planned=50.0)
    >>> state(plan, 27).lengthening, plan.end
    (20.0, 57.0)
    """

    bone: str = "femur"
    side: Side = Side.LEFT
    osteotomy: float = 120.0
    planned: float = 50.0
    latency: float = 7.0
    rate: float = 1.0
    steps: int = 4
    initial_gap: float = 1.0
    rough: float = 0.0
    seed: int = 0
    device: Device = Device.NAIL
    drift: Drift = field(default_factory=Drift)
    stalls_at: float | None = None
    freed: float | None = None
    subsidence: float = 0.0

    def __post_init__(self) -> None:
        for name, low, high in (
            ("planned", 0, 200), ("latency", 0, 60), ("rate", 0.05, 5), ("steps", 1, 2000), ("initial_gap", 0, 20),
            ("subsidence", 0, self.planned), ("osteotomy", 1, 600), ("stalls_at", 0, 200),
        ):  # fmt: skip
            if getattr(self, name) is not None and not low <= getattr(self, name) <= high:
                raise SimulationError(f"lengthening: expected {name} from {low} to {high}, got {getattr(self, name)}")
        if self.side not in (Side.LEFT, Side.RIGHT):
            raise SimulationError(f"lengthening: expected side left or right, got {self.side}")

    @property
    def cut(self) -> Edge:
        """The cut, to ask a shaft for its pieces."""
        return Edge(self.osteotomy, rough=self.rough, seed=self.seed)

    @property
    def reached(self) -> float:
        """Lengthening at the end of distraction, mm."""
        return self.planned if self.stalls_at is None else min(self.planned, self.stalls_at)

    @property
    def end(self) -> float:
        """Day of the last step that lengthens the bone."""
        return self.latency + float(np.ceil(round(self.reached * self.steps / self.rate, 9))) / self.steps

    @property
    def key(self) -> str:
        """Key of the regenerate's marks."""
        return f"{StructureKind.REGENERATE}:{self.bone}:{self.side}"


# Most of what is lost is lost in the first months of free load; a straight line over them serves.
_SUBSIDING = 60.0


@dataclass(frozen=True, slots=True)
class State:
    """How a lengthening stands on one day.

    Attributes
    ----------
    plan : LengtheningPlan
        What it is a state of.
    day : float
        Days since the cut.
    phase : Phase
        Latency, distraction, consolidation.
    lengthening : float
        Gap now less the gap of day 0, along the bone's axis, mm.
    drift : Drift
        Angulation and translation now.
    """

    plan: LengtheningPlan
    day: float
    phase: Phase
    lengthening: float
    drift: Drift

    @property
    def gap(self) -> float:
        """Distance of the two cut faces at the bone's axis, mm."""
        return self.plan.initial_gap + self.lengthening

    @property
    def turned(self) -> float:
        """What the device was turned by, mm: more than the lengthening where the bone united early or subsided."""
        return _drawn(self.plan, self.day, self.plan.planned)

    def age(self, depth: Array) -> Array:
        """Days since the tissue was laid that lies ``depth`` mm from the nearer host edge.

        New tissue is laid in the middle of the gap, so that the oldest lies at the host bone.
        """
        # What has subsided is the same tissue on less length.
        full = self.plan.initial_gap + _drawn(self.plan, self.day, self.plan.reached)
        laid = np.maximum(2 * depth * full / max(self.gap, 1e-9) - self.plan.initial_gap, 0) / self.plan.rate
        # Tissue of the cut itself waits for the latency to pass like all other.
        return np.maximum(self.day - np.minimum(self.plan.latency + laid, self.plan.end), 0.0)


def _drawn(plan: LengtheningPlan, day: float, most: float) -> float:
    """Sum of the steps made until a day, up to ``most``."""
    made = np.floor(max(day - plan.latency, 0.0) * plan.steps + 1e-9)
    return float(min(made * plan.rate / plan.steps, most))


def state(plan: LengtheningPlan, day: float) -> State:
    """What is true of a lengthening on a day.

    Parameters
    ----------
    plan : LengtheningPlan
        Plan.
    day : float
        Days since the cut, 0 or more.

    Returns
    -------
    State

    Raises
    ------
    SimulationError
        For a day before the cut.

    Examples
    --------
    >>> plan = LengtheningPlan(planned=30.0, freed=200.0, subsidence=4.0)
    >>> [(str(now.phase), now.gap) for now in (state(plan, day) for day in (3, 17.5, 60, 300))]
    [('latency', 1.0), ('distraction', 11.5), ('consolidation', 31.0), ('consolidation', 27.0)]
    """
    if day < 0:
        raise SimulationError(f"lengthening: expected a day from 0 on, got {day}")
    drawn = _drawn(plan, day, plan.reached)
    lost = 0.0 if plan.freed is None else plan.subsidence * float(np.clip((day - plan.freed) / _SUBSIDING, 0, 1))
    phase = Phase.LATENCY if day < plan.latency else Phase.DISTRACTION if day < plan.end else Phase.CONSOLIDATION
    share = drawn / plan.planned if plan.planned else 0.0
    return State(plan, day, phase, drawn - lost, plan.drift.times(share))
