"""Room: furniture does not touch the patient."""

import numpy as np
import pytest

from measure.simulate.anatomy.clutter import table
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.skin import wall


@pytest.mark.parametrize("rails", [False, True])
def test_the_table_is_behind_the_back(rails: bool) -> None:
    person = Person()
    skin = wall(person, np.linspace(-100, 380, 30), fat=True)
    for solid in table(person, rails=rails).solids:
        assert solid.mesh.closed
        assert solid.mesh.points[:, 1].min() > skin.back.max() - 15
