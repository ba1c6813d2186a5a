"""Card: what the networks were made of, what they can do on simulated films, and what has not been shown."""

import hashlib
import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from measure import __version__
from measure.detect import DETECTOR
from measure.model import View
from training.coarse import FIRST, QUAD, S1, UNSURE
from training.films import SHARD, Shard, read_shard, shard_path
from training.score import Score, Truth, scored
from training.work import VIEWS, Work

ROOT = Path(__file__).parents[1]
CODE = ("training/**/*.py", "measure/simulate/**/*.py", "measure/detect/contract.py", "measure/detect/normalise.py")
DATA = "Simulated films only: no film of a patient was used, neither to train nor to calibrate."
LIMITS = (
    "Every mark is a draft until a person has confirmed it.",
    "Accuracy on real vertebrae that have lost height, hold cement or bear an implant has not been shown.",
    "Cervical vertebrae have not been evaluated; on frontal films the networks look for T1 and below.",
    "The figures here are for simulated films, which are alike in ways in which real ones are not.",
    "Covariances are calibrated on simulated films.",
    "Made for spine films from the front and from the side; other films are to be refused, and not all of them are.",
)


def write_card(work: Work) -> None:
    """Write ``card.json`` and ``card.md`` beside the networks."""
    numbers = [-(-work.recipe.test.each // SHARD)] * len(VIEWS)
    with ProcessPoolExecutor(min(work.workers, len(VIEWS))) as pool:
        scores = pool.map(tested, [work.films("test")] * len(VIEWS), VIEWS, numbers)
        metrics = {str(view): score.summary() for view, score in zip(VIEWS, scores, strict=True)}
    gate = work.folder / "gate" / "report.txt"
    facts = {
        "detector": DETECTOR,
        "software": f"radiograph-measure {__version__}",
        "data": DATA,
        "recipe": asdict(work.recipe),
        "code_sha256": code_digest(),
        "torch": torch.__version__.partition("+")[0],
        "trained_on": work.device.type,
        "files": files_of(work.out),
        "metrics": metrics,
        "gate": gate.read_text(encoding="utf-8").splitlines() if gate.exists() else [],
        "limits": list(LIMITS),
    }
    write(work.out, facts)


def write(folder: Path, facts: dict[str, object]) -> None:
    """A card of some facts as JSON and as a page."""
    text = json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
    (folder / "card.json").write_text(text, encoding="utf-8")
    (folder / "card.md").write_text("\n".join(_page(facts)) + "\n", encoding="utf-8")


def files_of(folder: Path) -> dict[str, dict[str, int | str]]:
    """Bytes and SHA-256 of every network of a folder."""
    held = {file.name: file.read_bytes() for file in sorted(folder.glob("*.onnx"))}
    return {name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in held.items()}


def code_digest() -> str:
    """SHA-256 of all code that the networks depend on: the kit, the simulator, and what both sides read."""
    whole = hashlib.sha256()
    for file in sorted({file for pattern in CODE for file in ROOT.glob(pattern)}):
        whole.update(file.relative_to(ROOT).as_posix().encode() + hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def tested(folder: Path, view: View, shards: int) -> Score:
    """Score on the simulated films of some shards."""
    return scored(_films(folder, view, shards), view)


def _films(folder: Path, view: View, shards: int) -> Iterator[tuple[NDArray[np.float32], Truth]]:
    for number in range(shards):
        shard = read_shard(shard_path(folder, view, number))
        for place in range(len(shard.pixels)):
            truth = simulated_truth(shard, place, view)
            if truth.counted.any():
                yield shard.pixels[place].astype(np.float32), truth


def simulated_truth(shard: Shard, place: int, view: View) -> Truth:
    """Vertebrae of a simulated film: those that can be seen whole must be found, those at its rim or hidden may be."""
    quads = shard.marks[place, :S1][:, QUAD].astype(np.float64)
    hidden = (shard.reasons[place, :S1][:, QUAD] >= UNSURE).sum(axis=-1) > 1
    there = np.isfinite(quads).all(axis=(1, 2))
    inside = ((quads > 0) & (quads < np.array(shard.pixels.shape[1:]) - 1)).all(axis=(1, 2))
    counted = inside & ~hidden & (np.arange(S1) >= FIRST[view])
    return Truth(quads[there], counted[there], whole=True)


def _page(facts: dict[str, object]) -> Iterator[str]:
    """Lines of the page."""
    yield f"# {facts['detector']}: networks"
    yield ""
    yield f"{facts['data']} Made with {facts['software']} by `python -m training` (`docs/training.md`)."
    yield from ("", "## Limits", "", *(f"- {limit}" for limit in facts["limits"]))
    yield from ("", "## Figures", "", "Corner errors in percent of the height of the vertebra.", "")
    yield from _table(facts["metrics"])
    if facts.get("gate"):
        yield from ("", "What the film shows, on simulated films that it has not seen:", "", "```")
        yield from (*facts["gate"], "```")
    if "recipe" in facts:
        yield from ("", "## Recipe", "")
        for name, table in facts["recipe"].items():
            yield f"- {name}: " + ", ".join(f"{key} {value}" for key, value in table.items())
    yield from ("", "## Files", "", "| file | bytes | SHA-256 |", "|---|---|---|")
    yield from (f"| {name} | {file['bytes']} | `{file['sha256']}` |" for name, file in facts["files"].items())
    yield from ("", f"Code that made them, SHA-256: `{facts['code_sha256']}`; torch {facts['torch']}.")


def _table(metrics: dict[str, dict[str, float | int | None]]) -> Iterator[str]:
    names = list(next(iter(metrics.values())))
    yield f"| | {' | '.join(name.replace('_', ' ') for name in names)} |"
    yield "|---" * (len(names) + 1) + "|"
    for row, values in metrics.items():
        shown = ("–" if values[name] is None else f"{values[name]:g}" for name in names)
        yield f"| {row} | {' | '.join(shown)} |"
