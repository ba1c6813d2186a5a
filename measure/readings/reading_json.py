"""Reading JSON: one reading as text and back, without loss.

The schema is derived from the nouns themselves, so it cannot drift from them.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from measure.errors import ReadingError
from measure.model import Reading

FORMAT = "radiograph-measure/reading"
VERSION = 1
NO_FLAGS = ("flags", ())


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter  # only here: reading a film needs no pydantic

    return TypeAdapter(Reading)


def encode_reading(reading: Reading) -> str:
    """Text of a reading, the same for equal readings.

    Parameters
    ----------
    reading : Reading
        What to write.

    Returns
    -------
    str
        JSON, UTF-8, two spaces of indent; gaps are left out.

    Examples
    --------
    >>> from measure.model import Observer, ObserverKind
    >>> reading = Reading("2.25.1", "sha256:0", Observer(ObserverKind.PERSON, "reader-1"))
    >>> decode_reading(encode_reading(reading)) == reading
    True
    """
    envelope = {"format": FORMAT, "version": VERSION, **_plain(reading)}
    return json.dumps(envelope, indent=2, ensure_ascii=False) + "\n"


def _plain(value: Any) -> Any:
    """Nouns as dicts, lists and plain values; what is None, and flags that are none, are left out."""
    if is_dataclass(value):
        named = {f.name: getattr(value, f.name) for f in fields(value)}
        return {name: _plain(part) for name, part in named.items() if part is not None and (name, part) != NO_FLAGS}
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, StrEnum) else value


def file_name(film_key: str) -> str:
    """Film key as a file name.

    Examples
    --------
    >>> file_name("1.2.840/1"), file_name("sha256:ab")
    ('1.2.840_1', 'sha256-ab')
    """
    return film_key.replace("/", "_").replace(":", "-")


def decode_reading(text: str) -> Reading:
    """Reading from its text.

    Parameters
    ----------
    text : str
        What ``encode_reading`` wrote.

    Returns
    -------
    Reading
        Equal to the one that was written.

    Raises
    ------
    ReadingError
        If the text is no reading JSON of this version, or has a key nobody would read.
    """
    from pydantic import ValidationError

    body = _envelope(text)
    try:
        reading: Reading = _adapter().validate_python(body)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ReadingError(f"reading JSON: {where}: {first['msg']}") from None
    lost = sorted(_paths(body) - _paths(_plain(reading)))
    if lost:
        # A mistyped key would otherwise vanish in silence.
        raise ReadingError(f"reading JSON: unknown key {lost[0]}; expected only the keys of the schema")
    return reading


def _envelope(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except json.JSONDecodeError as error:
        raise ReadingError(f"reading JSON: line {error.lineno}: {error.msg}") from None
    if not isinstance(body, dict) or body.get("format") != FORMAT:
        raise ReadingError(f"reading JSON: expected format {FORMAT!r}; this is some other JSON")
    if body.get("version") != VERSION:
        raise ReadingError(f"reading JSON: expected version {VERSION}, got {body.get('version')!r}")
    return {key: value for key, value in body.items() if key not in ("format", "version")}


def _paths(value: Any, prefix: str = "") -> set[str]:
    """Every key of a nested JSON value, as dotted paths."""
    if isinstance(value, dict):
        given = {key: part for key, part in value.items() if part is not None}
        return {f"{prefix}{key}" for key in given}.union(*(_paths(v, f"{prefix}{k}.") for k, v in given.items()))
    if isinstance(value, list):
        return set[str]().union(*(_paths(item, prefix) for item in value))
    return set()


def reading_schema() -> dict[str, Any]:
    """JSON Schema of the reading JSON."""
    schema: dict[str, Any] = _adapter().json_schema()
    head = {"format": {"const": FORMAT}, "version": {"const": VERSION}}
    schema["properties"] = {**head, **schema["properties"]}
    schema["required"] = [*head, *schema["required"]]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
