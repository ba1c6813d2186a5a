"""Crops: similarities that are undone exactly, edges that stay where they are, the same film fine or coarse."""

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import erf

from measure.detect.contract import CROP, FIELD, SACRUM_DEPTH
from measure.detect.fine.crop import MIDDLE, around, cut, sacrum_quad


def quad(centre=(300.0, 250.0), width=60.0, height=40.0, turn=0.0):
    """A rectangle turned clockwise on the screen by so many degrees."""
    s, c = math.sin(math.radians(turn)), math.cos(math.radians(turn))
    along, down = np.array([s, c]), np.array([c, -s])
    ends = [(-1, -1), (-1, 1), (1, -1), (1, 1)]
    return np.array([np.array(centre) + v * height / 2 * down + u * width / 2 * along for v, u in ends])


turns = st.floats(-180, 180)
places = st.tuples(st.floats(-50, 600), st.floats(-50, 600))


@given(places, st.floats(5, 900), st.floats(3, 900), turns)
def test_corners_of_a_rectangle_lie_upright_in_the_middle_of_its_crop(centre, width, height, turn):
    inside = around(quad(centre, width, height, turn)[None]).to_crop(quad(centre, width, height, turn)[None])[0]
    wide, tall = CROP / FIELD / 2, CROP / FIELD / 2 * height / width
    want = MIDDLE + np.array([[-tall, -wide], [-tall, wide], [tall, -wide], [tall, wide]])
    np.testing.assert_allclose(inside, want, atol=1e-6 * max(1, height / width))


@given(places, st.floats(5, 900), turns, st.lists(places, min_size=1, max_size=4))
def test_film_to_crop_and_back(centre, width, turn, points):
    crops = around(quad(centre, width, 30.0, turn)[None])
    points = np.array(points)[None]
    np.testing.assert_allclose(crops.to_film(crops.to_crop(points)), points, atol=1e-8)


@given(turns, st.floats(0.1, 30), st.floats(0.1, 30), st.floats(10, 500))
def test_covariance_turns_and_scales_with_its_points(turn, down, right, width):
    """A cloud of points has, on the film, the covariance that the crop's turns into."""
    crops = around(quad(width=width, turn=turn)[None])
    cloud = np.random.default_rng(3).normal(size=(400, 2)) * [down, right]
    film = crops.to_film(cloud[None])[0]
    np.testing.assert_allclose(
        crops.spread_on_film(np.cov(cloud.T)[None, None])[0, 0], np.cov(film.T), rtol=1e-9, atol=1e-9 * width**2
    )


def edge(shape, through, angle, blur):
    """A film bright on one side of a straight edge, blurred by an error function: what a perfect detector sees."""
    row, col = np.meshgrid(*map(np.arange, shape), indexing="ij")
    s, c = math.sin(math.radians(angle)), math.cos(math.radians(angle))
    away = ((row - through[0]) * c - (col - through[1]) * s) / (blur * math.sqrt(2))
    return (100 * (1 + erf(away)) / 2).astype(np.float32)


def crossing(profile):
    """Where a profile rises from 0 to 100, from the area above it: exact for any symmetric blur."""
    return (1 - profile / 100).sum() - 0.5


@pytest.mark.parametrize("width", [30.0, 77.0, 160.0, 300.0])
@pytest.mark.parametrize("turn", [0.0, 23.0, -71.0])
@pytest.mark.parametrize("shift", [0.0, 0.31])
def test_an_edge_lands_within_a_fiftieth_of_a_crop_pixel(width, turn, shift):
    step = FIELD * width / CROP
    crops = around(quad((300.3, 310.8), width, width * 0.7, turn)[None])
    through = crops.to_film(np.array([[[MIDDLE + 5 + shift, MIDDLE]]]))[0, 0]
    film = edge((600, 620), through, turn, blur=max(1.0, 0.4 * step))
    crop = cut(film, crops)[0]
    found = [crossing(crop[30:80, col]) + 30 for col in range(20, 76)]
    assert np.abs(np.array(found) - (MIDDLE + 5 + shift)).max() < 0.02


def test_what_is_finer_than_a_crop_pixel_is_averaged_and_leaves_no_pattern():
    """A grating of two film pixels, seven film pixels a crop pixel: grey, where plain sampling gives stripes."""
    film = np.tile(np.array([0.0, 100.0], np.float32), (900, 450))
    crops = around(quad((450.0, 450.0), 7 * CROP / FIELD, 250.0, turn=9.0)[None])
    crop = cut(film, crops)[0]
    assert np.abs(crop - 50).max() < 4
    plain = cv2.remap(film, *np.mgrid[100:800:7.3, 100:800:7.3].astype(np.float32)[::-1], cv2.INTER_LINEAR)
    assert plain.std() > 20


@pytest.mark.parametrize("times", [2, 3, 5])
def test_a_film_read_more_finely_gives_the_same_crop(times):
    rng = np.random.default_rng(2)
    film = cv2.GaussianBlur(rng.normal(size=(300, 260)).astype(np.float32), (0, 0), 3.0)
    finer = np.repeat(np.repeat(film, times, axis=0), times, axis=1)
    # one pixel becomes a block: its middle lies half a block on
    rough = np.stack([quad((150.0, 130.0), 61.0, 40.0, 12.0), quad((120.0, 110.0), 80.0, 40.0, -30.0)])
    crops = cut(film, around(rough))
    again = cut(finer, around(times * rough + (times - 1) / 2))
    assert np.abs(crops - again).max() < 0.1 * film.std()
    assert (crops - again).std() < 0.03 * film.std()


def test_crops_do_not_depend_on_their_neighbours():
    """Also where one is much larger: the film is reduced for all of them at once."""
    rng = np.random.default_rng(2)
    film = cv2.GaussianBlur(rng.normal(size=(900, 800)).astype(np.float32), (0, 0), 12.0)
    rough = np.stack([quad((300.0, 330.0), 60.0), quad((450.0, 400.0), 330.0, 200.0, 3.0)])
    together = cut(film, around(rough))
    for k in range(2):
        alone = cut(film, around(rough[k : k + 1]))[0]
        assert (together[k] - alone).std() < 0.05 * film.std()


def test_beyond_the_film_lies_its_dark():
    film = np.full((200, 150), 80.0, np.float32)
    film[:, :20] = 7.0
    crops = around(np.stack([quad((100.0, 150.0), 60.0), quad((900.0, 900.0), 60.0)]))
    near, far = cut(film, crops)
    assert (far == 7).all()
    np.testing.assert_allclose(near[:, -30:], 7)
    np.testing.assert_allclose(near[:, :40], 80, rtol=1e-6)


def test_film_is_left_alone():
    film = np.arange(90_000, dtype=np.float32).reshape(300, 300)
    before = film.copy()
    film.flags.writeable = False
    assert cut(film, around(quad((150.0, 150.0), 200.0)[None])).shape == (1, CROP, CROP)
    assert np.array_equal(film, before)


@given(turns, st.floats(5, 100))
def test_made_up_corners_of_s1_stand_below_its_endplate(turn, length):
    s, c = math.sin(math.radians(turn)), math.cos(math.radians(turn))
    left = np.array([100.0, 80.0])
    made = sacrum_quad(left, left + length * np.array([s, c]))
    deep = SACRUM_DEPTH * length
    want = quad(left + length / 2 * np.array([s, c]) + deep / 2 * np.array([c, -s]), length, deep, turn)
    np.testing.assert_allclose(made, want, atol=1e-9)
    inside = around(made[None]).to_crop(made[None])[0]
    assert inside[2:, 0].min() > inside[:2, 0].max()
