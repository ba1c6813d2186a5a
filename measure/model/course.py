"""Visit and Course: the films of one day, and one structure of one subject over time."""

from dataclasses import dataclass

from measure.errors import ModelError
from measure.model.anatomy import Structure
from measure.model.reading import Reading


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


@dataclass(frozen=True, slots=True)
class Visit:
    """Readings of one subject's films of one day (AP and lateral).

    Attributes
    ----------
    day : float
        Days from the index day; negative before it.
    readings : tuple of Reading
        One per film and observer.
    timepoint : str or None
        Name of the audit window it falls in.
    """

    day: float
    readings: tuple[Reading, ...]
    timepoint: str | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """One structure of one subject with its visits and events, in order of time.

    Attributes
    ----------
    subject : str
        Pseudonym.
    structure : Structure
        The treated vertebra or the lengthened bone.
    visits : tuple of Visit
        In order of day.
    events : tuple of Event
        What happened.
    """

    subject: str
    structure: Structure
    visits: tuple[Visit, ...]
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        days = [visit.day for visit in self.visits]
        if days != sorted(days):
            raise ModelError(f"course: visits must be in order of time, got days {days}")
