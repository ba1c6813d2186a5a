"""The film as a grey picture: what is shown, what is blanked."""

import numpy as np
import pytest

from measure.drawing.film_picture import grey_picture, mask_outside, must_mask
from measure.drawing.frame import fit, outlines_of, whole
from measure.drawing.ink import PAPER
from measure.model import BurnedIn


def trace_points(rows):
    return np.concatenate([*outlines_of(rows).values(), np.empty((0, 2))])


def test_a_part_has_the_size_of_its_frame(new_film):
    film = new_film()
    frame = fit(film, film.header.calibration, (slice(100, 300), slice(50, 150)), (500, 500))
    picture = grey_picture(film, frame)
    assert picture.shape == (500, 250, 3)
    assert (picture[..., 0] == picture[..., 1]).all()
    assert (picture[..., 1] == picture[..., 2]).all()


def test_larger_is_brighter(new_film):
    ramp = np.broadcast_to(np.linspace(0, 4000, 400, dtype=np.float32), (600, 400)).copy()
    film = new_film(pixels=ramp)
    picture = grey_picture(film, fit(film, film.header.calibration, whole(film), (400, 600)))
    line = picture[300, :, 0].astype(int)
    assert (np.diff(line) >= 0).all()
    assert line[0] < 20
    assert line[-1] > 235


@pytest.mark.parametrize(("burned_in", "mask"), [(BurnedIn.NO, False), (BurnedIn.YES, True), (BurnedIn.UNKNOWN, True)])
def test_only_a_film_without_text_goes_unmasked(new_film, burned_in, mask):
    assert must_mask(new_film(burned_in=burned_in)) is mask


def test_what_is_near_the_marks_stays_and_the_rest_goes(new_film, lateral, measured):
    film = new_film()
    rows = measured(film, lateral)
    frame = fit(film, film.header.calibration, whole(film), (400, 600))
    picture = np.full((600, 400, 3), 200, np.uint8)
    mask_outside(picture, rows, frame)
    for row, col in trace_points(rows):
        x, y = frame.at((row, col))
        assert (picture[round(y), round(x)] == 200).all()
    for corner in ((0, 0), (0, 399), (599, 0), (599, 399)):
        assert (picture[corner] == PAPER).all()


def test_without_marks_everything_goes(new_film):
    film = new_film()
    frame = fit(film, film.header.calibration, whole(film), (400, 600))
    picture = np.full((600, 400, 3), 200, np.uint8)
    mask_outside(picture, [], frame)
    assert (picture == PAPER).all()
