"""Outlines in millimetres: smooth curves, ellipses, local frames."""

import numpy as np

Array = np.ndarray


def curve(points: object, closed: bool = False, rounds: int = 3) -> Array:
    """Smooth a polyline by cutting its corners (Chaikin); open ends stay where they are.

    Parameters
    ----------
    points : array-like, shape (n, 2)
        Vertices (x, y).
    closed : bool
        Whether the last vertex is joined to the first.
    rounds : int
        How often the corners are cut.

    Returns
    -------
    ndarray, shape (m, 2)
    """
    line = np.asarray(points, dtype=np.float64)
    for _ in range(rounds):
        start = line if closed else line[:-1]
        end = np.roll(line, -1, axis=0) if closed else line[1:]
        cut = np.stack([0.75 * start + 0.25 * end, 0.25 * start + 0.75 * end], axis=1).reshape(-1, 2)
        line = cut if closed else np.vstack([line[:1], cut, line[-1:]])
    return line


def ellipse(centre: object, half_x: float, half_y: float, tilt: float = 0.0, n: int = 36) -> Array:
    """Ellipse with half axes in mm, turned by ``tilt`` degrees (clockwise on the picture)."""
    t = np.linspace(0, 2 * np.pi, n, endpoint=False)
    local = np.stack([half_x * np.cos(t), half_y * np.sin(t)], axis=1)
    return np.asarray(centre, dtype=np.float64) + local @ turn(tilt)


def turn(degrees: float) -> Array:
    """Matrix that turns row vectors (x, y) clockwise on the picture (y down)."""
    a = np.deg2rad(degrees)
    return np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])


def bow(start: object, end: object, depth: float, power: float = 1.0, n: int = 17) -> Array:
    """Line from ``start`` to ``end`` that swings out by ``depth`` mm in its middle.

    It swings to the right of the direction of travel (y down): a line drawn left to right goes down.
    """
    a, b = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
    along = (b - a) / np.hypot(*(b - a))
    across = np.array([-along[1], along[0]])
    t = np.linspace(0, 1, n)
    out = np.clip(np.sin(np.pi * t), 0, 1) ** power
    return a + t[:, None] * (b - a) + depth * out[:, None] * across


class Frame:
    """Local coordinates: ``frame(u, v)`` in units of two axis vectors from an origin.

    Parameters
    ----------
    origin, axis_u, axis_v : array-like, shape (2,)
        In mm.
    """

    def __init__(self, origin: object, axis_u: object, axis_v: object) -> None:
        self.origin = np.asarray(origin, dtype=np.float64)
        self.axes = np.stack([np.asarray(axis_u, dtype=np.float64), np.asarray(axis_v, dtype=np.float64)])

    def __call__(self, *uv: tuple[float, float]) -> Array:
        """Points in mm for pairs (u, v)."""
        return self.origin + np.asarray(uv, dtype=np.float64) @ self.axes
