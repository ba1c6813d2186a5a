"""Stages: films, gate, coarse, fine, export, calibrate, card; each skips what is there and goes on where it stopped."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import torch

from measure.detect import network
from measure.model import View
from training import calibrate as calibration
from training.card import write_card
from training.coarse import CoarseTask
from training.export import check_size, export
from training.films import SHARD, write_films
from training.fine import FineTask
from training.fit import Started, fit
from training.gate.fit import make as make_gate
from training.pool import Pool
from training.recipe import Again, Fitting
from training.work import KINDS, VIEWS, Work

TASKS = {"coarse": CoarseTask, "fine": FineTask}
PARTS = ("films", "held_out", "test")


def films(work: Work) -> None:
    """Simulated films of both views: to train on, to calibrate with and to report on."""
    for part in PARTS:
        asked = getattr(work.recipe, part)
        for view in VIEWS:
            count = work.recipe.films_of(view) if part == "films" else asked.each
            write_films(work.films(part), view, asked.seed, count, work.workers)


def gate(work: Work) -> None:
    """The gate, with its own pictures."""
    asked = work.recipe.gate
    folder = work.folder / "gate"
    said = make_gate(
        folder, work.out / "gate.onnx", steps=asked.steps, seed=asked.seed, share=asked.share, workers=work.workers
    )
    (folder / "report.txt").write_text(said + "\n", encoding="utf-8")


def train(work: Work, kind: str, view: View) -> torch.nn.Module:
    """One network of one view, in two rounds: trained, or read where that is done."""
    asked: Fitting = getattr(work.recipe, kind)
    place, path = VIEWS.index(view), work.checkpoint(kind, view)
    pool = Pool(work.films("films"), view, work.recipe.films.each, work.device)
    net = fit(TASKS[kind](pool, asked.batch), asked.steps, asked.seed + place, path, work.device, asked.grow)
    more: Again = getattr(work.recipe, f"{kind}_again")
    pool = Pool(work.films("films"), view, getattr(more, view), work.device)
    task, path = Started(TASKS[kind](pool, more.batch), net), work.checkpoint(f"{kind}_again", view)
    return fit(task, more.steps, more.seed + place, path, work.device, highest=more.rate)


def write_networks(work: Work) -> None:
    """The four networks of both views from their checkpoints, checked under OpenCV."""
    for kind in KINDS:
        for view in VIEWS:
            off = export(train(work, kind, view), kind, work.network(kind, view))
            print(f"{kind}_{view}: OpenCV and torch differ by {off:.0e}", flush=True)
    print(f"all networks: {check_size(work.out) / 1e6:.1f} MB", flush=True)


def calibrate(work: Work) -> None:
    """Covariances of both views on films that were held out."""
    shards = -(-work.recipe.held_out.each // SHARD)
    with using(work), ProcessPoolExecutor(min(work.workers, len(VIEWS))) as pool:
        folder = work.films("held_out")
        tables = pool.map(calibration.calibrate, [folder] * len(VIEWS), VIEWS, [shards] * len(VIEWS))
        rows = {key: spread for table in tables for key, spread in table.items()}
    calibration.write_table(rows, work.spread)


def card(work: Work) -> None:
    """The card, with what the networks can do on films of its own."""
    with using(work):
        write_card(work)


def using(work: Work) -> AbstractContextManager[None]:
    """Let the detector run the networks that were made, wherever they lie."""
    return using_networks(work.out)


@contextmanager
def using_networks(folder: Path) -> Iterator[None]:
    """Let the detector, and processes begun meanwhile, run the networks of a folder."""
    before = os.environ.get(network.OWN)
    os.environ[network.OWN] = str(folder)
    try:
        yield
    finally:
        os.environ.pop(network.OWN)
        if before is not None:
            os.environ[network.OWN] = before
