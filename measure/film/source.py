"""Opening a file: its bytes, its format and its digest, with errors that carry no path."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from os import PathLike
from typing import BinaryIO, cast

from measure.errors import FilmError, NotAFilm, UnreadableFilm
from measure.film.signature import HEAD, sniff_bytes


@contextmanager
def opened(path: str | PathLike[str]) -> Iterator[tuple[BinaryIO, str, bytes]]:
    """Open a film file.

    Yields
    ------
    file : binary file, at its start
    source_format : {"dicom", "png", "jpeg", "tiff"}
    head : bytes
        The first bytes of the file.

    Raises
    ------
    UnreadableFilm
        If it cannot be opened or is empty.
    NotAFilm
        If it is a folder, or none of the formats.
    """
    try:
        with open(path, "rb") as file:
            head = file.read(HEAD)
            file.seek(0)
            yield file, _known(head), head
    except IsADirectoryError:
        raise NotAFilm("file: expected a film, got a folder") from None
    except OSError as error:
        # The text of an OSError quotes the path; its strerror does not.
        raise UnreadableFilm(f"file: cannot be read ({error.strerror or type(error).__name__})") from None


def digest_of(file: BinaryIO) -> str:
    """SHA-256 of a file, which is left at its start.

    Examples
    --------
    >>> import io
    >>> digest_of(io.BytesIO(b""))[:8]
    'e3b0c442'
    """
    file.seek(0)
    digest = hashlib.file_digest(cast("BytesIO", file), "sha256").hexdigest()
    file.seek(0)
    return digest


def check_frame(frame: int, frames: int) -> None:
    """Refuse a frame that the file does not hold; frames count from 1."""
    if not 1 <= frame <= frames:
        expected = "1, the only one" if frames == 1 else f"1 to {frames}"
        raise FilmError(f"frame: expected {expected}, got {frame}")


def check_size(rows: int, cols: int) -> None:
    """Refuse a film without pixels, or with so many that only a damaged header says so.

    Examples
    --------
    >>> check_size(60000, 60000)
    Traceback (most recent call last):
    measure.errors.UnreadableFilm: size: expected at most 400 megapixels, got 60000 x 60000 (3600)
    """
    if rows < 1 or cols < 1:
        raise UnreadableFilm(f"size: expected at least one row and one column, got {rows} x {cols}")
    if rows * cols > LARGEST_PIXELS:
        megapixels = f"{rows} x {cols} ({rows * cols / 1e6:.0f})"
        raise UnreadableFilm(f"size: expected at most {LARGEST_PIXELS / 1e6:.0f} megapixels, got {megapixels}")


LARGEST_PIXELS = 400_000_000
"""A stitched long-leg film has 30 megapixels; ten times that is a damaged header or a trap."""


def _known(head: bytes) -> str:
    if not head:
        raise UnreadableFilm("file: expected a film, got an empty file")
    found = sniff_bytes(head)
    if found is None:
        raise NotAFilm("file: expected the content of DICOM, PNG, JPEG or TIFF, got something else")
    return found
