"""Doubles: two drafts that came to lie on one vertebra, of which one is kept."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from measure.detect.coarse import Chain
from measure.detect.contract import CORNERS
from measure.detect.fine.points import FinePoints

APART = 0.7  # mean heights: bodies cannot stand closer than one, marks may be off by some


def singled(chain: Chain, points: list[FinePoints]) -> tuple[Chain, list[FinePoints]]:
    """The chain and its marks with every vertebra once.

    Where the coarse network is half a vertebra out, two of its boxes find the same body on their crops. The closest
    pair gives up its fainter member first, until no two bodies overlap.

    Parameters
    ----------
    chain : Chain
        As the coarse network saw it.
    points : list of FinePoints
        Marks of its vertebrae, from the top; those of S1 last, where it has one.

    Returns
    -------
    tuple of Chain and list of FinePoints
    """
    kept = list(range(len(chain.vertebrae)))
    quads = [np.array([points[place].marks[name] for name in CORNERS]) for place in kept]
    while pairs := [(_apart(quads[one], quads[two]), one, two) for one, two in pairwise(kept)]:
        apart, one, two = min(pairs)
        if apart >= APART:
            break
        kept.remove(min((one, two), key=lambda place: chain.vertebrae[place].score))
    less = replace(
        chain,
        vertebrae=tuple(chain.vertebrae[place] for place in kept),
        interpolated=tuple(chain.interpolated[place] for place in kept),
    )
    return less, [points[place] for place in kept] + points[len(quads) :]


def _apart(one: np.ndarray, two: np.ndarray) -> float:
    """Distance of two bodies' middles in their mean heights."""
    tall = np.mean([np.linalg.norm(quad[2:] - quad[:2], axis=1).mean() for quad in (one, two)])
    return float(np.linalg.norm(one.mean(axis=0) - two.mean(axis=0)) / max(tall, 1e-9))
