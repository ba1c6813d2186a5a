"""The spine of one reading, head to tail: bodies with all their marks under every name."""

from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import itemgetter

import numpy as np

from measure.catalog.facts import Facts
from measure.errors import ReadingError
from measure.geometry import cross
from measure.model import (
    Annotation,
    Covariance,
    Facing,
    Level,
    Point,
    Polyline,
    Reading,
    Structure,
    StructureKind,
    View,
    neighbour,
    rank,
)
from measure.spine.contour import middle_of_contour

Position = tuple[float, float]
CORNERS = ("superior_left", "superior_right", "inferior_left", "inferior_right")
ENDS = ("left", "right", "anterior", "middle", "posterior")
FRONT_ON = {Facing.LEFT: ("left", "right"), Facing.RIGHT: ("right", "left")}


@dataclass(slots=True)
class Body:
    """One vertebra with its marks.

    Attributes
    ----------
    annotation : Annotation
        As read.
    structure : Structure
        With its level, stated anchors applied.
    points : dict of str to (row, col)
        By every name that holds: as seen on the picture and, with a facing, after the body.
    covariances : dict of str to Covariance or None
        None = not stated.
    problems : dict of str to str
        Why a mark that might be expected is not there.
    """

    annotation: Annotation
    structure: Structure
    points: dict[str, Position] = field(default_factory=dict)
    covariances: dict[str, Covariance | None] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    def why_missing(self, mark: str) -> str:
        """Reason code for a mark that is not there."""
        if self.annotation.not_visible is not None:
            return f"not_visible:{self.annotation.not_visible}"
        return self.problems.get(mark, f"missing_mark:{mark}")


@dataclass(slots=True)
class Chain:
    """Bodies of one film, head to tail.

    Attributes
    ----------
    bodies : list of Body
        In order.
    facing : Facing or None
        Stated, or read from marks that are named after the body.
    """

    bodies: list[Body]
    facing: Facing | None = None

    def neighbour(self, index: int, offset: int) -> int | str:
        """Place of the body one step up (−1) or down (+1), or the reason why there is none."""
        here = self.bodies[index].structure
        missing = f"no_vertebra_{'above' if offset < 0 else 'below'}"
        other = index + offset
        if not 0 <= other < len(self.bodies):
            return missing
        there = self.bodies[other].structure
        if here.level and there.level:
            present = {b.structure.level for b in self.bodies if b.structure.level}
            return other if neighbour(here.level, offset, present) == there.level else missing
        # Where a level is not known all bodies have numbers, see ``_in_order``.
        return other if there.ordinal == (here.ordinal or 0) + offset else missing

    def at(self, name: str) -> int | str:
        """Place of the body called ``T5`` or ``#5``, or the reason why there is none."""
        for index, body in enumerate(self.bodies):
            if name in (body.structure.label, f"#{body.structure.ordinal or 0}"):
                return index
        return f"no_vertebra:{name}"


def build_chain(reading: Reading, facts: Facts) -> Chain:
    """Put the vertebrae of a reading in order and name their marks.

    Parameters
    ----------
    reading : Reading
        Its vertebra annotations are used.
    facts : Facts
        View, facing and level anchors in force.

    Returns
    -------
    Chain
        Empty where the reading has no vertebra.

    Raises
    ------
    ReadingError
        If levels or ordinals do not run from head to tail.
    """
    annotations = list(reading.of_kind(StructureKind.VERTEBRA))
    bodies = [Body(a, s) for a, s in zip(annotations, _numbered(annotations, facts), strict=True)]
    bodies = _in_order(bodies)
    chain = Chain(bodies, facing=facts.facing)
    for body in bodies:
        _take_marks(body)
    if facts.view is View.LATERAL:
        _name_by_facing(chain)
    _check_order(bodies)
    return chain


def _in_order(bodies: list[Body]) -> list[Body]:
    """Bodies head to tail: by their numbers where all have one, else by their levels."""
    numbered = [(body.structure.ordinal, body) for body in bodies if body.structure.ordinal is not None]
    if len(numbered) == len(bodies):
        numbers = [number for number, _ in numbered]
        twice = next((number for number in numbers if numbers.count(number) > 1), None)
        if twice is not None:
            raise ReadingError(f"vertebrae: number {twice} is given twice; expected each once")
        return [body for _, body in sorted(numbered, key=itemgetter(0))]
    levelled = [(rank(body.structure.level), body) for body in bodies if body.structure.level is not None]
    if len(levelled) < len(bodies):
        raise ReadingError("vertebrae: some have only a number and some only a level; their order is not known")
    return [body for _, body in sorted(levelled, key=itemgetter(0))]


def _numbered(annotations: list[Annotation], facts: Facts) -> list[Structure]:
    """Structures with stated anchors applied: ``3=L1`` names the third and counts from there."""
    structures = [a.structure for a in annotations]
    if not facts.anchors:
        return structures
    place, level = facts.anchors[0]
    named = []
    for structure in structures:
        if structure.ordinal is None or structure.level is not None:
            named.append(structure)
            continue
        named.append(replace(structure, level=neighbour(level, structure.ordinal - place)))
    return named


def _take_marks(body: Body) -> None:
    """Points as read; an endplate drawn as a contour gives its ends and its middle."""
    for name, mark in body.annotation.marks.items():
        if isinstance(mark, Point):
            body.points[name] = (mark.row, mark.col)
            body.covariances[name] = mark.covariance
        elif isinstance(mark, Polyline) and name in ("superior_endplate", "inferior_endplate"):
            _take_contour(body, name.removesuffix("_endplate"), mark)
    if body.structure.level is Level.S1:
        for end in ENDS:
            body.points.pop(f"inferior_{end}", None)
            body.problems[f"inferior_{end}"] = "s1_has_no_inferior_endplate"


