"""Lengthened: whole legs on one day, against the uncut leg."""

import numpy as np
import pytest

from measure.errors import SimulationError
from measure.model import Side
from measure.simulate.anatomy.limb import leg, leg_frames, limb_size
from measure.simulate.anatomy.person import Person
from measure.simulate.procedure import Device, Drift, LengtheningPlan, Pathway, lengthened_leg
from measure.simulate.solids import posed

WHO = Person(sex="M", seed=4)
CASES = [("femur", Device.NAIL), ("femur", Device.RAIL), ("tibia", Device.RING), ("tibia", Device.NAIL)]


@pytest.mark.parametrize(("bone", "device"), CASES)
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_the_leg_is_longer_by_the_gap(bone: str, device: Device, side: Side) -> None:
    plan = LengtheningPlan(bone=bone, side=side, osteotomy=90.0, planned=30.0, device=device)
    done = lengthened_leg(WHO, plan, 90, Pathway(), detail=0.2)
    home = leg_frames(limb_size(WHO), str(side))
    moved = np.asarray(done.frames[f"foot_{side}"].origin) - np.asarray(home[f"foot_{side}"].origin)
    assert np.linalg.norm(moved) == pytest.approx(31.0, abs=0.1)
    assert moved[2] < -30
    whole = posed(done.body, done.frames)
    assert all(s.mesh.closed for s in whole.solids)
    assert f"regenerate:{bone}:{side}" in whole.marks
    assert ("implant:nail" if device is Device.NAIL else "implant:fixator") in whole.marks


def test_new_bone_lies_between_the_edges_in_the_room() -> None:
    plan = LengtheningPlan(osteotomy=90.0, planned=30.0, device=Device.RAIL)
    done = lengthened_leg(WHO, plan, 120, Pathway(), detail=0.3)
    values = done.field.values
    places = done.field.frame.apply(np.moveaxis(np.indices(values.shape), 0, -1) * np.array(done.field.spacing))
    weight = (places * values[..., None]).sum(axis=(0, 1, 2)) / values.sum()
    marks = posed(done.body, done.frames).marks["regenerate:femur:left"]
    middle = np.mean([marks[f"{end}_{c}"] for end in ("proximal", "distal") for c in ("medial", "lateral")], axis=0)
    assert np.linalg.norm(weight - middle) < 4.0


def test_bone_is_neither_lost_nor_won_but_for_the_canal() -> None:
    plan = LengtheningPlan(osteotomy=90.0, planned=30.0, device=Device.RAIL)
    cut = lengthened_leg(WHO, plan, 60, Pathway(), detail=0.3)
    whole = leg(WHO, "left", detail=0.3)

    def cortex(*names: str, of: object = None) -> float:
        body = cut.body if of is None else of
        solids = [s for name in names for s in body[name].solids]  # type: ignore[index]
        return float(sum(s.mesh.volume for s in solids if s.material == "cortical"))

    assert cortex("femur_left", "femur_left_distal") == pytest.approx(cortex("femur_left", of=whole), rel=0.01)


def test_angulation_goes_down_the_leg() -> None:
    plan = LengtheningPlan(osteotomy=90.0, planned=30.0, device=Device.RAIL, drift=Drift(valgus=6.0))
    done = lengthened_leg(WHO, plan, 90, Pathway(), detail=0.2)
    home = leg_frames(limb_size(WHO), "left")
    turn = np.asarray(done.frames["tibia_left"].axes) @ np.asarray(home["tibia_left"].axes).T
    assert np.degrees(np.arccos((np.trace(turn) - 1) / 2)) == pytest.approx(6.0)


def test_a_visit_is_the_same_every_time_and_the_grain_stays() -> None:
    plan = LengtheningPlan(osteotomy=90.0, planned=30.0)
    first, again, later = (lengthened_leg(WHO, plan, day, Pathway(), detail=0.2) for day in (80, 80, 100))
    np.testing.assert_array_equal(first.field.values, again.field.values)
    both = (first.field.values > 0.05) & (later.field.values > 0.05)
    assert np.corrcoef(first.field.values[both], later.field.values[both])[0, 1] > 0.8


def test_only_femur_and_tibia_are_lengthened() -> None:
    with pytest.raises(SimulationError, match="expected femur or tibia"):
        lengthened_leg(WHO, LengtheningPlan(bone="fibula"), 3, Pathway())
