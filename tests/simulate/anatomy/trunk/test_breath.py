"""Breath: domes move, the pelvis and the apex stay, nothing folds over."""

import numpy as np
import pytest

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.breath import breathed, moment
from measure.simulate.anatomy.trunk.heights import APEX
from measure.simulate.solids import Part, Solid, tube

PERSON = Person(seed=3)


def moved(lift: float, *heights: float) -> np.ndarray:
    path = np.array([[0.0, 0.0, z * PERSON.size] for z in heights])
    mesh = tube(path, 1.0, 6)
    after = breathed(Part((Solid(mesh, "soft"),)), PERSON, lift).solids[0].mesh
    assert after.closed
    assert np.array_equal(after.points[:, :2], mesh.points[:, :2])
    return after.points[-2:, 2]


@pytest.mark.parametrize("lift", [-26.0, 12.0, 26.0])
def test_domes_go_all_the_way_and_what_lies_far_from_them_none(lift: float) -> None:
    low, high = moved(lift, 200.0, 250.0)
    assert (low, high) == pytest.approx((200 * PERSON.size + lift, 250 * PERSON.size + lift))
    assert moved(lift, -100.0, APEX) == pytest.approx((-100 * PERSON.size, APEX * PERSON.size))


@pytest.mark.parametrize("lift", [-26.0, 26.0])
def test_order_from_below_upwards_is_kept(lift: float) -> None:
    grid = np.linspace(-100, 500, 200)
    after = [moved(lift, z, z + 1.0)[0] for z in grid]
    assert np.all(np.diff(after) > 0)


def test_every_film_has_its_own_breath_within_reason() -> None:
    lifts = [moment(PERSON, f"film-{k}") for k in range(60)]
    assert 5 < np.std(lifts) < 15
    assert max(np.abs(lifts)) <= 26
