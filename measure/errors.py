"""Every error this package raises on purpose, as one tree.

::

    MeasureError
    ├── FilmError                a file that should be a film
    │   ├── NotAFilm             it is something else (a table, a CT slice, a text)
    │   ├── UnreadableFilm       it is damaged, cut short or cannot be decoded
    │   └── UnsupportedFilm      it is a film, of a sort this version does not take
    ├── ReadingError             a reading or a landmark table that cannot be used
    ├── ModelError               a noun built from values that contradict each other
    ├── CatalogError             an unknown measure, or a catalogue entry that is wrong
    ├── TableError               a table (cases, outcomes) with a column or a cell that is wrong
    ├── StoreError               the outcomes store refuses, or cannot be reached
    │   └── KeyMismatch          the store was keyed with another pseudonym key
    ├── BatchError               a run that cannot start or go on
    └── SimulationError          a film that cannot be made as asked

A message names the thing, what was expected and what came. Messages carry no patient
identity and no path: the caller at the terminal adds the path where one is wanted.
"""

import re


class MeasureError(Exception):
    """Base of all errors that this package raises on purpose."""


class FilmError(MeasureError):
    """A file that should be a film cannot be used as one."""


class NotAFilm(FilmError):
    """The file is no projection radiograph: a table, a text, a CT or MR slice."""


class UnreadableFilm(FilmError):
    """The file is damaged, cut short, or its pixels cannot be decoded."""


class UnsupportedFilm(FilmError):
    """The file is a film of a sort that this version does not take."""


class ReadingError(MeasureError):
    """A reading, or a table of landmarks, cannot be used as it stands."""


class ModelError(MeasureError, ValueError):
    """A noun of the model was built from values that contradict each other."""


class CatalogError(MeasureError):
    """A measure that is not in the catalogue, or an entry that contradicts itself."""


class TableError(MeasureError):
    """A table has a column or a cell that cannot be used."""


class StoreError(MeasureError):
    """The outcomes store refuses a request or cannot be reached."""


class KeyMismatch(StoreError):
    """The store holds pseudonyms made with another key."""


class BatchError(MeasureError):
    """A batch run cannot start or cannot go on."""


class SimulationError(MeasureError):
    """A simulated film cannot be made as asked."""


_HARMLESS = re.compile(r"[a-z]{0,5}|[A-Za-z#]?[-+]?[0-9.,]{0,4}")


def quoted(cell: str) -> str:
    """Cell of a table as a message may show it: what may be a name or a number of a person is not repeated.

    Columns get shifted, so any cell can hold a name; line and column say where to look.

    Examples
    --------
    >>> quoted("front"), quoted("L7"), quoted("1.5"), quoted("Smith"), quoted("4711234")
    ("'front'", "'L7'", "'1.5'", 'a text of 5 characters', 'a text of 7 characters')
    """
    return repr(cell) if _HARMLESS.fullmatch(cell) else f"a text of {len(cell)} characters"
