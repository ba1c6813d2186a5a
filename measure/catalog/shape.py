"""Whether the marks of a body can be what they are called: no number is read off marks that cannot."""

import math
from itertools import pairwise

from measure.catalog.body import ENDS, Body, Position
from measure.errors import ReadingError

SAME = 0.01  # pixels by which two names of one point may differ
# No vertebra has one endplate, or a wall, this much longer than the other endplate.
IMPLAUSIBLE = 2.5
# Middles of vertebrae that touch lie half the sum of their heights apart; closer than this share, one is in the other.
OVERLAP = 0.25

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


def _corners(body: Body, one: str, other: str) -> tuple[Position, Position, Position, Position] | None:
    names = [f"{edge}_{end}" for edge in ("superior", "inferior") for end in (one, other)]
    a, b, c, d = (body.points.get(name) for name in names)
    return (a, b, c, d) if a and b and c and d else None


def _what_is_wrong(a: Position, b: Position, c: Position, d: Position, *, seen: bool) -> str | None:
    """Reason why superior (a, b) and inferior (c, d) endplates make no body; None = they do.

    ``seen``: the corners are named as seen on the picture, so left and right can be checked.
    """
    if _intersect(a, b, c, d) or _intersect(a, c, b, d):
        return "marks_crossed"
    upper, lower = math.dist(a, b), math.dist(c, d)
    if max(upper, lower, math.dist(a, c), math.dist(b, d)) > IMPLAUSIBLE * max(min(upper, lower), 1e-9):
        return "marks_implausible"
    down = _down(a, b, c, d)
    along = b[0] - a[0] + d[0] - c[0], b[1] - a[1] + d[1] - c[1]
    if seen and down[0] > abs(down[1]) and _cross(along, down) < 0:
        return "left_right_exchanged"
    return None


def _down(a: Position, b: Position, c: Position, d: Position) -> Position:
    """From the middle of the superior to the middle of the inferior endplate."""
    return (c[0] + d[0] - a[0] - b[0]) / 2, (c[1] + d[1] - a[1] - b[1]) / 2


def _cross(u: Position, v: Position) -> float:
    """As ``geometry.cross``: positive where v lies clockwise of u on the screen."""
    return u[1] * v[0] - u[0] * v[1]


def _side(a: Position, b: Position, point: Position) -> float:
    return _cross((b[0] - a[0], b[1] - a[1]), (point[0] - a[0], point[1] - a[1]))


def _intersect(a: Position, b: Position, c: Position, d: Position) -> bool:
    """Whether the segments a–b and c–d cross each other."""
    return _side(a, b, c) * _side(a, b, d) < 0 and _side(c, d, a) * _side(c, d, b) < 0


def check_order(bodies: list[Body]) -> None:
    """Refuse a chain that does not run from head to tail, a body on its head, and two bodies in one place.

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
    overlapping: list[Body] = []
    for k, ((upper, middle, down), (lower, next_middle, next_down)) in enumerate(pairwise(placed)):
        step = next_middle[0] - middle[0], next_middle[1] - middle[1]
        if math.hypot(*step) < OVERLAP * (math.hypot(*down) + math.hypot(*next_down)):
            overlapping += [upper, lower]
            continue
        first, second = (way[0] * step[0] + way[1] * step[1] < 0 for way in (down, next_down))
        if first and second:
            reversed_pairs.append((upper, lower))
        against[k] = against.get(k, 0) + first
        against[k + 1] = against.get(k + 1, 0) + second
    if reversed_pairs and len(reversed_pairs) > (len(placed) - 1) / 2:
        raise ReadingError("vertebrae: numbered from the tail; expected 1 nearest to the head")
    if reversed_pairs:
        head, tail = (body.structure.label for body in reversed_pairs[0])
        raise ReadingError(f"vertebrae: {tail} lies on the head side of {head}; expected them from head to tail")
    for body in overlapping:
        refuse(body, "vertebrae_overlap")
    for k, count in against.items():
        neighbours = (k > 0) + (k < len(placed) - 1)
        if count == neighbours:
            refuse(placed[k][0], "superior_inferior_exchanged")


def _place(body: Body) -> tuple[Position, Position] | None:
    """Middle of a body and its direction from the superior to the inferior endplate."""
    for one, other in PAIRS:
        corners = _corners(body, one, other)
        if corners is not None and any(_down(*corners)):
            middle = sum(row for row, _ in corners) / 4, sum(col for _, col in corners) / 4
            return middle, _down(*corners)
    return None
