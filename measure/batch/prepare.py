"""Before measuring: read the headers, match tables to films, tie films to subjects."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from measure import __version__
from measure.batch.discover import Found, discover
from measure.batch.options import Options
from measure.batch.outcome import FileStatus, Outcome
from measure.batch.subjects import Subjects
from measure.batch.tables import Tables, read_tables
from measure.errors import FilmError, TableError
from measure.film import read_header
from measure.model import FilmHeader
from measure.outcomes.case import Case
from measure.outcomes.context import RowContext
from measure.readings import TableReading

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Task:
    """One film to measure: all that a worker needs, and nothing of other films.

    Attributes
    ----------
    found : Found
        The file.
    header : FilmHeader
        Its facts.
    readings : tuple of TableReading
        Its rows of the landmark tables, by observer.
    case : Case or None
        Its line of the cases table.
    context : RowContext
        Who and when.
    """

    found: Found
    header: FilmHeader
    readings: tuple[TableReading, ...]
    case: Case | None
    context: RowContext

    @property
    def name(self) -> str:
        """Relative path, with the frame where it is not the first."""
        return _name(self.found, self.header.frame)

    def fingerprint(self, options: Options) -> str:
        """Digest of everything the result depends on: a film with the same one is not measured again."""
        facts = (
            __version__, self.name, self.header, *_changes(self.found), self.readings, self.case, self.context,
            options.measures, options.facing, options.overlays, options.whole_film, options.pixels, options.store,
        )  # fmt: skip
        return hashlib.sha256(repr(facts).encode()).hexdigest()


def _changes(found: Found) -> tuple[int, ...]:
    """Size and time of a file; empty where it has gone since."""
    try:
        file = found.path.stat()
    except OSError:
        return ()
    return file.st_size, file.st_mtime_ns


@dataclass(slots=True)
class Plan:
    """What a run will do.

    Attributes
    ----------
    order : list of str
        Relative path of every film, in the order of the tables.
    tasks : list of Task
        Films to measure.
    settled : list of Outcome
        Files that need no measuring: not a film, unreadable, the same film again.
    unmatched : list of str
        Names in the tables that no film has.
    notes : list of str
        What else the user should know.
    key_id : str or None
        Pseudonym key in use.
    """

    order: list[str] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    settled: list[Outcome] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    key_id: str | None = None


def prepare(options: Options, progress: Progress | None = None, *, keep_key: bool = True) -> Plan:
    """Look at every file and decide what to do with it; no pixel is decoded here.

    Parameters
    ----------
    options : Options
        What to measure.
    progress : callable, optional
        Called with (files looked at, files in all).
    keep_key : bool, optional
        Whether a pseudonym key that has to be made is kept; without, nothing is written.

    Returns
    -------
    Plan
        Tasks in a fixed order.

    Raises
    ------
    BatchError
        If an input does not exist.
    TableError
        If a table as a whole cannot be used.
    """
    plan = Plan()
    tables = read_tables(options)
    found = [f for f in discover(options.inputs, options.out) if f.real not in tables.files]
    for path in tables.files:
        plan.notes.extend(tables.files[path])
    plan.order = [f.relative for f in found]
    tables.know(plan.order)
    subjects, seen = Subjects(tables.cases, keep_key=keep_key), dict[str, Found]()
    for count, one in enumerate(found, 1):
        for looked in _look(one, tables, subjects, seen):
            if isinstance(looked, Outcome):
                plan.settled.append(looked)
            else:
                plan.tasks.append(looked)
        if progress:
            progress(count, len(found))
    plan.unmatched = tables.unmatched()
    plan.key_id = subjects.key_id
    return plan


def _look(found: Found, tables: Tables, subjects: Subjects, seen: dict[str, Found]) -> list[Outcome | Task]:
    """One file: what is settled already, and what to measure (one task a frame)."""
    if found.path.exists() and not found.path.is_file():  # a pipe would be waited for for ever
        if found.path.is_dir():
            return [Outcome(found.relative, FileStatus.UNREADABLE, "folder: its files cannot be listed")]
        return [Outcome(found.relative, FileStatus.SKIPPED, "not a film: a pipe, a socket or a device")]
    try:
        first = read_header(found.path)
    except FilmError as error:
        return [Outcome(found.relative, _status(error), str(error))]
    except Exception as error:  # noqa: BLE001 - one bad file never stops a batch
        # Only the type: a foreign message may quote what stands in the file.
        reason = f"unexpected {type(error).__name__}; please report this film"
        return [Outcome(found.relative, FileStatus.UNREADABLE, reason)]
    if first.film_key in seen:
        return [_twin(found, first, seen[first.film_key], tables)]
    seen[first.film_key] = found
    return [_frame(found, first, frame, tables, subjects) for frame in _frames(found, first, tables)]


def _twin(found: Found, header: FilmHeader, before: Found, tables: Tables) -> Outcome:
    """A file with the key of one that was found before: a copy, or another film under its UID."""
    status, reason = FileStatus.SKIPPED, f"the same film as {before.relative}"
    if _digest(found.path) != _digest(before.path):
        status = FileStatus.REFUSED
        reason = f"another file with the SOP instance UID of {before.relative}; only that one is measured"
    elif tables.names_only(header, found.relative, before.relative):
        status, reason = FileStatus.REFUSED, f"{reason}; its marks must stand under that name"
    return Outcome(found.relative, status, reason, film_key=header.film_key)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _status(error: FilmError) -> FileStatus:
    from measure.errors import NotAFilm, UnsupportedFilm

    if isinstance(error, NotAFilm):
        return FileStatus.SKIPPED
    return FileStatus.REFUSED if isinstance(error, UnsupportedFilm) else FileStatus.UNREADABLE


def _frames(found: Found, first: FilmHeader, tables: Tables) -> list[int]:
    """Frames that the tables name; the first where they name none."""
    named = tables.frames(first, found.relative) if first.frames > 1 else None
    return sorted(named or {1})


def _frame(found: Found, first: FilmHeader, frame: int, tables: Tables, subjects: Subjects) -> Outcome | Task:
    """One frame to measure, or why it cannot be; the other frames of the file do not suffer for it."""
    try:
        header = first if frame == 1 else read_header(found.path, frame)
        return _task(found, header, tables, subjects)
    except (TableError, FilmError) as error:
        film_key = first.film_key if frame == 1 else ""
        return Outcome(_name(found, frame), FileStatus.REFUSED, str(error), film_key=film_key)


def _name(found: Found, frame: int) -> str:
    return found.relative + (f"#{frame}" if frame > 1 else "")


def _task(found: Found, header: FilmHeader, tables: Tables, subjects: Subjects) -> Task:
    case = tables.case(header, found.relative)
    readings = tables.readings(header, found.relative)
    notes: tuple[str, ...] = ()
    if tables.cases is not None and case is None:
        notes = (*notes, "no line in the cases table")
    if header.frames > 1:
        notes = (*notes, f"{header.frames} frames in the file, frame {header.frame} was read")
    header = replace(header, warnings=(*header.warnings, *notes))
    return Task(found, header, readings, case, subjects.context(found.path, header, case))
