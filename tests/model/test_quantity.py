"""Quantities: never a bare float, never NaN without a reason."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import ModelError
from measure.model import Quantity, ValueStatus


@given(st.just(0.0) | st.floats(0.01, 1e4), st.just(0.0) | st.floats(0.01, 1e4))
def test_floor_and_propagated_sd_add_in_quadrature(floor: float, propagated: float) -> None:
    quantity = Quantity(1.0, "mm", sd=math.hypot(floor, propagated), floor_sd=floor)
    assert quantity.propagated_sd == pytest.approx(propagated, rel=1e-6, abs=1e-5 * floor)


def test_without_an_sd_nothing_was_propagated() -> None:
    assert Quantity(1.0, "mm").propagated_sd is None


def test_absent() -> None:
    gap = Quantity.absent("deg", "facing_not_stated")
    assert (gap.value, gap.sd, gap.reason) == (None, None, "facing_not_stated")
    assert gap.status is ValueStatus.NOT_MEASURABLE
    assert Quantity.absent("deg", "film_missing", ValueStatus.MISSING).status is ValueStatus.MISSING


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_value_is_finite(value: float) -> None:
    with pytest.raises(ModelError, match=r"expected a finite value.*Quantity\.absent"):
        Quantity(value, "mm")


@pytest.mark.parametrize(
    ("value", "status", "reason"),
    [
        (None, ValueStatus.MEASURED, None),
        (1.0, ValueStatus.NOT_MEASURABLE, "hidden"),
        (1.0, ValueStatus.MEASURED, "but why"),
        (None, ValueStatus.MISSING, None),
        (None, ValueStatus.NOT_MEASURABLE, ""),
    ],
)
def test_value_status_and_reason_go_together(value: float | None, status: ValueStatus, reason: str | None) -> None:
    with pytest.raises(ModelError, match=f"status {status} with"):
        Quantity(value, "mm", status=status, reason=reason)


@pytest.mark.parametrize(("sd", "floor"), [(1.0, 1.1), (1.0, -0.1), (-1.0, 0.0), (math.nan, 0.0), (math.inf, 0.0)])
def test_the_floor_is_a_part_of_a_finite_sd(sd: float, floor: float) -> None:
    with pytest.raises(ModelError, match="floor sd <= sd"):
        Quantity(1.0, "mm", sd=sd, floor_sd=floor)
