"""The skull: closed, of human size, with the face in front and the jaw below."""

import numpy as np
import pytest

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.skull import skull

MAN = Person(sex="M", stature=1753.0, seed=1)


@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_closed(detail: float) -> None:
    assert all(solid.mesh.closed and solid.mesh.volume > 0 for solid in skull(MAN, detail).solids)


def test_size_is_human() -> None:
    vault = skull(MAN).solids[0].mesh.points
    assert 138 < np.ptp(vault[:, 0]) < 152
    assert 175 < np.ptp(vault[:, 1]) < 190
    assert 128 < vault[:, 2].max() < 140
    points = np.concatenate([s.mesh.points for s in skull(MAN).solids])
    assert -95 < points[:, 2].min() < -65  # the chin
    assert points[points[:, 2] < -30][:, 1].mean() < -40  # jaw and teeth in front


def test_the_brain_fills_the_vault() -> None:
    brain = skull(MAN).solids[3]
    assert (brain.material, brain.within) == ("soft", "cortical")
    assert 1.1e6 < brain.mesh.volume < 1.7e6  # cranial capacity about 1.4 l


def test_symmetric_and_deterministic() -> None:
    one, again = (skull(MAN, 0.35).solids for _ in range(2))
    for first, second in zip(one, again, strict=True):
        assert np.array_equal(first.mesh.points, second.mesh.points)
    sides = np.concatenate([s.mesh.points for s in one])
    assert sides[:, 0].max() == pytest.approx(-sides[:, 0].min(), abs=1e-6)


def test_teeth_are_lost_with_age() -> None:
    def volume(age: float) -> float:
        people = (Person(sex="M", stature=1753.0, age=age, seed=seed) for seed in range(12))
        return float(np.mean([sum(s.mesh.volume for s in skull(p, 0.35).solids if s.density > 1.2) for p in people]))

    assert volume(85.0) < 0.95 * volume(20.0)
