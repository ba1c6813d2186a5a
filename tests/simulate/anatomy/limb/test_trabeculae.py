"""Trabeculae: streaks and clouds stay inside the spongiosa and vanish from coarse films."""

import numpy as np

from measure.simulate.anatomy.limb.trabeculae import bows, cloud, clouds, streaks
from measure.simulate.solids import HERE

BALL = 20.0


def pair(points):
    outer = np.linalg.norm(points, axis=-1) - BALL
    return outer, outer + 2.0


def test_bows_start_and_end_where_stated_and_pass_by_the_bend():
    curve = bows([[0, 0, 0]], [0, 10, 5], [[0, 0, 10]], points=5)
    np.testing.assert_allclose(curve[0], [[0, 0, 0], [0, 3.75, 2.5], [0, 5, 5], [0, 3.75, 7.5], [0, 0, 10]])


def test_streaks_are_cut_off_at_the_wall():
    rng = np.random.default_rng(0)
    ends = rng.uniform(-8, 8, (40, 3))
    curves = bows(ends - [0, 0, 40], ends, ends + [0, 0, 40])
    (solid,) = streaks(pair, curves, rng, 1.0, 0.9)
    assert solid.mesh.closed
    assert np.linalg.norm(solid.mesh.points, axis=1).max() < BALL - 2.0
    assert streaks(pair, curves, rng, 0.35, 0.9) == ()
    assert streaks(pair, curves + 500.0, rng, 1.0, 0.9) == ()


def test_clouds_stay_inside_and_differ_from_their_surroundings():
    found = clouds(pair, HERE, (-20, -20, -20), (20, 20, 20), np.random.default_rng(1), 1.0, 0.8)
    assert {round(s.density / s.within_density, 3) for s in found} == {0.3, 1.8}
    assert all(s.mesh.closed and np.linalg.norm(s.mesh.points, axis=1).max() < BALL - 2.0 for s in found)


def test_cloud_is_as_dense_in_its_middle_as_stated():
    layers = cloud((1, 2, 3), (5, 5, 8), 1.4, 1.0, 0.5)
    np.testing.assert_allclose(sum(s.density - s.within_density for s in layers) / 0.5, 0.4)
    assert cloud((1, 2, 3), (5, 5, 8), 1.4, 0.35, 0.5) == ()
