"""Shelf: simulated films kept on disk, so that they are made once and read by every run."""

import json
import os
from collections.abc import Callable, Iterable
from multiprocessing import Pool
from pathlib import Path

import cv2
import numpy as np

from accuracy.cases import Case, read
from accuracy.cohort import Simulated
from measure.model import Facing, View
from measure.readings import encode_reading
from measure.simulate.truth import true_reading

Maker = Callable[[int], Simulated]


def fill(shelf: Path, maker: Maker, numbers: Iterable[int], *, jobs: int = 1) -> int:
    """Make what is missing; how many films were made."""
    shelf.mkdir(parents=True, exist_ok=True)
    missing = [(shelf, maker, number) for number in numbers if not _name(shelf, maker, number).exists()]
    if jobs < 2:
        return sum(_make(one) for one in missing)
    with Pool(jobs, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        return sum(pool.imap_unordered(_make, missing, chunksize=4))


def case(shelf: Path, maker: Maker, number: int) -> Case:
    """One film of the shelf."""
    return read(_name(shelf, maker, number))


def put(path: Path, made: Simulated) -> None:
    """Write a film: its pixels beside a document that names them last, so that none is ever half there."""
    header = made.film.header
    view = View(str(made.facts["view"]))
    facing = Facing(str(made.facts["facing"])) if made.facts["facing"] else None
    truth = true_reading("1.2.3", header.film_key, list(made.seen), view, facing=facing)
    scale = header.calibration
    document = {
        "film_key": header.film_key,
        "mm": [scale.row_mm, scale.col_mm],
        "facts": made.facts,
        "truth": json.loads(encode_reading(truth)),
    }
    cv2.imwrite(str(path.with_suffix(".png")), made.film.pixels.astype(np.uint16), [cv2.IMWRITE_PNG_COMPRESSION, 1])
    part = path.with_suffix(".part")
    part.write_text(json.dumps(document), encoding="utf-8")
    os.replace(part, path)


def _make(one: tuple[Path, Maker, int]) -> int:
    shelf, maker, number = one
    put(_name(shelf, maker, number), maker(number))
    return 1


def _name(shelf: Path, maker: Maker, number: int) -> Path:
    return shelf / f"{maker.__name__}_{number:05d}.json"
