"""Nets: closed meshes on the surface, that fit each other at the plane that cuts them."""

import numpy as np
import pytest

from measure.simulate.anatomy.limb.fields import ellipsoid
from measure.simulate.anatomy.limb.nets import nets
from measure.simulate.solids import HERE, Frame, rotation

RADII = (20.0, 30.0, 40.0)
VOLUME = 4 / 3 * np.pi * 24000.0


def egg(points):
    outer = ellipsoid(points, (1.0, 2.0, 3.0), RADII)
    return outer, ellipsoid(points, (1.0, 2.0, 3.0), np.array(RADII) - 3.0)


@pytest.mark.parametrize("step", [2.0, 3.5, 6.0])
def test_whole_body_is_closed_and_as_large_as_it_should_be(step):
    outer, inner = nets(egg, HERE, (-25, -35, -45), (25, 35, 45), step)
    assert outer.closed
    assert inner.closed
    assert abs(outer.volume / VOLUME - 1) < 0.0016 * step**2
    assert abs(inner.volume / (4 / 3 * np.pi * 17 * 27 * 37) - 1) < 0.002 * step**2
    assert np.abs(egg(outer.points)[0]).max() < 1e-3


@pytest.mark.parametrize("turn", [0.0, 25.0])
def test_halves_are_flat_and_make_the_whole(turn):
    seam = Frame((2.0, 1.0, 5.0), rotation("x", turn) @ rotation("y", turn / 2))
    lower = nets(egg, seam, (-45, -45, -55), (45, 45, 0), 2.5, below=True)[0]
    upper = nets(egg, seam, (-45, -45, 0), (45, 45, 55), 2.5, below=False)[0]
    assert lower.closed
    assert upper.closed
    assert seam.local(lower.points)[:, 2].max() == pytest.approx(0.0, abs=1e-9)
    assert seam.local(upper.points)[:, 2].min() == pytest.approx(0.0, abs=1e-9)
    assert lower.volume + upper.volume == pytest.approx(VOLUME, rel=0.006)


def test_body_beyond_the_box_is_walled_off():
    outer, _ = nets(egg, HERE, (-5, -5, -5), (5, 5, 5), 2.0)
    assert outer.closed
    assert 900 < outer.volume < 4000
