import cv2
import numpy as np
import pytest

from measure.detect.contract import WAYS_UP
from training.gate.sample import FRONTAL, LATERAL, OTHER, UNSAID, Sample
from training.gate.vary import front_seen, laid, seen, varied

UPRIGHT, DOWN, LEFT, RIGHT = range(4)


def textured(seed: int, shape: tuple[int, int] = (200, 120)) -> np.ndarray:
    field = cv2.GaussianBlur(np.random.default_rng(seed).random(shape, np.float32), (0, 0), 3)
    return cv2.normalize(field, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8)


def test_ways_up_are_where_the_head_comes_to_lie() -> None:
    assert WAYS_UP == ("upright", "upside_down", "turned_left", "turned_right")
    picture = np.zeros((30, 20), np.float32)
    picture[0] = 1  # the head
    edges = {way: laid(picture, way) for way in range(4)}
    assert edges[UPRIGHT][0].all()
    assert edges[DOWN][-1].all()
    assert edges[LEFT][:, 0].all()
    assert edges[RIGHT][:, -1].all()
    assert all(edge.sum() == 20 for edge in edges.values())


@pytest.mark.parametrize("front", [0, 1])
@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("way", [UPRIGHT, DOWN])
def test_front_goes_where_the_pixels_go(front: int, mirrored: bool, way: int) -> None:
    picture = np.zeros((30, 20), np.float32)
    picture[:, 0 if front else -1] = 1  # the belly
    moved = laid(picture[:, ::-1] if mirrored else picture, way)
    assert front_seen(front, mirrored=mirrored, way=way) == int(moved[15, 0])


def test_front_is_not_asked_for_where_it_has_no_side() -> None:
    assert front_seen(1, mirrored=False, way=LEFT) == UNSAID
    assert front_seen(UNSAID, mirrored=True, way=UPRIGHT) == UNSAID


def test_answers_are_asked_for_where_there_are_any() -> None:
    rng = np.random.default_rng(0)
    lateral, other = Sample(textured(0), LATERAL, 1), Sample(textured(1), OTHER, xray=False)
    some = [varied(lateral, other, rng) for _ in range(80)]
    assert all(one.x.shape == (2, 128, 128) and np.isfinite(one.x).all() for one in some)
    kept = [one for one in some if one.kind == LATERAL]
    assert 60 < len(kept) < 80  # the rest are pieces in disorder and pairs of films
    assert all(one.kind == OTHER and one.way == one.front_left == UNSAID for one in some if one.kind != LATERAL)
    assert {one.way for one in kept} == {0, 1, 2, 3}
    assert all((one.front_left == UNSAID) == (one.way in (LEFT, RIGHT)) for one in kept)
    assert {one.inverted for one in kept} == {0, 1}
    none = [varied(other, lateral, rng) for _ in range(20)]
    assert all((one.kind, one.way, one.inverted, one.front_left) == (OTHER, -1, -1, -1) for one in none)


def test_polarity_that_is_told_is_that_of_the_picture() -> None:
    # Bright in the middle of a dark field, whatever was done to its greys.
    row, col = np.mgrid[0:200, 0:160]
    bump = np.exp(-(((row - 100) / 50) ** 2 + ((col - 80) / 40) ** 2))
    pixels = (30 + 190 * bump + textured(2, (200, 160)) * 0.1).astype(np.uint8)
    rng, right = np.random.default_rng(3), []
    for _ in range(120):
        one = varied(Sample(pixels, FRONTAL), Sample(pixels, OTHER), rng)
        if one.kind == FRONTAL:
            middle, ground = one.x[0, 54:74, 54:74].mean(), np.median(one.x[0, 40:88, [22, 105]])
            right.append((middle < ground) == bool(one.inverted))
    assert np.mean(right) > 0.9


def test_same_stream_gives_the_same_picture() -> None:
    sample, other = Sample(textured(0), LATERAL, 0), Sample(textured(1), OTHER)
    one, two = (varied(sample, other, np.random.default_rng(9)) for _ in range(2))
    assert np.array_equal(one.x, two.x)
    assert (one.way, one.kind, one.inverted, one.front_left) == (two.way, two.kind, two.inverted, two.front_left)


def test_flat_borders_are_not_seen() -> None:
    film = textured(4).astype(np.float32) / 255
    framed = cv2.copyMakeBorder(film, 20, 10, 30, 15, cv2.BORDER_CONSTANT, value=0.0)
    assert np.abs(seen(framed) - seen(film)).max() < 0.35
