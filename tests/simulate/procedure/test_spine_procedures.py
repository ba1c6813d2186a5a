"""Implants, cement and screws: closed, where they belong, as large as stated, and the same on every day."""

from dataclasses import replace

import numpy as np
import pytest

from measure.errors import SimulationError
from measure.model import Level
from measure.simulate.anatomy.bone import SOLID
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine import SOUND, Alignment, Finding, column, sacrum, sizes, vertebra
from measure.simulate.procedure.spine_cement import Leak, cloud, filled, leaked
from measure.simulate.procedure.spine_course import CementFilling, implant_course, treated
from measure.simulate.procedure.spine_fixation import Cage, Fixation
from measure.simulate.procedure.spine_implants import SIZES, ExpandableImplants, jack
from measure.simulate.procedure.spine_site import Site, site
from measure.simulate.solids import Part

PERSON = Person(seed=3)
LOIN = (Level.L2, Level.L3, Level.L4, Level.L5)


@pytest.fixture(scope="module")
def first_lumbar() -> Part:
    return vertebra(PERSON, Level.L1, detail=0.5)


@pytest.fixture(scope="module")
def place(first_lumbar: Part) -> Site:
    return site(first_lumbar, Level.L1)


def inside(points: np.ndarray, at: Site) -> np.ndarray:
    """Whether points lie between the corners' planes and within the ellipse of the endplates."""
    size = sizes(PERSON)[at.level]
    share = (points[:, 1] + size.superior_depth / 2) / size.superior_depth
    half = size.anterior / 2 + share * (size.posterior - size.anterior) / 2
    round_ = (points[:, 0] / (size.superior_width / 2)) ** 2 + (points[:, 1] / (size.superior_depth / 2)) ** 2
    return np.asarray((np.abs(points[:, 2]) < half) & (round_ < 1))


@pytest.mark.parametrize("diameter", SIZES)
@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_jack_is_as_high_as_it_is_opened(diameter: float, share: float) -> None:
    height = diameter + share * (SIZES[diameter][0] - diameter)
    mesh, ends = jack(diameter, height)
    assert mesh.closed
    assert mesh.volume > 0
    assert ends["top"][2] - ends["bottom"][2] == pytest.approx(height)
    assert np.ptp(mesh.points[:, 2]) == pytest.approx(max(height, diameter), abs=0.6)
    assert ends["back"][1] - ends["front"][1] == pytest.approx(np.ptp(mesh.points[:, 1]))


def test_implants_stand_in_the_body_on_both_sides(place: Site) -> None:
    part = ExpandableImplants(Level.L1, cement_ml=4.0).built(place, np.random.default_rng(0))
    marks = part.marks["implant:L1"]
    for name, side in (("left", 1), ("right", -1)):
        assert 8 < side * marks[f"{name}_top"][0] < 13
        assert inside(np.array([marks[f"{name}_front"], marks[f"{name}_top"], marks[f"{name}_bottom"]]), place).all()
        assert marks[f"{name}_front"][1] < -5 < 5 < marks[f"{name}_back"][1]
    assert all(solid.mesh.closed and solid.mesh.volume > 0 for solid in part.solids)
    cement = [s for s in part.solids if s.material == "cement"]
    outer = [s for s in cement if s.density == max(one.density for one in cement)]
    assert sum(s.mesh.volume for s in outer) == pytest.approx(4000, rel=1e-4)
    for solid in cement:
        assert inside(solid.mesh.points, place).all()


@pytest.mark.parametrize("spongy", [0.6, 1.0, 1.4])
def test_cement_takes_the_place_of_marrow_and_leaves_the_bars(place: Site, spongy: float) -> None:
    from_ = replace(place, spongy=spongy)
    solids = filled(from_, np.array([9.0, 0.0, 0.0]), 2.0, np.random.default_rng(1), divide=0.3)
    bars = spongy / SOLID
    assert all(s.within == "marrow" and s.density == s.within_density for s in solids)
    # In the core bone and cement fill all of the room, at the rim some marrow is left.
    assert sum(s.density for s in solids) == pytest.approx(1.0 - bars)
    assert 0.5 < solids[0].density < 1.0 - bars


def test_metal_in_cement_takes_no_place_twice(place: Site) -> None:
    part = ExpandableImplants(Level.L1, cement_ml=4.0).built(place, np.random.default_rng(0))
    back = [s for s in part.solids if s.material == "marrow"]
    metal = [s for s in part.solids if s.material == "titanium"]
    assert all(s.within == "cement" for s in back)
    # A good part of the jacks lies in cement, their ends do not.
    share = sum(s.mesh.volume * s.density for s in back) / (1 - place.spongy / SOLID)
    assert 0.2 < share / sum(s.mesh.volume for s in metal) < 0.9


@pytest.mark.parametrize("rough", [0.0, 0.4, 0.9])
def test_cement_has_the_volume_asked_for(place: Site, rough: float) -> None:
    mesh = cloud(place, np.array([8.0, -2.0, 0.0]), 2.5, np.random.default_rng(4), rough=rough, divide=0.3)
    assert mesh.closed
    assert mesh.volume == pytest.approx(2500, rel=1e-6)
    assert mesh.points[:, 0].min() > 0.3 - 1e-9


