"""Score: how many vertebrae the detector finds on films with known marks, and how far off their corners are."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from measure.detect.coarse import coarse
from measure.detect.contract import CORNERS
from measure.detect.fine.fine import fine
from measure.model import View

Array = NDArray[np.float64]
NEAR = 0.5  # of the height: a vertebra whose centre is found nearer than this is found


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Vertebrae of one film.

    Attributes
    ----------
    quads : ndarray, shape (n, 4, 2)
        Corners superior left, superior right, inferior left, inferior right, (row, col), head to tail; without S1.
    counted : ndarray of bool, shape (n,)
        Those that must be found; the others may be.
    whole : bool
        Whether these are all that the film shows; else what is found above and below them does not count.
    """

    quads: Array
    counted: NDArray[np.bool_]
    whole: bool


@dataclass(slots=True)
class Score:
    """Counts over films.

    Attributes
    ----------
    wanted, found, extra : int
        Vertebrae that must be found, those of them that were, and quads where there is no vertebra.
    errors : list of float
        Distances of the corners of those found, in shares of the height of each.
    films : int
        How many.
    """

    wanted: int = 0
    found: int = 0
    extra: int = 0
    errors: list[float] = field(default_factory=list)
    films: int = 0

    def add(self, quads: Array, truth: Truth, sacrum: Array | None = None) -> None:
        """Count the quads (m, 4, 2) found on a film; a sacrum may be a vertebra that is not called S1 there."""
        own = list(quads) + ([] if sacrum is None else [sacrum])
        pairs = matched(np.array(own).reshape(-1, 4, 2), truth.quads)
        heights = _heights(truth.quads)
        for place, true in pairs.items():
            if truth.counted[true]:
                self.found += 1
                self.errors += list(np.linalg.norm(own[place] - truth.quads[true], axis=-1) / heights[true])
        lost = [quad for place, quad in enumerate(quads) if place not in pairs]
        self.extra += sum(truth.whole or _between(quad, truth.quads) for quad in lost)
        self.wanted += int(truth.counted.sum())
        self.films += 1

    def summary(self) -> dict[str, float | int | None]:
        """Recall and precision; median and 95th percentile of the corners' errors, in percent of the height."""
        middle, most = np.percentile(self.errors, [50, 95]) * 100 if self.errors else (None, None)
        return {
            "films": self.films,
            "vertebrae": self.wanted,
            "recall": _share(self.found, self.wanted),
            "precision": _share(self.found, self.found + self.extra),
            "corner_error_median_percent": None if middle is None else round(float(middle), 2),
            "corner_error_p95_percent": None if most is None else round(float(most), 2),
        }


def matched(quads: Array, truth: Array) -> dict[int, int]:
    """Place of each found quad to that of the true one whose centre it lies on; nearest first, each once."""
    away = np.linalg.norm(quads.mean(axis=1)[:, None] - truth.mean(axis=1)[None], axis=-1) / _heights(truth)
    pairs: dict[int, int] = {}
    for flat in np.argsort(away, axis=None, kind="stable"):
        place, true = (int(part) for part in np.unravel_index(flat, away.shape))
        if away[place, true] >= NEAR:
            break
        if place not in pairs and true not in pairs.values():
            pairs[place] = true
    return pairs


def scored(films: Iterable[tuple[NDArray[np.float32], Truth]], view: View) -> Score:
    """What the detector's networks make of films of a view."""
    score = Score()
    for picture, truth in films:
        chain = coarse(picture, view)
        bodies = [one.quad for one in chain.vertebrae]
        quads = np.array(bodies + ([chain.sacrum.quad] if chain.sacrum else []))
        points = fine(picture, quads, view, sacrum=chain.sacrum is not None, known={})[: len(bodies)]
        corners = [np.array([one.marks[name] for name in CORNERS]) for one in points]
        score.add(np.array(corners).reshape(-1, 4, 2), truth, chain.sacrum.quad if chain.sacrum else None)
    return score


def _heights(quads: Array) -> Array:
    return np.asarray(np.linalg.norm(quads[:, 2:].mean(axis=1) - quads[:, :2].mean(axis=1), axis=-1))


def _between(quad: Array, truth: Array) -> bool:
    """Whether a quad lies between the first and the last true vertebra of a film."""
    rows = truth.mean(axis=1)[:, 0]
    return bool(rows.min() < quad.mean(axis=0)[0] < rows.max())


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
