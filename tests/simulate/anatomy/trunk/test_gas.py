"""Gas: another pattern on each film, within the wall."""

import numpy as np
import pytest

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.gas import gas
from measure.simulate.anatomy.trunk.skin import wall


@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_bubbles_are_closed_and_of_a_possible_amount(detail: float) -> None:
    person = Person(seed=4)
    for film in ("a", "b", "c"):
        (solid,) = gas(person, detail, film=film).solids
        assert (solid.material, solid.within) == ("air", "soft")
        assert solid.mesh.closed
        assert 0 < solid.mesh.volume / 1e3 < 1500  # ml


def test_another_film_another_pattern_the_same_film_the_same() -> None:
    one, again, other = (gas(Person(seed=4), 0.35, film=film).solids[0].mesh for film in ("a", "a", "b"))
    assert np.array_equal(one.points, again.points)
    assert one.points.shape != other.points.shape or not np.allclose(one.points, other.points)


@pytest.mark.parametrize("bmi", [17.0, 25.0, 38.0])
def test_it_stays_within_the_abdominal_wall(bmi: float) -> None:
    person = Person(seed=4, bmi=bmi)
    for film in "abcdef":
        points = gas(person, 0.35, film=film).solids[0].mesh.points
        around = wall(person, points[:, 2])
        middle, half = (around.back - around.front) / 2, (around.back + around.front) / 2
        share = (np.abs(points[:, 0]) / around.half_width) ** around.squareness
        share += (np.abs(points[:, 1] - middle) / half) ** around.squareness
        assert np.mean(share > 1.0) < 0.004
