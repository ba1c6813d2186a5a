"""Frames and rotations: rigid, invertible, composed in the right order."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.simulate.solids import HERE, Frame, rotation

angles = st.floats(-360, 360)
axes = st.sampled_from(["x", "y", "z"])
vectors = st.tuples(*[st.floats(-500, 500)] * 3).map(np.array)


@st.composite
def frames(draw: st.DrawFn) -> Frame:
    turned = rotation(draw(axes), draw(angles)) @ rotation(draw(axes), draw(angles))
    return Frame(draw(vectors), turned)


@pytest.mark.parametrize(
    ("axis", "start", "end"),
    [("x", (0, 1, 0), (0, 0, 1)), ("y", (0, 0, 1), (1, 0, 0)), ("z", (1, 0, 0), (0, 1, 0))],
)
def test_a_quarter_turn_follows_the_right_hand(axis: str, start: tuple[int, ...], end: tuple[int, ...]) -> None:
    np.testing.assert_allclose(rotation(axis, 90.0) @ np.array(start), end, atol=1e-15)


@given(axes, angles, angles)
def test_turns_about_one_axis_add_and_keep_lengths(axis: str, one: float, two: float) -> None:
    np.testing.assert_allclose(rotation(axis, one) @ rotation(axis, two), rotation(axis, one + two), atol=1e-12)
    np.testing.assert_allclose(rotation(axis, one) @ rotation(axis, one).T, np.eye(3), atol=1e-12)
    assert np.linalg.det(rotation(axis, one)) == pytest.approx(1.0)


@given(frames(), st.lists(vectors, min_size=1, max_size=5))
def test_local_undoes_apply(frame: Frame, points: list[np.ndarray]) -> None:
    np.testing.assert_allclose(frame.local(frame.apply(points)), points, atol=1e-9)
    np.testing.assert_allclose(frame.apply(frame.local(points)), points, atol=1e-9)


@given(frames(), frames(), frames(), vectors)
def test_then_is_one_after_the_other_and_associates(
    inner: Frame, middle: Frame, outer: Frame, point: np.ndarray
) -> None:
    np.testing.assert_allclose(inner.then(outer).apply(point), outer.apply(inner.apply(point)), atol=1e-8)
    one, two = inner.then(middle).then(outer), inner.then(middle.then(outer))
    np.testing.assert_allclose(one.apply(point), two.apply(point), atol=1e-8)


@given(frames(), vectors, vectors)
def test_distances_stay(frame: Frame, a: np.ndarray, b: np.ndarray) -> None:
    assert np.linalg.norm(frame.apply(a) - frame.apply(b)) == pytest.approx(np.linalg.norm(a - b), abs=1e-9)


@given(frames(), vectors)
def test_here_changes_nothing(frame: Frame, point: np.ndarray) -> None:
    np.testing.assert_allclose(HERE.apply(point), point)
    np.testing.assert_allclose(frame.then(HERE).apply(point), frame.apply(point), atol=1e-9)
