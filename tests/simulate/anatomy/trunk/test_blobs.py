"""Blobs: many closed surfaces in one mesh, with the volumes they should have."""

import numpy as np
import pytest

from measure.simulate.anatomy.trunk.blobs import blobs, strands


@pytest.mark.parametrize("fine", [0, 1, 2, 3])
def test_balls_are_closed_and_fill_up_with_detail(fine: int) -> None:
    mesh = blobs([[0, 0, 0], [90, 0, 0]], [10.0, 20.0], np.random.default_rng(0), fine)
    exact = 4 / 3 * np.pi * (10**3 + 20**3)
    assert mesh.closed
    assert len(mesh.faces) == 2 * 20 * 4**fine
    assert exact * (1 - 0.5 / 3.2**fine) < mesh.volume < exact


def test_half_axes_are_kept() -> None:
    mesh = blobs([[5, 6, 7]], [[3.0, 4.0, 5.0]], np.random.default_rng(0), 3)
    np.testing.assert_allclose(np.ptp(mesh.points, axis=0), (6, 8, 10), rtol=0.02)


def test_lumps_are_uneven_and_still_closed() -> None:
    mesh = blobs([[0, 0, 0]], [10.0], np.random.default_rng(0), 3, uneven=0.3)
    reach = np.linalg.norm(mesh.points, axis=1)
    assert mesh.closed
    assert mesh.volume > 0
    assert np.ptp(reach) > 2.0


def test_strands_have_the_volume_of_their_cones() -> None:
    paths = [[[0, 0, 0], [0, 0, 10], [0, 0, 20]], [[50, 0, 0], [60, 0, 0], [70, 0, 0]]]
    mesh = strands(paths, [[4, 4, 4], [6, 3, 0.001]], points=90)
    exact = np.pi * 16 * 20 + np.pi / 3 * 20 * 36
    assert mesh.closed
    assert mesh.volume == pytest.approx(exact, rel=0.005)
