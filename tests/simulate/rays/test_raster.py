"""Raster: no ray is lost or taken twice on an edge, and what cannot be drawn is refused."""

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.simulate.rays import Beam, BeamKind, aimed, raster
from measure.simulate.rays.raster import Fill, add_depths
from measure.simulate.solids import Mesh, ball, box


def beam(kind: BeamKind = BeamKind.CONE) -> Beam:
    return aimed("frontal", (0, 0, 0), sid=1000.0, oid=200.0, pitch=0.5, shape=(81, 81), kind=kind)


@given(st.tuples(*[st.floats(-4, 4)] * 3), st.integers(8, 60), st.sampled_from(list(BeamKind)))
@settings(max_examples=40)
def test_a_mesh_of_slivers_has_no_cracks(centre: tuple[float, ...], detail: int, kind: BeamKind) -> None:
    # Inside the film of a ball larger than it every ray must cross twice; one lost triangle is off by hundreds of mm.
    seen, out = beam(kind), np.zeros((81, 81), np.float32)
    add_depths([Fill(ball(60.0, centre, detail), ((0, 1.0),))], seen, out[None])
    out *= seen.reach()
    assert 80 < out.min() <= out.max() < 121


def test_pixels_exactly_on_edges_and_corners_are_taken_once() -> None:
    # Corners at whole pixels, diagonals through pixel centres.
    seen, out = beam(BeamKind.PARALLEL), np.zeros((81, 81), np.float32)
    add_depths([Fill(box((20, 30, 20)), ((0, 1.0),))], seen, out[None])
    np.testing.assert_allclose(out[out != 0], 30 / 1000, atol=1e-6)
    assert np.count_nonzero(out) == 40 * 40


def test_two_maps_get_their_own_factors() -> None:
    seen = beam(BeamKind.PARALLEL)
    one, two = maps = np.stack([np.ones((81, 81)), np.zeros((81, 81))]).astype(np.float32)
    add_depths([Fill(box((100, 30, 100)), ((0, 0.5), (1, -2.0)))], seen, maps)
    np.testing.assert_allclose(one, 1 + 0.5 * 30 / 1000, atol=1e-6)
    np.testing.assert_allclose(two, -2 * 30 / 1000, atol=1e-6)


def test_an_empty_mesh_adds_nothing() -> None:
    out = np.zeros((81, 81), np.float32)
    add_depths([Fill(Mesh(np.zeros((0, 3)), np.zeros((0, 3), np.int32)), ((0, 1.0),))], beam(), out[None])
    assert not out.any()


def test_a_solid_at_the_focus_is_refused() -> None:
    with pytest.raises(SimulationError, match="focus"):
        add_depths([Fill(ball(30.0, (0, -790, 0)), ((0, 1.0),))], beam(), np.zeros((1, 81, 81), np.float32))


def test_without_the_compiler_the_extra_is_named(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    with pytest.raises(SimulationError, match=r"pip install 'radiograph-measure\[simulate\]'"):
        raster._kernel.__wrapped__()
