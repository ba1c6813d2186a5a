"""Lines, angles and the propagation of uncertainty, in float64 and batch-first.

Points are arrays of shape (…, 2) in (row, col) order, already multiplied by the spacing
where there is one: every function here works in millimetres, or in square pixels.
"""

from measure.geometry.lines import (
    cross,
    directed_angle,
    distance,
    distance_to_line,
    fit_line,
    line_angle,
    midpoint,
    signed_angle,
)
from measure.geometry.numbers import Spread, linear, redraw
from measure.geometry.propagate import Propagated, jacobian, resample

__all__ = [
    "Propagated", "Spread", "cross", "directed_angle", "distance", "distance_to_line", "fit_line",
    "jacobian", "line_angle", "linear", "midpoint", "redraw", "resample", "signed_angle",
]  # fmt: skip
