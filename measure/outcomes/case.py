"""Case: one line of the cases table."""

import datetime as dt
from dataclasses import dataclass, field

from measure.model import Event, Origin, Statement, Topic
from measure.outcomes.filmref import FilmRef
from measure.outcomes.vocabulary import PostureVsBaseline, Timepoint, timepoint_of


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the cases table. The subject and the days are hidden from ``repr``.

    Attributes
    ----------
    line : int
        Line of the table, from 1.
    ref : FilmRef
        Which films it is about.
    subject, issuer : str or None
        Patient number or study code as written, and who issued it. To be pseudonymised.
    site, visit : str or None
        Codes.
    timepoint : Timepoint or None
        As written; see ``at``.
    days_from_index : int or None
        As written, or from exam_date − index_date.
    exam_date : date or None
        Day of the film; never stored.
    index_date : date or None
        Day of the index procedure; never stored.
    posture_vs_baseline : PostureVsBaseline or None
        As written.
    events : tuple of Event
        Dated steps of the treatment.
    stated : tuple of (Topic, str)
        What is stated about the film.
    """

    line: int
    ref: FilmRef = field(repr=False)
    subject: str | None = field(default=None, repr=False)
    issuer: str | None = field(default=None, repr=False)
    site: str | None = None
    visit: str | None = None
    timepoint: Timepoint | None = None
    days_from_index: int | None = None
    exam_date: dt.date | None = field(default=None, repr=False)
    index_date: dt.date | None = field(default=None, repr=False)
    posture_vs_baseline: PostureVsBaseline | None = None
    events: tuple[Event, ...] = ()
    stated: tuple[tuple[Topic, str], ...] = ()

    def statements(self) -> tuple[Statement, ...]:
        """What the line states about the film, with the line as source."""
        return tuple(
            Statement(topic, value, Origin.TABLE, source=f"cases table, line {self.line}")
            for topic, value in self.stated
        )

    def days(self, acquired_on: str | None = None) -> int | None:
        """Days from the index procedure, as written, else from the day the film says.

        Parameters
        ----------
        acquired_on : str or None, optional
            ISO day of acquisition (``FilmHeader.acquired_on``).
        """
        if self.days_from_index is not None or self.index_date is None or acquired_on is None:
            return self.days_from_index
        return (dt.date.fromisoformat(acquired_on) - self.index_date).days

    def day(self, acquired_on: str | None = None) -> str | None:
        """ISO day of the film: as written, else as the film says.

        Parameters
        ----------
        acquired_on : str or None, optional
            ISO day of acquisition (``FilmHeader.acquired_on``).
        """
        return self.exam_date.isoformat() if self.exam_date else acquired_on

    def at(self, acquired_on: str | None = None) -> Timepoint | None:
        """Audit window: as written, else the one that the days fall in."""
        return self.timepoint or timepoint_of(self.days(acquired_on))
