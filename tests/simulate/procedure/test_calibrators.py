"""Calibrators: true sizes, wherever they stand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.simulate.procedure import calibration_ball, ruler, step_wedge
from measure.simulate.rays import BeamKind, aimed, path_lengths
from measure.simulate.solids import Frame, rotation

PLACED = Frame((10.0, -20.0, 30.0), rotation("z", 40.0) @ rotation("x", 10.0))


@given(st.floats(5, 60))
def test_the_ball_has_its_diameter_anywhere(diameter: float) -> None:
    part = calibration_ball(PLACED, diameter)
    marks = part.marks["calibrator:ball"]
    assert np.linalg.norm(marks["across"][1] - marks["across"][0]) == pytest.approx(diameter)
    np.testing.assert_allclose(marks["centre"], PLACED.origin, atol=1e-9)
    steel = next(s.mesh for s in part.solids if s.material == "steel")
    assert steel.volume == pytest.approx(np.pi * diameter**3 / 6, rel=0.01)


@pytest.mark.parametrize("make", [calibration_ball, ruler, step_wedge])
def test_everything_is_closed(make: object) -> None:
    part = make(PLACED)  # type: ignore[operator]
    assert all(s.mesh.closed and s.mesh.volume > 0 for s in part.solids)


@given(st.integers(1, 12), st.floats(0.5, 5))
def test_a_ray_through_a_step_passes_its_thickness(steps: int, rise: float) -> None:
    part = step_wedge(steps=steps, rise=rise)
    beam = aimed(
        "frontal", (0, 0, 4.0 * steps), sid=1000.0, oid=200.0, pitch=1.0, shape=(121, 41), kind=BeamKind.PARALLEL
    )
    lengths = path_lengths(part.solids, beam)["aluminium"]
    for n, middle in enumerate(part.marks["calibrator:wedge"]["steps"], 1):
        row, col = beam.project(middle).round().astype(int)
        assert lengths[row, col] == pytest.approx(n * rise, abs=1e-3)


def test_the_wedge_says_where_rays_enter_and_leave() -> None:
    faces = step_wedge(PLACED, steps=5, rise=3.0).marks["calibrator:wedge"]["thickness"]
    np.testing.assert_allclose(np.linalg.norm(faces[:, 1] - faces[:, 0], axis=1), 3.0 * np.arange(1, 6))


def test_ruler_marks_are_a_centimetre_apart_and_shown_there() -> None:
    part = ruler(length=200.0, numbered=False)
    ticks = part.marks["calibrator:ruler"]["ticks"]
    np.testing.assert_allclose(np.linalg.norm(np.diff(ticks, axis=0), axis=1), 10.0)
    beam = aimed("frontal", (0, 0, 100.0), sid=1000.0, oid=200.0, pitch=0.5, shape=(500, 41), kind=BeamKind.PARALLEL)
    lead = path_lengths(part.solids, beam)["lead"]
    rows, cols = (beam.project(ticks + [2.0, 0, 0]).T).round().astype(int)
    np.testing.assert_allclose(lead[rows, cols], 0.4, atol=0.01)
    assert (lead[rows[:-1] - 8, cols[:-1]] == 0).all()


def test_numbers_are_left_out_where_they_would_not_show() -> None:
    counts = [len(ruler(length=100.0, detail=detail).solids[1].mesh.points) for detail in (1.0, 0.3)]
    assert counts[0] > counts[1]
    assert counts[1] == len(ruler(length=100.0, numbered=False).solids[1].mesh.points)


@pytest.mark.parametrize("step", [0.0, -1.0, 2000.0])
def test_a_ruler_without_marks_is_refused(step: float) -> None:
    with pytest.raises(SimulationError, match="ruler: expected"):
        ruler(step=step)


@pytest.mark.parametrize("wrong", [{"steps": 0}, {"rise": 0.0}])
def test_a_wedge_without_steps_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(SimulationError, match="wedge: expected"):
        step_wedge(**wrong)  # type: ignore[arg-type]
