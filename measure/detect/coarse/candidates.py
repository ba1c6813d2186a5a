"""Candidates: maps of the coarse network as the vertebrae, sacra and second cervical vertebrae that they may show.

Places are (row, col) in pixels of the network's input here; `Candidate.moved` takes them to the film.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.detect.contract import (
    AXIS,
    CENTRE,
    CONTEXT,
    FRONT_LEFT,
    HEAT,
    OFFSETS,
    RIB,
    SACRUM,
    SACRUM_DEPTH,
    SACRUM_OFFSETS,
    STEP,
)

Floats = NDArray[np.float64]
Map = NDArray[np.float32]

FAINTEST = 0.06  # heat of a peak that is looked at
ENDS_FAINTEST = 0.1  # of a sacrum or a second cervical vertebra
MOST = 64  # peaks a film
VOTERS = 2  # cells around a peak, each way, whose offsets count
NEAR = 0.45  # of height and width: two quads closer than this are one vertebra
# Corners superior left, superior right, inferior left, inferior right, after left and right have changed places.
_MIRRORED = [1, 0, 3, 2]


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """What may be one vertebra.

    Attributes
    ----------
    quad : ndarray of float, shape (4, 2)
        Corners superior left, superior right, inferior left, inferior right as seen on the picture, (row, col).
    score : float
        How sure the network is, 0 to 1; 0 for one that was put into a gap.
    levels : ndarray of float, shape (27,)
        Log-probabilities of the levels C1 to S1.
    rib : float
        Probability that it bears ribs.
    front_left : float
        Probability that the patient's front is at the left of the picture.
    """

    quad: Floats
    score: float
    levels: Floats
    rib: float
    front_left: float

    @property
    def centre(self) -> Floats:
        """Mean of the corners."""
        return np.asarray(self.quad.mean(axis=0))

    @property
    def width(self) -> float:
        """Mean length of the two endplates."""
        return float(np.linalg.norm(self.quad[1::2] - self.quad[::2], axis=1).mean())

    @property
    def height(self) -> float:
        """From the middle of one endplate to that of the other."""
        return float(np.linalg.norm(self.quad[2:].mean(axis=0) - self.quad[:2].mean(axis=0)))

    def moved(self, move: Callable[[Floats], Floats]) -> "Candidate":
        """The same in other pixels."""
        return replace(self, quad=move(self.quad))


@dataclass(frozen=True, slots=True)
class Found:
    """All that a film may show, best first.

    Attributes
    ----------
    vertebrae : tuple of Candidate
        Apart from each other.
    sacra : tuple of Candidate
        Corners superior left and right are those of the endplate; the lower two are made up.
    axes : tuple of (ndarray, float)
        Places of the second cervical vertebra with their heat.
    """

    vertebrae: tuple[Candidate, ...]
    sacra: tuple[Candidate, ...]
    axes: tuple[tuple[Floats, float], ...]


def found(maps: Map, levels: Map) -> Found:
    """Candidates of one film.

    Parameters
    ----------
    maps : ndarray of float32, shape (15, rows, cols)
        Logits of centres, sacra and second cervical vertebrae, and offsets, as in ``measure.detect.contract``.
    levels : ndarray of float32, shape (29, rows, cols)
        Logits of levels, ribs and facing.

    Returns
    -------
    Found
        In pixels of the network's input.
    """
    heat = heated(maps)
    votes = _votes(heat[CENTRE], maps[OFFSETS], FAINTEST)
    vertebrae = informed(*_apart(*votes), levels)
    ends, scores = _votes(heat[SACRUM], maps[SACRUM_OFFSETS], ENDS_FAINTEST)
    sacra = informed(_deepened(ends), scores, levels)
    spots, scores = _votes(heat[AXIS], np.zeros((2, *heat.shape[1:]), np.float32), ENDS_FAINTEST)
    axes = tuple((spot[0], float(score)) for spot, score in zip(spots, scores, strict=True))
    return Found(tuple(vertebrae), tuple(sacra), axes)


def heated(maps: Map) -> Map:
    """Heat 0 to 1 of the three kinds of peaks."""
    return np.asarray(1 / (1 + np.exp(-np.clip(maps[: AXIS + 1], -30, 30))), np.float32)


def averaged(direct: tuple[Map, Map], mirrored: tuple[Map, Map]) -> tuple[Map, Map]:
    """Maps and levels of a film, averaged with those of its mirror image."""
    maps, levels = (np.ascontiguousarray(array[..., ::-1]) for array in mirrored)
    for offsets in (OFFSETS, SACRUM_OFFSETS):
        corners = maps[offsets].reshape(-1, 2, *maps.shape[1:])
        corners = corners[_MIRRORED[: len(corners)]] * np.array([1, -1], np.float32)[:, None, None]
        maps[offsets] = corners.reshape(-1, *maps.shape[1:])
    levels[FRONT_LEFT] *= -1
    half = np.float32(0.5)
    return half * (direct[0] + maps), half * (direct[1] + levels)


def informed(quads: Floats, scores: Floats, levels: Map) -> list[Candidate]:
    """Candidates of quads, (n, 4, 2), with what the levels' map says at their centres."""
    said = _bilinear(levels, (quads.mean(axis=1) - (CONTEXT - 1) / 2) / CONTEXT)
    names = said[:, :RIB] - said[:, :RIB].max(axis=1, keepdims=True)
    names -= np.log(np.exp(names).sum(axis=1, keepdims=True))
    sides = 1 / (1 + np.exp(-np.clip(said[:, RIB:], -30, 30)))
    parts = zip(quads, scores, names, sides, strict=True)
    return [
        Candidate(quad, float(score), name, float(side[0]), float(side[FRONT_LEFT - RIB]))
        for quad, score, name, side in parts
    ]


