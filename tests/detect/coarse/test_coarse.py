"""Tests of the coarse way: from the pixels of a film to a chain on that film."""

from collections.abc import Callable

import numpy as np
import pytest

from measure.detect.coarse import Candidate, Chain, coarse
from measure.detect.coarse.coarse import closer
from measure.detect.contract import CENTRE, CONTEXTS, FRONT_LEFT, MAPS, OFFSETS, STEP
from measure.detect.frames import Box, fitted, whole
from measure.model import View

SIZE = np.array([16.0, 24.0])  # of every vertebra, in input pixels: the network below knows no other
FINE = 5  # film pixels an input pixel
CELL = 1.1 * FINE  # half a cell of the maps, on the film: what a network without offsets of its own can do


@pytest.fixture
def cone_network(plain_network: Callable[..., None]) -> None:
    """A network that takes every bright spot for the middle of a vertebra of one size."""
    heat, offset = np.zeros((MAPS, 2, 2, 2)), np.zeros(MAPS)
    heat[CENTRE, 0], offset[:3] = 2.0, [-4.0, -12.0, -12.0]
    corners = np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]]) * SIZE / 2
    offset[OFFSETS] = corners.ravel() / STEP
    context, said = np.zeros((CONTEXTS, 2, 8, 8)), np.zeros(CONTEXTS)
    said[20], said[FRONT_LEFT] = 5.0, 0.3
    for view in ("frontal", "lateral"):
        plain_network(f"coarse_{view}", maps=(heat, offset), levels=(context, said))


def spots(count: int = 18) -> np.ndarray:
    """Middles of vertebrae on a film of 2080 × 800 pixels."""
    down = np.arange(count) * 20.5 * FINE + 150
    return np.stack([down, 400 + 110 * np.sin(down / 400)], axis=1)


def film(places: np.ndarray, rows: int = 2080, cols: int = 800) -> np.ndarray:
    row, col = np.mgrid[:rows, :cols]
    picture = np.zeros((rows, cols), np.float32)
    for place in places:
        picture = np.maximum(picture, 1 - np.hypot(row - place[0], col - place[1]) / (10 * FINE))
    return picture.astype(np.float32)


def centres(chain: Chain) -> np.ndarray:
    return np.array([one.centre for one in chain.vertebrae])


@pytest.mark.parametrize("flip", [True, False])
def test_every_vertebra_comes_back_where_it_lies_on_the_film(cone_network, flip) -> None:
    picture = film(spots())
    chain = coarse(picture, View.FRONTAL, whole(picture), flip=flip)
    np.testing.assert_allclose(centres(chain), spots(), atol=CELL)
    assert not any(chain.interpolated)
    assert chain.vertebrae[4].width == pytest.approx(24 * FINE, rel=0.02)
    # Looked at twice, the side that the network says in both cases cancels.
    assert chain.vertebrae[4].front_left == pytest.approx(0.5 if flip else 1 / (1 + np.exp(-0.3)), abs=1e-4)


def test_the_mirror_image_of_a_film_gives_the_mirrored_chain(cone_network) -> None:
    picture = film(spots())
    one, other = (coarse(np.ascontiguousarray(x), View.LATERAL, whole(picture)) for x in (picture, picture[:, ::-1]))
    np.testing.assert_allclose(centres(other) * [1, -1] + [0, 799], centres(one), atol=CELL)


def test_a_vertebra_in_the_dark_is_put_in(cone_network) -> None:
    picture = film(np.delete(spots(), 7, axis=0))
    chain = coarse(picture, View.FRONTAL, whole(picture))
    assert [k for k, put_in in enumerate(chain.interpolated) if put_in] == [7]
    np.testing.assert_allclose(centres(chain), spots(), atol=1.5 * CELL)
    assert chain.vertebrae[7].levels.argmax() == 20


def test_borders_and_the_place_of_the_film_within_them_change_nothing(cone_network) -> None:
    inner = film(spots()) + np.random.default_rng(0).normal(0, 0.02, (2080, 800)).astype(np.float32)
    framed = np.full((2500, 1300), -1.0, np.float32)
    framed[300:2380, 400:1200] = inner
    one, other = coarse(inner, View.FRONTAL), coarse(framed, View.FRONTAL)
    np.testing.assert_allclose(centres(other) - [300, 400], centres(one), atol=CELL)


def test_an_empty_film_has_no_chain(cone_network) -> None:
    chain = coarse(np.zeros((500, 300), np.float32), View.LATERAL)
    assert (chain.vertebrae, chain.sacrum, chain.axis) == ((), None, None)


def chain_of(stacked: Callable[..., np.ndarray], height: float, count: int = 6) -> Chain:
    quads = stacked(np.zeros(count), height, grow=0.0, start=(150.0, 80.0))
    bodies = tuple(Candidate(quad, 0.8, np.zeros(27), 0.5, 0.5) for quad in quads)
    return Chain(bodies, interpolated=(False,) * count)


def test_large_vertebrae_need_no_second_look(stacked) -> None:
    part = Box(0, 0, 4160, 1600)
    assert closer(chain_of(stacked, 14.0), (), fitted(part, (416, 160)), part) is None
    assert closer(Chain(), (), fitted(part, (416, 160)), part) is None


@pytest.mark.parametrize("height", [3.0, 5.0, 8.0])
def test_small_vertebrae_are_looked_at_larger_with_what_is_around_them(stacked, height) -> None:
    part = Box(100, 40, 9100, 3540)
    chain, frame = chain_of(stacked, height), fitted(part, (416, 160))
    nearer = closer(chain, (), frame, part)
    quads = np.array([one.quad for one in chain.vertebrae]).reshape(-1, 2)
    inside = nearer.to_input(frame.to_film(quads))
    assert inside.min() > height
    assert (np.array(nearer.shape) - inside).min() > height
    tall = height * frame.scale[0] / nearer.scale[0]
    assert height * 1.25 < tall < 15.5
    assert np.all(np.array(nearer.box[:2]) >= part[:2])
    assert np.all(np.array(nearer.box[2:]) <= part[2:])


def test_other_peaks_of_that_size_are_looked_at_again_too(stacked) -> None:
    part = Box(0, 0, 9000, 3500)
    chain, frame = chain_of(stacked, 8.0, count=24), fitted(part, (416, 160))
    whole_spine = chain.vertebrae
    lower = Chain(whole_spine[-4:], interpolated=(False,) * 4)
    alone, together = (closer(lower, seen, frame, part) for seen in ((), whole_spine))
    assert together.box.top < frame.to_film(whole_spine[0].quad)[0, 0] < alone.box.top
