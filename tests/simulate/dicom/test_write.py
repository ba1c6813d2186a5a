"""Written films: pixels come back through the reader, the same bytes twice, and what does not fit is refused."""

from dataclasses import replace

import numpy as np
import pydicom
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.film import read_film
from measure.simulate.dicom import Coding, FilmFacts, write_film

FACTS = FilmFacts()


def noise(rows, cols, bits, seed=0):
    return np.random.default_rng(seed).integers(0, 1 << bits, (rows, cols)).astype(np.uint16)


@pytest.mark.parametrize("coding", Coding)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.integers(1, 70),
    cols=st.integers(1, 70),
    bits=st.integers(8, 16),
    dark=st.booleans(),
    seed=st.integers(0, 9),
)
def test_pixels_come_back_bone_bright(tmp_path, coding, rows, cols, bits, dark, seed):
    stored = noise(rows, cols, bits, seed)
    write_film(tmp_path / "film.dcm", stored, replace(FACTS, bits=bits, monochrome1=dark), coding=coding)
    film = read_film(tmp_path / "film.dcm")
    bright = ((1 << bits) - 1) - stored.astype(float) if dark else stored
    assert np.array_equal(film.pixels, bright)
    assert not film.header.lossy


@pytest.mark.parametrize("coding", Coding)
def test_the_same_facts_give_the_same_bytes(tmp_path, coding):
    for name in ("one", "two"):
        write_film(tmp_path / name, noise(90, 80, 12), FACTS, coding=coding)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_the_default_is_the_smallest(tmp_path):
    smooth = np.add.outer(np.arange(300), np.arange(200)).astype(np.uint16) * 4 + noise(300, 200, 4)
    sizes = {}
    for coding in Coding:
        write_film(tmp_path / coding, smooth, FACTS, coding=coding)
        sizes[coding] = (tmp_path / coding).stat().st_size
    write_film(tmp_path / "default", smooth, FACTS)
    assert min(sizes.values()) == sizes[Coding.JPEG_2000] == (tmp_path / "default").stat().st_size
    assert sizes[Coding.JPEG_2000] < 0.6 * sizes[Coding.NONE]


@pytest.mark.parametrize("bits", [8, 12, 16])
def test_the_code_stream_has_the_precision_of_the_header(tmp_path, bits):
    write_film(tmp_path / "film.dcm", noise(40, 40, bits), replace(FACTS, bits=bits))
    made = pydicom.dcmread(tmp_path / "film.dcm")
    stream = next(pydicom.encaps.generate_frames(made.PixelData, number_of_frames=1))
    assert stream[:4] == b"\xff\x4f\xff\x51"  # a bare code stream, as DICOM has it
    assert stream[42] + 1 == made.BitsStored == bits


def test_another_program_reads_it(tmp_path):
    stored = noise(33, 47, 12)
    for coding in (Coding.NONE, Coding.RLE):
        write_film(tmp_path / "film.dcm", stored, FACTS, coding=coding)
        assert np.array_equal(pydicom.dcmread(tmp_path / "film.dcm").pixel_array, stored)


@pytest.mark.parametrize(
    "stored", [np.full((4, 4), 4096, np.uint16), np.zeros((4, 4), np.int16), np.zeros((2, 4, 4), np.uint16)]
)
def test_values_that_do_not_fit_are_refused(tmp_path, stored):
    with pytest.raises(SimulationError, match="film: expected"):
        write_film(tmp_path / "film.dcm", stored, FACTS)
    assert not list(tmp_path.iterdir())
