"""From a reading to its measurements: the one door that every user of the catalogue takes."""

from measure.catalog.job import Job, prepare
from measure.catalog.norms import Norms
from measure.catalog.per_film import measure_film
from measure.catalog.per_structure import measure_structures
from measure.catalog.select import Selection, select
from measure.model import FilmHeader, Measurement, Reading, Scope

BY_SCOPE = {Scope.STRUCTURE: measure_structures, Scope.FILM: measure_film}


def measure_reading(
    header: FilmHeader, reading: Reading, measures: str | Selection = "default", norms: Norms | None = None
) -> list[Measurement]:
    """Measure everything that a reading gives, in the order of the catalogue.

    Parameters
    ----------
    header : FilmHeader
        The film's facts.
    reading : Reading
        Marks and statements.
    measures : str or Selection
        ``default``, ``all``, a set, or ids separated by commas. Measures of a course are left
        out: they need more than one film, see ``measure_course``.
    norms : Norms or None
        What healthy vertebrae measure; None = as shipped.

    Returns
    -------
    list of Measurement
        A row that cannot be measured carries its reason. Empty where the view is not known
        or no measure of the selection applies to it.

    Raises
    ------
    ReadingError
        If the reading contradicts itself (levels not head to tail, a bad statement).
    CatalogError
        If a measure is not in the catalogue.
    """
    return measure_job(prepare(header, reading, norms), measures)


def measure_job(job: Job, measures: str | Selection = "default") -> list[Measurement]:
    """Measure a film that ``prepare`` has put together; see ``measure_reading``."""
    selection = select(measures) if isinstance(measures, str) else measures
    rows: list[Measurement] = []
    for measure in selection.measures:
        if measure.scope not in BY_SCOPE or job.facts.view not in measure.needs.views:
            continue
        if measure.id in selection.asked or measure.default or job.facts.treated:
            rows.extend(BY_SCOPE[measure.scope](job, measure, asked=measure.id in selection.asked))
    return rows
