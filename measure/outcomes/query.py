"""Asking the store: which rows, in an order that does not depend on when they came."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from measure.errors import StoreError
from measure.outcomes.schema import MeasurementRow, Row
from measure.outcomes.tables import CURRENT, TABLES


class _by_code(FunctionElement[str]):  # noqa: N801 - named as SQL functions are
    """Text in the order of its characters' codes, which is the same on every server.

    PostgreSQL else sorts by the language that the database was made with.
    """

    inherit_cache = True
    type = sa.Text()


@compiles(_by_code)
def _as_it_is(element: _by_code, compiler: SQLCompiler, **words: Any) -> str:
    return compiler.process(element.clauses, **words)


@compiles(_by_code, "postgresql")
def _collated(element: _by_code, compiler: SQLCompiler, **words: Any) -> str:
    return f'{compiler.process(element.clauses, **words)} COLLATE "C"'


def source(row_type: type[Row], current: bool) -> sa.FromClause:
    """Table of all revisions, or the view of the newest ones."""
    return CURRENT[row_type] if current else TABLES[row_type]


def select_rows(row_type: type[Row], current: bool, filters: Mapping[str, Any]) -> sa.Select[Any]:
    """Query for the columns of the schema, filtered and sorted.

    Parameters
    ----------
    row_type : type
        Which rows.
    current : bool
        Only newest revisions.
    filters : mapping
        Column to a value, a collection of values, or None for an empty cell.

    Returns
    -------
    Select
        Ready to be executed.

    Raises
    ------
    StoreError
        If a filter names no column.
    """
    table = source(row_type, current)
    query = sa.select(*(table.c[name] for name in row_type.model_fields))
    for name, wanted in filters.items():
        if name not in table.c:
            raise StoreError(f"store: expected a column of {row_type.table}, got {name!r}")
        query = query.where(_condition(table.c[name], wanted))
    # Engines differ in where they put empty cells unless told.
    order = [_sortable(table.c[name]).asc().nulls_first() for name in row_type.sort_columns]
    return query.order_by(*order, _sortable(table.c[row_type.uid_column]), table.c.revision)


def _sortable(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    return _by_code(column) if isinstance(column.type, sa.Text) else column


def _condition(column: sa.ColumnElement[Any], wanted: Any) -> sa.ColumnElement[bool]:
    if wanted is None:
        return column.is_(None)
    if isinstance(wanted, Collection) and not isinstance(wanted, str):
        return column.in_([_plain(one) for one in wanted])
    same: sa.ColumnElement[bool] = column == _plain(wanted)
    return same


def _plain(value: Any) -> Any:
    """A word of a list as text: drivers differ in what they make of an Enum."""
    return str(value) if isinstance(value, str) else value


def select_subjects() -> sa.Select[Any]:
    """Query for the pseudonyms of all subjects that have measurements."""
    column = CURRENT[MeasurementRow].c.subject
    return sa.select(column).where(column.is_not(None)).distinct()


def select_subjects_of(film_keys: Collection[str]) -> sa.Select[Any]:
    """Query for the pseudonyms that any revision of the measurements of these films is of."""
    table = TABLES[MeasurementRow]
    return sa.select(table.c.subject).where(table.c.film_key.in_(film_keys), table.c.subject.is_not(None)).distinct()
