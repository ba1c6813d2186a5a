"""Shaft: pieces that fit at any cut, and points that lie on them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.simulate.anatomy.limb import QUADRANTS, Edge, shaft
from measure.simulate.anatomy.person import Person

SOMEONE = Person(sex="M", age=35.0, seed=3)
BONES = [(bone, side) for bone in ("femur", "tibia", "fibula") for side in ("left", "right")]


def volumes(solids):
    found = {}
    for solid in solids:
        found[solid.material] = found.get(solid.material, 0.0) + solid.mesh.volume
    return found


@pytest.mark.parametrize(("bone", "side"), BONES)
def test_whole_shaft_is_closed_and_nested(bone, side):
    found = shaft(SOMEONE, bone, side)
    solids = found.solids()
    assert all(solid.mesh.closed and solid.mesh.volume > 0 for solid in solids)
    size = volumes(solids)
    assert 0 < size["fat"] < size["cortical"]


@given(
    share=st.floats(0.08, 0.92),
    lateral=st.floats(-0.3, 0.3),
    posterior=st.floats(-0.3, 0.3),
    rough=st.floats(0, 0.6),
    bone=st.sampled_from(["femur", "tibia"]),
)
@settings(max_examples=25, deadline=None)
def test_pieces_of_any_cut_add_up_to_the_whole(share, lateral, posterior, rough, bone):
    found = shaft(SOMEONE, bone, "left")
    cut = Edge(share * found.length, lateral, posterior, rough, seed=5)
    pieces = (*found.solids(0.0, cut), *found.solids(cut, None))
    assert all(solid.mesh.closed for solid in pieces)
    whole, parts = volumes(found.solids()), volumes(pieces)
    for material in ("cortical", "fat"):
        assert parts[material] == pytest.approx(whole[material], rel=2e-3)


@pytest.mark.parametrize(("bone", "side"), BONES)
def test_quadrants_lie_where_their_names_say_and_on_the_rings(bone, side):
    found = shaft(SOMEONE, bone, side)
    s = 0.4 * found.length
    centre, axes = found.at(s)
    np.testing.assert_allclose(axes.T @ axes, np.eye(3), atol=1e-12)
    assert np.linalg.det(axes) == pytest.approx(1.0)
    outwards = 1.0 if side == "left" else -1.0
    for k, name in enumerate(QUADRANTS):
        outer, inner = found.cortex(s, name)
        np.testing.assert_allclose(found.outer(s, 64)[16 * k], outer, atol=1e-12)
        np.testing.assert_allclose(found.inner(s, 64)[16 * k], inner, atol=1e-12)
        np.testing.assert_allclose(found.edge_point(Edge(s), name)[0], outer, atol=1e-12)
        way = {"lateral": outwards * axes[:, 0], "medial": -outwards * axes[:, 0]}.get(name)
        way = way if way is not None else axes[:, 1] * (1 if name == "posterior" else -1)
        assert (outer - centre) @ way > (inner - centre) @ way > 2.0


@given(share=st.floats(0.1, 0.9), lateral=st.floats(-0.3, 0.3), posterior=st.floats(-0.3, 0.3))
@settings(max_examples=25, deadline=None)
def test_smooth_oblique_cut_is_a_plane_of_the_stated_slope(share, lateral, posterior):
    found = shaft(SOMEONE, "tibia", "left")
    edge = Edge(share * found.length, lateral, posterior)
    centre, axes = found.at(edge.at)
    ring = (np.concatenate(found.edge(edge)) - centre) @ axes
    drop = lateral * ring[:, 0] + posterior * ring[:, 1]
    # Down is along the way; the radius changes little over the height of the cut.
    np.testing.assert_allclose(-ring[:, 2], drop, atol=0.75)


def test_right_is_the_mirror_image_of_left():
    left, right = (shaft(SOMEONE, "femur", side) for side in ("left", "right"))
    np.testing.assert_allclose(left.outer(80.0) * [-1, 1, 1], right.outer(80.0))
    assert left.solids()[0].mesh.volume == pytest.approx(right.solids()[0].mesh.volume)


def test_axis_goes_on_into_the_metaphyses():
    found = shaft(SOMEONE, "femur", "left")
    above, end = found.at(-40.0)[0], found.at(0.0)[0]
    assert np.linalg.norm(above - end) == pytest.approx(40.0, abs=0.01)
    assert above[2] > end[2]


def test_what_cannot_be_is_refused():
    found = shaft(SOMEONE, "femur", "left")
    with pytest.raises(SimulationError, match="beyond the start"):
        found.solids(100.0, 50.0)
    with pytest.raises(SimulationError, match="lateral, posterior"):
        found.cortex(10.0, "front")
    with pytest.raises(SimulationError, match="femur, tibia or fibula"):
        shaft(SOMEONE, "humerus", "left")
