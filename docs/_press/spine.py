"""Spine: the marks of one drawn spine on a film of 1 mm per pixel, from the side or from the front."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from _press.sizes import FRONT, HOLLOW, SACRUM_DEPTH, SIDE
from measure.model import View

At = tuple[float, float]  # (row, col) in mm
START = (600.0, 400.0)  # middle of the sacral endplate
REACH = 105.0  # from there to the hip axis


@dataclass(frozen=True, slots=True)
class Spine:
    """Marks by level, head to tail, and the centres of both femoral heads."""

    view: View
    bodies: Mapping[str, Mapping[str, At]]
    heads: tuple[At, ...] = ()


@dataclass(frozen=True, slots=True)
class Harm:
    """What is left of each height of one body."""

    anterior: float = 1.0
    middle: float = 1.0
    posterior: float = 1.0


@dataclass(frozen=True, slots=True)
class Stance:
    """How a spine stands: slope of the sacrum, tilt of the pelvis, and factors on discs and thoracic wedges."""

    slope: float = 40.0
    tilt: float = 12.0
    lordosis: float = 1.08
    kyphosis: float = 1.0
    harm: Mapping[str, Harm] = field(default_factory=dict)
    slip: Mapping[str, float] = field(default_factory=dict)


def _along(tilt: float) -> At:
    """Unit vector to the front (left on the picture) of an endplate whose front is lower by ``tilt`` degrees."""
    return math.sin(math.radians(tilt)), -math.cos(math.radians(tilt))


def _go(start: At, direction: At, length: float) -> At:
    return start[0] + direction[0] * length, start[1] + direction[1] * length


def _up(tilt: float) -> At:
    ahead = _along(tilt)
    return ahead[1], -ahead[0]


def _plate(name: str, middle: At, tilt: float, depth: float, hollow: float) -> dict[str, At]:
    return {
        f"{name}_anterior": _go(middle, _along(tilt), depth / 2),
        f"{name}_middle": _go(middle, _up(tilt), hollow),
        f"{name}_posterior": _go(middle, _along(tilt), -depth / 2),
    }


def from_the_side(stance: Stance | None = None) -> Spine:
    """Stack C7 to L5 upwards on the sacrum; the front is on the left."""
    stance = stance or Stance()
    tilt, middle = stance.slope, START
    bodies: dict[str, dict[str, At]] = {"S1": _plate("superior", START, tilt, SACRUM_DEPTH, -HOLLOW)}
    for level, size in reversed(SIDE.items()):
        harm = stance.harm.get(level, Harm())
        disc_angle = size.disc_angle * (stance.lordosis if size.disc_angle < 0 else stance.kyphosis)
        below = tilt
        tilt += disc_angle
        middle = _go(middle, _along(below), stance.slip.get(level, 0.0))
        middle = _go(middle, _up((tilt + below) / 2), size.disc)
        marks = _plate("inferior", middle, tilt, size.depth, HOLLOW)
        posterior, anterior = size.posterior * harm.posterior, size.posterior * size.ratio * harm.anterior
        below = tilt
        tilt += math.degrees(math.atan((posterior - anterior) / size.depth)) * stance.kyphosis
        middle = _go(middle, _up((tilt + below) / 2), (posterior + anterior) / 2)
        whole = size.posterior * (1 + size.ratio) / 2 - 2 * HOLLOW
        pressed = (posterior + anterior) / 2 - HOLLOW - whole * harm.middle
        marks |= _plate("superior", middle, tilt, size.depth, -pressed)
        bodies[level] = marks
    axis = (
        START[0] + REACH * math.cos(math.radians(stance.tilt)),
        START[1] - REACH * math.sin(math.radians(stance.tilt)),
    )
    heads = ((axis[0] - 3.0, axis[1] - 5.0), (axis[0] + 3.0, axis[1] + 5.0))
    return Spine(View.LATERAL, dict(reversed(bodies.items())), heads)


def from_the_front(turns: Mapping[str, float]) -> Spine:
    """Stack T1 to L5 downwards; ``turns`` gives tilts at some levels (right end lower +), joined smoothly."""
    tilts = _joined(turns, list(FRONT))
    middle = (100.0, 300.0)
    bodies = {}
    for k, (level, size) in enumerate(FRONT.items()):
        last = len(tilts) - 1
        wedge = (tilts[min(k + 1, last)] - tilts[max(k - 1, 0)]) * 0.11
        marks = {}
        for edge, tilt in (("superior", tilts[k] - wedge), ("inferior", tilts[k] + wedge)):
            for side, sign in (("left", 1), ("right", -1)):
                marks[f"{edge}_{side}"] = _go(middle, _along(-tilt), sign * size.width / 2)
            if edge == "superior":
                middle = _go(middle, _up(-tilts[k]), -size.height)
        middle = _go(middle, _up(-(tilts[k] + tilts[min(k + 1, last)]) / 2), -size.disc)
        bodies[level] = marks
    return Spine(View.FRONTAL, bodies)


def _joined(turns: Mapping[str, float], levels: list[str]) -> list[float]:
    """Tilt of every level: half a cosine wave from one given level to the next."""
    known = [(levels.index(level), tilt) for level, tilt in turns.items()]
    tilts = []
    for k in range(len(levels)):
        (a, low), (b, high) = next(pair for pair in pairwise(known) if pair[0][0] <= k <= pair[1][0])
        tilts.append(low + (high - low) * (1 - math.cos(math.pi * (k - a) / (b - a))) / 2)
    return tilts
