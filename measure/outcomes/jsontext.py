"""Trace and details as JSON text of a row, and back; equal content is equal text."""

import json
from collections.abc import Mapping
from functools import cache
from math import isfinite

from measure.errors import ModelError
from measure.model import Role, Trace, TraceItem

# One encoder for all rows; numbers that are not finite are an error, not the word NaN.
_encode = json.JSONEncoder(
    separators=(",", ":"), sort_keys=True, ensure_ascii=False, allow_nan=False, default=float
).encode


def trace_to_text(trace: Trace) -> str:
    """Text of a trace: a list of role, name and points (row, col) in film pixels.

    Raises
    ------
    ValueError
        If a coordinate is not finite.

    Examples
    --------
    >>> trace_to_text(Trace((TraceItem(Role.PATH, ((1.0, 2.5), (3.0, 4.0)), "anterior"),)))
    '[{"name":"anterior","points":[[1.0,2.5],[3.0,4.0]],"role":"path"}]'
    """
    if not trace.items:
        return "[]"
    return f"[{','.join([_item_text(item) for item in trace.items])}]"


def _item_text(item: TraceItem) -> str:
    """Text of one item; written out, because every row has several and the encoder takes twice as long."""
    pieces = []
    for row, col in item.points:
        if type(row) is not float or type(col) is not float or not isfinite(row + col):
            return _encode({"role": item.role, "name": item.name, "points": item.points})
        pieces.append(f"[{row!r},{col!r}]")
    return f'{{"name":{_word(item.name)},"points":[{",".join(pieces)}],"role":"{item.role}"}}'


@cache
def _word(name: str) -> str:
    return _encode(name)


def trace_from_text(text: str) -> Trace:
    """Trace that a text was made from.

    Raises
    ------
    ModelError
        If it is no such text.
    """
    try:
        return Trace(
            tuple(
                TraceItem(Role(item["role"]), tuple((r, c) for r, c in item["points"]), item["name"])
                for item in json.loads(text)
            )
        )
    except (ValueError, KeyError, TypeError):
        raise ModelError("trace: expected a list of role, name and points, got another text") from None


def details_to_text(details: Mapping[str, str | float]) -> str:
    """Text of side results.

    Raises
    ------
    ValueError
        If a number is not finite.
    """
    return _encode(dict(details)) if details else "{}"


def details_from_text(text: str) -> dict[str, str | float]:
    """Side results that a text was made from.

    Raises
    ------
    ModelError
        If it is no such text.
    """
    try:
        return dict(json.loads(text))
    except (ValueError, TypeError):
        raise ModelError("details: expected a JSON object, got another text") from None
