import numpy as np
import pytest

from training.gate.bones import BONES, Canvas


def test_ball_is_as_deep_as_its_chord() -> None:
    canvas = Canvas((101, 101), mm=2.0)
    canvas.ball(np.array([50.0, 50.0]), np.array([40.0, 40.0]), 0.3, 0.0)
    _, soft = canvas.paths()
    assert soft[50, 50] == pytest.approx(160.0, abs=1e-3)  # 2 r, at 2 mm a pixel
    assert soft[50, 74] == pytest.approx(2 * 2 * 32.0, abs=1e-3)  # 24, 32 and 40 are the sides of a triangle
    assert soft[50, 95] == 0.0


def test_capsule_is_a_tube_with_round_ends() -> None:
    canvas = Canvas((101, 201), mm=1.0)
    canvas.capsule(np.array([50.0, 50.0]), np.array([50.0, 150.0]), 10.0, 10.0, 10.0, flesh=15.0)
    bone, soft = canvas.paths()
    assert bone[50, 100] == pytest.approx(20.0, abs=1e-3)
    assert bone[58, 100] == pytest.approx(12.0, abs=1e-3)
    assert bone[50, 158] == pytest.approx(12.0, abs=1e-3)
    assert bone[61, 100] == 0.0
    assert soft[65, 100] == pytest.approx(40.0, abs=1e-3)


@pytest.mark.parametrize("name", BONES)
def test_every_thing_has_bone_and_no_negative_lengths(name: str) -> None:
    for seed in range(3):
        bone, soft = BONES[name](np.random.default_rng(seed), (160, 120))
        assert bone.shape == soft.shape == (160, 120)
        assert np.isfinite(bone).all()
        assert np.isfinite(soft).all()
        assert min(bone.min(), soft.min()) >= 0
        assert bone.max() > 1
