"""Frame: which part of a film is shown, how large, and where its points come to lie."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from measure.model import Calibration, Film, Measurement

Point = tuple[float, float]

# Margin around the marks that is shown of a film whose burned-in text is not excluded,
# as a share of the extent of the marks.
MARGIN = 0.10


@dataclass(frozen=True, slots=True)
class Frame:
    """Part of a film and its scale on the picture.

    Attributes
    ----------
    rows, cols : slice
        Part of the film that is shown.
    down, across : float
        Picture pixels per film pixel, so that shapes are true.
    """

    rows: slice
    cols: slice
    down: float
    across: float

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the picture."""
        width = (self.cols.stop - self.cols.start) * self.across
        height = (self.rows.stop - self.rows.start) * self.down
        return max(1, round(width)), max(1, round(height))

    @property
    def scale(self) -> float:
        """Mean picture pixels per film pixel."""
        return (self.down + self.across) / 2

    def at(self, point: Point) -> Point:
        """Film (row, col) to picture (x, y); both have pixel centres at integers."""
        return (
            (point[1] - self.cols.start + 0.5) * self.across - 0.5,
            (point[0] - self.rows.start + 0.5) * self.down - 0.5,
        )


def fit(film: Film, calibration: Calibration, part: tuple[slice, slice], room: tuple[int, int]) -> Frame:
    """Frame that shows a part of a film as large as the room (width, height) allows."""
    rows, cols = part
    down, across = calibration.step
    height, width = (rows.stop - rows.start) * down, (cols.stop - cols.start) * across
    factor = min(room[0] / width, room[1] / height)
    return Frame(rows, cols, down * factor, across * factor)


def whole(film: Film) -> tuple[slice, slice]:
    """All of a film."""
    return slice(0, film.header.rows), slice(0, film.header.cols)


def around_marks(film: Film, measurements: Sequence[Measurement]) -> tuple[slice, slice]:
    """Part of a film around its marks; all of it where there are none."""
    points = trace_points(measurements)
    if not len(points):
        return whole(film)
    margin = margin_of(points)
    low = np.floor(points.min(axis=0) - margin).astype(int)
    high = np.ceil(points.max(axis=0) + margin).astype(int) + 1
    limits = film.header.rows, film.header.cols
    rows, cols = (slice(max(0, low[k]), min(limits[k], max(high[k], low[k] + 2))) for k in (0, 1))
    return rows, cols


def trace_points(measurements: Sequence[Measurement]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """All points of all traces, shape (n, 2), in (row, col)."""
    points = [p for m in measurements for item in m.trace.items for p in item.points]
    return np.array(points, dtype=np.float64).reshape(-1, 2)


def margin_of(points: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> float:
    """Margin around marks, in film pixels."""
    return MARGIN * float(np.max(np.ptp(points, axis=0)))
