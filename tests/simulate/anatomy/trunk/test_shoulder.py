"""Shoulders: closed, mirrored, of human size, and moving the way arms do."""

import numpy as np
import pytest

from measure.errors import SimulationError
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.chest import CARRIER
from measure.simulate.anatomy.trunk.ribs import pitch
from measure.simulate.anatomy.trunk.shoulder import shoulder, upper_arm
from measure.simulate.solids import Frame, Part, rotation

MAN = Person(sex="M", stature=1753.0, seed=4)


def upright(part: Part) -> np.ndarray:
    points = np.concatenate([s.mesh.points for s in part.solids])
    return Frame(axes=rotation("x", pitch(CARRIER))).apply(points)


@pytest.mark.parametrize("detail", [0.35, 1.0])
@pytest.mark.parametrize("raised", [0.0, 60.0, 120.0])
def test_closed_at_every_height_of_the_arm(raised: float, detail: float) -> None:
    for part in (shoulder(MAN, "left", raised, detail), upper_arm(MAN, "left", raised, detail)):
        assert all(solid.mesh.closed and solid.mesh.volume > 0 for solid in part.solids)


def test_right_mirrors_left_up_to_its_height() -> None:
    left, right = upright(shoulder(MAN, "left")), upright(shoulder(MAN, "right")) * [-1, 1, 1]
    drop = left[:, 2].mean() - right[:, 2].mean()
    assert 0 < abs(drop) < 8
    # The inner end of the collar bone stays with the breast bone, all else goes up or down with the shoulder.
    assert np.abs(left - right - [0, 0, drop]).max() < abs(drop) * 2 + 1e-6


def test_breadth_over_the_acromia_is_human() -> None:
    both = np.concatenate([upright(shoulder(MAN, side)) for side in ("left", "right")])
    high = both[both[:, 2] > 18]
    assert 350 < np.ptp(high[:, 0]) < 430  # biacromial breadth of men about 400 mm


def test_the_ball_has_the_size_of_a_humeral_head() -> None:
    marks = shoulder(MAN, "right").marks["shoulder:right"]
    assert 42 < 2 * np.linalg.norm(marks["top"] - marks["joint"]) < 52
    assert marks["joint"][0] < -140


def test_a_raised_arm_points_forwards() -> None:
    hanging, raised = upright(shoulder(MAN, "left", 0.0)), upright(shoulder(MAN, "left", 90.0))
    assert hanging[:, 2].min() < -270
    assert raised[:, 1].min() < hanging[:, 1].min() - 180
    assert raised[:, 2].min() > hanging[:, 2].min() + 100


def test_the_flesh_goes_round_the_bone() -> None:
    flesh, bone = upright(upper_arm(MAN, "left")), upright(shoulder(MAN, "left"))
    low = bone[(bone[:, 2] < -150) & (bone[:, 2] > -220)]
    around = flesh[(flesh[:, 2] < -150) & (flesh[:, 2] > -220)]
    assert np.all(around.min(axis=0)[:2] < low.min(axis=0)[:2] - 8)
    assert np.all(around.max(axis=0)[:2] > low.max(axis=0)[:2] + 8)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(SimulationError, match="'both'"):
        shoulder(MAN, "both")
    with pytest.raises(SimulationError, match="200"):
        shoulder(MAN, "left", 200.0)
