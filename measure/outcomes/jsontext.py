"""Trace and details as JSON text of a row, and back; equal content is equal text."""

import json
from collections.abc import Mapping

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
    return _encode([{"role": i.role, "name": i.name, "points": i.points} for i in trace.items])


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
