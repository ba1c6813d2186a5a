"""Compressed DICOM: imagecodecs as a pydicom decoder, and which decoder each transfer syntax gets."""

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from pydicom import uid
from pydicom.pixels.decoders.base import get_decoder

from measure.errors import UnsupportedFilm
from measure.film.rle import decode_rle

if TYPE_CHECKING:
    from pydicom.pixels.decoders.base import Decoder, DecodeRunner

PLUGIN = "imagecodecs"
_END = b"\xff\xd9"  # The same in JPEG, JPEG-LS and JPEG 2000.


@dataclass(frozen=True, slots=True)
class Codec:
    """One row of the table of decoders.

    Attributes
    ----------
    module, function : str
        What of imagecodecs decodes it.
    plugins : tuple of str
        Plugins of pydicom to use, the first one installed. Never ``pylibjpeg`` for the JPEG family: there it
        stands for pylibjpeg-libjpeg, which is GPL.
    reason : str
        Why the first is first; figures of ``benchmarks/decode.py``.
    """

    module: str
    function: str
    plugins: tuple[str, ...]
    reason: str


_TURBO = "libjpeg-turbo 3 takes 8 and 12 bits and lossless; pillow does 8 bits only, gdcm no 12-bit lossy"
_BASELINE = Codec("JPEG8", "jpeg8_decode", (PLUGIN, "pillow"), _TURBO)
_EXTENDED = Codec("JPEG8", "jpeg8_decode", (PLUGIN,), _TURBO)
_LOSSLESS = Codec("JPEG8", "jpeg8_decode", (PLUGIN, "gdcm"), f"{_TURBO}; 1.6 times as fast as liblj92")
_LS = Codec("JPEGLS", "jpegls_decode", (PLUGIN, "pyjpegls", "gdcm"), "the same CharLS as pyjpegls, one copy less")
_J2K = Codec("JPEG2K", "jpeg2k_decode", (PLUGIN, "pillow", "pylibjpeg", "gdcm"), "the same OpenJPEG, with threads")
_HTJ2K = Codec("HTJ2K", "htj2k_decode", (PLUGIN, "pylibjpeg"), "OpenJPH, twice as fast as OpenJPEG")
_RLE = Codec(
    "PACKBITS", "packbits_decode", (PLUGIN, "pylibjpeg", "pydicom"), "12 times as fast as pydicom's own; see rle"
)

CODECS: dict[str, Codec] = {
    uid.JPEGBaseline8Bit: _BASELINE,
    uid.JPEGExtended12Bit: _EXTENDED,
    uid.JPEGLossless: _LOSSLESS,
    uid.JPEGLosslessSV1: _LOSSLESS,
    uid.JPEGLSLossless: _LS,
    uid.JPEGLSNearLossless: _LS,
    uid.JPEG2000Lossless: _J2K,
    uid.JPEG2000: _J2K,
    uid.HTJ2KLossless: _HTJ2K,
    uid.HTJ2KLosslessRPCL: _HTJ2K,
    uid.HTJ2K: _HTJ2K,
    uid.RLELossless: _RLE,
}
"""Decoder by transfer syntax; what is not here and not native is not read."""

DECODER_DEPENDENCIES = {uid.UID(syntax): ("imagecodecs>=2024.9.22",) for syntax in CODECS}
"""Asked for by pydicom of every plugin."""


def is_available(syntax: str) -> bool:
    """Whether imagecodecs, as it was built here, decodes a transfer syntax; asked for by pydicom."""
    import imagecodecs

    codec = CODECS.get(syntax)
    return codec is not None and bool(getattr(getattr(imagecodecs, codec.module, None), "available", False))


