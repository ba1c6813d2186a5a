"""Chain: the vertebrae of one spine among the candidates, in order, with the gaps between them filled.

The best chain is the one with the highest sum of what its vertebrae and the steps between them are worth, in units of
log-odds. A step is judged in the directions of its two vertebrae, never in those of the film: a scoliosis may lie
nearly flat. Lengths are in heights and widths of the vertebrae, where a crushed one counts as tall as its neighbour.
"""

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from measure.detect.coarse.candidates import Candidate, Floats, Found, Map, informed

EVEN = 0.2  # heat that speaks neither for nor against a vertebra
SURE = 4.0  # log-odds: one peak is never worth more, for or against
FLAWLESS = 2.0  # worth of a step without a flaw
MISSING = 3.0  # cost of a vertebra that is not there
LOST = 3  # vertebrae missing in a row, at most
DISC = 0.28  # of the height of a vertebra
FLATTEST = 0.5  # of the width: a vertebra that is not crushed is as tall
KNEE = 2.0  # standard deviations beyond which a flaw costs in proportion
LEAP = 3.0  # what the worst step costs: two good parts of one spine belong together whatever lies between
WORST = 25.0  # cost of a step that joins no two parts of one spine
FOCUS = 0.16  # of the height: width of a peak that is sure of its place, as it is drawn in training
VAGUE = (0.35, 0.15)  # share of a peak's doubt about its place that the gap, and the slip, may be wrong by
STEEPEST = np.deg2rad(75)
UNEVEN = np.log(1.9)  # widths of neighbours


@dataclass(frozen=True, slots=True)
class _Spread:
    """Standard deviations of one step: of its gap in heights, slip in widths, bend in radians, ratios as logarithms."""

    gap: float = 0.14
    slip: float = 0.11
    bend: float = np.deg2rad(14)
    width: float = 0.15
    height: float = 0.5


