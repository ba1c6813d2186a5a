"""The two doors for a DICOM file: its header, or its film."""

import io
from dataclasses import replace
from typing import BinaryIO

from measure.errors import UnreadableFilm
from measure.film.attributes import Attributes
from measure.film.dicom_file import HEADER_TAGS, has_pixels_ahead, parse
from measure.film.dicom_header import Described, describe
from measure.film.source import digest_of
from measure.model import Film, FilmHeader


def header_of(file: BinaryIO, head: bytes, frame: int, *, digest: bool) -> FilmHeader:
    """Header of a DICOM film; the file is read up to its pixels.

    Parameters
    ----------
    file : binary file
        At its start.
    head : bytes
        Its first bytes.
    frame : int
        From 1.
    digest : bool
        Whether to fill in the SHA-256.
    """
    described = _described(file, head, frame, digest=digest)
    return replace(described.header, warnings=tuple(described.attributes.warnings))


def film_of(data: bytes, head: bytes, frame: int) -> Film:
    """Film of the bytes of a DICOM file."""
    from measure.film.dicom_pixels import decode_film

    # The header first: pydicom returns an empty data set for a file that ends within its pixels.
    described = _described(io.BytesIO(data), head, frame, digest=True)
    return decode_film(parse(io.BytesIO(data), head, pixels=True), described)


def _described(file: BinaryIO, head: bytes, frame: int, *, digest: bool) -> Described:
    """Header and storage of a film that has pixels."""
    dataset = parse(file, head, pixels=False, tags=HEADER_TAGS)
    if not len(dataset):
        raise UnreadableFilm("DICOM: expected a header, got none of it: the file is cut short")
    has_pixels = has_pixels_ahead(file, dataset)
    nameless = Attributes(dataset).uid("SOPInstanceUID") is None
    described = describe(dataset, frame, digest_of(file) if digest or nameless else None)
    if not has_pixels:
        raise UnreadableFilm("PixelData: expected pixels, got a DICOM file without them")
    return described
