"""Plane geometry in mm (row, col) for the auxiliary lines of a drawing."""

import math
from collections.abc import Sequence

At = tuple[float, float]
Segment = tuple[At, At]


def middle(a: At, b: At) -> At:
    """Middle of two points."""
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def centre(points: Sequence[At]) -> At:
    """Mean of points."""
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def towards(start: At, end: At, length: float) -> At:
    """Point ``length`` mm from start in the direction of end."""
    size = math.dist(start, end)
    return start[0] + (end[0] - start[0]) / size * length, start[1] + (end[1] - start[1]) / size * length


def beyond(start: At, end: At, length: float) -> At:
    """Point ``length`` mm beyond the end of a segment."""
    return towards(start, end, math.dist(start, end) + length)


def foot(point: At, line: Segment) -> At:
    """Foot of the perpendicular from a point to a line."""
    (a, b), size = line, math.dist(*line) ** 2
    share = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / size
    return a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])


def arc(vertex: At, start: At, end: At, radius: float, steps: int = 14) -> list[At]:
    """Points of the shorter arc about a vertex from the direction of one point to that of another."""
    first = math.atan2(start[0] - vertex[0], start[1] - vertex[1])
    turn = math.atan2(end[0] - vertex[0], end[1] - vertex[1]) - first
    turn = (turn + math.pi) % (2 * math.pi) - math.pi
    angles = [first + turn * k / steps for k in range(steps + 1)]
    return [(vertex[0] + radius * math.sin(a), vertex[1] + radius * math.cos(a)) for a in angles]


def between(first: Segment, second: Segment) -> float:
    """Degrees between the directions of two segments, 0 to 180."""
    (a, b), (c, d) = ((end[0] - start[0], end[1] - start[1]) for start, end in (first, second))
    return abs(math.degrees(math.atan2(a * d - b * c, a * c + b * d)))


def gap(upper: Segment, lower: Segment, length: float) -> float:
    """How far apart two lines lie ``length`` mm beyond their ends."""
    return math.dist(beyond(*upper, length), beyond(*lower, length))