def decode_frame(src: bytes, runner: "DecodeRunner") -> memoryview:
    """Decode one frame for pydicom, without a copy."""
    codec = CODECS[runner.transfer_syntax]
    if codec is _RLE:
        return _decode_rle(src, runner).data
    if _END not in src[-64:]:
        # libjpeg and OpenJPH fill what is missing with grey and say nothing. Padding may follow the marker.
        raise ValueError("the stream is cut short: expected an end of image marker, got none")
    array = _decode(src, codec, colour=runner.samples_per_pixel > 1)
    if array.shape[:2] != (runner.rows, runner.columns):
        came = " x ".join(str(size) for size in array.shape[:2])
        raise ValueError(f"expected {runner.rows} x {runner.columns} pixels, got {came}")
    if runner.photometric_interpretation in ("YBR_ICT", "YBR_RCT"):
        runner.set_option("photometric_interpretation", "RGB")  # JPEG 2000 undoes its own transform.
    if runner.samples_per_pixel > 1:
        runner.set_option("planar_configuration", 0)
    # pydicom reads the bytes by this size, which the codestream decides and not the header.
    runner.set_option("bits_allocated", array.dtype.itemsize * 8)
    return np.ascontiguousarray(array).data.cast("B")


def register() -> None:
    """Add imagecodecs to pydicom's decoders; calling it again changes nothing."""
    for syntax in CODECS:
        decoder = get_decoder(syntax)
        if PLUGIN not in decoder.available_plugins:
            with suppress(ValueError):  # Known to pydicom already, as one that this imagecodecs lacks.
                decoder.add_plugin(PLUGIN, (__name__, "decode_frame"))


def decoder_for(syntax: str) -> tuple["Decoder", str]:
    """Decoder of a transfer syntax, and the plugin to use (empty for what is not compressed).

    Raises
    ------
    UnsupportedFilm
        Naming the transfer syntax.

    Examples
    --------
    >>> decoder_for("1.2.840.10008.1.2.4.70")[1]
    'imagecodecs'
    >>> decoder_for("1.2.840.10008.1.2.4.100")
    Traceback (most recent call last):
    measure.errors.UnsupportedFilm: transfer syntax: MPEG2 Main Profile / Main Level (1.2.840...) is not read...
    """
    name = f"{uid.UID(syntax).name} ({syntax})"
    try:
        decoder = get_decoder(syntax)
    except NotImplementedError:
        raise UnsupportedFilm(f"transfer syntax: {name} is not read by this version") from None
    if decoder.is_native:
        return decoder, ""
    register()
    wanted = CODECS[syntax].plugins if syntax in CODECS else ()
    for plugin in wanted:
        if plugin in decoder.available_plugins:
            return decoder, plugin
    raise UnsupportedFilm(f"transfer syntax: expected a decoder for {name} among {', '.join(wanted)}, got none")


def keeps_unused_bits(syntax: str | None) -> bool:
    """Whether the bits above the high bit come out as they went in, so that an overlay may sit there.

    So it is of native samples and of RLE, which packs whole bytes; a JPEG of any sort codes sample values.

    Examples
    --------
    >>> keeps_unused_bits("1.2.840.10008.1.2.1"), keeps_unused_bits("1.2.840.10008.1.2.4.90")
    (True, False)
    """
    return syntax not in CODECS or CODECS[syntax] is _RLE


def _decode(src: bytes, codec: Codec, *, colour: bool) -> np.ndarray[Any, Any]:
    """Samples of one frame by imagecodecs, as they are stored."""
    import imagecodecs

    options: dict[str, Any] = {}
    if codec.module == "JPEG8" and colour:
        # The same colour space in and out: the dataset names it, and luminance is made elsewhere.
        options = {"colorspace": "RGB", "outcolorspace": "RGB"}
    elif codec is _J2K:
        options = {"numthreads": _threads()}
    return np.asarray(getattr(imagecodecs, codec.function)(src, **options))


def _decode_rle(src: bytes, runner: "DecodeRunner") -> "np.ndarray[Any, Any]":
    """Bytes of one RLE frame, colour by pixel."""
    runner.set_option("planar_configuration", 0)
    return decode_rle(
        src,
        pixels=runner.rows * runner.columns,
        samples=runner.samples_per_pixel,
        allocated=runner.bits_allocated,
    )


@cache
def _threads() -> int:
    """Threads for one JPEG 2000 film: 2 halve the wait, more than 4 gain nothing."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, 4)
