"""Vessels: they branch within the lungs, and lime comes with age."""

import numpy as np
import pytest

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.lungs import chest_wall, density
from measure.simulate.anatomy.trunk.vessels import vessels


@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_trees_are_closed_and_take_the_place_of_lung(detail: float) -> None:
    person = Person(seed=2)
    tree = vessels(person, detail).solids[0]
    assert tree.mesh.closed
    assert tree.within_density == density(person)
    assert tree.density == 1.0
    assert 5e3 < tree.mesh.volume < 4e5


def test_they_stay_within_the_chest() -> None:
    person = Person(seed=2)
    points = vessels(person).solids[0].mesh.points
    wide, front, back = chest_wall(person, points[:, 2])
    assert np.mean((np.abs(points[:, 0]) < wide) & (-front < points[:, 1]) & (points[:, 1] < back)) > 0.995


def test_more_detail_more_branches() -> None:
    coarse, fine = (len(vessels(Person(seed=2), detail).solids[0].mesh.faces) for detail in (0.35, 1.0))
    assert fine > 10 * coarse


def test_lime_comes_with_age() -> None:
    young, old = ([len(vessels(Person(age=age, seed=s)).solids) - 1 for s in range(8)] for age in (35.0, 88.0))
    assert sum(young) == 0
    assert sum(old) >= 5
