"""The overlay: small enough, true to the film, and without the name that is burned into a corner."""

import cv2
import numpy as np
import pytest

from measure.drawing import draw_overlay, encode_png
from measure.drawing.ink import PAPER
from measure.drawing.overlay import LONGEST
from measure.drawing.panel import panel_width
from measure.model import BurnedIn


@pytest.fixture
def named(new_film):
    """Film with bright text in its corners, at its edge and in the corner of what is shown around the marks."""

    def make(burned_in, *, text=True):
        pixels = np.random.default_rng(1).normal(900, 150, (600, 400)).astype(np.float32)
        if text:
            letters = np.zeros((600, 400), np.uint8)
            for at in ((6, 20), (240, 20), (6, 590), (300, 300), (2, 300)):
                cv2.putText(letters, "SMITH^JOHN 1901", at, cv2.FONT_HERSHEY_SIMPLEX, 0.5, 255, 1)
            letters[:, 100:300] = 0
            letters[25:31, 105:111] = 255
            pixels[letters > 0] = 1500
            assert (pixels == 1500).sum() > 300
        return new_film(pixels=pixels, burned_in=burned_in)

    return make


def film_part(picture, rows):
    return picture[:, : picture.shape[1] - panel_width(rows)].astype(int)


@pytest.mark.parametrize("burned_in", [BurnedIn.YES, BurnedIn.UNKNOWN])
def test_a_burned_in_name_is_not_on_the_picture(named, lateral, measured, burned_in):
    """The picture is that of the same film without the text, but for a shade of its window."""
    film, clean = named(burned_in), named(burned_in, text=False)
    rows = measured(film, lateral)
    masked, expected = (film_part(draw_overlay(one, rows, title="t"), rows) for one in (film, clean))
    assert masked.shape == expected.shape
    assert np.abs(masked - expected).max() <= 8
    assert 0.01 < np.all(masked == PAPER, axis=2).mean() < 0.9
    whole, without = (film_part(draw_overlay(one, rows, title="t", whole_film=True), rows) for one in (film, clean))
    assert (np.abs(whole - without).max(axis=2) > 60).sum() > 300


def test_a_film_that_is_known_to_be_clean_is_shown_whole(named, lateral, measured):
    film = named(BurnedIn.NO)
    rows = measured(film, lateral)
    np.testing.assert_array_equal(
        draw_overlay(film, rows, title="t"), draw_overlay(film, rows, title="t", whole_film=True)
    )


@pytest.mark.parametrize("burned_in", [BurnedIn.YES, BurnedIn.UNKNOWN])
def test_without_marks_nothing_of_a_doubtful_film_is_shown(named, burned_in):
    film = named(burned_in)
    picture = draw_overlay(film, [], title="t")
    assert (film_part(picture, []) == PAPER).all()


@pytest.mark.parametrize("size", [(600, 400), (3000, 300), (300, 3000), (96, 96), (12, 9)])
def test_no_side_is_longer_than_1600(new_film, lateral, measured, size):
    film = new_film(*size)
    picture = draw_overlay(film, measured(film, lateral, "all"), title="t")
    assert max(picture.shape[:2]) <= LONGEST == 1600
    assert picture.dtype == np.uint8
    assert picture.std() > 5


def test_the_film_itself_is_not_touched(new_film, lateral, measured):
    film = new_film()
    before = film.pixels.copy()
    draw_overlay(film, measured(film, lateral), title="t")
    np.testing.assert_array_equal(film.pixels, before)


def test_bone_is_bright(new_film, lateral, measured):
    pixels = np.random.default_rng(2).normal(300, 20, (600, 400)).astype(np.float32)
    pixels[:, 300:] += 1000
    film = new_film(pixels=pixels)
    rows = measured(film, lateral)
    shown = film_part(draw_overlay(film, rows, title="t"), rows)
    width = shown.shape[1]
    assert shown[:, int(width * 0.9)].mean() > 190
    assert shown[:, int(width * 0.1)].mean() < 60


def test_an_even_film_is_drawn(new_film, lateral, measured):
    film = new_film(pixels=np.full((600, 400), 7, np.float32))
    assert draw_overlay(film, measured(film, lateral), title="t").std() > 5


def test_png_there_and_back(new_film, lateral, measured):
    film = new_film()
    picture = draw_overlay(film, measured(film, lateral), title="t")
    data = encode_png(picture)
    assert data.startswith(b"\x89PNG")
    np.testing.assert_array_equal(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), picture)
