"""The upper femur: a true ball, where and as large as its marks say."""

import numpy as np
import pytest

from measure.errors import SimulationError
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.hip import hip
from measure.simulate.anatomy.trunk.pelvis import head_radius
from measure.simulate.solids import Mesh

MAN = Person(sex="M", stature=1753.0, seed=8)
WOMAN = Person(sex="F", stature=1613.0, seed=8)


def winding(mesh: Mesh, point: np.ndarray) -> float:
    """How often a surface goes round a point, by the solid angles of its triangles (van Oosterom and Strackee 1983)."""
    a, b, c = (mesh.points[mesh.faces[:, k]] - point for k in range(3))
    la, lb, lc = (np.linalg.norm(v, axis=1) for v in (a, b, c))
    across = np.einsum("ij,ij->i", a, np.cross(b, c))
    along = la * lb * lc
    for u, v, length in ((a, b, lc), (b, c, la), (c, a, lb)):
        along = along + np.einsum("ij,ij->i", u, v) * length
    return float(np.sum(2 * np.arctan2(across, along)) / (4 * np.pi))


@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_closed(detail: float) -> None:
    assert all(solid.mesh.closed and solid.mesh.volume > 0 for solid in hip(MAN, "left", detail).solids)


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_marks_are_centre_and_radius_of_the_ball(side: str) -> None:
    part = hip(MAN, side, 2.0)
    marks = part.marks[f"femoral_head:{side}"]
    radius = float(np.linalg.norm(marks["top"] - marks["centre"]))
    assert radius == head_radius(MAN)
    inward = -1.0 if side == "left" else 1.0
    points = part.solids[0].mesh.points - marks["centre"]
    far = np.linalg.norm(points, axis=1)
    # Everything on the pelvis' side of the centre, and above the neck's foot, is on the ball.
    ball = (inward * points[:, 0] > 2) & (points[:, 2] > -radius * 0.6)
    assert ball.sum() > 100
    assert np.allclose(far[ball & (far > 0.5 * radius)], radius, atol=0.02)  # the pole itself is flat


@pytest.mark.parametrize(("person", "low", "high"), [(MAN, 44, 54), (WOMAN, 38, 48)])
def test_heads_are_of_human_size(person: Person, low: float, high: float) -> None:
    assert low < 2 * head_radius(person) < high


def test_the_right_is_the_mirror_of_the_left() -> None:
    for left, right in zip(hip(MAN, "left").solids, hip(MAN, "right").solids, strict=True):
        assert np.array_equal(left.mesh.points * [-1, 1, 1], right.mesh.points)


def test_head_neck_and_shaft_are_one_body() -> None:
    """A point inside is wound around once by the surface of bone, wherever it is: no piece is inside out."""
    for solid in hip(MAN, "right").solids[:2]:
        for place in ((0, 0, 0), (-20, 2, -15), (-50, 9, -30), (-38, 9, -100)):
            assert winding(solid.mesh, np.array(place, float)) == pytest.approx(1.0, abs=1e-6)
    assert winding(hip(MAN, "right").solids[0].mesh, np.array([60.0, 0, 0])) == pytest.approx(0.0, abs=1e-6)


def test_offset_trochanter_and_shaft() -> None:
    points = hip(MAN, "left").solids[0].mesh.points
    shaft = points[points[:, 2] < -110]
    assert 30 < shaft[:, 0].mean() < 48  # femoral offset about 40 mm
    outside = points[points[:, 0] > 50]
    assert -8 < outside[:, 2].max() < 12  # tip of the greater trochanter about as high as the centre of the head
    assert 25 < np.ptp(shaft[shaft[:, 2] < -150][:, 0]) < 34


def test_the_head_is_denser_within_and_only_there() -> None:
    solids = hip(MAN, "left").solids
    balls = [solid for solid in solids if solid.within == "cancellous" and solid.material == "cancellous"]
    assert len(balls) == 3
    for around, ball in zip([1.0, *(ball.density for ball in balls[:-1])], balls, strict=True):
        assert ball.density > ball.within_density == around
        assert np.linalg.norm(ball.mesh.points, axis=1).max() < head_radius(MAN) - 1.2
    assert len(hip(MAN, "left", 0.35).solids) == 3


def test_an_unknown_side_is_refused() -> None:
    with pytest.raises(SimulationError, match="'L'"):
        hip(MAN, "L")
