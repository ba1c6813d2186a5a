"""Landmark tables and the cases table of a run, and which film each of their lines is about."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from measure.batch.options import Options
from measure.errors import TableError
from measure.model import FilmHeader
from measure.outcomes.case import Case
from measure.outcomes.cases import CaseTable, read_cases
from measure.outcomes.filmref import FilmRef, folded, index_keys, named_film
from measure.readings import TableReading, read_landmarks


@dataclass(slots=True)
class Entry:
    """One film of the landmark tables.

    Attributes
    ----------
    name : str
        As written.
    ref : FilmRef
        Which films it fits.
    frame : int or None
        Frame, where the name gives one.
    readings : dict of str to TableReading
        By observer.
    problem : str
        Why its rows cannot be used; empty = they can.
    used : bool
        Whether a film of the run matched.
    """

    name: str
    ref: FilmRef
    frame: int | None
    readings: dict[str, TableReading] = field(default_factory=dict)
    problem: str = ""
    used: bool = False


@dataclass(slots=True)
class Tables:
    """All tables of a run.

    Attributes
    ----------
    cases : CaseTable or None
        The cases table.
    files : dict of Path to list of str
        The table files themselves (they are no films), with notes on them.
    """

    cases: CaseTable | None = None
    files: dict[Path, list[str]] = field(default_factory=dict)
    _entries: dict[str, Entry] = field(default_factory=dict)
    _index: dict[str, list[Entry]] = field(default_factory=dict)
    _twice: frozenset[str] = frozenset()
    _cases_used: list[Case] = field(default_factory=list)

    def add_landmarks(self, path: Path) -> None:
        """Take in one landmark table."""
        table = read_landmarks(path)
        self.files[path.resolve()] = [f"landmark table: column {c} is not read" for c in table.unknown_columns]
        for name, readings in table.films.items():
            entry = self._entry(name)
            for observer, reading in readings.items():
                if observer in entry.readings:
                    entry.problem = f"two landmark tables have marks by {observer!r} for this film; expected one"
                entry.readings[observer] = reading
        for name, problem in table.problems.items():
            self._entry(name).problem = f"landmark table: {problem}"

    def _entry(self, name: str) -> Entry:
        if name not in self._entries:
            ref, frame = named_film(name)
            entry = self._entries[name] = Entry(name, ref, frame)
            self._index.setdefault(ref.index_key, []).append(entry)
        return self._entries[name]

    def know(self, relative_paths: list[str]) -> None:
        """Tell the tables all files of the run: a bare name that two of them share is refused."""
        names = [folded(path.rpartition("/")[2]) for path in relative_paths]
        self._twice = frozenset(name for name, count in Counter(names).items() if count > 1)
        if self.cases is not None:
            self.cases = self.cases.knowing(relative_paths)

    def _matches(self, header: FilmHeader, relative: str) -> list[Entry]:
        keys = index_keys(header.film_key, header.study_uid, relative)
        near = {id(e): e for key in keys for e in self._index.get(key, ())}.values()
        return [e for e in near if e.ref.names(header.film_key, header.study_uid, relative)]

    def frames(self, header: FilmHeader, relative: str) -> set[int]:
        """Frames of a multi-frame file that the landmark tables name."""
        return {e.frame or 1 for e in self._matches(header, relative)}

    def readings(self, header: FilmHeader, relative: str) -> tuple[TableReading, ...]:
        """Rows of one film, by observer.

        Raises
        ------
        TableError
            If its rows cannot be used, or may belong to another file of the same name.
        """
        found: dict[str, TableReading] = {}
        for entry in self._matches(header, relative):
            if (entry.frame or 1) != header.frame:
                continue
            entry.used = True
            if entry.problem:
                raise TableError(entry.problem)
            if entry.ref.by_name_only and entry.ref.name in self._twice:
                raise TableError("landmark table: several files have this name; expected the relative path in it")
            if set(found) & set(entry.readings):
                raise TableError("landmark table: two names in it fit this film; expected one")
            found.update(entry.readings)
        return tuple(found[observer] for observer in sorted(found))

    def names_only(self, header: FilmHeader, relative: str, other: str) -> bool:
        """Whether marks stand under this name of a film that do not stand under its other name."""
        elsewhere = {entry.name for entry in self._matches(header, other)}
        own = [entry for entry in self._matches(header, relative) if entry.name not in elsewhere]
        for entry in own:
            entry.used = True
        return bool(own)

    def case(self, header: FilmHeader, relative: str) -> Case | None:
        """Line of the cases table about one film."""
        if self.cases is None:
            return None
        case = self.cases.match(header.film_key, header.study_uid, relative)
        if case is not None:
            self._cases_used.append(case)
        return case

    def unmatched(self) -> list[str]:
        """Names in the tables that no film of the run has."""
        names = [f"landmark table: {e.name}" for e in self._entries.values() if not e.used]
        if self.cases is not None:
            names += [f"cases table, line {case.line}" for case in self.cases.unmatched(self._cases_used)]
        return names


def read_tables(options: Options) -> Tables:
    """Read all tables of a run.

    Raises
    ------
    TableError
        If one of them as a whole cannot be used.
    """
    tables = Tables()
    for path in {path.resolve(): path for path in options.landmarks}.values():
        tables.add_landmarks(path)
    if options.cases is not None:
        tables.cases = read_cases(options.cases)
        unknown = [f"cases table: column {c} is not read" for c in tables.cases.unknown_columns]
        tables.files[options.cases.resolve()] = unknown
    return tables
