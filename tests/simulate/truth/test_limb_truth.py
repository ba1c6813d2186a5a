"""Truth of limbs on films: gaps and axes of marks whose answer is known by construction."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.model import Side, View
from measure.simulate.anatomy.limb import LimbPose, leg, leg_frames, limb_size, shaft
from measure.simulate.anatomy.person import Person
from measure.simulate.procedure import Drift, LengtheningPlan, segments, state
from measure.simulate.rays import BeamKind, aimed
from measure.simulate.solids import Part, posed
from measure.simulate.truth import film_truth, look
from measure.simulate.truth.limb import VISIBLE, gap_truth, leg_truth

PERSON = Person(sex="M")


def lengthened(drift: Drift) -> tuple[Part, dict[str, float]]:
    """Marks of a femur drawn 40 mm apart, its cut upright at the origin, and the gaps between its edges."""
    bone = shaft(PERSON, "femur", "left")
    plan = LengtheningPlan(osteotomy=150.0, planned=40.0, initial_gap=1.0, drift=drift)
    place = segments(bone, state(plan, 100))
    upright = place.faces[0]
    marks = {key: {n: upright.local(m) for n, m in named.items()} for key, named in place.marks.items()}
    return Part((), marks), dict(place.gaps)


@pytest.mark.parametrize("view", [View.FRONTAL, View.LATERAL])
def test_a_parallel_beam_shows_the_gaps_as_they_are(view):
    part, gaps = lengthened(Drift())
    beam = aimed(str(view), (0, 0, -20), sid=1000.0, oid=100.0, pitch=0.5, shape=(600, 400), kind=BeamKind.PARALLEL)
    found = film_truth(look(part, beam, view), beam, view, mm_per_pixel=beam.pitch)["limb"]["regenerate:left:femur"]
    wanted = {cortex: gaps[cortex] for cortex in VISIBLE[str(view)]}
    # The marked axes are chords of a bowed bone: their mean lies along it but for a hundredth of a degree.
    assert found["mm"] == pytest.approx(wanted, abs=0.01)
    assert {cortex: value * 0.5 for cortex, value in found["px"].items()} == pytest.approx(found["mm"])


def test_a_diverging_beam_shows_them_magnified():
    part, gaps = lengthened(Drift(valgus=4.0))
    beam = aimed("frontal", (0, 0, -20), sid=1100.0, oid=100.0, pitch=0.5, shape=(700, 400))
    found = film_truth(look(part, beam, View.FRONTAL), beam, View.FRONTAL, mm_per_pixel=beam.pitch)["limb"]
    shown = found["regenerate:left:femur"]["mm"]
    for cortex in ("medial", "lateral"):
        assert shown[cortex] / 1.1 == pytest.approx(gaps[cortex], rel=0.01)
    assert shown["medial"] > shown["lateral"] + 1.0  # valgus opens the inner side


def test_a_cortex_off_the_film_has_no_gap():
    edges = {"proximal_medial": (0.0, 0.0), "distal_medial": (0.0, 30.0), "distal_lateral": (25.0, 30.0)}
    axis = [(12.0, -60.0), (12.0, 0.0)], [(12.0, 30.0), (12.0, 90.0)]
    assert gap_truth(edges, *axis, "frontal") == {"medial": 30.0}
    assert gap_truth(edges, *axis, "lateral") == {}


@given(st.floats(-20, 20), st.floats(80, 100), st.floats(80, 100), st.floats(-4, 6), st.sampled_from(["left", "right"]))
def test_angles_of_a_drawn_leg_are_those_it_was_drawn_with(thigh, mldfa, mpta, jlca, side):
    out = 1.0 if side == "left" else -1.0

    def at(origin, degrees, far):
        return origin[0] + far * math.cos(math.radians(degrees)), origin[1] + far * math.sin(math.radians(degrees))

    # Directions of a left leg: 0 to the right, that is outwards, 90 down.
    way = 90.0 + thigh
    condyles = mldfa - 180.0 + way
    plateau = condyles + jlca
    shin = 180.0 + plateau - mpta
    hip, knee = (0.0, 0.0), at((0.0, 0.0), way, 420.0)
    points = {
        "hip": hip, "knee": knee, "ankle": at(knee, shin, 360.0),
        "condyle_lateral": at(knee, condyles, 22.0), "condyle_medial": at(knee, condyles, -22.0),
        "plateau": knee, "plateau_lateral": at(knee, plateau, 22.0), "plateau_medial": at(knee, plateau, -22.0),
    }  # fmt: skip
    found = leg_truth({name: (out * x, y) for name, (x, y) in points.items()}, side)
    assert found["mldfa"] == pytest.approx(mldfa)
    assert found["mpta"] == pytest.approx(mpta)
    assert found["jlca"] == pytest.approx(jlca, abs=1e-9)
    assert found["hka"] == pytest.approx(mldfa - mpta + jlca, abs=1e-9)
    assert (found["femur_length"], found["tibia_length"]) == (pytest.approx(420.0), pytest.approx(360.0))
    # The knee lies beside the mechanical axis as far as the triangle of the three joints is high.
    high = 420.0 * 360.0 * math.sin(math.radians(found["hka"])) / found["leg_length"]
    assert found["mechanical_axis_deviation"] == pytest.approx(high, abs=1e-6)


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_a_parallel_beam_shows_the_angles_that_a_leg_was_asked_for(side):
    size = limb_size(PERSON, mldfa=91.5, mpta=84.0, jlca=2.0)
    body = leg(PERSON, str(side), LimbPose(), 0.35, size=size)
    part = posed(body, leg_frames(size, str(side)))
    beam = aimed("frontal", (0, 0, -420), sid=2600.0, oid=100.0, pitch=1.0, shape=(1200, 400), kind=BeamKind.PARALLEL)
    seen = look(Part((), part.marks), beam, View.FRONTAL)
    found = film_truth(seen, beam, View.FRONTAL, mm_per_pixel=beam.pitch)["limb"][f"leg:{side}"]["mm"]
    for name in ("hka", "mldfa", "mpta", "jlca"):
        assert found[name] == pytest.approx(getattr(size, name), abs=0.15), name
    assert found["femur_length"] == pytest.approx(size.femur_length, abs=0.1)
    assert found["tibia_length"] == pytest.approx(size.tibia_length, abs=0.1)


def test_a_leg_that_is_not_whole_on_the_film_has_no_axes():
    size = limb_size(PERSON)
    part = posed(leg(PERSON, "left", detail=0.35), leg_frames(size, "left"))
    beam = aimed("frontal", (0, 0, -420), sid=2600.0, oid=100.0, pitch=1.0, shape=(400, 400))
    seen = look(Part((), part.marks), beam, View.FRONTAL)
    assert np.isfinite([one.magnification for one in seen]).all()
    assert "limb" not in film_truth(seen, beam, View.FRONTAL)
