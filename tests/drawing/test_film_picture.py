"""The film as a grey picture: what is shown, what is blanked."""

from dataclasses import replace

import numpy as np
import pytest

from measure.drawing.film_picture import grey_picture, mask_outside, must_mask
from measure.drawing.frame import fit, outlines_of, whole
from measure.drawing.ink import PAPER
from measure.model import BurnedIn, Point


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


def masked(film, rows) -> np.ndarray:
    """Which pixels of the film still show after masking; one pixel of the picture is one of the film."""
    frame = fit(film, film.header.calibration, whole(film), (400, 600))
    picture = np.full((600, 400, 3), 200, np.uint8)
    mask_outside(picture, rows, frame)
    return (picture != PAPER).any(axis=2)


def only(table, *numbers: int):
    return replace(table, marks={n: marks for n, marks in table.marks.items() if n in numbers})


@pytest.mark.parametrize("at", [Point(0.0, 0.0), Point(-1.0, -1.0), Point(599.0, 399.0), Point(5.0, 395.0)])
def test_a_stray_mark_uncovers_nothing(new_film, lateral, measured, at):
    """One corner of the third of five, typed as 0, 0: text in the corners of the film stays covered."""
    marks = {n: dict(m) for n, m in lateral.marks.items()}
    marks[3]["inferior_anterior"] = at
    film = new_film()
    good, bad = (masked(film, measured(film, table)) for table in (lateral, replace(lateral, marks=marks)))
    assert bad.any()
    assert not (bad & ~good).any()


def test_between_vertebrae_far_apart_the_film_stays_covered(new_film, lateral, measured):
    """The first ends at row 130 and the last begins at 470; bodies of 100 by 60 have a margin of 40."""
    film = new_film()
    shown = masked(film, measured(film, only(lateral, 1, 5)))
    assert shown[100, 200]
    assert shown[500, 200]
    assert not shown[130 + 42 : 470 - 42].any()
    assert not shown[:, : 150 - 42].any()
    assert not shown[:, 250 + 42 :].any()


def test_the_margin_is_that_of_the_median_vertebra(new_film, lateral, measured):
    """A large one beside four common ones has no larger margin than they."""
    marks = {n: dict(m) for n, m in lateral.marks.items()}
    for name, point in marks[5].items():
        marks[5][name] = Point(point.row, 200 + 1.8 * (point.col - 200))
    film = new_film()
    shown = masked(film, measured(film, replace(lateral, marks=marks)))
    assert shown[500, 112]
    assert not shown[:, : 110 - 42].any()


def test_what_values_of_the_whole_film_read_is_shown(upright, upright_table):
    """The endplate of S1 and the hip axis, and not the film between them and beside."""
    film, rows = upright()
    frame = fit(film, film.header.calibration, whole(film), (900, 1840))
    picture = np.full((1840, 900, 3), 200, np.uint8)
    mask_outside(picture, rows, frame)
    shown = (picture != PAPER).any(axis=2)
    table = upright_table()
    for mark in table.marks[19].values():
        assert shown[round(mark.row), round(mark.col)]
    row, col = np.mean([(p.row, p.col) for p in table.heads.values()], axis=0)
    assert shown[round(row), round(col)]
    assert not shown[1800:, :].any()
    assert not shown[:, 700:].any()
