"""Lateral: drafts of real lumbar films against their labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from accuracy.drafts import Draft, drafted, view_stated
from accuracy.intervals import mean, median, quantile
from accuracy.real import Labelled, labelled
from accuracy.scores import corner_errors, heights, matched, ratios
from accuracy.tables import Table
from measure.model import View

Array = NDArray[np.float64]
REACH = {
    "vertebrae missed in the labelled range": "≤ 1 in 59", "extra vertebrae inside it": "≤ 1",
    "corner error, median, % of height": "≤ 6", "corner error, 95th percentile": "≤ 20",
    "front/back height ratio, mean absolute error": "≤ .06",
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """One film: its labels without the sacrum, the label of the sacrum, the draft."""

    name: str
    labels: Array
    sacrum: Array
    draft: Draft

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """Label and draft."""
        return matched(self.labels, self.draft.quads())

    def both(self) -> tuple[Array, Array]:
        """Labels and drafts that belong together."""
        pairs = self.pairs
        return self.labels[[a for a, _ in pairs]], self.draft.quads()[[b for _, b in pairs]]

    def extras(self) -> int:
        """Drafts of nothing between the first label and the sacrum."""
        taken = {draft for _, draft in self.pairs}
        rows = [quad.mean(axis=0)[0] for k, quad in enumerate(self.draft.quads()) if k not in taken]
        first, last = self.labels[0].mean(axis=0)[0], self.sacrum.mean(axis=0)[0]
        return sum(bool(first < row < last) for row in rows)


def tables() -> list[Table]:
    """The table of the real lateral films; on all of them the patient faces left and the last label is S1."""
    films = list(labelled("spine_lateral"))
    ways = []
    for statements in (view_stated(View.LATERAL), ()):
        scored = [Scored(one.name, one.quads[:-1], one.quads[-1], drafted(one.film, statements)) for one in films]
        ways.append(figures(scored))
        if statements:
            for one in scored:
                _tell(one)
    base = _constant(films)
    rows = [[name, REACH.get(name, ""), *(way[name] for way in ways), base.get(name, "")] for name in ways[0]]
    note = (
        f"{len(films)} films of one source, squeezed to squares by an unknown factor: angles mean nothing on them. "
        "In brackets 95 % intervals over films. Constant: the median ratio, or the mean chain, of the other films."
    )
    return [Table("real_lateral", "Real lateral films", ("", "reach", "view stated", "found", "constant"), rows, note)]


def figures(scored: Sequence[Scored]) -> dict[str, str]:
    """Every figure as a cell, by its name."""
    corners, ratio, whose, sacrum = [], [], [], []
    missed = total = extras = 0
    for film, one in enumerate(scored):
        label, draft = one.both()
        corners += [(film, error) for error in corner_errors(label, draft).ravel()]
        ratio += list(np.abs(ratios(draft) - ratios(label)))
        whose += [film] * len(label)
        missed, total, extras = missed + len(one.labels) - len(label), total + len(one.labels), extras + one.extras()
        sacrum += [(film, error) for error in _sacrum(one)]
    errors, films = [error for _, error in corners], [film for film, _ in corners]
    return {
        "films refused": str(sum(one.draft.refused is not None for one in scored)),
        "vertebrae missed in the labelled range": f"{missed} of {total}",
        "extra vertebrae inside it": str(extras),
        "corner error, median, % of height": median(errors, films).text(),
        "corner error, 95th percentile": quantile(errors, films, 0.95).text(),
        "ends of the S1 endplate, median, % of the height above": median(
            [error for _, error in sacrum], [film for film, _ in sacrum]
        ).text(),
        "front/back height ratio, mean absolute error": mean(ratio, whose).text(3),
        "front faces left, films": str(sum(one.draft.stated.get("facing") == "left" for one in scored)),
    }


def _sacrum(one: Scored) -> list[float]:
    """Distance of both ends of the drafted endplate, in percent of the last labelled height."""
    found = next((v for v in one.draft.vertebrae if v.label == "S1"), None)
    names = ("superior_left", "superior_right")
    if found is None or any(name not in found.marks for name in names):
        return []
    height = float(heights(one.labels[-1:])[0])
    return [100 * float(np.linalg.norm(found.marks[n] - one.sacrum[k])) / height for k, n in enumerate(names)]


def _constant(films: Sequence[Labelled]) -> dict[str, str]:
    """What a fixed ratio and a fixed chain, taken from the other films, would give."""
    off, whose, missed, corners, owners = [], [], 0, [], []
    for k, one in enumerate(films):
        others = [two for j, two in enumerate(films) if j != k]
        guess = np.median(np.concatenate([ratios(two.quads[:-1]) for two in others]))
        off += list(np.abs(ratios(one.quads[:-1]) - guess))
        whose += [k] * (len(one.quads) - 1)
        # Chains of different lengths are laid on each other from the sacrum up.
        least = min(len(two.quads) for two in others)
        chain = np.mean([two.quads[-least:-1] / two.film.pixels.shape for two in others], axis=0)
        pairs = matched(one.quads[:-1], chain * one.film.pixels.shape)
        missed += len(one.quads) - 1 - len(pairs)
        label, guessed = one.quads[[a for a, _ in pairs]], (chain * one.film.pixels.shape)[[b for _, b in pairs]]
        errors = corner_errors(label, guessed).ravel()
        corners, owners = corners + list(errors), owners + [k] * len(errors)
    return {
        "vertebrae missed in the labelled range": f"{missed} of {len(whose)}",
        "corner error, median, % of height": median(corners, owners).text(),
        "corner error, 95th percentile": quantile(corners, owners, 0.95).text(),
        "front/back height ratio, mean absolute error": mean(off, whose).text(3),
    }


def _tell(one: Scored) -> None:
    """One line a film on the screen: what to look at."""
    label, draft = one.both()
    error = float(np.median(corner_errors(label, draft))) if len(label) else float("nan")
    missed = [k + 1 for k in range(len(one.labels)) if k not in {a for a, _ in one.pairs}]
    names = " ".join(v.label for v in one.draft.vertebrae)
    print(f"  {one.name}: {one.draft.refused or 'drafted'}, missed {missed or '-'}, {one.extras()} extra, "
          f"corners {error:.0f} %, {names}")  # fmt: skip
