"""Withdrawing rows that a corrected reading no longer gives: a new revision without a value."""

from collections.abc import Collection

import sqlalchemy as sa

from measure.model import Status, ValueStatus
from measure.outcomes.decision import EMPTIED
from measure.outcomes.record import from_record, to_record
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.tables import CURRENT

REASON = "withdrawn"


def stale_uids(
    connection: sa.Connection,
    film_key: str,
    readings: Collection[str],
    measures: Collection[str],
    kept: Collection[str],
) -> list[str]:
    """Newest rows of the readings of a film that still have a say and are not among those kept.

    Parameters
    ----------
    connection : Connection
        An open one.
    film_key : str
        The film.
    readings, measures : collection of str
        Which readings were read again, and by which measures.
    kept : collection of str
        UIDs that the readings give now.

    Returns
    -------
    list of str
        Their UIDs.
    """
    table = CURRENT[MeasurementRow]
    query = sa.select(table.c.measurement_uid).where(
        table.c.film_key == film_key,
        table.c.reading_uid.in_(list(readings)),
        table.c.measure.in_(list(measures)),
        sa.or_(table.c.reason.is_(None), table.c.reason != REASON),
    )
    known = set(kept)
    return sorted(uid for (uid,) in connection.execute(query) if uid not in known)


def withdrawn(row: MeasurementRow) -> MeasurementRow:
    """Row without its value, saying that it was withdrawn; nobody has confirmed that."""
    record = {**to_record(row), **EMPTIED, "value_status": ValueStatus.MISSING, "reason": REASON}
    record |= {"status": Status.DRAFT, "confirmed_by": None}
    return from_record(MeasurementRow, record)