def _take_contour(body: Body, edge: str, contour: Polyline) -> None:
    if contour.points[0] == contour.points[-1]:
        for name in ("left", "right", "middle", "anterior", "posterior"):
            body.problems[f"{edge}_{name}"] = "degenerate_marks"
        return
    middle = middle_of_contour(np.asarray(contour.points, dtype=np.float64))
    first, last = sorted((contour.points[0], contour.points[-1]), key=lambda point: point[1])
    for name, point in (("left", first), ("right", last), ("middle", (float(middle[0]), float(middle[1])))):
        body.points.setdefault(f"{edge}_{name}", point)
        body.covariances.setdefault(f"{edge}_{name}", None)


def facing_of(*bodies: Body) -> Facing | None:
    """Side of the picture that marks named after the body put the front on."""
    votes = [
        body.points[f"{edge}_anterior"][1] - body.points[f"{edge}_posterior"][1]
        for body in bodies
        for edge in ("superior", "inferior")
        if f"{edge}_anterior" in body.points and f"{edge}_posterior" in body.points
    ]
    if not votes or sum(votes) == 0:
        return None
    return Facing.LEFT if sum(votes) < 0 else Facing.RIGHT


def _way_round(body: Body) -> Facing | None:
    """Facing of a body if it stood upright: which way its front lies of the way from its top to its bottom.

    Unlike ``facing_of`` it is the same however the picture is turned, so bodies can be
    compared with each other; a body with one endplate only has none.
    """
    ends = [f"{edge}_{end}" for edge in ("superior", "inferior") for end in ("anterior", "posterior")]
    if any(name not in body.points for name in ends):
        return None
    above_front, above_back, below_front, below_back = (np.asarray(body.points[name]) for name in ends)
    down = below_front + below_back - above_front - above_back
    front = above_front + below_front - above_back - below_back
    side = float(cross(down, front))
    return None if side == 0 else (Facing.LEFT if side > 0 else Facing.RIGHT)


def _name_by_facing(chain: Chain) -> None:
    """Give every body of a lateral film both sets of names, as far as the facing allows."""
    stated = chain.facing is not None
    own = [facing_of(body) if stated else _way_round(body) for body in chain.bodies]
    expected = chain.facing
    if not stated:
        # Nothing stated: most bodies decide; as many against as for, and nobody knows.
        left, right = own.count(Facing.LEFT), own.count(Facing.RIGHT)
        expected = None if left == right else (Facing.LEFT if left > right else Facing.RIGHT)
        agreeing = [body for body, way in zip(chain.bodies, own, strict=True) if way in (None, expected)]
        chain.facing = facing_of(*agreeing)
    for body, way in zip(chain.bodies, own, strict=True):
        if way is not None and way is not expected:
            # A mirrored picture, or marks with front and back exchanged: refuse, never flip in silence.
            _drop_anatomical(body, "facing_contradicts_marks")
        elif chain.facing is None:
            for edge in ("superior", "inferior"):
                for end in ("anterior", "posterior"):
                    if f"{edge}_left" in body.points:
                        body.problems[f"{edge}_{end}"] = "facing_not_stated"
        else:
            _alias(body, chain.facing)


def _drop_anatomical(body: Body, reason: str) -> None:
    for edge in ("superior", "inferior"):
        for end in ("anterior", "posterior"):
            body.points.pop(f"{edge}_{end}", None)
            body.problems[f"{edge}_{end}"] = reason


def _alias(body: Body, facing: Facing) -> None:
    front, back = FRONT_ON[facing]
    for edge in ("superior", "inferior"):
        for end, side in (("anterior", front), ("posterior", back)):
            for known, other in ((f"{edge}_{end}", f"{edge}_{side}"), (f"{edge}_{side}", f"{edge}_{end}")):
                if known in body.points and other not in body.points:
                    body.points[other] = body.points[known]
                    body.covariances[other] = body.covariances[known]


def _check_order(bodies: list[Body]) -> None:
    """Levels must go down the chain, and the chain must run the way the bodies point."""
    levels = [b.structure.level for b in bodies if b.structure.level]
    for upper, lower in pairwise(levels):
        if rank(upper) >= rank(lower):
            raise ReadingError(f"levels: {upper} comes before {lower}; expected them from head to tail")
    backwards = [_runs_backwards(a, b) for a, b in pairwise(bodies)]
    known = [b for b in backwards if b is not None]
    if known and sum(known) > len(known) / 2:
        raise ReadingError("vertebrae: numbered from the tail; expected 1 nearest to the head")


def _runs_backwards(upper: Body, lower: Body) -> bool | None:
    """Whether the next body lies on the side of this one's superior endplate."""
    edges = [_middle(upper, "superior"), _middle(upper, "inferior"), _middle(lower, "superior")]
    if any(edge is None for edge in edges):
        return None
    (r0, c0), (r1, c1), (r2, c2) = (edge for edge in edges if edge is not None)
    return (r1 - r0) * (r2 - r0) + (c1 - c0) * (c2 - c0) < 0


def _middle(body: Body, edge: str) -> Position | None:
    for a, b in ((f"{edge}_left", f"{edge}_right"), (f"{edge}_anterior", f"{edge}_posterior")):
        if a in body.points and b in body.points:
            (r0, c0), (r1, c1) = body.points[a], body.points[b]
            return (r0 + r1) / 2, (c0 + c1) / 2
    return None
