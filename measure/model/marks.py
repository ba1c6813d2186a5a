"""Marks: what a person or an algorithm puts on a film, in (row, col) pixels."""

import math
from dataclasses import dataclass

from measure.errors import ModelError


def _finite(what: str, *values: float) -> None:
    if not all(math.isfinite(v) for v in values):
        raise ModelError(f"{what}: expected finite numbers, got {values}")


@dataclass(frozen=True, slots=True)
class Covariance:
    """Symmetric 2×2 covariance of a point, in pixels squared.

    Attributes
    ----------
    rr, rc, cc : float
        Row variance, row-column covariance, column variance.
    """

    rr: float
    rc: float
    cc: float

    def __post_init__(self) -> None:
        _finite("covariance", self.rr, self.rc, self.cc)
        # A tiny slack: a rank-one covariance (all spread along one line) is allowed.
        if self.rr < 0 or self.cc < 0 or self.rc**2 > self.rr * self.cc * (1 + 1e-9) + 1e-12:
            raise ModelError(f"covariance ({self.rr}, {self.rc}, {self.cc}) is not positive semi-definite")


@dataclass(frozen=True, slots=True)
class Point:
    """A landmark; pixel centres are at integers.

    Attributes
    ----------
    row, col : float
        Position in pixels, row down, column right.
    covariance : Covariance or None
        How sure the position is; None = not stated (``observer_sd`` then applies).

    Examples
    --------
    >>> Point(10.0, 20.5).covariance is None
    True
    """

    row: float
    col: float
    covariance: Covariance | None = None

    def __post_init__(self) -> None:
        _finite("point", self.row, self.col)


@dataclass(frozen=True, slots=True)
class Polyline:
    """An open or closed line through points: a contour, an endplate, an axis.

    Attributes
    ----------
    points : tuple of (row, col)
        At least two vertices in pixels.
    closed : bool
        True for an outline.
    """

    points: tuple[tuple[float, float], ...]
    closed: bool = False

    def __post_init__(self) -> None:
        if len(self.points) < 2:
            raise ModelError(f"polyline: expected two or more points, got {len(self.points)}")
        for point in self.points:
            _finite("polyline", *point)


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle: a calibration ball, a femoral head.

    Attributes
    ----------
    row, col : float
        Centre in pixels.
    radius : float
        Radius in pixels.
    """

    row: float
    col: float
    radius: float

    def __post_init__(self) -> None:
        _finite("circle", self.row, self.col, self.radius)
        if self.radius <= 0:
            raise ModelError(f"circle radius: expected > 0 px, got {self.radius}")


@dataclass(frozen=True, slots=True)
class Box:
    """A rotated rectangle: a region whose grey values are read.

    Attributes
    ----------
    row, col : float
        Centre in pixels.
    height, width : float
        Side lengths in pixels.
    angle : float
        Rotation in degrees, clockwise as seen on the screen.
    """

    row: float
    col: float
    height: float
    width: float
    angle: float = 0.0

    def __post_init__(self) -> None:
        _finite("box", self.row, self.col, self.height, self.width, self.angle)
        if self.height <= 0 or self.width <= 0:
            raise ModelError(f"box: expected sides > 0 px, got {self.height} × {self.width}")


Mark = Point | Polyline | Circle | Box
