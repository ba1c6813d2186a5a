"""Frames of the chest: a straight column carries them along, a bent one by a share of its turn."""

import numpy as np
import pytest

from measure.model import Level
from measure.simulate.anatomy.trunk.chest import chest_frames
from measure.simulate.anatomy.trunk.ribs import LEVELS, pitch
from measure.simulate.solids import Frame, rotation


def usual(level: Level) -> np.ndarray:
    return rotation("x", pitch(level))


def test_a_usual_column_carries_a_usual_chest() -> None:
    frames = {str(v): Frame((0, 0, 10.0 * k), usual(v)) for k, v in enumerate(LEVELS)}
    made = chest_frames(frames)
    assert set(made) == {f"ribs_{v}" for v in LEVELS} | {"chest"}
    for level in LEVELS:
        assert np.allclose(made[f"ribs_{level}"].axes, frames[str(level)].axes)
        assert np.array_equal(made[f"ribs_{level}"].origin, frames[str(level)].origin)


@pytest.mark.parametrize(("axis", "ribs", "shoulders"), [("x", 0.9, 0.4), ("y", 0.5, 0.15), ("z", 0.6, 0.3)])
def test_a_turn_is_passed_on_by_its_share(axis: str, ribs: float, shoulders: float) -> None:
    made = chest_frames({"T3": Frame((1, 2, 3), rotation(axis, 30.0) @ usual(Level.T3))})
    for name, share in (("ribs_T3", ribs), ("chest", shoulders)):
        assert np.allclose(made[name].axes, rotation(axis, 30.0 * share) @ usual(Level.T3))


def test_frames_stay_rigid_under_mixed_turns() -> None:
    axes = rotation("z", 25.0) @ rotation("y", -35.0) @ rotation("x", 60.0)
    made = chest_frames({"T3": Frame((0, 0, 0), axes), "T9": Frame((0, 0, 0), axes.T)})
    for frame in made.values():
        assert np.allclose(np.asarray(frame.axes).T @ np.asarray(frame.axes), np.eye(3))
        assert np.linalg.det(np.asarray(frame.axes)) == pytest.approx(1.0)


def test_missing_levels_are_left_out() -> None:
    assert chest_frames({"L3": Frame()}) == {}
