"""Meshes: closed, looking outwards, with the volume they enclose."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.simulate.solids import Frame, Mesh, ball, box, merged, rotation


def test_a_tetrahedron_has_a_sixth_of_its_box() -> None:
    points = np.array([[0.0, 0, 0], [3, 0, 0], [0, 4, 0], [0, 0, 5]])
    faces = np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3], [0, 3, 2]], np.int32)
    assert Mesh(points, faces).volume == pytest.approx(3 * 4 * 5 / 6)
    assert Mesh(points, faces).closed


def test_a_hole_or_a_face_turned_round_is_not_closed() -> None:
    mesh = box((1, 2, 3))
    assert mesh.closed
    assert not Mesh(mesh.points, mesh.faces[1:]).closed
    turned = mesh.faces.copy()
    turned[0] = turned[0, ::-1]
    assert not Mesh(mesh.points, turned).closed


@given(st.floats(-180, 180), st.tuples(*[st.floats(-100, 100)] * 3))
def test_moving_and_mirroring_keep_volume_and_sense(angle: float, origin: tuple[float, ...]) -> None:
    mesh = box((3, 4, 5), centre=(10, 2, 0))
    frame = Frame(origin, rotation("y", angle))
    for moved in (mesh.at(frame), mesh.mirrored(), mesh.mirrored().at(frame)):
        assert moved.volume == pytest.approx(60.0)
        assert moved.closed


def test_mirrored_twice_is_itself_and_once_is_on_the_other_side() -> None:
    mesh = ball(4.0, centre=(9.0, 1.0, 2.0))
    np.testing.assert_allclose(mesh.mirrored().points.mean(axis=0), mesh.points.mean(axis=0) * [-1, 1, 1])
    np.testing.assert_array_equal(mesh.mirrored().mirrored().faces, mesh.faces)


def test_moved_keeps_the_triangles() -> None:
    mesh = box((1, 1, 1))
    assert mesh.moved(2 * mesh.points).volume == pytest.approx(8.0)
    assert mesh.moved(2 * mesh.points).faces is mesh.faces


def test_merged_adds_volumes_and_stays_closed() -> None:
    whole = merged([box((1, 2, 3)), ball(5.0, (50, 0, 0)), box((2, 2, 2), (0, 80, 0))])
    assert whole.closed
    assert whole.volume == pytest.approx(6 + ball(5.0).volume + 8)
    assert whole.faces.dtype == np.int32


def test_merged_of_nothing_is_an_empty_mesh() -> None:
    assert merged([]).volume == 0
    assert merged([]).closed
