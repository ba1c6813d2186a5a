"""Marks found by name: own, of a neighbour, of a level."""

import pytest

from measure.catalog.job import prepare
from measure.catalog.refs import find_refs


@pytest.fixture(scope="module")
def chain(make: object) -> object:
    bodies = [make.body(level, make.block(40.0 * k)) for k, level in enumerate(("T12", "L1", "L2"))]
    return prepare(make.header(), make.reading(*bodies)).chain


def test_own_neighbours_and_named(chain: object) -> None:
    marks = ("superior_anterior", "above.superior_posterior", "below.inferior_left", "L2.superior_middle")
    assert find_refs(chain, marks, 1) == [
        (1, "superior_anterior"), (0, "superior_posterior"), (2, "inferior_left"), (2, "superior_middle"),
    ]  # fmt: skip


def test_the_first_that_is_missing_gives_the_reason(chain: object) -> None:
    assert find_refs(chain, ("pedicle", "above.pedicle"), 1) == "missing_mark:pedicle"
    assert find_refs(chain, ("superior_left", "above.pedicle"), 1) == "T12:missing_mark:pedicle"
    assert find_refs(chain, ("above.superior_left",), 0) == "no_vertebra_above"
    assert find_refs(chain, ("T4.superior_left",), 0) == "no_vertebra:T4"
