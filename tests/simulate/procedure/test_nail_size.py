"""Choosing a nail: it lies in the bone, ends above the joint, and is one that is on sale."""

from dataclasses import replace

import numpy as np
import pytest

from measure.errors import SimulationError
from measure.simulate.anatomy.limb import limb_size, shaft
from measure.simulate.anatomy.limb.femur_shape import femur_shape
from measure.simulate.anatomy.limb.tibia_shape import tibia_shape
from measure.simulate.anatomy.person import some_person
from measure.simulate.procedure import ENTRY, fitting_nail, nail_line
from measure.simulate.procedure.nail_size import LENGTHS, SIZES, least_wall

SHAPES = {"femur": femur_shape, "tibia": tibia_shape}


@pytest.mark.parametrize("bone", ["femur", "tibia"])
@pytest.mark.parametrize("seed", range(8))
def test_a_fitting_nail_lies_within_the_bone(bone, seed):
    person = some_person(seed, age=25.0, bmi=23.0, bone=1.0)
    whole = shaft(person, bone, "left")
    nail = fitting_nail(whole, ENTRY[bone])
    assert (nail.diameter, nail.rod) in SIZES.items()
    assert nail.length in LENGTHS
    line = nail_line(whole, ENTRY[bone], nail.length)
    # In the shaft, round by round: no point of the nail's surface is outside the cortex.
    for s in np.linspace(0, ENTRY[bone] + nail.length, 20):
        centre, axes = whole.at(float(s))
        ring = whole.outer(float(s)) - centre
        t = ((centre - line[0]) @ axes[:, 2]) / ((line[1] - line[0]) @ axes[:, 2])
        off = line[0] + t * (line[1] - line[0]) - centre
        assert np.linalg.norm(ring - off, axis=1).min() > nail.diameter / 2 + 2.0
    # In the upper end: the axis is in the bone from the entry on.
    shape = SHAPES[bone](limb_size(person))
    way = line[0] + np.linspace(0, 0.25, 12)[:, None] * (line[1] - line[0])
    assert (shape.proximal(way)[0] < 1.0).all()
    assert (shape.proximal(way[1:])[0] < 0.0).all()
    assert ENTRY[bone] + nail.length < whole.length - 20.0


def test_a_wall_is_what_is_left_beside_the_nail():
    whole = shaft(some_person(1, bone=1.0), "tibia", "right")
    thin, thick = (least_wall(whole, -45.0, 215.0, diameter) for diameter in (8.5, 12.5))
    assert thin - thick == pytest.approx(2.0)
    # A straight nail of a whole femur's length leaves less of a bowed bone.
    femur = shaft(some_person(1, bone=1.0), "femur", "right")
    assert least_wall(femur, -57.0, 305.0, 10.7) < least_wall(femur, -57.0, 195.0, 10.7)


def test_a_bone_too_short_for_any_nail_is_refused():
    whole = replace(shaft(some_person(1), "tibia", "left"), length=120.0)
    with pytest.raises(SimulationError, match="takes 165 mm"):
        fitting_nail(whole, ENTRY["tibia"])