BODY = _Spread()
SACRUM = _Spread(gap=0.25, slip=0.2, bend=np.deg2rad(22), width=0.25, height=np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """One spine, top to bottom.

    Attributes
    ----------
    vertebrae : tuple of Candidate
        In order; empty where no spine was found.
    sacrum : Candidate or None
        S1 below the last vertebra; its lower corners are made up.
    axis : ndarray of float, shape (2,), or None
        Place of the second cervical vertebra above the first one of the chain.
    axis_score, sacrum_score : float
        How sure the network is of the two; 0 where there is none.
    interpolated : tuple of bool
        By vertebra: put into a gap between two others, not seen.
    """

    vertebrae: tuple[Candidate, ...] = ()
    sacrum: Candidate | None = None
    axis: Floats | None = None
    axis_score: float = 0.0
    sacrum_score: float = 0.0
    interpolated: tuple[bool, ...] = field(default=())


def chained(seen: Found, levels: Map) -> Chain:
    """The best chain among candidates.

    Parameters
    ----------
    seen : Found
        Candidates, in pixels of the network's input.
    levels : ndarray of float32, shape (29, rows, cols)
        What the network says about levels: asked again where a vertebra is put in.

    Returns
    -------
    Chain
        In the same pixels.
    """
    bodies = sorted(seen.vertebrae, key=lambda one: float(one.centre[0]))
    if not bodies:
        return Chain()
    nodes = [*bodies, *seen.sacra]
    quads = np.stack([node.quad for node in nodes])
    scores = np.array([node.score for node in nodes])
    worth = _worth(scores)
    gains, lost = _steps(quads, _doubts(scores), len(bodies))
    way = _best_way(worth, gains, len(bodies))
    return _filled(
        [nodes[k] for k in way], [lost[i, j] for i, j in pairwise(way)], way[-1] >= len(bodies), seen, levels
    )


def _worth(scores: Floats) -> Floats:
    held = np.clip(scores, 1e-6, 1 - 1e-6)
    return np.asarray(np.clip(np.log(held / (1 - held)) - np.log(EVEN / (1 - EVEN)), -SURE, SURE))


def _doubts(scores: Floats) -> Floats:
    """How far off, in heights, a peak may be: a peak of doubtful place is drawn out along the spine, and so lower."""
    return np.asarray(np.minimum(FOCUS * np.sqrt(1 / np.clip(scores, 1e-3, 1) ** 2 - 1), 0.5))


def _best_way(worth: Floats, gains: Floats, bodies: int) -> list[int]:
    """Numbers of the nodes of the best chain: bodies in order of rows, at the end perhaps a sacrum."""
    best, come_from = worth.copy(), np.full(len(worth), -1)
    best[bodies:] = -np.inf  # a sacrum alone is no chain
    for k in range(1, len(worth)):
        before = best[: min(k, bodies)] + gains[: min(k, bodies), k]
        first = int(before.argmax())
        if before[first] + worth[k] > best[k] and (before[first] > 0 or k >= bodies):
            best[k], come_from[k] = before[first] + worth[k], first
    way = [int(best.argmax())]
    while come_from[way[-1]] >= 0:
        way.append(int(come_from[way[-1]]))
    return way[::-1]


def _steps(quads: Floats, doubts: Floats, bodies: int) -> tuple[Floats, NDArray[np.intp]]:
    """What the step from each node to each other is worth, and how many vertebrae it passes over."""
    tops, bottoms = quads[:, :2].mean(axis=1), quads[:, 2:].mean(axis=1)
    heights = np.linalg.norm(bottoms - tops, axis=1)
    widths = np.linalg.norm(quads[:, 1::2] - quads[:, ::2], axis=2).mean(axis=1)
    down = (bottoms - tops) / np.maximum(heights, 1e-9)[:, None]
    to_sacrum = np.arange(len(quads)) >= bodies
    heights = np.where(to_sacrum, 0, heights)  # its depth is made up
    mean_width = (widths[:, None] + widths[None]) / 2
    tall = np.maximum(np.maximum(heights[:, None], heights[None]), FLATTEST * mean_width)
    along = down[:, None] + down[None]
    along /= np.maximum(np.linalg.norm(along, axis=2), 1e-9)[..., None]
    way = tops[None] - bottoms[:, None]
    gap = (way * along).sum(axis=2) / tall
    slip = (way[..., 0] * along[..., 1] - way[..., 1] * along[..., 0]) / mean_width
    bend = np.arccos(np.clip((down[:, None] * down[None]).sum(axis=2), -1, 1))
    wider = np.log(np.maximum(widths[None], 1e-9) / np.maximum(widths[:, None], 1e-9))
    taller = np.log(np.maximum(heights[None], 1e-9) / np.maximum(heights[:, None], 1e-9))
    doubt = np.hypot(doubts[:, None], doubts[None])
    costs = np.stack([_cost(gap, slip, bend, wider, taller, doubt, to_sacrum, lost) for lost in range(LOST + 1)])
    lost = costs.argmin(axis=0)
    centres = (tops + bottoms) / 2
    onwards = ((centres[None] - centres[:, None]) * along).sum(axis=2) > 0.3 * tall
    near = (gap > -0.6) & (np.abs(slip) < 1) & (costs.min(axis=0) < WORST)
    possible = onwards & near & (bend < STEEPEST) & (np.abs(wider) < UNEVEN) & ~to_sacrum[:, None]
    return np.where(possible, np.maximum(FLAWLESS - costs.min(axis=0), -LEAP), -np.inf), lost


def _cost(
    gap: Floats,
    slip: Floats,
    bend: Floats,
    wider: Floats,
    taller: Floats,
    doubt: Floats,
    to_sacrum: NDArray[np.bool_],
    lost: int,
) -> Floats:
    """Cost of every step if it passes over so many vertebrae."""

    def flaw(amount: Floats, name: str, grows: float, vague: float = 0.0) -> Floats:
        exact = np.where(to_sacrum, getattr(SACRUM, name), getattr(BODY, name))
        spread = np.hypot(exact, vague * doubt) if vague else exact
        z = np.abs(amount) / (spread * grows)
        # What is spread wider is less likely everywhere: doubt makes a bad step better and a good one worse.
        return np.asarray(
            np.where(z < KNEE, z * z / 2, KNEE * (z - KNEE / 2)) + (np.log(spread / exact) if vague else 0)
        )

    steps = lost + 1
    expected = lost + steps * DISC
    return (
        flaw(gap - expected, "gap", np.sqrt(steps), VAGUE[0])
        + flaw(slip, "slip", steps, VAGUE[1])
        + flaw(bend, "bend", np.sqrt(steps))
        + flaw(wider, "width", np.sqrt(steps))
        + flaw(taller, "height", 1.0)
        + MISSING * lost
    )


def _filled(way: list[Candidate], lost: list[np.intp], to_sacrum: bool, seen: Found, levels: Map) -> Chain:
    """The chain of some nodes, with vertebrae put into its gaps."""
    vertebrae, put_in = [way[0]], [False]
    for (upper, lower), number in zip(pairwise(way), lost, strict=True):
        between = informed(_between(upper.quad, lower.quad, int(number)), np.zeros(int(number)), levels)
        vertebrae += [*between, lower]
        put_in += [True] * int(number) + [False]
    sacrum = vertebrae.pop() if to_sacrum else None
    place, score = _axis(vertebrae[0], seen)
    return Chain(
        tuple(vertebrae), sacrum, place, score, sacrum.score if sacrum else 0.0, tuple(put_in[: len(vertebrae)])
    )


def _between(upper: Floats, lower: Floats, number: int) -> Floats:
    """Quads (number, 4, 2) of vertebrae that fill a gap with discs between them."""
    tall = 1 / (number + (number + 1) * DISC) if number else 0.0
    tops = (np.arange(number) * (1 + DISC) + DISC) * tall
    shares = np.stack([tops, tops, tops + tall, tops + tall], axis=1)[..., None]
    start, end = upper[[2, 3, 2, 3]], lower[[0, 1, 0, 1]]
    return np.asarray(start + shares * (end - start))


def _axis(first: Candidate, seen: Found) -> tuple[Floats | None, float]:
    """The best second cervical vertebra above the first vertebra of a chain."""
    top, bottom = first.quad[:2].mean(axis=0), first.quad[2:].mean(axis=0)
    up = (top - bottom) / max(first.height, 1e-9)
    tall = max(first.height, FLATTEST * first.width)
    for place, score in seen.axes:
        way = place - top
        above, aside = float(way @ up), abs(float(way[0] * up[1] - way[1] * up[0]))
        if 0.2 * tall < above < 4 * tall and aside < 0.7 * first.width + 0.3 * above:
            return place, score
    return None, 0.0