def _votes(heat: Map, offsets: Map, faintest: float) -> tuple[Floats, Floats]:
    """Corners (n, k, 2) and heat of the peaks: every cell near a peak votes for them, by its own heat."""
    rows, cols = _peaks(heat, faintest)
    steps = np.arange(-VOTERS, VOTERS + 1)
    near_rows, near_cols = (rows[:, None] + np.repeat(steps, len(steps))), (cols[:, None] + np.tile(steps, len(steps)))
    inside = (near_rows >= 0) & (near_rows < heat.shape[0]) & (near_cols >= 0) & (near_cols < heat.shape[1])
    near_rows, near_cols = near_rows.clip(0, heat.shape[0] - 1), near_cols.clip(0, heat.shape[1] - 1)
    weights = np.where(inside, heat[near_rows, near_cols], 0.0).astype(np.float64)
    cells = np.stack([near_rows, near_cols], axis=-1) * float(HEAT) + (HEAT - 1) / 2
    away = offsets.reshape(-1, 2, *heat.shape)[:, :, near_rows, near_cols].astype(np.float64) * STEP
    corners = cells[:, :, None] + np.moveaxis(away, (2, 3), (0, 1))
    weights /= weights.sum(axis=1, keepdims=True)
    return np.einsum("nv,nvkd->nkd", weights, corners), heat[rows, cols].astype(np.float64)


def _peaks(heat: Map, faintest: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Cells hotter than their neighbours, hottest first."""
    highest = cv2.dilate(heat, np.ones((3, 3), np.uint8))
    rows, cols = np.nonzero((heat >= highest) & (heat > faintest))
    order = np.argsort(-heat[rows, cols], kind="stable")[:MOST]
    return rows[order], cols[order]


def _apart(quads: Floats, scores: Floats) -> tuple[Floats, Floats]:
    """Quads, best first, without those that lie on a better one."""
    if not len(quads):
        return quads, scores
    centres = quads.mean(axis=1)
    down = quads[:, 2:].mean(axis=1) - quads[:, :2].mean(axis=1)
    across = quads[:, 1::2].mean(axis=1) - quads[:, ::2].mean(axis=1)
    away = centres[None] - centres[:, None]
    close = np.ones((len(quads), len(quads)), bool)
    for side in (down, across):
        squared = np.maximum((side**2).sum(axis=1), 1e-9)
        close &= np.abs(np.einsum("nmd,nd->nm", away, side)) < NEAR * squared[:, None]
    kept: list[int] = []
    for k in range(len(quads)):
        if not any(close[better, k] for better in kept):
            kept.append(k)
    return quads[kept], scores[kept]


def _deepened(ends: Floats) -> Floats:
    """Endplates (n, 2, 2) with lower corners at right angles below."""
    across = ends[:, 1] - ends[:, 0]
    down = SACRUM_DEPTH * np.stack([across[:, 1], -across[:, 0]], axis=-1)
    return np.concatenate([ends, ends + down[:, None]], axis=1)


def _bilinear(grid: Map, places: Floats) -> Floats:
    """Values (n, channels) of a grid at places (row, col) in its cells; beyond its rim the nearest."""
    most = np.array(grid.shape[1:]) - 1
    at = np.clip(places, 0, most)
    low = np.minimum(at.astype(np.intp), np.maximum(most - 1, 0))
    high = np.minimum(low + 1, most)
    part = at - low
    top = _between(grid[:, low[:, 0], low[:, 1]], grid[:, low[:, 0], high[:, 1]], part[:, 1])
    bottom = _between(grid[:, high[:, 0], low[:, 1]], grid[:, high[:, 0], high[:, 1]], part[:, 1])
    return _between(top, bottom, part[:, 0]).T


def _between(one: NDArray[np.floating], other: NDArray[np.floating], part: Floats) -> Floats:
    return np.asarray(one + (other - one) * part, np.float64)
