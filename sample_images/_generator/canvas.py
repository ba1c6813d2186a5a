"""Canvas: thickness maps of one film, on which shapes given in millimetres are added up."""

from collections.abc import Callable

import numpy as np

Array = np.ndarray


class Canvas:
    """Soft tissue and bone thickness seen by each pixel, in mm along the beam.

    Everything is evaluated at the pixel centres, in float64 and in mm, so that shapes keep their
    place to a fraction of a pixel and pixels need not be square.

    Parameters
    ----------
    rows, cols : int
        Size in pixels.
    step : tuple of float
        Row and column spacing in mm. The centre of the first pixel is at (0, 0) mm.

    Attributes
    ----------
    soft, bone, air : ndarray, shape (rows, cols)
        Thickness of soft tissue (water equivalent), of compact bone, and of soft tissue that lung or gas
        takes the place of, in mm.
    """

    def __init__(self, rows: int, cols: int, step: tuple[float, float]) -> None:
        self.rows, self.cols, self.step = rows, cols, step
        self.y = np.arange(rows, dtype=np.float64)[:, None] * step[0]
        self.x = np.arange(cols, dtype=np.float64)[None, :] * step[1]
        self.soft = np.zeros((rows, cols))
        self.bone = np.zeros((rows, cols))
        self.air = np.zeros((rows, cols))

    @property
    def pixel(self) -> float:
        """Mean pixel size in mm."""
        return (self.step[0] + self.step[1]) / 2

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the film in mm."""
        return (self.cols - 1) * self.step[1], (self.rows - 1) * self.step[0]

    def window(self, points: Array, margin: float) -> tuple[slice, slice]:
        """Rows and columns that a shape with a margin in mm can touch."""
        low = np.floor((points.min(axis=0) - margin)[::-1] / self.step).astype(int)
        high = np.ceil((points.max(axis=0) + margin)[::-1] / self.step).astype(int) + 1
        low, high = np.maximum(low, 0), np.maximum(high, 0)
        return slice(low[0], min(high[0], self.rows)), slice(low[1], min(high[1], self.cols))

    def add(self, layer: Array, points: Array, profile: Callable[[Array], Array], margin: float, closed: bool) -> None:
        """Add ``profile(distance in mm)`` to a layer; inside a closed shape distances are negative."""
        win = self.window(points, margin)
        y, x = self.y[win[0]], self.x[:, win[1]]
        if y.size and x.size:
            layer[win] += profile(distance(x, y, points, closed))

    def region(self, layer: Array, outline: Array, amount: float, edge: float = 0.0) -> None:
        """Add a slab with parallel walls: full thickness from its edge on; ``edge`` mm of softness."""
        soft = max(edge, self.pixel)
        self.add(layer, outline, lambda d: amount * smooth(0.5 - d / soft), soft + 1, closed=True)

    def dome(self, layer: Array, outline: Array, amount: float, depth: float) -> None:
        """Add a body with round walls: thickness grows over ``depth`` mm from the edge inwards."""
        self.add(layer, outline, lambda d: amount * rounded(-d / depth), 1.0, closed=True)

    def displace(self, outline: Array, share: float, depth: float) -> None:
        """Put an organ where there was air: it takes ``share`` of the air away."""
        win = self.window(outline, 1.0)
        y, x = self.y[win[0]], self.x[:, win[1]]
        if y.size and x.size:
            self.air[win] *= 1 - share * rounded(-distance(x, y, outline, closed=True) / depth)

    def stroke(self, layer: Array, line: Array, amount: float, width: float, closed: bool = False) -> None:
        """Add a thin sheet seen edge-on: a ridge of half-width ``width`` mm along a line."""
        wide = max(width, 0.6 * self.pixel)
        peak = amount * width / wide

        def ridge(d: Array) -> Array:
            return peak * np.exp(-((d / wide) ** 2))

        self.add(layer, line, ridge, 3 * wide, closed=closed)


def smooth(t: Array) -> Array:
    """Smooth step from 0 to 1 while ``t`` goes from 0 to 1."""
    t = np.clip(t, 0.0, 1.0)
    return t * t * (3 - 2 * t)


def rounded(t: Array) -> Array:
    """Quarter circle from 0 to 1 while ``t`` goes from 0 to 1: chord through a round wall."""
    t = np.clip(t, 0.0, 1.0)
    return np.sqrt(t * (2 - t))


def distance(x: Array, y: Array, points: Array, closed: bool) -> Array:
    """Distance in mm of a grid of points to a polyline, negative inside a closed one.

    Parameters
    ----------
    x : ndarray, shape (1, cols)
        Positions of the columns.
    y : ndarray, shape (rows, 1)
        Positions of the rows.
    points : ndarray, shape (n, 2)
        Vertices (x, y).
    closed : bool
        Whether the last vertex is joined to the first.

    Returns
    -------
    ndarray, shape (rows, cols)
    """
    starts = points if closed else points[:-1]
    ends = np.roll(points, -1, axis=0) if closed else points[1:]
    nearest = np.full(np.broadcast_shapes(x.shape, y.shape), np.inf)
    inside = np.zeros(nearest.shape, dtype=bool)
    for (x0, y0), (x1, y1) in zip(starts, ends, strict=True):
        ex, ey = x1 - x0, y1 - y0
        length2 = ex * ex + ey * ey
        if length2 == 0:
            continue
        along = np.clip(((x - x0) * ex + (y - y0) * ey) / length2, 0.0, 1.0)
        dx, dy = x - x0 - along * ex, y - y0 - along * ey
        np.minimum(nearest, dx * dx + dy * dy, out=nearest)
        if closed and ey != 0:
            inside ^= ((y0 > y) != (y1 > y)) & (x < x0 + (y - y0) * (ex / ey))
    return np.where(inside, -1.0, 1.0) * np.sqrt(nearest)
