"""Stomach: air under the dome, absent in many, level when standing."""

import numpy as np
import pytest

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.lungs import breath, dome
from measure.simulate.anatomy.trunk.stomach import stomach

PERSON = Person(seed=4)
SEEDS = range(60)


def bubbles(*, standing: bool, detail: float = 0.35) -> list[np.ndarray]:
    found = (stomach(PERSON, np.random.default_rng(seed), detail, standing) for seed in SEEDS)
    return [meshes[0].points for meshes in found if meshes]


@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_air_is_closed_and_lies_under_the_dome(detail: float) -> None:
    for seed in range(12):
        for mesh in stomach(PERSON, np.random.default_rng(seed), detail, True):
            assert mesh.closed
            assert mesh.volume > 0
            assert np.all(mesh.points[:, 2] < dome(PERSON, 1.0, mesh.points[:, 0], mesh.points[:, 1], breath(PERSON)))


def test_a_third_have_none_and_sizes_vary() -> None:
    found = bubbles(standing=True)
    assert 0.45 < len(found) / len(SEEDS) < 0.85
    wide = [np.ptp(points[:, 0]) for points in found]
    assert min(wide) < 40 < 70 < max(wide)


def test_fluid_is_level_standing_and_faces_the_ceiling_lying() -> None:
    level = [np.mean(points[:, 2] < points[:, 2].min() + 0.01) > 0.1 for points in bubbles(standing=True)]
    front = [np.mean(points[:, 1] > points[:, 1].max() - 0.01) > 0.1 for points in bubbles(standing=False)]
    assert 0.2 < np.mean(level) < 0.8
    assert all(front)
