"""Colon: it frames the abdomen, and what it holds lies in it."""

import numpy as np
import pytest

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.colon import colon, course
from measure.simulate.anatomy.trunk.skin import wall


@pytest.mark.parametrize("bmi", [17.0, 25.0, 38.0])
def test_it_runs_from_right_to_left_within_the_wall(bmi: float) -> None:
    person = Person(seed=4, bmi=bmi)
    way = course(person)
    room = wall(person, way[:, 2])
    assert way[0, 0] < -50 < 50 < way[:, 0].max()
    assert np.linalg.norm(np.diff(way[:, :3], axis=0), axis=1).sum() > 800
    assert np.all(np.abs(way[:, 0]) + way[:, 3] < room.half_width + 3)
    assert np.all(way[:, 1] - way[:, 3] > -room.front)


@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_air_is_closed_and_near_the_course(detail: float) -> None:
    person = Person(seed=5)
    way = course(person)
    for seed in range(4):
        for mesh in colon(person, np.random.default_rng(seed), detail, 1.5):
            assert mesh.closed
            assert mesh.volume > 0
            away = np.linalg.norm(mesh.points[::7, None] - way[None, ::5, :3], axis=2).min(axis=1)
            assert np.quantile(away, 0.99) < 2.2 * way[:, 3].max()


def test_a_stretch_bulges_between_folds() -> None:
    person = Person(seed=5)
    depths = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        for mesh in colon(person, rng, 1.0, 2.0)[:1]:
            rings = mesh.points[: 64 * 26].reshape(64, 26, 3) if len(mesh.points) >= 64 * 26 else None
            if rings is None:
                continue
            radius = np.linalg.norm(rings - rings.mean(axis=1, keepdims=True), axis=2).mean(axis=1)[8:-8]
            depths.append(radius.min() / radius.max())
    assert len(depths) > 8
    assert min(depths) < 0.7


def test_films_differ_from_none_to_mottled_all_over() -> None:
    person = Person(seed=5)
    counts = [sum(len(m.faces) for m in colon(person, np.random.default_rng(s), 0.35, 1.0)) for s in range(40)]
    assert min(counts) < 500
    assert max(counts) > 2000
