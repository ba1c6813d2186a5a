import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: make check-full brings it")

from measure.detect.contract import CROP, FIELD, FLOOR, SACRUM_DEPTH  # noqa: E402
from measure.detect.fine.points import moments as of_the_detector  # noqa: E402
from measure.detect.fine.points import probabilities  # noqa: E402
from measure.model import View  # noqa: E402
from training.fine import FineTask, _reason, completed, moments  # noqa: E402
from training.pool import Pool  # noqa: E402


def gaussian(mean, spread) -> torch.Tensor:
    """Logits whose softmax is a Gaussian in crop pixels."""
    at = np.stack(np.meshgrid(*[2 * np.arange(48) + 0.5] * 2, indexing="ij"), axis=-1) - mean
    return torch.from_numpy(-0.5 * np.einsum("rci,ij,rcj->rc", at, np.linalg.inv(spread), at)).float()[None, None]


def test_moments_of_a_gaussian_are_its_own() -> None:
    spread = np.array([[9.0, 3.0], [3.0, 16.0]])
    mean, found = moments(gaussian([40.3, 55.1], spread))
    assert mean[0, 0].tolist() == pytest.approx([40.3, 55.1], abs=1e-3)
    np.testing.assert_allclose(found[0, 0], spread + FLOOR * np.eye(2), atol=0.01)


def test_moments_are_those_that_the_detector_takes() -> None:
    heat = torch.randn((3, 6, 48, 48), generator=torch.Generator().manual_seed(0))
    heat[..., [0, -1]] = heat[..., [0, -1], :] = -40  # nothing presses against the rim, which only the detector minds
    mean, spread = moments(heat)
    theirs = of_the_detector(probabilities(heat.numpy()))
    np.testing.assert_allclose(mean, theirs[0], atol=1e-3)
    np.testing.assert_allclose(spread, theirs[1], rtol=1e-4, atol=1e-2)


def test_s1_gets_its_lower_corners() -> None:
    marks = torch.full((1, 6, 2), torch.nan)
    marks[0, 0], marks[0, 2] = torch.tensor([10.0, 20.0]), torch.tensor([10.0, 60.0])
    low = 10 + SACRUM_DEPTH * 40
    assert completed(marks)[0].tolist() == [[10, 20], [10, 60], [low, 20], [low, 60]]


def test_reasons_metal_before_cement_before_the_rest() -> None:
    there = torch.ones(4, 4, dtype=torch.bool)
    reasons = torch.tensor([[0, 0, 0, 0], [1, 2, 2, 2], [2, 3, 3, 0], [4, 4, 0, 0]])
    assert _reason(reasons, there).tolist() == [0, 1, 2, 4]


@pytest.mark.parametrize("view", [View.FRONTAL, View.LATERAL])
def test_crops_show_one_vertebra_at_its_size(drawn_films, view) -> None:
    pool = Pool(drawn_films, view, 4, torch.device("cpu"), shard=2)
    pool.fill(1.0)
    batch = FineTask(pool, 32).batch(torch.Generator().manual_seed(1), 0)
    assert batch.inputs.shape == (32, 2, CROP, CROP)
    last = batch.marks.shape[1] // 2 - 1
    width = (batch.marks[:, last] - batch.marks[:, 0]).norm(dim=-1)
    assert float(width.median()) == pytest.approx(CROP / FIELD, rel=0.1)
    assert (batch.marks[:, last, 1] > batch.marks[:, 0, 1]).all()
    assert batch.counted.float().mean() > 0.95
    assert set(batch.reason.tolist()) == {0}


def test_what_a_reader_did_not_mark_is_not_asked(drawn_films) -> None:
    pool = Pool(drawn_films, View.LATERAL, 4, torch.device("cpu"), shard=2)
    pool.fill(1.0)
    pool.marks[:, :, [1, 4]] = torch.nan  # four corners, no middles
    task = FineTask(pool, 8)
    simulated = task.batch(torch.Generator().manual_seed(1), 0)
    assert simulated.asked.all()
    pool.marked_only[:] = True
    own = task.batch(torch.Generator().manual_seed(1), 0)
    assert own.asked[0].tolist() == [1, 0, 1, 1, 0, 1]
    assert set(own.reason.tolist()) == {-1}
    net = task.net().eval()
    with torch.no_grad():
        parts = task.loss(net, own)
    assert float(parts["reason"]) == 0
    assert all(torch.isfinite(part) for part in parts.values())
