"""The sacrum: closed, mirror-symmetric, its endplate in the plane of its frame."""

import numpy as np
import pytest

from measure.model import Level
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine.sacrum import sacrum
from measure.simulate.anatomy.spine.sizes import size_of
from measure.simulate.anatomy.spine.vertebra import vertebra

PERSON = Person(seed=6)


@pytest.fixture(scope="module")
def part():
    return sacrum(PERSON)


def test_the_endplates_chord_is_the_frame(part):
    marks, size = part.marks["vertebra:S1"], size_of(PERSON, Level.S1)
    assert marks["superior_anterior"] == pytest.approx([0, -size.superior_depth / 2, 0], abs=1e-9)
    assert marks["superior_posterior"] == pytest.approx([0, size.superior_depth / 2, 0], abs=1e-9)
    assert marks["superior_patient_left"] == pytest.approx([size.superior_width / 2, 0, 0], abs=1e-9)
    assert marks["superior_middle"][2] < 0
    assert not any(name.startswith("inferior") for name in marks)


def test_the_marks_lie_on_its_surface(part):
    surface = part.solids[0].mesh.points
    for name, mark in part.marks["vertebra:S1"].items():
        for point in np.atleast_2d(mark):
            assert np.linalg.norm(surface - point, axis=1).min() < 1e-9, name


def test_left_and_right_are_alike(part):
    points = part.solids[0].mesh.points
    mirrored = points * [-1, 1, 1]
    away = np.linalg.norm(points[:, None] - mirrored[None], axis=2).min(1)
    assert away.max() < 1e-9


def test_as_large_as_a_sacrum(part):
    size = np.ptp(part.solids[0].mesh.points, axis=0)
    assert 90 < size[0] < 125  # from wing to wing
    assert 110 < size[2] < 145  # with the coccyx
    assert part.solids[1].mesh.volume < part.solids[0].mesh.volume


def test_the_promontory_is_the_foremost_point_of_the_body(part):
    """The front wall recedes from the endplate's anterior rim and comes forward again at the coccyx."""
    points = part.solids[0].mesh.points
    middle = points[np.abs(points[:, 0]) < 1.0]
    front = {z: middle[np.abs(middle[:, 2] - z) < 4][:, 1].min() for z in (-30, -70)}
    anterior = part.marks["vertebra:S1"]["superior_anterior"][1]
    assert anterior < front[-30] < front[-70]


def test_the_front_is_hollow_and_the_wings_are_wider_in_front(part):
    points = part.solids[0].mesh.points
    middle = points[np.abs(points[:, 0]) < 1.0]
    front = {z: middle[np.abs(middle[:, 2] - z) < 5][:, 1].min() for z in (-4, -60, -118)}
    assert front[-60] > front[-4] + 15
    assert front[-60] > front[-118] + 15
    wing = points[(np.abs(points[:, 2] + 30) < 6) & (points[:, 0] > 30)]
    centre = np.median(wing[:, 1])
    assert wing[wing[:, 1] < centre][:, 0].max() > wing[wing[:, 1] > centre + 3][:, 0].max() + 4


def test_foramina_hold_no_bone(part):
    """Four pairs of tunnels of soft tissue."""
    holes = [s for s in part.solids if s.material == "soft"]
    assert len(holes) == 8
    assert sum(np.sign(s.mesh.points[:, 0].mean()) for s in holes) == 0


def test_s1_of_a_vertebra_is_the_sacrum():
    one, two = sacrum(PERSON, 0.35), vertebra(PERSON, Level.S1, detail=0.35)
    assert np.array_equal(one.solids[0].mesh.points, two.solids[0].mesh.points)
    assert sum(len(s.mesh.faces) for s in one.solids) < 1000
