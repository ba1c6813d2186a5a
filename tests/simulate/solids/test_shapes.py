"""Shapes against volumes in closed form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.simulate.solids import ball, box, ellipsoid, loft, ring, tube

sizes = st.floats(0.5, 200)


def polygon_area(points: np.ndarray) -> float:
    """By the shoelace formula in the x-y plane."""
    x, y = points[:, 0], points[:, 1]
    return abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def regular(count: int) -> float:
    """Area of a regular polygon over that of its circle's radius squared."""
    return count / 2 * np.sin(2 * np.pi / count)


@given(sizes, sizes, st.integers(3, 40), st.floats(1.5, 5), sizes, st.tuples(st.floats(-50, 50), st.floats(-50, 50)))
def test_a_sheared_prism_keeps_base_times_height(
    a: float, b: float, count: int, power: float, height: float, shear: tuple[float, float]
) -> None:
    base = ring(a, b, count, power)
    mesh = loft([base, base + [*shear, height]])
    assert mesh.closed
    assert mesh.volume == pytest.approx(polygon_area(base) * height)


@given(sizes, sizes, sizes, st.integers(3, 30))
def test_a_frustum_has_the_prismoidal_volume(low: float, high: float, height: float, count: int) -> None:
    mesh = loft([ring(low, low, count), ring(high, high, count) + [0, 0, height]])
    expected = regular(count) * height / 3 * (low**2 + high**2 + low * high)
    assert mesh.volume == pytest.approx(expected)


def test_rings_given_downwards_are_turned_to_look_outwards() -> None:
    base = ring(5, 5)
    down = loft([base + [0, 0, 9], base])
    assert down.closed
    assert down.volume == pytest.approx(9 * polygon_area(base))


def test_triangles_as_documented() -> None:
    assert len(loft(np.zeros((5, 7, 3))).faces) == 2 * 7 * 4 + 2 * 7


@given(sizes, sizes, sizes, st.tuples(*[st.floats(-100, 100)] * 3))
def test_an_ellipsoid_nears_its_volume_from_inside(a: float, b: float, c: float, centre: tuple[float, ...]) -> None:
    true = 4 / 3 * np.pi * a * b * c
    coarse, fine = (ellipsoid((a, b, c), centre, detail=n) for n in (24, 96))
    assert coarse.closed
    assert 0.93 * true < coarse.volume < fine.volume < true
    assert fine.volume == pytest.approx(true, rel=3e-3)


def test_a_ball_lies_on_its_sphere() -> None:
    mesh = ball(7.0, (1, 2, 3), detail=30)
    radius = np.linalg.norm(mesh.points[:-2] - [1, 2, 3], axis=1)
    np.testing.assert_allclose(radius, 7.0)


@given(sizes, st.integers(3, 40), st.floats(0.2, 3), st.tuples(*[st.floats(-100, 100)] * 3), st.floats(0, 360))
def test_a_straight_tube_is_a_prism_in_every_direction(
    radius: float, count: int, flat: float, start: tuple[float, ...], turn: float
) -> None:
    way = np.array([np.cos(turn), np.sin(turn), np.sin(3 * turn)])
    mesh = tube(np.array(start) + np.linspace(0, 1, 6)[:, None] * 40 * way / np.linalg.norm(way), radius, count, flat)
    assert mesh.closed
    assert mesh.volume == pytest.approx(regular(count) * radius**2 * flat * 40, rel=1e-9)


@pytest.mark.parametrize("way", [(1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, -1)])
def test_a_tube_along_up_finds_another_direction(way: tuple[float, ...]) -> None:
    assert tube(np.outer([0, 1, 2], way), 1.0, points=40).volume == pytest.approx(2 * regular(40))


def test_a_bent_tube_has_the_volume_of_pappus() -> None:
    angle = np.linspace(0, np.pi, 200)
    path = np.stack([100 * np.cos(angle), 100 * np.sin(angle), 0 * angle], -1)
    mesh = tube(path, 10.0, points=60)
    assert mesh.closed
    assert mesh.volume == pytest.approx(np.pi * 100 * np.pi * 10**2, rel=3e-3)


@given(sizes, sizes, sizes, st.tuples(*[st.floats(-100, 100)] * 3))
def test_a_box_fills_its_edges(x: float, y: float, z: float, centre: tuple[float, ...]) -> None:
    mesh = box((x, y, z), centre)
    assert mesh.closed
    assert mesh.volume == pytest.approx(x * y * z)
    np.testing.assert_allclose(mesh.points.max(0) - mesh.points.min(0), (x, y, z), rtol=1e-9, atol=1e-9)


def test_a_superellipse_grows_squarer_with_its_power() -> None:
    areas = [polygon_area(ring(3, 2, 720, power)) for power in (1.0, 2.0, 4.0, 40.0)]
    np.testing.assert_allclose(areas[:2], [2 * 3 * 2, np.pi * 3 * 2], rtol=1e-3)  # a rhombus, an ellipse
    assert areas[1] < areas[2] < areas[3] < 4 * 3 * 2
