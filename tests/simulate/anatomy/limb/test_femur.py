"""Femur: closed, of the stated size and angles, and cut into pieces that fit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.simulate.anatomy.limb import Edge, femur, femur_segments, limb_size, shaft
from measure.simulate.anatomy.person import Person

SOMEONE = Person(sex="F", age=52.0, seed=11)
LOW = 0.35


def angle(a, b):
    """Degrees between two directions."""
    return np.degrees(np.arctan2(np.linalg.norm(np.cross(a, b)), a @ b))


@given(
    seed=st.integers(0, 200), mldfa=st.floats(78, 100), neck_shaft=st.floats(105, 145), anteversion=st.floats(-10, 40),
    side=st.sampled_from(["left", "right"]),
)  # fmt: skip
@settings(max_examples=12, deadline=None)
def test_marks_have_the_stated_angles_and_lengths(seed, mldfa, neck_shaft, anteversion, side):
    someone = Person(sex="M", seed=seed)
    size = limb_size(someone, mldfa=mldfa, neck_shaft=neck_shaft, anteversion=anteversion)
    marks = femur(someone, side, LOW, size=size).marks[f"femur:{side}"]
    joint = marks["condyle_lateral"] - marks["condyle_medial"]
    assert angle(marks["centre"] - marks["knee_centre"], joint) == pytest.approx(mldfa, abs=1e-6)
    head, base, along = marks["neck_shaft"]
    assert angle(head - base, along - base) == pytest.approx(neck_shaft, abs=1e-6)
    assert np.linalg.norm(marks["knee_centre"] - marks["centre"]) == pytest.approx(size.femur_length)
    np.testing.assert_allclose(marks["knee_centre"][:2], 0, atol=1e-9)
    reach = np.linalg.norm(np.cross(head - base, along - base)) / np.linalg.norm(along - base)
    assert reach == pytest.approx(size.offset, abs=1e-6)
    # Seen along the femur.
    neck = (head - base) * ([1, 1, 0] if side == "right" else [-1, 1, 0])
    assert np.degrees(np.arctan2(-neck[1], neck[0])) == pytest.approx(anteversion, abs=1e-6)


@pytest.mark.parametrize("side", ["left", "right"])
def test_bone_is_closed_and_rests_on_its_condyles(side):
    part = femur(SOMEONE, side)
    assert all(solid.mesh.closed for solid in part.solids)
    marks = part.marks[f"femur:{side}"]
    points = np.concatenate([s.mesh.points for s in part.solids if s.material == "cortical" and s.within == "soft"])
    joint = marks["condyle_lateral"] - marks["condyle_medial"]
    up = np.cross(joint, [0, 1, 0]) / np.linalg.norm(joint)
    up = up if up[2] > 0 else -up
    height = (points - marks["knee_centre"]) @ up
    assert height.min() == pytest.approx(0.0, abs=0.02)
    for name in ("condyle_lateral", "condyle_medial", "trochanter_tip"):
        assert np.linalg.norm(points - marks[name], axis=1).min() < 2.5
    # The head is a ball about the origin; the tip is the trochanter's highest point.
    size = limb_size(SOMEONE)
    assert points[:, 2].max() == pytest.approx(size.head_diameter / 2, abs=0.05)
    outside = points[np.abs(points[:, 0]) > size.offset]
    assert outside[:, 2].max() == pytest.approx(marks["trochanter_tip"][2], abs=0.3)


def test_width_of_the_knee_is_the_stated_one():
    size = limb_size(SOMEONE, mldfa=90.0)
    part = femur(SOMEONE, "left", size=size)
    bottom = [s.mesh.points for s in part.solids if s.within == "soft" and s.mesh.points[:, 2].max() < -200]
    width = np.ptp(np.concatenate(bottom)[:, 0])
    assert width == pytest.approx(size.knee_width, rel=0.03)


@given(share=st.floats(0.05, 0.95), lateral=st.floats(-0.2, 0.2), rough=st.floats(0, 0.5))
@settings(max_examples=10, deadline=None)
def test_pieces_make_the_whole(share, lateral, rough):
    found = shaft(SOMEONE, "femur", "right")
    cut = Edge(5.01 + share * (found.length - 10.02), lateral, 0.05, rough, seed=2)
    pieces = femur_segments(SOMEONE, "right", cut, LOW)
    whole = femur(SOMEONE, "right", LOW)
    assert all(solid.mesh.closed for piece in pieces for solid in piece.solids)
    mass = [sum(s.mesh.volume for s in part.solids if s.within == "soft") for part in (whole, *pieces)]
    assert mass[1] + mass[2] == pytest.approx(mass[0], rel=2e-3)
    # The same edge of the bone is marked on both pieces.
    upper, lower = (piece.marks["femur:right"] for piece in pieces)
    for side in ("lateral", "medial", "anterior", "posterior"):
        np.testing.assert_allclose(upper[f"cut_{side}_outer_proximal"], lower[f"cut_{side}_outer_distal"])
    assert "centre" in upper
    assert "knee_centre" in lower
    assert "knee_centre" not in upper


def test_cortex_lines_lie_on_the_shaft():
    marks = femur(SOMEONE, "left", LOW).marks["femur:left"]
    found = shaft(SOMEONE, "femur", "left")
    ways = np.linspace(0, found.length, len(marks["medial_outer"]))
    for k in (0, 10, 32):
        np.testing.assert_allclose(marks["medial_outer"][k], found.cortex(ways[k], "medial")[0])
        np.testing.assert_allclose(marks["anterior_inner"][k], found.cortex(ways[k], "anterior")[1])


def test_same_person_same_bone_and_open_growth_plate():
    first, again = (femur(SOMEONE, "left", LOW).solids[0].mesh.points for _ in range(2))
    np.testing.assert_array_equal(first, again)
    kinds = [{(s.material, s.within) for s in femur(Person(age=age), "left", LOW).solids} for age in (13.0, 40.0)]
    assert ("soft", "cortical") in kinds[0]
    assert ("soft", "cortical") not in kinds[1]


def test_detail_costs_what_it_should():
    counts = [sum(len(s.mesh.faces) for s in femur(SOMEONE, "left", d).solids) for d in (1.0, LOW)]
    assert counts[0] < 55_000
    assert counts[1] < 3_000


def test_cut_outside_the_shaft_is_refused():
    with pytest.raises(SimulationError, match="expected a cut from 5"):
        femur_segments(SOMEONE, "left", 1.0)
    with pytest.raises(SimulationError, match="shaft of 40 mm"):
        femur(SOMEONE, "left", size=limb_size(SOMEONE, femur_length=150.0))
