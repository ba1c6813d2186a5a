"""Finetune: a department's own networks, from the package's and its confirmed readings; compared before and after."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

from measure import __version__
from measure.detect import DETECTOR
from measure.detect.network import OWN, weights_file
from measure.errors import MeasureError
from measure.model import View
from training import card
from training.coarse import CoarseTask
from training.confirmed import Confirmed, confirmed
from training.export import export, started
from training.films import SHARD, shard_path
from training.fine import FineTask
from training.fit import Started, fit
from training.mixed import Entry, MixedPool, entry, with_truth
from training.nets import CoarseNet, FineNet
from training.pool import Pool
from training.recipe import FILE, read_recipe
from training.score import scored
from training.stages import using_networks
from training.work import KINDS, VIEWS

FEWEST = 10  # films of a view
RATE = 5e-4  # of learning: a quarter of that of a network which knows nothing
MOST = 20  # shards of simulated films that are mixed in
TASKS = {"coarse": CoarseTask, "fine": FineTask}

Figures = dict[str, dict[str, float | int | None]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to learn from, and how long.

    Attributes
    ----------
    films : tuple of Path
        Files and folders.
    readings : tuple of Path
        Landmark tables, readings, folders of readings.
    out : Path
        Gets ``weights/`` with the networks and their card, and checkpoints.
    cases : Path or None
        Table that ties films to subjects.
    simulated : Path or None
        Work folder of ``make``.
    held_out : float
        Share of the films of each view on which before and after are compared.
    steps, seed : int
        Of every training.
    device : str or None
        None = cuda where there is one.
    threads : int
        Processor cores.
    """

    films: tuple[Path, ...]
    readings: tuple[Path, ...]
    out: Path
    cases: Path | None = None
    simulated: Path | None = None
    held_out: float = 0.3
    steps: int = 400
    seed: int = 0
    device: str | None = None
    threads: int = 1


