"""Calcified cartilage: none in the young, more with age, between rib and breast bone."""

import numpy as np
import pytest

from measure.model import Level
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.cartilage import flecks
from measure.simulate.anatomy.trunk.ribs import rib_pair

END = np.array([85.0, -120.0, -130.0])


def some(age: float, level: Level = Level.T6, seed: int = 0) -> int:
    mesh = flecks(Person(age=age), level, END, np.random.default_rng(seed))
    assert mesh.closed
    return len(mesh.faces) // 8


def test_there_are_more_with_age_and_none_in_the_young() -> None:
    mean = [np.mean([some(age, seed=seed) for seed in range(30)]) for age in (25.0, 50.0, 85.0)]
    assert mean[0] == 0
    assert 0 < mean[1] < mean[2]


def test_the_first_cartilage_begins_first() -> None:
    assert sum(some(31.0, Level.T1, seed) for seed in range(20)) > 0
    assert sum(some(31.0, Level.T6, seed) for seed in range(20)) == 0


@pytest.mark.parametrize("level", [Level.T11, Level.T12, Level.L1])
def test_floating_ribs_have_none(level: Level) -> None:
    assert some(85.0, level) == 0


def test_they_lie_in_front_of_the_rib_and_nearer_the_midline() -> None:
    ribs = rib_pair(Person(sex="M", stature=1753.0, age=85.0), Level.T6)
    lime = [s.mesh.points for s in ribs.solids if s.density == 0.8 and s.material == "cortical"]
    assert len(lime) == 2
    end = ribs.marks["rib:T6"]["left"][-1]
    assert lime[0][:, 0].mean() < end[0]
    assert lime[0][:, 0].min() > 5
    assert lime[1][:, 0].max() < -5
