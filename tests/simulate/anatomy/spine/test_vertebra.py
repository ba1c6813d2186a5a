"""Vertebrae of all levels: closed, mirror-symmetric, as large as they should be, with marks on their surfaces."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.model import LEVELS, Level
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine.findings import Finding, Osteophyte, SchmorlNode, fracture
from measure.simulate.anatomy.spine.sizes import size_of
from measure.simulate.anatomy.spine.vertebra import vertebra

WITH_BODY = [level for level in LEVELS if level not in (Level.C1, Level.S1)]
PERSON = Person(seed=11, levels=LEVELS)
ENDPLATES = ("superior", "inferior")


def marks_of(part, level):
    return part.marks[f"vertebra:{level}"]


def above(marks, name):
    """Superior minus inferior of a mark."""
    return marks[f"superior_{name}"] - marks[f"inferior_{name}"]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_every_solid_is_closed_and_looks_outwards(level, detail):
    for solid in vertebra(PERSON, level, detail=detail).solids:
        assert solid.mesh.closed
        assert solid.mesh.volume > 0


@pytest.mark.parametrize("level", WITH_BODY)
def test_the_marks_are_where_the_size_says(level):
    size, marks = size_of(PERSON, level), marks_of(vertebra(PERSON, level, detail=0.35), level)
    for sign, name in ((1, "superior"), (-1, "inferior")):
        depth, width = getattr(size, f"{name}_depth"), getattr(size, f"{name}_width")
        assert marks[f"{name}_anterior"] == pytest.approx([0, -depth / 2, sign * size.anterior / 2], abs=1e-9)
        assert marks[f"{name}_posterior"] == pytest.approx([0, depth / 2, sign * size.posterior / 2], abs=1e-9)
        assert marks[f"{name}_middle"][:2] == pytest.approx([0, 0], abs=1e-9)
        assert marks[f"{name}_patient_left"][:2] == pytest.approx([width / 2, 0], abs=1e-9)
        assert marks[f"{name}_patient_right"][:2] == pytest.approx([-width / 2, 0], abs=1e-9)
    assert above(marks, "middle")[2] == pytest.approx(size.middle, abs=1e-9)
    sides = above(marks, "patient_left")[2] - above(marks, "patient_right")[2]
    assert sides == pytest.approx(size.left_minus_right, abs=1e-9)


def off_the_surface(part, level):
    """How far each mark of an endplate is from the nearest corner of a triangle of the body, mm."""
    surface = part.solids[0].mesh.points
    for name, mark in marks_of(part, level).items():
        if name.startswith(ENDPLATES):
            yield name, np.linalg.norm(surface[:, None] - np.atleast_2d(mark), axis=2).min(0)


@pytest.mark.parametrize("level", WITH_BODY)
@pytest.mark.parametrize("age", [20, 85])
def test_the_marks_lie_on_the_bodys_surface(level, age):
    """Those of the rims stand where endplate and wall would meet; rounding takes off less than 0.3 mm there."""
    for name, away in off_the_surface(vertebra(Person(seed=11, age=age, levels=LEVELS), level), level):
        inner = away[1:-1] if name.endswith("contour") else away if name.endswith("middle") else away[:0]
        assert away.max() < 0.3, name
        assert np.all(inner < 1e-9), name


@pytest.mark.parametrize("level", WITH_BODY)
def test_without_roundings_the_marks_are_corners_of_triangles(level):
    for name, away in off_the_surface(vertebra(PERSON, level, detail=0.35), level):
        assert away.max() < 1e-9, name


def test_rims_grow_lips_with_age_but_marks_stay():
    """In front and beside; the wall at the back stays as it was."""
    young, old = (vertebra(Person(seed=3, age=age), Level.L3) for age in (30, 80))
    grown = old.solids[0].mesh.points - young.solids[0].mesh.points
    away = np.linalg.norm(grown, axis=1)
    assert 0.3 < away.max() <= 2.2
    assert (
        away[young.solids[0].mesh.points[:, 1] > 0.75 * marks_of(young, Level.L3)["superior_posterior"][1]].max() < 0.1
    )
    for name, mark in marks_of(old, Level.L3).items():
        assert mark == pytest.approx(marks_of(young, Level.L3)[name], abs=1e-9), name


def test_lines_run_from_front_to_back_and_around():
    marks = marks_of(vertebra(PERSON, Level.L2), Level.L2)
    for name in ENDPLATES:
        line, rim = marks[f"{name}_contour"], marks[f"{name}_rim"]
        assert np.allclose(line[:, 0], 0)
        assert np.all(np.diff(line[:, 1]) > 0)
        assert np.allclose(line[0], marks[f"{name}_anterior"])
        assert np.allclose(line[-1], marks[f"{name}_posterior"])
        assert np.allclose(line[len(line) // 2], marks[f"{name}_middle"])
        around = np.unwrap(np.arctan2(rim[:, 1], rim[:, 0]))
        assert np.all(np.diff(around) > 0)
        assert around[-1] - around[0] < 2 * np.pi


@pytest.mark.parametrize("level", [Level.T6, Level.L2])
def test_a_coronal_wedge_tilts_both_endplates_by_half_about_the_midline(level):
    sound, wedged = (vertebra(PERSON, level, Finding(left_minus_right=mm)) for mm in (0.0, 6.0))
    before, after = marks_of(sound, level), marks_of(wedged, level)
    for sign, name in ((1, "superior"), (-1, "inferior")):
        half = getattr(size_of(PERSON, level), f"{name}_width") / 2
        lift = after[f"{name}_rim"] - before[f"{name}_rim"]
        expected = sign * 1.5 * before[f"{name}_rim"][:, 0] / half
        np.testing.assert_allclose(lift, np.stack([0 * expected, 0 * expected, expected], -1), atol=1e-9)
        np.testing.assert_allclose(after[f"{name}_contour"], before[f"{name}_contour"], atol=1e-9)
    surface = wedged.solids[0].mesh
    assert surface.closed
    assert surface.volume == pytest.approx(sound.solids[0].mesh.volume, rel=0.01)
    assert all(away.max() < 0.3 for _, away in off_the_surface(wedged, level))


def test_corners_do_not_depend_on_detail_or_spurs():
    growths = (Osteophyte("superior"), Osteophyte("inferior", "left"), Osteophyte("inferior", "right", claw=False))
    one = marks_of(vertebra(PERSON, Level.L3), Level.L3)
    two = marks_of(vertebra(PERSON, Level.L3, Finding(osteophytes=growths), detail=0.35), Level.L3)
    for name in one:
        if one[name].ndim == 1:
            assert two[name] == pytest.approx(one[name], abs=1e-9), name


findings = st.builds(
    Finding,
    anterior=st.floats(0.35, 1.1),
    middle=st.none() | st.floats(0.35, 1.0),
    posterior=st.floats(0.35, 1.1),
    superior_share=st.floats(0, 1),
    schmorl=st.lists(
        st.builds(
            SchmorlNode,
            st.sampled_from(ENDPLATES),
            st.floats(-0.5, 0.5),
            st.floats(-0.5, 0.5),
            st.floats(0.5, 2.0),
            st.floats(0.2, 0.5),
        ),
        max_size=1,
    ).map(tuple),
    osteophytes=st.lists(
        st.builds(
            Osteophyte,
            st.sampled_from(ENDPLATES),
            st.sampled_from(["anterior", "left", "right"]),
            st.floats(1, 9),
            st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    superior_sclerosis=st.floats(0, 0.5),
    left_minus_right=st.floats(-5, 5),
)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(WITH_BODY), findings, st.integers(0, 1000), st.floats(10, 90))
def test_any_finding_is_in_the_marks(level, finding, seed, age):
    person = Person(seed=seed, age=age)
    size = size_of(person, level, finding)
    part = vertebra(person, level, finding, detail=0.35)
    assert all(solid.mesh.closed and solid.mesh.volume > 0 for solid in part.solids)
    marks = marks_of(part, level)
    for name in ("anterior", "middle", "posterior"):
        assert above(marks, name)[2] == pytest.approx(getattr(size, name), abs=1e-9)
        # Corner to corner the height differs only by what the endplates differ in depth.
        aside = (size.superior_depth - size.inferior_depth) / 2 if name != "middle" else 0.0
        assert np.linalg.norm(above(marks, name)) == pytest.approx(np.hypot(getattr(size, name), aside), abs=1e-9)
    sides = above(marks, "patient_left")[2] - above(marks, "patient_right")[2]
    assert sides == pytest.approx(size.left_minus_right, abs=1e-9)


@pytest.mark.parametrize("level", [Level.C1, Level.C2, Level.C5, Level.T7, Level.L3])
def test_the_arch_is_its_own_mirror_image(level):
    solids = vertebra(PERSON, level).solids
    arch = solids if level == Level.C1 else solids[2:]  # the first two are the body
    points = np.concatenate([solid.mesh.points for solid in arch])
    away = np.linalg.norm(points[:, None] - points[None] * [-1, 1, 1], axis=2).min(1)
    assert away.max() < 1e-9


@pytest.mark.parametrize(("sex", "stature", "volume"), [("F", 1613.0, 22.42), ("M", 1753.0, 30.86)])
def test_lumbar_bodies_are_as_large_as_real_ones(sex, stature, volume):
    """Mean of three lumbar bodies by CT, cm3: Gilsanz et al., Radiology 1994;190:678; people differ by 10 %."""
    people = [Person(sex=sex, stature=stature, seed=seed) for seed in range(5)]
    levels = (Level.L1, Level.L2, Level.L3)
    made = [vertebra(p, level, detail=0.35).solids[0].mesh.volume / 1000 for p in people for level in levels]
    assert np.mean(made) == pytest.approx(volume, rel=0.15)


def test_cheap_for_training_and_not_dear_for_film():
    for level in (Level.C5, Level.T6, Level.L3):
        count = {d: sum(len(s.mesh.faces) for s in vertebra(PERSON, level, detail=d).solids) for d in (0.35, 1.0)}
        assert count[0.35] <= 600
        assert 3000 < count[1.0] <= 8000


def test_the_same_person_has_the_same_vertebra():
    one, two = (vertebra(Person(seed=4), Level.T9) for _ in range(2))
    other = vertebra(Person(seed=5), Level.T9)
    assert all(np.array_equal(a.mesh.points, b.mesh.points) for a, b in zip(one.solids, two.solids, strict=True))
    assert not np.array_equal(one.solids[0].mesh.points, other.solids[0].mesh.points)


def test_a_collapsed_body_leaves_the_arch_at_its_posterior_wall():
    """The arch is as high as before however low the body is."""
    low = fracture("crush", 3, np.random.default_rng(1))
    sound, worn = (vertebra(PERSON, Level.L1, f) for f in (Finding(), low))
    spans = [np.ptp(np.concatenate([s.mesh.points for s in part.solids[2:22]])[:, 2]) for part in (sound, worn)]
    assert spans[0] == pytest.approx(spans[1])


def test_lost_bone_thins_the_shell_and_the_core():
    strong, weak = (vertebra(Person(seed=4, bone=bone), Level.L2).solids for bone in (1.0, 0.5))
    shell = [solids[0].mesh.volume - solids[1].mesh.volume for solids in (strong, weak)]
    assert shell[1] < 0.85 * shell[0]
    assert (weak[1].density, strong[1].density) == (0.5, 1.0)
