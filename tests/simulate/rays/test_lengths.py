"""Path lengths against chords in closed form, and against what must add up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.simulate.rays import Beam, BeamKind, aimed, path_lengths
from measure.simulate.solids import Frame, Mesh, Solid, ball, box, packed, ring, rotation, tube

CONE, PARALLEL, SLOT = BeamKind


def beam(kind: BeamKind = CONE, shape: tuple[int, int] = (101, 121), pitch: float = 1.0) -> Beam:
    return aimed("frontal", (0, 0, 0), sid=1000.0, oid=200.0, pitch=pitch, shape=shape, kind=kind)


def rays(seen: Beam) -> tuple[np.ndarray, np.ndarray]:
    """Start and unit way of every ray, shape (rows, cols, 3)."""
    row, col = np.mgrid[: seen.rows, : seen.cols]
    terms = np.stack([np.ones_like(row), row, col], -1).astype(float)
    start, way = (terms @ coefficients for coefficients in seen.rays)
    return start, way / np.linalg.norm(way, axis=-1, keepdims=True)


def ball_chord(seen: Beam, radius: float, centre: tuple[float, ...]) -> np.ndarray:
    start, way = rays(seen)
    to = np.array(centre) - start
    apart2 = (to**2).sum(-1) - (to * way).sum(-1) ** 2
    return 2 * np.sqrt(np.maximum(radius**2 - apart2, 0))


def box_chord(seen: Beam, size: tuple[float, ...], frame: Frame) -> np.ndarray:
    """By cutting each ray with three slabs."""
    start, way = rays(seen)
    start, way = frame.local(start), way @ np.asarray(frame.axes)
    with np.errstate(divide="ignore", over="ignore"):
        ends = np.stack([(sign * np.array(size) / 2 - start) / way for sign in (-1, 1)])
    return np.maximum(ends.max(0).min(-1) - ends.min(0).max(-1), 0)


@pytest.mark.parametrize("kind", [CONE, PARALLEL, SLOT])
@pytest.mark.parametrize("centre", [(0.0, 0.0, 0.0), (12.0, 60.0, -9.0)])
def test_a_ball(kind: BeamKind, centre: tuple[float, ...]) -> None:
    seen = beam(kind)
    lengths = path_lengths([Solid(ball(30.0, centre, detail=400), "steel", "air")], seen)
    expected = ball_chord(seen, 30.0, centre)
    inside = expected > 8  # at the rim a mesh of flat triangles must be a little smaller
    np.testing.assert_allclose(lengths["steel"][inside], expected[inside], atol=0.03)
    beside = ball_chord(seen, 30.02, centre) == 0  # corners snap to 1/256 pixel
    assert np.abs(lengths["steel"][beside]).max() < 1e-3


@given(
    st.sampled_from([CONE, PARALLEL, SLOT]),
    st.tuples(*[st.floats(5, 60)] * 3),
    st.tuples(*[st.floats(-30, 30)] * 3),
    st.tuples(*[st.floats(3, 87)] * 3),  # squared up, whole edges would lie on pixels' centres: a tie is no error
)
@settings(max_examples=60)
def test_a_box_in_any_pose(
    kind: BeamKind, size: tuple[float, ...], at: tuple[float, ...], turns: tuple[float, ...]
) -> None:
    frame = Frame(at, rotation("x", turns[0]) @ rotation("y", turns[1]) @ rotation("z", turns[2]))
    seen = beam(kind)
    lengths = path_lengths([Solid(box(size).at(frame), "steel", "air")], seen)["steel"]
    expected = box_chord(seen, size, frame)
    # A corner snaps by at most 1/512 pixel: only a few rays along a face that stands in the beam show that.
    assert np.quantile(np.abs(lengths - expected), 0.97) < 0.02
    assert np.abs(lengths.sum() - expected.sum()) < 2e-3 * expected.sum() + 3 * expected.max()


def torus(big: float, small: float, around: int = 200, along: int = 300) -> Mesh:
    """A closed surface with a hole, axis along y."""
    turn = np.linspace(0, 2 * np.pi, along, endpoint=False)[:, None]
    circle = ring(small, small, around)
    out = big + circle[None, :, 0]
    points = np.stack([out * np.cos(turn), 0 * turn + circle[None, :, 1], out * np.sin(turn)], -1).reshape(-1, 3)
    i, j = np.mgrid[:along, :around]
    a, b = i * around + j, i * around + (j + 1) % around
    c, d = (i + 1) % along * around + (j + 1) % around, (i + 1) % along * around + j
    faces = np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)]).reshape(-1, 3).astype(np.int32)
    mesh = Mesh(points, faces)
    return mesh if mesh.volume > 0 else Mesh(points, np.ascontiguousarray(faces[:, ::-1]))


def test_a_torus_seen_through_its_hole_and_from_its_edge() -> None:
    mesh = torus(30.0, 9.0)
    assert mesh.closed
    solid = Solid(mesh, "steel", "air")
    seen = beam(PARALLEL)
    row, col = np.mgrid[:101, :121]
    radius = np.hypot(row - 50, col - 60)
    expected = 2 * np.sqrt(np.maximum(9.0**2 - (radius - 30) ** 2, 0))
    np.testing.assert_allclose(path_lengths([solid], seen)["steel"][expected > 5], expected[expected > 5], atol=0.05)
    edge = aimed("lateral", (0, 0, 0), sid=1000.0, oid=200.0, pitch=1.0, shape=(101, 121), kind=PARALLEL)
    middle = path_lengths([solid], edge)["steel"][50, 60]
    assert middle == pytest.approx(4 * 9.0, abs=0.05)  # in, out into the hole, in, out


@pytest.mark.parametrize("view", [("frontal", "ap"), ("frontal", "pa"), ("lateral", "left"), ("lateral", "right")])
@pytest.mark.parametrize("kind", [CONE, PARALLEL, SLOT])
def test_every_ray_against_every_triangle(view: tuple[str, str], kind: BeamKind) -> None:
    # Moller and Trumbore's test of a ray and a triangle, which knows neither pixels nor planes over the film.
    mesh = torus(30.0, 9.0, 40, 60).at(Frame((8, -20, 5), rotation("x", 50) @ rotation("z", 20)))
    seen = aimed(view[0], (0, 0, 0), towards=view[1], sid=1000.0, oid=200.0, pitch=1.1, shape=(101, 121), kind=kind)
    lengths = path_lengths([Solid(mesh, "steel", "air")], seen)["steel"]
    start, way = rays(seen)
    corners = mesh.points[mesh.faces]
    one, two = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    rng = np.random.default_rng(3)
    for row, col in rng.permutation(np.argwhere(lengths > 4))[:40]:
        side = np.cross(way[row, col], two)
        size = (one * side).sum(1)
        to = start[row, col] - corners[:, 0]
        u, across = (to * side).sum(1) / size, np.cross(to, one)
        v, t = across @ way[row, col] / size, (two * across).sum(1) / size
        hit = (u >= 0) & (v >= 0) & (u + v <= 1)
        assert lengths[row, col] == pytest.approx(-(np.sign(size[hit]) * t[hit]).sum(), abs=2e-4)


def test_a_parallel_beam_weighs_the_volume_of_any_shape() -> None:
    path = np.array([[-20, 0, -30], [5, 10, -10], [15, -5, 10], [-5, 0, 30.0]])
    mesh = tube(path, np.array([5.0, 9, 7, 4]), points=30)
    seen = beam(PARALLEL, (401, 401), 0.25)
    total = path_lengths([Solid(mesh, "steel", "air")], seen)["steel"].sum(dtype=float) * 0.25**2
    assert total == pytest.approx(mesh.volume, rel=1e-3)


@given(st.floats(-20, 20), st.floats(0, 360))
@settings(max_examples=25)
def test_two_halves_make_a_whole(cut: float, turn: float) -> None:
    frame = Frame((3, 0, 5), rotation("z", turn) @ rotation("x", turn / 3))
    whole = Solid(box((50, 40, 30)).at(frame), "steel", "air")
    low = Solid(box((50, 20 + cut, 30), (0, (cut - 20) / 2, 0)).at(frame), "steel", "air")
    high = Solid(box((50, 20 - cut, 30), (0, (cut + 20) / 2, 0)).at(frame), "steel", "air")
    seen = beam()
    one, two = path_lengths([whole], seen)["steel"], path_lengths([low, high], seen)["steel"]
    assert np.quantile(np.abs(one - two), 0.97) < 0.02
    assert np.abs(one.sum(dtype=float) - two.sum(dtype=float)) < 1e-3 * one.sum(dtype=float) + 3 * one.max()


def test_a_solid_takes_the_place_of_what_it_lies_in() -> None:
    flesh = Solid(box((200, 80, 200)), "soft", "air")
    bone = Solid(box((200, 30, 200)), "cortical", "soft")
    pith = Solid(box((200, 20, 200)), "cancellous", "cortical", density=0.7)
    gas = Solid(box((200, 10, 200), (0, 30, 0)), "air", "soft")
    lengths = path_lengths([flesh, bone, pith, gas], beam(PARALLEL))
    assert set(lengths) == {"soft", "cortical", "cancellous", "marrow"}
    # Spongy bone that has lost 30 % has as much more marrow between its bars.
    for material, expected in (("soft", 40.0), ("cortical", 10.0), ("cancellous", 14.0), ("marrow", 6.0)):
        np.testing.assert_allclose(lengths[material], expected, atol=1e-3)


def test_packing_changes_no_ray() -> None:
    rng = np.random.default_rng(5)
    solids = [
        Solid(ball(8.0, rng.uniform(-30, 30, 3)), m, "soft", d) for m in ("steel", "lead") for d in (0.5, 1.0, 1.0)
    ]
    one, two = path_lengths(solids, beam()), path_lengths(packed(solids), beam())
    for material in ("soft", "steel", "lead"):
        np.testing.assert_allclose(one[material], two[material], atol=2e-3)


def test_an_empty_room_has_no_maps() -> None:
    assert path_lengths([], beam()) == {}


def test_what_lies_beside_the_film_leaves_no_trace() -> None:
    lengths = path_lengths([Solid(ball(20.0, (300, 0, 0)), "steel", "air")], beam())
    assert not lengths["steel"].any()


def test_a_steel_ball_is_magnified_by_sid_over_sod() -> None:
    seen = aimed("lateral", (0, 0, 0), sid=1150.0, oid=280.0, pitch=0.1, shape=(421, 421))
    lengths = path_lengths([Solid(ball(12.5, detail=600), "steel", "air")], seen)["steel"]
    # Chord squared over four is radius squared minus distance squared: its slope over the film is the magnification.
    row, col = np.mgrid[:421, :421]
    apart2 = ((row - 210) ** 2 + (col - 210) ** 2) * 0.1**2
    clear = lengths > 12
    slope, height = np.polyfit(apart2[clear], (lengths[clear].astype(float) / 2) ** 2, 1)
    assert np.sqrt(-1 / slope) == pytest.approx(1150 / 870, rel=1e-3)
    assert np.sqrt(height) == pytest.approx(12.5, rel=1e-3)
