"""What a sort of table says about films that it calls by name, and which film of the run each name is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from measure.errors import TableError
from measure.model import FilmHeader
from measure.outcomes.filmref import FilmRef, index_keys, named_film

K = TypeVar("K")
T = TypeVar("T")


@dataclass(slots=True)
class Entry(Generic[K, T]):
    """One name of a film.

    Attributes
    ----------
    name : str
        As written.
    ref : FilmRef
        Which films it fits.
    frame : int or None
        Frame, where the name gives one.
    parts : dict
        What the tables say about it.
    problem : str
        Why that cannot be used; empty = it can.
    used : bool
        Whether a film of the run matched.
    """

    name: str
    ref: FilmRef
    frame: int | None
    parts: dict[K, T] = field(default_factory=dict)
    problem: str = ""
    used: bool = False


@dataclass(slots=True)
class Named(Generic[K, T]):
    """Tables of one sort, film by film.

    Attributes
    ----------
    what : str
        What to call such a table in a message.
    twice : frozenset of str
        File names that two files of the run share: alone they say nothing.
    """

    what: str
    twice: frozenset[str] = frozenset()
    _entries: dict[str, Entry[K, T]] = field(default_factory=dict)
    _index: dict[str, list[Entry[K, T]]] = field(default_factory=dict)

    def add(self, films: Mapping[str, Mapping[K, T]], problems: Mapping[str, str], again: str) -> None:
        """Take in one table; ``again`` says what is wrong where two tables say the same thing."""
        for name, parts in films.items():
            entry = self._entry(name)
            for key, part in parts.items():
                if key in entry.parts:
                    entry.problem = again.format(key)
                entry.parts[key] = part
        for name, problem in problems.items():
            self._entry(name).problem = f"{self.what}: {problem}"

    def _entry(self, name: str) -> Entry[K, T]:
        if name not in self._entries:
            ref, frame = named_film(name)
            entry = self._entries[name] = Entry(name, ref, frame)
            self._index.setdefault(ref.index_key, []).append(entry)
        return self._entries[name]

    def _matches(self, header: FilmHeader, relative: str) -> list[Entry[K, T]]:
        keys = index_keys(header.film_key, header.study_uid, relative)
        near = {id(e): e for key in keys for e in self._index.get(key, ())}.values()
        return [e for e in near if e.ref.names(header.film_key, header.study_uid, relative)]

    def frames(self, header: FilmHeader, relative: str) -> set[int]:
        """Frames of a multi-frame file that the tables name."""
        return {e.frame or 1 for e in self._matches(header, relative)}

    def about(self, header: FilmHeader, relative: str) -> dict[K, T]:
        """All that is said about one film.

        Raises
        ------
        TableError
            If it cannot be used, or may be about another file of the same name.
        """
        found: dict[K, T] = {}
        for entry in self._matches(header, relative):
            if (entry.frame or 1) != header.frame:
                continue
            entry.used = True
            if entry.problem:
                raise TableError(entry.problem)
            if entry.ref.by_name_only and entry.ref.name in self.twice:
                raise TableError(f"{self.what}: several files have this name; expected the relative path in it")
            if set(found) & set(entry.parts):
                raise TableError(f"{self.what}: two names in it fit this film; expected one")
            found.update(entry.parts)
        return found

    def names_only(self, header: FilmHeader, relative: str, other: str) -> bool:
        """Whether something is said under this name of a film and not under its other name."""
        elsewhere = {entry.name for entry in self._matches(header, other)}
        own = [entry for entry in self._matches(header, relative) if entry.name not in elsewhere]
        for entry in own:
            entry.used = True
        return bool(own)

    def unmatched(self) -> Iterable[str]:
        """Names that no film of the run has."""
        return (f"{self.what}: {entry.name}" for entry in self._entries.values() if not entry.used)
