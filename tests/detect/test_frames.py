"""Tests of frames: flat borders go, and a place on the film comes back to a hundredth of a pixel."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.detect.contract import SHAPES
from measure.detect.frames import Box, fitted, nearest_shape, trimmed, whole


def noise(rows: int, cols: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(1000, 200, (rows, cols)).astype(np.float32)


@pytest.mark.parametrize("grey", [0.0, 4095.0])
def test_a_frame_of_one_grey_is_trimmed_to_within_a_block(grey) -> None:
    film = np.full((1200, 900), grey, np.float32)
    film[103:1100, 50:801] = noise(997, 751)
    box = trimmed(film)
    assert np.abs(np.array(box) - [103, 50, 1100, 801]).max() <= 4
    assert box.top <= 103
    assert box.left <= 50


def test_letters_and_a_step_in_the_border_do_not_keep_it() -> None:
    film = np.full((1000, 800), 50.0, np.float32)
    film[:, :40] = 4000  # a white edge beside a black frame
    film[120:900, 200:700] = noise(780, 500)
    film[20:60, 60:95] = 4095  # a letter
    assert np.abs(np.array(trimmed(film)) - [120, 200, 900, 700]).max() <= 4


def test_a_border_all_around_that_is_seen_only_bit_by_bit() -> None:
    film = np.zeros((800, 800), np.float32)
    film[300:500, 100:700] = noise(200, 600)
    assert np.abs(np.array(trimmed(film)) - [300, 100, 500, 700]).max() <= 4


def test_a_film_without_border_or_without_anything_stays_whole() -> None:
    ramp = np.add.outer(np.arange(300, dtype=np.float32), np.arange(200, dtype=np.float32))
    for film in (noise(301, 203), np.zeros((300, 200), np.float32), ramp):
        assert trimmed(film) == whole(film)


def test_a_small_object_on_an_empty_film_is_not_zoomed_at() -> None:
    film = np.zeros((1000, 1000), np.float32)
    film[480:520, 480:520] = noise(40, 40)
    assert trimmed(film) == whole(film)


BOXES = st.builds(
    lambda top, left, rows, cols: Box(top, left, top + rows, left + cols),
    st.integers(0, 500), st.integers(0, 500), st.integers(40, 9000), st.integers(40, 3000),
)  # fmt: skip


@given(BOXES, st.sampled_from([*SHAPES, (128, 128)]), st.floats(0, 1), st.floats(0, 1))
def test_a_place_goes_to_the_input_and_comes_back(box, shape, down, across) -> None:
    frame = fitted(box, shape)
    place = np.array([box.top + down * box.rows, box.left + across * box.cols])
    np.testing.assert_allclose(frame.to_film(frame.to_input(place)), place, atol=1e-8)


@given(BOXES, st.sampled_from([*SHAPES, (128, 128)]))
def test_a_frame_holds_its_box_fills_one_side_and_keeps_its_aspect(box, shape) -> None:
    frame = fitted(box, shape)
    assert frame.size[0] == shape[0] or frame.size[1] == shape[1]
    assert all(
        0 <= lost < shrink + 1e-9 for lost, shrink in zip(np.array(box[2:]) - frame.box[2:], frame.scale, strict=True)
    )
    down, across = frame.scale
    lengths = np.array(frame.size)
    assert abs(np.log(down / across)) < 1.5 / lengths.min()
    corners = frame.to_input(np.array([frame.box[:2], frame.box[2:]]) - 0.5)
    np.testing.assert_allclose(corners, [np.array(frame.shift) - 0.5, frame.shift + lengths - 0.5], atol=1e-9)


@settings(max_examples=30)
@given(st.tuples(st.integers(300, 2400), st.integers(300, 1800)), st.sampled_from([*SHAPES, (128, 128)]))
def test_the_picture_lies_where_the_frame_says(size, shape) -> None:
    rows, cols = size
    frame = fitted(Box(17, 9, rows, cols), shape)
    for axis in (0, 1):  # a straight ramp down, and one across: its grey value is the place on the film
        film = np.broadcast_to(np.moveaxis(np.arange(size[axis], dtype=np.float32)[None], 1, axis), size)
        cut = frame.cut(np.ascontiguousarray(film))
        inside = np.stack(np.meshgrid(*(np.arange(n) + lost for n, lost in zip(frame.size, frame.shift, strict=True))))
        row, col = inside[:, 2:-2, 2:-2].reshape(2, -1)
        away = (cut[row, col] - frame.to_film(np.stack([row, col], axis=-1))[:, axis]) / frame.scale[axis]
        assert abs(away.mean()) < 0.005
        assert np.abs(away).max() < 0.13  # fractions of film pixels: at most an eighth of one


def test_a_blob_is_found_where_it_was_painted() -> None:
    spot = np.array([1203.4, 611.7])
    rows, cols = np.mgrid[:2500, :1100]
    film = np.exp(-((rows - spot[0]) ** 2 + (cols - spot[1]) ** 2) / (2 * 30.0**2)).astype(np.float32)
    frame = fitted(whole(film), (416, 160))
    cut = frame.cut(film)
    weighed = np.stack([(cut * axis).sum() / cut.sum() for axis in np.mgrid[:416, :160]])
    np.testing.assert_allclose(weighed, frame.to_input(spot), atol=0.01)


def test_what_lies_around_the_picture_is_dark_as_the_film_and_not_black() -> None:
    film = noise(500, 500) + 5000
    cut = fitted(whole(film), (416, 160)).cut(film)
    frame = fitted(whole(film), (416, 160))
    top = frame.shift[0]
    around = cut[:top]
    assert top > 100
    assert np.ptp(around) == 0
    assert cut[top : top + frame.size[0]].min() <= around[0, 0] < 6000


def test_a_film_smaller_than_the_input_is_enlarged() -> None:
    film = np.add.outer(np.arange(100) * 1.0, np.zeros(40)).astype(np.float32)
    frame = fitted(whole(film), (416, 160))
    cut = frame.cut(film)
    assert cut.shape == (416, 160)
    assert cut[208, 80] == pytest.approx(frame.to_film(np.array([208.0, 80.0]))[0], abs=0.01)


def test_a_read_only_film_is_neither_copied_nor_changed() -> None:
    film = noise(700, 300)
    film.flags.writeable = False
    seen = fitted(trimmed(film), (416, 160)).seen(film, 10.0)
    assert seen.shape == (1, 2, 416, 160)
    assert seen.dtype == np.float32
    assert np.abs(seen).max() <= 3


def test_shapes_go_by_aspect() -> None:
    for rows, cols in SHAPES:
        assert nearest_shape(Box(0, 0, 7 * rows, 7 * cols)) == (rows, cols)
    assert nearest_shape(Box(0, 0, 9000, 3000)) == (416, 160)
    assert nearest_shape(Box(0, 0, 300, 900)) == (256, 256)
