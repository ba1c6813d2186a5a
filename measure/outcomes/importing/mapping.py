"""The YAML mapping: which column of somebody's table means what."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from measure.catalog.schemes import get_scheme
from measure.errors import CatalogError, TableError
from measure.model import FrozenMap
from measure.outcomes.importing import readers
from measure.outcomes.importing.measurements import measure_of, unit_of
from measure.outcomes.importing.sheet import folded
from measure.outcomes.importing.targets import BY_TABLE, TABLES, readable
from measure.outcomes.schema import AssessmentRow, MeasurementRow, Row, ScoreRow

WHAT = "mapping"
_MOST_BYTES = 65536
KEYS = ("table", "columns", "constants", "measures", "assessments", "scores")
# Sections with one column per measure, scheme or instrument, and where its name goes in a row.
WIDE: dict[str, tuple[type[Row], str]] = {
    "measures": (MeasurementRow, "measure"),
    "assessments": (AssessmentRow, "scheme"),
    "scores": (ScoreRow, "instrument"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where the text of a column of the schema comes from.

    Attributes
    ----------
    place : str
        Key of the mapping, for messages.
    column : str or None
        Column of the table.
    values : mapping of str to str
        What the words of the table mean, compared without capitals and spaces.
    constant : str or None
        The text itself, the same in all rows.
    """

    place: str
    column: str | None = None
    values: Mapping[str, str] = field(default_factory=FrozenMap)
    constant: str | None = None


@dataclass(frozen=True, slots=True)
class Wide:
    """One column of values whose heading says what was measured.

    Attributes
    ----------
    row_type : type
        What its cells become.
    sources : mapping of str to Source
        ``value``, what was measured, and what else holds for this column.
    """

    row_type: type[Row]
    sources: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class TableMapping:
    """A mapping as written.

    Attributes
    ----------
    row_type : type or None
        Table that the rows belong to; None = told by the columns.
    sources : mapping of str to Source
        Columns and constants that hold for all rows.
    wide : tuple of Wide
        Columns of values.
    """

    row_type: type[Row] | None = None
    sources: Mapping[str, Source] = field(default_factory=FrozenMap)
    wide: tuple[Wide, ...] = ()


