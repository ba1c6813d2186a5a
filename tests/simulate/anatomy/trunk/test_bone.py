"""Curves, rods, plates and shells of bone against closed forms."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.bone import (
    capped,
    cortex,
    curve,
    marrow,
    path_through,
    plate,
    shell,
    shrunk,
    steps,
    swept,
)
from measure.simulate.solids import loft, ring

ROD = np.stack([np.linspace(0, 100, 21), np.zeros(21), np.zeros(21)], -1)


@given(st.lists(st.floats(-50, 50), min_size=3, max_size=8), st.floats(-3, 3), st.floats(-3, 3))
def test_curve_meets_its_nodes_and_keeps_straight_lines(values: list[float], slope: float, start: float) -> None:
    knots = np.linspace(0, 1, len(values))
    assert np.allclose(curve(values, knots), values)
    at = np.linspace(0, 1, 17)
    assert np.allclose(curve(start + slope * knots, at), start + slope * at)


def test_a_path_runs_through_a_quarter_circle_evenly() -> None:
    angle = np.linspace(0, np.pi / 2, 9)
    line = path_through(np.stack([40 * np.cos(angle), 40 * np.sin(angle), 0 * angle], -1), 30)
    assert np.allclose(np.linalg.norm(line, axis=1), 40, atol=0.2)
    gaps = np.linalg.norm(np.diff(line, axis=0), axis=1)
    assert gaps.max() / gaps.min() < 1.02
    closer = np.linalg.norm(np.diff(path_through(ROD, 30, ends=0.8), axis=0), axis=1)
    assert closer[0] < 0.5 * closer[15]


def test_a_swept_rod_has_the_size_it_is_given() -> None:
    rings = swept(ROD, 12.0, 6.0, (0, 0, 1), 200, power=2.0)
    size = np.ptp(rings.reshape(-1, 3), axis=0)
    assert size == pytest.approx([100, 6, 12], rel=1e-3)
    assert loft(rings).volume == pytest.approx(np.pi * 6 * 3 * 100, rel=2e-3)


def test_a_capped_rod_ends_round() -> None:
    blunt = capped(ROD, 10.0)
    assert blunt[0] == blunt[-1] == 0.3
    assert np.allclose(blunt[2:-2], 1.0)
    assert blunt[1] == pytest.approx(np.sqrt(1 - 0.5**2))


def test_a_shell_is_as_thick_as_told_and_thins_with_bone_loss() -> None:
    rings = np.stack([ring(10.0, 10.0, 90) + [0, 0, z] for z in np.linspace(0, 80, 17)])
    inner = shrunk(rings, 2.0)
    assert np.allclose(np.linalg.norm(inner[5:-5, :, :2], axis=2), 8.0)
    young, old = Person(bone=1.0), Person(bone=0.6)
    outside, inside = shell(young, rings, 2.0)
    assert (outside.material, outside.within, inside.material, inside.within) == (
        "cortical", "soft", "cancellous", "cortical",
    )  # fmt: skip
    assert cortex(old, 2.0) < cortex(young, 2.0) == pytest.approx(2.0)
    lost = shell(old, rings, 2.0)[1]
    assert lost.density == 0.6
    assert lost.mesh.volume > inside.mesh.volume


def test_the_marrow_canal_lies_within_the_inner_surface() -> None:
    rings = np.stack([ring(10.0, 8.0, 40) + [0, 0, -z] for z in np.linspace(0, 80, 17)])
    canal = marrow(Person(bone=0.8), rings)
    assert canal.mesh.closed
    assert 0.5 * loft(rings).volume < canal.mesh.volume < loft(rings).volume
    assert (canal.material, canal.within, canal.within_density) == ("fat", "cancellous", 0.8)


def test_a_flat_plate_has_its_area_times_its_thickness() -> None:
    x, y = np.meshgrid(np.linspace(0, 60, 4), np.linspace(0, 40, 3), indexing="ij")
    net = np.stack([x, y, 0 * x, 0 * x + 5.0], -1)
    outer, inner = plate(Person(), net, (30, 30), 1.0, rims=(1.0, 1.0))
    assert outer.mesh.closed
    assert inner.mesh.closed
    assert outer.mesh.volume == pytest.approx(60 * 40 * 5, rel=1e-6)
    assert inner.mesh.volume == pytest.approx(58 * 38 * 3, rel=1e-6)
    rounded, _ = plate(Person(), net, (30, 30), 1.0)
    assert rounded.mesh.volume < outer.mesh.volume


def test_rims_are_rounded_off_as_by_circles() -> None:
    x, y = np.meshgrid(np.linspace(0, 60, 4), np.linspace(0, 40, 3), indexing="ij")
    net = np.stack([x, y, 0 * x, 0 * x + 8.0], -1)
    round_off, _ = plate(Person(), net, (12, 400), 1.0, rims=(0.2, 0.6))
    # A rim that keeps a share of its thickness loses the rest of the corners a half circle leaves in its square.
    lost = 60 * 8 * 4.0 * (1 - np.pi / 4) * (0.8 + 0.4)
    assert round_off.mesh.volume == pytest.approx(60 * 40 * 8 - lost, rel=1e-3)
    ends, _ = plate(Person(), net, (400, 12), 1.0, rims=(1.0, 1.0), ends=(0.2, 0.6))
    assert ends.mesh.volume == pytest.approx(60 * 40 * 8 - 40 * lost / 60, rel=1e-3)


def test_a_plates_cortex_may_differ_from_node_to_node() -> None:
    x, y = np.meshgrid(np.linspace(0, 60, 4), np.linspace(0, 40, 3), indexing="ij")
    net = np.stack([x, y, 0 * x, 0 * x + 6.0], -1)
    _, inner = plate(Person(), net, (40, 40), 0.5 + x / 60, rims=(1.0, 1.0))
    points = inner.mesh.points
    assert inner.mesh.closed
    for place in (5.0, 30.0, 55.0):
        left = np.ptp(points[np.abs(points[:, 0] - place) < 2][:, 2])
        assert left == pytest.approx(6.0 - 2 * (0.5 + place / 60), abs=0.15)


def test_coarser_detail_has_fewer_points_but_never_too_few() -> None:
    assert steps(40, 1.0, 5) == 40
    assert steps(40, 0.35, 5) < 14
    assert steps(4, 0.1, 5) == 5
