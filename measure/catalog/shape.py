"""Whether the marks of a body can be what they are called: no number is read off marks that cannot."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from measure.catalog.body import ENDS, Body
from measure.errors import ReadingError
from measure.geometry.lines import cross, distance, dot, midpoint

Array = NDArray[np.float64]

SAME = 0.01  # pixels by which two names of one point may differ
# No vertebra has one endplate, or a wall, this much longer than the other endplate.
IMPLAUSIBLE = 2.5

PAIRS = (("left", "right"), ("anterior", "posterior"))


def refuse_impossible(body: Body) -> None:
    """Take out the marks of a body whose corners contradict their names, with the reason.

    Parameters
    ----------
    body : Body
        With all its marks, under every name that holds.
    """
    for one, other in PAIRS:
        corners = _corners(body, one, other)
        reason = None if corners is None else _what_is_wrong(*corners, seen=one == "left")
        if reason is not None:
            refuse(body, reason)
            return


def refuse(body: Body, reason: str) -> None:
    """Take out all marks of a body, with the reason."""
    for edge in ("superior", "inferior"):
        for end in ENDS:
            body.points.pop(f"{edge}_{end}", None)
            body.problems[f"{edge}_{end}"] = reason


def _corners(body: Body, one: str, other: str) -> tuple[Array, Array, Array, Array] | None:
    names = [f"{edge}_{end}" for edge in ("superior", "inferior") for end in (one, other)]
    if any(name not in body.points for name in names):
        return None
    a, b, c, d = (np.asarray(body.points[name], dtype=np.float64) for name in names)
    return a, b, c, d


def _what_is_wrong(a: Array, b: Array, c: Array, d: Array, *, seen: bool) -> str | None:
    """Reason why superior (a, b) and inferior (c, d) endplates make no body; None = they do.

    ``seen``: the corners are named as seen on the picture, so left and right can be checked.
    """
    if _intersect(a, b, c, d) or _intersect(a, c, b, d):
        return "marks_crossed"
    upper, lower, one, other = (float(distance(*ends)) for ends in ((a, b), (c, d), (a, c), (b, d)))
    if max(upper, lower, one, other) > IMPLAUSIBLE * max(min(upper, lower), 1e-9):
        return "marks_implausible"
    down = midpoint(c, d) - midpoint(a, b)
    if seen and down[0] > abs(down[1]) and cross(b - a + d - c, down) < 0:
        return "left_right_exchanged"
    return None


def _intersect(a: Array, b: Array, c: Array, d: Array) -> bool:
    """Whether the segments a–b and c–d cross each other."""
    return bool(cross(b - a, c - a) * cross(b - a, d - a) < 0 and cross(d - c, a - c) * cross(d - c, b - c) < 0)


def check_order(bodies: list[Body]) -> None:
    """Refuse a chain that does not run from head to tail, and a body that stands on its head.

    Parameters
    ----------
    bodies : list of Body
        In the order of their numbers or levels.

    Raises
    ------
    ReadingError
        If the vertebrae are numbered from the tail, or two of them are exchanged.
    """
    placed = [(body, *place) for body in bodies if (place := _place(body)) is not None]
    against: dict[int, int] = {}
    reversed_pairs = []
    for k, ((upper, middle, down), (lower, next_middle, next_down)) in enumerate(pairwise(placed)):
        step = next_middle - middle
        first, second = bool(dot(down, step) < 0), bool(dot(next_down, step) < 0)
        if first and second:
            reversed_pairs.append((upper, lower))
        against[k] = against.get(k, 0) + first
        against[k + 1] = against.get(k + 1, 0) + second
    if reversed_pairs and len(reversed_pairs) > (len(placed) - 1) / 2:
        raise ReadingError("vertebrae: numbered from the tail; expected 1 nearest to the head")
    if reversed_pairs:
        head, tail = (body.structure.label for body in reversed_pairs[0])
        raise ReadingError(f"vertebrae: {tail} lies on the head side of {head}; expected them from head to tail")
    for k, count in against.items():
        neighbours = (k > 0) + (k < len(placed) - 1)
        if count == neighbours:
            refuse(placed[k][0], "superior_inferior_exchanged")


def _place(body: Body) -> tuple[Array, Array] | None:
    """Middle of a body and its direction from the superior to the inferior endplate."""
    for one, other in PAIRS:
        corners = _corners(body, one, other)
        if corners is not None:
            a, b, c, d = corners
            return (a + b + c + d) / 4, midpoint(c, d) - midpoint(a, b)
    return None
