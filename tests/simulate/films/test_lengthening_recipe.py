"""Lengthening recipes: device in the bone, gap and ball on the film, truth beside it, at every visit."""

import numpy as np
import pytest

from measure.model import View
from measure.simulate.films import RECIPES, Size
from measure.simulate.films.limb import LimbPatient
from measure.simulate.films.recipes.lengthening import VISITS
from measure.simulate.procedure import ENTRY, Device
from measure.simulate.truth import film_truth, look

COURSES = (("femur", 7), ("tibia", 0), ("tibia", 4))  # two over nails, one in rings


def patient_of(plan) -> LimbPatient:
    """Patient that a film's scene is made of."""
    held = [cell.cell_contents for cell in plan.scene.__closure__]
    return next(one for one in held if isinstance(one, LimbPatient))


@pytest.fixture(scope="module", params=COURSES, ids=str)
def course(request):
    """Plans of one series with what their scenes hold, at the coarseness of training films."""
    bone, seed = request.param
    plans = RECIPES[bone].plan(seed, Size.SMALL)
    return [(plan, patient_of(plan), patient_of(plan).scene(plan.facts.view, 0.35)) for plan in plans]


def margin(beam, points) -> float:
    """Least distance of points from the edge of the film, mm; negative outside."""
    at = beam.project(np.reshape(points, (-1, 3)))
    edge = np.minimum(at, [beam.rows - 1, beam.cols - 1] - at).min()
    return float(edge * beam.pitch[0])


def test_the_whole_gap_is_on_every_film(course):
    assert len(course) == 2 * len(VISITS)
    for plan, patient, scene in course:
        marks = scene.part.marks[patient.plan.key]
        edges = np.stack([mark for name, mark in marks.items() if "axis" not in name])
        assert margin(plan.beam, edges) > 20.0
        seen = {one.key for one in look(scene.part, plan.beam, plan.facts.view)}
        assert any(key.startswith("regenerate") for key in seen)


def test_the_ball_is_on_the_film_nearly_always_and_beside_the_bone(course):
    whole = []
    for plan, _, scene in course:
        ball = scene.part.marks["calibrator:ball"]
        whole.append(margin(plan.beam, ball["centre"]) > 12.7 * 1.1)
        axis = scene.part.marks[patient_key(scene)]["proximal_axis"]
        depth = 1 if plan.facts.view is View.FRONTAL else 0
        # At the depth of the bone, give or take what is done in practice.
        assert abs(ball["centre"][depth] - axis[:, depth].mean()) < 40.0
    assert sum(whole) >= 0.8 * len(whole)


def patient_key(scene) -> str:
    return next(key for key in scene.part.marks if key.startswith("regenerate"))


def test_the_tube_of_the_nail_bridges_the_gap_to_the_end(course):
    _, patient, _ = course[0]
    if patient.plan.device is not Device.NAIL:
        assert patient.nail is None
        return
    plan, nail = patient.plan, patient.nail
    mouth = ENTRY[plan.bone] + nail.length - nail.exposed
    assert ENTRY[plan.bone] + 60.0 < plan.osteotomy  # below the upper screws
    assert plan.osteotomy + plan.initial_gap + plan.planned < mouth
    assert plan.planned <= nail.stroke
    assert plan.planned > 25.0


def test_four_screws_hold_the_nail_each_about_as_long_as_the_bone_is_wide(course):
    _, patient, _ = course[-1]
    if patient.nail is None:
        return
    part = patient.lengthened(0.35).body[f"{patient.plan.bone}_{patient.side}"]
    marks = part.marks["implant:nail"]
    screws = [mark for name, mark in marks.items() if "screw" in name]
    assert len(screws) == 4
    for head, tip in screws:
        assert 22.0 < np.linalg.norm(tip - head) < 75.0


def test_truth_says_what_was_done(course):
    grown = []
    for plan, patient, scene in course:
        told = scene.more["lengthening"]
        truth = film_truth(
            look(scene.part, plan.beam, plan.facts.view), plan.beam, plan.facts.view, mm_per_pixel=plan.beam.pitch,
            more=scene.more,
        )  # fmt: skip
        key = next(key for key in truth["limb"] if key.startswith("regenerate"))
        mag = float(plan.beam.magnification(scene.part.marks[patient.plan.key]["distal_axis"][0]))
        for cortex, shown in truth["limb"][key]["mm"].items():
            # A tilted beam shortens a gap by its cosine, and what lies nearer is shown larger.
            assert shown / mag == pytest.approx(told["gap_by_cortex_mm"][cortex], abs=1.2)
        assert len(truth["limb"][key]["mm"]) == 2
        assert told["gap_mm"] == pytest.approx(told["initial_gap_mm"] + told["lengthening_mm"])
        assert truth["ball_diameter_mm"] == pytest.approx(25.4)
        assert set(truth["regenerate"]["density"]) == {"medial", "lateral", "anterior", "posterior"}
        assert 0 <= truth["regenerate"]["cortices_bridged"] <= 4
        grown.append((told["lengthening_mm"], truth["leg"][f"{patient.plan.bone}_length_mm"]))
    # The bone is longer by what it was lengthened, but for the drift.
    (first, short), (last, long) = grown[0], grown[-1]
    assert long - short == pytest.approx(last - first, abs=1.5)


def test_nails_are_told_with_their_sizes(course):
    _, patient, scene = course[4]
    told = scene.more["lengthening"]
    if patient.nail is None:
        assert told["device"] == "ring"
        assert "nail" not in told
        return
    nail = told["nail"]
    assert nail["diameter_mm"] == patient.nail.diameter
    assert nail["length_mm"] - patient.nail.length == pytest.approx(told["lengthening_mm"])
    marks = scene.part.marks["implant:nail"]
    assert np.linalg.norm(np.diff(marks["tube_width"], axis=0)) == pytest.approx(nail["diameter_mm"])
    assert np.linalg.norm(np.diff(marks["rod_axis"][[0, -1]], axis=0)) == pytest.approx(nail["rod_outside_mm"])
