"""Calibrate: factors on the covariances of the marks, so that stated 95 % regions hold on simulated films."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from measure.detect.coarse import coarse
from measure.detect.contract import MARKS
from measure.detect.fine.fine import fine
from measure.detect.fine.points import FinePoints
from measure.detect.spread import Spread, kind
from measure.model import LEVELS, Level, View
from training.films import Shard, read_shard, shard_path

Array = NDArray[np.float64]
NEAR = 0.5  # heights: how far off a vertebra may lie to be the same
FLOORS = (0.0, 0.002, 0.004, 0.007, 0.01, 0.015, 0.02)  # widths
WANTED, NORMAL = 0.95, 1.959964
FEW = 100  # marks below which a row is left as it is
SLOT = {"left": 0, "middle": 1, "right": 2}
S1 = LEVELS.index(Level.S1)
Row = tuple[str, str, str]
Misses = dict[Row, list[tuple[float, float, float, float]]]  # errors along and across, and their sds, in widths


def calibrate(folder: Path, view: View, shards: int) -> dict[Row, Spread]:
    """Rows of the table of one view from films that were held out.

    Parameters
    ----------
    folder : Path
        Shards of films that no network has learned from.
    view : View
        Of the films.
    shards : int
        How many.

    Returns
    -------
    dict
        By view, structure and kind of mark.
    """
    misses: Misses = defaultdict(list)
    for number in range(shards):
        for key, row in _misses(read_shard(shard_path(folder, view, number)), view):
            misses[key].append(row)
    return {key: fitted(np.array(rows)) for key, rows in sorted(misses.items()) if len(rows) >= FEW}


def write_table(rows: dict[Row, Spread], path: Path) -> None:
    """The table as the package reads it."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["view", "structure", "kind", *Spread.__slots__])
        for key, spread in rows.items():
            writer.writerow([*key, *(f"{getattr(spread, name):.3g}" for name in Spread.__slots__)])


def fitted(rows: Array) -> Spread:
    """Factors and floors of one kind of mark, shape (n, 4): errors and sds along and across, in widths."""
    along, floor_along = _factor(rows[:, 0], rows[:, 2])
    across, floor_across = _factor(rows[:, 1], rows[:, 3])
    return Spread(along, across, floor_along, floor_across)


def _factor(errors: Array, sds: Array) -> tuple[float, float]:
    """Factor and floor that hold 95 % of the errors, and as many of the sure ones as of the unsure."""
    quarters = np.array_split(np.argsort(sds), 4)

    def uneven(floor: float) -> tuple[float, float]:
        # A factor f with floor b covers an error e when |e| is below 1.96 sqrt(f² sd² + b²).
        beyond = np.maximum((errors / NORMAL) ** 2 - floor**2, 0) / sds**2
        factor = float(np.sqrt(max(np.quantile(beyond, WANTED), 1e-4)))
        inside = np.abs(errors) <= NORMAL * np.hypot(factor * sds, floor)
        return max(abs(inside[quarter].mean() - WANTED) for quarter in quarters), factor

    best = min(FLOORS, key=lambda floor: uneven(floor)[0])
    return uneven(best)[1], best


def _misses(shard: Shard, view: View) -> Iterator[tuple[Row, tuple[float, float, float, float]]]:
    """Errors of every mark that was found and could be seen."""
    for pixels, marks, reasons in zip(shard.pixels, shard.marks, shard.reasons, strict=True):
        picture = pixels.astype(np.float32)
        chain = coarse(picture, view)
        bodies = [one.quad for one in chain.vertebrae]
        quads = np.array(bodies + ([chain.sacrum.quad] if chain.sacrum else []))
        found = fine(picture, quads, view, sacrum=chain.sacrum is not None, known={})
        for place, points in enumerate(found):
            sacrum = place == len(bodies)
            level = _level(points, marks, [S1] if sacrum else range(S1))
            if level is None or not points.plausible:
                continue
            width = float(np.linalg.norm(marks[level, 2] - marks[level, 0]))
            along = (marks[level, 2] - marks[level, 0]) / width
            for name in MARKS[view]:
                slot = 3 * name.startswith("inferior") + SLOT[name.split("_")[1]]
                if name not in points.marks or reasons[level, slot] or not np.isfinite(marks[level, slot]).all():
                    continue
                key = (view.value, "sacrum" if sacrum else "vertebra", kind(name))
                yield key, _row(points, name, marks[level, slot], along, width)


def _row(points: FinePoints, name: str, truth: Array, along: Array, width: float) -> tuple[float, float, float, float]:
    across = np.array([along[1], -along[0]])
    away, spread = points.marks[name] - truth, points.covariances[name]
    return (
        float(away @ along) / width,
        float(away @ across) / width,
        float(np.sqrt(along @ spread @ along)) / width,
        float(np.sqrt(across @ spread @ across)) / width,
    )


def _level(points: FinePoints, marks: Array, levels: range | list[int]) -> int | None:
    """Level whose true upper endplate lies nearest to the one found, if near enough."""
    middle = (points.marks["superior_left"] + points.marks["superior_right"]) / 2
    ends = marks[levels][:, [0, 2]]
    away = np.linalg.norm(ends.mean(axis=1) - middle, axis=-1)
    widths = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=-1)
    if not np.isfinite(away).any():
        return None
    best = int(np.nanargmin(away))
    return list(levels)[best] if away[best] < NEAR * 0.6 * widths[best] else None
