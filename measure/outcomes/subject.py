"""All that the store knows of one subject, as courses and the rows behind them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from measure.model import Course
from measure.outcomes.doubts import Count, Doubt, differ
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.timeline import Clock, Unplaced

Key = tuple[str, str]  # film and reading
Found = dict[tuple[str | None, str], MeasurementRow]  # by structure key and measure


@dataclass(frozen=True, slots=True)
class Subject:
    """All that the store knows of one subject, as courses.

    Attributes
    ----------
    name : str
        Pseudonym.
    courses : tuple of Course
        One per structure, and one for the films as a whole.
    rows : dict of (film, reading) to dict
        The rows behind them, by structure key and measure.
    clock : Clock
        What the days of the visits count from.
    left_out : dict of Unplaced to int
        How many films are in no course, by why.
    days_contradict : bool
        Whether the films contradict each other on when they were taken.
    counts : dict of str to Count
        Film to what it says of the number of vertebrae.
    compared : tuple of MeasurementRow
        What the store has of earlier comparisons of its films.
    """

    name: str
    courses: tuple[Course, ...]
    rows: Mapping[Key, Found] = field(repr=False)
    clock: Clock = Clock.FIRST
    left_out: Mapping[Unplaced, int] = field(default_factory=dict)
    days_contradict: bool = False
    counts: Mapping[str, Count] = field(default_factory=dict, repr=False)
    compared: tuple[MeasurementRow, ...] = field(default=(), repr=False)

    def doubts(self, films: Collection[str] | None = None) -> tuple[Doubt, ...]:
        """Doubts about comparing these films, or any of the subject (None) with each other."""
        said = [self.counts[film] for film in (self.counts if films is None else films)]
        found = {Doubt.DAYS: self.days_contradict, Doubt.COUNT: differ(said)}
        return tuple(doubt for doubt, doubtful in found.items() if doubtful)
