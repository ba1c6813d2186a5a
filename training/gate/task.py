"""Task: what the gate learns, in batches made of the samples as they go by."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from measure.detect.contract import GATE_FRONT_LEFT, INVERTED, KINDS, WAYS_UP
from training.gate.films import read_all
from training.gate.net import GateNet
from training.gate.sample import Sample
from training.gate.vary import varied

BATCH = 64
SHARES = {"frontal": 0.3, "lateral": 0.3, "limb": 0.16, "thing": 0.24}
WAYS, SORTS = slice(0, len(WAYS_UP)), slice(len(WAYS_UP), len(WAYS_UP) + len(KINDS))


class Samples:
    """Every sample of one part, by source."""

    def __init__(self, folder: Path, part: str = "train") -> None:
        self.by_source: dict[str, list[Sample]] = {source: [] for source in SHARES}
        for source, sample in read_all(folder, part):
            self.by_source[source].append(sample)

    def __len__(self) -> int:
        return sum(map(len, self.by_source.values()))

    def fill(self, share: float) -> None:
        """Nothing: all of them are there."""

    def draw(self, rng: np.random.Generator) -> Sample:
        """One of them; sources come in their shares."""
        among = self.by_source[str(rng.choice(list(SHARES), p=list(SHARES.values())))]
        return among[int(rng.integers(len(among)))]


class GateTask:
    """What ``training.fit`` needs to train the gate."""

    def __init__(self, samples: Samples, count: int = BATCH) -> None:
        self.pool, self.count = samples, count

    def net(self) -> nn.Module:
        """An untrained net."""
        return GateNet()

    def batch(self, generator: torch.Generator, step: int) -> tuple[Tensor, Tensor]:
        """Inputs (n, 2, 128, 128) and answers (n, 4): way up, kind, inverted, front at the left; −1 for none."""
        rng = np.random.default_rng(generator.initial_seed())
        drawn = [varied(self.pool.draw(rng), self.pool.draw(rng), rng) for _ in range(self.count)]
        wanted = [(one.way, one.kind, one.inverted, one.front_left) for one in drawn]
        return torch.from_numpy(np.stack([one.x for one in drawn])), torch.tensor(wanted)

    def loss(self, net: nn.Module, batch: tuple[Tensor, Tensor]) -> dict[str, Tensor]:
        """Mean of the cross entropies of the four answers, each over the pictures that have one."""
        x, wanted = batch
        with torch.autocast(x.device.type, torch.bfloat16):
            given = net(x.contiguous(memory_format=torch.channels_last))
        return losses(given.float(), wanted)


def losses(given: Tensor, wanted: Tensor) -> dict[str, Tensor]:
    """Cross entropies of the four answers."""
    way, kind, inverted, front = wanted.T
    return {
        "way": functional.cross_entropy(given[:, WAYS], way, ignore_index=-1, reduction="sum") / len(way) * 2,
        "kind": functional.cross_entropy(given[:, SORTS], kind) * 2,
        "inverted": _binary(given[:, INVERTED], inverted),
        "front": _binary(given[:, GATE_FRONT_LEFT], front) * 2,
    }


def _binary(given: Tensor, wanted: Tensor) -> Tensor:
    said = (wanted >= 0).float()
    each = functional.binary_cross_entropy_with_logits(given, wanted.clamp_min(0).float(), reduction="none")
    return (each * said).sum() / len(said)
