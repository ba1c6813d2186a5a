"""Columns against closed forms: distances are discs, angles are what was asked for, neighbours do not cross."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.model import Level, Side
from measure.simulate.anatomy.person import USUAL_LEVELS, Person, some_person
from measure.simulate.anatomy.spine import (
    Alignment,
    Column,
    Curve,
    Slip,
    column,
    sizes,
    some_alignment,
    true_angles,
    with_curved_bodies,
)

# Angles come from a fixed point that stops at 1e-10 degrees of every tilt; a sum of two tilts and the wedge between
# them is then right to a few times that.
EXACT = 1e-8
BOTH = ("superior", "superior")
PERSON = Person(seed=5)
LADDERS = {
    "usual": USUAL_LEVELS,
    "L6": (*USUAL_LEVELS[:-1], Level.L6, Level.S1),
    "T13": (*USUAL_LEVELS[:19], Level.T13, *USUAL_LEVELS[19:]),
    "no T12": tuple(v for v in USUAL_LEVELS if v != Level.T12),
    "no L5": tuple(v for v in USUAL_LEVELS if v != Level.L5),
}


def rims(made: Column, level: Level, end: str) -> np.ndarray:
    """Anterior, posterior, left and right rim of an endplate in the room, by hand from its size."""
    size = made.sizes[level]
    up = 1 if end == "superior" else -1
    depth, width = getattr(size, f"{end}_depth") / 2, getattr(size, f"{end}_width") / 2
    half, side = (size.anterior + size.posterior) / 4, size.left_minus_right / 4
    local = [
        [0, -depth, size.anterior / 2],
        [0, depth, size.posterior / 2],
        [width, 0, half + side],
        [-width, 0, half - side],
    ]
    return np.asarray(made.frames[level].apply(np.array(local) * [1, 1, up]))


def seen(points: np.ndarray, view: str) -> float:
    """Tilt of a rim line on a parallel film: anterior to posterior from the side, right to left from the front."""
    a, b = (points[0], points[1]) if view == "side" else (points[3], points[2])
    across = 1 if view == "side" else 0
    return float(np.rad2deg(np.arctan2(b[2] - a[2], b[across] - a[across])))


@st.composite
def people(draw: st.DrawFn) -> tuple[Person, Alignment]:
    person = some_person(draw(st.integers(0, 300)))
    kind = draw(st.sampled_from(["straight", "thoracic", "thoracolumbar", "lumbar", "double"]))
    seed = draw(st.integers(0, 10_000))
    return person, some_alignment(np.random.default_rng(seed), person, kind, draw(st.floats(0, 50)))


@settings(max_examples=25, deadline=None)
@given(people())
def test_frames_are_rigid_and_discs_keep_their_height(drawn: tuple[Person, Alignment]) -> None:
    person, alignment = drawn
    made = column(with_curved_bodies(sizes(person), alignment), alignment)
    for frame in made.frames.values():
        axes = np.asarray(frame.axes)
        np.testing.assert_allclose(axes.T @ axes, np.eye(3), atol=1e-12)
        assert np.linalg.det(axes) > 0
    for upper, lower in zip(made.levels, made.levels[1:], strict=False):
        below, above = rims(made, upper, "inferior")[:2].mean(0), rims(made, lower, "superior")[:2].mean(0)
        asked = made.sizes[upper].disc * alignment.narrowing.get(upper, 1.0)
        assert np.linalg.norm(below - above) == pytest.approx(asked, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(people())
def test_asked_angles_are_seen_on_parallel_films(drawn: tuple[Person, Alignment]) -> None:
    person, alignment = drawn
    made = column(with_curved_bodies(sizes(person), alignment), alignment)
    slope = seen(rims(made, Level.S1, "superior"), "side")
    assert slope == pytest.approx(alignment.sacral_slope, abs=EXACT)
    assert seen(rims(made, Level.L1, "superior"), "side") - slope == pytest.approx(alignment.lordosis, abs=EXACT)
    chest = seen(rims(made, Level.T4, "superior"), "side") - seen(rims(made, Level.T12, "inferior"), "side")
    assert chest == pytest.approx(alignment.kyphosis, abs=EXACT)
    neck = seen(rims(made, Level.C2, "inferior"), "side") - seen(rims(made, Level.C7, "inferior"), "side")
    assert neck == pytest.approx(alignment.cervical, abs=EXACT)
    for curve in alignment.curves:
        upper, lower = rims(made, curve.upper, "superior"), rims(made, curve.lower, "inferior")
        # On the front view a rising left end is a positive slope: the upper one rises where the curve bulges left.
        assert seen(upper, "front") - seen(lower, "front") == pytest.approx(curve.signed, abs=EXACT)
    assert made.frames["C7"].origin[0] == pytest.approx(alignment.trunk_shift, abs=1e-8)


@settings(max_examples=25, deadline=None)
@given(people())
def test_neighbours_do_not_cross(drawn: tuple[Person, Alignment]) -> None:
    person, alignment = drawn
    made = column(with_curved_bodies(sizes(person), alignment), alignment)
    for upper, lower in zip(made.levels, made.levels[1:], strict=False):
        frame = made.frames[lower]
        plate = frame.local(rims(made, lower, "superior"))
        centre, normal = plate[:2].mean(0), np.cross(plate[2] - plate[3], plate[1] - plate[0])
        gaps = (frame.local(rims(made, upper, "inferior")) - centre) @ normal / np.linalg.norm(normal)
        assert gaps.min() > 0, (upper, lower)


def test_bulges_to_its_convexity_and_turns_its_front_there() -> None:
    for side, sign in ((Side.LEFT, 1), (Side.RIGHT, -1)):
        made = column(sizes(PERSON), Alignment(curves=(Curve(Level.T5, Level.T8, Level.T12, 45.0, side),)))
        ends = (np.asarray(made.frames["T5"].origin)[0] + np.asarray(made.frames["T12"].origin)[0]) / 2
        assert sign * (np.asarray(made.frames["T8"].origin)[0] - ends) > 10
        # How far a point behind the body leaves the body's own midline on the front view: minus the sine of the turn.
        for level, turn in (("T8", 0.32 * 45), ("T5", 0.0), ("T12", 0.0)):
            axes = np.asarray(made.frames[level].axes)
            midline = axes[[0, 2], 2] / np.linalg.norm(axes[[0, 2], 2])
            off = axes[[0, 2], 1] @ [midline[1], -midline[0]]
            assert np.rad2deg(np.arcsin(-sign * off)) == pytest.approx(turn, abs=EXACT)


def test_hips_and_sacrum_make_the_pelvic_angles() -> None:
    asked = Alignment(pelvic_incidence=60.0, pelvic_tilt=18.0)
    made = column(sizes(PERSON), asked)
    left, right = (np.asarray(made.frames[f"femur_{side}"].origin) for side in ("left", "right"))
    middle = (left + right) / 2
    assert left[0] - right[0] == pytest.approx(asked.hip_span)
    assert np.linalg.norm(middle) == pytest.approx(asked.hip_sacrum)
    assert np.rad2deg(np.arctan2(-middle[1], -middle[2])) == pytest.approx(18.0)  # hips in front of the sacrum
    assert middle[1] < 0
    np.testing.assert_allclose(made.frames["pelvis"].local([0, 0, 0]), [0, 0, asked.hip_sacrum], atol=1e-9)
    true = true_angles(made)
    assert true.pelvic_incidence == pytest.approx(60.0)


@pytest.mark.parametrize("asked", [-20.0, 0.0, 45.0])
def test_balance_asked_for(asked: float) -> None:
    made = column(sizes(PERSON), Alignment(lordosis=-58.0, kyphosis=35.0, sva=asked))
    corner = rims(made, Level.S1, "superior")[1]
    assert corner[1] - np.asarray(made.frames["C7"].origin)[1] == pytest.approx(asked, abs=1e-8)
    assert true_angles(made).sagittal(Level.L1, Level.S1, BOTH) == pytest.approx(-58.0, abs=EXACT)


@pytest.mark.parametrize(("slip", "left"), [(6.0, 0.0), (-4.0, 0.0), (3.0, -5.0)])
def test_slip_moves_along_the_endplate_below(slip: float, left: float) -> None:
    bodies = {level: replace(size, left_minus_right=0.0) for level, size in sizes(PERSON).items()}
    plain = column(bodies, Alignment())
    # C7 goes along: otherwise the trunk would lean to bring it back over S1.
    slipped = column(bodies, Alignment(slips={Level.L4: Slip(slip, left)}, trunk_shift=left))
    np.testing.assert_allclose(slipped.frames["L5"].origin, plain.frames["L5"].origin, atol=1e-9)
    moved = rims(slipped, Level.L4, "inferior")[1] - rims(plain, Level.L4, "inferior")[1]
    anterior, posterior, lefts, rights = rims(plain, Level.L5, "superior")
    along, across = anterior - posterior, lefts - rights
    assert moved @ along / np.linalg.norm(along) == pytest.approx(slip, abs=1e-9)
    assert moved @ across / np.linalg.norm(across) == pytest.approx(left, abs=1e-9)
    assert np.linalg.norm(moved) == pytest.approx(np.hypot(slip, left), abs=1e-9)


@pytest.mark.parametrize("name", LADDERS)
def test_people_with_more_or_fewer_vertebrae(name: str) -> None:
    person = replace(PERSON, levels=LADDERS[name])
    made = column(sizes(person), Alignment())
    true = true_angles(made)
    assert made.levels == LADDERS[name]
    assert true.sagittal(Level.L1, Level.S1, BOTH) == pytest.approx(-55.0, abs=EXACT)
    last = max(v for v in (Level.T11, Level.T12, Level.T13) if v in made.levels)
    assert true.sagittal(Level.T4, last) == pytest.approx(40.0, abs=EXACT)


def test_a_collapsed_body_bends_the_column_where_it_is() -> None:
    healthy = sizes(PERSON)
    low = replace(healthy[Level.L1], anterior=0.6 * healthy[Level.L1].anterior)
    worn = {**healthy, Level.L1: low}
    before = true_angles(column(healthy, Alignment()))
    for share in (0.0, 0.5):
        after = true_angles(column(worn, Alignment(), healthy=healthy, compensation=share))
        extra = after.wedge(Level.L1) - before.wedge(Level.L1)
        assert extra > 12
        grown = after.sagittal(Level.T8, Level.L4) - before.sagittal(Level.T8, Level.L4)
        assert grown == pytest.approx((1 - share) * extra, abs=1e-6)
        # Below the body and its two discs nothing has moved.
        np.testing.assert_allclose(after.tilts[0][:, -2:], before.tilts[0][:, -2:], atol=1e-6)
    absorbed = true_angles(column(worn, Alignment()))
    assert absorbed.sagittal(Level.L1, Level.S1, BOTH) == pytest.approx(-55.0, abs=EXACT)


def test_line_runs_through_the_bodies() -> None:
    made = column(sizes(PERSON), Alignment(curves=(Curve(Level.T5, Level.T8, Level.T12, 30.0),)))
    origins = np.array([made.frames[v].origin for v in made.levels])
    np.testing.assert_allclose(made.line(origins[:, 2]), origins[:, :2], atol=1e-9)
    np.testing.assert_allclose(made.line(-500.0), origins[-1, :2], atol=1e-9)


def test_the_same_twice() -> None:
    first, second = (
        column(sizes(PERSON), some_alignment(PERSON.rng("pose"), PERSON, "double", 30.0)) for _ in range(2)
    )
    for name in first.frames:
        np.testing.assert_array_equal(first.frames[name].origin, second.frames[name].origin)


def test_says_what_is_wrong() -> None:
    healthy = sizes(PERSON)
    with pytest.raises(SimulationError, match="S1"):
        column({v: healthy[v] for v in (Level.T12, Level.L1)}, Alignment())
    with pytest.raises(SimulationError, match="T13"):
        column(healthy, Alignment(curves=(Curve(Level.T5, Level.T8, Level.T13, 30.0),)))
    with pytest.raises(SimulationError, match="S1 does not stand"):
        column(healthy, Alignment(slips={Level.S1: Slip(3.0)}))
    with pytest.raises(SimulationError, match="overlap"):
        Alignment(curves=(Curve(Level.T5, Level.T8, Level.T12, 30.0), Curve(Level.T10, Level.L1, Level.L3, 20.0)))
    with pytest.raises(SimulationError, match="upper above apex"):
        Curve(Level.T8, Level.T5, Level.T12, 30.0)
