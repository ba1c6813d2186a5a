"""Fixators: closed, outside the gap, pins that end in the far cortex, and frames that go with the segments."""

import numpy as np
import pytest

from measure.model import Side
from measure.simulate.anatomy.limb import shaft
from measure.simulate.anatomy.person import Person
from measure.simulate.procedure import Device, Drift, LengtheningPlan, RailSize, RingSize, rail, rings, segments, state
from measure.simulate.procedure.piercing import pierced

FEMUR = {side: shaft(Person(), "femur", side) for side in ("left", "right")}


def plan(side: Side = Side.LEFT, device: Device = Device.RAIL) -> LengtheningPlan:
    return LengtheningPlan(side=side, device=device, osteotomy=130.0, planned=40.0, drift=Drift(valgus=5.0))


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_pins_run_from_the_outer_side_to_just_beyond_the_far_cortex(side: Side) -> None:
    femur, out = FEMUR[side], 1.0 if side is Side.LEFT else -1.0
    part = rail(femur, state(plan(side), 60), detail=0.5)
    place = segments(femur, state(plan(side), 60)).distal
    pins = part.marks["implant:fixator"]
    assert len(pins) == 6
    for name, (clamp, tip) in pins.items():
        assert (clamp - tip)[0] * out > 100
        k = int(name[-1]) - 1
        if name.startswith("distal"):
            far = place.apply(femur.cortex(130.0 + 35 + 18 * k, "medial")[0])
        else:
            far = femur.cortex(130.0 - 35 - 18 * k, "medial")[0]
        assert np.linalg.norm(tip - far) == pytest.approx(2.0)


@pytest.mark.parametrize("carbon", [True, False])
def test_rings_are_closed_and_of_their_material(carbon: bool) -> None:
    size = RingSize(material="plastic" if carbon else "steel", hinged=not carbon)
    part = rings(FEMUR["left"], state(plan(), 60), size, detail=0.5)
    assert all(s.mesh.closed and s.mesh.volume > 0 for s in part.solids)
    hoop = part.solids[0]
    assert hoop.material == size.material
    assert hoop.mesh.volume == pytest.approx(np.pi * (96.0**2 - 80.0**2) * 5.0, rel=0.01)


def test_rings_keep_their_segment() -> None:
    first, later = (rings(FEMUR["left"], state(plan(), day), detail=0.4).marks["implant:fixator"] for day in (0, 90))
    distal = segments(FEMUR["left"], state(plan(), 90)).distal
    start = segments(FEMUR["left"], state(plan(), 0)).distal
    for n in (1, 2):
        np.testing.assert_allclose(first[f"ring_{n}"], later[f"ring_{n}"])
    for n in (3, 4):
        np.testing.assert_allclose(distal.apply(start.local(first[f"ring_{n}"])), later[f"ring_{n}"], atol=1e-9)
    assert first["ring_3"][2] - later["ring_3"][2] > 35


def test_the_rail_is_closed() -> None:
    part = rail(FEMUR["left"], state(plan(), 30), RailSize(pins=2), detail=0.5)
    assert all(s.mesh.closed and s.mesh.volume > 0 for s in part.solids)


def test_a_bar_is_parted_where_tissues_meet() -> None:
    femur = FEMUR["left"]
    centre, axes = femur.at(130.0)
    line = np.stack([centre + 100 * axes[:, 0], centre - 100 * axes[:, 0]])
    pieces = pierced(femur, line, 3.0, "steel", skin=60.0, points=48)
    assert [p.within for p in pieces] == ["air", "soft", "cortical", "fat", "cortical", "soft", "air"]
    lengths = [p.mesh.volume / (np.pi * 9.0) for p in pieces]
    outer, inner = (femur.cortex(130.0, "lateral"), femur.cortex(130.0, "medial"))
    wall = [np.linalg.norm(pair[0] - pair[1]) for pair in (outer, inner)]
    expected = [40, 60 - np.linalg.norm(outer[0] - centre), wall[0]]
    np.testing.assert_allclose(lengths[:3], expected, rtol=0.01, atol=0.1)
    assert lengths[4] == pytest.approx(wall[1], abs=0.1)
    assert sum(lengths) == pytest.approx(200, rel=0.004)


def test_a_nail_leaves_room_in_a_screw() -> None:
    femur = FEMUR["left"]
    centre, axes = femur.at(130.0)
    line = np.stack([centre + 30 * axes[:, 0], centre - 30 * axes[:, 0]])
    whole, parted = (pierced(femur, line, 2.5, "steel", gap=gap, points=24) for gap in (0.0, 4.0))
    lost = sum(p.mesh.volume for p in whole) - sum(p.mesh.volume for p in parted)
    assert lost == pytest.approx(8.0 * np.pi * 2.5**2, rel=0.02)
