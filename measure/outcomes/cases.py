"""The cases table: which film belongs to which patient and visit, and what is known about it."""

import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from measure.errors import TableError
from measure.model import Topic
from measure.outcomes import cells
from measure.outcomes.case import Case
from measure.outcomes.filmref import FilmRef, film_ref, folded, index_keys
from measure.outcomes.keys import normalise
from measure.outcomes.vocabulary import PostureVsBaseline
from measure.readings.delimited import read_delimited

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CaseTable:
    """All lines of a cases table.

    Attributes
    ----------
    cases : tuple of Case
        In the order of the file.
    unknown_columns : tuple of str
        Columns that are not read; the caller names them.
    ambiguous : frozenset of str
        File names that several of the films share (see ``knowing``).
    """

    cases: tuple[Case, ...]
    unknown_columns: tuple[str, ...] = ()
    ambiguous: frozenset[str] = frozenset()
    _index: dict[str, list[Case]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[str, list[Case]] = {}
        for case in self.cases:
            index.setdefault(case.ref.index_key, []).append(case)
        object.__setattr__(self, "_index", index)

    def knowing(self, relative_paths: Iterable[str | os.PathLike[str]]) -> "CaseTable":
        """Table that knows all films of the run, and so which file names are ambiguous.

        Parameters
        ----------
        relative_paths : iterable of path
            Every film, relative to the input.

        Returns
        -------
        CaseTable
            Another table; this one stays as it is.
        """
        names = [folded(PurePosixPath(Path(path).as_posix()).name) for path in relative_paths]
        seen: set[str] = set()
        twice = {name for name in names if name in seen or seen.add(name)}  # type: ignore[func-returns-value]
        return replace(self, ambiguous=frozenset(twice))

    def match(
        self, film_key: str, study_uid: str | None = None, relative_path: str | os.PathLike[str] | None = None
    ) -> Case | None:
        """Line about one film: the one that names it most closely (film, file, study).

        Parameters
        ----------
        film_key : str
            Key of the film.
        study_uid : str or None, optional
            DICOM study.
        relative_path : path or None, optional
            Path relative to the input.

        Returns
        -------
        Case or None
            None where no line names the film.

        Raises
        ------
        TableError
            If two lines name it equally closely, or a line names it by a file name that
            several films share. A guess would give a film to the wrong patient.
        """
        path = None if relative_path is None else Path(relative_path).as_posix()
        near = (case for key in index_keys(film_key, study_uid, path) for case in self._index.get(key, ()))
        found = [case for case in near if case.ref.names(film_key, study_uid, path)]
        if not found:
            return None
        if len({normalise(case.subject) for case in found if case.subject}) > 1:
            lines = " and ".join(str(line) for line in sorted(case.line for case in found))
            raise TableError(f"cases table, lines {lines}: name the same film and different subjects")
        closest = max(case.ref.closeness for case in found)
        found = [case for case in found if case.ref.closeness == closest]
        if len(found) > 1:
            lines = " and ".join(str(case.line) for case in found)
            raise TableError(f"cases table, lines {lines}: expected one line for a film, got several")
        case = found[0]
        if case.ref.by_name_only and case.ref.name in self.ambiguous:
            raise TableError(
                f"cases table, line {case.line}: expected the relative path, got a file name that several films share"
            )
        return case

    def unmatched(self, matched: Collection[Case]) -> tuple[Case, ...]:
        """Lines that no film of the run matched.

        Parameters
        ----------
        matched : collection of Case
            What ``match`` returned for the films, whichever process asked.
        """
        lines = {case.line for case in matched}
        return tuple(case for case in self.cases if case.line not in lines)


def read_cases(path: str | os.PathLike[str]) -> CaseTable:
    """Read the cases table: comma, semicolon or tab, UTF-8 with or without a byte order mark.

    Parameters
    ----------
    path : path
        Columns, all but one of the first three optional: ``film`` (film key, SOP instance
        UID or file name), ``study``, ``file`` (name or relative path); ``subject``,
        ``issuer``, ``site``, ``visit``, ``timepoint``, ``days_from_index``, or ``index_date``
        with or without ``exam_date``; ``posture_vs_baseline``, ``events``; and every topic of
        ``Statement`` (``view``, ``side``, ``facing``, ``treated_level``, ...).

    Returns
    -------
    CaseTable
        Its lines.

    Raises
    ------
    TableError
        Names line and column, what was expected and what came.
    """
    table = read_delimited(Path(path), "cases table")
    if not set(_FILM_COLUMNS) & set(table.columns):
        # A first line without any name of ours is a row of data: not to be repeated.
        got = ", ".join(filter(None, table.columns)) if set(COLUMNS) & set(table.columns) else "no name of a column"
        raise TableError(f"cases table, line 1: expected a column film, study or file, got {got}")
    unknown = tuple(name for name in table.columns if name and name not in COLUMNS)
    cases = tuple(_case(_Line(number, line)) for number, line in table.lines)
    _refuse_repeats(cases)
    return CaseTable(cases, unknown)


_FILM_COLUMNS = ("film", "study", "file")
COLUMNS = (
    *_FILM_COLUMNS, "subject", "issuer", "site", "visit", "timepoint", "days_from_index", "exam_date",
    "index_date", "posture_vs_baseline", "events", *(str(topic) for topic in Topic),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    """One line, whose cells are read with the place of the error in hand."""

    number: int
    text: dict[str, str]

    def read(self, column: str, how: Callable[[str], T]) -> T | None:
        text = self.text.get(column, "")
        if not text:
            return None
        try:
            return how(text)
        except ValueError as error:
            raise TableError(f"cases table, line {self.number}, column {column}: {error}") from None


def _case(line: _Line) -> Case:
    ref = film_ref(*(line.text.get(column, "") for column in _FILM_COLUMNS))
    if ref is None:
        raise TableError(f"cases table, line {line.number}: expected film, study or file, all are empty")
    return Case(
        line=line.number,
        ref=ref,
        subject=line.text.get("subject") or None,
        issuer=line.text.get("issuer") or None,
        site=line.read("site", cells.site),
        visit=line.read("visit", cells.visit),
        timepoint=line.read("timepoint", cells.timepoint),
        days_from_index=_days(line),
        exam_date=line.read("exam_date", cells.day),
        index_date=line.read("index_date", cells.day),
        posture_vs_baseline=line.read("posture_vs_baseline", cells.choice(PostureVsBaseline)),
        events=line.read("events", cells.events) or (),
        stated=tuple(_stated(line)),
    )


def _days(line: _Line) -> int | None:
    written = line.read("days_from_index", cells.whole)
    exam, index = line.read("exam_date", cells.day), line.read("index_date", cells.day)
    if exam is None or index is None:
        return written
    counted = (exam - index).days
    if written is not None and written != counted:
        raise TableError(
            f"cases table, line {line.number}, column days_from_index: expected {counted} (exam_date - index_date),"
            f" got {written}"
        )
    return counted


def _stated(line: _Line) -> Iterable[tuple[Topic, str]]:
    for topic, how in cells.STATED.items():
        value: Any = line.read(str(topic), how)
        if value is None:
            continue
        for one in value if isinstance(value, tuple) else (value,):
            yield topic, str(one.value if isinstance(one, StrEnum) else one)


def _refuse_repeats(cases: Iterable[Case]) -> None:
    seen: dict[FilmRef, int] = {}
    for case in cases:
        if case.ref in seen:
            lines = f"{seen[case.ref]} and {case.line}"
            raise TableError(f"cases table, lines {lines}: expected one line for a film, got two")
        seen[case.ref] = case.line
