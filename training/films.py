"""Films: simulated training films with their marks, written as shards that several processes make and share."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from measure.model import LEVELS, Facing, View
from measure.simulate.films.training import FILMS_A_PERSON, TrainingFilm, training_film

SHAPES = {View.FRONTAL: (1248, 480), View.LATERAL: (768, 768)}  # three times what the coarse network sees
SHARD = 36  # films, all of one person
SLOTS = 6  # superior left, middle, right, inferior left, middle, right, as seen on the picture
REASONS = {"implant": 1, "cement": 2, "under_exposed": 3, "over_exposed": 3, "cropped": 4, "marker": 4}
PLACES = {level: place for place, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Shard:
    """Some films of one view with their marks.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (n, rows, cols)
        Bone bright.
    marks : ndarray of float32, shape (n, 27, 6, 2)
        (row, col) by level and slot; NaN where there is none.
    reasons : ndarray of uint8, shape (n, 27, 6)
        Why a mark cannot be read, as in ``REASONS``; 0 where it can.
    front_left : ndarray of uint8, shape (n,)
        1 where the front points to the left of the picture.
    mm : ndarray of float32, shape (n,)
        Millimetres a pixel, at the detector.
    ribs : ndarray of uint8, shape (n, 27)
        1 for a level that bears ribs.
    """

    pixels: NDArray[np.uint8]
    marks: NDArray[np.float32]
    reasons: NDArray[np.uint8]
    front_left: NDArray[np.uint8]
    mm: NDArray[np.float32]
    ribs: NDArray[np.uint8]


def write_films(folder: Path, view: View, seed: int, count: int, workers: int, *, shard: int = SHARD) -> None:
    """All shards of a view that are not there yet, by several processes, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [number for number in range(-(-count // shard)) if not shard_path(folder, view, number).exists()]
    begun = time.monotonic()
    with ProcessPoolExecutor(max_workers=workers) as pool:
        made = [pool.submit(_write, folder, view, seed, number, shard) for number in wanted]
        for done, one in enumerate(made, start=1):
            one.result()
            left = (time.monotonic() - begun) / done * (len(wanted) - done) / 60
            told = f"{done * shard} of {len(wanted) * shard} films, {left:.1f} minutes left"
            print(f"{folder.name}, {view}: {told}", flush=True)


def shard_path(folder: Path, view: View, number: int) -> Path:
    """File of one shard."""
    return folder / f"{view}_{number:05d}.npz"


def read_shard(path: Path) -> Shard:
    """A shard from its file."""
    with np.load(path) as held:
        return Shard(**{name: held[name] for name in Shard.__slots__})


def _write(folder: Path, view: View, seed: int, number: int, size: int) -> None:
    films = [_film(view, seed, number * FILMS_A_PERSON + k) for k in range(size)]
    columns = zip(*films, strict=True)
    shard = {name: np.stack(column) for name, column in zip(Shard.__slots__, columns, strict=True)}
    path = shard_path(folder, view, number)
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        np.savez(file, **shard)
    part.rename(path)


def _film(view: View, seed: int, number: int) -> tuple[NDArray, ...]:
    film = training_film(view, seed, number, SHAPES[view])
    marks, reasons = marked(film)
    ribs = np.array([level in film.ribs for level in LEVELS], np.uint8)
    front_left = np.uint8(film.facing is Facing.LEFT)
    return film.pixels, marks, reasons, front_left, np.float32(film.mm_per_pixel), ribs


def marked(film: TrainingFilm) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Marks of a film by level and slot, and why each cannot be read."""
    marks = np.full((len(LEVELS), SLOTS, 2), np.nan, np.float32)
    reasons = np.zeros((len(LEVELS), SLOTS), np.uint8)
    names = slots(film.view, film.facing)
    for seen in film.seen:
        if seen.level is None:
            continue
        for name, spot in seen.points().items():
            if (slot := names.get(name)) is None:
                continue
            marks[PLACES[seen.level], slot] = spot
            reasons[PLACES[seen.level], slot] = REASONS.get(seen.hidden_marks.get(name, ""), 0)
    return marks, reasons


def slots(view: View, facing: Facing | None) -> dict[str, int]:
    """Name of a mark to its slot on the picture."""
    if view is View.FRONTAL:
        ends = ("left", None, "right")
    else:
        ends = ("anterior", "middle", "posterior")
        ends = ends if facing is Facing.LEFT else ends[::-1]
    return {f"{edge}_{end}": 3 * k + i for k, edge in enumerate(("superior", "inferior")) for i, end in enumerate(ends)}
