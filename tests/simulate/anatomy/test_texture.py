"""Texture: fields without bias, with a direction where the tissue has one, the same for the same stream."""

import numpy as np
import pytest

from measure.simulate.anatomy.texture import mottle, trabeculae


def alike(field: np.ndarray, axis: int, step: int) -> float:
    """Correlation of a field with itself some pixels on."""
    a, b = np.take(field, range(step, field.shape[axis]), axis), np.take(field, range(field.shape[axis] - step), axis)
    return float(np.corrcoef(a.ravel(), b.ravel())[0, 1])


@pytest.mark.parametrize("grain", [trabeculae, mottle])
@pytest.mark.parametrize("mm", [0.15, 0.5, 1.5])
def test_without_bias_and_repeatable(grain: object, mm: float) -> None:
    assert callable(grain)
    one, again, other = (grain(np.random.default_rng(seed), (300, 120), mm) for seed in (3, 3, 4))
    assert one.shape == (300, 120)
    assert one.dtype == np.float32
    assert abs(one.mean()) < 1e-4
    assert np.array_equal(one, again)
    assert not np.allclose(one, other)


def test_trabeculae_run_upright_or_as_asked() -> None:
    upright = trabeculae(np.random.default_rng(1), (300, 300), 0.15)
    lying = trabeculae(np.random.default_rng(1), (300, 300), 0.15, along_deg=0.0)
    assert alike(upright, 0, 3) > alike(upright, 1, 3) + 0.1
    assert alike(lying, 1, 3) > alike(lying, 0, 3) + 0.1


def test_coarse_pixels_average_over_trabeculae() -> None:
    fine, coarse = (
        np.mean([trabeculae(np.random.default_rng(s), (300, 300), mm).std() for s in range(4)]) for mm in (0.15, 1.5)
    )
    assert 0.8 < fine < 1.2
    assert coarse < 0.75 * fine


def test_soft_tissue_is_coarser_than_bone_and_muscle_has_fibres() -> None:
    soft, bone = (
        mottle(np.random.default_rng(2), (400, 400), 0.3),
        trabeculae(np.random.default_rng(2), (400, 400), 0.3),
    )
    assert alike(soft, 0, 5) > alike(bone, 0, 5) + 0.2
    muscle = mottle(np.random.default_rng(2), (400, 400), 0.3, along_deg=90.0)
    assert alike(muscle, 0, 8) > alike(muscle, 1, 8) + 0.1
