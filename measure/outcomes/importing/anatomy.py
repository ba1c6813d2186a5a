"""The structure that a row is about, from its level, its structure key or its side."""

from measure.errors import ModelError
from measure.model import Level, Side, Structure, StructureKind
from measure.outcomes import cells
from measure.outcomes.importing import readers
from measure.outcomes.importing.entry import Entry
from measure.outcomes.structures import parse_structure


def read_structure(entry: Entry, kind: StructureKind = StructureKind.VERTEBRA) -> Structure | None:
    """Structure of an entry; None where it names none, or names it wrongly (then it is noted).

    Parameters
    ----------
    entry : Entry
        Its ``structure``, ``structure_ordinal``, ``level`` and ``side``.
    kind : StructureKind, optional
        What a level or a side alone is of.
    """
    place = entry.read("structure_ordinal", lambda text: readers.whole(text, decimal_comma=entry.decimal_comma))
    level = entry.read("level", readers.level)
    named = entry.read("structure", lambda text: parse_structure(text, place))
    if named is not None:
        if level is not None and named.level is not level:
            entry.fail("level", f"expected {named.level or 'no level'}, as the structure says, got {level}")
        return named
    if entry.text("structure"):
        return None
    try:
        return _made(kind, level, place, entry.read("side", cells.side))
    except ModelError as error:
        entry.fail("structure_ordinal", str(error))
        return None


def _made(kind: StructureKind, level: Level | None, place: int | None, side: Side | None) -> Structure | None:
    if kind is StructureKind.VERTEBRA:
        return Structure(kind, level, place) if level is not None or place is not None else None
    return Structure(kind, side=side) if side is not None else None