def finetune(plan: Plan) -> Figures:
    """Train, export and compare; nothing is written into the package.

    Returns
    -------
    dict
        Figures on held-out films, by ``lateral, before`` and the like.

    Raises
    ------
    MeasureError
        If there are too few films, or an input cannot be used.
    """
    if not 0 < plan.held_out < 1:
        raise MeasureError(f"--held-out: expected a share between 0 and 1, got {plan.held_out:g}")
    torch.set_num_threads(plan.threads)
    cv2.setNumThreads(plan.threads)
    device = torch.device(plan.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    with confirmed(plan.films, plan.readings, plan.cases, plan.out) as (films, notes):
        for note in notes:
            print(f"left out: {note}", flush=True)
        figures: Figures = {}
        parts = {view: split(films_of, plan.held_out, plan.seed) for view, films_of in enough(films).items()}
        for view, (learned, kept) in parts.items():
            print(f"{view}: {len(learned)} films to learn from, {len(kept)} held out", flush=True)
            figures[f"{view}, before"] = scored(with_truth(kept), view).summary()
            _train(plan, view, [entry(film) for film in learned], device)
            with using_networks(plan.out / "weights"):
                figures[f"{view}, after"] = scored(with_truth(kept), view).summary()
    _report(plan, figures, {str(view): (len(learned), len(kept)) for view, (learned, kept) in parts.items()})
    return figures


def enough(films: Sequence[Confirmed]) -> dict[View, list[Confirmed]]:
    """Films of the views that have enough of them.

    Raises
    ------
    MeasureError
        If no view has.
    """
    by_view = {view: [film for film in films if film.view is view] for view in VIEWS}
    kept = {view: own for view, own in by_view.items() if len(own) >= FEWEST}
    if not kept:
        came = " and ".join(f"{len(own)} {view}" for view, own in by_view.items())
        raise MeasureError(
            f"fine-tuning: expected at least {FEWEST} films of one view with confirmed marks, got {came}; "
            "fewer teach a network their own accidents"
        )
    for view in set(by_view) - set(kept):
        if by_view[view]:
            print(f"{view}: {len(by_view[view])} films are too few (at least {FEWEST}); its networks stay as they are")
    return kept


def split(films: Sequence[Confirmed], share: float, seed: int) -> tuple[list[Confirmed], list[Confirmed]]:
    """Films to learn from and films held out; all films of one subject on one side.

    Raises
    ------
    MeasureError
        If they are all of one subject.
    """
    owners = sorted({film.owner for film in films})
    if len(owners) < 2:
        raise MeasureError("fine-tuning: expected films of at least two subjects, these are all of one")
    wanted, kept = max(1, round(share * len(films))), set()
    for owner in np.random.default_rng(seed).permutation(owners)[:-1]:
        if sum(film.owner in kept for film in films) >= wanted:
            break
        kept.add(str(owner))
    return [film for film in films if film.owner not in kept], [film for film in films if film.owner in kept]


def _train(plan: Plan, view: View, entries: list[Entry], device: torch.device) -> None:
    """Both networks of a view, into ``weights`` below the output."""
    pool = MixedPool(entries, _simulated(plan.simulated, view, device), view, device)
    for kind in KINDS:
        net = started(CoarseNet() if kind == "coarse" else FineNet(view), weights_file(f"{kind}_{view}"))
        task = TASKS[kind](pool, getattr(read_recipe(FILE), kind).batch)
        path = plan.out / "checkpoints" / f"{kind}_{view}_{_learned(plan, view, entries)}.pt"
        path.parent.mkdir(parents=True, exist_ok=True)
        tuned = fit(Started(task, net), plan.steps, plan.seed, path, device, highest=RATE)
        export(tuned, kind, plan.out / "weights" / f"{kind}_{view}.onnx")


def _learned(plan: Plan, view: View, entries: Sequence[Entry]) -> str:
    """What a checkpoint has learned from: others begin anew."""
    whole = hashlib.sha256(repr((plan.steps, plan.seed, str(plan.simulated))).encode())
    for kind in KINDS:
        whole.update(weights_file(f"{kind}_{view}").read_bytes())
    for one in entries:
        whole.update(one.pixels.tobytes() + one.marks.tobytes() + one.film.named.tobytes())
    return whole.hexdigest()[:12]


def _simulated(folder: Path | None, view: View, device: torch.device) -> Pool | None:
    if folder is None:
        return None
    count = next(k for k in range(MOST + 1) if k == MOST or not shard_path(folder / "films", view, k).exists())
    if not count:
        raise MeasureError(f"--simulated: expected the work folder of a make, with {view} films; found none")
    pool = Pool(folder / "films", view, count * SHARD, device)
    pool.fill(1.0)
    return pool


def _report(plan: Plan, figures: Figures, counts: dict[str, tuple[int, int]]) -> None:
    weights = plan.out / "weights"
    learned = "; ".join(f"{view}: {own} to learn from, {kept} held out" for view, (own, kept) in counts.items())
    facts = {
        "detector": DETECTOR,
        "software": f"radiograph-measure {__version__}",
        "data": (
            f"The package's networks, fine-tuned on films of one department with readings that people confirmed "
            f"({learned}). They stay with the department."
        ),
        "recipe": {"fine_tuning": {"steps": plan.steps, "seed": plan.seed, "simulated": plan.simulated is not None}},
        "code_sha256": card.code_digest(),
        "torch": torch.__version__.partition("+")[0],
        "files": card.files_of(weights),
        "metrics": figures,
        "limits": [*card.LIMITS[:3], *card.LIMITS[4:], "The figures here are for held-out films of this department."],
    }
    card.write(weights, facts)
    print()
    for name, values in figures.items():
        print(f"{name:18}", ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in values.items()))
    print(f"\nTo use them, where they are better: set {OWN} to the folder 'weights' below --out.")
