"""One frame of a DICOM file decoded: samples, then modality values, then bone bright."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from measure.errors import UnreadableFilm
from measure.film.codecs import PLUGIN, decoder_for, keeps_unused_bits
from measure.film.dicom_header import Described
from measure.film.luminance import of_photometric
from measure.film.stored import Storage, sample_values
from measure.model import Film

if TYPE_CHECKING:
    from pydicom import FileDataset


def decode_film(dataset: "FileDataset", described: Described) -> Film:
    """Film of one frame.

    Parameters
    ----------
    dataset : FileDataset
        With its pixel data.
    described : Described
        What its header says.

    Raises
    ------
    UnreadableFilm
        Where pixel data are missing, cut short or cannot be decoded.
    UnsupportedFilm
        Naming the transfer syntax that there is no decoder for.
    """
    storage, header, attributes = described.storage, described.header, described.attributes
    raw, photometric = decode_samples(dataset, storage, header.frame, header.transfer_syntax)
    values = sample_values(
        raw, storage, compressed=not keeps_unused_bits(header.transfer_syntax), attributes=attributes
    )
    if photometric == "PALETTE COLOR":
        values = _through_palette(values, dataset)
        photometric = "RGB"
    if values.ndim == 3:
        values = of_photometric(values, photometric)
    turned_by = sum(header.stored_range or (0.0, 0.0)) if header.inverted else None
    pixels = described.modality.apply(values, turned_by)
    return Film(pixels, replace(header, warnings=tuple(attributes.warnings)))


def decode_samples(
    dataset: "FileDataset", storage: Storage, frame: int, syntax: str | None
) -> tuple[NDArray[Any], str]:
    """Samples of one frame as the file holds them, and the colour space they came out in."""
    if "PixelData" not in dataset:
        raise UnreadableFilm("PixelData: expected pixels, got a file that ends within them: cut short")
    if syntax is None:
        raise UnreadableFilm("transfer syntax: expected TransferSyntaxUID, got a file that does not say")
    decoder, plugin = decoder_for(syntax)
    if decoder.is_native:
        _check_length(len(dataset.PixelData), storage)
    try:
        raw, found = decoder.as_array(dataset, index=frame - 1, raw=True, decoding_plugin=plugin, **_options(storage))
    except Exception as error:  # noqa: BLE001 - a damaged stream makes a codec raise almost anything
        raise UnreadableFilm(f"PixelData: {decoder.UID.name} cannot be decoded ({_words(error)})") from None
    return raw, str(found["photometric_interpretation"])


def _options(storage: Storage) -> dict[str, Any]:
    """Image Pixel module as it was checked, in the place of what the file says."""
    return {
        "rows": storage.rows,
        "columns": storage.cols,
        "number_of_frames": storage.frames,
        "samples_per_pixel": storage.samples,
        "photometric_interpretation": storage.photometric,
        "planar_configuration": storage.planar,
        "bits_allocated": storage.allocated,
        "bits_stored": storage.bits,
        "pixel_representation": int(storage.signed),
        # Unused bits are dropped by ``sample_values``, which knows of the high bit.
        "correct_unused_bits": False,
    }


def _check_length(length: int, storage: Storage) -> None:
    """Refuse native pixel data that are cut short."""
    halved = storage.photometric == "YBR_FULL_422"
    samples = 2 if halved else storage.samples
    expected = storage.rows * storage.cols * samples * storage.frames * storage.allocated // 8
    if length < expected:
        raise UnreadableFilm(f"PixelData: expected {expected} bytes, got {length}: cut short")


def _through_palette(values: NDArray[Any], dataset: "FileDataset") -> NDArray[Any]:
    from pydicom.pixels.processing import apply_color_lut

    try:
        return np.asarray(apply_color_lut(values, dataset))
    except Exception as error:  # noqa: BLE001 - as above
        raise UnreadableFilm(f"palette: damaged ({type(error).__name__})") from None


def _words(error: Exception) -> str:
    """Words of the codec; of any other error its kind alone, because its words may quote the header."""
    _, found, text = str(error).partition(f"{PLUGIN}: ")
    return " ".join(text.split())[:160] if found and text else type(error).__name__
