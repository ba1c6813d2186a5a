"""Soft: thicker for heavier people, muscles inside the skin, thin fat between them."""

import numpy as np
import pytest

from measure.simulate.anatomy.limb import STRAIGHT, LimbPose, leg, limb_size
from measure.simulate.anatomy.limb.soft import fat_thickness
from measure.simulate.anatomy.person import Person


def volumes(someone, pose=STRAIGHT, detail=1.0):
    solids = leg(someone, "left", pose, detail)["leg_left"].solids
    assert all(solid.mesh.closed for solid in solids)
    skin = sum(s.mesh.volume for s in solids if s.within == "air")
    return skin, sum(s.mesh.volume for s in solids if s.within == "fat")


def test_weight_goes_into_fat_more_than_into_muscle():
    (thin, lean), (thick, strong) = (volumes(Person(bmi=bmi)) for bmi in (19.0, 33.0))
    assert thick > 1.25 * thin
    assert thick - strong > 1.7 * (thin - lean)
    assert fat_thickness(Person(sex="F")) > fat_thickness(Person(sex="M"))


@pytest.mark.parametrize("detail", [1.0, 0.35])
def test_a_leg_weighs_what_legs_weigh(detail):
    skin, muscle = volumes(Person(sex="M", bmi=24.0), detail=detail)
    assert 8e6 < skin < 17e6  # about a sixth of 73 kg, in mm3
    assert 0.6 < muscle / skin < 0.95


def test_bending_the_knee_keeps_the_leg():
    straight, bent = volumes(Person()), volumes(Person(), LimbPose(flexion=45.0))
    np.testing.assert_allclose(bent, straight, rtol=0.06)


def test_thigh_can_be_continued_into_the_trunk():
    tops = [
        leg(Person(), "left", detail=0.35, above=a)["leg_left"].solids[0].mesh.points[:, 2].max() for a in (0.0, 120.0)
    ]
    assert tops[1] - tops[0] == pytest.approx(120.0, abs=25)
    assert limb_size(Person()).femur_length > tops[1]
