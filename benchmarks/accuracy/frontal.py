"""Frontal: drafts of real scoliosis films against their labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accuracy.drafts import drafted, view_stated
from accuracy.intervals import mean, median, quantile
from accuracy.real import Labelled, labelled
from accuracy.scores import convention, corner_errors, largest_cobb, matched, moved
from accuracy.tables import Table
from measure.model import View

Array = NDArray[np.float64]
LEVELS = (*(f"T{k}" for k in range(1, 13)), *(f"L{k}" for k in range(1, 6)))
NONE = np.zeros((0, 4, 2))


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """One film: its labels, what was drafted, and which belong together."""

    labels: Array
    drafts: Array
    refused: str | None = None

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Label and draft."""
        return matched(self.labels, self.drafts)

    def both(self) -> tuple[Array, Array]:
        """Labels and drafts that belong together."""
        pairs = self.pairs
        return self.labels[[a for a, _ in pairs]], self.drafts[[b for _, b in pairs]]


def tables() -> list[Table]:
    """Both tables of the real frontal films."""
    films = list(labelled("spine_ap"))
    stated, free = [], []
    for one in films:
        for scored, statements in ((stated, view_stated(View.FRONTAL)), (free, ())):
            draft = drafted(one.film, statements)
            scored.append(Scored(one.quads, draft.quads(), draft.refused))
    ways = [figures(stated), figures(free), figures(constant(films))]
    for name, scored in zip((one.name for one in films), stated, strict=True):
        _tell(name, scored)
    reach = REACH
    rows = [[name, reach.get(name, ""), *(way[name] for way in ways)] for name in ways[0]]
    note = (
        f"{len(films)} films, all of one source. In brackets 95 % intervals over films. A refused film has all its "
        "vertebrae missed and no Cobb angle. Constant: the mean chain of the other half of the films."
    )
    main = Table("real_frontal", "Real frontal films", ("", "reach", "view stated", "found", "constant"), rows, note)
    return [main, _by_level(stated, free)]


REACH = {
    "recall, %": "≥ 95", "precision, %": "≥ 93", "corner error, median, % of height": "≤ 15",
    "corner error, 95th percentile": "≤ 42", "median after eight constants, odd films": "≤ 13",
    "largest Cobb, mean absolute error, °": "≤ 3.3", "within 5°, %": "≥ 80",
}  # fmt: skip


def figures(scored: Sequence[Scored]) -> dict[str, str]:
    """Every figure as a cell, by its name."""
    hits, right, corners, cobbs, misses = [], [], [], [], []
    for film, one in enumerate(scored):
        found = {label for label, _ in one.pairs}
        hits += [(film, float(k in found)) for k in range(len(one.labels))]
        kept = {draft for _, draft in one.pairs}
        right += [(film, float(k in kept)) for k in range(len(one.drafts))]
        corners += [(film, error) for error in corner_errors(*one.both()).ravel()]
        off = largest_cobb(one.drafts) - largest_cobb(one.labels)
        cobbs.append((film, off))
        misses.append((film, one.refused is not None))
    bent = corrected(scored)
    size = [(film, abs(off)) for film, off in cobbs]
    near = {limit: mean(*_columns([(f, float(v <= limit)) for f, v in size])) for limit in (5, 10)}
    return {
        "films refused": str(sum(miss for _, miss in misses)),
        "recall, %": mean(*_columns(hits)).text(1, 100),
        "precision, %": mean(*_columns(right)).text(1, 100),
        "corner error, median, % of height": median(*_columns(corners)).text(),
        "corner error, 95th percentile": quantile(*_columns(corners), 0.95).text(),
        "median after eight constants, odd films": median(*_columns(bent)).text(),
        "95th percentile after eight constants": quantile(*_columns(bent), 0.95).text(),
        "largest Cobb, mean absolute error, °": mean(*_columns(size)).text(),
        "median absolute error, °": median(*_columns(size)).text(),
        "bias, °": mean(*_columns(cobbs)).text(),
        "within 5°, %": near[5].text(0, 100),
        "within 10°, %": near[10].text(0, 100),
    }


def corrected(scored: Sequence[Scored]) -> list[tuple[int, float]]:
    """Corner errors of odd films after the constants of even ones: label convention and detector's bias."""
    even = [one.both() for one in scored[::2]]
    labels, drafts = (np.concatenate([pair[side] for pair in even]) for side in (0, 1))
    if not len(labels):
        return []
    constants = convention(labels, drafts)
    found = []
    for film in range(1, len(scored), 2):
        label, draft = scored[film].both()
        found += [(film, error) for error in corner_errors(label, moved(draft, constants)).ravel()]
    return found


def constant(films: Sequence[Labelled]) -> list[Scored]:
    """The mean chain of the other half of the films, in shares of the film, as if it were a draft."""
    scored = []
    for place, one in enumerate(films):
        others = [two for k, two in enumerate(films) if k % 2 != place % 2 and len(two.quads) == len(one.quads)]
        shares = np.mean([two.quads / two.film.pixels.shape for two in others], axis=0)
        scored.append(Scored(one.quads, shares * one.film.pixels.shape))
    return scored


def _by_level(stated: Sequence[Scored], free: Sequence[Scored]) -> Table:
    rows = []
    for place, level in enumerate(LEVELS):
        cells = [mean(*_columns(_hits(scored, place))).text(0, 100) for scored in (stated, free)]
        rows.append([level, *cells])
    note = "Levels by the convention of that set: the seventeen labelled vertebrae from the top."
    return Table("real_frontal_levels", "Recall by level, %", ("level", "view stated", "found"), rows, note)


def _hits(scored: Sequence[Scored], place: int) -> list[tuple[int, float]]:
    return [(k, float(place in {label for label, _ in one.pairs})) for k, one in enumerate(scored)]


def _tell(name: str, one: Scored) -> None:
    """One line a film on the screen: what to look at."""
    label, draft = one.both()
    error = float(np.median(corner_errors(label, draft))) if len(label) else float("nan")
    missed = [LEVELS[k] for k in range(len(one.labels)) if k not in {a for a, _ in one.pairs}]
    cobb = f"Cobb {largest_cobb(one.drafts):5.1f} of {largest_cobb(one.labels):5.1f}"
    extra = len(one.drafts) - len(one.pairs)
    print(f"  {name}: {one.refused or 'drafted'}, missed {','.join(missed) or '-'}, {extra} extra, "
          f"corners {error:.0f} %, {cobb}")  # fmt: skip


def _columns(pairs: Sequence[tuple[int, float]]) -> tuple[list[float], list[int]]:
    return [value for _, value in pairs], [film for film, _ in pairs]
