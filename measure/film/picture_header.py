"""The facts of a picture that is no DICOM, and its header: no scale, display values, polarity assumed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from measure.errors import UnsupportedFilm
from measure.film.dicom_header import film_key
from measure.film.luminance import luminance
from measure.film.source import check_frame, check_size
from measure.model import Calibration, Film, FilmHeader, Intensity

SQUARE = 0.02  # relative difference of two resolutions that still counts as square


@dataclass(frozen=True, slots=True)
class Picture:
    """Facts of one page of a picture file.

    Attributes
    ----------
    source_format : str
        png, jpeg or tiff.
    rows, cols, pages : int
        Size.
    bits : int
        Per sample.
    colour, alpha : bool
        What there is besides grey.
    white_is_zero : bool
        TIFF's own word for a negative.
    orientation : int
        EXIF orientation, 1 = as stored.
    lossy : bool
        Whether it went through a lossy codec.
    density : tuple of float or None
        Pixels per unit across and down, where the file says.
    """

    source_format: str
    rows: int
    cols: int
    pages: int = 1
    bits: int = 8
    colour: bool = False
    alpha: bool = False
    white_is_zero: bool = False
    orientation: int = 1
    lossy: bool = False
    density: tuple[float, float] | None = None


def _calibration(density: tuple[float, float] | None) -> Calibration:
    """Pixels only; where the file says they are not square, nobody knows whether that is so."""
    if density is None or min(density) <= 0 or abs(density[0] / density[1] - 1) <= SQUARE:
        return Calibration()
    across, down = density
    note = f"resolution: expected the same across and down, got {across:g} and {down:g}: the pixel aspect is unknown"
    return Calibration(aspect=None, notes=(note,))


def picture_header(picture: Picture, frame: int, digest: str) -> FilmHeader:
    """Header of a picture.

    A picture states no scale that can be trusted (its resolution is for printing), and nothing of polarity: bone is
    taken to be bright. Its orientation tag is noted but not applied, because landmarks made elsewhere are most
    often in stored pixels.

    Examples
    --------
    >>> picture_header(Picture("png", 2, 3), 1, "ab").calibration.unit
    '{pixel}'
    """
    check_size(picture.rows, picture.cols)
    check_frame(frame, picture.pages)
    if picture.bits not in (8, 10, 12, 14, 16):
        raise UnsupportedFilm(f"bits per sample: expected 8 to 16, got {picture.bits}")
    return FilmHeader(
        film_key=film_key(None, frame, picture.pages, digest),
        rows=picture.rows,
        cols=picture.cols,
        calibration=_calibration(picture.density),
        source_format=picture.source_format,
        frame=frame,
        frames=picture.pages,
        intensity=Intensity.DISPLAY,
        inverted=picture.white_is_zero,
        stored_range=(0.0, float((1 << picture.bits) - 1)),
        lossy=picture.lossy,
        digest=digest,
        warnings=_warnings(picture),
    )


def film_of_samples(samples: NDArray[Any], header: FilmHeader) -> Film:
    """Film of decoded samples: luminance of colour, alpha left out, a negative turned over."""
    if samples.ndim == 3:
        grey = samples[..., 0].astype(np.float32) if samples.shape[2] < 3 else luminance(samples[..., :3])
    else:
        grey = samples.astype(np.float32)
    if header.inverted and header.stored_range:
        np.subtract(np.float32(sum(header.stored_range)), grey, out=grey)
    return Film(grey, header)


def _warnings(picture: Picture) -> tuple[str, ...]:
    name = picture.source_format.upper()
    found = [] if picture.white_is_zero else [f"{name}: polarity is not stated, bright is taken for more attenuation"]
    if picture.colour:
        found.append(f"{name}: a colour picture, its luminance is used")
    if picture.alpha:
        found.append(f"{name}: transparency is left out")
    if picture.orientation != 1:
        found.append(f"{name}: EXIF orientation {picture.orientation} is noted and not applied")
    return tuple(found)
