"""Lungs: as large as lungs are, closed, under their domes and between their walls."""

import numpy as np
import pytest

from measure.simulate.anatomy.person import MEAN_STATURE, Person
from measure.simulate.anatomy.trunk.heights import APEX, T12_L1
from measure.simulate.anatomy.trunk.lungs import chest_wall, density, dome, lung_mesh, lungs


@pytest.mark.parametrize("sex", ["F", "M"])
@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_adult_lungs_hold_three_to_six_litres(sex: str, detail: float) -> None:
    person = Person(sex=sex, stature=MEAN_STATURE[sex], seed=5)
    left, right = (lung_mesh(person, side, detail) for side in (1.0, -1.0))
    assert left.closed
    assert right.closed
    assert 3.0 < (left.volume + right.volume) / 1e6 < 6.0
    assert left.points[:, 0].min() >= 0 >= right.points[:, 0].max()


def test_they_reach_from_behind_the_collar_bones_to_the_last_rib() -> None:
    person = Person(seed=5)
    points = lung_mesh(person, -1.0).points
    assert points[:, 2].max() == pytest.approx(APEX, abs=2)
    lowest = points[points[:, 2].argmin()]
    assert lowest[1] > 0  # behind
    assert abs(lowest[2] - T12_L1) < 25


def test_they_stay_within_the_chest() -> None:
    person = Person(seed=6)
    points = lung_mesh(person, 1.0).points
    wide, front, back = chest_wall(person, points[:, 2])
    assert np.all(points[:, 0] <= wide + 3.0)
    assert np.all((-front - 3.0 <= points[:, 1]) & (points[:, 1] <= back + 3.0))


def test_a_breath_lifts_the_dome_and_not_its_edge() -> None:
    person = Person(seed=7)
    top, edge = ([dome(person, -1.0, x, y, lift) for lift in (0.0, 15.0)] for x, y in ((-62.0, -62.0), (-62.0, 38.0)))
    assert top[1] - top[0] == pytest.approx(15.0, abs=0.5)
    assert edge[1] - edge[0] < 4.0


def test_airways_are_air_and_lungs_are_light() -> None:
    person = Person(seed=8)
    solids = lungs(person, 0.35).solids
    assert all(solid.mesh.closed for solid in solids)
    assert {solid.density for solid in solids if solid.material == "soft"} == {density(person)}
    assert 0.2 < density(person) < 0.4
    assert sum(solid.material == "air" for solid in solids) == 3
