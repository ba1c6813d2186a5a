"""Course: one structure of one subject over time, as what was measured of it at each visit."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from measure.errors import ModelError
from measure.model._frozen import FrozenMap
from measure.model.anatomy import Posture, Structure, View
from measure.model.measurement import Measurement

BASELINE, INTRA_OP = "baseline", "intra_op"
INJURIES = frozenset({"injury", "fracture"})  # kinds of events that date it


class Comparison(StrEnum):
    """Whether two films were taken alike."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Event:
    """Something dated in a subject's course: index procedure, osteotomy, full weight bearing.

    Attributes
    ----------
    kind : str
        Code of the event.
    day : float
        Days from the index day.
    earliest, latest : float or None
        Interval in which it happened, where only visits bracket it.
    """

    kind: str
    day: float
    earliest: float | None = None
    latest: float | None = None


def injury_day(events: Iterable[Event]) -> float | None:
    """First day on which what was treated may have been injured; None where nobody says.

    What happened after the index procedure was not the reason for it.

    Examples
    --------
    >>> injury_day([Event("injury", -10), Event("osteotomy", -20), Event("fracture", 200)])
    -10
    >>> injury_day([Event("fracture", -5, earliest=-9, latest=-1)])
    -9
    """
    known = (event for event in events if event.kind in INJURIES and event.day <= 0)
    return min((event.day if event.earliest is None else event.earliest for event in known), default=None)


@dataclass(frozen=True, slots=True)
class Examination:
    """What one observer measured of one structure on one film.

    A course holds measurements, not marks: rows that were imported from elsewhere never had
    marks, and are compared over time like any others.

    Attributes
    ----------
    film_key, reading_uid : str
        The film and the reading of it.
    observer : str
        Who read.
    measurements : mapping of str to Measurement
        By the id of the measure.
    view, posture : optional
        Projection, and how the patient was held.
    posture_vs_baseline : Comparison
        As somebody stated; "same" counts where the postures of the two films do not tell.
    step : tuple of float
        Distance of the pixel rows and columns, in mm or relative to each other.
    """

    film_key: str
    reading_uid: str
    observer: str
    measurements: Mapping[str, Measurement] = field(default_factory=FrozenMap)
    view: View | None = None
    posture: Posture | None = None
    posture_vs_baseline: Comparison = Comparison.UNKNOWN
    step: tuple[float, float] = (1.0, 1.0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "measurements", FrozenMap(self.measurements))

    def posture_as(self, other: "Examination", *, baseline: bool = True) -> Comparison:
        """Whether the patient was held as on another film: by both postures, and as stated of the baseline.

        Parameters
        ----------
        other : Examination
            The earlier film.
        baseline : bool
            Whether it is the baseline film: what somebody stated is about that one alone.
        """
        stated = self.posture_vs_baseline if baseline else Comparison.UNKNOWN
        if self.posture is None or other.posture is None:
            return stated
        # Of a posture and a statement that contradict each other the one that keeps films apart holds.
        alike = self.posture is other.posture and stated is not Comparison.DIFFERENT
        return Comparison.SAME if alike else Comparison.DIFFERENT

    def view_as(self, baseline: "Examination") -> Comparison:
        """Whether both films are of the same projection."""
        if self.view is None or baseline.view is None:
            return Comparison.UNKNOWN
        return Comparison.SAME if self.view is baseline.view else Comparison.DIFFERENT


@dataclass(frozen=True, slots=True)
class Visit:
    """The films of one subject of one day (AP and lateral).

    Attributes
    ----------
    day : float
        Days from the index day, negative before it; else from the first film.
    examinations : tuple of Examination
        One per film and observer.
    timepoint : str or None
        Name of the audit window it falls in.
    nominal : bool
        Whether the day is only the usual one of that window: it gives the order, no interval.
    """

    day: float
    examinations: tuple[Examination, ...]
    timepoint: str | None = None
    nominal: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """One structure of one subject with its visits and events, in order of time.

    Attributes
    ----------
    subject : str
        Pseudonym.
    structure : Structure or None
        The vertebra or the bone; None = what is measured of films as a whole.
    visits : tuple of Visit
        In order of day.
    events : tuple of Event
        What happened.
    indexed : bool
        Whether days count from an index procedure rather than from the first film.
    treated : bool
        Whether the structure is the one that was treated.
    """

    subject: str
    structure: Structure | None
    visits: tuple[Visit, ...]
    events: tuple[Event, ...] = ()
    indexed: bool = True
    treated: bool = False

    def __post_init__(self) -> None:
        days = [visit.day for visit in self.visits]
        if days != sorted(days) or any(math.isnan(day) for day in days):
            raise ModelError(f"course: visits must be in order of time, got days {days}")

    @property
    def baselines(self) -> tuple[Visit, ...]:
        """Visits that may be the baseline, the best first.

        The last before the index procedure comes first; without an index procedure the first of
        all. A film is compared with the best of them that has a film like it. One from before
        the injury shows what is expected and not what was treated: it is no baseline.
        """
        if not self.indexed:
            return self.visits
        injured = injury_day(self.events)
        return tuple(
            visit
            for visit in reversed(self.visits)
            if self.is_before(visit) and (injured is None or visit.nominal or visit.day >= injured)
        )

    @property
    def after_procedure(self) -> tuple[Visit, ...]:
        """Visits after the index procedure; a film taken during it shows no lasting correction."""
        return tuple(v for v in self.visits if self.indexed and not self.is_before(v) and v.timepoint != INTRA_OP)

    def is_before(self, visit: Visit) -> bool:
        """Whether a visit lies before the index procedure."""
        return self.indexed and (visit.timepoint == BASELINE or (visit.timepoint is None and visit.day < 0))
