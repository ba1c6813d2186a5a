"""Techniques: what no generator gives is refused by name."""

import pytest

from measure.errors import SimulationError
from measure.simulate.exposure import Technique


@pytest.mark.parametrize(
    ("name", "value"),
    [("kvp", 35.0), ("kvp", 140.0), ("quanta", 0.0), ("scatter", -0.1), ("scatter", 1.0), ("reach", 0.0)]
    + [("focal_blur", -1.0), ("detector_blur", float("nan")), ("heel", 3.0), ("electronic", -1e-3), ("anode", "front")],
)
def test_out_of_range(name: str, value: float | str) -> None:
    with pytest.raises(SimulationError, match=name):
        Technique(**{name: value})  # type: ignore[arg-type]


def test_the_defaults_are_in_range() -> None:
    assert Technique() == Technique(kvp=80.0)
