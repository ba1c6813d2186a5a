"""One film from the command line: find its marks, measure them."""

from dataclasses import dataclass, replace
from pathlib import Path

from measure.catalog import Job, measure_job, prepare
from measure.errors import MeasureError, ReadingError, TableError
from measure.film import read_film
from measure.model import Facing, Film, FilmHeader, Measurement, Origin, Reading, Statement, Topic
from measure.outcomes.filmref import named_film
from measure.outcomes.uids import table_reading_uid
from measure.readings import decode_reading, read_landmarks


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
    """

    film: Film
    source: str
    jobs: tuple[tuple[Job, list[Measurement]], ...]

    @property
    def header(self) -> FilmHeader:
        """Facts of the film."""
        return self.film.header


def measure_one(
    file: Path, landmarks: Path | None, reading: Path | None, facing: str | None, measures: str, frame: int
) -> OneFilm:
    """Read one film and measure what is marked on it.

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
    jobs = []
    for one in readings:
        stated = _with_facing(one, header, facing)
        job = prepare(header, stated)
        jobs.append((job, measure_job(job, measures)))
    return OneFilm(film, source, tuple(jobs))


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
    picture = draw_overlay(one.film, rows, title=f"{job.facts.view} film", calibration=job.facts.calibration)
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
        return [one], f"reading {reading.name}"
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


def _fits(name: str, header: FilmHeader, path: str) -> bool:
    ref, frame = named_film(name)
    return (frame or 1) == header.frame and ref.names(header.film_key, header.study_uid, path)


def _with_facing(reading: Reading, header: FilmHeader, facing: str | None) -> Reading:
    """Add the facing of the command where nothing else states one."""
    if facing is None or header.facing is not None or reading.stated(Topic.FACING):
        return reading
    stated = Statement(Topic.FACING, str(Facing(facing)), Origin.COMMAND)
    return replace(reading, statements=(*reading.statements, stated))
