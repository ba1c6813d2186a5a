"""The dictionary of columns: the schema, told for a person who reads the tables."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from measure.batch.outcome import FileStatus
from measure.batch.outputs import FILMS_COLUMNS
from measure.catalog import SCHEMES
from measure.catalog.words import SCALES
from measure.model import Scheme
from measure.outcomes.describe import columns
from measure.outcomes.schema import ROW_TYPES, Row

PLAIN = tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))
MANY = 20  # coded values beyond which only the first and the last are named

INTRODUCTION = """# Columns

What every column of every table says. The tables themselves, in and out, are explained in [tables.md](tables.md); the
same as data for programs lies in [schema](schema). A cell is empty where nothing is known or nothing applies.

Research tables hold no name, no patient number, no calendar day and no place of a file; `films.csv` holds places of
files and stays where it was made."""


def columns_page() -> str:
    """Text of ``columns.md``."""
    parts = [INTRODUCTION]
    known: dict[str, str] = {}
    for row_type in ROW_TYPES:
        parts.append(_table(row_type, known))
        if row_type.table == "measurement":
            parts.append(_films())
        if row_type.table == "assessment":
            parts.append(_scales())
    parts.append("[Tables in and out](tables.md) · [All measures](definitions/README.md)")
    return "\n\n".join(parts) + "\n"


def group_of(column: str, table: str) -> str:
    """Group that a column stands in.

    Raises
    ------
    KeyError
        If it stands in none.
    """
    if column == PLAIN["own"].get(table):
        return "Bookkeeping"
    for title, members in PLAIN["groups"].items():
        if column in members:
            return str(title)
    raise KeyError(f"columns.toml: column {column} of table {table} stands in no group")


def _table(row_type: type[Row], known: dict[str, str]) -> str:
    """One table by groups; columns that an earlier table explained with the same words are only named."""
    lines: dict[str, list[str]] = {title: [] for title in PLAIN["groups"]}
    again = []
    for name, column in columns(row_type).items():
        line = _line(row_type.table, name, column)
        if known.get(name) == line:
            again.append(f"`{name}`")
            continue
        known.setdefault(name, line)
        lines[group_of(name, row_type.table)].append(line)
    parts = [f"## {PLAIN['tables'][row_type.table]}", (row_type.__doc__ or "").strip().splitlines()[0]]
    for title, found in lines.items():
        if found:
            head = "| column | what it says | values | example |\n|---|---|---|---|"
            parts.append(f"### {title}\n\n{head}\n" + "\n".join(found))
    if again:
        parts.append(f"As above: {', '.join(again)}.")
    return "\n\n".join(parts)


def _line(table: str, name: str, column: Mapping[str, Any]) -> str:
    examples, more, own = PLAIN["examples"], PLAIN["more"], f"{table}.{name}"
    says = f"{column['description']} {more.get(own, more.get(name, ''))}".strip()
    example = examples[own if own in examples else name]
    _check(name, column, example)
    return _row(f"`{name}`", says, _values(name, column), f"`{example}`")


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _values(name: str, column: Mapping[str, Any]) -> str:
    always = ["always filled"] if column["required"] else []
    return "<br>".join([*_allowed(name, column), *always]) or "any, or empty"


def _allowed(name: str, column: Mapping[str, Any]) -> list[str]:
    codes = [str(code) for code in column.get("enum", [])]
    if column["type"] == "boolean":
        codes = ["true", "false"]
    if len(codes) > MANY:
        return [f"`{codes[0]}` … `{codes[-1]}`"]
    if codes:
        words = _words(name, codes)
        return [f"`{code}`: {words[code]}" for code in codes]
    low, high = (column.get(key) for key in ("minimum", "maximum"))
    if low is not None and high is not None:
        return [f"{low:g} to {high:g}"]
    if low is not None:
        return [f"{low:g} or more"]
    return ["above 0"] if column.get("exclusiveMinimum") == 0 else []


def _words(name: str, codes: list[str]) -> Mapping[str, str]:
    """Plain words of coded values.

    Raises
    ------
    KeyError
        If a value has none.
    """
    if name == "scale_class":
        return {str(code): words for code, words in SCALES.items()}
    words = PLAIN["words"].get(name) or (PLAIN["words"]["answer"] if set(codes) == {"yes", "no", "unknown"} else {})
    missing = set(codes) - set(words)
    if missing:
        raise KeyError(f"columns.toml: values of {name} without plain words: {', '.join(sorted(missing))}")
    return dict(words)


def _check(name: str, column: Mapping[str, Any], example: str) -> None:
    """Refuse an example that the schema would refuse."""
    wrong = "enum" in column and example not in map(str, column["enum"])
    wrong = wrong or ("pattern" in column and not re.search(column["pattern"], example))
    if wrong or (
        column["type"] in ("integer", "number") and not float(example) >= column.get("minimum", float("-inf"))
    ):
        raise ValueError(f"columns.toml: the schema refuses {example!r} as an example of {name}")


def _scales() -> str:
    """Every scale of judgement with its words."""
    lines = [_row(f"`{scheme.id}`", f"{scheme.title}. {scheme.definition}", _scale_words(scheme)) for scheme in SCHEMES]
    return "### Scales of judgement\n\n| scheme | what is judged | values |\n|---|---|---|\n" + "\n".join(lines)


def _scale_words(scheme: Scheme) -> str:
    codes, meanings = list(scheme.values), set(scheme.values.values())
    if len(meanings) == 1:
        return f"`{codes[0]}` … `{codes[-1]}`: {meanings.pop()}"
    return "<br>".join(f"`{code}`: {words}" for code, words in scheme.values.items())


def _films() -> str:
    films, words = PLAIN["films"], PLAIN["file_status"]
    if tuple(films) != FILMS_COLUMNS or list(words) != [str(status) for status in FileStatus]:
        raise KeyError(
            f"columns.toml: expected the columns {', '.join(FILMS_COLUMNS)} of films.csv and its four statuses"
        )
    statuses = "<br>".join(f"`{code}`: {says}" for code, says in words.items())
    lines = [
        _row(f"`{name}`", says, statuses if name == "status" else "", f"`{example}`")
        for name, (says, example) in films.items()
    ]
    head = "| column | what it says | values | example |\n|---|---|---|---|"
    return (
        f"## Files of a run: `films.csv`\n\nOne line per film, and per file or folder of what is no film.\n\n{head}\n"
        + "\n".join(lines)
    )
