"""Report: how often the gate is right on simulated films that it has not seen."""

from itertools import pairwise

import torch
from torch import Tensor

from measure.detect.contract import GATE_FRONT_LEFT, INVERTED, KINDS, WAYS_UP
from training.gate.task import SORTS, WAYS

BINS = (0.0, 0.5, 0.8, 0.95, 0.99, 1.001)


def report(given: Tensor, wanted: Tensor) -> str:
    """Tables: kind against kind, way against way, polarity, facing, and how sure against how right.

    Parameters
    ----------
    given : Tensor, shape (n, 9)
        Logits.
    wanted : Tensor, shape (n, 4)
        Answers; −1 for none.
    """
    way, kind, inverted, front = wanted.T
    spine = kind < len(KINDS) - 1
    parts = [
        _table("kind", KINDS, given[:, SORTS].argmax(1), kind),
        _table("way up, spine films", WAYS_UP, given[:, WAYS].argmax(1), way),
        _table("inverted, radiographs", ("no", "yes"), (given[:, INVERTED] > 0).long(), inverted),
        _table("inverted, spine films", ("no", "yes"), (given[spine, INVERTED] > 0).long(), inverted[spine]),
        _table("front at the left, lateral", ("no", "yes"), (given[:, GATE_FRONT_LEFT] > 0).long(), front),
        _sureness(given[:, SORTS].softmax(1), kind),
    ]
    return "\n\n".join(parts)


def _table(title: str, names: tuple[str, ...], guess: Tensor, truth: Tensor) -> str:
    """Counts, one row a truth, with its share of right answers."""
    lines = [f"{title:28}" + "".join(f"{name:>14}" for name in names) + f"{'right':>9}"]
    for k, name in enumerate(names):
        counts = torch.bincount(guess[truth == k], minlength=len(names))
        right = float(counts[k]) / max(1, int(counts.sum()))
        lines.append(f"{name:28}" + "".join(f"{int(count):14d}" for count in counts) + f"{right:9.3f}")
    return "\n".join(lines)


def _sureness(shares: Tensor, truth: Tensor) -> str:
    """Of the kinds: how often it is right where it is so sure."""
    best, guess = shares.max(1)
    lines = [f"{'kind: sure':28}{'pictures':>14}{'mean sure':>14}{'right':>14}"]
    for low, high in pairwise(BINS):
        of = (best >= low) & (best < high)
        if of.any():
            right = float((guess[of] == truth[of]).float().mean())
            span, sure = f"{low:.2f} to {min(high, 1):.2f}", float(best[of].mean())
            lines.append(f"{span:28}{int(of.sum()):14d}{sure:14.3f}{right:14.3f}")
    return "\n".join(lines)
