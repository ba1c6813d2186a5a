"""Fit: train one network on the films of one view; a run that was stopped goes on."""

import copy
import json
import time
from pathlib import Path
from typing import Protocol

import torch
from torch import Tensor, nn

RATE, WARM, CALM = 2e-3, 200, 0.999
KEEP = 500  # steps between checkpoints


class Task(Protocol):
    """What a network learns: a net, batches and a loss."""

    def net(self) -> nn.Module:
        """Give the network to begin with."""

    def batch(self, generator: torch.Generator, step: int) -> object:
        """Give inputs and truth."""

    def loss(self, net: nn.Module, batch: object) -> dict[str, Tensor]:
        """Give the parts of the loss."""


class Started:
    """A task that begins with a network that has learned already.

    Parameters
    ----------
    task : Task
        Batches and loss.
    net : nn.Module
        Where to begin.
    """

    def __init__(self, task: Task, net: nn.Module) -> None:
        self.task, self.start = task, net
        self.pool, self.batch, self.loss = task.pool, task.batch, task.loss

    def net(self) -> nn.Module:
        """The network to begin with, at rest no more."""
        return self.start.requires_grad_()


def fit(
    task: Task, steps: int, seed: int, path: Path, device: torch.device, grow: int = 0, *, highest: float = RATE
) -> nn.Module:
    """The averaged network after so many steps.

    Parameters
    ----------
    task : Task
        What to learn; its ``pool`` is filled as training goes on.
    steps : int
        Batches.
    seed : int
        Of weights and of every random number.
    path : Path
        Checkpoint, read if it is there.
    device : torch.device
        Where to.
    grow : int
        Steps over which the pool fills up with films; 0 waits for all of them first.
    highest : float
        Rate of learning after the warm-up.
    """
    torch.manual_seed(seed)
    net = task.net().to(device, memory_format=torch.channels_last)
    calm = copy.deepcopy(net).eval().requires_grad_(False)
    optimiser = torch.optim.AdamW(net.parameters(), lr=highest, weight_decay=0.02)
    step = _resumed(path, net, calm, optimiser, device)
    begun, before, sums = time.monotonic(), step, {}
    while step < steps:
        task.pool.fill(1.0 if not grow else min(1.0, 0.08 + step / grow))
        generator = torch.Generator(device).manual_seed(seed * 1_000_003 + step)
        torch.manual_seed(seed * 1_000_003 + step)  # of what a network itself leaves to chance
        for group in optimiser.param_groups:
            group["lr"] = highest * _pace(step, steps)
        with torch.no_grad():
            batch = task.batch(generator, step)
        net.train()
        with torch.autocast(device.type, torch.bfloat16):
            parts = task.loss(net, batch)
        loss = sum(parts.values())
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        step += 1
        _follow(calm, net, min(CALM, step / (step + 20)))
        for name, part in parts.items():
            sums[name] = sums.get(name, 0.0) + part.detach()
        if step % KEEP == 0 or step == steps:
            each = (time.monotonic() - begun) / (step - before)
            shown = {name: round(float(value) / (step - before), 4) for name, value in sums.items()}
            told = {"net": path.stem, "step": step, "of": steps, "minutes_left": round(each * (steps - step) / 60, 1)}
            print(json.dumps({**told, "films": len(task.pool), **shown}), flush=True)
            begun, before, sums = time.monotonic(), step, {}
            _keep(path, step, net, calm, optimiser)
    return calm


def _pace(step: int, steps: int) -> float:
    """Warm up, then down along a cosine."""
    warm = min(WARM, steps // 10)
    if step < warm:
        return (step + 1) / warm
    done = (step - warm) / max(1, steps - warm)
    return 0.5 * (1 + float(torch.cos(torch.tensor(torch.pi * done)))) + 0.002


@torch.no_grad()
def _follow(calm: nn.Module, net: nn.Module, share: float) -> None:
    """Move the averaged network a little towards the trained one."""
    ours = [value for value in calm.state_dict().values() if value.is_floating_point()]
    theirs = [value for value in net.state_dict().values() if value.is_floating_point()]
    torch._foreach_lerp_(ours, theirs, 1 - share)


def _keep(path: Path, step: int, net: nn.Module, calm: nn.Module, optimiser: torch.optim.Optimizer) -> None:
    state = {"step": step, "net": net.state_dict(), "calm": calm.state_dict(), "optimiser": optimiser.state_dict()}
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.rename(path)


def _resumed(
    path: Path, net: nn.Module, calm: nn.Module, optimiser: torch.optim.Optimizer, device: torch.device
) -> int:
    if not path.exists():
        return 0
    state = torch.load(path, map_location=device, weights_only=True)
    net.load_state_dict(state["net"])
    calm.load_state_dict(state["calm"])
    optimiser.load_state_dict(state["optimiser"])
    return state["step"]
