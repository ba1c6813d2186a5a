"""Compressed films: every transfer syntax that is read, against its own encoder, pydicom's decoders, and damage."""

from collections.abc import Callable
from typing import Any

import imagecodecs
import numpy as np
import pytest
from pydicom import dcmread, uid
from pydicom.pixels import get_decoder
from pydicom.pixels.encoders import RLELosslessEncoder

from measure.errors import UnreadableFilm, UnsupportedFilm
from measure.film import read_film, read_header
from measure.film.codecs import CODECS, PLUGIN, decoder_for, register

ROWS, COLS = 40, 60


def soft(bits: int) -> np.ndarray:
    row, col = np.mgrid[0:ROWS, 0:COLS]
    film = (0.5 + 0.3 * np.sin(row / 9) * np.cos(col / 7)) * ((1 << bits) - 1)
    return film.astype(np.uint16 if bits > 8 else np.uint8)


def rle(film: np.ndarray) -> bytes:
    return RLELosslessEncoder.encode(
        film, rows=ROWS, columns=COLS, samples_per_pixel=1, bits_allocated=16, bits_stored=12, pixel_representation=0,
        photometric_interpretation="MONOCHROME2", number_of_frames=1,
    )  # fmt: skip


def j2k(**options: Any) -> Callable[[np.ndarray], bytes]:
    return lambda a: imagecodecs.jpeg2k_encode(a, codecformat="j2k", bitspersample=12, **options)


# Bits, encoder and largest difference by transfer syntax.
ENCODERS: dict[str, tuple[int, Callable[[np.ndarray], bytes], int]] = {
    uid.JPEGBaseline8Bit: (8, lambda a: imagecodecs.jpeg8_encode(a, level=98), 3),
    uid.JPEGExtended12Bit: (12, lambda a: imagecodecs.jpeg8_encode(a, level=98, bitspersample=12), 12),
    uid.JPEGLossless: (12, lambda a: imagecodecs.jpeg8_encode(a, lossless=True, predictor=4, bitspersample=12), 0),
    uid.JPEGLosslessSV1: (12, lambda a: imagecodecs.jpeg8_encode(a, lossless=True, predictor=1, bitspersample=12), 0),
    uid.JPEGLSLossless: (12, imagecodecs.jpegls_encode, 0),
    uid.JPEGLSNearLossless: (12, lambda a: imagecodecs.jpegls_encode(a, level=2), 2),
    uid.JPEG2000Lossless: (12, j2k(reversible=True), 0),
    uid.JPEG2000: (12, j2k(level=80), 12),
    uid.HTJ2KLossless: (12, lambda a: imagecodecs.htj2k_encode(a, reversible=True), 0),
    uid.HTJ2KLosslessRPCL: (12, lambda a: imagecodecs.htj2k_encode(a, reversible=True), 0),
    uid.HTJ2K: (12, lambda a: imagecodecs.htj2k_encode(a, reversible=True), 0),
    uid.RLELossless: (12, rle, 0),
}


LOSSY = {uid.JPEGBaseline8Bit, uid.JPEGExtended12Bit, uid.JPEGLSNearLossless, uid.JPEG2000, uid.HTJ2K}


def test_every_codec_of_the_table_is_tested() -> None:
    assert set(ENCODERS) == set(CODECS)


@pytest.mark.parametrize("syntax", CODECS)
def test_a_plain_install_reads_it(syntax: str) -> None:
    # pylibjpeg, pyjpegls and gdcm are no dependencies: imagecodecs alone has to do.
    assert decoder_for(syntax)[1] == PLUGIN


@pytest.mark.parametrize(
    "syntax", [s for s in CODECS if s.startswith("1.2.840.10008.1.2.4") and int(s.split(".")[-1]) < 90]
)
def test_no_gpl_decoder_is_ever_chosen(syntax: str) -> None:
    assert "pylibjpeg" not in CODECS[syntax].plugins


@pytest.mark.parametrize("syntax", ENCODERS)
def test_values(make_film, syntax: str) -> None:
    bits, encode, allowed = ENCODERS[syntax]
    samples = soft(bits)
    film = read_film(make_film(samples, encoded=[encode(samples)], syntax=syntax, BitsStored=bits))
    assert np.abs(film.pixels - samples).max() <= allowed
    assert film.header.transfer_syntax == syntax
    assert film.header.lossy is (syntax in LOSSY)


