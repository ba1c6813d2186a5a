"""Clutter: every thing is a closed solid on or near the person, and none need be there."""

import numpy as np
import pytest

from measure.simulate.anatomy import clutter
from measure.simulate.anatomy.clutter import on_skin, some_clutter, table
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.skin import wall

MAKERS = (
    clutter.bra, clutter.brace, clutter.buttons, clutter.creases, clutter.electrodes, clutter.necklace,
    clutter.pacemaker, clutter.piercing, clutter.pole, clutter.tube_within, clutter.waistband, clutter.zip_fastener,
)  # fmt: skip


@pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_every_thing_is_closed_and_near(make: clutter.Maker, detail: float) -> None:
    for seed in range(3):
        part = make(np.random.default_rng(seed), Person(bmi=22.0 + 5 * seed), detail)
        assert part.solids
        for solid in part.solids:
            assert solid.mesh.closed
            assert solid.mesh.volume > 0
            assert np.abs(solid.mesh.points[:, :2]).max() < 400
            assert sum(len(s.mesh.faces) for s in part.solids) < 60_000


def test_none_all_and_the_same() -> None:
    person = Person()
    assert some_clutter(np.random.default_rng(0), person, "frontal", much=0.0).solids == ()
    all_of_it, again = (some_clutter(np.random.default_rng(5), person, "lateral", 0.35, much=99.0) for _ in range(2))
    assert {"steel", "plastic", "aluminium"} <= {solid.material for solid in all_of_it.solids}
    for a, b in zip(all_of_it.solids, again.solids, strict=True):
        assert np.array_equal(a.mesh.points, b.mesh.points)


def test_places_on_the_skin_lie_on_its_superellipse() -> None:
    person = Person(bmi=28.0)
    x, z = np.array([-90.0, 0.0, 60.0]), np.array([60.0, 93.0, 250.0])
    outline = wall(person, z, fat=True)
    for front in (True, False):
        y = on_skin(person, x, z, front, off=0.0)[:, 1]
        middle, half = (outline.back - outline.front) / 2, (outline.back + outline.front) / 2
        n = outline.squareness
        np.testing.assert_allclose((np.abs(x) / outline.half_width) ** n + (np.abs(y - middle) / half) ** n, 1.0)
        assert np.all(y < middle) if front else np.all(y > middle)


@pytest.mark.parametrize("rails", [False, True])
def test_the_table_is_behind_the_back(rails: bool) -> None:
    person = Person()
    skin = wall(person, np.linspace(-100, 380, 30), fat=True)
    for solid in table(person, rails=rails).solids:
        assert solid.mesh.closed
        assert solid.mesh.points[:, 1].min() > skin.back.max() - 15
