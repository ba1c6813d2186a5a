"""Samples to stored values: bits stored, high bit, sign, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom import Dataset

from measure.errors import UnreadableFilm, UnsupportedFilm
from measure.film import read_film, read_header
from measure.film.attributes import Attributes
from measure.film.stored import Storage, read_storage, sample_values

from .conftest import film_dataset

NOTHING = Attributes(Dataset())


def storage(bits: int, high: int, *, signed: bool, allocated: int = 16) -> Storage:
    return Storage(1, 1, 1, 1, "MONOCHROME2", 0, allocated, bits, high, signed=signed)


@given(st.integers(2, 16), st.data())
def test_value_comes_back_from_anywhere_in_the_word(bits: int, data: st.DataObject) -> None:
    high = data.draw(st.integers(bits - 1, 15))
    signed = data.draw(st.booleans())
    kept = storage(bits, high, signed=signed)
    value = data.draw(st.integers(*kept.range))
    noise = data.draw(st.integers(0, 0xFFFF))  # overlay and rubbish around the sample
    mask = ((1 << bits) - 1) << (high + 1 - bits)
    word = (noise & ~mask & 0xFFFF) | ((value << (high + 1 - bits)) & mask)
    raw = np.array([[word]], np.uint16).view(np.int16 if signed else np.uint16)
    assert sample_values(raw, kept, compressed=False, attributes=NOTHING)[0, 0] == value


@pytest.mark.parametrize(
    ("bits", "signed", "expected"), [(8, False, (0, 255)), (12, True, (-2048, 2047)), (16, False, (0, 65535))]
)
def test_range(bits: int, signed: bool, expected: tuple[int, int]) -> None:
    assert storage(bits, bits - 1, signed=signed).range == expected


def test_values_beyond_bits_stored_of_a_codec_are_kept() -> None:
    attributes = Attributes(Dataset())
    raw = np.array([[5000]], np.uint16)
    assert sample_values(raw, storage(12, 11, signed=False), compressed=True, attributes=attributes)[0, 0] == 5000
    assert attributes.warnings == ["BitsStored: expected values of at most 4095, got 5000: kept as they are"]


def test_overlay_bits_are_masked_out(make_film) -> None:
    samples = np.array([[0x0123, 0xF123]], np.uint16)
    film = read_film(make_film(samples, BitsStored=12, HighBit=11))
    assert list(film.pixels[0]) == [0x123, 0x123]
    assert film.header.stored_range == (0.0, 4095.0)


def test_signed_twelve_bits(make_film) -> None:
    samples = np.array([[0x0FFF, 0x0800, 0x07FF]], np.uint16)
    film = read_film(make_film(samples, BitsStored=12, HighBit=11, PixelRepresentation=1))
    assert list(film.pixels[0]) == [-1, -2048, 2047]
    assert film.header.stored_range == (-2048.0, 2047.0)


@pytest.mark.parametrize(
    ("attributes", "kind", "words"),
    [
        ({"Rows": 0}, UnreadableFilm, "got 0 x 4"),
        ({"Rows": None}, UnreadableFilm, "expected Rows and Columns"),
        ({"Rows": 65535, "Columns": 65535}, UnreadableFilm, "400 megapixels, got 65535 x 65535"),
        ({"BitsAllocated": 32}, UnsupportedFilm, "BitsAllocated: expected 8 or 16, got 32"),
        ({"PhotometricInterpretation": "HSV"}, UnsupportedFilm, "PhotometricInterpretation"),
        ({"PhotometricInterpretation": "RGB"}, UnsupportedFilm, "got 1 samples of RGB"),
        ({"SamplesPerPixel": 4}, UnsupportedFilm, "got 4 samples"),
    ],
)
def test_refused(make_film, attributes: dict, kind: type, words: str) -> None:
    for read in (read_header, read_film):
        with pytest.raises(kind, match=words):
            read(make_film(**attributes))


@pytest.mark.parametrize(
    ("attributes", "warning"),
    [
        ({"BitsStored": None}, "BitsStored: expected 1 to 16, got None: 16 assumed"),
        ({"BitsStored": 20}, "BitsStored: expected 1 to 16, got 20: 16 assumed"),
        ({"BitsStored": 12, "HighBit": 5}, "HighBit: expected 11 to 15, got 5: 11 assumed"),
        ({"PhotometricInterpretation": None}, "PhotometricInterpretation: absent, MONOCHROME2 assumed"),
        ({"NumberOfFrames": "0"}, "NumberOfFrames: expected 1 or more, got 0: 1 assumed"),
    ],
)
def test_mended(attributes: dict, warning: str) -> None:
    read = Attributes(film_dataset(np.zeros((2, 2), np.uint16), **attributes))
    read_storage(read)
    assert read.warnings == [warning]
