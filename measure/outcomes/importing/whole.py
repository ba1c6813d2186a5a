"""Rows that ``measure export`` wrote, back into a store as they are: identity, revision and reason."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import sqlalchemy as sa

from measure.outcomes.append import AddResult, storable
from measure.outcomes.importing.entry import Entry
from measure.outcomes.importing.people import People
from measure.outcomes.importing.readers import reader
from measure.outcomes.schema import Row
from measure.outcomes.tables import TABLES

Revisions = dict[str, dict[int, str]]


def whole_row(entry: Entry, row_type: type[Row], people: People) -> Row | None:
    """Row with all its columns as they stand, or None; the entry says why."""
    if entry.text("subject"):
        entry.read("subject", people.ready)
    record = {name: entry.read(name, reader(row_type, name, entry.decimal_comma)) for name in row_type.model_fields}
    return entry.finish(row_type, record)


def revisions(connection: sa.Connection, row_type: type[Row], uids: Iterable[str]) -> Revisions:
    """Content hash of every revision that the store has of these rows."""
    table = TABLES[row_type]
    query = sa.select(table.c[row_type.uid_column], table.c.revision, table.c.content_hash)
    found: Revisions = defaultdict(dict)
    for uid, revision, content in connection.execute(query.where(table.c[row_type.uid_column].in_(list(uids)))):
        found[uid][revision] = content
    return found


def revision_of(row: Row) -> int:
    """Revision of a row; every table has that column."""
    revision: int = getattr(row, "revision")  # noqa: B009 - the base type does not declare it
    return revision


def insert_whole(connection: sa.Connection, rows: list[Row], stamp: Mapping[str, str]) -> AddResult:
    """Insert the revisions that the store does not have, in a transaction that no other writer runs beside."""
    result = AddResult()
    by_type: dict[type[Row], list[Row]] = defaultdict(list)
    for row in rows:
        by_type[type(row)].append(row)
    for row_type, group in by_type.items():
        known = revisions(connection, row_type, {row.uid for row in group})
        fresh = []
        for row in group:
            there = known[row.uid]
            if revision_of(row) in there:
                result += AddResult(unchanged=1)
                continue
            result += AddResult(revised=1) if there else AddResult(inserted=1)
            fresh.append(storable(row, stamp))
            there[revision_of(row)] = str(fresh[-1]["content_hash"])
        if fresh:
            connection.execute(sa.insert(TABLES[row_type]), fresh)
    return result
