"""The pelvis: closed, mirrored, of human size, around the hip joints and beside the sacrum it is told of."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.pelvis import head_radius, hip_spacing, pelvis, sacral_distance, standing_tilt
from measure.simulate.solids import rotation

MAN = Person(sex="M", stature=1753.0, seed=2)
WOMAN = Person(sex="F", stature=1613.0, seed=2)


def standing(points: np.ndarray, incidence: float) -> np.ndarray:
    return points @ rotation("x", -standing_tilt(incidence)).T


@pytest.mark.parametrize(("detail", "most"), [(0.35, 1500), (1.0, 30000)])
@pytest.mark.parametrize("person", [MAN, WOMAN], ids=["man", "woman"])
def test_meshes_are_closed_and_keep_to_the_budget(person: Person, detail: float, most: int) -> None:
    solids = pelvis(person, detail=detail).solids
    assert all(solid.mesh.closed and solid.mesh.volume > 0 for solid in solids)
    assert sum(len(solid.mesh.faces) for solid in solids) <= most


def test_left_is_the_mirror_of_right() -> None:
    solids = pelvis(MAN, detail=0.35).solids
    half = len(solids) // 2
    for left, right in zip(solids[:half], solids[half:], strict=True):
        assert np.array_equal(left.mesh.points * [-1, 1, 1], right.mesh.points)
        assert left.mesh.points[:, 0].min() > 0


@pytest.mark.parametrize("person", [MAN, WOMAN], ids=["man", "woman"])
def test_size_is_human(person: Person) -> None:
    points = standing(np.concatenate([s.mesh.points for s in pelvis(person, 52.0).solids]), 52.0)
    width, depth, height = np.ptp(points, axis=0)
    assert 255 < width < 305  # bi-iliac breadth about 280 mm
    assert 185 < height < 225  # height of the hip bone about 205 and 220 mm
    assert 130 < depth < 175  # anterior to posterior superior spine about 155 mm
    assert 160 < hip_spacing(person) < 190
    assert 95 < sacral_distance(person) < 120


def test_the_anterior_plane_stands_upright() -> None:
    marks = pelvis(MAN, 52.0).marks["pelvis"]
    spine, symphysis = (standing(marks[name], 52.0) for name in ("anterior_spine:left", "symphysis"))
    assert abs(np.degrees(np.arctan2(spine[1] - symphysis[1], spine[2] - symphysis[2]))) < 8
    # Bell 1989: the hip joint lies 30 % of the distance between the spines below them.
    assert spine[2] / (2 * spine[0]) == pytest.approx(0.30, abs=0.02)


@pytest.mark.parametrize("person", [MAN, WOMAN], ids=["man", "woman"])
def test_the_acetabula_hold_the_heads_without_touching(person: Person) -> None:
    centre = np.array([hip_spacing(person) / 2, 0, 0])
    solids = pelvis(person).solids
    nearest = min(np.linalg.norm(s.mesh.points - centre, axis=1).min() for s in solids if s.material == "cortical")
    assert head_radius(person) + 1.0 < nearest < head_radius(person) + 5


def test_the_hips_go_where_they_are_told() -> None:
    wide = pelvis(MAN, span=200.0).solids
    narrow = pelvis(MAN, span=160.0).solids
    cup = 4  # after wing and wall
    assert wide[cup].mesh.points.mean(axis=0)[0] - narrow[cup].mesh.points.mean(axis=0)[0] == pytest.approx(20.0)


@settings(max_examples=20, deadline=None)
@given(st.floats(30, 85), st.floats(90, 130))
def test_the_wings_follow_the_sacrum_and_the_acetabula_do_not(incidence: float, distance: float) -> None:
    here = pelvis(MAN, incidence, distance, detail=0.35).solids
    usual = pelvis(MAN, incidence, detail=0.35).solids
    assert np.allclose(here[4].mesh.points, usual[4].mesh.points)
    raised = standing(here[0].mesh.points - usual[0].mesh.points, incidence)
    lift = (distance - sacral_distance(MAN)) * np.cos(np.deg2rad(standing_tilt(incidence)))
    assert np.abs(raised[:, 2]).max() == pytest.approx(abs(lift), abs=1.5)


@pytest.mark.parametrize("person", [MAN, WOMAN], ids=["man", "woman"])
def test_the_pubic_bones_face_each_other_across_a_narrow_joint(person: Person) -> None:
    solids = pelvis(person).solids
    pubes = np.concatenate([s.mesh.points for s in solids if s.material == "cortical"])
    nearest = pubes[pubes[:, 0] > 0][:, 0].min()
    assert 2.0 < 2 * nearest < 8.0  # width of the symphysis about 4 to 6 mm


def test_weaker_bone_has_a_thinner_cortex() -> None:
    def share(bone: float) -> float:
        solids = pelvis(Person(sex="M", stature=1753.0, bone=bone)).solids
        outer, inner = (sum(s.mesh.volume for s in solids if s.material == m) for m in ("cortical", "cancellous"))
        return 1 - inner / outer

    assert share(0.5) < 0.8 * share(1.0)
