"""Fit: films, training, calibration, export and report of the gate, by one command that can be stopped and repeated."""

import argparse
from pathlib import Path

import cv2
import torch
from torch import nn

from training import export as networks
from training.fit import fit
from training.gate.calibrate import cool, said, temperatures
from training.gate.films import write_all
from training.gate.report import report
from training.gate.task import GateTask, Samples

WEIGHTS = Path(__file__).parents[2] / "measure" / "detect" / "weights" / "gate.onnx"
STEPS, BATCHES = 4000, 40  # to train; to calibrate with and to test on


def export(net: nn.Module, path: Path) -> float:
    """Write a network as ONNX; the largest difference of its answers when OpenCV runs it.

    Raises
    ------
    MeasureError
        If OpenCV gives other answers.
    """
    return networks.export(net, "gate", path)


def make(folder: Path, out: Path, *, steps: int = STEPS, seed: int = 0, share: float = 1.0, workers: int = 1) -> str:
    """The gate from nothing to its file; what is there in the folder already is not made again.

    Parameters
    ----------
    folder : Path
        Where films and checkpoints are kept.
    out : Path
        The network.
    steps, seed : int
        Of the training.
    share : float
        Of the films to make.
    workers : int
        Processes that make films.

    Returns
    -------
    str
        How often it is right on films that it has not seen.
    """
    write_all(folder, seed, share=share, workers=workers)
    net = fit(GateTask(Samples(folder)), steps, seed, folder / "gate.pt", torch.device("cpu"))
    divisors = temperatures(*said(net, GateTask(Samples(folder, "calibrate")), BATCHES, 1_000_000))
    cool(net, divisors)
    apart = export(net, out)
    print("divisors of the logits:", {name: round(value, 2) for name, value in divisors.items()})
    print(f"OpenCV and torch differ by {apart:.1e}\n")
    return report(*said(net, GateTask(Samples(folder, "test")), BATCHES, 2_000_000))


def main() -> None:
    """The command."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path, help="where films and checkpoints are kept")
    asked.add_argument("--steps", type=int, default=STEPS)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--share", type=float, default=1.0, help="of the films to make")
    asked.add_argument("--workers", type=int, default=1, help="processes that make films")
    asked.add_argument("--threads", type=int, default=1, help="of torch and OpenCV")
    asked.add_argument("--out", type=Path, default=WEIGHTS)
    told = asked.parse_args()
    torch.set_num_threads(told.threads)
    cv2.setNumThreads(told.threads)
    print(make(told.folder, told.out, steps=told.steps, seed=told.seed, share=told.share, workers=told.workers))


if __name__ == "__main__":
    main()
