"""Hips: the trunk that a leg hangs from joins it without a hole and without being there twice."""

import numpy as np
import pytest

from measure.model import View
from measure.simulate.anatomy.person import Person
from measure.simulate.films.hips import crotch, hips
from measure.simulate.films.limb import LimbPatient
from measure.simulate.rays import aimed, path_lengths
from measure.simulate.solids import Solid

PEOPLE = [Person(sex="M", bmi=22.0, seed=1), Person(sex="F", bmi=31.0, seed=2)]


@pytest.fixture(scope="module", params=PEOPLE, ids=["lean man", "stout woman"])
def scene(request):
    return request.param, LimbPatient(request.param, "left").scene(View.FRONTAL, 0.35)


def body(solids, beam):
    """How far each ray runs inside the body, mm: flesh, fat and bone together."""
    lengths = path_lengths(solids, beam)
    return sum(lengths[m] for m in ("soft", "fat", "cortical", "cancellous", "marrow") if m in lengths)


def test_flesh_goes_on_from_the_thigh_into_the_trunk(scene):
    person, film = scene
    beam = aimed("frontal", (20, 0, -crotch(person)), sid=2600.0, oid=100.0, pitch=1.0, shape=(160, 100))
    through = body([s for s in film.part.solids if s.material not in ("plastic", "lead")], beam)
    # Down the middle of the thigh nothing is missing and nothing there twice: a fold at most from row to row.
    column = through[:, 40:60].mean(axis=1)
    assert 90 < column.min() < column.max() < 420
    at = through.shape[0] // 2
    assert abs(column[at - 6] - column[at + 6]) < 0.2 * column[at]


def test_the_hip_lies_in_its_socket(scene):
    person, film = scene
    assert film.part.marks["femoral_head:left"]["centre"] == pytest.approx([0, 0, 0], abs=1e-9)
    spine, crest = (film.part.marks["pelvis"][f"{name}:left"] for name in ("anterior_spine", "crest"))
    # Of a standing person: both above the joint, beside it outwards, the spine in front.
    assert 50 < spine[2] < 120
    assert crest[2] > spine[2]
    assert spine[1] < -20
    other = film.part.marks["pelvis"]["anterior_spine:right"]
    assert (spine + other)[0] / 2 == pytest.approx(-88 * person.size, abs=8)


def test_a_right_leg_mirrors_it():
    spines = [hips(PEOPLE[0], side, 0.35).marks["pelvis"] for side in ("left", "right")]
    left, right = spines[0]["crest:left"], spines[1]["crest:right"]
    # Alike but for a spine that is never wholly straight.
    assert left * [-1, 1, 1] == pytest.approx(right, abs=6.0)


def test_nothing_of_it_is_read_but_the_pelvis():
    part = hips(PEOPLE[0], "left", 0.35)
    assert set(part.marks) == {"pelvis"}
    assert all(isinstance(solid, Solid) and solid.mesh.closed for solid in part.solids)


def test_trunks_ends_lie_around_both_thighs():
    person = PEOPLE[0]
    part = hips(person, "left", 0.35)
    fat = np.concatenate([s.mesh.points for s in part.solids if s.material == "fat" and s.within == "air"])
    rim = fat[np.abs(fat[:, 2] + crotch(person)) < 1.0]
    assert rim[:, 0].max() > 75
    assert rim[:, 0].min() < -88 * 2 - 60
