"""The display window: borders, padding and saturation put aside."""

import numpy as np
import pytest

from measure.film import display_window
from measure.model import Film, FilmHeader


def film(pixels: np.ndarray) -> Film:
    return Film(pixels.astype(np.float32), FilmHeader("sha256:0", *pixels.shape))


@pytest.fixture
def anatomy() -> np.ndarray:
    return np.random.default_rng(1).uniform(1000, 2000, (600, 400))


def test_percentiles(anatomy: np.ndarray) -> None:
    lo, hi = display_window(film(anatomy))
    assert 1000 <= lo < 1020 < 1980 < hi <= 2000


@pytest.mark.parametrize("border", [0, 4095])
def test_collimated_border_is_left_out(anatomy: np.ndarray, border: float) -> None:
    framed = np.full((1000, 900), float(border))
    framed[200:800, 250:650] = anatomy
    assert display_window(film(framed)) == pytest.approx(display_window(film(anatomy)), abs=15)


def test_noisy_border_is_left_out(anatomy: np.ndarray) -> None:
    framed = np.random.default_rng(2).normal(3900, 3, (1000, 900))
    framed[200:800, 250:650] = anatomy
    assert display_window(film(framed)) == pytest.approx(display_window(film(anatomy)), abs=15)


def test_saturated_corner_is_left_out(anatomy: np.ndarray) -> None:
    anatomy[:200, :200] = 65535
    assert display_window(film(anatomy))[1] < 2001


def test_flat_film_has_a_window() -> None:
    assert display_window(film(np.full((5, 5), 7.0))) == (7.0, 8.0)
    assert display_window(film(np.zeros((1, 1)))) == (0.0, 1.0)
