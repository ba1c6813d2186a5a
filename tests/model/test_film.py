"""Films: read-only pixels that agree with their header."""

import numpy as np
import pytest

from measure.errors import ModelError
from measure.model import Film, FilmHeader

HEADER = FilmHeader("sha256:0", 2, 3)


def test_pixels_cannot_be_written_and_the_callers_stay_his() -> None:
    mine = np.zeros((2, 3), np.float32)
    film = Film(mine, HEADER)
    with pytest.raises(ValueError, match="read-only"):
        film.pixels[0, 0] = 1
    mine[0, 0] = 5
    assert mine.flags.writeable


def test_read_only_pixels_are_kept_without_a_copy() -> None:
    mine = np.zeros((2, 3), np.float32)
    mine.flags.writeable = False
    assert Film(mine, HEADER).pixels is mine


def test_pixels_become_float32() -> None:
    assert Film(np.ones((2, 3), np.uint16), HEADER).pixels.dtype == np.float32


@pytest.mark.parametrize("shape", [(3, 2), (2, 3, 1), (6,)])
def test_header_and_pixels_agree(shape: tuple[int, ...]) -> None:
    with pytest.raises(ModelError, match=r"header says \(2, 3\) pixels, got"):
        Film(np.zeros(shape, np.float32), HEADER)


def test_two_films_are_equal_only_if_they_are_one() -> None:
    pixels = np.zeros((2, 3), np.float32)
    film = Film(pixels, HEADER)
    assert film == film
    assert film != Film(pixels, HEADER)
