"""Assessments and events to their rows and back."""

from typing import Any, TypeVar

from pydantic import ValidationError

from measure.errors import ModelError
from measure.model import Assessment, Event, FilmHeader, Observer, Reading, Structure
from measure.outcomes.anatomy_codes import anatomy_code
from measure.outcomes.context import RowContext
from measure.outcomes.problems import in_words
from measure.outcomes.schema import AssessmentRow, EventRow, ProcedureRow, Row
from measure.outcomes.structures import parse_structure
from measure.outcomes.uids import assessment_uid, event_uid, procedure_uid

R = TypeVar("R", bound=Row)


def assessment_to_row(
    assessment: Assessment, *, header: FilmHeader, reading: Reading, context: RowContext | None = None
) -> AssessmentRow:
    """Row of one judgement.

    Parameters
    ----------
    assessment : Assessment
        What was judged.
    header : FilmHeader
        The film it was judged on.
    reading : Reading
        The reading it belongs to.
    context : RowContext, optional
        Who and when.

    Returns
    -------
    AssessmentRow
        A valid row; ``assessment_from_row`` gives the assessment back.

    Raises
    ------
    ModelError
        If film and reading do not belong together, or a rule of the schema is broken.

    Examples
    --------
    >>> from measure.model import ObserverKind
    >>> reader = Observer(ObserverKind.PERSON, "reader-1")
    >>> grade = Assessment("li_type", "3", reader)
    >>> row = assessment_to_row(grade, header=FilmHeader("1.2/1", 9, 9), reading=Reading("2.25.7", "1.2/1", reader))
    >>> row.value, assessment_from_row(row) == grade
    ('3', True)
    """
    context = context or RowContext()
    if reading.film_key != header.film_key:
        raise ModelError("rows: the reading belongs to another film than the header")
    observer = assessment.observer
    key = assessment.structure.key if assessment.structure else None
    return _valid(
        AssessmentRow,
        f"assessment {assessment.scheme}",
        assessment_uid=assessment_uid(reading.film_key, key, assessment.scheme, observer.name, reading.uid),
        subject=context.subject,
        site=context.site,
        visit=context.visit,
        timepoint=context.timepoint,
        days_from_index=context.days_from_index,
        subject_day=context.subject_day,
        **_place(assessment.structure),
        scheme=assessment.scheme,
        value=assessment.value,
        note=assessment.note,
        status=assessment.status,
        confirmed_by=assessment.confirmed_by,
        observer=observer.name,
        observer_kind=observer.kind,
        algorithm_version=observer.version,
        read_number=context.read_number,
        reading_uid=reading.uid,
        film_key=reading.film_key,
        study_uid=header.study_uid,
        series_uid=header.series_uid,
        sop_instance_uid=header.sop_uid,
        frame_number=header.frame,
        source_format=header.source_format,
        source_sha256=context.source_sha256 or header.digest,
        software=context.software,
    )


def assessment_from_row(row: AssessmentRow) -> Assessment:
    """Judgement that a row was made from."""
    return Assessment(
        scheme=row.scheme,
        value=row.value,
        observer=Observer(row.observer_kind, row.observer, row.algorithm_version),
        structure=parse_structure(row.structure, row.structure_ordinal),
        status=row.status,
        note=row.note,
        confirmed_by=row.confirmed_by,
    )


def event_to_row(
    event: Event, *, subject: str, context: RowContext | None = None, structure: Structure | None = None,
    number: int = 1, source_format: str = "csv", site: str | None = None,
) -> EventRow:  # fmt: skip
    """Row of one dated event of a subject.

    Parameters
    ----------
    event : Event
        What happened, on which day.
    subject : str
        Pseudonym.
    context : RowContext, optional
        Where, and by which program.
    structure : Structure or None, optional
        What it happened to.
    number : int, optional
        First, second, ... event of this kind in this subject.
    source_format : str, optional
        Where it was read from.
    site : str or None, optional
        Code of the hospital; None = as the context says.

    Returns
    -------
    EventRow
        A valid row; ``event_from_row`` gives the event back.

    Raises
    ------
    ModelError
        If a rule of the schema is broken.
    """
    context = context or RowContext()
    return _valid(
        EventRow,
        f"event {event.kind}",
        event_uid=event_uid(subject, event.kind, number),
        subject=subject,
        site=site or context.site,
        kind=event.kind,
        number=number,
        day=event.day,
        earliest=event.earliest,
        latest=event.latest,
        **_place(structure),
        source_format=source_format,
        source_sha256=context.source_sha256,
        software=context.software,
    )


def event_from_row(row: EventRow) -> Event:
    """Event that a row was made from."""
    return Event(row.kind, row.day, row.earliest, row.latest)


def procedure_to_row(
    kind: str, *, subject: str, structure: Structure, software: str, site: str | None = None, number: int = 1,
    source_format: str = "csv",
) -> ProcedureRow:  # fmt: skip
    """Row of one procedure on one structure, on the index day.

    Parameters
    ----------
    kind : str
        Code of the procedure.
    subject : str
        Pseudonym.
    structure : Structure
        What was treated; part of the identity of the row.
    software : str
        Program and version.
    site : str or None, optional
        Code of the hospital.
    number : int, optional
        First, second, ... procedure of this kind on this structure.
    source_format : str, optional
        Where it was read from.

    Raises
    ------
    ModelError
        If a rule of the schema is broken.
    """
    return _valid(
        ProcedureRow,
        f"procedure {kind}",
        procedure_uid=procedure_uid(subject, f"{kind}/{structure.key}", number),
        subject=subject,
        site=site,
        kind=kind,
        number=number,
        **_place(structure),
        source_format=source_format,
        software=software,
    )


def _place(structure: Structure | None) -> dict[str, Any]:
    return {
        "structure": structure.key if structure else None,
        "structure_ordinal": structure.ordinal if structure else None,
        "level": structure.level if structure else None,
        "anatomy_code": anatomy_code(structure),
    }


def _valid(row_type: type[R], what: str, **values: Any) -> R:
    try:
        return row_type.model_validate(values)
    except ValidationError as error:
        raise ModelError(f"row of {what}: {in_words(error)}") from None
