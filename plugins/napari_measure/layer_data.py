"""A film and its reading as napari layer data: plain arrays and settings, without napari."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from measure.catalog.body import Body
from measure.drawing.constructs import arms_of, caption, guides_of, is_span, meets_right
from measure.drawing.frame import reach_of
from measure.drawing.ink import BY_NAME, ENDPLATE, GUIDE, NEUTRAL, Colour
from measure.drawing.places import Box, place
from measure.film import display_window
from measure.model import Facing, Film, Measurement, Role, ScaleClass, TraceItem, View
from napari_measure.drafting import marks_of
from napari_measure.session import OpenedFilm

LayerData = tuple[Any, dict[str, Any], str]
Position = tuple[float, float]

FILM, LINES, MARKS, LABELS, ANGLES, CHOSEN = "film", "lines", "marks", "labels", "angles", "chosen"
"""Parts of one opened film, each a layer of its own."""

DRAFTED = "#ffb03c"  # Amber, as the badge: nobody has looked at these marks.
PLATE, CHOSEN_COLOUR = (0.0, 0.0, 0.0, 0.6), (1.0, 0.25, 0.35, 1.0)
CANVAS = 780  # Pixels of the screen that the height of a film takes, about.
PITCH = 0.75  # Of the way from a vertebra to the next: the most that a name takes.
SMALLEST, CROWDED, LARGEST = 10, 13, 26  # Sizes of names; where they are crowded, marks are smaller too.
GAP = 18  # From a vertebra to its name, in widths of a line.
WIDE, HIGH = 0.115, 0.07  # Of the height of a film: the size of an angle written on it.


def film_layer(film: Film, opened: OpenedFilm) -> LayerData:
    """Image layer of a film: bone bright, windowed for the eye, with its true shape."""
    settings = {
        **_common(opened, FILM),
        "contrast_limits": display_window(film),
        "colormap": "gray",
        "interpolation2d": "linear",
    }
    return film.pixels, settings, "image"


def reading_layers(opened: OpenedFilm) -> list[LayerData]:
    """Lines, marks and labels of a reading, from its traces; none without a reading."""
    bodies = [body for body in opened.chain.bodies if body.points] if opened.chain else []
    if not bodies:
        return []
    segments = list(_segments(opened))
    lines = np.array([s for s, _ in segments], dtype=np.float64).reshape(-1, 2, 2)
    colours = np.array([c for _, c in segments], dtype=np.float64).reshape(-1, 4)
    layers: list[LayerData] = []
    if len(lines):
        settings = {**_common(opened, LINES), **_stroke(opened, 1.3), "edge_color": colours}
        layers.append((_vectors(lines), settings, "vectors"))
    # The hip axis is worked out and cannot be dragged.
    points = dict.fromkeys([*marks_of(opened), *(() if opened.editable else _axes(opened))])
    marks = {
        **_common(opened, MARKS),
        "size": 8 * thickness(opened),
        "canvas_size_limits": (4, _mark_size(opened, bodies)),
        "face_color": DRAFTED if opened.editable else "white",
        "border_color": "black",
        "border_width": 0.2,
        "ndim": 2,
    }
    layers.append((np.array(list(points), dtype=np.float64).reshape(-1, 2), marks, "points"))
    layers.append(_labels(opened, bodies))
    spans = [measurement for measurement in opened.measurements if is_span(measurement)]
    return [*layers, _angles(opened, spans, bodies)] if spans else layers


def chosen_layer(opened: OpenedFilm, measurement: Measurement) -> LayerData:
    """The trace of one measurement, to be seen above all others."""
    items = [item for item in measurement.trace.items if item.role is not Role.REGION]
    segments = [*(segment for item in items for segment in _pieces(item)), *guides_of(measurement)]
    settings = {
        **_common(opened, CHOSEN),
        **_stroke(opened, 2.6),
        "edge_color": np.array([CHOSEN_COLOUR] * len(segments)),
        "ndim": 2,
    }
    return _vectors(np.array(segments, dtype=np.float64).reshape(-1, 2, 2)), settings, "vectors"


def thickness(opened: OpenedFilm) -> float:
    """Width of a line in film pixels that looks the same on a small and a large film."""
    return max(opened.header.rows, opened.header.cols) / 520


def scale_of(opened: OpenedFilm) -> dict[str, Any]:
    """Scale and units of every layer of a film: millimetres only where it has a scale."""
    unit = "pixel" if opened.calibration.scale_class is ScaleClass.NONE else "mm"
    return {"scale": opened.calibration.step, "units": (unit, unit)}


def _common(opened: OpenedFilm, part: str) -> dict[str, Any]:
    """Settings that all layers of one film share; napari drops the units of all where one differs."""
    name = opened.name if part == FILM else f"{opened.name} · {part}"
    metadata = {"film_key": opened.header.film_key, "header": opened.header, "opened": opened, "part": part}
    return {"name": name, **scale_of(opened), "metadata": metadata}


def _stroke(opened: OpenedFilm, factor: float) -> dict[str, Any]:
    return {"edge_width": factor * thickness(opened), "vector_style": "line", "opacity": 1.0}


def _vectors(lines: np.ndarray) -> np.ndarray:
    """Start and end of each line as start and direction."""
    return np.stack([lines[:, 0], lines[:, 1] - lines[:, 0]], axis=1)


def _rgba(colour: Colour) -> tuple[float, float, float, float]:
    """Colour of the overlays (BGR bytes) as napari wants it."""
    blue, green, red = colour
    return red / 255, green / 255, blue / 255, 1.0


def _pieces(item: TraceItem) -> Iterator[tuple[Position, Position]]:
    points = (*item.points, item.points[0]) if item.role is Role.REGION else item.points
    return pairwise(points)


def _segments(opened: OpenedFilm) -> Iterator[tuple[tuple[Position, Position], tuple[float, ...]]]:
    """Lines of all traces, each once, with their colours; the arms of a span drawn out."""
    seen: set[frozenset[Position]] = set()
    for measurement in opened.measurements:
        if measurement.quantity.value is None and measurement.structure is None:
            continue
        for piece, colour in _lines_of(measurement):
            if frozenset(piece) not in seen:
                seen.add(frozenset(piece))
                yield piece, _rgba(colour)


def _lines_of(measurement: Measurement) -> Iterator[tuple[tuple[Position, Position], Colour]]:
    """Lines of one trace with their colours."""
    for item in measurement.trace.items:
        if item.role is not Role.ARM or not is_span(measurement):
            colour = BY_NAME.get(item.name, ENDPLATE if item.role is Role.ARM else NEUTRAL)
            yield from ((piece, colour) for piece in _pieces(item))
    if is_span(measurement):
        yield from ((arm, ENDPLATE) for arm in arms_of(measurement, reach_of(measurement)))
    yield from ((guide, GUIDE) for guide in guides_of(measurement))


def _axes(opened: OpenedFilm) -> Iterator[Position]:
    """Points of the whole film that are no corner of a vertebra: the hip axis."""
    for measurement in opened.measurements:
        if measurement.structure is None and measurement.quantity.value is not None:
            yield from (item.points[0] for item in measurement.trace.items if item.role is Role.POINT)


def _labels(opened: OpenedFilm, bodies: list[Body]) -> LayerData:
    """Names of the levels beside their vertebrae, no larger than their distance allows."""
    size = _name_size(opened, bodies)
    settings = {
        **_common(opened, LABELS),
        **_plates([body.structure.label for body in bodies], "white", int(np.clip(size // 2, 7, 11))),
        "size": 15 * thickness(opened),
        "canvas_size_limits": (size, size),
        "symbol": "disc",
    }
    return np.array([_beside(opened, body) for body in bodies], dtype=np.float64).reshape(-1, 2), settings, "points"


def _name_size(opened: OpenedFilm, bodies: list[Body]) -> int:
    """Size of a name that keeps clear of its neighbours, with the whole film in view."""
    rows = [np.mean(list(body.points.values()), axis=0)[0] for body in bodies]
    pitch = float(np.quantile(np.abs(np.diff(rows)), 0.1)) if len(rows) > 1 else float(opened.header.rows)
    return int(np.clip(PITCH * pitch * CANVAS / opened.header.rows, SMALLEST, LARGEST))


def _mark_size(opened: OpenedFilm, bodies: list[Body]) -> int:
    size = _name_size(opened, bodies)
    return 9 if size > 21 else 7 if size > CROWDED else 5


def _angles(opened: OpenedFilm, spans: list[Measurement], bodies: list[Body]) -> LayerData:
    """Value of each span between its arms, clear of names, vertebrae and each other."""
    texts = [_two_lines(caption(span)) for span in spans]
    width = 62 if any(" " in text for text in texts) else 50
    settings = {
        **_common(opened, ANGLES),
        **_plates(texts, _rgba(ENDPLATE), 10),
        "size": 28 * thickness(opened),
        "canvas_size_limits": (width, width),
        "symbol": "hbar",
    }
    down, across = opened.calibration.step
    high, wide = HIGH * opened.header.rows, WIDE * opened.header.rows * down / across
    near = _name_size(opened, bodies) / CANVAS * opened.header.rows / 2
    taken = [_around(list(body.points.values()), 0, 0) for body in bodies]
    taken += [_around([_beside(opened, body)], near * down / across, near) for body in bodies]
    places = []
    for span in spans:
        row, col = _between(span)
        box = _around([(row, col)], wide / 2, high / 2)
        box = place(box, taken, (opened.header.cols, opened.header.rows), meets_right(span))
        taken.append(box)
        places.append(((box[1] + box[3]) / 2, (box[0] + box[2]) / 2))
    return np.array(places, dtype=np.float64).reshape(-1, 2), settings, "points"


def _around(points: list[Position], across: float, down: float) -> Box:
    rows, cols = zip(*points, strict=True)
    return min(cols) - across, min(rows) - down, max(cols) + across, max(rows) + down


def _two_lines(value: str) -> str:
    """``37.9 ± 3.5°`` as two short lines, which hide less of the film."""
    number, sign, sd = value.partition(" ± ")
    return f"{number}°\n±{sd}" if sign else value


def _plates(texts: list[str], colour: Any, size: int) -> dict[str, Any]:
    """Texts on dark plates that keep their size on the screen at every zoom."""
    return {
        "features": {"label": texts},
        "text": {"string": "{label}", "size": size, "color": colour, "anchor": "center"},
        "face_color": np.array([PLATE] * len(texts)),
        "border_color": np.array([PLATE] * len(texts)),
        "border_width": 0,
        "ndim": 2,
    }


def _beside(opened: OpenedFilm, body: Body) -> Position:
    """Place for a name: before the front of a lateral vertebra, left of a frontal one."""
    rightwards = opened.view is View.LATERAL and opened.facing is Facing.RIGHT
    near, far = ("right", "left") if rightwards else ("left", "right")
    step = np.asarray(opened.calibration.step)
    start, back = (np.mean(_named(body, end) or list(body.points.values()), axis=0) for end in (near, far))
    outward = (start - back) * step
    length = float(np.hypot(*outward))
    outward = outward / length if length > 0 else np.array([0.0, 1.0 if rightwards else -1.0])
    place = start + outward * GAP * thickness(opened) * step.max() / step
    return float(place[0]), float(place[1])


def _named(body: Body, end: str) -> list[Position]:
    """Corners on one side of a vertebra."""
    return [body.points[name] for name in (f"superior_{end}", f"inferior_{end}") if name in body.points]


def _between(span: Measurement) -> Position:
    """Between the drawn-out ends of the arms of a span."""
    row, col = np.mean([end for _, end in arms_of(span, reach_of(span))], axis=0)
    return float(row), float(col)
