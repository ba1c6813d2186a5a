"""The reading that lies beside a film: our reading JSON, else a landmark table."""

from dataclasses import dataclass
from pathlib import Path

from measure.errors import MeasureError, ReadingError
from measure.model import FilmHeader, Reading
from measure.outcomes.filmref import named_film
from measure.outcomes.uids import table_reading_uid
from measure.readings import TableReading, decode_reading, file_name, read_landmarks

TABLE = "landmarks.csv"
NOTHING = "There is no reading for this film yet: no reading JSON and no landmark table lies beside it."


@dataclass(frozen=True, slots=True)
class Beside:
    """What was found beside a film.

    Attributes
    ----------
    reading : Reading or None
        The reading.
    source : str
        Where it comes from, or why there is none, in words. Never a path.
    """

    reading: Reading | None
    source: str


def reading_beside(path: Path, header: FilmHeader) -> Beside:
    """Find the reading of a film in its folder, or in ``readings/`` beside it.

    Parameters
    ----------
    path : Path
        The film.
    header : FilmHeader
        Its facts; a reading of another film is not taken.

    Returns
    -------
    Beside
        A file that cannot be used is named with its reason.
    """
    refused = []
    for candidate in candidates(path, header.film_key):
        try:
            reading = decode_reading(candidate.read_text(encoding="utf-8"))
        except (MeasureError, OSError, UnicodeDecodeError) as error:
            refused.append(f"The reading JSON beside the film cannot be used: {_words(error)}.")
            continue
        if reading.film_key == header.film_key:
            return Beside(reading, f"Reading by {reading.observer.name}, from the reading JSON beside the film.")
        refused.append("The reading JSON beside the film belongs to another film and is not used.")
    table = path.with_name(TABLE)
    if table.is_file():
        try:
            return _from_table(table, path, header)
        except MeasureError as error:
            refused.append(f"{TABLE} beside the film cannot be used: {_words(error)}.")
    return Beside(None, " ".join(refused) or NOTHING)


def candidates(path: Path, film_key: str) -> list[Path]:
    """Reading JSON files that may belong to a film, those with its own name first."""
    key = file_name(film_key)  # as `measure batch` names them
    names = (f"{path.name}.reading.json", f"{path.stem}.reading.json", f"{key}.json", f"{key}.reading.json")
    folders = (path.parent, path.parent / "readings")
    return [folder / name for folder in folders for name in dict.fromkeys(names) if (folder / name).is_file()]


def _from_table(table: Path, path: Path, header: FilmHeader) -> Beside:
    landmarks = read_landmarks(table)
    where = f"{path.parent.name}/{path.name}"
    fitting = [name for name in (*landmarks.films, *landmarks.problems) if _names(name, header, where)]
    if not fitting:
        return Beside(None, f"There is no reading for this film yet: {TABLE} beside it has no rows of it.")
    problem = next((landmarks.problems[name] for name in fitting if name in landmarks.problems), None)
    if problem is not None:
        raise ReadingError(problem)
    readings: list[TableReading] = [r for name in fitting for r in landmarks.films[name].values()]
    first = readings[0]
    words = f"Reading from {TABLE} beside the film"
    if len(readings) > 1:
        words += f": {first.observer} is shown, the first of {len(readings)} observers"
    uid = table_reading_uid(header.film_key, first.observer)
    return Beside(first.reading(uid, header.film_key), f"{words}.")


def _words(error: Exception) -> str:
    """What is wrong, without a path: only our own messages are known to carry none."""
    return str(error).removesuffix(".") if isinstance(error, MeasureError) else "it is no readable UTF-8 text"


def _names(name: str, header: FilmHeader, where: str) -> bool:
    """Whether a name in the table is this film; without a frame it is the first one."""
    ref, frame = named_film(name)
    return (frame or 1) == header.frame and ref.names(header.film_key, header.study_uid, where)
