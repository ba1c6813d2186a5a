"""Bodies: surfaces whose parts can be worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from measure.simulate.anatomy.spine.body import BodyShape, body_mesh, shrunk
from measure.simulate.anatomy.spine.findings import SchmorlNode
from measure.simulate.anatomy.spine.size import VertebraSize

PLAIN = VertebraSize(25, 25, 25, 34, 34, 46, 46)
CYLINDER = BodyShape(front=2, back=2, notch=0, waist=0, superior=0, inferior=0)


def test_a_body_without_waist_and_hollows_is_an_elliptic_cylinder():
    mesh, _ = body_mesh(PLAIN, CYLINDER)
    polygon = 24 * np.sin(2 * np.pi / 48)  # area of a 48-gon in a circle of radius 1
    assert mesh.volume == pytest.approx(polygon * 17 * 23 * 25, rel=1e-9)


def test_a_wedge_has_the_mean_height():
    mesh, _ = body_mesh(replace(PLAIN, anterior=15.0, middle=20.0), CYLINDER)
    upright, _ = body_mesh(PLAIN, CYLINDER)
    assert mesh.volume == pytest.approx(upright.volume * 20 / 25, rel=1e-9)


def test_a_waist_draws_the_walls_in_but_not_the_rims():
    mesh, marks = body_mesh(PLAIN, replace(CYLINDER, waist=0.1))
    level = mesh.points[np.abs(mesh.points[:, 2]) < 2]
    assert 23 * 0.88 < level[:, 0].max() < 23 * 0.92
    assert marks["superior_patient_left"][0] == 23


def test_a_hollow_takes_its_depth_from_the_middle():
    _, marks = body_mesh(replace(PLAIN, middle=21.0), replace(CYLINDER, superior=1.0, inferior=3.0))
    assert marks["superior_middle"][2] == pytest.approx(11.5)
    assert marks["inferior_middle"][2] == pytest.approx(-9.5)
    assert np.ptp(marks["superior_contour"][:2, 2]) < 0.1  # flat along the rim


def test_a_node_pits_the_endplate_where_it_is():
    node = SchmorlNode("superior", left=0.0, back=0.4, depth=5.0, radius=0.3)
    mesh, marks = body_mesh(PLAIN, replace(CYLINDER, schmorl=(node,)))
    flat, _ = body_mesh(PLAIN, CYLINDER)
    sunk = flat.points[:, 2] - mesh.points[:, 2]
    assert 3.5 < sunk.max() <= 5.0
    assert mesh.points[sunk.argmax()][:2] == pytest.approx([0, 0.4 * 17], abs=2.5)
    assert marks["superior_middle"][2] == pytest.approx(12.5)


def test_uneven_rims_leave_the_marks():
    _, even = body_mesh(PLAIN, CYLINDER)
    _, uneven = body_mesh(PLAIN, replace(CYLINDER, ripple=(0.5, -0.4)))
    for name in ("anterior", "posterior", "patient_left", "patient_right"):
        assert uneven[f"superior_{name}"] == pytest.approx(even[f"superior_{name}"], abs=1e-9)
    assert np.abs(uneven["superior_rim"] - even["superior_rim"]).max() > 0.3


def test_the_core_is_smaller_by_the_thickness_of_walls_and_endplates():
    core = shrunk(PLAIN, 0.5, 0.8)
    assert (core.superior_width, core.inferior_depth) == (45, 33)
    assert (core.anterior, core.posterior) == pytest.approx((23.4, 23.4))


def test_a_rounded_rim_lacks_its_corner_and_keeps_its_marks():
    """A superelliptic rounding: the corner is 0.29 mm below where endplate and wall meet."""
    _, sharp = body_mesh(PLAIN, CYLINDER)
    mesh, marks = body_mesh(PLAIN, replace(CYLINDER, rounded=1.8))
    assert mesh.closed
    for name in sharp:
        assert marks[name] == pytest.approx(sharp[name], abs=1e-9), name
    away = np.linalg.norm(mesh.points[:, None] - marks["superior_rim"], axis=2).min(0)
    assert away == pytest.approx(0.29, abs=1e-6)
    # The front of the rim: its corner is cut in half between the two surfaces.
    corner = mesh.points[np.linalg.norm(mesh.points - marks["superior_anterior"], axis=1).argmin()]
    assert corner - marks["superior_anterior"] == pytest.approx([0, 0.29 / 2**0.5, -0.29 / 2**0.5], abs=1e-6)


def test_lips_stand_out_in_front_and_beside_but_not_behind():
    mesh, _ = body_mesh(PLAIN, replace(CYLINDER, rounded=1.8, lips=(2.0, 0.0)))
    plain, _ = body_mesh(PLAIN, replace(CYLINDER, rounded=1.8))
    out = np.linalg.norm(mesh.points - plain.points, axis=1)
    assert 1.5 < out.max() <= 2.0
    assert np.all(out[plain.points[:, 2] < 0] == 0)
    assert np.all(out[plain.points[:, 1] > 0.75 * 17] == 0)
    # Only outwards, and below the rim.
    moved = out > 0
    assert np.all(np.sum((mesh.points - plain.points)[moved, :2] * plain.points[moved, :2], axis=1) > 0)
    assert plain.points[moved, 2].max() < 12.5
