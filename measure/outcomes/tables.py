"""The tables of the store, made from the row types: nothing about a column is said twice."""

from typing import Any

import sqlalchemy as sa

from measure.outcomes.describe import columns
from measure.outcomes.schema import ROW_TYPES, Row

# Named constraints, so that Alembic can tell and change them on both engines.
metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

_TYPES: dict[str, type[sa.types.TypeEngine[Any]]] = {
    "string": sa.Text,
    "array": sa.Text,  # flags, joined by ;
    "number": sa.Double,
    "integer": sa.Integer,
    "boolean": sa.Boolean,
}
# What the store alone knows: it would make equal rows of two runs differ.
BOOKKEEPING = ("content_hash", "batch", "recorded_at")
_INDEXED = ("subject", "film_key")


def _table(row_type: type[Row]) -> sa.Table:
    table = sa.Table(row_type.table, metadata)
    for name, column in columns(row_type).items():
        table.append_column(
            sa.Column(
                name,
                _TYPES[column["type"]](),
                primary_key=name in (row_type.uid_column, "revision"),
                # A key of two columns counts nothing up by itself.
                autoincrement=False,
                nullable=not column["required"],
                index=name in _INDEXED,
            )
        )
    for name in BOOKKEEPING:
        table.append_column(sa.Column(name, sa.Text(), nullable=False))
    return table


TABLES: dict[type[Row], sa.Table] = {row_type: _table(row_type) for row_type in ROW_TYPES}

info = sa.Table(
    "store_info",
    metadata,
    sa.Column("name", sa.Text(), primary_key=True),
    sa.Column("value", sa.Text(), nullable=False),
)


def _current(row_type: type[Row]) -> sa.TableClause:
    """View of the newest revision of each row; made by the migration."""
    names = [column.name for column in TABLES[row_type].columns]
    return sa.table(f"current_{row_type.table}", *(sa.column(name, TABLES[row_type].c[name].type) for name in names))


CURRENT: dict[type[Row], sa.TableClause] = {row_type: _current(row_type) for row_type in ROW_TYPES}
