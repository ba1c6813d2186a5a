"""Training films: the same stream wherever it is entered, truth in place, and wide enough."""

from itertools import islice

import numpy as np
import pytest

from measure.model import Facing, View
from measure.simulate.films import training_film, training_films
from measure.simulate.films.training import SHAPES


@pytest.fixture(scope="module", params=list(SHAPES))
def films(request):
    return request.param, list(islice(training_films(request.param, seed=4), 10))


def test_size_and_grey_values(films):
    view, some = films
    for film in some:
        assert film.pixels.shape == SHAPES[view]
        assert film.pixels.dtype == np.uint8
        assert film.pixels.std() > 3


def test_a_stream_can_be_entered_anywhere(films):
    view, some = films
    again = next(training_films(view, seed=4, first=7))
    assert np.abs(again.pixels.astype(int) - some[7].pixels.astype(int)).max() <= 1
    assert [one.key for one in again.seen] == [one.key for one in some[7].seen]
    for one, other in zip(again.seen, some[7].seen, strict=True):
        for name, mark in one.film.items():
            np.testing.assert_allclose(mark, other.film[name], atol=1e-9)


def test_other_seeds_give_other_films(films):
    view, some = films
    other = training_film(view, 5, 0, SHAPES[view])
    assert not np.array_equal(other.pixels, some[0].pixels)


def test_every_film_shows_a_chain_of_vertebrae(films):
    view, some = films
    for film in some:
        chain = [one for one in film.seen if one.level and one.points()]  # C1 has no endplates
        assert len(chain) >= (10 if view is View.FRONTAL else 3)
        heads = [next(iter(one.points().values()))[0] for one in chain]
        assert np.all(np.diff(heads) > -2)


def test_lateral_films_face_both_ways(films):
    view, some = films
    facings = {film.facing for film in some}
    assert facings == ({None} if view is View.FRONTAL else {Facing.LEFT, Facing.RIGHT})
    for film in some:
        for one in film.seen:
            if film.facing and one.level and "superior_anterior" in one.film:
                front, back = one.film["superior_anterior"][1], one.film["superior_posterior"][1]
                assert (front < back) == (film.facing is Facing.LEFT)
