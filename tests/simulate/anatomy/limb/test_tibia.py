"""Tibia: closed, level where its marks say, and cut into pieces that fit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.simulate.anatomy.limb import Edge, limb_size, shaft, tibia, tibia_segments
from measure.simulate.anatomy.limb.tibia_shape import tibia_shape
from measure.simulate.anatomy.person import Person

SOMEONE = Person(sex="M", age=44.0, seed=6)
LOW = 0.35


def angle(a, b):
    """Degrees between two directions."""
    return np.degrees(np.arctan2(np.linalg.norm(np.cross(a, b)), a @ b))


@given(
    seed=st.integers(0, 200), mpta=st.floats(76, 98), ldta=st.floats(80, 96), slope=st.floats(0, 15),
    side=st.sampled_from(["left", "right"]),
)  # fmt: skip
@settings(max_examples=12, deadline=None)
def test_marks_have_the_stated_angles_and_lengths(seed, mpta, ldta, slope, side):
    someone = Person(sex="F", seed=seed)
    size = limb_size(someone, mpta=mpta, ldta=ldta, tibia_slope=slope)
    marks = tibia(someone, side, LOW, size=size).marks[f"tibia:{side}"]
    axis = marks["ankle_centre"] - marks["knee_centre"]
    plateau = marks["plateau_medial"] - marks["plateau_lateral"]
    plafond = marks["plafond_lateral"] - marks["plafond_medial"]
    assert angle(axis, plateau) == pytest.approx(mpta, abs=1e-6)
    assert angle(-axis, plafond) == pytest.approx(ldta, abs=1e-6)
    assert plateau[1] == pytest.approx(0.0, abs=1e-9)
    np.testing.assert_allclose(axis, (0, 0, -size.tibia_length), atol=1e-9)


@given(seed=st.integers(0, 300), sex=st.sampled_from(["F", "M"]))
@settings(max_examples=20, deadline=None)
def test_joint_marks_lie_on_the_surface(seed, sex):
    shape = tibia_shape(limb_size(Person(sex=sex, seed=seed)))
    marks = shape.marks()
    above = np.stack([marks["plateau_lateral"], marks["plateau_medial"]])
    below = np.stack([marks["plafond_lateral"], marks["ankle_centre"], marks["plafond_medial"]])
    np.testing.assert_allclose(shape.proximal(above)[0], 0, atol=1e-6)
    np.testing.assert_allclose(shape.distal(below)[0], 0, atol=1e-6)
    assert abs(shape.distal(marks["malleolus_tip"][None])[0][0]) < 0.5


@pytest.mark.parametrize("side", ["left", "right"])
def test_bone_is_closed_and_its_malleolus_hangs_inside(side):
    part = tibia(SOMEONE, side)
    assert all(solid.mesh.closed for solid in part.solids)
    points = np.concatenate([s.mesh.points for s in part.solids if s.within == "soft"])
    lowest = points[np.argmin(points[:, 2])]
    assert lowest[0] * (1 if side == "left" else -1) < -10
    assert lowest[2] < part.marks[f"tibia:{side}"]["ankle_centre"][2] - 8


@given(share=st.floats(0.05, 0.95), posterior=st.floats(-0.2, 0.2))
@settings(max_examples=10, deadline=None)
def test_pieces_make_the_whole(share, posterior):
    length = shaft(SOMEONE, "tibia", "left").length
    pieces = tibia_segments(SOMEONE, "left", Edge(5.01 + share * (length - 10.02), 0.02, posterior, 0.3), LOW)
    mass = [
        sum(s.mesh.volume for s in part.solids if s.within == "soft") for part in (tibia(SOMEONE, "left", LOW), *pieces)
    ]
    assert all(solid.mesh.closed for piece in pieces for solid in piece.solids)
    assert mass[1] + mass[2] == pytest.approx(mass[0], rel=3e-3)
    assert set(pieces[0].marks["tibia:left"]) & {"knee_centre", "ankle_centre"} == {"knee_centre"}
    assert set(pieces[1].marks["tibia:left"]) & {"knee_centre", "ankle_centre"} == {"ankle_centre"}


def test_what_cannot_be_is_refused():
    with pytest.raises(SimulationError, match="expected a cut from 5"):
        tibia_segments(SOMEONE, "left", 900.0)
    with pytest.raises(SimulationError, match="shaft of 40 mm"):
        tibia(SOMEONE, "left", size=limb_size(SOMEONE, tibia_length=120.0))
