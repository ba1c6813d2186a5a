"""A film and its reading as napari layer data: plain arrays and settings, without napari."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from measure.catalog.body import Body
from measure.catalog.words import say_value
from measure.drawing.ink import BY_NAME, ENDPLATE, NEUTRAL, Colour
from measure.film import display_window
from measure.model import Facing, Film, Measurement, Role, ScaleClass, TraceItem, View
from napari_measure.session import OpenedFilm

LayerData = tuple[Any, dict[str, Any], str]
Position = tuple[float, float]

FILM, LINES, MARKS, LABELS, ANGLES, CHOSEN = "film", "lines", "marks", "labels", "angles", "chosen"
"""Parts of one opened film, each a layer of its own."""

PLATE, CHOSEN_COLOUR = (0.0, 0.0, 0.0, 0.6), (1.0, 0.25, 0.35, 1.0)
CROWDED = 9  # With more vertebrae than this, names and marks are drawn smaller.
GAP = 18  # From a vertebra to its name, in widths of a line.
MARGIN = 0.045  # Of the height of a film: half the width of an angle written on it.
REACH = 2.2  # Arms of a curve are drawn out by this many widths of their vertebra, to where they can be compared.


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
    points = {point: None for body in bodies for point in body.points.values()}
    marks = {
        **_common(opened, MARKS),
        "size": 8 * thickness(opened),
        "canvas_size_limits": (4, 7 if len(bodies) > CROWDED else 9),
        "face_color": "white",
        "border_color": "black",
        "border_width": 0.2,
        "ndim": 2,
    }
    layers.append((np.array(list(points), dtype=np.float64).reshape(-1, 2), marks, "points"))
    layers.append(_labels(opened, bodies))
    curves = [m for m in opened.measurements if m.structure is None and m.quantity.value is not None and m.trace.items]
    return [*layers, _angles(opened, curves)] if curves else layers


def chosen_layer(opened: OpenedFilm, measurement: Measurement) -> LayerData:
    """The trace of one measurement, to be seen above all others."""
    items = [item for item in measurement.trace.items if item.role is not Role.REGION]
    segments = [segment for item in items for segment in _pieces(item)]
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
    """Lines of all traces, each once, with their colours; the arms of a curve drawn out."""
    seen: set[frozenset[Position]] = set()
    for measurement in opened.measurements:
        if measurement.quantity.value is None and measurement.structure is None:
            continue
        for item in measurement.trace.items:
            own = _arm(measurement, item) if measurement.structure is None and item.role is Role.ARM else item
            colour = BY_NAME.get(item.name, ENDPLATE if item.role is Role.ARM else NEUTRAL)
            for piece in _pieces(own):
                if frozenset(piece) not in seen:
                    seen.add(frozenset(piece))
                    yield piece, _rgba(colour)


def _arm(measurement: Measurement, item: TraceItem) -> TraceItem:
    """Endplate of an end vertebra, drawn out to the concave side."""
    near, far = _ends(measurement, item)
    reach = tuple(f + REACH * (f - n) for n, f in zip(near, far, strict=True))
    return TraceItem(item.role, (near, reach), item.name)  # type: ignore[arg-type]


def _ends(measurement: Measurement, item: TraceItem) -> tuple[Position, Position]:
    """Convex and concave end of an endplate."""
    left, right = sorted(item.points, key=lambda point: point[1])
    return (left, right) if measurement.details.get("convex_picture_side") == "left" else (right, left)


def _labels(opened: OpenedFilm, bodies: list[Body]) -> LayerData:
    """Names of the levels beside their vertebrae."""
    crowded = len(bodies) > CROWDED
    settings = {
        **_common(opened, LABELS),
        **_plates([body.structure.label for body in bodies], "white", 9 if crowded else 11),
        "size": 15 * thickness(opened),
        "canvas_size_limits": (21, 21) if crowded else (26, 26),
        "symbol": "disc",
    }
    return np.array([_beside(opened, body) for body in bodies], dtype=np.float64).reshape(-1, 2), settings, "points"


def _angles(opened: OpenedFilm, curves: list[Measurement]) -> LayerData:
    """Value of each curve between its arms."""
    settings = {
        **_common(opened, ANGLES),
        **_plates([_two_lines(say_value(curve)) for curve in curves], _rgba(ENDPLATE), 10),
        "size": 28 * thickness(opened),
        "canvas_size_limits": (50, 50),
        "symbol": "hbar",
    }
    return np.array([_between(opened, curve) for curve in curves], dtype=np.float64).reshape(-1, 2), settings, "points"


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


def _between(opened: OpenedFilm, measurement: Measurement) -> Position:
    """Between the drawn-out ends of the arms of a curve, on the film."""
    arms = [_arm(measurement, item) for item in measurement.trace.items if item.role is Role.ARM]
    row, col = np.mean([arm.points[1] for arm in arms], axis=0)
    down, across = opened.calibration.step
    edge = MARGIN * opened.header.rows * down / across
    return float(row), float(np.clip(col, edge, max(edge, opened.header.cols - edge)))
