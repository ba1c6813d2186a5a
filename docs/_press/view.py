"""Frame: which part of a spine is shown, how large, and where its points come to lie on the picture."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from _press import svg
from _press.geometry import At, middle


@dataclass(frozen=True, slots=True)
class Frame:
    """Millimetres (row, col) to picture (x, y) within a rectangle of the picture."""

    left: float
    top: float
    width: float
    height: float
    scale: float
    origin: At

    def at(self, point: At) -> svg.XY:
        """Where a point comes to lie."""
        return self.left + (point[1] - self.origin[1]) * self.scale, self.top + (point[0] - self.origin[0]) * self.scale

    def shows(self, points: Iterable[At]) -> bool:
        """Whether any of the points lies in the frame, or nearly."""
        near = 4 * self.scale
        for x, y in map(self.at, points):
            if (
                self.left - near <= x <= self.left + self.width + near
                and self.top - near <= y <= self.top + self.height + near
            ):
                return True
        return False

    def group(self, parts: Iterable[str], **attributes: object) -> str:
        """Parts with what they have in common."""
        return svg.group(parts, **attributes)

    def line(self, points: Sequence[At], **attributes: object) -> str:
        """Line through points."""
        return svg.polyline(map(self.at, points), **attributes)

    def polygon(self, points: Sequence[At], **attributes: object) -> str:
        """Closed line."""
        return svg.polyline(map(self.at, points), closed=True, **attributes)

    def circle(self, at: At, radius: float, **attributes: object) -> str:
        """Circle with a radius in mm."""
        x, y = self.at(at)
        return svg.element("circle", cx=x, cy=y, r=radius * self.scale, **attributes)

    def dot(self, at: At, radius: float, **attributes: object) -> str:
        """Circle with a radius in picture units."""
        x, y = self.at(at)
        return svg.element("circle", cx=x, cy=y, r=radius, **attributes)

    def curves(self, start: At, *pieces: tuple[At, At]) -> str:
        """Closed path of quadratic curves."""
        return svg.curves(self.at(start), *((self.at(c), self.at(e)) for c, e in pieces))

    def blob(self, points: Sequence[At], start: At | None = None, first: tuple[At, At] | None = None) -> str:
        """Smooth closed outline along points; with a start and a first curve those corners stay sharp."""
        if start is None or first is None:
            ends = [self.at(middle(p, q)) for p, q in zip(points, [*points[1:], points[0]], strict=True)]
            return svg.smooth(ends[-1], (self.at(points[0]), ends[0]), ends[1:])
        ends = [middle(p, q) for p, q in itertools.pairwise(points)]
        return self.curves(start, first, *zip(points, [*ends, start], strict=True))


def fit(points: Sequence[At], room: tuple[float, float, float, float], margin: float) -> Frame:
    """Frame that shows points with a margin in mm, as large as (left, top, width, height) allows."""
    left, top, width, height = room
    rows, cols = zip(*points, strict=True)
    low, high = (min(rows) - margin, min(cols) - margin), (max(rows) + margin, max(cols) + margin)
    scale = min(width / (high[1] - low[1]), height / (high[0] - low[0]))
    tall = (high[0] - low[0]) * scale
    origin = (low[0], (low[1] + high[1]) / 2 - width / scale / 2)
    return Frame(left, top, width, tall, scale, origin)
