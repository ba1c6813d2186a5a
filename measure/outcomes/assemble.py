"""The rows of one subject, put together by structure and in order of time."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from math import inf

from measure.catalog import MEASURES
from measure.model import (
    Course,
    Event,
    Examination,
    Level,
    Measurement,
    StructureKind,
    ValueStatus,
    Visit,
    injury_day,
)
from measure.outcomes import prior
from measure.outcomes.decision import AMENDED, REJECTED
from measure.outcomes.doubts import counted
from measure.outcomes.rows import from_row
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.structures import parse_structure
from measure.outcomes.subject import Found, Key, Subject
from measure.outcomes.timeline import Clock, Moment, Timeline, Unplaced

_VERSIONS = {measure.id: measure.version for measure in MEASURES}
Spine = dict[str | None, dict[str, Measurement]]  # by structure key, then by measure


def assemble(
    name: str, rows: Iterable[MeasurementRow], events: Iterable[Event] = (), treated: Collection[str] = ()
) -> Subject:
    """Put the rows of one subject together.

    Parameters
    ----------
    name : str
        Pseudonym.
    rows : iterable of MeasurementRow
        Of its films; what was withdrawn is left out.
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
        # What a reader rejected stays: without it, it would be worked out again from what it came from.
        if row.value_status is not ValueStatus.MISSING or row.reason == REJECTED:
            by_film[row.film_key].append(row)
    # Two readings of a film may have come with two tables: the row that says most stands for the film.
    facts = {film: max(found, key=_says) for film, found in by_film.items()}
    timeline = Timeline(facts.values())
    moments = {film: timeline.moment(row) for film, row in facts.items()}
    examined = _by_reading(by_film)
    structures = dict.fromkeys(key for found in examined.values() for key, _ in found if key != "")
    # Days of events count from the index procedure: beside films of another clock they say nothing.
    happened = tuple(sorted(events, key=lambda e: (e.day, e.kind))) if timeline.clock is Clock.INDEX else ()
    spines = {key: _by_structure(found) for key, found in examined.items()}
    _complete(spines, moments, happened, treated, facts)
    courses = tuple(
        Course(
            subject=name,
            structure=parse_structure(structure),
            visits=_visits(spines, examined, moments, structure),
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
    return {key: _without_stale(found) for key, found in examined.items()}


def _without_stale(found: Found) -> Found:
    """Rows without the losses whose height or expected height a reader amended since: they are worked out anew."""
    return {key: row for key, row in found.items() if not _is_stale(found, *key)}


def _is_stale(found: Found, structure: str | None, measure: str) -> bool:
    site = measure.removesuffix("_height_loss")
    own = found[structure, measure]
    if site == measure or AMENDED in own.flags or own.reason == REJECTED:
        return False
    behind = (found.get((structure, name)) for name in (f"{site}_height", f"expected_{site}_height"))
    return any(AMENDED in row.flags for row in behind if row is not None)


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


def _by_structure(found: Found) -> Spine:
    spine: Spine = defaultdict(dict)
    for (structure, measure), row in found.items():
        spine[structure][measure] = from_row(row)
    return dict(spine)


def _complete(
    spines: dict[Key, Spine], moments: Mapping[str, Moment | Unplaced], events: Iterable[Event],
    treated: Collection[str], facts: Mapping[str, MeasurementRow],
) -> None:  # fmt: skip
    """Add expected heights from before the injury, where an event dates it and a film has none of its own."""
    day = injury_day(events)
    if day is None:
        return
    days = {film: moment.day for film, moment in moments.items() if isinstance(moment, Moment) and not moment.nominal}
    before = [key for key in spines if days.get(key[0], day) < day and prior.shows_heights(facts[key[0]].view)]
    before.sort(key=lambda key: (-days[key[0]], key))
    earlier = [prior.vertebrae(spines[key]) for key in before]
    for key in (key for key in spines if days.get(key[0], -inf) >= day):
        bodies = prior.vertebrae(spines[key])
        spines[key] |= {one: prior.complete(bodies, one, earlier, treated) for one in bodies}


def _visits(
    spines: Mapping[Key, Spine], examined: Mapping[Key, Found], moments: Mapping[str, Moment | Unplaced],
    structure: str | None,
) -> tuple[Visit, ...]:  # fmt: skip
    by_moment: dict[Moment, list[Examination]] = defaultdict(list)
    for key in sorted(examined):
        moment, found = moments[key[0]], spines[key].get(structure)
        if isinstance(moment, Moment) and found:
            first = next(iter(row for (of, _), row in examined[key].items() if of == structure))
            by_moment[moment].append(_examination(key, first, found))
    return tuple(
        Visit(moment.day, tuple(examinations), moment.timepoint or None, moment.nominal)
        for moment, examinations in sorted(by_moment.items(), key=lambda item: item[0].place)
    )


def _examination(key: Key, first: MeasurementRow, measurements: dict[str, Measurement]) -> Examination:
    return Examination(
        film_key=key[0],
        reading_uid=key[1],
        observer=first.observer,
        measurements=measurements,
        view=first.view,
        posture=first.posture,
        posture_vs_baseline=first.posture_vs_baseline,
        step=(first.mm_per_pixel_row or 1.0, first.mm_per_pixel_col or 1.0),
    )
