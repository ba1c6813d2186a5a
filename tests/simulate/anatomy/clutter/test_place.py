"""Place: on the skin, wherever it is asked for."""

import numpy as np

from measure.simulate.anatomy.clutter.place import on_skin
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.skin import wall


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
