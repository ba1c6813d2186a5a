"""What makes a table append-only, and the view of its newest rows; in the words of each engine."""

from collections.abc import Sequence

from alembic import op

APPEND_ONLY = "the outcomes store is append-only: add a new revision instead"

_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION measure_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{APPEND_ONLY}'; END $$
"""


def current_view(table: str, uid: str) -> str:
    """SQL of the view that shows the newest revision of each row."""
    return (
        f"CREATE VIEW current_{table} AS SELECT * FROM {table} AS this WHERE NOT EXISTS"  # noqa: S608 - our own names
        f" (SELECT 1 FROM {table} AS newer WHERE newer.{uid} = this.{uid} AND newer.revision > this.revision)"
    )


def append_only(table: str, key: Sequence[str]) -> None:
    """Put triggers on a table that refuse every change but a new row.

    Parameters
    ----------
    table : str
        Which table.
    key : sequence of str
        Its primary key.
    """
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL_FUNCTION)
        for name, when in (
            ("row", "UPDATE OR DELETE ON {} FOR EACH ROW"),
            ("all", "TRUNCATE ON {} FOR EACH STATEMENT"),
        ):
            op.execute(
                f"CREATE TRIGGER {table}_keep_{name} BEFORE {when.format(table)} EXECUTE FUNCTION measure_append_only()"
            )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}'); END"
        )
    # INSERT OR REPLACE deletes the old row without firing the DELETE trigger.
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"  # noqa: S608 - our own names
        f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
        f" BEGIN SELECT RAISE(ABORT, '{APPEND_ONLY}'); END"
    )
