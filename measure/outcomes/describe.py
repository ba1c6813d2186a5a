"""The schema told to other programs: JSON Schema, Frictionless Table Schema, column dictionary."""

from typing import Any

from measure.outcomes.schema import Row

_FRICTIONLESS_TYPES = {
    "string": "string",
    "number": "number",
    "integer": "integer",
    "boolean": "boolean",
    "array": "string",  # flags: joined by ; in a table
}


def json_schema(row_type: type[Row]) -> dict[str, Any]:
    """JSON Schema (2020-12) of a row type.

    It holds the rules of single columns; those that span columns live in ``rules.py``.

    Parameters
    ----------
    row_type : type
        One of the row types.

    Returns
    -------
    dict
        Ready to be written as JSON.
    """
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **row_type.model_json_schema()}


def table_schema(row_type: type[Row]) -> dict[str, Any]:
    """Frictionless Table Schema of a row type, for its CSV.

    Parameters
    ----------
    row_type : type
        One of the row types.

    Returns
    -------
    dict
        Ready to be written as JSON.
    """
    return {
        "name": row_type.table,
        "title": _first_line(row_type),
        "fields": [_field(name, column) for name, column in columns(row_type).items()],
        "primaryKey": [row_type.uid_column, "revision"],
        "missingValues": [""],
    }


def columns(row_type: type[Row]) -> dict[str, dict[str, Any]]:
    """Type and constraints of every column, without references and without null.

    Parameters
    ----------
    row_type : type
        One of the row types.

    Returns
    -------
    dict
        Column name to a flat JSON Schema with ``required`` added: no empty cell.
    """
    schema = row_type.model_json_schema()
    required = set(schema["required"])
    flat = {}
    for name, column in schema["properties"].items():
        kinds = column.get("anyOf", [column])
        kind = next(k for k in kinds if k.get("type") != "null")
        if "$ref" in kind:
            kind = schema["$defs"][kind["$ref"].rsplit("/", 1)[1]]
        never_empty = name in required or (len(kinds) == 1 and column.get("type") != "array")
        described = {"description": row_type.model_fields[name].description, "required": never_empty}
        flat[name] = {**kind, **described}
    return flat


def _field(name: str, column: dict[str, Any]) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column["required"] else {}
    for ours, theirs in (
        ("enum", "enum"),
        ("pattern", "pattern"),
        ("minimum", "minimum"),
        ("maximum", "maximum"),
        ("maxLength", "maxLength"),
    ):
        if ours in column:
            constraints[theirs] = column[ours]
    field = {"name": name, "type": _FRICTIONLESS_TYPES[column["type"]], "description": column["description"]}
    if column["type"] == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    return {**field, "constraints": constraints} if constraints else field


def dictionary(row_type: type[Row]) -> list[dict[str, str]]:
    """Dictionary of the columns: one entry per column, for a person to read.

    Parameters
    ----------
    row_type : type
        One of the row types.

    Returns
    -------
    list of dict
        ``column, type, required, allowed, description``.
    """
    return [
        {
            "column": name,
            "type": _FRICTIONLESS_TYPES[column["type"]],
            "required": "yes" if column["required"] else "no",
            "allowed": _allowed(column),
            "description": column["description"],
        }
        for name, column in columns(row_type).items()
    ]


def _allowed(column: dict[str, Any]) -> str:
    if "enum" in column:
        return " | ".join(str(value) for value in column["enum"])
    limits = [
        text
        for key, text in (
            ("minimum", f">= {column.get('minimum')}"),
            ("exclusiveMinimum", f"> {column.get('exclusiveMinimum')}"),
            ("maximum", f"<= {column.get('maximum')}"),
        )
        if key in column
    ]
    return ", ".join(limits) or str(column.get("pattern", ""))


def _first_line(row_type: type[Row]) -> str:
    return (row_type.__doc__ or "").strip().splitlines()[0]
