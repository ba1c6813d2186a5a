"""The assessment table: what people judged, one judgement a line or one scale a column; or a reading JSON."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from measure.errors import CatalogError, ReadingError, TableError, quoted
from measure.model import Assessment, Observer, ObserverKind, Scheme, Side, Status, Structure, StructureKind
from measure.model.scheme import JOIN
from measure.readings.reading_json import decode_reading
from measure.readings.rows import UNKNOWN, Row, level, number, observer, read_rows

E = TypeVar("E", bound=StrEnum)

WHAT = "assessment table"
LONG = ("scheme", "value")
PLACE = ("level", "vertebra", "structure", "side")
WHO = ("observer", "status", "confirmed_by", "note")
_NOTE = re.compile(r"[a-z][a-z0-9_]{0,63}")

# What may be judged once: by whom, of which structure, on which scale.
Key = tuple[str, str, str]


@dataclass(slots=True)
class AssessmentTable:
    """An assessment table, film by film.

    Attributes
    ----------
    films : dict of str to dict of Key to Assessment
        Name of the film in the table, then observer, structure and scheme.
    problems : dict of str to str
        Films whose lines cannot be used, with the first reason (line, column, expected, came).
    unknown_columns : tuple of str
        Columns that nobody reads.
    """

    films: dict[str, dict[Key, Assessment]] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    unknown_columns: tuple[str, ...] = ()


def read_assessments(path: Path, schemes: Mapping[str, Scheme]) -> AssessmentTable:
    """Read an assessment table; one bad film does not spoil the others.

    Parameters
    ----------
    path : Path
        CSV with comma, semicolon or tab: the columns ``scheme`` and ``value``, or a column for
        each scheme, or both. ``level`` or ``vertebra`` (the number) says which vertebra,
        ``structure`` and ``side`` which bone; without them the film as a whole is judged.
        Or a reading JSON (``.json``), of which the assessments are taken.
    schemes : mapping of str to Scheme
        The scales that may be used, by id.

    Returns
    -------
    AssessmentTable
        Judgements and problems by film. A judgement by a named observer is confirmed by that
        observer unless its line says ``draft``; without an observer it is a draft.

    Raises
    ------
    TableError, ReadingError
        If the file is no such table or no reading: a column is missing, it is empty, or not text.
    """
    if path.suffix.lower() == ".json":
        return _of_reading(path, schemes)
    header, rows = read_rows(path, WHAT, ("film",))
    _check_header(header, schemes)
    table = AssessmentTable()
    table.unknown_columns = tuple(c for c in header if c not in ("film", *LONG, *PLACE, *WHO, *schemes))
    for row in rows:
        film = row.cells["film"]
        if not film:
            raise TableError(f"{WHAT}: {row.place('film')}: expected the name of a film, got an empty cell")
        if film in table.problems:
            continue
        try:
            _take(table.films.setdefault(film, {}), row, schemes)
        except TableError as error:
            table.problems[film] = str(error)
            del table.films[film]
    return table


def _of_reading(path: Path, schemes: Mapping[str, Scheme]) -> AssessmentTable:
    """Assessments of a reading JSON, under the key of its film."""
    try:
        reading = decode_reading(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise ReadingError("reading JSON: expected JSON as UTF-8 text, got something else, or nothing") from None
    film: dict[Key, Assessment] = {}
    for place, one in enumerate(reading.assessments, 1):
        try:
            value = schemes[one.scheme].read(one.value, one.structure.kind if one.structure else None)
        except KeyError:
            problem = f"expected a scheme among {', '.join(schemes)}, got {quoted(one.scheme)}"
        except CatalogError as error:
            problem = str(error)
        else:
            problem = "one observer judged one thing twice; expected once" if _key(one) in film else ""
            film[_key(one)] = replace(one, value=value)
        if problem:
            return AssessmentTable(problems={reading.film_key: f"reading JSON, assessment {place}: {problem}"})
    return AssessmentTable({reading.film_key: film})


def _key(one: Assessment) -> Key:
    return one.observer.name, one.structure.key if one.structure else "film", one.scheme


def _check_header(header: list[str], schemes: Mapping[str, Scheme]) -> None:
    if not set(header) & {"scheme", *schemes}:
        raise TableError(f"{WHAT}: expected columns scheme and value, or one of {', '.join(schemes)}")
    if ("scheme" in header) != ("value" in header):
        missing = "value" if "scheme" in header else "scheme"
        raise TableError(f"{WHAT}: column {missing} is missing; scheme and value go together")


def _take(film: dict[Key, Assessment], row: Row, schemes: Mapping[str, Scheme]) -> None:
    """Add the judgements of one line."""
    structure, person, status, confirmed_by = _structure(row), *_who(row)
    note = row.cells.get("note") or None
    if note is not None and not _NOTE.fullmatch(note):
        raise TableError(f"{row.place('note')}: expected a code of small letters, digits and _, got other signs")
    for column, scheme, text in _judgements(row, schemes):
        try:
            value = scheme.read(text, structure.kind if structure else None)
        except CatalogError as error:
            raise TableError(f"{row.place(column)}: {error}") from None
        new = Assessment(scheme.id, value, person, structure, status, note, confirmed_by)
        key = _key(new)
        film[key] = _joined(row, column, film[key], new, scheme) if key in film else new


def _judgements(row: Row, schemes: Mapping[str, Scheme]) -> list[tuple[str, Scheme, str]]:
    """Column, scheme and text of every judgement of a line; an empty cell is none."""
    found = [(name, scheme, text) for name, scheme in schemes.items() if (text := row.cells.get(name))]
    name, value = (row.cells.get(column) or "" for column in LONG)
    if name.lower() in schemes:
        if not value:
            raise TableError(f"{row.place('value')}: expected a value of {name.lower()}, got an empty cell")
        found.append(("value", schemes[name.lower()], value))
    elif name:
        raise TableError(f"{row.place('scheme')}: expected one of {', '.join(schemes)}, got {quoted(name)}")
    elif value:
        raise TableError(f"{row.place('scheme')}: expected a scheme for the value, got an empty cell")
    return found


def _joined(row: Row, column: str, before: Assessment, new: Assessment, scheme: Scheme) -> Assessment:
    """One judgement of two lines, on a scale that allows several words."""
    words = {*before.value.split(JOIN), *new.value.split(JOIN)}
    same = replace(before, value=new.value) == new
    if not scheme.several or not same or len(words) < before.value.count(JOIN) + new.value.count(JOIN) + 2:
        of = new.structure.label if new.structure else "the film"
        raise TableError(f"{row.place(column)}: {scheme.id} of {of} by one observer comes twice; expected once")
    try:
        value = scheme.read(JOIN.join(words), new.structure.kind if new.structure else None)
    except CatalogError as error:
        raise TableError(f"{row.place(column)}: {error}") from None
    return replace(before, value=value)


def _structure(row: Row) -> Structure | None:
    """What a line is about; None = the film as a whole."""
    cells = row.cells
    named = level(row)
    place = number(row, "vertebra") if cells.get("vertebra") else None
    side = _word(row, "side", Side)
    kind = _word(row, "structure", StructureKind)
    if named or place:
        if kind not in (None, StructureKind.VERTEBRA) or side:
            raise TableError(f"{row.place('structure')}: expected a vertebra where a level or a number is given")
        return Structure(StructureKind.VERTEBRA, named, place)
    if kind is StructureKind.VERTEBRA or cells.get("level"):
        raise TableError(f"{row.place('level')}: expected the level of the vertebra, or its number in column vertebra")
    if kind is None and side:
        raise TableError(f"{row.place('structure')}: expected a bone where a side is given, got an empty cell")
    return Structure(kind, side=side) if kind else None


def _who(row: Row) -> tuple[Observer, Status, str | None]:
    """Observer, status, and who confirmed: the observer, where one is named and nobody else is."""
    name = observer(row)
    stated = _word(row, "status", Status)
    by = observer(row, "confirmed_by") if row.cells.get("confirmed_by") else None
    by = None if by == UNKNOWN else by
    known = name != UNKNOWN
    if stated is Status.DRAFT and by:
        raise TableError(f"{row.place('confirmed_by')}: expected nobody where the status is draft")
    if stated is Status.CONFIRMED and not (known or by):
        raise TableError(f"{row.place('status')}: expected who confirmed it (observer or confirmed_by), got nobody")
    confirmed = stated is not Status.DRAFT and (known or by is not None)
    person = Observer(ObserverKind.PERSON if known else ObserverKind.TABLE, name)
    if not confirmed:
        return person, Status.DRAFT, None
    return person, Status.CONFIRMED, by or name


def _word(row: Row, column: str, words: type[E]) -> E | None:
    """Word of a list in a cell; None where it is empty."""
    text = (row.cells.get(column) or "").lower()
    if not text:
        return None
    try:
        return words(text)
    except ValueError:
        came = quoted(row.cells[column])
        raise TableError(f"{row.place(column)}: expected one of {', '.join(words)}, got {came}") from None
