"""Plausible numbers: judged in the unit of the measure alone, by the range that the catalogue gives."""

import pytest

from measure.catalog import MEASURES
from measure.outcomes.plausible import expected_range
from measure.outcomes.vocabulary import Unit


@pytest.mark.parametrize("measure", [one for one in MEASURES if one.plausible], ids=lambda one: one.id)
def test_both_ends_are_plausible_and_what_lies_beyond_is_not(measure):
    low, high = measure.plausible
    unit = Unit(measure.unit)
    assert expected_range(measure, unit, low) is expected_range(measure, unit, high) is None
    for beyond in (low - 1e-6, high + 1e-6):
        assert expected_range(measure, unit, beyond) == f"expected {low:g} to {high:g} {unit} for {measure.id}"
        assert expected_range(measure, Unit.PIXEL, beyond) is None
        assert expected_range(measure, None, beyond) is None
