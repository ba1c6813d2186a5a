"""Speed: seconds a film on one core after decoding, by stage, memory, and a public network on the same core."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np

from accuracy import peer
from accuracy.cases import read
from accuracy.drafts import drafted
from accuracy.real import FILMS
from accuracy.tables import Table
from measure.detect import detector

ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
ROUNDS = 3
FILMS_EACH = 8
STAGES = ("gate", "coarse", "fine", "qualities", "name_levels")


def tables(shelf: Path) -> list[Table]:
    """Times and memory of a fresh process bound to one thread, beside the public network."""
    words = [sys.executable, "-m", "accuracy.speed", str(shelf)]
    env = {"PYTHONPATH": str(Path(__file__).resolve().parents[1]), "PATH": "", **ONE_CORE}
    if FILMS.is_dir():
        env["MEASURE_FILMS"] = str(FILMS)
    told = subprocess.run(words, env=env, capture_output=True, text=True, check=True)
    found = json.loads(told.stdout.splitlines()[-1])
    other = peer.seconds()
    rows = []
    for name, part in found["films"].items():
        whole = 1000 * part["whole"]
        ratio = f"{1000 * other / whole:.1f}" if other else "–"
        stages = ", ".join(f"{stage} {1000 * spent:.0f}" for stage, spent in part["stages"].items())
        rows.append([name, str(part["count"]), f"{whole:.0f}", f"{1000 * part['worst']:.0f}", stages, ratio])
    heads = ("films", "number", "ms a film", "slowest", "stages, ms", "public network ÷ this")
    peer_words = f"the public network, forward pass alone: {1000 * other:.0f} ms a film" if other else "no torch here"
    note = (
        f"One thread, best of {ROUNDS} rounds, median over films; to reach: 120 ms. Memory of the process at its peak: "
        f"{found['peak_mb']:.0f} MB (to reach: 400), "
        f"{found['idle_mb']:.0f} MB of it before the first film. For comparison, {peer_words}: the "
        "architecture of the vertebra-focused landmark detection of Yi et al. (ISBI 2020) in PyTorch, rebuilt from "
        "the paper with random weights, without its decoding."
    )
    return [Table("speed", "Speed on one core", heads, rows, note)]


def main(shelf: Path) -> None:
    """Time films in this process and print one line of JSON."""
    cv2.setNumThreads(1)
    from measure.catalog import measure_reading
    from measure.film import read_film

    sets: dict[str, list[object]] = {}
    for folder in ("spine_ap", "spine_lateral", "spine_lateral_unlabelled"):
        place = FILMS / folder
        if place.is_dir():
            paths = sorted(p for p in place.iterdir() if p.suffix in (".jpg", ".png"))[:FILMS_EACH]
            sets[f"real, {folder}"] = [lambda p=p: read_film(p) for p in paths]
    for name, start in (("lateral", 0), ("frontal", 1)):
        paths = [shelf / f"simulated_{number:05d}.json" for number in range(start, 200, 2)]
        some = [path for path in paths if path.exists()][:FILMS_EACH]
        if some:
            sets[f"simulated, {name}"] = [lambda p=p: read(p).film for p in some]
    idle = _peak()
    told: dict[str, object] = {}
    for name, films in sets.items():
        spent = []
        for opened in films:
            film = opened()  # type: ignore[operator]
            best = min(_clocked(lambda film=film: _whole(film, measure_reading)) for _ in range(ROUNDS))
            spent.append(best)
        stages = _stages([opened() for opened in films[:3]], measure_reading)  # type: ignore[operator]
        told[name] = {"count": len(films), "whole": float(np.median(spent)), "worst": max(spent), "stages": stages}
    print(json.dumps({"films": told, "peak_mb": _peak(), "idle_mb": idle}))


def _whole(film: object, measure_reading: Callable[..., object]) -> None:
    draft = drafted(film)  # type: ignore[arg-type]
    if draft.reading is not None:
        measure_reading(film.header, draft.reading)  # type: ignore[attr-defined]


def _stages(films: list[object], measure_reading: Callable[..., object]) -> dict[str, float]:
    """Median seconds of the parts of the detector, and of the measures."""
    spent: dict[str, list[float]] = {}
    for film in films:
        best: dict[str, float] = {}
        for _ in range(ROUNDS):
            with _watched() as parts:
                draft = drafted(film)  # type: ignore[arg-type]
            if draft.reading is not None:
                parts["measures"] = _clocked(lambda f=film, d=draft: measure_reading(f.header, d.reading))
            best = {name: min(part, best.get(name, part)) for name, part in parts.items()}
        for name, part in best.items():
            spent.setdefault(name, []).append(part)
    return {name: float(np.median(parts)) for name, parts in spent.items()}


@contextmanager
def _watched() -> Iterator[dict[str, float]]:
    """Seconds that the stages of the detector take while it is open."""
    parts: dict[str, float] = {}
    kept = {name: getattr(detector, name) for name in STAGES}

    def watched(name: str) -> Callable[..., object]:
        def run(*given: object, **named: object) -> object:
            begun = time.perf_counter()
            try:
                return kept[name](*given, **named)
            finally:
                parts[name] = parts.get(name, 0.0) + time.perf_counter() - begun

        return run

    for name in STAGES:
        setattr(detector, name, watched(name))
    try:
        yield parts
    finally:
        for name, one in kept.items():
            setattr(detector, name, one)


def _clocked(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _peak() -> float:
    """Largest resident memory so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(Path(sys.argv[1]))
