"""Fibula, patella and foot: closed, in their places, thinner bone inside than out."""

import numpy as np
import pytest

from measure.simulate.anatomy.limb import fibula, foot, limb_size, patella, tibia
from measure.simulate.anatomy.person import Person

SOMEONE = Person(sex="F", age=33.0, seed=8)


@pytest.mark.parametrize("build", [fibula, patella, foot])
@pytest.mark.parametrize("detail", [1.0, 0.35])
@pytest.mark.parametrize("side", ["left", "right"])
def test_bones_are_closed_and_cores_fit_in_shells(build, detail, side):
    solids = build(SOMEONE, side, detail).solids
    assert all(solid.mesh.closed and solid.mesh.volume > 0 for solid in solids)
    shells = sum(s.mesh.volume for s in solids if s.within == "soft")
    cores = sum(s.mesh.volume for s in solids if s.within == "cortical")
    assert 0.0 < cores < shells


def test_fibula_stands_outside_and_behind_the_tibia_and_reaches_lower():
    beside, main = (build(SOMEONE, "left", 0.5) for build in (fibula, tibia))
    marks = beside.marks["fibula:left"]
    assert marks["head_tip"][0] > 20
    assert marks["head_tip"][2] < 0
    assert marks["malleolus_tip"][2] < main.marks["tibia:left"]["malleolus_tip"][2]
    low = min(s.mesh.points[:, 2].min() for s in beside.solids)
    assert marks["malleolus_tip"][2] == pytest.approx(low, abs=0.5)


def test_patella_has_the_stated_width_and_is_eighteen_tenths_as_wide_as_thick():
    points = patella(SOMEONE, "left").solids[0].mesh.points
    assert np.ptp(points[:, 0]) == pytest.approx(limb_size(SOMEONE).patella_width, rel=0.12)
    assert np.ptp(points[:, 0]) / np.ptp(points[:, 1]) == pytest.approx(1.9, abs=0.35)


def test_talar_dome_lies_under_the_plafond_and_toes_turn_out():
    part = foot(SOMEONE, "left")
    points = np.concatenate([s.mesh.points for s in part.solids])
    assert points[:, 2].max() == pytest.approx(-3.0, abs=0.3)
    toes = points[points[:, 1] < points[:, 1].min() + 30]
    assert toes[:, 0].mean() > 15
    assert np.ptp(points[:, 1]) > 0.8 * limb_size(SOMEONE).foot_length
