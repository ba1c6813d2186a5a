"""Entries of the catalogue check themselves."""

from dataclasses import replace

import pytest

from measure.errors import ModelError
from measure.model import FrozenMap, Kind, Measure, Needs

GOOD = Measure(
    id="gap_length", title="Gap", kind=Kind.LENGTH, unit="mm", needs=Needs(), function=len, definition="A distance.",
    references=("somebody",), short="Gap", codes={"DCM": "1"},
)  # fmt: skip


def test_codes_are_frozen() -> None:
    assert isinstance(GOOD.codes, FrozenMap)
    assert GOOD.codes == {"DCM": "1"}


@pytest.mark.parametrize("bad", ["GapLength", "gap length", "gap-length", "1gap", ""])
def test_ids_are_snake_case(bad: str) -> None:
    with pytest.raises(ModelError, match=f"measure id {bad!r}: expected lower-case words joined by _"):
        replace(GOOD, id=bad)


@pytest.mark.parametrize("part", [{"definition": ""}, {"references": ()}])
def test_a_measure_is_defined_and_has_a_source(part: dict[str, object]) -> None:
    with pytest.raises(ModelError, match="gap_length: expected a definition and at least one reference"):
        replace(GOOD, **part)
