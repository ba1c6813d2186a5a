"""Adding to a table of the store: what is known is left alone, what changed is a new revision."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from measure.outcomes.record import Plain, record_hash, to_record
from measure.outcomes.schema import Row
from measure.outcomes.tables import TABLES


@dataclass(frozen=True, slots=True)
class AddResult:
    """What became of the rows that were added.

    Attributes
    ----------
    inserted : int
        New rows.
    unchanged : int
        Rows that the store already had; nothing was written.
    revised : int
        Rows that the store had with another content; a new revision was written.
    """

    inserted: int = 0
    unchanged: int = 0
    revised: int = 0

    def __add__(self, other: "AddResult") -> "AddResult":
        return AddResult(self.inserted + other.inserted, self.unchanged + other.unchanged, self.revised + other.revised)


def storable(row: Row, stamp: Mapping[str, str]) -> dict[str, Plain]:
    """Record of a row as the store keeps it, with its hash and the bookkeeping."""
    record = to_record(row)
    return {**record, "content_hash": record_hash(record), **stamp}


def add_records(
    connection: sa.Connection, row_type: type[Row], records: list[dict[str, Plain]], change_reason: str
) -> AddResult:
    """Add the records of one type, in a transaction that no other writer runs beside."""
    table, uid = TABLES[row_type], row_type.uid_column
    known = _known(connection, table, uid, {record[uid] for record in records})
    fresh, revised = [], 0
    for record in records:
        revision, content = known.get(record[uid], (0, None))
        if content == record["content_hash"]:
            continue
        known[record[uid]] = (revision + 1, record["content_hash"])
        first = revision == 0
        revised += not first
        fresh.append({
            **record,
            "revision": revision + 1,
            "supersedes_revision": None if first else revision,
            "change_reason": None if first else change_reason,
        })  # fmt: skip
    if fresh:
        connection.execute(sa.insert(table), fresh)
    return AddResult(len(fresh) - revised, len(records) - len(fresh), revised)


def _known(
    connection: sa.Connection, table: sa.Table, uid: str, wanted: Collection[Plain]
) -> dict[Plain, tuple[int, Plain]]:
    """Newest revision and content hash of each of the rows that the store has."""
    query = (
        sa.select(table.c[uid], table.c.revision, table.c.content_hash)
        .where(table.c[uid].in_(wanted))
        .order_by(table.c.revision)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}
