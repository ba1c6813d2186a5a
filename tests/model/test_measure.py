"""Entries of the catalogue check themselves."""

from dataclasses import replace

import pytest

from measure.errors import ModelError
from measure.model import FrozenMap, Grades, Kind, Measure, Needs

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


class TestGrades:
    STEPS = Grades((20.0, 25.0), ("0", "1", "2"))

    @pytest.mark.parametrize(("cuts", "names"), [((20.0,), ("0",)), ((25.0, 20.0), ("0", "1", "2")), ((), ())])
    def test_rising_cuts_and_one_name_more(self, cuts: tuple[float, ...], names: tuple[str, ...]) -> None:
        with pytest.raises(ModelError, match="expected rising cuts and one name more"):
            Grades(cuts, names)

    def test_a_grade_has_steps_and_nothing_else_has(self) -> None:
        assert replace(GOOD, kind=Kind.GRADE, grades=self.STEPS).grades is self.STEPS
        for bad in ({"kind": Kind.GRADE}, {"grades": self.STEPS}):
            with pytest.raises(ModelError, match="gap_length: expected grades exactly where it is a grade"):
                replace(GOOD, **bad)
