"""Courses out of the store: the rows of one subject, put together by structure and in order of time."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, TypeVar

from measure.catalog import MEASURES, get
from measure.model import (
    Course,
    Event,
    Examination,
    Level,
    Measurement,
    Scope,
    Structure,
    StructureKind,
    ValueStatus,
    Visit,
)
from measure.outcomes.doubts import Count, Doubt, counted, differ
from measure.outcomes.judgements import event_from_row
from measure.outcomes.rows import from_row
from measure.outcomes.schema import EventRow, MeasurementRow, ProcedureRow, Row
from measure.outcomes.store import Store
from measure.outcomes.structures import parse_structure
from measure.outcomes.timeline import Clock, Moment, Timeline, Unplaced

COURSE_MEASURES = frozenset(measure.id for measure in MEASURES if measure.scope is Scope.COURSE)
INDEX_PROCEDURE = "index_procedure"  # kind of the row that a cases table makes of a treated level
_VERSIONS = {measure.id: measure.version for measure in MEASURES}
_AT_ONCE = 50  # subjects asked of the store at a time
R = TypeVar("R", bound=Row)
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


def read_subjects(
    store: Store,
    subjects: Collection[str] | None = None,
    *,
    treated: Collection[Level] = (),
    measures: Collection[str] | None = None,
) -> Iterator[Subject]:
    """Subjects of a store, a few at a time, in the order of their pseudonyms.

    Parameters
    ----------
    store : Store
        Where the rows are.
    subjects : collection of str, optional
        Pseudonyms; None = all.
    treated : collection of Level, optional
        Levels to count as treated, where the store does not say.
    measures : collection of str, optional
        Measures of courses that will be asked of them: only what these are computed from is read.

    Yields
    ------
    Subject
        Its courses, and the rows of earlier comparisons.
    """
    waiting = iter(sorted(set(subjects if subjects is not None else store.subjects())))
    only = {} if measures is None else {"measure": sorted({*measures, *sources_of(measures)})}
    while names := list(islice(waiting, _AT_ONCE)):
        events, procedures = _by_subject(store, EventRow, names), _by_subject(store, ProcedureRow, names)
        for name, found in _by_subject(store, MeasurementRow, names, **only).items():
            rows = [row for row in found if row.measure not in COURSE_MEASURES]
            subject = assemble(
                name,
                rows,
                [event_from_row(row) for row in events[name]],
                treated_structures(rows, procedures[name], treated),
            )
            yield replace(subject, compared=tuple(row for row in found if row.measure in COURSE_MEASURES))


def sources_of(measures: Iterable[str]) -> frozenset[str]:
    """Measures of films that measures of courses are computed from, directly or by way of others.

    Examples
    --------
    >>> sorted(sources_of(["anterior_height_restoration"]))
    ['anterior_height', 'anterior_height_loss', 'expected_anterior_height']
    """
    names = {name.partition(".")[2] for measure in measures for name in get(measure).needs.values}
    return frozenset(source for name in names for way in ways_to(name) for source in way)


def ways_to(measure: str) -> list[tuple[str, ...]]:
    """Rows that one value of an examination can come from, the first way first: its own, or those it is derived from.

    Examples
    --------
    >>> ways_to("anterior_height_loss")
    [('anterior_height_loss',), ('anterior_height', 'expected_anterior_height')]
    """
    if measure.endswith("_height_loss"):
        site = measure.removesuffix("_height_loss")
        return [(measure,), (f"{site}_height", f"expected_{site}_height")]
    return [(measure.removesuffix("_same_ends"),)]


def _by_subject(store: Store, row_type: type[R], names: Sequence[str], **only: Any) -> dict[str, list[R]]:
    """Rows of each subject, also of one that has none."""
    found: dict[str, list[R]] = {name: [] for name in names}
    for row in store.rows(row_type, subject=names, **only):
        found[row.subject].append(row)  # type: ignore[attr-defined]
    return found


def treated_structures(
    rows: Iterable[MeasurementRow], procedures: Iterable[ProcedureRow] = (), levels: Collection[Level] = ()
) -> frozenset[str]:
    """Structures of one subject that were treated.

    Parameters
    ----------
    rows : iterable of MeasurementRow
        A treated level stated of any film counts for all.
    procedures : iterable of ProcedureRow
        What was operated on counts too. What a cases table once said gives way to what the
        films say now: there a corrected level has no old row left.
    levels : collection of Level
        As the caller says, on top.

    Returns
    -------
    frozenset of str
        Keys of the structures.
    """
    stated = {row.structure for row in rows if row.structure is not None and '"treated_level"' in row.details}
    operated = {row.structure for row in procedures if not (stated and row.kind == INDEX_PROCEDURE)}
    said = (Structure(StructureKind.VERTEBRA, level).key for level in levels)
    return frozenset(key for key in (*stated, *operated, *said) if key is not None)


def assemble(
    name: str, rows: Iterable[MeasurementRow], events: Iterable[Event] = (), treated: Collection[str] = ()
) -> Subject:
    """Put the rows of one subject together.

    Parameters
    ----------
    name : str
        Pseudonym.
    rows : iterable of MeasurementRow
        Of its films; what was withdrawn or rejected is left out.
    events : iterable of Event
        What happened.
    treated : collection of str
        Keys of the structures that were treated.

    Returns
    -------
    Subject
        A vertebra without a level is in no course: nothing says which it is on another film.
    """
    by_film: dict[str, list[MeasurementRow]] = defaultdict(list)
    for row in rows:
        if row.value_status is not ValueStatus.MISSING:
            by_film[row.film_key].append(row)
    # Two readings of a film may have come with two tables: the row that says most stands for the film.
    facts = {film: max(found, key=_says) for film, found in by_film.items()}
    timeline = Timeline(facts.values())
    moments = {film: timeline.moment(row) for film, row in facts.items()}
    examined = _by_reading(by_film)
    structures = dict.fromkeys(key for found in examined.values() for key, _ in found if key != "")
    happened = tuple(sorted(events, key=lambda event: (event.day, event.kind)))
    courses = tuple(
        Course(
            subject=name,
            structure=parse_structure(structure),
            visits=_visits(examined, moments, structure),
            events=happened,
            indexed=timeline.indexed,
            treated=structure in treated,
        )
        for structure in sorted(structures, key=_order)
    )
    return Subject(
        name,
        courses,
        examined,
        timeline.clock,
        Counter(moment for moment in moments.values() if isinstance(moment, Unplaced)),
        timeline.contradicts,
        {film: counted(found) for film, found in by_film.items()},
    )


def _says(row: MeasurementRow) -> tuple[bool, bool, bool]:
    return row.days_from_index is not None, row.timepoint is not None, row.subject_day is not None


def _by_reading(by_film: Mapping[str, list[MeasurementRow]]) -> dict[Key, Found]:
    """Rows of each reading; of two versions of a definition the one that the catalogue has now."""
    examined: dict[Key, Found] = defaultdict(dict)
    for film in sorted(by_film):
        for row in by_film[film]:
            found, key = examined[film, row.reading_uid], (_comparable_key(row), row.measure)
            if key not in found or row.definition_version == _VERSIONS.get(row.measure):
                found[key] = row
    return dict(examined)


def _comparable_key(row: MeasurementRow) -> str | None:
    """Key of a structure that means the same on every film; None = whole film, empty = none."""
    if row.structure is None:
        return None
    return row.structure if "#" not in row.structure else ""


def _order(key: str | None) -> tuple[int, int, str]:
    """Films as a whole first, then the spine from the head down, then the rest."""
    structure = parse_structure(key)
    if structure is None:
        return (0, 0, "")
    place = list(Level).index(structure.level) if structure.level else 0
    return (1 if structure.kind is StructureKind.VERTEBRA else 2, place, str(key))


def _visits(
    examined: Mapping[Key, Found], moments: Mapping[str, Moment | Unplaced], structure: str | None
) -> tuple[Visit, ...]:
    by_moment: dict[Moment, list[Examination]] = defaultdict(list)
    for (film, reading), rows in sorted(examined.items()):
        moment = moments[film]
        found = {measure: row for (of, measure), row in rows.items() if of == structure}
        if isinstance(moment, Moment) and found:
            by_moment[moment].append(_examination(film, reading, found))
    return tuple(
        Visit(moment.day, tuple(examinations), moment.timepoint or None, moment.nominal)
        for moment, examinations in sorted(by_moment.items())
    )


def _examination(film: str, reading: str, rows: Mapping[str, MeasurementRow]) -> Examination:
    first = next(iter(rows.values()))
    measurements: dict[str, Measurement] = {measure: from_row(row) for measure, row in rows.items()}
    return Examination(
        film_key=film,
        reading_uid=reading,
        observer=first.observer,
        measurements=measurements,
        view=first.view,
        posture=first.posture,
        posture_vs_baseline=first.posture_vs_baseline,
        step=(first.mm_per_pixel_row or 1.0, first.mm_per_pixel_col or 1.0),
    )
