"""TIFF pictures: header and pixels of one page."""

import io
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from measure.errors import FilmError, UnreadableFilm, UnsupportedFilm
from measure.film.picture_header import Picture
from measure.film.source import check_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tifffile import TiffPage

_WHITE_IS_ZERO, _RGB, _PALETTE, _YCBCR = 0, 2, 3, 6
_LOSSY = {6, 7, 33003, 33005, 34712, 34892}  # JPEG and JPEG 2000 forms
_ORIENTATION = 274
_RESOLUTION = (282, 283)  # across, down
_SAMPLES_APART = 2


def describe_tiff(data: bytes, frame: int) -> Picture:
    """Facts of one page, without decoding its pixels."""
    with _page(data, frame) as (page, pages):
        if page.dtype is None or page.dtype.kind != "u":
            raise UnsupportedFilm(f"TIFF: expected unsigned integers of 8 to 16 bits, got {page.dtype}")
        tag = page.tags.get(_ORIENTATION)
        return Picture(
            source_format="tiff",
            rows=int(page.imagelength),
            cols=int(page.imagewidth),
            pages=pages,
            bits=int(page.bitspersample),
            colour=int(page.photometric) in (_RGB, _PALETTE, _YCBCR),
            alpha=bool(page.extrasamples),
            white_is_zero=int(page.photometric) == _WHITE_IS_ZERO,
            orientation=int(tag.value) if tag is not None else 1,
            lossy=int(page.compression) in _LOSSY,
            density=_density(page),
        )


def _density(page: "TiffPage") -> tuple[float, float] | None:
    """Pixels per unit across and down, where the page says."""
    found = []
    for code in _RESOLUTION:
        tag = page.tags.get(code)
        if tag is None or len(tag.value) != 2 or not tag.value[1]:
            return None
        found.append(tag.value[0] / tag.value[1])
    return found[0], found[1]


def decode_tiff(data: bytes, frame: int) -> NDArray[Any]:
    """Samples of one page, (rows, cols) or (rows, cols, channels)."""
    with _page(data, frame) as (page, _):
        samples = np.asarray(page.asarray())
        if int(page.photometric) == _PALETTE and page.colormap is not None:
            # 16-bit entries by colour; the picture itself has 8 bits.
            return np.moveaxis(np.asarray(page.colormap)[:, samples] // 257, 0, -1)
        if samples.ndim == 3 and int(page.planarconfig) == _SAMPLES_APART:
            samples = np.moveaxis(samples, 0, -1)
        if samples.ndim not in (2, 3):
            raise UnsupportedFilm(f"TIFF: expected a flat picture, got {samples.ndim} dimensions")
        return samples


@contextmanager
def _page(data: bytes, frame: int) -> "Iterator[tuple[TiffPage, int]]":
    """One page of a TIFF file, with the number of pages."""
    import tifffile

    # tifffile logs what it finds odd; without a handler Python would print that to the user.
    logging.getLogger("tifffile").addHandler(_SILENT)
    try:
        with tifffile.TiffFile(io.BytesIO(data)) as file:
            pages = len(file.pages)
            if not pages:
                raise UnreadableFilm("TIFF: expected at least one page, got none")
            check_frame(frame, pages)
            yield file.pages[frame - 1].aspage(), pages
    except FilmError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged file makes tifffile raise almost anything
        raise UnreadableFilm(f"TIFF: damaged, cut short, or of an unknown kind ({type(error).__name__})") from None


_SILENT = logging.NullHandler()
