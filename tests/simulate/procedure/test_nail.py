"""Nail: closed pieces, telescoping arithmetic, screws through both cortices, metal that is counted once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.model import Side
from measure.simulate.anatomy.limb import Shaft, shaft
from measure.simulate.anatomy.person import Person
from measure.simulate.procedure import (
    Bore,
    LengtheningPlan,
    NailSize,
    bone_pieces,
    nail,
    nail_line,
    on_nail,
    reamed,
    segments,
    state,
)
from measure.simulate.rays import BeamKind, aimed, path_lengths
from measure.simulate.solids import Part, Solid

SIZE = NailSize.named(10.7)


def bone(side: str = "left") -> tuple[Shaft, np.ndarray]:  # type: ignore[type-arg]
    plain = shaft(Person(), "femur", side)
    line = nail_line(plain, -25.0, SIZE.length)
    return reamed(plain, Bore(line, SIZE.diameter / 2 + 1.0)), line


FEMUR, LINE = bone()
PLAN = on_nail(LengtheningPlan(planned=60.0, osteotomy=100.0), FEMUR, LINE)


def parts(day: float) -> tuple[Part, Part]:
    return nail(FEMUR, state(PLAN, day), LINE, SIZE, detail=0.5)


@settings(max_examples=12, deadline=None)
@given(st.floats(0, 120))
def test_length_is_tube_plus_rod_less_what_is_hidden(day: float) -> None:
    now = state(PLAN, day)
    upper, lower = nail(FEMUR, now, LINE, SIZE, detail=0.3)
    tube, rod = upper.marks["implant:nail"]["tube_axis"], lower.marks["implant:nail"]["rod_axis"]
    whole = np.linalg.norm(rod[1] - tube[0])
    hidden = np.linalg.norm(tube[1] - lower.marks["implant:nail"]["rod_top"])
    assert whole == pytest.approx(SIZE.length + now.lengthening)
    assert hidden == pytest.approx(SIZE.overlap - now.lengthening)
    full_rod = SIZE.exposed + SIZE.overlap
    assert np.linalg.norm(tube[1] - tube[0]) + full_rod - hidden == pytest.approx(whole)


def test_the_bone_goes_with_the_rod() -> None:
    first, last = parts(0)[1], parts(100)[1]
    moved = segments(FEMUR, state(PLAN, 100)).distal.origin - segments(FEMUR, state(PLAN, 0)).distal.origin
    for name, mark in first.marks["implant:nail"].items():
        if "screw" in name:
            np.testing.assert_allclose(
                last.marks["implant:nail"][name] - mark, np.broadcast_to(moved, (2, 3)), atol=0.01
            )
    assert np.linalg.norm(moved) == pytest.approx(60.0, abs=0.2)


def test_widths_are_those_of_the_catalogue() -> None:
    upper, lower = (p.marks["implant:nail"] for p in parts(40))
    assert np.linalg.norm(np.diff(upper["tube_width"], axis=0)) == pytest.approx(10.7)
    assert np.linalg.norm(np.diff(lower["rod_width"], axis=0)) == pytest.approx(8.5)


@pytest.mark.parametrize("day", [0, 30, 200])
def test_everything_is_closed(day: int) -> None:
    assert all(s.mesh.closed and s.mesh.volume > 0 for p in parts(day) for s in p.solids)


@pytest.mark.parametrize("side", ["left", "right"])
def test_screws_go_from_lateral_through_both_cortices(side: str) -> None:
    femur, line = bone(side)
    plan = LengtheningPlan(planned=60.0, osteotomy=100.0, side=Side(side))
    out = 1.0 if side == "left" else -1.0
    for part in nail(femur, state(plan, 0), line, SIZE, detail=0.4):
        screws = {name: mark for name, mark in part.marks["implant:nail"].items() if "screw" in name}
        assert len(screws) == 2
        for head, tip in screws.values():
            assert (head - tip)[0] * out > 0
            height = (head + tip)[2] / 2
            s = min(np.arange(0, femur.length, 1.0), key=lambda v: abs(femur.at(v)[0][2] - height))
            for end, cortex, spare in ((head, "lateral", 4.0), (tip, "medial", 1.5)):
                surface = femur.cortex(s, cortex)[0]
                assert (end - surface)[0] * np.sign((head - tip)[0] if cortex == "lateral" else (tip - head)[0]) == (
                    pytest.approx(spare, abs=1.5)
                )


def test_metal_takes_the_place_of_what_it_lies_in() -> None:
    """Every millimetre of metal is one less of bone, marrow or soft tissue: all maps together stay as they were."""
    now, centre = state(PLAN, 70), FEMUR.at(130.0)[0]
    beam = aimed("frontal", centre, sid=2000.0, oid=500.0, pitch=0.7, shape=(300, 90), kind=BeamKind.PARALLEL)
    bone_only = [s for p in bone_pieces(FEMUR, now, 0.6) for s in p.solids]
    metal = [s for p in nail(FEMUR, now, LINE, SIZE, detail=0.6) for s in p.solids]
    before, after = path_lengths(bone_only, beam), path_lengths([*bone_only, *metal], beam)
    # Air has no map: what turns to air is lost from the sum, what stands in air is new to it.
    to_air = [Solid(s.mesh, "steel", "air") for s in metal if s.material == "air"]
    in_air = [Solid(s.mesh, "steel", "air") for s in metal if s.within == "air"]
    lost, new = (path_lengths(solids, beam)["steel"] for solids in (to_air, in_air))
    sums = [sum(m.astype(float) for m in maps.values()) for maps in (before, after)]
    np.testing.assert_allclose(sums[1] - sums[0], new - lost, atol=2e-3)
    assert after["titanium"].max() > 8
    # Below the first screw, which sits above the shaft, no more bone is taken than there is.
    below = int(beam.project(FEMUR.at(20.0)[0])[0])
    assert after["cortical"][below:].min() > -0.5
    assert after["fat"][below:].min() > -0.5


def test_no_further_than_the_stroke() -> None:
    far = state(LengtheningPlan(planned=90.0, osteotomy=100.0), 200)
    with pytest.raises(SimulationError, match=r"stroke of 80\.0 mm, got 90"):
        nail(FEMUR, far, LINE, SIZE)


@pytest.mark.parametrize("wrong", [{"rod": 11.0}, {"length": 40.0}, {"overlap": 10.0}])
def test_a_nail_that_does_not_fit_into_itself_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(SimulationError, match="nail: expected"):
        NailSize(**wrong)  # type: ignore[arg-type]


def test_sizes_are_those_on_sale() -> None:
    with pytest.raises(SimulationError, match=r"8.5, 10.7, 12.5 mm, got 9"):
        NailSize.named(9.0)


def test_the_line_stays_in_the_canal() -> None:
    plain = shaft(Person(), "femur", "left")
    way = (LINE[1] - LINE[0]) / np.linalg.norm(LINE[1] - LINE[0])
    for s in np.arange(10.0, 210.0, 10.0):
        centre, axes = plain.at(float(s))
        t = ((centre - LINE[0]) @ axes[:, 2]) / (way @ axes[:, 2])
        assert np.linalg.norm(LINE[0] + t * way - centre) < 6.0
