"""The two doors of the room: read_header, which decodes no pixel, and read_film."""

from os import PathLike

from measure.film.quiet import quiet
from measure.film.source import opened
from measure.model import Film, FilmHeader


def read_header(path: str | PathLike[str], frame: int = 1, *, digest: bool = False) -> FilmHeader:
    """Header of a film, without decoding its pixels (about a millisecond for DICOM).

    Parameters
    ----------
    path : path-like
        DICOM, PNG, JPEG or TIFF, by content.
    frame : int
        Frame of a multi-frame file, from 1.
    digest : bool
        Whether to fill in the SHA-256 of the file. A file without a SOP instance UID gets it anyway: it is its name.

    Returns
    -------
    FilmHeader

    Raises
    ------
    NotAFilm
        If it is something else.
    UnreadableFilm
        If it is damaged, cut short, or has no pixels.
    UnsupportedFilm
        If it is a film of a sort that is not taken.

    Examples
    --------
    >>> read_header(__file__)
    Traceback (most recent call last):
    measure.errors.NotAFilm: file: expected the content of DICOM, PNG, JPEG or TIFF, got something else
    """
    with opened(path) as (file, source_format, head), quiet():
        if source_format == "dicom":
            from measure.film.dicom import header_of

            return header_of(file, head, frame, digest=digest)
        from measure.film.picture import header_of_picture

        return header_of_picture(file.read(), source_format, frame)


def read_film(path: str | PathLike[str], frame: int = 1) -> Film:
    """Pixels and header of a film: bone bright, modality values, never windowed.

    Parameters
    ----------
    path : path-like
        DICOM, PNG, JPEG or TIFF, by content.
    frame : int
        Frame of a multi-frame file, from 1.

    Returns
    -------
    Film
        Its header carries the SHA-256 of the file.

    Raises
    ------
    NotAFilm, UnreadableFilm, UnsupportedFilm
        As ``read_header``, and where the pixels cannot be decoded.

    Examples
    --------
    >>> import numpy as np, os, PIL.Image, tempfile
    >>> path = os.path.join(tempfile.mkdtemp(), "film")
    >>> PIL.Image.fromarray(np.array([[0, 200]], np.uint8)).save(path, "PNG")
    >>> read_film(path).pixels
    array([[  0., 200.]], dtype=float32)
    """
    with opened(path) as (file, source_format, head):
        data = file.read()
    with quiet():
        if source_format == "dicom":
            from measure.film.dicom import film_of

            return film_of(data, head, frame)
        from measure.film.picture import film_of_picture

        return film_of_picture(data, source_format, frame)
