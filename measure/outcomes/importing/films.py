"""Whose film it is: one film belongs to one patient, whatever a table says."""

from collections import defaultdict
from collections.abc import Collection, Mapping

import sqlalchemy as sa

from measure.outcomes.importing.entry import Entry
from measure.outcomes.query import source
from measure.outcomes.schema import AssessmentRow, MeasurementRow, Row

NAMES_A_FILM = ("film_key", "film", "sop_instance_uid")


def film_target(entry: Entry) -> str:
    """Column that names the film of an entry."""
    return next((name for name in NAMES_A_FILM if entry.text(name)), NAMES_A_FILM[0])


def owners(connection: sa.Connection, films: Collection[str], *, current: bool) -> Mapping[str, set[str]]:
    """Subjects that the store has films under.

    Parameters
    ----------
    connection : Connection
        To the store.
    films : collection of str
        Keys of films.
    current : bool
        Whether only newest revisions count: what was corrected is of no account then.

    Returns
    -------
    mapping of str to set of str
        By film; without those that the store has under no subject.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for row_type in (MeasurementRow, AssessmentRow):
        table = source(row_type, current)
        query = sa.select(table.c.film_key, table.c.subject).distinct()
        there = table.c.film_key.in_(list(films)), table.c.subject.is_not(None)
        for film, subject in connection.execute(query.where(*there)):
            found[film].add(subject)
    return found


def other_owner(row: Row, known: Mapping[str, set[str]]) -> str | None:
    """What is wrong with the subject of a row, where the store has its film under others; None where nothing is."""
    subject, of_store = getattr(row, "subject", None), known.get(getattr(row, "film_key", ""))
    if subject is None or not of_store or subject in of_store:
        return None
    return "expected the patient that this film has in the store, got another"
