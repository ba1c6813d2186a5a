"""The spine from the side, built upwards from the sacrum."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from _generator.column import XY, Vertebra, climb, endplate, pressed, rounded
from _generator.morphometry import LATERAL, S1_DEPTH


@dataclass(frozen=True, slots=True)
class Deformity:
    """A fracture: what is left of each height, and how deep the endplates are pressed in (mm)."""

    anterior: float = 1.0
    posterior: float = 1.0
    superior_depth: float | None = None
    inferior_depth: float | None = None


@dataclass(frozen=True, slots=True)
class LateralPlan:
    """A lateral spine: its levels, head to tail, and how it stands on the film.

    Attributes
    ----------
    levels : sequence of str
        Without S1, which is added.
    anchor : (x, y)
        Middle of the superior endplate of S1, in mm.
    sacral_slope : float
        Degrees.
    size : float
        Factor on all lengths.
    deformities : mapping of str to Deformity
        By level.
    lordosis : float
        Factor on the wedge of the discs.
    seed : int
        Of the small differences between people.
    """

    levels: Sequence[str]
    anchor: XY
    sacral_slope: float = 36.0
    size: float = 1.0
    deformities: Mapping[str, Deformity] = field(default_factory=dict)
    lordosis: float = 1.0
    seed: int = 1


def lateral_column(plan: LateralPlan) -> list[Vertebra]:
    """Stack vertebrae upwards from the sacrum; the front is on the left of the picture."""
    rng = np.random.default_rng(plan.seed)
    tilt, middle = -plan.sacral_slope, np.array(plan.anchor)
    top = endplate(middle, tilt, S1_DEPTH * plan.size)
    found = [_lateral_vertebra("S1", top, None, 1.0 * plan.size, None)]
    for level in reversed(plan.levels):
        size, harm = LATERAL[level], plan.deformities.get(level, Deformity())
        jitter = rng.normal(0, [0.3, 0.012, 0.5])
        below = tilt - size.disc_angle * plan.lordosis - jitter[2]
        middle = climb(middle, (tilt + below) / 2, size.disc * plan.size)
        bottom = endplate(middle, below, size.bottom * plan.size)
        posterior = (size.posterior + jitter[0]) * plan.size * harm.posterior
        anterior = (size.posterior + jitter[0]) * plan.size * (size.ratio + jitter[1]) * harm.anterior
        wedge = 2 * math.degrees(math.atan((posterior - anterior) / ((size.top + size.bottom) * plan.size)))
        tilt = below - wedge
        middle = climb(middle, (tilt + below) / 2, (anterior + posterior) / 2)
        top = endplate(middle, tilt, size.top * plan.size)
        depth = 1.15 * plan.size + rng.normal(0, 0.15, 2)
        sup = depth[0] if harm.superior_depth is None else harm.superior_depth
        inf = depth[1] if harm.inferior_depth is None else harm.inferior_depth
        found.append(_lateral_vertebra(level, top, bottom, sup, inf))
    return found[::-1]


def _lateral_vertebra(level: str, top: tuple, bottom: tuple | None, sup: float, inf: float | None) -> Vertebra:
    points = {"superior_anterior": top[0], "superior_middle": pressed(top, sup), "superior_posterior": top[1]}
    if bottom is not None and inf is not None:
        points["inferior_posterior"] = bottom[1]
        points["inferior_middle"] = pressed(bottom, -inf)
        points["inferior_anterior"] = bottom[0]
    return Vertebra(level, {name: rounded(point) for name, point in points.items()})