class _Loader(yaml.BaseLoader):
    """Every word is text: ``no`` is no answer false, and 3-4 is no day in April."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise TableError(f"{WHAT}, line {node.start_mark.line + 1}: key {twice!r} comes twice; expected once")
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found


def read_mapping(path: Path) -> TableMapping:
    """Read a mapping.

    Parameters
    ----------
    path : Path
        YAML, UTF-8; see docs/importing.md.

    Returns
    -------
    TableMapping
        Checked as far as it can be without the table.

    Raises
    ------
    TableError
        Names the key, what was expected and what came.
    """
    try:
        data = path.read_bytes()[: _MOST_BYTES + 1]
    except OSError as error:
        raise TableError(f"{WHAT}: cannot be read ({error.strerror})") from None
    if len(data) > _MOST_BYTES:
        raise TableError(f"{WHAT}: expected a YAML file of at most {_MOST_BYTES // 1024} kB, got more")
    try:
        return parse_mapping(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise TableError(f"{WHAT}: expected UTF-8 text, got another encoding or another sort of file") from None


def parse_mapping(text: str) -> TableMapping:
    """Mapping of a text; see ``read_mapping``.

    Examples
    --------
    >>> mapping = parse_mapping("columns: {subject: Patient, level: Wirbel}")
    >>> mapping.sources["level"].column
    'Wirbel'
    """
    try:
        content = yaml.load(text, Loader=_Loader)  # noqa: S506 - a loader that makes nothing but texts, lists and maps
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise TableError(f"{WHAT}{line}: expected YAML, got {error.problem or 'something else'}") from None
    except (yaml.YAMLError, RecursionError):
        raise TableError(f"{WHAT}: expected YAML text, got something else") from None
    found = _mapping(content, WHAT, f"keys {', '.join(KEYS)}")
    for key in found:
        if key not in KEYS:
            raise TableError(f"{WHAT}: expected the keys {', '.join(KEYS)}, got {key!r}{_near(key, KEYS)}")
    row_type = _table(found.get("table"))
    wide = tuple(_wide(found))
    types = [one.row_type for one in wide] or ([row_type] if row_type else list(BY_TABLE.values()))
    return TableMapping(row_type, FrozenMap(_shared(found, types)), wide)


def _mapping(content: Any, place: str, expected: str) -> dict[str, Any]:
    if not isinstance(content, dict):
        came = "nothing" if not content else "a list" if isinstance(content, list) else "a text"
        raise TableError(f"{place}: expected {expected}, got {came}")
    return content


def _near(word: str, words: Any) -> str:
    near = difflib.get_close_matches(word, list(words), n=2, cutoff=0.6)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _table(name: Any) -> type[Row] | None:
    if name is None:
        return None
    if name not in TABLES:
        raise TableError(f"{WHAT}, table: expected {', '.join(TABLES)}, got {name!r}")
    return BY_TABLE[name]


def _shared(found: dict[str, Any], types: list[type[Row]]) -> dict[str, Source]:
    sources: dict[str, Source] = {}
    for key in ("columns", "constants"):
        for target, content in _mapping(found.get(key) or {}, f"{WHAT}, {key}", "names of columns").items():
            place = f"{key}.{target}"
            _check_target(target, place, types)
            if target in sources:
                raise TableError(f"{WHAT}, {place}: expected it once, got it under columns too")
            sources[target] = _source(content, place) if key == "columns" else _constant(content, target, place)
    return sources


def _wide(found: dict[str, Any]) -> Iterator[Wide]:
    for section, (row_type, name_target) in WIDE.items():
        for name, content in _mapping(found.get(section) or {}, f"{WHAT}, {section}", "names").items():
            place = f"{section}.{name}"
            for entry in content if isinstance(content, list) else [content]:
                sources = _entry(entry, place, row_type)
                sources[name_target] = Source(place, constant=name)
                _check_name(section, name, sources, place)
                yield Wide(row_type, FrozenMap(sources))


def _entry(content: Any, place: str, row_type: type[Row]) -> dict[str, Source]:
    entry = {"column": content} if isinstance(content, str) else dict(_mapping(content, f"{WHAT}, {place}", "a column"))
    value = {key: entry.pop(key) for key in ("column", "values") if key in entry}
    sources = {"value": _source(value, place)}
    for target, one in entry.items():
        here = f"{place}.{target}"
        _check_target(target, here, [row_type])
        sources[target] = _source(one, here) if isinstance(one, dict) else _constant(one, target, here)
    return sources


def _check_name(section: str, name: str, sources: dict[str, Source], place: str) -> None:
    """A measure or scheme that there is not, or a unit that it does not have, is wrong in all rows: say it once."""
    try:
        if section == "measures":
            measure, unit = measure_of(name), sources.get("unit")
            if unit is not None and unit.constant is not None:
                unit_of(measure, unit.constant)
        elif section == "assessments":
            get_scheme(readers.word(name))
        else:
            readers.word(name)
    except (CatalogError, ValueError) as error:
        raise TableError(f"{WHAT}, {place}: {error}") from None


def _check_target(target: str, place: str, types: list[type[Row]]) -> None:
    known = sorted({name for row_type in types for name in readable(row_type)})
    if target not in known:
        tables = " or ".join(sorted({row_type.table for row_type in types}))
        raise TableError(
            f"{WHAT}, {place}: expected a column of the {tables} table, got {target!r}{_near(target, known)}"
        )


def _source(content: Any, place: str) -> Source:
    if isinstance(content, str) and content:
        return Source(place, column=content)
    entry = _mapping(content, f"{WHAT}, {place}", "the name of a column, or {column: name, values: {theirs: ours}}")
    odd = next((key for key in entry if key not in ("column", "values")), None)
    column = entry.get("column")
    if odd is not None or not isinstance(column, str) or not column:
        raise TableError(f"{WHAT}, {place}: expected column and perhaps values, got {odd or 'no column'!r}")
    values = _mapping(entry.get("values") or {}, f"{WHAT}, {place}.values", "{theirs: ours}")
    wrong = next((key for key, one in values.items() if not isinstance(one, str)), None)
    if wrong is not None:
        raise TableError(f"{WHAT}, {place}.values.{wrong}: expected a word, got a list or a map")
    return Source(place, column, FrozenMap({folded(theirs): ours for theirs, ours in values.items()}))


def _constant(content: Any, target: str, place: str) -> Source:
    if not isinstance(content, str) or not content:
        raise TableError(f"{WHAT}, {place}: expected one word or number, got {'nothing' if not content else 'a list'}")
    if target in readers.OWN and target != "unit":  # which units there are depends on the measure
        try:
            readers.OWN[target](content)
        except ValueError as error:
            raise TableError(f"{WHAT}, {place}: {error}") from None
    return Source(place, constant=content)
