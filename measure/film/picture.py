"""The two doors for PNG, JPEG and TIFF: a picture's header, or its film."""

import hashlib

from measure.film.picture_header import film_of_samples, picture_header
from measure.film.raster import decode_raster, describe_raster
from measure.film.tiff import decode_tiff, describe_tiff
from measure.model import Film, FilmHeader


def header_of_picture(data: bytes, source_format: str, frame: int) -> FilmHeader:
    """Header of the bytes of a picture; the digest names it."""
    picture = describe_tiff(data, frame) if source_format == "tiff" else describe_raster(data, source_format)
    return picture_header(picture, frame, hashlib.sha256(data).hexdigest())


def film_of_picture(data: bytes, source_format: str, frame: int) -> Film:
    """Film of the bytes of a picture."""
    header = header_of_picture(data, source_format, frame)
    samples = decode_tiff(data, frame) if source_format == "tiff" else decode_raster(data, source_format)
    return film_of_samples(samples, header)
