"""Where the films of one subject lie in time: on the days of the index procedure, or on the subject's own clock."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from measure.outcomes.schema import MeasurementRow
from measure.outcomes.vocabulary import Timepoint, timepoint_of

# A day that stands for an audit window where a row names the window and no day: for the order alone.
NOMINAL: dict[Timepoint, float] = {
    Timepoint.BASELINE: -1,
    Timepoint.INTRA_OP: 0,
    Timepoint.POSTOP_0_3D: 2,
    Timepoint.D30: 30,
    Timepoint.M3: 91,
    Timepoint.M6: 183,
    Timepoint.M12: 365,
    Timepoint.M24: 730,
    Timepoint.FINAL: 36525,
}


class Clock(StrEnum):
    """What the days of a subject count from.

    ========  ====================================================================
    index     the index procedure
    baseline  the last baseline film, else the first film: the films name their
              windows and have days of their own, but nobody gives the index day
    first     the first film: no procedure is known
    ========  ====================================================================
    """

    INDEX = "index"
    BASELINE = "baseline"
    FIRST = "first"


class Unplaced(StrEnum):
    """Why a film is in no course.

    =================  =================================================================
    undated            it has neither a day nor a timepoint that says when
    index_day          taken on the day of the procedure, and nobody says whether before
    between_visits     taken between the last baseline and the first later film: the same
    =================  =================================================================
    """

    UNDATED = "undated"
    INDEX_DAY = "index_day"
    BETWEEN_VISITS = "between_visits"


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """When a film was taken, as far as its row says.

    Attributes
    ----------
    day : float
        On the clock of the subject.
    timepoint : str
        Audit window; empty = not known.
    nominal : bool
        Whether the day is only the usual one of the window.
    """

    day: float
    timepoint: str = ""
    nominal: bool = False

    @property
    def place(self) -> tuple[float, float, str, bool]:
        """What to sort by: of two windows on one day the one that usually lies earlier comes first."""
        usual = NOMINAL[Timepoint(self.timepoint)] if self.timepoint in set(NOMINAL) else 0.0
        return self.day, usual, self.timepoint, self.nominal


class Timeline:
    """Clock of one subject, from one row of each film.

    Parameters
    ----------
    films : iterable of MeasurementRow
        One row of each film; what is asked of ``moment`` is one of them.

    Attributes
    ----------
    clock : Clock
        What days count from.
    contradicts : bool
        Whether two films give two dates to the index procedure, or a film that is called
        baseline was taken after one that is not.

    Examples
    --------
    >>> Timeline([]).clock
    <Clock.FIRST: 'first'>
    """

    def __init__(self, films: Iterable[MeasurementRow]) -> None:
        films = list(films)
        self.clock = _clock(films)
        # The two clocks differ by a constant; a film without an index day is placed by it.
        offsets = {row.days_from_index - row.subject_day for row in films if _has_both(row)}  # type: ignore[operator]
        own = None if self.clock is Clock.INDEX else _own_zero(films, self.clock)
        self._offset = next(iter(offsets)) if len(offsets) == 1 else own
        named: dict[float, set[Timepoint]] = defaultdict(set)
        for row in films:
            day = self._day(row)
            if day is not None and row.timepoint is not None:
                named[day].add(row.timepoint)
        # A film without a window was taken at the visit of the others of its day.
        self._named = {day: next(iter(windows)) for day, windows in named.items() if len(windows) == 1}
        before, after = _sides(named, self.clock)
        self._first_after = min(after, default=None)
        self.contradicts = len(offsets) > 1 or (bool(before) and bool(after) and max(before) > min(after))

    @property
    def indexed(self) -> bool:
        """Whether an index procedure parts the films."""
        return self.clock is not Clock.FIRST

    def moment(self, row: MeasurementRow) -> Moment | Unplaced:
        """When the film of a row was taken, or why that cannot be said."""
        day = self._day(row)
        if day is None:
            if row.timepoint is None or row.timepoint not in NOMINAL:
                return Unplaced.UNDATED
            return Moment(NOMINAL[row.timepoint], row.timepoint, nominal=True)
        if not self.indexed:
            return Moment(day)
        window = row.timepoint or self._named.get(day)
        if window is not None:
            return Moment(day, window)
        if self.clock is Clock.INDEX:
            found = timepoint_of(int(day))
            return Moment(day, found) if found is not None else Unplaced.INDEX_DAY
        if day < 0:
            return Moment(day, Timepoint.BASELINE)
        if self._first_after is not None and day > self._first_after:
            return Moment(day, Timepoint.UNSCHEDULED)
        return Unplaced.BETWEEN_VISITS

    def _day(self, row: MeasurementRow) -> float | None:
        if row.days_from_index is not None:
            return row.days_from_index
        if row.subject_day is None or self._offset is None:
            return None
        return row.subject_day + self._offset


def _has_both(row: MeasurementRow) -> bool:
    return row.days_from_index is not None and row.subject_day is not None


def _clock(films: list[MeasurementRow]) -> Clock:
    if any(row.days_from_index is not None for row in films):
        return Clock.INDEX
    return Clock.BASELINE if any(row.timepoint is not None for row in films) else Clock.FIRST


def _own_zero(films: list[MeasurementRow], clock: Clock) -> int | None:
    """Shift of the subject's own clock that puts its zero on a film: no other zero may be seen."""
    dated = [row for row in films if row.subject_day is not None]
    baseline = [row.subject_day for row in dated if row.timepoint is Timepoint.BASELINE]
    if clock is Clock.BASELINE and baseline:
        return -max(baseline)  # type: ignore[type-var, operator]
    return -min(row.subject_day for row in dated) if dated else None  # type: ignore[type-var, operator]


def _sides(named: dict[float, set[Timepoint]], clock: Clock) -> tuple[list[float], list[float]]:
    """Days of the films that are called baseline, and of those that are called anything later."""
    before = [day for day, windows in named.items() if Timepoint.BASELINE in windows]
    after = [day for day, windows in named.items() if windows - {Timepoint.BASELINE}]
    index = [0.0] if clock is Clock.INDEX and named else []
    return [*before, *index] if after else before, [*after, *index] if before else after
