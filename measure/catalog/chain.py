"""The spine of one reading, head to tail."""

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from operator import itemgetter

from measure.catalog.body import Body, Position, refuse_outside, take_marks
from measure.catalog.facing import name_by_facing
from measure.catalog.facts import Facts
from measure.catalog.hips import HIPS, find_hips
from measure.catalog.shape import check_order, refuse_impossible
from measure.errors import ReadingError
from measure.model import Annotation, Facing, Level, Reading, Structure, StructureKind, View, neighbour, rank


@dataclass(slots=True)
class Chain:
    """Bodies of one film, head to tail.

    Attributes
    ----------
    bodies : list of Body
        In order.
    facing : Facing or None
        Stated, or read from marks that are named after the body.
    hips : Body or None
        Both femoral heads as one body with one mark, the hip ``axis``.
    """

    bodies: list[Body]
    facing: Facing | None = None
    hips: Body | None = None

    def body(self, place: int) -> Body:
        """Body at a place; the hips come after the last vertebra."""
        if place == len(self.bodies) and self.hips is not None:
            return self.hips
        return self.bodies[place]

    def neighbour(self, index: int, offset: int) -> int | str:
        """Place of the body one step up (−1) or down (+1), or the reason why there is none."""
        here = self.bodies[index].structure
        missing = f"no_vertebra_{'above' if offset < 0 else 'below'}"
        other = index + offset
        if not 0 <= other < len(self.bodies):
            return missing
        there = self.bodies[other].structure
        if here.level and there.level:
            return other if _adjacent(here.level, there.level, offset) else missing
        # Where a level is not known all bodies have numbers, see ``_in_order``.
        return other if there.ordinal == (here.ordinal or 0) + offset else missing

    def reach(self, index: int, offset: int) -> int | None:
        """Place of the body so many levels up (−) or down (+), also past one that is not marked."""
        here = self.bodies[index].structure
        levels = [body.structure.level for body in self.bodies]
        if here.level is not None and all(levels):
            level = neighbour(here.level, offset, [level for level in levels if level])
            return levels.index(level) if level in levels else None
        wanted = (here.ordinal or 0) + offset
        return next((k for k, body in enumerate(self.bodies) if body.structure.ordinal == wanted), None)

    def at(self, name: str) -> int | str:
        """Place of the body called ``T5``, ``#5`` or ``hips``, or the reason why there is none."""
        if name == HIPS:
            return len(self.bodies) if self.hips is not None else "no_femoral_head"
        for index, body in enumerate(self.bodies):
            if name in (body.structure.label, f"#{body.structure.ordinal or 0}"):
                return index
        if not name.startswith("#") and any(body.structure.level is None for body in self.bodies):
            return "levels_unknown"  # it may well be marked, under a number
        return f"no_vertebra:{name}"


@cache
def _adjacent(here: Level, there: Level, offset: int) -> bool:
    """Whether nothing lies between two levels; T13 and L6 count where they are one of the two."""
    return neighbour(here, offset, (here, there)) is there


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
    for body in bodies:
        take_marks(body)
        refuse_outside(body, facts.size)
    facing = facts.facing
    if facts.view is View.LATERAL:
        facing = name_by_facing(bodies, facing, contradicted="facing_statements_contradict" in facts.flags)
    for body in bodies:
        refuse_impossible(body)
    _check_levels(bodies)
    check_order(bodies)
    return Chain(bodies, facing, find_hips(reading, facts.size))


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


def _check_levels(bodies: list[Body]) -> None:
    levels = [b.structure.level for b in bodies if b.structure.level]
    for upper, lower in pairwise(levels):
        if rank(upper) >= rank(lower):
            raise ReadingError(f"levels: {upper} comes before {lower}; expected them from head to tail")


def stands_upright(bodies: list[Body]) -> bool:
    """Whether the chain runs down the picture rather than across or up it; true where nobody can tell."""
    ends = [end for body in bodies for edge in ("superior", "inferior") if (end := _middle(body, edge)) is not None]
    if len(ends) < 2:
        return True
    return ends[-1][0] - ends[0][0] >= abs(ends[-1][1] - ends[0][1])


def _middle(body: Body, edge: str) -> Position | None:
    for a, b in ((f"{edge}_left", f"{edge}_right"), (f"{edge}_anterior", f"{edge}_posterior")):
        if a in body.points and b in body.points:
            (r0, c0), (r1, c1) = body.points[a], body.points[b]
            return (r0 + r1) / 2, (c0 + c1) / 2
    return None
