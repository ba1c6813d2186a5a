"""Finding the marks that a measure names: own, of a neighbour, or of a named level."""

from collections.abc import Sequence

from measure.catalog.chain import Chain
from measure.catalog.job import Ref


def find_refs(chain: Chain, marks: Sequence[str], index: int) -> list[Ref] | str:
    """Where each mark of a measure is found, or the reason for the first that is not."""
    refs: list[Ref] = []
    for mark in marks:
        prefix, _, name = mark.rpartition(".")
        place: int | str
        if prefix in ("above", "below"):
            place = chain.neighbour(index, -1 if prefix == "above" else 1)
        else:
            place = chain.at(prefix) if prefix else index
        if isinstance(place, str):
            return place
        body = chain.body(place)
        if name not in body.points:
            reason = body.why_missing(name)
            return f"{body.structure.label}:{reason}" if prefix else reason
        refs.append((place, name))
    return refs
