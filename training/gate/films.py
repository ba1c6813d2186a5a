"""Films: the samples of the gate, made once and kept in files."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from measure.model import View
from training.gate.limbs import limb_sample
from training.gate.sample import Sample, read_samples, write_samples
from training.gate.things import thing_sample
from training.gate.trunks import trunk_sample

BLOCK = 60  # samples a file: whole persons
SOURCES: dict[str, tuple[int, Callable[[int, int], Sample]]] = {
    "frontal": (3000, lambda seed, number: trunk_sample(View.FRONTAL, seed, number)),
    "lateral": (3000, lambda seed, number: trunk_sample(View.LATERAL, seed, number)),
    "limb": (1800, limb_sample),
    "thing": (3000, thing_sample),
}
PARTS = ("train",) * 8 + ("calibrate", "test")  # in turn, file by file; no person is in two files


def write_all(folder: Path, seed: int, *, share: float = 1.0, workers: int = 1) -> None:
    """Every file that is not there yet, a little of each source in turn: a stopped run goes on where it was."""
    folder.mkdir(parents=True, exist_ok=True)
    most = max(count for count, _ in SOURCES.values()) // BLOCK
    wanted = [
        (folder, seed, source, number)
        for number in range(most)
        for source, (count, _) in SOURCES.items()
        if number < share * count / BLOCK and not _path(folder, source, number).exists()
    ]
    if workers == 1:
        for one in wanted:
            _write(one)
    else:
        with ProcessPoolExecutor(workers) as pool:
            list(pool.map(_write, wanted))


def _path(folder: Path, source: str, number: int) -> Path:
    return folder / f"{source}_{number:04d}.npz"


def _write(job: tuple[Path, int, str, int]) -> None:
    folder, seed, source, number = job
    made = SOURCES[source][1]
    write_samples(_path(folder, source, number), [made(seed, number * BLOCK + k) for k in range(BLOCK)])


def read_all(folder: Path, part: str) -> Iterator[tuple[str, Sample]]:
    """Source and sample of all films of one part: to train on, to calibrate with, or to test on."""
    for path in sorted(folder.glob("*_????.npz")):
        source, number = path.stem.split("_")
        if PARTS[int(number) % len(PARTS)] == part:
            yield from ((source, one) for one in read_samples(path))
