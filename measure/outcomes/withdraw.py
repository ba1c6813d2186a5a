"""Withdrawing rows that a corrected reading no longer gives: a new revision without a value."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from measure.catalog import MEASURES
from measure.model import Scope, Status, ValueStatus
from measure.outcomes.append import known_rows
from measure.outcomes.decision import EMPTIED
from measure.outcomes.record import content_hash, from_record, to_record
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.tables import CURRENT

REASON = "withdrawn"
_OF_COURSES = [measure.id for measure in MEASURES if measure.scope is Scope.COURSE]
_AT_ONCE = 500  # rows asked of the store at a time


def stale_uids(
    connection: sa.Connection,
    film_key: str,
    readings: Collection[str],
    measures: Collection[str] | None,
    kept: Collection[str],
) -> list[str]:
    """Newest rows of the readings of a film that still have a say and are not among those kept.

    Parameters
    ----------
    connection : Connection
        An open one.
    film_key : str
        The film.
    readings : collection of str
        Which readings were read again.
    measures : collection of str or None
        By which measures; None = any but those of courses, which rest on other films too.
    kept : collection of str
        UIDs that the readings give now.

    Returns
    -------
    list of str
        Their UIDs.
    """
    table = CURRENT[MeasurementRow]
    query = sa.select(table.c.measurement_uid).where(*_alive(film_key, readings))
    if measures is None:
        query = query.where(table.c.measure.not_in(_OF_COURSES))
    else:
        query = query.where(table.c.measure.in_(list(measures)))
    known = set(kept)
    return sorted(uid for (uid,) in connection.execute(query) if uid not in known)


def _alive(film_key: str, readings: Collection[str]) -> tuple[sa.ColumnElement[bool], ...]:
    """Conditions for the newest rows of the readings of a film that were not withdrawn."""
    table = CURRENT[MeasurementRow]
    return (
        table.c.film_key == film_key,
        table.c.reading_uid.in_(list(readings)),
        sa.or_(table.c.reason.is_(None), table.c.reason != REASON),
    )


def changed_readings(
    connection: sa.Connection, film_key: str, measures: Collection[str], rows: Sequence[MeasurementRow]
) -> frozenset[str]:
    """Readings of a film that say something else now than the rows that the store has of them.

    Parameters
    ----------
    connection : Connection
        An open one.
    film_key : str
        The film.
    measures : collection of str
        Measures that were asked for: a value of another one that is not given says nothing.
    rows : sequence of MeasurementRow
        What the readings give now.

    Returns
    -------
    frozenset of str
        UIDs of those that give another row under the same identity, or no longer give a value
        that they gave. A row that comes back after it was withdrawn, and one that another
        version of the definition has taken the place of, tell nothing of the marks.
    """
    table = CURRENT[MeasurementRow]
    columns = (table.c.measurement_uid, table.c.reading_uid, table.c.structure, table.c.measure, table.c.value)
    query = sa.select(*columns).where(*_alive(film_key, {row.reading_uid for row in rows if row.reading_uid}))
    alive = connection.execute(query).all()
    given = {(row.reading_uid, row.structure, row.measure) for row in rows}
    changed = {
        one.reading_uid
        for one in alive
        if one.measure in measures and one.value is not None
        and (one.reading_uid, one.structure, one.measure) not in given
    }  # fmt: skip
    uids = {one.measurement_uid for one in alive}
    held = [row for row in rows if row.measurement_uid in uids]
    for start in range(0, len(held), _AT_ONCE):
        chunk = held[start : start + _AT_ONCE]
        known = known_rows(connection, MeasurementRow, [row.measurement_uid for row in chunk])
        changed |= {row.reading_uid for row in chunk if not known[row.measurement_uid].holds(content_hash(row))}
    return frozenset(changed)


def withdrawn(row: MeasurementRow) -> MeasurementRow:
    """Row without its value, saying that it was withdrawn; nobody has confirmed that."""
    record = {**to_record(row), **EMPTIED, "value_status": ValueStatus.MISSING, "reason": REASON}
    record |= {"status": Status.DRAFT, "confirmed_by": None}
    return from_record(MeasurementRow, record)
