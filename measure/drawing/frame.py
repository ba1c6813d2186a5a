"""Frame: which part of a film is shown, how large, and where its points come to lie."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.catalog import get
from measure.drawing.constructs import Point, arms_of, is_span
from measure.model import Calibration, Film, Measurement, Role

Points = NDArray[np.float64]

# Margin around each vertebra that is shown of a film whose burned-in text is not excluded,
# as a share of the median vertebra.
MARGIN = 0.4
# Room beside a chain for the arms of angles and their values, as a share of its height.
ARMS = 0.12
# Arms are drawn out by this many widths of their vertebra: long ones of a curve, whose vertebrae lie far apart.
CURVE_REACH, SPAN_REACH = 2.2, 1.2
# An endplate of S1 or a hip axis farther off than any is a stray mark, beside which no film is shown.
LONGEST_ENDPLATE, FARTHEST_HIP = 1.6, 5.0


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
    """Part of a film around its vertebrae, with room for the arms of angles; all of it where none is marked."""
    outlines = list(outlines_of(measurements).values())
    besides = beside_outlines(measurements)
    if not outlines and not besides:
        return whole(film)
    points = np.concatenate([*outlines, *besides])
    margin = margin_of(outlines or besides)
    low, high = points.min(axis=0) - margin, points.max(axis=0) + margin
    spans = [m for m in measurements if is_span(m)]
    if spans:
        ends = np.array([end for m in spans for _, end in arms_of(m, reach_of(m))])
        room = ARMS * (high[0] - low[0])
        low[1] = min(low[1] - room, ends[:, 1].min())
        high[1] = max(high[1] + room, ends[:, 1].max())
    limits = film.header.rows, film.header.cols
    first = np.maximum(np.floor(low), 0).astype(int)
    last = np.minimum(np.ceil(high) + 1, limits).astype(int)
    return slice(int(first[0]), int(last[0])), slice(int(first[1]), int(last[1]))


def outlines_of(measurements: Sequence[Measurement]) -> dict[str, Points]:
    """Points of every vertebra by its name, shape (n, 2), from the traces that are its own.

    A trace that reaches over neighbours (a regional angle) names no vertebra.
    """
    own: dict[str, list[Point]] = {}
    for measurement in measurements:
        structure = measurement.structure
        for item in measurement.trace.items:
            if structure is None and item.role is Role.REGION:
                own.setdefault(item.name, []).extend(item.points)
            elif structure is not None and reads_itself(measurement):
                own.setdefault(structure.label, []).extend(item.points)
    return {name: np.array(points, dtype=np.float64) for name, points in own.items()}


def beside_outlines(measurements: Sequence[Measurement]) -> list[Points]:
    """Endplates and the hip axis that values of the whole film read beyond the vertebrae of ``outlines_of``.

    Each by itself; those that lie too far off, or are too long, to be what they are called are left out.
    """
    outlines = list(outlines_of(measurements).values())
    found = [m for m in measurements if m.structure is None and m.quantity.value is not None]
    items = [item for measurement in found for item in measurement.trace.items]
    arms, hips = (
        [np.array(points) for points in dict.fromkeys(item.points for item in items if item.role is role)]
        for role in (Role.ARM, Role.POINT)
    )
    sizes = [float(np.max(np.ptp(points, axis=0))) for points in outlines or arms]
    if not sizes:
        return []
    size = float(np.median(sizes)) if outlines else min(sizes)
    kept = [arm for arm in arms if np.hypot(*(arm[1] - arm[0])) <= LONGEST_ENDPLATE * size]
    known = np.concatenate([*outlines, *kept])
    near = [hip for hip in hips if np.hypot(*(known - hip[0]).T).min() <= FARTHEST_HIP * size]
    return [*kept, *near]


def reach_of(measurement: Measurement) -> float:
    """How far the arms of a span are drawn out, in widths of their vertebra."""
    return CURVE_REACH if "convex_picture_side" in measurement.details else SPAN_REACH


def reads_itself(measurement: Measurement) -> bool:
    """Whether a measure reads the marks of its own vertebra alone."""
    return not any("." in mark for mark in get(measurement.measure).needs.marks)


def margin_of(outlines: Sequence[Points]) -> float:
    """Margin around vertebrae, in film pixels: a share of the median vertebra."""
    return MARGIN * float(np.median([np.max(np.ptp(outline, axis=0)) for outline in outlines]))
