"""One film from the command line: find its marks and what was judged on it, measure it."""

from dataclasses import dataclass, replace
from pathlib import Path

from measure.catalog import SCHEMES, Job, measure_job, prepare, read_norms
from measure.catalog.evidence import settle
from measure.catalog.schemes import checked
from measure.errors import MeasureError, ReadingError, TableError
from measure.film import read_film
from measure.model import (
    Assessment,
    Facing,
    Film,
    FilmHeader,
    Measurement,
    ObserverKind,
    Origin,
    Reading,
    Statement,
    Topic,
)
from measure.outcomes.filmref import named_film
from measure.outcomes.uids import table_reading_uid
from measure.readings import decode_reading, read_assessments, read_landmarks
from measure.readings.assessments import WHAT


@dataclass(frozen=True, slots=True)
class OneFilm:
    """A film with everything that was measured on it.

    Attributes
    ----------
    film : Film
        Pixels and facts.
    source : str
        Where the marks came from, in words; empty = there are none.
    jobs : tuple of (Job, list of Measurement)
        One per reading.
    assessments : tuple of Assessment
        What people judged on it.
    undrafted : str
        Why an algorithm placed no marks where nobody else did, in words.
    """

    film: Film
    source: str
    jobs: tuple[tuple[Job, list[Measurement]], ...]
    assessments: tuple[Assessment, ...] = ()
    undrafted: str = ""

    @property
    def header(self) -> FilmHeader:
        """Facts of the film."""
        return self.film.header


def measure_one(
    file: Path, landmarks: Path | None, reading: Path | None, facing: str | None, measures: str, frame: int,
    assessments: Path | None = None, norms: Path | None = None, *, detect: bool = True,
) -> OneFilm:  # fmt: skip
    """Read one film and measure what is marked on it, or else a draft.

    Raises
    ------
    MeasureError
        Whatever is wrong with the film, its marks or the request.
    """
    if not file.is_file():
        raise ReadingError(f"film {file}: expected a file, there is none")
    film = read_film(file, frame)
    header = film.header
    readings, source = _readings(file, header, landmarks, reading)
    readings = [_with_facing(one, header, facing) for one in readings]
    judged = [*(a for one in readings for a in one.assessments), *_judged(file, header, assessments)]
    undrafted = ""
    if judged:
        chains = [prepare(header, one).chain for one in readings]
        judged = list(settle(judged, (body.structure for chain in chains for body in chain.bodies)))
        readings = [replace(one, assessments=tuple(judged)) for one in readings]
    if not readings and detect:
        readings, undrafted = _draft(film, facing, judged)
    known = read_norms(norms) if norms else None
    jobs = [prepare(header, one, known) for one in readings]
    rows = tuple((job, measure_job(job, measures)) for job in jobs)
    return OneFilm(film, source, rows, tuple(judged), undrafted)


def _draft(film: Film, facing: str | None, judged: list[Assessment]) -> tuple[list[Reading], str]:
    """Draft of a film that nobody marked, or why there is none."""
    from measure.batch.drafts import MISSING, by_level
    from measure.detect import Refusal, detect, missing_weights

    if missing_weights():
        return [], MISSING
    stated = facing is not None and film.header.facing is None
    found = detect(film, (_facing(facing),) if stated and facing else ())
    if isinstance(found, Refusal):
        return [], found.reason
    return [replace(found, assessments=by_level(judged))], ""


def draw(one: OneFilm, target: Path) -> None:
    """Draw the first reading of a film into a PNG.

    Raises
    ------
    MeasureError
        If there is nothing to draw, or the file cannot be written.
    """
    from measure.drawing import draw_overlay, encode_png

    if not one.jobs:
        raise ReadingError("overlay: expected marks to draw, the film has none")
    job, rows = one.jobs[0]
    picture = draw_overlay(
        one.film, rows, title=f"{job.facts.view} film", calibration=job.facts.calibration,
        draft=job.reading.observer.kind is ObserverKind.ALGORITHM,
    )  # fmt: skip
    try:
        target.write_bytes(encode_png(picture))
    except OSError as error:
        raise MeasureError(f"overlay {target}: cannot be written: {error.strerror}") from None


def _readings(
    file: Path, header: FilmHeader, landmarks: Path | None, reading: Path | None
) -> tuple[list[Reading], str]:
    if reading is not None:
        one = decode_reading(_text(reading))
        if one.film_key != header.film_key:
            raise ReadingError(f"reading {reading.name}: belongs to another film ({one.film_key})")
        return [replace(one, assessments=checked(one.assessments))], f"reading {reading.name}"
    beside = file.parent / "landmarks.csv"
    table_file = landmarks or (beside if beside.is_file() else None)
    if table_file is None:
        return [], ""
    found = _from_table(file, header, table_file)
    if not found and landmarks is not None:
        raise TableError(f"landmark table {landmarks.name}: has no rows for {file.name}")
    return found, f"{table_file.name}{'' if landmarks else ' beside the film'}" if found else ""


def _text(reading: Path) -> str:
    try:
        return reading.read_text(encoding="utf-8")
    except OSError as error:
        raise ReadingError(f"reading {reading}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ReadingError(f"reading {reading}: expected JSON as UTF-8 text, got something else") from None


def _from_table(file: Path, header: FilmHeader, table_file: Path) -> list[Reading]:
    table = read_landmarks(table_file)
    path = file.resolve().as_posix()
    for name, problem in table.problems.items():
        if _fits(name, header, path):
            raise TableError(f"landmark table: {problem}")
    return [
        one.reading(table_reading_uid(header.film_key, observer), header.film_key)
        for name, observers in table.films.items()
        if _fits(name, header, path)
        for observer, one in observers.items()
    ]


def _judged(file: Path, header: FilmHeader, table_file: Path | None) -> list[Assessment]:
    """Lines of an assessment table about this film."""
    if table_file is None:
        return []
    table = read_assessments(table_file, {scheme.id: scheme for scheme in SCHEMES})
    path = file.resolve().as_posix()
    for name, problem in table.problems.items():
        if _fits(name, header, path):
            raise TableError(f"{WHAT}: {problem}")
    found = [a for name, film in table.films.items() if _fits(name, header, path) for a in film.values()]
    if not found:
        raise TableError(f"{WHAT} {table_file.name}: has no judgement of {file.name}")
    return found


def _fits(name: str, header: FilmHeader, path: str) -> bool:
    ref, frame = named_film(name)
    return (frame or 1) == header.frame and ref.names(header.film_key, header.study_uid, path)


def _with_facing(reading: Reading, header: FilmHeader, facing: str | None) -> Reading:
    """Add the facing of the command where nothing else states one."""
    if facing is None or header.facing is not None or reading.stated(Topic.FACING):
        return reading
    return replace(reading, statements=(*reading.statements, _facing(facing)))


def _facing(facing: str) -> Statement:
    return Statement(Topic.FACING, str(Facing(facing)), Origin.COMMAND)
