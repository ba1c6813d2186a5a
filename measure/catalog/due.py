"""Which vertebrae owe a value of a measure without its being asked for by name."""

from measure.catalog.body import Body
from measure.catalog.chain import Chain
from measure.catalog.facts import Facts
from measure.model import Level, Measure

OF_REFERENCES = ("expected.", "predicted.")
# Gaps that every chain has at its ends; written only where the measure was asked for.
EXPECTED_GAPS = ("no_vertebra_above", "no_vertebra_below", "S1:s1_has_no_inferior_endplate")


def is_due(body: Body, measure: Measure, facts: Facts, given: dict[str, set[bool]]) -> bool:
    """Whether a body is annotated for this measure, in full or in part, and the measure is for it.

    A four-corner annotation is complete in itself: it owes no middle height. A measure that is
    ``treated`` but not ``default`` is for treated levels alone.
    """
    if not measure.default and not (measure.treated and body.structure.level in facts.treated):
        return False
    if body.structure.level is Level.S1:
        return False
    if body.annotation.not_visible is not None:
        return True
    # What it takes of its references it would be compared with: a body without a middle owes none expected.
    own = [mark for mark in measure.needs.marks if "." not in mark or mark.startswith(OF_REFERENCES)]
    groups = {mark.endswith("_middle") for mark in own}
    return groups <= given[body.structure.key]


def given_marks(chain: Chain) -> dict[str, set[bool]]:
    """Whether each body has middle marks (True), corners (False), or both.

    A mark that was there and was refused counts: its row says why.
    """
    return {
        body.structure.key: {name.endswith("_middle") for name in (*body.points, *body.problems)}
        for body in chain.bodies
    }
