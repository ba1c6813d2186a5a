"""The spine from the front, built downwards from T1."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from _generator.column import XY, Vertebra, climb, endplate, rounded
from _generator.morphometry import FRONTAL


@dataclass(frozen=True, slots=True)
class FrontalPlan:
    """A frontal spine: tilts of the endplates at a few levels, joined smoothly.

    Attributes
    ----------
    tilts : mapping of str to float
        Degrees at levels where the curve turns; + where the right side of the picture is lower.
    top : (x, y)
        Middle of the superior endplate of T1, in mm.
    size : float
        Factor on all lengths.
    wedging : float
        Degrees of body wedge per degree of tilt change from one level to the next, 0 .. 1.
    seed : int
        Of the small differences between people.
    """

    tilts: Mapping[str, float]
    top: XY
    size: float = 1.0
    wedging: float = 0.45
    seed: int = 1


def frontal_column(plan: FrontalPlan) -> list[Vertebra]:
    """Stack vertebrae downwards from T1; the patient's left is on the right of the picture."""
    rng = np.random.default_rng(plan.seed)
    levels = list(FRONTAL)
    tilts = _joined(plan.tilts, levels)
    found, middle = [], np.array(plan.top)
    for k, level in enumerate(levels):
        size = FRONTAL[level]
        change = (tilts[min(k + 1, 16)] - tilts[max(k - 1, 0)]) / 2
        wedge = change * plan.wedging / 2
        upper, lower = tilts[k] - wedge + rng.normal(0, 0.25), tilts[k] + wedge + rng.normal(0, 0.25)
        top = endplate(middle, upper, size.top * plan.size)
        middle = climb(middle, tilts[k], -size.height * plan.size)
        bottom = endplate(middle, lower, size.bottom * plan.size)
        middle = climb(middle, (tilts[k] + tilts[min(k + 1, 16)]) / 2, -size.disc * plan.size)
        points = dict(zip(("superior_left", "superior_right"), top, strict=True))
        points |= dict(zip(("inferior_left", "inferior_right"), bottom, strict=True))
        corners = {name: rounded(point) for name, point in points.items()}
        found.append(Vertebra(level, corners, rotation=float(np.clip(-change / 7, -1, 1))))
    return found


def _joined(nodes: Mapping[str, float], levels: list[str]) -> list[float]:
    """Tilt of every level: half cosine waves from node to node."""
    known = [(levels.index(level), tilt) for level, tilt in nodes.items()]
    tilts = []
    for k in range(len(levels)):
        (a, low), (b, high) = next((p, q) for p, q in pairwise(known) if p[0] <= k <= q[0])
        tilts.append(low + (high - low) * (1 - math.cos(math.pi * (k - a) / (b - a))) / 2)
    return tilts
