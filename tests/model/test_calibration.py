"""Calibration: millimetres, pixels, and pictures of unknown shape."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import ModelError
from measure.model import Calibration, ScaleClass

mm = st.floats(0.01, 2)


@given(mm, mm, st.sampled_from([c for c in ScaleClass if c is not ScaleClass.NONE]))
def test_with_millimetres(row: float, col: float, scale: ScaleClass) -> None:
    calibration = Calibration(row, col, scale_class=scale, aspect=None)
    assert calibration.step == (row, col)
    assert calibration.unit == "mm"
    assert calibration.aspect == row / col


@pytest.mark.parametrize(("aspect", "step"), [(1.0, (1.0, 1.0)), (1.5, (1.5, 1.0)), (None, (1.0, 1.0))])
def test_without_millimetres_the_unit_is_one_column(aspect: float | None, step: tuple[float, float]) -> None:
    calibration = Calibration(aspect=aspect)
    assert calibration.step == step
    assert calibration.unit == "{pixel}"
    assert calibration.scale_class is ScaleClass.NONE


@pytest.mark.parametrize(
    ("row", "col", "scale"),
    [(0.2, 0.2, ScaleClass.NONE), (None, None, ScaleClass.DETECTOR), (0.2, None, ScaleClass.UNKNOWN),
     (None, 0.2, ScaleClass.CALIBRATED), (None, 0.2, ScaleClass.NONE)],
)  # fmt: skip
def test_class_and_spacing_go_together(row: float | None, col: float | None, scale: ScaleClass) -> None:
    with pytest.raises(ModelError, match=f"class {scale} with spacing {row}, {col}"):
        Calibration(row, col, scale_class=scale)


@pytest.mark.parametrize("bad", [0.0, -0.1, math.nan, math.inf])
def test_spacing_is_a_length(bad: float) -> None:
    with pytest.raises(ModelError, match="expected row spacing > 0 mm"):
        Calibration(bad, 0.2, scale_class=ScaleClass.DETECTOR)
    with pytest.raises(ModelError, match="expected column spacing > 0 mm"):
        Calibration(0.2, bad, scale_class=ScaleClass.DETECTOR)


@pytest.mark.parametrize("bad", [-0.01, math.nan, math.inf])
def test_sd_is_no_less_than_nothing(bad: float) -> None:
    with pytest.raises(ModelError, match="expected a relative sd >= 0"):
        Calibration(relative_sd=bad)


@pytest.mark.parametrize("bad", [0.0, -1.0, math.nan, math.inf])
def test_aspect_is_a_ratio_of_lengths(bad: float) -> None:
    with pytest.raises(ModelError, match="expected an aspect > 0"):
        Calibration(aspect=bad)
