"""Aim: the central ray, the sides of the picture, tilt and turn, as a radiographer means them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.simulate.rays import Beam, BeamKind, aimed
from measure.simulate.solids import rotation

VIEWS = [("frontal", "ap"), ("frontal", "pa"), ("lateral", "left"), ("lateral", "right")]
LEFT, BACK, HEAD = np.eye(3) * 10
kinds = st.sampled_from(list(BeamKind))


def beam(view: str = "frontal", towards: str = "", **stated: object) -> Beam:
    settings = {"sid": 1150.0, "oid": 250.0, "pitch": (0.5, 0.4), "shape": (401, 301)} | stated
    return aimed(view, (5.0, -7.0, 30.0), towards=towards, **settings)  # type: ignore[arg-type]


@given(st.sampled_from(VIEWS), kinds, st.floats(-25, 25), st.floats(-40, 40))
def test_the_central_ray_meets_the_middle_at_right_angles(
    view: tuple[str, str], kind: BeamKind, tilt: float, turn: float
) -> None:
    seen = beam(*view, kind=kind, tilt=tilt, turn=turn)
    iso = np.array([5.0, -7.0, 30.0])
    np.testing.assert_allclose(seen.project(iso), [200, 150], atol=1e-9)
    ray = iso - seen.focus
    np.testing.assert_allclose(ray / np.linalg.norm(ray), seen.normal, atol=1e-12)
    assert np.linalg.norm(ray) == pytest.approx(900)
    assert seen.sid == pytest.approx(1150)
    assert seen.pitch == pytest.approx((0.5, 0.4))


@pytest.mark.parametrize("view", VIEWS)
def test_the_head_is_up(view: tuple[str, str]) -> None:
    seen = beam(*view)
    assert seen.project(seen.focus + 900 * seen.normal + HEAD)[0] < 200


@pytest.mark.parametrize(
    ("view", "towards", "rightwards"),
    [
        ("frontal", "ap", LEFT),
        ("frontal", "pa", LEFT),
        ("frontal", "", LEFT),
        ("lateral", "left", BACK),
        ("lateral", "", BACK),
        ("lateral", "right", -BACK),
    ],
)
def test_sides_of_the_picture(view: str, towards: str, rightwards: np.ndarray) -> None:
    at = beam(view, towards).project(np.array([5.0, -7.0, 30.0]) + rightwards)
    assert at[1] > 150
    assert at[0] == pytest.approx(200)


@pytest.mark.parametrize(
    ("view", "towards", "near"),
    [("frontal", "ap", BACK), ("frontal", "pa", -BACK), ("lateral", "left", LEFT), ("lateral", "right", -LEFT)],
)
def test_what_lies_against_the_detector_is_magnified_less(view: str, towards: str, near: np.ndarray) -> None:
    seen, iso = beam(view, towards), np.array([5.0, -7.0, 30.0])
    assert seen.magnification(iso + near) == pytest.approx(1150 / 910)
    assert seen.magnification(iso - near) == pytest.approx(1150 / 890)


@given(st.sampled_from(VIEWS), st.floats(-40, 40), st.tuples(*[st.floats(-80, 80)] * 3))
def test_turning_the_patient_is_turning_the_room_the_other_way(
    view: tuple[str, str], turn: float, offset: tuple[float, ...]
) -> None:
    iso = np.array([5.0, -7.0, 30.0])
    turned = iso + rotation("z", turn) @ np.array(offset)  # x to y: the front, −y, goes to the left, +x
    np.testing.assert_allclose(beam(*view, turn=turn).project(iso + offset), beam(*view).project(turned), atol=1e-8)


@pytest.mark.parametrize("view", VIEWS)
def test_a_tube_towards_the_feet_looks_up(view: tuple[str, str]) -> None:
    seen = beam(*view, tilt=15.0)
    assert seen.normal[2] == pytest.approx(np.sin(np.deg2rad(15)))
    assert seen.focus[2] < 30


def test_the_central_ray_may_meet_the_film_off_its_middle() -> None:
    seen = beam(off_centre=(0.1, -0.2))
    np.testing.assert_allclose(seen.project([5.0, -7.0, 30.0]), [200 + 40.1, 150 - 60.2])


@pytest.mark.parametrize("oid", [-1.0, 1150.0, 2000.0])
def test_a_patient_beyond_tube_or_detector_is_refused(oid: float) -> None:
    with pytest.raises(SimulationError, match="distance"):
        beam(oid=oid)


@pytest.mark.parametrize(("view", "towards"), [("oblique", ""), ("frontal", "left"), ("lateral", "ap")])
def test_an_unknown_view_is_refused(view: str, towards: str) -> None:
    with pytest.raises(SimulationError, match="view"):
        beam(view, towards)
