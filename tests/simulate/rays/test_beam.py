"""Beams: where points fall, against similar triangles; rays and projection are one another's inverse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.simulate.rays import Beam, BeamKind, aimed

points = st.tuples(*[st.floats(-100, 100)] * 3).map(np.array)
pixels = st.tuples(st.floats(-50, 450), st.floats(-50, 350))


def beam(kind: BeamKind = BeamKind.CONE, **stated: object) -> Beam:
    settings = {"sid": 1200.0, "oid": 300.0, "pitch": (0.5, 0.4), "shape": (401, 301)} | stated
    return aimed("lateral", (0, 0, 0), kind=kind, **settings)  # type: ignore[arg-type]


@given(points)
def test_a_cone_projects_by_similar_triangles(point: np.ndarray) -> None:
    x, y, z = point
    grown = 1200 / (900 + x)  # towards the left side, x runs along the ray
    np.testing.assert_allclose(beam().project(point), [200 - grown * z / 0.5, 150 + grown * y / 0.4], atol=1e-8)
    assert beam().magnification(point) == pytest.approx(grown)


@given(points)
def test_a_slot_magnifies_across_only(point: np.ndarray) -> None:
    x, y, z = point
    at = beam(BeamKind.SLOT).project(point)
    np.testing.assert_allclose(at, [200 - z / 0.5, 150 + 1200 / (900 + x) * y / 0.4], atol=1e-8)


@given(points)
def test_a_parallel_beam_does_not_magnify(point: np.ndarray) -> None:
    _, y, z = point
    at = beam(BeamKind.PARALLEL).project(point)
    np.testing.assert_allclose(at, [200 - z / 0.5, 150 + y / 0.4], atol=1e-8)
    assert beam(BeamKind.PARALLEL).magnification(point) == 1


@given(st.sampled_from(list(BeamKind)), pixels, st.floats(0.3, 1.0), st.floats(-20, 20), st.floats(-30, 30))
def test_every_point_of_a_ray_falls_on_its_pixel(
    kind: BeamKind, pixel: tuple[float, float], share: float, tilt: float, turn: float
) -> None:
    seen = beam(kind, tilt=tilt, turn=turn)
    terms = np.array([1.0, *pixel])
    start, way = (terms @ coefficients for coefficients in seen.rays)
    np.testing.assert_allclose(seen.project(start + share * way), pixel, atol=1e-6)
    on_detector = seen.corner + pixel[0] * seen.row_step + pixel[1] * seen.col_step
    np.testing.assert_allclose(start + way, on_detector, atol=1e-8)


@given(st.sampled_from(list(BeamKind)), points, st.integers(2, 6))
def test_finer_and_coarser_films_see_the_same_room(kind: BeamKind, point: np.ndarray, factor: int) -> None:
    seen = beam(kind)
    at = seen.project(point)
    np.testing.assert_allclose(seen.finer(factor).project(point), (at + 0.5) * factor - 0.5, atol=1e-6)
    np.testing.assert_allclose(seen.coarser(factor).project(point), (at + 0.5) / factor - 0.5, atol=1e-6)
    assert (seen.finer(factor).rows, seen.finer(factor).cols) == (401 * factor, 301 * factor)
    assert seen.coarser(factor).rows * factor >= 401 > (seen.coarser(factor).rows - 1) * factor


def test_covers_ends_half_a_pixel_beyond_the_outermost_centres() -> None:
    seen = beam(BeamKind.PARALLEL)
    y, z = np.array([-0.49, -0.51]) * 0.4 - 150 * 0.4, np.array([0.0, 0.0])
    assert seen.covers(np.stack([0 * y, y, z], -1)).tolist() == [True, False]
    y = np.array([300.49, 300.51]) * 0.4 - 150 * 0.4
    assert seen.covers(np.stack([0 * y, y, z], -1)).tolist() == [True, False]


def test_the_normal_looks_away_from_the_focus_whichever_way_the_film_runs() -> None:
    seen = beam()
    mirrored = Beam(seen.kind, seen.focus, seen.corner, seen.row_step, -seen.col_step, seen.rows, seen.cols)
    for one in (seen, mirrored):
        np.testing.assert_allclose(one.normal, [1, 0, 0], atol=1e-12)
        assert one.sid == pytest.approx(1200)


@pytest.mark.parametrize("kind", list(BeamKind))
def test_reach_is_from_the_start_of_each_ray_to_its_pixel(kind: BeamKind) -> None:
    seen = beam(kind, tilt=7.0, off_centre=(0.1, -0.2))
    row, col = np.mgrid[:401, :301].astype(float)
    pixel = seen.corner + row[..., None] * seen.row_step + col[..., None] * seen.col_step
    start = np.broadcast_to(seen.focus, pixel.shape)
    if kind is BeamKind.SLOT:  # the focus has travelled to the height of the row
        down = seen.row_step / np.linalg.norm(seen.row_step)
        start = start + ((pixel - start) @ down)[..., None] * down
    expected = np.linalg.norm(pixel - start, axis=-1) if kind is not BeamKind.PARALLEL else np.full((401, 301), 1200.0)
    np.testing.assert_allclose(seen.reach(), expected, rtol=1e-6)
