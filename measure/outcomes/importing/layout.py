"""Layout: how the lines of one table become entries, by its own column names or by a mapping."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from measure.errors import TableError
from measure.model import FrozenMap
from measure.outcomes.importing.entry import Cell, Entry
from measure.outcomes.importing.mapping import Source, TableMapping
from measure.outcomes.importing.sheet import Sheet, folded
from measure.outcomes.importing.targets import TABLES, missing, readable, told_by
from measure.outcomes.schema import ROW_TYPES, Row

PROBLEM = "problem"
DOCS = "docs/importing.md lists the columns"


@dataclass(frozen=True, slots=True)
class Part:
    """One column of the schema and where its text is in a line.

    Attributes
    ----------
    target : str
        Column of the schema.
    label : str
        Column of the table, or key of the mapping: what a message names.
    index : int or None
        Place in the line; None = the constant.
    values : mapping of str to str
        What the words of the table mean.
    constant : str
        The text, where it is the same in all lines.
    """

    target: str
    label: str
    index: int | None = None
    values: Mapping[str, str] = field(default_factory=FrozenMap)
    constant: str = ""

    def cell(self, cells: list[str]) -> Cell:
        """Text of the part in a line."""
        if self.index is None:
            return Cell(self.constant, self.label)
        text = cells[self.index].strip() if self.index < len(cells) else ""
        return Cell(self.values.get(folded(text), text) if self.values else text, self.label)


@dataclass(frozen=True, slots=True)
class Template:
    """One sort of row that every line gives.

    Attributes
    ----------
    row_type : type
        What it becomes.
    parts : tuple of Part
        Its columns.
    whole : bool
        Whether the table has all columns of the schema, identities included: it was exported.
    wide : bool
        Whether it is one column of values among several: an empty cell is nothing to import.
    """

    row_type: type[Row]
    parts: tuple[Part, ...]
    whole: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How lines become entries.

    Attributes
    ----------
    templates : tuple of Template
        One for a long table, one per column of values for a wide one.
    unread : tuple of str
        Columns of the table that are not read.
    problem : int or None
        Place of the column in which an earlier import has written what was wrong.
    """

    templates: tuple[Template, ...]
    unread: tuple[str, ...] = ()
    problem: int | None = None

    def texts(self, target: str, lines: Iterable[tuple[int, list[str]]]) -> Iterator[str]:
        """Texts of one column of the schema in all lines, however many rows each gives."""
        parts = dict.fromkeys(part for one in self.templates for part in one.parts if part.target == target)
        return (part.cell(cells).text for _, cells in lines for part in parts)

    def entries(self, number: int, cells: list[str], decimal_comma: bool) -> Iterator[tuple[Template, Entry]]:
        """Entries of one line, each with the template it comes from."""
        for template in self.templates:
            found = {part.target: part.cell(cells) for part in template.parts}
            if template.wide and not found["value"].text and not ("reason" in found and found["reason"].text):
                continue
            yield template, Entry(number, found, decimal_comma)


def plan(sheet: Sheet, table: type[Row] | None = None, mapping: TableMapping | None = None) -> Layout:
    """Find every column that is read, before the first line is.

    Parameters
    ----------
    sheet : Sheet
        The table.
    table : type or None, optional
        What its rows are, where the columns do not tell.
    mapping : TableMapping or None, optional
        What its columns mean, where they have names of their own.

    Returns
    -------
    Layout
        How to read its lines.

    Raises
    ------
    TableError
        If a column is missing, or cannot be told.
    """
    mapping = mapping or TableMapping()
    places = {folded(name): index for index, name in enumerate(sheet.columns) if name}
    shared = _parts(mapping.sources, places, sheet)
    wide = [(one.row_type, _parts(one.sources, places, sheet)) for one in mapping.wide]
    used = {part.index for parts in (shared, *(own for _, own in wide)) for part in parts.values()}
    spare = {_name(name): index for name, index in places.items() if index not in used and name != PROBLEM}
    if wide:
        templates = tuple(_template(kind, {**shared, **own}, spare, sheet, wide=True) for kind, own in wide)
    else:
        row_type = table or mapping.row_type or told_by(frozenset({*shared, *_targets(spare)}))
        if row_type is None:
            raise TableError(
                f"table: expected columns that tell what it is; name them with --map FILE, or say --table"
                f" {'|'.join(TABLES)}; {DOCS}"
            )
        templates = (_template(row_type, shared, spare, sheet),)
    problem = places.get(PROBLEM)
    read = used | {part.index for template in templates for part in template.parts} | {problem}
    unread = tuple(name for index, name in enumerate(sheet.columns) if name and index not in read)
    return Layout(templates, unread, problem)


def _parts(sources: Mapping[str, Source], places: dict[str, int], sheet: Sheet) -> dict[str, Part]:
    """Columns and constants that a mapping names."""
    parts = {}
    for target, source in sources.items():
        if source.column is None:
            parts[target] = Part(target, source.place, constant=source.constant or "")
            continue
        index = places.get(folded(source.column))
        if index is None:
            known = any(one.column and folded(one.column) in places for one in sources.values())
            has = _has(sheet, known)
            raise TableError(f"mapping, {source.place}: the table has no column {source.column!r}; it has {has}")
        parts[target] = Part(target, sheet.columns[index], index, source.values)
    return parts


def _template(
    row_type: type[Row], own: dict[str, Part], spare: dict[str, int], sheet: Sheet, *, wide: bool = False
) -> Template:
    """Template of a table; columns that bear the names of the schema need no mapping."""
    whole = _name(row_type.uid_column) in spare and not own
    takes = frozenset(row_type.model_fields) if whole else readable(row_type)
    named = {target: spare[_name(target)] for target in sorted(takes) if _name(target) in spare}
    parts = {target: Part(target, sheet.columns[index], index) for target, index in named.items()}
    parts |= {target: part for target, part in own.items() if target in takes}
    lacking = None if whole else missing(row_type, frozenset(parts))
    if lacking is not None:
        has = _has(sheet, bool(parts))
        raise TableError(f"{row_type.table} table: column {lacking} is missing; it has {has}; {DOCS}")
    return Template(row_type, tuple(parts.values()), whole, wide)


def _name(name: str) -> str:
    """Column name of the schema as people write it: ``Film Key`` and ``film-key`` are ``film_key``."""
    return folded(name).replace("_", "").replace("-", "")


def _targets(names: Mapping[str, int]) -> frozenset[str]:
    """Columns of the schema among names as people write them."""
    known = {target for row_type in ROW_TYPES for target in (*row_type.model_fields, *readable(row_type))}
    return frozenset(target for target in known if _name(target) in names)


def _has(sheet: Sheet, known: bool) -> str:
    """Columns of the table; a first line without any name we know is a row of data, not to be repeated."""
    return ", ".join(name for name in sheet.columns if name) if known else "none of the names in its first line"
