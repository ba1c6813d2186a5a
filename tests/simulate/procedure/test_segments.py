"""Segments: gaps by cortex against closed forms, the two pieces, their marks."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.model import Side
from measure.simulate.anatomy.limb import shaft
from measure.simulate.anatomy.person import Person
from measure.simulate.procedure import Drift, LengtheningPlan, bone_pieces, segments, state

FEMUR = {side: shaft(Person(), "femur", side) for side in ("left", "right")}


def done(side: Side = Side.LEFT, **drift: float) -> LengtheningPlan:
    return LengtheningPlan(side=side, planned=40.0, initial_gap=1.5, drift=Drift(**drift))


@given(st.floats(-25, 25), st.sampled_from([Side.LEFT, Side.RIGHT]))
def test_valgus_opens_the_medial_gap_by_its_closed_form(valgus: float, side: Side) -> None:
    place = segments(FEMUR[side], state(done(side, valgus=valgus), 60))
    lateral, medial = place.edges["lateral"][0], place.edges["medial"][0]
    wide, half = np.linalg.norm(lateral - medial), np.deg2rad(valgus / 2)
    # The edges lie on a line through the axis that turns by the angle: each is off the bisector by half of it.
    assert place.gaps["medial"] - place.gaps["lateral"] == pytest.approx(2 * wide * np.sin(half), abs=1e-6)
    reader = np.degrees(np.arctan((place.gaps["medial"] - place.gaps["lateral"]) / wide))
    # What a reader computes from the two gaps falls short by the third order only.
    assert abs(reader - valgus) <= 1.2e-4 * abs(valgus) ** 3 + 1e-6


@given(st.floats(-15, 15))
def test_procurvatum_opens_the_front(procurvatum: float) -> None:
    gaps = segments(FEMUR["left"], state(done(procurvatum=procurvatum), 60)).gaps
    assert np.sign(round(gaps["anterior"] - gaps["posterior"], 9)) == np.sign(round(procurvatum, 9))


@given(st.floats(-10, 10), st.floats(-10, 10))
def test_translation_leaves_the_gaps_alone(medial: float, posterior: float) -> None:
    gaps = segments(FEMUR["left"], state(done(medial=medial, posterior=posterior), 60)).gaps
    assert list(gaps.values()) == pytest.approx([41.5] * 4)


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_translation_and_valgus_go_to_their_side(side: Side) -> None:
    place = segments(FEMUR[side], state(done(side, medial=5.0, valgus=8.0), 60))
    out = 1.0 if side is Side.LEFT else -1.0
    cut, moved = place.faces
    offset = cut.local(moved.origin)
    np.testing.assert_allclose(offset, [-5.0 * out, 0.0, -41.5], atol=1e-9)
    # Its long axis points outwards, going down.
    assert (-np.asarray(moved.axes)[:, 2])[0] * out > (-np.asarray(cut.axes)[:, 2])[0] * out + 0.1


def test_right_mirrors_left() -> None:
    left, right = (
        segments(FEMUR[side], state(done(side, valgus=6.0, procurvatum=3.0, medial=2.0), 60))
        for side in (Side.LEFT, Side.RIGHT)
    )
    for cortex, edges in left.edges.items():
        np.testing.assert_allclose(edges * [-1, 1, 1], right.edges[cortex], atol=1e-6)


def test_day_0_is_the_uncut_bone_but_for_the_saw() -> None:
    plan = replace(done(valgus=10.0), initial_gap=0.0)
    place = segments(FEMUR["left"], state(plan, 0))
    np.testing.assert_allclose(place.distal.origin, 0, atol=1e-9)
    np.testing.assert_allclose(place.distal.axes, np.eye(3), atol=1e-12)


def test_pieces_are_closed_and_moved_apart() -> None:
    now = state(replace(done(), rough=0.6, seed=3), 60)
    whole = sum(abs(s.mesh.volume) for s in FEMUR["left"].solids() if s.material == "cortical")
    upper, lower = bone_pieces(FEMUR["left"], now)
    assert all(s.mesh.closed for s in (*upper.solids, *lower.solids))
    parts = [s.mesh for s in (*upper.solids, *lower.solids) if s.material == "cortical"]
    assert sum(m.volume for m in parts) == pytest.approx(whole, rel=0.004)
    assert parts[0].points[:, 2].min() - parts[1].points[:, 2].max() == pytest.approx(41.5, abs=5)


def test_marks_name_the_bone_and_both_edges_of_every_cortex() -> None:
    place = segments(FEMUR["left"], state(done(valgus=3.0), 60))
    marks = place.marks["regenerate:femur:left"]
    for cortex, pair in place.edges.items():
        np.testing.assert_array_equal(marks[f"proximal_{cortex}"], pair[0])
        np.testing.assert_array_equal(marks[f"distal_{cortex}"], pair[1])
    ends = marks["proximal_axis"][-1], marks["distal_axis"][0]
    assert np.linalg.norm(ends[0] - ends[1]) == pytest.approx(41.5, abs=1e-6)


def test_a_plan_for_the_other_side_is_refused() -> None:
    with pytest.raises(SimulationError, match="expected the right femur, got the left femur"):
        segments(FEMUR["left"], state(done(Side.RIGHT), 3))
