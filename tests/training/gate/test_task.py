import numpy as np
import pytest

torch = pytest.importorskip("torch")

from measure.detect.contract import GATE_FRONT_LEFT, INVERTED  # noqa: E402
from training.gate.films import PARTS  # noqa: E402
from training.gate.sample import FRONTAL, LATERAL, OTHER, Sample, write_samples  # noqa: E402
from training.gate.task import GateTask, Samples, losses  # noqa: E402


@pytest.fixture
def folder(tmp_path):
    """A file of each source for each part; the brightness of a sample says which part it is of."""
    rng = np.random.default_rng(0)
    for number, part in enumerate(PARTS):
        top = {"train": 60, "calibrate": 150, "test": 255}[part]
        for source, kind in (("frontal", FRONTAL), ("lateral", LATERAL), ("limb", OTHER), ("thing", OTHER)):
            samples = [Sample(rng.integers(0, top, (90, 60), np.uint8), kind, int(kind == LATERAL)) for _ in range(2)]
            write_samples(tmp_path / f"{source}_{number:04d}.npz", samples)
    return tmp_path


def test_parts_share_no_file(folder) -> None:
    tops = {}
    for part in ("train", "calibrate", "test"):
        samples = Samples(folder, part)
        assert len(samples) == 8 * PARTS.count(part)
        tops[part] = max(one.pixels.max() for group in samples.by_source.values() for one in group)
    assert tops["train"] < 60 <= tops["calibrate"] < 150 <= tops["test"]


def test_batches_are_the_same_for_the_same_generator(folder) -> None:
    task = GateTask(Samples(folder), 16)
    x, wanted = task.batch(torch.Generator().manual_seed(4), 0)
    again, too = task.batch(torch.Generator().manual_seed(4), 7)
    assert x.shape == (16, 2, 128, 128)
    assert wanted.shape == (16, 4)
    assert torch.equal(x, again)
    assert torch.equal(wanted, too)
    assert set(wanted[:, 1].tolist()) == {0, 1, 2}


def test_loss_counts_only_what_was_asked() -> None:
    given, wanted = torch.zeros(2, 9), torch.tensor([[0, 1, 1, 0], [-1, 2, -1, -1]])
    parts = losses(given, wanted)
    assert float(parts["way"]) == pytest.approx(2 * np.log(4) / 2, abs=1e-6)  # one picture of two was asked
    assert float(parts["kind"]) == pytest.approx(2 * np.log(3), abs=1e-6)
    assert float(parts["inverted"]) == pytest.approx(np.log(2) / 2, abs=1e-6)
    given[1, :4] = torch.tensor([50.0, -50, 0, 0])
    given[1, INVERTED] = given[1, GATE_FRONT_LEFT] = 50.0
    assert {name: float(part) for name, part in losses(given, wanted).items()} == pytest.approx(
        {name: float(part) for name, part in parts.items()}
    )


def test_loss_is_least_for_the_right_answers() -> None:
    wanted = torch.tensor([[2, 1, 1, 0]])
    right = torch.tensor([[0.0, 0, 9, 0, 0, 9, 0, 9, -9]])
    assert sum(losses(right, wanted).values()) < 0.01
    for place in (0, 3, 4, 6, 7, 8):
        wrong = right.clone()
        wrong[0, place] = -wrong[0, place] or 12.0
        assert sum(losses(wrong, wanted).values()) > 1
