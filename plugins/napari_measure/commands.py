"""What can be done here: open a film, open a reading onto its film. No Qt, no napari."""

from collections.abc import Mapping
from pathlib import Path

from measure.errors import FilmError, MeasureError, ReadingError
from measure.film import read_film, read_header, sniff
from measure.model import Film, FilmHeader
from measure.readings import decode_reading
from napari_measure.beside import reading_beside
from napari_measure.session import OpenedFilm, open_with

MANY = 500  # Files of a folder that are looked at for the film of a reading: a millisecond each.


def open_film(path: Path, frame: int = 1) -> tuple[Film, OpenedFilm]:
    """Read a film, and the reading that lies beside it.

    Parameters
    ----------
    path : Path
        DICOM, PNG, JPEG or TIFF, by content.
    frame : int
        Frame of a multi-frame file, from 1.

    Returns
    -------
    Film, OpenedFilm
        Pixels, and what is measured on them.

    Raises
    ------
    FilmError
        If the file is no film, damaged, or of a sort that is not taken.
    """
    film = read_film(path, frame)
    beside = reading_beside(path, film.header)
    return film, open_with(film.header, beside.reading, beside.source)


def open_reading(path: Path, on_screen: Mapping[str, FilmHeader]) -> tuple[Film | None, OpenedFilm]:
    """Read a reading JSON and put it onto its film.

    Parameters
    ----------
    path : Path
        The reading.
    on_screen : mapping of str to FilmHeader
        Films that are open already, by film key.

    Returns
    -------
    Film or None
        The film, where it was found beside the reading; None where it is on screen.
    OpenedFilm
        The film with this reading.

    Raises
    ------
    ReadingError
        If it is no reading, or its film is neither open nor beside it.
    """
    try:
        reading = decode_reading(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise ReadingError("reading JSON: expected readable UTF-8 text") from None
    source = f"Reading by {reading.observer.name}, from a reading JSON."
    if reading.film_key in on_screen:
        return None, open_with(on_screen[reading.film_key], reading, source)
    found = _film_near(path, reading.film_key)
    if found is None:
        raise ReadingError(
            f"reading of film {reading.film_key}: expected that film to be open or beside the reading, found neither; "
            "open the film first"
        )
    film = read_film(*found)
    return film, open_with(film.header, reading, source)


def _film_near(path: Path, film_key: str) -> tuple[Path, int] | None:
    """File and frame with this film key in the folder of a reading, or in the folder above ``readings/``."""
    folders = [path.parent, path.parent.parent] if path.parent.name == "readings" else [path.parent]
    stem = path.name.removesuffix(".json").removesuffix(".reading")
    for folder in folders:
        files = [file for file in folder.iterdir() if file.is_file()]
        files.sort(key=lambda file: (file.name != stem, file.stem != stem, file.name))
        frame = _frame_of(film_key)
        for file in files[:MANY]:
            if sniff(file) is not None and _key_of(file, frame) == film_key:
                return file, frame
    return None


def _frame_of(film_key: str) -> int:
    frame = film_key.rpartition("/")[2]
    return int(frame) if "/" in film_key and frame.isdecimal() else 1


def _key_of(file: Path, frame: int) -> str | None:
    try:
        return read_header(file, frame).film_key
    except (FilmError, MeasureError, OSError):
        return None
