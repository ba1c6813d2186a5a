"""Lines that a value of the whole film is drawn by: arms on the side where they meet, plumb line, hip lines."""

from collections.abc import Sequence

from measure.catalog import get
from measure.catalog.words import say_value
from measure.model import Measurement, Role

Point = tuple[float, float]
Segment = tuple[Point, Point]


def is_span(measurement: Measurement) -> bool:
    """Whether a measurement is an angle between two endplates, drawn as two arms with the angle between them."""
    roles = [item.role for item in measurement.trace.items]
    found = measurement.structure is None and measurement.quantity.value is not None
    return found and roles.count(Role.ARM) == 2 and Role.POINT not in roles


def meets_right(measurement: Measurement) -> bool:
    """Whether the arms of a span meet on the right of the picture: the concave side.

    Examples
    --------
    >>> from measure.model import Quantity, Trace, TraceItem
    >>> arms = TraceItem(Role.ARM, ((10.0, 0.0), (20.0, 40.0))), TraceItem(Role.ARM, ((90.0, 0.0), (80.0, 40.0)))
    >>> quantity = Quantity(28.1, "deg")
    >>> meets_right(Measurement("lumbar_lordosis", "1", quantity, "2.25.1", "k", trace=Trace(arms)))
    True
    """
    side = measurement.details.get("convex_picture_side")
    if side is not None:
        return side == "left"
    (up, along), (below, across) = (
        (right[0] - left[0], right[1] - left[1])
        for left, right in (sorted(points, key=lambda point: point[1]) for points in _points(measurement, Role.ARM))
    )
    return up * across > below * along


def arms_of(measurement: Measurement, reach: float) -> list[Segment]:
    """Arms of a span from their far end over the vertebra and on, by ``reach`` times its width."""
    side = 1 if meets_right(measurement) else -1
    arms = []
    for points in _points(measurement, Role.ARM):
        near, far = sorted(points, key=lambda point: side * point[1])
        end = far[0] + reach * (far[0] - near[0]), far[1] + reach * (far[1] - near[1])
        arms.append((near, end))
    return arms


def guides_of(measurement: Measurement) -> list[Segment]:
    """Lines that no mark spans: from the hip axis to S1 and T1, or the plumb line through C7 and its distance."""
    if measurement.structure is not None or measurement.quantity.value is None:
        return []
    arms, bodies, points = (_points(measurement, role) for role in (Role.ARM, Role.REGION, Role.POINT))
    if arms and points:
        axis = points[0][0]
        return [(axis, middle(one)) for one in (arms[-1], *bodies[:1])]
    if len(arms) == len(bodies) == 1:
        corner, (row, col) = arms[0][1], middle(bodies[0])
        return [((row, col), (corner[0], col)), ((corner[0], col), corner)]
    return []


def caption(measurement: Measurement) -> str:
    """What stands at a span: its value, with its short name where a film has spans of several names."""
    short = "" if "convex_picture_side" in measurement.details else f"{get(measurement.measure).short} "
    return f"{short}{say_value(measurement)}"


def middle(points: Sequence[Point]) -> Point:
    """Mean of some points."""
    rows, cols = zip(*points, strict=True)
    return sum(rows) / len(rows), sum(cols) / len(cols)


def _points(measurement: Measurement, role: Role) -> list[tuple[Point, ...]]:
    return [item.points for item in measurement.trace.items if item.role is role]
