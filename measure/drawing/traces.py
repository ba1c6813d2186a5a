"""Traces on the film: heights, endplates, the arms of angles, the plumb line and hip lines, and names."""

from itertools import pairwise

from measure.drawing.constructs import Point, arms_of, caption, guides_of, is_span, meets_right
from measure.drawing.frame import Frame, outlines_of, reach_of
from measure.drawing.ink import (
    BY_NAME,
    ENDPLATE,
    GUIDE,
    NEUTRAL,
    WHITE,
    Colour,
    Picture,
    dot,
    stroke,
    text_size,
    write_with_halo,
)
from measure.drawing.places import Box, place
from measure.model import Measurement, Role, TraceItem

GAP = 0.012  # From the ends of arms to the value of their angle, as a share of the picture.


def draw_traces(picture: Picture, measurements: list[Measurement], frame: Frame) -> None:
    """Draw every trace once, then the level names, then the values of angles, in place.

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
    _draw_own(picture, measurements, frame, width)
    spans = [measurement for measurement in measurements if is_span(measurement)]
    for measurement in measurements:
        if measurement.structure is None and measurement.quantity.value is not None:
            _draw_film_level(picture, measurement, frame, width)
    for span in spans:
        for start, end in arms_of(span, reach_of(span)):
            stroke(picture, frame.at(start), frame.at(end), ENDPLATE, width + 1)
    for label, centre in _centres(measurements).items():
        _label(picture, label, frame.at(centre))
    _draw_captions(picture, spans, measurements, frame)


def _draw_own(picture: Picture, measurements: list[Measurement], frame: Frame, width: int) -> None:
    """Traces of single vertebrae; one line that two measures read is drawn by the first, whichever way it runs."""
    drawn: set[frozenset[Point]] = set()
    marks: set[Point] = set()
    own = [item for m in measurements if m.structure is not None for item in m.trace.items]
    for item in own:
        if frozenset(item.points) in drawn or (item.role is Role.POINT and marks.issuperset(item.points)):
            continue
        drawn.add(frozenset(item.points))
        marks.update(item.points)
        _draw_item(picture, item, frame, width)


def _draw_item(picture: Picture, item: TraceItem, frame: Frame, width: int) -> None:
    colour: Colour = BY_NAME.get(item.name, ENDPLATE if item.role is Role.ARM else NEUTRAL)
    points = [frame.at(point) for point in item.points]
    for start, end in pairwise(points):
        stroke(picture, start, end, colour, width)
    for point in points:
        dot(picture, point, colour, width + 1)


def _draw_film_level(picture: Picture, measurement: Measurement, frame: Frame, width: int) -> None:
    """Outlines of vertebrae, the endplate of S1, the hip axis, and the lines between them."""
    for item in measurement.trace.items:
        if item.role is Role.REGION:
            _outline(picture, item, frame)
        elif item.role in (Role.ARM, Role.POINT) and not is_span(measurement):
            _draw_item(picture, item, frame, width)
    for start, end in guides_of(measurement):
        stroke(picture, frame.at(start), frame.at(end), GUIDE, width)


def _outline(picture: Picture, item: TraceItem, frame: Frame) -> None:
    points = [frame.at(point) for point in item.points]
    for start, end in zip(points, [*points[1:], points[0]], strict=True):
        stroke(picture, start, end, NEUTRAL, 1)


def _draw_captions(picture: Picture, spans: list[Measurement], measurements: list[Measurement], frame: Frame) -> None:
    """Value of each span beside the ends of its arms, clear of vertebrae and of each other."""
    size = _text_height(picture)
    taken = [_box([frame.at((row, col)) for row, col in points]) for points in outlines_of(measurements).values()]
    for span in spans:
        rightwards = meets_right(span)
        ends = [frame.at(end) for _, end in arms_of(span, reach_of(span))]
        text = caption(span)
        width, height = text_size(text, size, 600)[0], round(1.4 * size)
        x = (ends[0][0] + ends[1][0]) / 2 + (1 if rightwards else -1) * GAP * picture.shape[0]
        left = x if rightwards else x - width
        top = (ends[0][1] + ends[1][1]) / 2 - height / 2
        box = place((left, top, left + width, top + height), taken, (picture.shape[1], picture.shape[0]), rightwards)
        taken.append(box)
        write_with_halo(picture, text, (round(box[0]), round(box[1] + height / 2 + size / 3)), ENDPLATE, size)


def _box(points: list[Point]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


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
