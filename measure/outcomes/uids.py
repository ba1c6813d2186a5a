"""Identities that stay the same between runs: of readings and of rows."""

import uuid

from measure.model.uids import NAMESPACE, derived_uid, draft_reading_uid

WHOLE_FILM = "film"

__all__ = [
    "NAMESPACE", "WHOLE_FILM", "assessment_uid", "derived_uid", "draft_reading_uid", "event_uid", "measurement_uid",
    "new_reading_uid", "procedure_uid", "score_uid", "table_reading_uid",
]  # fmt: skip


def measurement_uid(
    film_key: str, structure_key: str | None, measure: str, definition_version: str, reading_uid: str
) -> str:
    """Identity of a measurement: the same in a second run, another for another reading.

    Parameters
    ----------
    film_key : str
        The film.
    structure_key : str or None
        ``Structure.key``; None = the film as a whole.
    measure, definition_version : str
        What was measured, by which definition.
    reading_uid : str
        The reading it comes from.

    Returns
    -------
    str
        A DICOM UID; it also serves as tracking UID of the SR.

    Examples
    --------
    >>> a = measurement_uid("1.2/1", "vertebra:L1", "anterior_height", "1", "2.25.7")
    >>> a == measurement_uid("1.2/1", "vertebra:L1", "anterior_height", "1", "2.25.7")
    True
    >>> a == measurement_uid("1.2/1", "vertebra:L2", "anterior_height", "1", "2.25.7")
    False
    """
    return derived_uid("measurement", film_key, structure_key or WHOLE_FILM, measure, definition_version, reading_uid)


def assessment_uid(film_key: str, structure_key: str | None, scheme: str, observer: str, reading_uid: str) -> str:
    """Identity of a judgement of one structure in one scheme by one observer."""
    return derived_uid("assessment", film_key, structure_key or WHOLE_FILM, scheme, observer, reading_uid)


def score_uid(subject: str, instrument: str, subscale: str | None, occasion: str) -> str:
    """Identity of a score; ``occasion`` is the visit, else the timepoint, else the day."""
    return derived_uid("score", subject, instrument, subscale or "", occasion)


def event_uid(subject: str, kind: str, number: int = 1) -> str:
    """Identity of an event: the n-th of its kind in this subject, so that a day can be corrected."""
    return derived_uid("event", subject, kind, str(number))


def procedure_uid(subject: str, kind: str, number: int = 1) -> str:
    """Identity of a procedure: the n-th of its kind in this subject."""
    return derived_uid("procedure", subject, kind, str(number))


def table_reading_uid(film_key: str, observer: str, read_number: int = 1) -> str:
    """Identity of a reading that comes from a landmark table.

    It does not depend on the marks: a corrected table gives the same identity with other
    values, and that is a new revision with a reason.

    Parameters
    ----------
    film_key : str
        The film.
    observer : str
        Name of the observer in the table.
    read_number : int, optional
        First, second, ... reading of the film by the same observer.

    Returns
    -------
    str
        A DICOM UID.
    """
    return derived_uid("table", film_key, observer, str(read_number))


def new_reading_uid() -> str:
    """Identity of a new reading by a person; kept with the reading from then on."""
    return f"2.25.{uuid.uuid4().int}"
