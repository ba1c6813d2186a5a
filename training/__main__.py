"""The command ``python -m training``: all networks by one command, stage by stage, or fine-tuned on own films."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from measure.errors import MeasureError
from measure.model import View

ROOT = Path(__file__).parents[1]
STAGES = ("make", "films", "gate", "coarse", "fine", "export", "calibrate", "card")


def main(words: Sequence[str] | None = None) -> int:
    """The command; exit code 1 with one line where it cannot be done as asked."""
    told = _parser().parse_args(words)
    try:
        _finetune(told) if told.stage == "finetune" else _stage(told)
    except MeasureError as error:
        print(f"training: {error}", file=sys.stderr)
        return 1
    return 0


def _stage(told: argparse.Namespace) -> None:
    import cv2
    import torch

    from training import stages
    from training.work import DETECT, KINDS, VIEWS, Work, begun

    torch.set_num_threads(told.threads)
    cv2.setNumThreads(told.threads)
    out = (told.out or DETECT / "weights").resolve()
    device = torch.device(told.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    work = Work(told.work, begun(told.work, told.recipe), out, device, told.workers, told.threads)
    if told.stage in KINDS:
        stages.train(work, told.stage, View(told.view))
    elif told.stage == "export":
        stages.write_networks(work)
    elif told.stage != "make":
        {"films": stages.films, "gate": stages.gate, "calibrate": stages.calibrate, "card": stages.card}[told.stage](
            work
        )
    else:
        stages.films(work)
        trainings = [["gate"], *([kind, str(view)] for kind in KINDS for view in VIEWS)]
        side_by_side([[*one, *_passed_on(told)] for one in trainings], max(1, told.workers // told.threads))
        for last in (stages.write_networks, stages.calibrate, stages.card):
            last(work)


def _finetune(told: argparse.Namespace) -> None:
    from training.finetune import Plan, finetune

    plan = Plan(
        films=tuple(told.films), readings=tuple(told.readings), out=told.out, cases=told.cases,
        simulated=told.simulated, held_out=told.held_out, steps=told.steps, seed=told.seed, device=told.device,
        threads=told.threads,
    )  # fmt: skip
    finetune(plan)


def side_by_side(commands: Sequence[Sequence[str]], most: int) -> None:
    """Run stages as processes of their own, so many at a time; each goes on where it stopped.

    Raises
    ------
    MeasureError
        If one of them fails; the others are let finish.
    """
    waiting, running, failed = [list(one) for one in commands], {}, []
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    while waiting or running:
        while waiting and len(running) < most:
            command = waiting.pop(0)
            process = subprocess.Popen(
                [sys.executable, "-m", "training", *command], env={**os.environ, "PYTHONPATH": paths}
            )
            running[process] = " ".join(word for word in command[:2] if not word.startswith("-"))
        done = [process for process in running if _ended(process)]
        failed += [name for process, name in running.items() if process in done and process.returncode]
        running = {process: name for process, name in running.items() if process not in done}
    if failed:
        raise MeasureError(f"these stages failed: {', '.join(failed)}; the same command goes on from where they were")


def _ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(timeout=0.2)
    except subprocess.TimeoutExpired:
        return False
    return True


def _passed_on(told: argparse.Namespace) -> list[str]:
    words = ["--work", str(told.work), "--threads", str(told.threads), "--workers", str(told.threads)]
    for name in ("recipe", "device", "out"):
        if (value := getattr(told, name)) is not None:
            words += [f"--{name}", str(value)]
    return words


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    stages = parser.add_subparsers(dest="stage", required=True, metavar="STAGE")
    for name in STAGES:
        stage = stages.add_parser(name, help=_HELP[name])
        if name in ("coarse", "fine"):
            stage.add_argument("view", choices=["frontal", "lateral"])
        stage.add_argument("--work", type=Path, required=True, help="folder of films and checkpoints")
        stage.add_argument("--recipe", type=Path, help="instead of training/recipe.toml")
        stage.add_argument("--out", type=Path, help="folder of the networks, instead of the package's")
        stage.add_argument("--device", choices=["cpu", "cuda"], help="cuda where torch finds a GPU, else cpu")
        stage.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processor cores to use")
        stage.add_argument("--threads", type=int, default=1, help="cores of each training")
    own = stages.add_parser("finetune", help="on a department's own films, with confirmed readings")
    own.add_argument("films", type=Path, nargs="+", help="films and folders of films")
    own.add_argument("--readings", type=Path, action="append", required=True, help="landmark table, reading, or folder")
    own.add_argument("--cases", type=Path, help="table that ties films to subjects: no subject on both sides")
    own.add_argument("--out", type=Path, required=True, help="folder of the new networks and their card")
    own.add_argument("--simulated", type=Path, help="work folder of make: its films are mixed in")
    own.add_argument("--held-out", type=float, default=0.3, help="share of the films to compare before and after on")
    own.add_argument("--steps", type=int, default=400, help="of each network")
    own.add_argument("--seed", type=int, default=0)
    own.add_argument("--device", choices=["cpu", "cuda"])
    own.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    return parser


_HELP = {
    "make": "everything, in order",
    "films": "simulated films of both views",
    "gate": "the network that sees what a film shows",
    "coarse": "the network that finds the vertebrae of a view",
    "fine": "the network that marks one vertebra of a view",
    "export": "the networks from their checkpoints, as OpenCV runs them",
    "calibrate": "covariances, on films that were held out",
    "card": "what they are made of and can do",
}

if __name__ == "__main__":
    sys.exit(main())
