"""Marks refuse what no film can carry."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import ModelError
from measure.model import Box, Circle, Covariance, Point, Polyline

BAD = [math.nan, math.inf, -math.inf]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda x: Point(x, 1), "point"),
        (lambda x: Point(1, x), "point"),
        (lambda x: Circle(1, 1, x), "circle"),
        (lambda x: Circle(x, 1, 1), "circle"),
        (lambda x: Box(1, 1, 1, 1, x), "box"),
        (lambda x: Polyline(((0, 0), (1, x))), "polyline"),
        (lambda x: Covariance(x, 0, 1), "covariance"),
    ],
)
def test_numbers_are_finite(make: object, what: str, bad: float) -> None:
    with pytest.raises(ModelError, match=f"{what}: expected finite numbers"):
        make(bad)


@pytest.mark.parametrize("radius", [0, -3.5])
def test_a_circle_has_a_radius(radius: float) -> None:
    with pytest.raises(ModelError, match=f"expected > 0 px, got {radius}"):
        Circle(5, 5, radius)


@pytest.mark.parametrize(("height", "width"), [(0, 4), (4, 0), (-1, 4), (4, -1)])
def test_a_box_has_sides(height: float, width: float) -> None:
    with pytest.raises(ModelError, match=f"expected sides > 0 px, got {height} × {width}"):
        Box(5, 5, height, width)


@pytest.mark.parametrize("points", [(), ((1.0, 2.0),)])
def test_a_polyline_has_two_points(points: tuple[tuple[float, float], ...]) -> None:
    with pytest.raises(ModelError, match=f"two or more points, got {len(points)}"):
        Polyline(points)


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5))
def test_any_product_with_its_transpose_is_a_covariance(a: float, b: float, c: float, d: float) -> None:
    made = Covariance(a * a + b * b, a * c + b * d, c * c + d * d)
    assert made.rr >= 0


@pytest.mark.parametrize(("rr", "rc", "cc"), [(-1, 0, 1), (1, 0, -1), (1, 1.1, 1), (0, 0.5, 4), (1, -2, 1)])
def test_what_spreads_less_than_nothing_is_no_covariance(rr: float, rc: float, cc: float) -> None:
    with pytest.raises(ModelError, match="not positive semi-definite"):
        Covariance(rr, rc, cc)


def test_all_spread_along_one_line_is_allowed() -> None:
    assert Covariance(1, 2, 4).rc == 2