def test_cement_that_does_not_fit_is_refused(place: Site) -> None:
    with pytest.raises(SimulationError, match="does not hold 40 ml"):
        CementFilling(Level.L1, 80.0).built(place, np.random.default_rng(0))


@pytest.mark.parametrize("where", [Leak.DISC, Leak.VEIN])
def test_leaks_lie_outside(place: Site, where: Leak) -> None:
    (solid,) = leaked(place, where, np.random.default_rng(2))
    assert solid.mesh.closed
    assert solid.within == "soft"
    assert not inside(solid.mesh.points, place).all()
    assert leaked(place, Leak.NONE, np.random.default_rng(2)) == ()


def test_screws_and_rods_follow_the_column() -> None:
    made = column(sizes(PERSON), Alignment())
    body = {str(v): vertebra(PERSON, v, detail=0.35) for v in LOIN}
    out = treated(body, [Fixation(LOIN), Cage(Level.L4)], made.frames, {Level.L4: 9.0}, seed=1)
    for level in LOIN:
        new = out[str(level)].solids[len(body[str(level)].solids) :]
        assert new
        assert all(solid.mesh.closed and solid.mesh.volume > 0 for solid in new)
        marks, half = out[str(level)].marks[f"implant:{level}"], sizes(PERSON)[level].superior_depth / 2
        for name, side in (("left", 1), ("right", -1)):
            tip, head = marks[f"{name}_tip"], marks[f"{name}_head"]
            assert 0 < side * tip[0] < side * head[0]
            assert -half < tip[1] < half < head[1]
            assert 30 < np.linalg.norm(head - tip) < 55
    # Each rod passes through every head of its side.
    rods = out["L5"].at(made.frames["L5"]).solids[-1].mesh.points
    for level in LOIN:
        heads = out[str(level)].at(made.frames[level]).marks[f"implant:{level}"]
        for name in ("left_head", "right_head"):
            assert np.linalg.norm(rods - heads[name], axis=1).min() < 4.0
    pins = [s for s in out["L4"].solids if s.within == "plastic"]
    assert len(pins) == 1
    assert pins[0].mesh.closed


def test_course_regains_and_loses_height_under_the_same_implants() -> None:
    before = Finding(anterior=0.65, middle=0.7, posterior=0.95)
    adjacent = (Level.L2, Finding(anterior=0.75, middle=0.85))
    course = implant_course(PERSON, Level.L1, before, 0.6, later_loss=0.2, adjacent=adjacent)
    assert [day.day for day in course] == [-7, 3, 30, 365]
    heights = [day.findings[Level.L1].anterior for day in course]
    assert heights == pytest.approx([0.65, 0.86, 0.846, 0.818])  # 0.65 + 0.35 · 0.6 · (1, 14/15, 4/5)
    assert course[0].procedures == ()
    assert course[1].procedures == course[2].procedures == course[3].procedures != ()
    assert set(course[2].findings) == {Level.L1}
    assert set(course[3].findings) == {Level.L1, Level.L2}
    stand = []
    for day in course[1:]:
        body = {"L1": vertebra(PERSON, Level.L1, day.findings[Level.L1], 0.5)}
        marks = treated(body, day.procedures, {}, {}, seed=2, detail=0.5)["L1"].marks["implant:L1"]
        stand.append(np.linalg.norm(marks["left_top"] - marks["left_bottom"]))
    assert stand == pytest.approx([stand[0]] * 3)


def test_says_what_is_wrong(first_lumbar: Part) -> None:
    with pytest.raises(SimulationError, match="diameter"):
        ExpandableImplants(Level.L1, diameter=7.0)
    with pytest.raises(SimulationError, match="height"):
        ExpandableImplants(Level.L1, height=30.0)
    with pytest.raises(SimulationError, match="vertebra:L2"):
        site(first_lumbar, Level.L2)
    flat = site(vertebra(PERSON, Level.L1, Finding(0.26, 0.26, 0.3), 0.35), Level.L1)
    with pytest.raises(SimulationError, match="do not hold"):
        ExpandableImplants(Level.L1).built(flat, np.random.default_rng(0))
    with pytest.raises(SimulationError, match="L4 is not among"):
        treated({"L1": first_lumbar}, [Cage(Level.L4)], {}, {}, 0)
    assert SOUND.anterior == 1.0


def test_screws_reach_into_the_sacrum() -> None:
    made = column(sizes(PERSON), Alignment())
    body = {"L5": vertebra(PERSON, Level.L5, detail=0.35), "S1": sacrum(PERSON, detail=0.35)}
    marks = treated(body, [Fixation((Level.L5, Level.S1))], made.frames, {}, seed=1)["S1"].marks["implant:S1"]
    for name, side in (("left", 1), ("right", -1)):
        tip, head = marks[f"{name}_tip"], marks[f"{name}_head"]
        assert 0 < side * tip[0] < side * head[0]
        assert tip[2] < 0  # below the endplate, in which the frame lies
        assert tip[1] < head[1]
