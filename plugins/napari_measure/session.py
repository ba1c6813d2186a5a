"""Session: which film is on the table, which reading goes with it, and what it measures."""

from dataclasses import dataclass, field

from psygnal import Signal

from measure.catalog import measure_reading
from measure.catalog.chain import Chain
from measure.catalog.job import prepare
from measure.errors import MeasureError
from measure.model import Calibration, Facing, FilmHeader, Measurement, Reading, Status, View

VIEWS = {View.FRONTAL: "frontal", View.LATERAL: "lateral", View.OBLIQUE: "oblique"}


@dataclass(frozen=True, slots=True, eq=False)
class OpenedFilm:
    """One film with the reading that goes with it; made by ``open_with``.

    Attributes
    ----------
    header : FilmHeader
        The film's facts.
    reading : Reading or None
        What was marked on it.
    source : str
        Where the reading comes from, or why there is none, in words.
    calibration : Calibration
        Scale in force, statements of the reading put in.
    view, facing : View, Facing or None
        In force, likewise.
    chain : Chain or None
        The vertebrae with their names and points.
    measurements : tuple of Measurement
        What the catalogue makes of it, in the catalogue's order.
    problem : str
        Why the reading gives no measurement, or why there is no draft, in words; empty = it does.
    editable : bool
        Whether its marks may be moved: those of a draft.
    before : OpenedFilm or None
        What Undo goes back to.
    """

    header: FilmHeader
    reading: Reading | None
    source: str
    calibration: Calibration
    view: View | None = None
    facing: Facing | None = None
    chain: Chain | None = None
    measurements: tuple[Measurement, ...] = ()
    problem: str = ""
    editable: bool = False
    before: "OpenedFilm | None" = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What the film is called on the screen: view and levels, never who it is.

        Examples
        --------
        >>> open_with(FilmHeader("sha256:0", 2, 2, view=View.LATERAL), None, "").name
        'lateral film'
        """
        view = VIEWS[self.view] if self.view else ""
        labels = [body.structure.label for body in self.chain.bodies] if self.chain else []
        levels = "–".join(dict.fromkeys([labels[0], labels[-1]])) if labels else "film"
        return f"{view} {levels}".strip()

    @property
    def status(self) -> Status | None:
        """Draft as long as one annotation is; None without a reading."""
        if self.reading is None:
            return None
        drafts = [a for a in self.reading.annotations if a.status is Status.DRAFT]
        return Status.DRAFT if drafts or not self.reading.annotations else Status.CONFIRMED


def open_with(header: FilmHeader, reading: Reading | None, source: str) -> OpenedFilm:
    """Put a film and its reading together and measure.

    A reading that contradicts itself leaves the film open, without values and with the
    reason in ``problem``.
    """
    bare = OpenedFilm(header, reading, source, header.calibration, header.view, header.facing)
    if reading is None:
        return bare
    if reading.film_key != header.film_key:
        return OpenedFilm(
            header, None, f"{source} belongs to another film and is not used", header.calibration,
            header.view, header.facing,
        )  # fmt: skip
    try:
        job = prepare(header, reading)
        rows = measure_reading(header, reading)
    except MeasureError as error:
        return OpenedFilm(
            header, reading, source, header.calibration, header.view, header.facing, problem=str(error)
        )  # fmt: skip
    facts = job.facts
    return OpenedFilm(
        header, reading, source, facts.calibration, facts.view, job.chain.facing, job.chain, tuple(rows)
    )  # fmt: skip


class Session:
    """The film on the table and the measurement that is looked at.

    Attributes
    ----------
    film_changed : Signal
        Emitted with the OpenedFilm or None.
    selection_changed : Signal
        Emitted with the Measurement or None.

    Examples
    --------
    >>> session = Session()
    >>> seen = []
    >>> _ = session.film_changed.connect(seen.append)
    >>> session.open(open_with(FilmHeader("sha256:0", 2, 2), None, "no reading"))
    >>> session.film is seen[0], session.measurements
    (True, ())
    """

    film_changed = Signal(object)
    selection_changed = Signal(object)

    def __init__(self) -> None:
        self._film: OpenedFilm | None = None
        self._selected: Measurement | None = None

    @property
    def film(self) -> OpenedFilm | None:
        """The film on the table."""
        return self._film

    @property
    def measurements(self) -> tuple[Measurement, ...]:
        """Its measurements."""
        return self._film.measurements if self._film else ()

    @property
    def selected(self) -> Measurement | None:
        """The measurement that is looked at."""
        return self._selected

    def open(self, film: OpenedFilm | None) -> None:
        """Put a film on the table; the same one again changes nothing."""
        if film is self._film:
            return
        self.select(None)
        self._film = film
        self.film_changed.emit(film)

    def select(self, measurement: Measurement | None) -> None:
        """Look at one measurement of the film, or at none."""
        if measurement is self._selected:
            return
        if measurement is not None and not any(measurement is own for own in self.measurements):
            raise ValueError(f"selection: {measurement.measure} is no measurement of the film that is open")
        self._selected = measurement
        self.selection_changed.emit(measurement)
