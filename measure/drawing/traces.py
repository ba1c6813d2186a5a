"""Traces on the film: heights, endplates, the arms of a coronal angle, and level names."""

from itertools import pairwise

import numpy as np

from measure.catalog.words import say_value
from measure.drawing.frame import Frame, Point, outlines_of
from measure.drawing.ink import (
    BY_NAME,
    ENDPLATE,
    NEUTRAL,
    WHITE,
    Colour,
    Picture,
    dot,
    stroke,
    text_size,
    write_with_halo,
)
from measure.model import Measurement, Role, TraceItem


def draw_traces(picture: Picture, measurements: list[Measurement], frame: Frame) -> None:
    """Draw every trace once, then the level names, in place.

    Parameters
    ----------
    picture : ndarray
        BGR picture of the film.
    measurements : list of Measurement
        Their traces are drawn.
    frame : Frame
        Where film points come to lie on the picture.
    """
    width = max(2, round(picture.shape[0] / 700))
    drawn: set[tuple[Point, ...]] = set()
    for measurement in measurements:
        for item in measurement.trace.items:
            if measurement.structure is not None and item.points not in drawn:
                drawn.add(item.points)
                _draw_item(picture, item, frame, width)
    for measurement in measurements:
        if measurement.structure is None and measurement.quantity.value is not None:
            for item in measurement.trace.items:
                if item.role is Role.REGION:
                    _outline(picture, item, frame)
            _draw_curve(picture, measurement, frame, width + 1)
    for label, centre in _centres(measurements).items():
        _label(picture, label, frame.at(centre))


def _draw_item(picture: Picture, item: TraceItem, frame: Frame, width: int) -> None:
    colour: Colour = BY_NAME.get(item.name, ENDPLATE if item.role is Role.ARM else NEUTRAL)
    points = [frame.at(point) for point in item.points]
    for start, end in pairwise(points):
        stroke(picture, start, end, colour, width)
    for point in points:
        dot(picture, point, colour, width + 1)


def _outline(picture: Picture, item: TraceItem, frame: Frame) -> None:
    points = [frame.at(point) for point in item.points]
    for start, end in zip(points, [*points[1:], points[0]], strict=True):
        stroke(picture, start, end, NEUTRAL, 1)


def _draw_curve(picture: Picture, measurement: Measurement, frame: Frame, width: int) -> None:
    """Both arms drawn out to the concave side, where they meet, with the angle between them."""
    arms = [[frame.at(p) for p in item.points] for item in measurement.trace.items if item.role is Role.ARM]
    if len(arms) != 2:
        return
    rightwards = measurement.details.get("convex_picture_side") == "left"
    for arm in arms:
        left, right = sorted(arm)
        near, far = (left, right) if rightwards else (right, left)
        reach = (far[0] + 2.2 * (far[0] - near[0]), far[1] + 2.2 * (far[1] - near[1]))
        stroke(picture, near, reach, ENDPLATE, width)
    ends = [max(arm) if rightwards else min(arm) for arm in arms]
    x = (ends[0][0] + ends[1][0]) / 2 + (1 if rightwards else -1) * 0.035 * picture.shape[0]
    text = say_value(measurement)
    size = _text_height(picture)
    text_width, _ = text_size(text, size, 600)
    x = x if rightwards else x - text_width
    x = float(np.clip(x, 4, picture.shape[1] - text_width - 4))
    write_with_halo(picture, text, (round(x), round((ends[0][1] + ends[1][1]) / 2 + size / 3)), ENDPLATE, size)


def _text_height(picture: Picture) -> int:
    return max(14, round(int(picture.shape[0]) / 60))


def _centres(measurements: list[Measurement]) -> dict[str, Point]:
    """Middle of each vertebra by its name."""
    means = {name: points.mean(axis=0) for name, points in outlines_of(measurements).items()}
    return {name: (float(row), float(col)) for name, (row, col) in means.items()}


def _label(picture: Picture, text: str, at: Point) -> None:
    size = _text_height(picture)
    width, _ = text_size(text, size, 600)
    write_with_halo(picture, text, (round(at[0] - width / 2), round(at[1] + size / 3)), WHITE, size)
