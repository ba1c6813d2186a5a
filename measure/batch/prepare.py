"""Before measuring: read the headers, match tables to films, tie films to subjects."""

import hashlib
from dataclasses import dataclass, field, replace

from measure import __version__
from measure.batch.discover import Found, discover
from measure.batch.drafts import detector_version
from measure.batch.options import Options
from measure.batch.outcome import FileStatus, Outcome
from measure.batch.scratch import Scratch
from measure.batch.subjects import Subjects
from measure.batch.survey import Progress, Seen, Survey, survey
from measure.batch.tables import Tables, read_tables
from measure.batch.twins import Again, meet_again
from measure.errors import FilmError, TableError
from measure.film import read_header
from measure.model import Assessment, FilmHeader, Statement
from measure.outcomes.case import Case
from measure.outcomes.context import RowContext
from measure.readings import TableReading


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
    assessments : tuple of Assessment
        Its lines of the assessment tables, of all observers.
    treated : tuple of Statement
        Treated levels that other lines of the cases table state of its subject.
    """

    found: Found
    header: FilmHeader
    readings: tuple[TableReading, ...]
    case: Case | None
    context: RowContext
    assessments: tuple[Assessment, ...] = ()
    treated: tuple[Statement, ...] = ()

    def statements(self) -> tuple[Statement, ...]:
        """What the cases table states about the film."""
        return (*(self.case.statements() if self.case else ()), *self.treated)

    @property
    def name(self) -> str:
        """Relative path, with the frame where it is not the first."""
        return _name(self.found, self.header.frame)

    def fingerprint(self, options: Options) -> str:
        """Digest of everything the result depends on: a film with the same one is not measured again."""
        facts = (
            __version__, self.name, self.header, *_changes(self.found), self.readings, self.case, self.context,
            self.assessments, self.treated, options.measures, options.norms, options.facing, options.overlays,
            options.whole_film, options.pixels, options.store,
        )  # fmt: skip
        if not self.readings:
            facts += (detector_version() if options.drafts else None,)
        return hashlib.sha256(repr(facts).encode()).hexdigest()


def _changes(found: Found) -> tuple[int, ...]:
    """Size and time of a file, or what its archive says of it; empty where it has gone since."""
    if found.stamp:
        return found.stamp
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
        Name of every row of films.csv, in order: films, and what is none.
    files : int
        Files looked at, those in archives included.
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
    scratch : Scratch
        Films out of archives.
    """

    order: list[str] = field(default_factory=list)
    files: int = 0
    tasks: list[Task] = field(default_factory=list)
    settled: list[Outcome] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    key_id: str | None = None
    scratch: Scratch = field(default_factory=Scratch)

    def close(self) -> None:
        """Remove what came out of archives; the plan can be read but not measured any more."""
        self.scratch.close()


def prepare(options: Options, progress: Progress | None = None, *, keep_key: bool = True) -> Plan:
    """Look at every file and decide what to do with it; no pixel is measured here.

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
        Tasks in a fixed order. To be closed: films out of archives lie in a temporary folder until then.

    Raises
    ------
    BatchError
        If an input does not exist.
    TableError
        If a table as a whole cannot be used.
    """
    plan = Plan()
    try:
        _fill(plan, options, progress, keep_key=keep_key)
    except BaseException:
        plan.close()
        raise
    return plan


def _fill(plan: Plan, options: Options, progress: Progress | None, *, keep_key: bool) -> None:
    tables = read_tables(options)
    found = [f for f in discover(options.inputs, options.out) if f.real not in tables.files]
    for path in tables.files:
        plan.notes.extend(tables.files[path])
    seen = survey(found, plan.scratch, progress)
    plan.order, plan.files = seen.order, seen.files
    films, again = meet_again(seen.films, tables.names_only)
    tables.know(_names(seen, again))
    plan.settled = [*seen.settled, *(_again(one, tables) for one in again)]
    subjects = Subjects(tables.cases, keep_key=keep_key)
    for film, notes in films:
        for frame in _frames(film.found, film.header, tables):
            looked = _frame(film, notes, frame, tables, subjects)
            if isinstance(looked, Outcome):
                plan.settled.append(looked)
            else:
                plan.tasks.append(looked)
    plan.tasks = [replace(one, treated=subjects.treated(one.case, one.context.subject)) for one in plan.tasks]
    plan.unmatched = tables.unmatched()
    plan.key_id = subjects.key_id


def _names(seen: Survey, again: list[Again]) -> list[str]:
    """Names that a table can mean: of all that is a film or is to be one, each film once."""
    no_films = {outcome.relative for outcome in seen.settled if outcome.sort}
    copies = {one.found.relative for one in again if one.status is FileStatus.SKIPPED}
    return [name for name in seen.order if name not in no_films | copies]


def _again(one: Again, tables: Tables) -> Outcome:
    """Row of a film that was met before; marks that stand under this name alone would be lost without a word."""
    status, reason = one.status, one.reason
    if status is FileStatus.SKIPPED and tables.names_only(one.header, one.found.relative, one.before.relative):
        status, reason = FileStatus.REFUSED, f"{reason}; its marks must stand under that name"
    return Outcome(one.found.relative, status, reason, same_as=one.before.relative)


def _frames(found: Found, first: FilmHeader, tables: Tables) -> list[int]:
    """Frames that the tables name; the first where they name none."""
    named = tables.frames(first, found.relative) if first.frames > 1 else None
    return sorted(named or {1})


def _frame(film: Seen, notes: tuple[str, ...], frame: int, tables: Tables, subjects: Subjects) -> Outcome | Task:
    """One frame to measure, or why it cannot be; the other frames of the file do not suffer for it."""
    found, first = film.found, film.header
    try:
        header = first if frame == 1 else read_header(found.path, frame)
        return _task(found, header, notes, tables, subjects)
    except (TableError, FilmError) as error:
        film_key = first.film_key if frame == 1 else ""
        return Outcome(_name(found, frame), FileStatus.REFUSED, str(error), film_key=film_key)


def _name(found: Found, frame: int) -> str:
    return found.relative + (f"#{frame}" if frame > 1 else "")


def _task(found: Found, header: FilmHeader, notes: tuple[str, ...], tables: Tables, subjects: Subjects) -> Task:
    case = tables.case(header, found.relative)
    readings, judged = tables.readings(header, found.relative), tables.assessments(header, found.relative)
    if tables.cases is not None and case is None:
        notes = (*notes, "no line in the cases table")
    if header.frames > 1:
        notes = (*notes, f"{header.frames} frames in the file, frame {header.frame} was read")
    context = subjects.context(found.path, header, case)
    notes = (*notes, *subjects.doubts(found.path, header, context))
    header = replace(header, warnings=(*header.warnings, *notes))
    return Task(found, header, readings, case, context, judged)