@pytest.mark.parametrize("syntax", ENCODERS)
def test_values_equal_those_of_every_other_plugin(make_film, syntax: str) -> None:
    bits, encode, _ = ENCODERS[syntax]
    samples = soft(bits)
    path = make_film(samples, encoded=[encode(samples)], syntax=syntax, BitsStored=bits)
    ours = read_film(path).pixels
    decoder = get_decoder(syntax)
    dataset = dcmread(path)
    for plugin in decoder.available_plugins:
        if plugin == PLUGIN or (plugin == "pillow" and syntax == uid.JPEGExtended12Bit):
            continue
        theirs, _ = decoder.as_array(dataset, index=0, raw=True, decoding_plugin=plugin)
        assert np.abs(ours - theirs).max() <= (1 if bits == 8 else 0), plugin


@pytest.mark.parametrize("syntax", ENCODERS)
def test_cut_short(make_film, syntax: str) -> None:
    bits, encode, _ = ENCODERS[syntax]
    frame = encode(soft(bits))
    path = make_film(soft(bits), encoded=[frame[: len(frame) // 2]], syntax=syntax, BitsStored=bits)
    assert read_header(path).rows == ROWS
    with pytest.raises(UnreadableFilm, match=f"PixelData: {uid.UID(syntax).name[:8]}.* cannot be decoded"):
        read_film(path)


@pytest.mark.parametrize("syntax", [uid.JPEGLosslessSV1, uid.JPEG2000Lossless])
def test_stream_of_another_size(make_film, syntax: str) -> None:
    samples = soft(12)
    frame = ENCODERS[syntax][1](samples.T.copy())
    with pytest.raises(UnreadableFilm, match="expected 40 x 60 pixels, got 60 x 40"):
        read_film(make_film(samples, encoded=[frame], syntax=syntax, BitsStored=12))


@pytest.mark.parametrize("signed", [False, True])
def test_signed_samples_in_a_codec_without_sign(make_film, signed: bool) -> None:
    samples = (soft(12).astype(np.int32) - (2048 if signed else 0)).astype(np.int16)
    words = (samples.astype(np.int32) & 0xFFF).astype(np.uint16)
    path = make_film(
        samples if signed else samples.astype(np.uint16),
        encoded=[imagecodecs.jpeg8_encode(words, lossless=True, bitspersample=12)],
        syntax=uid.JPEGLosslessSV1,
        BitsStored=12,
    )
    assert np.array_equal(read_film(path).pixels, samples)


@pytest.mark.parametrize("syntax", [uid.JPEGLSLossless, uid.JPEG2000Lossless])
def test_signed_samples(make_film, syntax: str) -> None:
    samples = (soft(12).astype(np.int32) - 2048).astype(np.int16)
    words = (samples.astype(np.int32) & 0xFFF).astype(np.uint16)
    path = make_film(samples, encoded=[ENCODERS[syntax][1](words)], syntax=syntax, BitsStored=12)
    assert np.array_equal(read_film(path).pixels, samples)


def test_colour_as_luminance(make_film) -> None:
    grey = soft(8)
    rgb = np.stack([grey] * 3, axis=-1)
    frame = imagecodecs.jpeg8_encode(rgb, level=98, colorspace="RGB", outcolorspace="YCBCR")
    film = read_film(
        make_film(rgb, encoded=[frame], syntax=uid.JPEGBaseline8Bit, PhotometricInterpretation="YBR_FULL_422")
    )
    assert np.abs(film.pixels - grey).max() <= 3
    assert any("its luminance is used" in w for w in film.header.warnings)


def test_frames_of_a_compressed_film(make_film) -> None:
    samples = np.stack([soft(12), soft(12)[::-1]])
    encode = ENCODERS[uid.JPEGLSLossless][1]
    path = make_film(
        samples, encoded=[encode(np.ascontiguousarray(s)) for s in samples], syntax=uid.JPEGLSLossless, BitsStored=12,
        NumberOfFrames=2,
    )  # fmt: skip
    assert np.array_equal(read_film(path, 2).pixels, samples[1])
    assert read_header(path, 2).film_key == "1.2.3.4/2"


@pytest.mark.parametrize(
    ("syntax", "name"),
    [
        ("1.2.840.10008.1.2.4.100", "MPEG2"),
        ("1.2.840.10008.1.2.4.110", "2.4.110"),
        ("1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2"),
    ],
)
def test_unsupported_syntax_names_itself(make_film, syntax: str, name: str) -> None:
    path = make_film(soft(8), encoded=[b"\0\0"], syntax="1.2.840.10008.1.2.4.100")
    path.write_bytes(path.read_bytes().replace(b"1.2.840.10008.1.2.4.100", syntax.ljust(23, "\0").encode()))
    with pytest.raises(UnsupportedFilm, match=f"transfer syntax: .*{name}.*{syntax}"):
        read_film(path)


def test_registering_twice_changes_nothing() -> None:
    register()
    plugins = get_decoder(uid.JPEGLosslessSV1).available_plugins
    register()
    assert get_decoder(uid.JPEGLosslessSV1).available_plugins == plugins
    assert plugins.count(PLUGIN) == 1
