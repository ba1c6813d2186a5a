"""Limb: bones meet at their joints, stand as their angles say, and lie inside the skin."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.simulate.anatomy.limb import STRAIGHT, LimbPose, leg, leg_frames, limb_size
from measure.simulate.anatomy.person import Person, some_person
from measure.simulate.rays import BeamKind, aimed, path_lengths
from measure.simulate.solids import posed

LOW = 0.35


def whole(someone, side, pose=STRAIGHT, detail=LOW, **stated):
    size = limb_size(someone, **stated)
    body, frames = leg(someone, side, pose, detail, size=size), leg_frames(size, side, pose)
    return posed(body, frames), body, frames, size


def tilt(line):
    """Degrees by which a line's left end lies higher, seen from the front."""
    return np.degrees(np.arctan2(line[2], line[0]))


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(("mldfa", "mpta", "jlca"), [(88, 87, 0.5), (95, 80, 3), (82, 93, -1)])
def test_straight_leg_has_the_varus_of_its_angles(side, mldfa, mpta, jlca):
    part, _, _, size = whole(Person(), side, mldfa=mldfa, mpta=mpta, jlca=jlca)
    femur, tibia = part.marks[f"femur:{side}"], part.marks[f"tibia:{side}"]
    out = 1 if side == "left" else -1
    thigh, shin = femur["centre"] - femur["knee_centre"], tibia["knee_centre"] - tibia["ankle_centre"]
    varus = np.degrees(np.arctan2(shin[0], shin[2]) - np.arctan2(thigh[0], thigh[2]))
    assert varus * out == pytest.approx(size.hka, abs=1e-6)
    condyles = femur["condyle_lateral"] - femur["condyle_medial"]
    plateau = tibia["plateau_lateral"] - tibia["plateau_medial"]
    assert tilt(condyles * [out, 1, 1]) - tilt(plateau * [out, 1, 1]) == pytest.approx(jlca, abs=1e-6)


@given(
    flexion=st.floats(-10, 120), hip=st.floats(-20, 90), adduction=st.floats(-30, 20), turn=st.floats(-40, 40),
    side=st.sampled_from(["left", "right"]),
)  # fmt: skip
def test_joints_hold_together_in_any_pose(flexion, hip, adduction, turn, side):
    size = limb_size(Person(seed=2))
    pose = LimbPose(flexion, hip, adduction, turn)
    frames = leg_frames(size, side, pose, hip=(70.0, -5.0, 900.0))
    np.testing.assert_allclose(frames[f"femur_{side}"].origin, (70, -5, 900))
    knee = frames[f"femur_{side}"].apply((0, 0, -size.femur_length))
    assert np.linalg.norm(knee - frames[f"tibia_{side}"].origin) < 50
    ankle = frames[f"tibia_{side}"].apply((0, 0, -size.tibia_length))
    np.testing.assert_allclose(frames[f"foot_{side}"].origin, ankle, atol=1e-9)
    for frame in frames.values():
        assert np.linalg.det(frame.axes) == pytest.approx(1.0)
    bend = frames[f"femur_{side}"].axes.T @ frames[f"tibia_{side}"].axes
    assert np.degrees(np.arctan2(bend[2, 1], bend[1, 1])) == pytest.approx(flexion, abs=3 + 0.06 * abs(flexion))


def test_right_is_the_mirror_image_of_left():
    size, pose = limb_size(Person()), LimbPose(flexion=25, adduction=4, rotation=10)
    left, right = (posed(leg(Person(), side, pose, LOW), leg_frames(size, side, pose)) for side in ("left", "right"))
    for key, marks in left.marks.items():
        for name, mark in marks.items():
            np.testing.assert_allclose(mark * [-1, 1, 1], right.marks[key.replace("left", "right")][name], atol=1e-9)
    for a, b in zip(left.solids, right.solids, strict=True):
        assert a.mesh.volume == pytest.approx(b.mesh.volume, rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("flexion", [0.0, 60.0])
def test_bones_lie_inside_the_skin(seed, flexion):
    someone = some_person(seed, adolescent=seed % 2 == 0, bmi=17.0 + 4 * seed)
    pose = LimbPose(flexion=flexion, hip_flexion=flexion / 2)
    _, body, frames, _ = whole(someone, "left", pose)
    bones = [s for name, p in body.items() if name != "leg_left" for s in p.at(frames[name]).solids]
    skin = body["leg_left"].solids[:1]
    for view in ("frontal", "lateral"):
        beam = aimed(view, (0, -60, -450), sid=3000.0, oid=500.0, pitch=4.0, shape=(350, 250), kind=BeamKind.PARALLEL)
        bone, flesh = path_lengths(bones, beam)["cortical"], path_lengths(skin, beam)["fat"]
        shown = bone > 0.5
        assert shown.sum() > 1000
        assert np.mean(flesh[shown] < bone[shown]) < 0.005


def test_every_part_is_closed_and_light_enough():
    for detail, most in ((1.0, 122_000), (LOW, 8_100)):
        _, body, _, _ = whole(Person(sex="M"), "left", detail=detail)
        assert all(solid.mesh.closed for part in body.values() for solid in part.solids)
        assert sum(len(solid.mesh.faces) for part in body.values() for solid in part.solids) < most


def test_impossible_pose_is_refused():
    with pytest.raises(SimulationError, match="flexion from -15 to 140"):
        LimbPose(flexion=170.0)
