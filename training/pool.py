"""Pool: the simulated films of one view in the memory of the device that trains."""

import time
from pathlib import Path

import torch

from measure.model import LEVELS, View
from training.films import SHAPES, SHARD, SLOTS, read_shard, shard_path


class Pool:
    """Films that grow while they are made: shard after shard, always in the same order.

    Parameters
    ----------
    folder : Path
        Where the shards are written.
    view : View
        Which of them.
    count : int
        Films in the end.
    device : torch.device
        Where they are kept.
    shard : int, optional
        Films a shard.
    """

    def __init__(self, folder: Path, view: View, count: int, device: torch.device, shard: int = SHARD) -> None:
        self.folder, self.view, self.device, self.shard = folder, view, device, shard
        self.shards = -(-count // shard)
        self.filled = 0
        total = self.shards * shard
        self.pixels = torch.zeros((total, *SHAPES[view]), dtype=torch.uint8, device=device)
        self.marks = torch.zeros((total, len(LEVELS), SLOTS, 2), device=device)
        self.reasons = torch.zeros((total, len(LEVELS), SLOTS), dtype=torch.uint8, device=device)
        self.front_left = torch.zeros(total, device=device)
        self.ribs = torch.zeros((total, len(LEVELS)), device=device)
        # What is otherwise for films of a department: of their canvas the film fills a part, their truth is what a
        # reader marked and no more, and not every vertebra has a name.
        self.sizes = torch.tensor(SHAPES[view], device=device).float().repeat(total, 1)
        self.marked_only = torch.zeros(total, dtype=torch.bool, device=device)
        self.named = torch.ones((total, len(LEVELS)), dtype=torch.bool, device=device)

    def __len__(self) -> int:
        return self.filled * self.shard

    def fill(self, share: float) -> None:
        """Films up to a share of all; waits for those that are still being made, so that a run can be repeated."""
        while self.filled < min(self.shards, max(1, round(share * self.shards))):
            path = shard_path(self.folder, self.view, self.filled)
            while not path.exists():
                time.sleep(0.5)
            shard = read_shard(path)
            part = slice(self.filled * self.shard, (self.filled + 1) * self.shard)
            self.pixels[part] = torch.from_numpy(shard.pixels).to(self.device)
            self.marks[part] = torch.from_numpy(shard.marks).to(self.device)
            self.reasons[part] = torch.from_numpy(shard.reasons).to(self.device)
            self.front_left[part] = torch.from_numpy(shard.front_left).float().to(self.device)
            self.ribs[part] = torch.from_numpy(shard.ribs).float().to(self.device)
            self.filled += 1

    def draw(self, generator: torch.Generator, count: int) -> torch.Tensor:
        """Numbers of some films, drawn with replacement."""
        return torch.randint(len(self), (count,), generator=generator, device=self.device)
