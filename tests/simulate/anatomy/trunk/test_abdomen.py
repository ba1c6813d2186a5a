"""Abdomen: organs on their sides, in more fat the stouter the person."""

import pytest

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.abdomen import abdomen


def fat(person: Person) -> float:
    return sum(
        s.mesh.volume * (1 if s.material == "fat" else -1)
        for s in abdomen(person, 0.35).solids
        if "fat" in (s.material, s.within)
    )


@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_organs_are_closed(detail: float) -> None:
    assert all(solid.mesh.closed and solid.mesh.volume > 0 for solid in abdomen(Person(seed=1), detail).solids)


def test_liver_right_spleen_left_and_a_little_denser_than_muscle() -> None:
    dense = [s for s in abdomen(Person(seed=1)).solids if s.density > 1]
    liver, spleen = max(dense, key=lambda s: s.mesh.volume), max(dense, key=lambda s: s.mesh.points[:, 0].mean())
    assert liver.mesh.points[:, 0].mean() < -30
    assert spleen.mesh.points[:, 0].mean() > 50
    assert 0.7e6 < liver.mesh.volume < 2.0e6


def test_the_stouter_the_more_fat_within() -> None:
    thin, usual, stout = (fat(Person(bmi=bmi, seed=3)) for bmi in (18.0, 25.0, 35.0))
    assert 0 < thin < usual < stout
