"""Pairs of ribs: closed, mirrored, of human size, and fitting on their vertebrae."""

import numpy as np
import pytest

from measure.errors import SimulationError
from measure.model import Level
from measure.simulate.anatomy.person import USUAL_RIBS, Person
from measure.simulate.anatomy.trunk.ribs import LEVELS, pitch, rib_pair
from measure.simulate.solids import Frame, rotation

MAN = Person(sex="M", age=40.0, stature=1753.0, seed=11)
WOMAN = Person(sex="F", age=40.0, stature=1613.0, seed=11)
# Bony length of a man's ribs in mm, textbook anatomy: shortest and longest that pass for usual.
LENGTHS = {
    Level.T1: (110, 170),
    Level.T4: (235, 320),
    Level.T7: (270, 350),
    Level.T10: (200, 300),
    Level.T12: (60, 180),
}


def upright(level: Level, points: np.ndarray) -> np.ndarray:
    return Frame(axes=rotation("x", pitch(level))).apply(points)


def length(line: np.ndarray) -> float:
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())


@pytest.mark.parametrize(("detail", "most"), [(0.35, 500), (1.0, 6000)])
@pytest.mark.parametrize("level", LEVELS)
def test_meshes_are_closed_and_keep_to_the_budget(level: Level, detail: float, most: int) -> None:
    ribs = rib_pair(MAN, level, detail)
    assert all(solid.mesh.closed and solid.mesh.volume > 0 for solid in ribs.solids)
    assert sum(len(solid.mesh.faces) for solid in ribs.solids) <= most


@pytest.mark.parametrize("level", LEVELS)
def test_left_mirrors_right_up_to_drawn_traits(level: Level) -> None:
    lines = rib_pair(MAN, level).marks[f"rib:{level}"]
    apart = np.linalg.norm(lines["left"] - lines["right"] * [-1, 1, 1], axis=1)
    assert 0 < apart.max() < (15 if level in USUAL_RIBS[:10] else 30)  # floating ribs differ in length
    assert lines["left"][:, 0].min() > 0 > lines["right"][:, 0].max()


@pytest.mark.parametrize("level", LENGTHS)
def test_lengths_are_human(level: Level) -> None:
    low, high = LENGTHS[level]
    man, woman = (length(rib_pair(who, level).marks[f"rib:{level}"]["left"]) for who in (MAN, WOMAN))
    assert low < man < high
    assert 0.85 < woman / man < 0.95


def test_the_seventh_or_a_neighbour_is_the_longest() -> None:
    lengths = [length(rib_pair(MAN, level).marks[f"rib:{level}"]["left"]) for level in USUAL_RIBS]
    assert 4 <= int(np.argmax(lengths)) <= 8
    assert lengths[0] < lengths[1] < lengths[2]
    assert lengths[9] > lengths[10] > lengths[11]


@pytest.mark.parametrize("level", USUAL_RIBS[1:])
def test_ribs_start_beside_the_body_and_sink_forwards(level: Level) -> None:
    line = upright(level, rib_pair(MAN, level).marks[f"rib:{level}"]["left"])
    assert np.hypot(*line[0][:2]) < 28
    assert line[-1, 2] < line[0, 2] - 25
    assert line[:, 1].max() > line[0, 1] + 8  # out to the back first, to the angle
    # Two fifths of the way along, a rib is below its head: on a frontal film it runs down and out from the spine.
    assert line[int(0.4 * len(line)), 2] < line[0, 2]


def test_stretch_acts_on_width_depth_and_droop() -> None:
    plain = upright(Level.T7, rib_pair(MAN, Level.T7).marks["rib:T7"]["left"])
    for axis, stretch in enumerate([(1.2, 1, 1), (1, 1.2, 1), (1, 1, 1.2)]):
        other = upright(Level.T7, rib_pair(MAN, Level.T7, stretch=stretch).marks["rib:T7"]["left"])
        assert np.ptp(other[:, axis]) > 1.08 * np.ptp(plain[:, axis])


def test_the_same_person_has_the_same_ribs_and_another_has_others() -> None:
    one, again = (rib_pair(MAN, Level.T5).solids[0].mesh.points for _ in range(2))
    other = rib_pair(Person(sex="M", age=40.0, stature=1753.0, seed=12), Level.T5).solids[0].mesh.points
    assert np.array_equal(one, again)
    assert not np.allclose(one, other)


def test_the_front_of_an_old_chest_is_higher() -> None:
    old = Person(sex="M", age=80.0, stature=1753.0, seed=11)
    young, aged = (upright(Level.T6, rib_pair(who, Level.T6).marks["rib:T6"]["left"]) for who in (MAN, old))
    assert aged[-1, 2] > young[-1, 2]


def test_the_cortex_thins_towards_the_cartilage() -> None:
    ribs = rib_pair(MAN, Level.T7)
    outer, inner = (solid.mesh.points for solid in ribs.solids[:2])
    line = ribs.marks["rib:T7"]["left"]

    def wall(place: np.ndarray) -> float:
        near = outer[np.linalg.norm(outer - place, axis=1) < 12]
        return float(np.median(np.linalg.norm(near[:, None] - inner[None], axis=2).min(axis=1)))

    back, side, front = (wall(line[int(share * (len(line) - 1))]) for share in (0.2, 0.7, 0.98))
    assert back > side > 2 * front


@pytest.mark.parametrize("level", [Level.T11, Level.T12])
def test_floating_ribs_end_in_a_point(level: Level) -> None:
    ribs = rib_pair(MAN, level)
    outer, line = ribs.solids[0].mesh.points, ribs.marks[f"rib:{level}"]["left"]

    def size(place: np.ndarray) -> float:
        return float(np.linalg.norm(outer - place, axis=1).min())

    assert size(line[-2]) < 0.5 * size(line[len(line) // 3])


def test_no_rib_in_the_neck() -> None:
    with pytest.raises(SimulationError, match="C5"):
        rib_pair(MAN, Level.C5)
