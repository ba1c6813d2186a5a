"""RLE frames, whole and damaged."""

import contextlib
import random

import numpy as np
import pytest
from pydicom.pixels.encoders import RLELosslessEncoder

from measure.errors import UnreadableFilm
from measure.film import read_film
from measure.film.rle import decode_rle

RLE = "1.2.840.10008.1.2.5"


def encode(samples: np.ndarray) -> bytes:
    colour = samples.ndim == 3
    return RLELosslessEncoder.encode(
        samples,
        rows=samples.shape[0],
        columns=samples.shape[1],
        samples_per_pixel=3 if colour else 1,
        bits_allocated=samples.dtype.itemsize * 8,
        bits_stored=samples.dtype.itemsize * 8,
        pixel_representation=0,
        photometric_interpretation="RGB" if colour else "MONOCHROME2",
        number_of_frames=1,
        planar_configuration=0,
    )


@pytest.mark.parametrize(("shape", "dtype"), [((5, 7), "u1"), ((5, 7), "u2"), ((4, 3, 3), "u1"), ((4, 3, 3), "u2")])
def test_round_trip(shape: tuple[int, ...], dtype: str) -> None:
    samples = np.random.default_rng(3).integers(0, 1 << (8 * int(dtype[1])), shape).astype(f"<{dtype}")
    decoded = decode_rle(
        encode(samples), pixels=shape[0] * shape[1], samples=3 if len(shape) == 3 else 1, allocated=8 * int(dtype[1])
    )
    assert np.array_equal(decoded.view(f"<{dtype}").reshape(shape), samples)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (b"", "at least 64 bytes"),
        (np.array([3, 64, 70, 80] + 12 * [0], "<u4").tobytes(), "expected 2 segments, got 3"),
        (np.array([2, 64, 9999] + 13 * [0], "<u4").tobytes() + bytes(20), "damaged table"),
        (np.array([2, 70, 64] + 13 * [0], "<u4").tobytes() + bytes(20), "damaged table"),
        (np.array([2, 64, 66] + 13 * [0], "<u4").tobytes() + bytes([255, 1, 255, 2]), "segment 1: expected 9 bytes"),
    ],
)
def test_damaged(table: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        decode_rle(table, pixels=9, samples=1, allocated=16)


def test_damaged_frames_end_in_an_error_and_not_in_the_process(make_film) -> None:
    samples = (np.add.outer(np.arange(30), np.arange(40)) // 7).astype(np.uint16)
    frame = encode(samples)
    chance = random.Random(5)
    for _ in range(200):
        damaged = bytearray(frame)
        for _ in range(3):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path = make_film(samples, encoded=[bytes(damaged)], syntax=RLE)
        with contextlib.suppress(UnreadableFilm):
            assert read_film(path).pixels.shape == samples.shape
