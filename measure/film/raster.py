"""PNG and JPEG pictures: header and pixels."""

import io
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from measure.errors import UnreadableFilm
from measure.film.picture_header import Picture

if TYPE_CHECKING:
    from PIL.Image import Image

_EXIF_ORIENTATION = 0x0112
# Places of the bit depth and the colour type in a PNG file: signature, then IHDR.
_PNG_DEPTH, _PNG_COLOUR = 24, 25


def describe_raster(data: bytes, source_format: str) -> Picture:
    """Facts of a PNG or JPEG picture, without decoding its pixels."""
    with _opened(data) as image:
        sixteen = image.mode.startswith("I") or _deep_colour(data, source_format)
        return Picture(
            source_format=source_format,
            rows=image.height,
            cols=image.width,
            bits=16 if sixteen else 8,
            colour=image.mode in ("RGB", "RGBA", "P", "PA", "CMYK", "YCbCr"),
            alpha=image.mode in ("LA", "RGBA", "PA") or "transparency" in image.info,
            orientation=_orientation(image),
            lossy=source_format == "jpeg",
            density=_density(image),
        )


def _density(image: "Image") -> tuple[float, float] | None:
    """Pixels per unit across and down, where the file says: for printing, or as an aspect alone."""
    across, down = image.info.get("dpi") or image.info.get("jfif_density") or (0, 0)
    return (float(across), float(down)) if across and down else None


def decode_raster(data: bytes, source_format: str) -> NDArray[Any]:
    """Samples of a PNG or JPEG picture, (rows, cols) or (rows, cols, channels) in the order red, green, blue.

    Raises
    ------
    UnreadableFilm
        If it is damaged or cut short: a half-grey film is worse than none.
    """
    if _deep_colour(data, source_format):
        import imagecodecs

        try:
            return np.asarray(imagecodecs.png_decode(data))  # Pillow would halve the depth.
        except Exception as error:  # noqa: BLE001 - a damaged stream makes a codec raise almost anything
            raise _damaged(error) from None
    with _opened(data) as image:
        try:
            shown = image.convert(_PLAIN[image.mode]) if image.mode in _PLAIN else image
            return np.asarray(shown)
        except Exception as error:  # noqa: BLE001 - as above
            raise _damaged(error) from None


_PLAIN = {"1": "L", "P": "RGB", "PA": "RGB", "CMYK": "RGB", "YCbCr": "RGB"}


def _opened(data: bytes) -> "Image":
    from PIL import Image

    try:
        return Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
    except Image.DecompressionBombError:
        raise UnreadableFilm("size: expected at most 178 megapixels in a picture, got more") from None
    except Exception as error:  # noqa: BLE001 - as above
        raise _damaged(error) from None


def _deep_colour(data: bytes, source_format: str) -> bool:
    """Whether a PNG has 16 bits and more than one channel."""
    return source_format == "png" and data[_PNG_DEPTH] == 16 and data[_PNG_COLOUR] in (2, 4, 6)


def _orientation(image: "Image") -> int:
    try:
        return int(image.getexif().get(_EXIF_ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - damaged EXIF data are no reason to refuse a picture
        return 1


def _damaged(error: Exception) -> UnreadableFilm:
    return UnreadableFilm(f"picture: damaged or cut short ({type(error).__name__})")
