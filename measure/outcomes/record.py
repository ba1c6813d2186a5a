"""A row as a flat record of plain values, and the hash of what it says."""

import hashlib
import json
from collections.abc import Callable, Mapping
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

from measure.outcomes.schema import Row

R = TypeVar("R", bound=Row)
Plain = str | int | float | bool | None

_PLAIN = frozenset({str, int, float, bool, type(None)})
FLAG_SEPARATOR = ";"
# What may differ between two runs that found the same.
_NOT_CONTENT = frozenset({"revision", "supersedes_revision", "change_reason", "software", "schema_version"})


def to_record(row: Row) -> dict[str, Plain]:
    """Row as column name to plain value, in the order of the columns.

    Parameters
    ----------
    row : Row
        A row of any type.

    Returns
    -------
    dict
        Words as text, flags joined by ``;`` (None where there are none).
    """
    names, cells_of = _reader(type(row))
    return {
        name: value if type(value) in _PLAIN else _plain(value)
        for name, value in zip(names, cells_of(row), strict=True)
    }


@cache
def _reader(row_type: type[Row]) -> tuple[tuple[str, ...], Callable[[Row], tuple[Any, ...]]]:
    names = tuple(row_type.model_fields)
    return names, attrgetter(*names)


def _plain(value: Any) -> Plain:
    if isinstance(value, Enum):
        return str(value.value)
    joined: str = FLAG_SEPARATOR.join(value)
    return joined or None


def from_record(row_type: type[R], record: Mapping[str, Any]) -> R:
    """Row from a flat record; columns without a value keep their default.

    Parameters
    ----------
    row_type : type
        One of the row types.
    record : mapping
        As ``to_record`` gives it. Numbers may be text.

    Returns
    -------
    Row
        A valid row.

    Raises
    ------
    pydantic.ValidationError
        If the record breaks the schema.
    """
    given = {name: value for name, value in record.items() if value is not None}
    if isinstance(given.get("flags"), str):
        given["flags"] = tuple(given["flags"].split(FLAG_SEPARATOR))
    return row_type.model_validate(given)


def content_hash(row: Row) -> str:
    """SHA-256 of what a row says, apart from when, by what program and in which revision.

    Parameters
    ----------
    row : Row
        A row of any type.

    Returns
    -------
    str
        64 hexadecimal characters. Columns without a value are left out, so that a column
        added to the schema later changes no hash.
    """
    return record_hash(to_record(row))


def record_hash(record: Mapping[str, Plain]) -> str:
    """``content_hash`` of a row that is a flat record already."""
    content = {name: value for name, value in record.items() if value is not None and name not in _NOT_CONTENT}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
