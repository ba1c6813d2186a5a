"""Bend: soft tissue follows the spine, exactly where it lies on it and less in front."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine import Alignment, Curve, column, sizes
from measure.simulate.anatomy.trunk.bend import FRONT_FOLLOWS, Line, bent
from measure.simulate.anatomy.trunk.heights import HEIGHTS
from measure.simulate.solids import Mesh, Part, Solid, ball, tube

HERE = np.sort(np.array(list(HEIGHTS.values())))


def dots(*points: tuple[float, float, float]) -> Part:
    return Part((), {"dots": {"at": np.array(points, float)}})


def moved(line: Line, *points: tuple[float, float, float]) -> np.ndarray:
    return bent(dots(*points), line).marks["dots"]["at"]


@given(st.lists(st.tuples(*[st.floats(-400, 700)] * 3), min_size=1, max_size=20), st.floats(0.7, 1.3))
@settings(max_examples=30)
def test_a_straight_spine_bends_nothing(points: list[tuple[float, float, float]], size: float) -> None:
    np.testing.assert_allclose(moved(Line.straight(size), *points), points, atol=1e-9)


def test_the_back_follows_wholly_and_the_front_in_part() -> None:
    back = Line(HERE, np.stack([0 * HERE, 0 * HERE + 20.0, HERE], -1))
    at_spine, in_front = moved(back, (0, 30, 200), (0, -150, 200))
    np.testing.assert_allclose(at_spine, (0, 50, 200), atol=1e-9)
    np.testing.assert_allclose(in_front, (0, -150 + FRONT_FOLLOWS * 20, 200), atol=1e-9)


def test_neck_and_head_follow_as_one() -> None:
    forwards = Line(HERE, np.stack([0 * HERE, 0 * HERE - 30.0, HERE], -1))
    nose, nape = moved(forwards, (0, -120, 600), (0, 70, 600))
    assert nose[1] - -120 == pytest.approx(nape[1] - 70) == pytest.approx(-30)


def test_sideways_and_along() -> None:
    aside = Line(HERE, np.stack([0 * HERE + 40.0, 0 * HERE, 1.1 * HERE], -1))
    (there,) = moved(aside, (10, 0, 250))
    assert there[0] == pytest.approx(10 + 40)
    assert there[2] == pytest.approx(275, abs=1.0)


def test_the_thighs_stay() -> None:
    aside = Line(HERE, np.stack([0 * HERE + 40.0, 0 * HERE, HERE], -1))
    (foot,) = moved(aside, (80, 0, -330))
    assert foot[0] == pytest.approx(80, abs=2.0)


def test_a_turned_spine_turns_what_is_around_it() -> None:
    turned = Line(HERE, np.stack([0 * HERE, 0 * HERE, HERE], -1), turns=20.0)
    (behind,) = moved(turned, (0, 60, 200))
    assert behind[0] < -10
    assert np.hypot(*behind[:2]) == pytest.approx(60)


def test_points_along_the_spine_serve_as_a_line() -> None:
    slant = np.stack([0.3 * np.linspace(0, 500, 50), np.zeros(50), np.sqrt(0.91) * np.linspace(0, 500, 50)], -1)
    (there,) = bent(dots((0, 0, 250)), slant).marks["dots"]["at"]
    np.testing.assert_allclose(there, (75, 0, 250 * np.sqrt(0.91)), atol=0.5)


@pytest.mark.parametrize("cobb", [0.0, 60.0])
def test_around_a_real_column_meshes_stay_closed_and_near_their_vertebrae(cobb: float) -> None:
    person = Person(seed=3)
    curves = (Curve("T5", "T8", "T11", cobb),) if cobb else ()  # type: ignore[arg-type]
    stands = column(sizes(person), Alignment(curves=curves))
    line = Line.through(stands.frames, person.size)
    part = Part(
        (Solid(ball(15.0, (0, 0, HEIGHTS["T8"])), "soft"), Solid(tube([[50, 0, 0], [50, 0, 400]], 9.0), "soft"))
    )  # type: ignore[index]
    around = bent(part, line)
    middle = around.solids[0].mesh.points.mean(axis=0)
    assert np.linalg.norm(middle - np.asarray(stands.frames["T8"].origin)) < 5 + 0.35 * cobb
    for solid in around.solids:
        assert isinstance(solid.mesh, Mesh)
        assert solid.mesh.closed
        assert solid.mesh.volume > 0


def test_fluid_stays_level_when_the_trunk_leans() -> None:
    person = Person(seed=3)
    bubble = ball(30.0, (50, -40, 215), detail=48)
    points = bubble.points.copy()
    points[:, 2] = np.maximum(points[:, 2], 210.0)
    leaning = Line(HERE, np.stack([0 * HERE, 0 * HERE, HERE], -1), leans=-15.0, size=person.size)
    air, water = bent(Part((Solid(bubble.moved(points), "air"), Solid(bubble.moved(points), "soft"))), leaning).solids
    flat = points[:, 2] == 210.0
    assert np.ptp(water.mesh.points[flat, 2]) > 4.0
    assert np.ptp(air.mesh.points[flat, 2]) == 0.0
    assert air.mesh.points[:, 2].min() == pytest.approx(air.mesh.points[flat, 2].max())
    assert air.mesh.closed


@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_the_flank_follows_the_vertebra_that_carries_its_rib(side: float) -> None:
    curve = 40.0 * np.exp(-(((HERE - 290.0) / 70.0) ** 2))
    aside = Line(HERE, np.stack([curve, 0 * HERE, HERE], -1))
    spine, flank = moved(aside, (0, 0, 210), (side * 125, 0, 210))
    assert flank[0] - side * 125 > spine[0] + 8


@pytest.mark.parametrize("lean", [12.0, 22.0])
def test_nothing_folds_over_in_a_steep_curve(lean: float) -> None:
    leans = lean * np.sin(2 * np.pi * HERE / 420.0)
    steep = Line(HERE, np.stack([60 * np.sin(np.pi * HERE / 420.0), 0 * HERE, HERE], -1), leans=leans)
    for x in (-130.0, -60.0, 60.0, 130.0):
        heights = moved(steep, *((x, 0.0, z) for z in np.arange(-150.0, 430.0, 5.0)))[:, 2]
        assert np.all(np.diff(heights) > 0)
