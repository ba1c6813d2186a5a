from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: make check-full brings it")

from measure.detect.contract import CENTRE, CONTEXTS, MAPS, OFFSETS, STEP  # noqa: E402
from measure.model import View  # noqa: E402
from training.coarse import QUAD, Batch, CoarseTask, _bumps, _cells, _told, coarse_loss  # noqa: E402
from training.pool import Pool  # noqa: E402

SIZE = (160, 96)


def batch(**changes) -> Batch:
    """Two films of one shape: L1 to L3 as blocks, L1 only on the second."""
    marks = torch.full((2, 27, 6, 2), torch.nan)
    for film, levels in ((0, (20, 21, 22)), (1, (20,))):
        for k, level in enumerate(levels):
            top = 30.0 + 30 * k
            marks[film, level] = torch.tensor([[r, c] for r in (top, top + 20) for c in (30.0, 45, 60)])
    facts = {
        "inputs": torch.zeros(2, 2, *SIZE), "marks": marks, "reasons": torch.zeros(2, 27, 6, dtype=torch.uint8),
        "front_left": torch.ones(2), "ribs": torch.zeros(2, 27),
        "marked_only": torch.zeros(2, dtype=torch.bool),
        "named": torch.ones(2, 27, dtype=torch.bool),
    }  # fmt: skip
    return replace(Batch(**facts), **changes)


def maps() -> tuple:
    return torch.zeros(2, MAPS, 80, 48), torch.zeros(2, CONTEXTS, 20, 12)


def test_bumps_are_gaussians() -> None:
    centres = torch.tensor([[[40.0, 45.0], [70.0, 20.0]]])
    sigma, present = torch.tensor([[3.0, 5.0]]), torch.tensor([[True, True]])
    heat, square = _bumps(_cells(maps()[0]), centres, sigma, present)
    for row, col in ((20, 22), (21, 25), (35, 10), (0, 0)):
        at = np.array([2 * row + 0.5, 2 * col + 0.5])
        away = [float(((at - centre.numpy()) ** 2).sum()) for centre in centres[0]]
        wanted = max(np.exp(-away[0] / 18), np.exp(-away[1] / 50))
        assert float(heat[0, row, col]) == pytest.approx(wanted, abs=1e-5)
        assert square[0, :, row, col].tolist() == pytest.approx(away, rel=1e-5)
    hidden, _ = _bumps(_cells(maps()[0]), centres, sigma, torch.tensor([[True, False]]))
    assert float(hidden[0, 35, 10]) < 1e-6


def test_true_offsets_cost_nothing_and_wrong_ones_by_their_distance() -> None:
    truth = batch()
    said, levels = maps()
    here = np.stack(np.meshgrid(2 * np.arange(80) + 0.5, 2 * np.arange(48) + 0.5, indexing="ij"), axis=-1)
    for film, ends in ((0, (20, 21, 22)), (1, (20,))):
        quads = truth.marks[film, list(ends)][:, QUAD].numpy()
        nearest = np.linalg.norm(here[None] - quads.mean(axis=1)[:, None, None], axis=-1).argmin(axis=0)
        away = (quads[nearest] - here[:, :, None]) / STEP
        said[film, OFFSETS] = torch.from_numpy(away.reshape(80, 48, 8).transpose(2, 0, 1)).float()
    assert float(coarse_loss(said, levels, truth, View.LATERAL)["offsets"]) == pytest.approx(0, abs=1e-6)
    said[:, OFFSETS] += 0.5
    assert float(coarse_loss(said, levels, truth, View.LATERAL)["offsets"]) == pytest.approx(4 * (0.5 - 0.05), abs=1e-4)


def test_levels_of_a_network_that_knows_nothing() -> None:
    parts = coarse_loss(*maps(), batch(), View.LATERAL)
    assert float(parts["level"]) == pytest.approx(0.3 * np.log(27), abs=1e-5)
    assert float(parts["ribs"]) == pytest.approx(0.5 * np.log(2), abs=1e-5)
    assert float(parts["facing"]) == pytest.approx(0.3 * np.log(2), abs=1e-5)


def test_what_nobody_named_is_not_learned() -> None:
    unnamed = batch(named=torch.zeros(2, 27, dtype=torch.bool), front_left=torch.full((2,), torch.nan))
    parts = coarse_loss(*maps(), unnamed, View.LATERAL)
    assert [float(parts[name]) for name in ("level", "ribs", "facing")] == [0, 0, 0]
    assert float(parts["centre"]) > 0


def test_above_and_below_the_marks_of_a_reader_nothing_counts() -> None:
    truth = batch(marked_only=torch.tensor([True, False]))
    said, levels = maps()
    said.requires_grad_()
    coarse_loss(said, levels, truth, View.LATERAL)["centre"].backward()
    rows = np.flatnonzero(said.grad[0, CENTRE].abs().sum(dim=1).numpy())
    assert (2 * rows.min() + 0.5, 2 * rows.max() + 0.5) == (30.5, 108.5)  # the marks span 30 to 110
    assert said.grad[1, CENTRE].abs().sum(dim=1).gt(0).all()
    assert _told(torch.tensor([29.0, 30, 110, 111]), truth)[0, :, 0].tolist() == [False, True, True, False]


@pytest.mark.parametrize("view", [View.FRONTAL, View.LATERAL])
def test_batches_follow_their_seed_and_the_marks_their_pictures(drawn_films, view) -> None:
    pool = Pool(drawn_films, view, 4, torch.device("cpu"), shard=2)
    pool.fill(1.0)
    task = CoarseTask(pool, 6)
    one, again = (task.batch(torch.Generator().manual_seed(5), 0) for _ in range(2))
    assert torch.equal(one.inputs, again.inputs)
    assert torch.isfinite(one.inputs).all()
    # the blocks are brighter than what stands beside them, so their marks lie where the pictures show them
    brighter = []
    rows, cols = one.inputs.shape[-2:]
    for picture, marks in zip(one.inputs[:, 0], one.marks, strict=True):
        for quad in marks[:, QUAD]:
            middle, across = quad.mean(dim=0), (quad[1] - quad[0]) * 0.9
            spots = [middle, middle + across, middle - across]
            if all(0 <= float(s[0]) < rows - 1 and 0 <= float(s[1]) < cols - 1 for s in spots):
                inner, *beside = (float(picture[int(s[0].round()), int(s[1].round())]) for s in spots)
                brighter.append(inner > np.mean(beside))
    assert len(brighter) > 12
    assert np.mean(brighter) > 0.85
