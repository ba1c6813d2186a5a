"""The breast bone: closed, in the midline, as long as a breast bone."""

import numpy as np
import pytest

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.chest import CARRIER
from measure.simulate.anatomy.trunk.ribs import pitch
from measure.simulate.anatomy.trunk.sternum import sternum
from measure.simulate.solids import Frame, rotation

MAN = Person(sex="M", stature=1753.0)


@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_closed_and_symmetric(detail: float) -> None:
    for solid in sternum(MAN, detail).solids:
        assert solid.mesh.closed
        assert solid.mesh.volume > 0
        assert abs(solid.mesh.points[:, 0].max() + solid.mesh.points[:, 0].min()) < 0.5


def test_length_width_and_place() -> None:
    points = np.concatenate([s.mesh.points for s in sternum(MAN).solids if s.material == "cortical"])
    upright = Frame(axes=rotation("x", pitch(CARRIER))).apply(points)
    size = np.ptp(upright, axis=0)
    assert 150 < size[2] < 215  # manubrium 50, body 105, xiphoid: about 180
    assert 45 < size[0] < 65
    assert upright[:, 1].max() < -55  # in front of the bodies by the depth of the upper chest
    notch = Frame(axes=rotation("x", pitch(CARRIER))).apply(sternum(MAN).marks["sternum"]["notch"])
    assert upright[:, 2].max() - 8 < notch[2] <= upright[:, 2].max() + 3


def test_a_woman_s_is_smaller() -> None:
    man, woman = (sum(s.mesh.volume for s in sternum(p).solids) for p in (MAN, Person(sex="F")))
    assert woman < 0.85 * man
