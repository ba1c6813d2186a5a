"""Adding to a table of the store: what is known is left alone, what changed is a new revision."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from measure.outcomes.decision import DECIDED
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


class Known(NamedTuple):
    """What the store has of a row.

    Attributes
    ----------
    revision : int
        Newest revision; 0 = none.
    content : str or None
        Its content hash.
    draft : str or None
        Content hash of what readers decided on, where the newest revision is their decision;
        else the same as ``content``.
    """

    revision: int = 0
    content: str | None = None
    draft: str | None = None

    def holds(self, content: str) -> bool:
        """Whether a row with this content is nothing new: it is there, or was decided on."""
        return content in (self.content, self.draft)


def add_records(
    connection: sa.Connection, row_type: type[Row], records: list[dict[str, Plain]], change_reason: str
) -> AddResult:
    """Add the records of one type, in a transaction that no other writer runs beside."""
    known = known_rows(connection, row_type, {record[row_type.uid_column] for record in records})
    fresh, revised = [], 0
    for record in records:
        uid, content = record[row_type.uid_column], str(record["content_hash"])
        before = known.get(uid, Known())
        if before.holds(content):
            continue
        known[uid] = Known(before.revision + 1, content, content)
        first = before.revision == 0
        revised += not first
        fresh.append({
            **record,
            "revision": before.revision + 1,
            "supersedes_revision": None if first else before.revision,
            "change_reason": None if first else change_reason,
        })  # fmt: skip
    if fresh:
        connection.execute(sa.insert(TABLES[row_type]), fresh)
    return AddResult(len(fresh) - revised, len(records) - len(fresh), revised)


def add_decisions(connection: sa.Connection, row_type: type[Row], records: list[dict[str, Plain]]) -> set[str]:
    """Add decisions on rows of one type, one on a row; those on rows that have moved on are left out.

    Returns
    -------
    set of str
        UIDs of the rows whose newest revision is not the one that the decision replaces.
    """
    known = known_rows(connection, row_type, {record[row_type.uid_column] for record in records})
    fresh, moved = [], set()
    for record in records:
        uid = record[row_type.uid_column]
        if known.get(uid, Known()).revision == record["supersedes_revision"]:
            fresh.append(record)
        else:
            moved.add(str(uid))
    if fresh:
        connection.execute(sa.insert(TABLES[row_type]), fresh)
    return moved


def known_rows(connection: sa.Connection, row_type: type[Row], wanted: Collection[Plain]) -> dict[Plain, Known]:
    """What the store has of each of these rows."""
    table = TABLES[row_type]
    uid = table.c[row_type.uid_column]
    query = (
        sa.select(uid, table.c.revision, table.c.content_hash, table.c.change_reason)
        .where(uid.in_(wanted))
        .order_by(table.c.revision)
    )
    known: dict[Plain, Known] = {}
    for name, revision, content, reason in connection.execute(query):
        draft = known[name].draft if reason in DECIDED and name in known else content
        known[name] = Known(revision, content, draft)
    return known
