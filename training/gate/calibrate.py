"""Calibrate: the gate's logits divided so that its probabilities are as often right as they say, on simulated films."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from measure.detect.contract import GATE_FRONT_LEFT, INVERTED
from training.gate.net import GateNet
from training.gate.task import SORTS, WAYS, GateTask, losses

HEADS = {
    "way": WAYS,
    "kind": SORTS,
    "inverted": slice(INVERTED, INVERTED + 1),
    "front": slice(GATE_FRONT_LEFT, GATE_FRONT_LEFT + 1),
}
TEMPERATURES = torch.logspace(-0.5, 0.7, 61)


@torch.no_grad()
def said(net: nn.Module, task: GateTask, batches: int, seed: int) -> tuple[Tensor, Tensor]:
    """Logits and answers for so many batches of a task."""
    net.eval()

    def each() -> Iterator[tuple[Tensor, Tensor]]:
        for step in range(batches):
            x, wanted = task.batch(torch.Generator().manual_seed(seed + step), step)
            yield net(x), wanted

    given, wanted = zip(*each(), strict=True)
    return torch.cat(given), torch.cat(wanted)


def temperatures(given: Tensor, wanted: Tensor) -> dict[str, float]:
    """Divisor of each answer's logits under which the answers are likeliest.

    Parameters
    ----------
    given : Tensor, shape (n, 9)
        Logits.
    wanted : Tensor, shape (n, 4)
        Answers; −1 for none.
    """
    costs = [losses(given / temperature, wanted) for temperature in TEMPERATURES]
    return {name: float(TEMPERATURES[int(torch.stack([cost[name] for cost in costs]).argmin())]) for name in HEADS}


@torch.no_grad()
def cool(net: GateNet, divisors: dict[str, float]) -> None:
    """Divide the logits, within the last layer."""
    for name, rows in HEADS.items():
        net.answers.weight[rows] /= divisors[name]
        net.answers.bias[rows] /= divisors[name]
