"""Draws the lung and the ribs around a lateral lumbar spine."""

from collections.abc import Sequence

import numpy as np

from _generator.canvas import Canvas, distance, rounded, smooth
from _generator.column import Vertebra
from _generator.outlines import LUNG_LATERAL, RIB_LATERAL, path
from _generator.shapes import curve

Array = np.ndarray


def draw_lung(canvas: Canvas, spine: Sequence[Vertebra], rng: np.random.Generator) -> None:
    """Both lungs above the diaphragm; the recess behind reaches deep along the column."""
    for share, dx, dy in ((22.0, 0.0, 0.0), (26.0, -5.0, 9.0)):
        corner = spine[0]["superior_posterior"] + [dx, dy] + rng.normal(0, [1.5, 2.0])
        stretch = [1.0, 1.0 + rng.normal(0, 0.06)]
        outline = curve(path(LUNG_LATERAL) * stretch, closed=True) + corner
        canvas.region(canvas.air, outline, share * 1.15, edge=2.2)
        canvas.dome(canvas.air, outline, share, 26.0)
        _draw_markings(canvas, outline, rng)


def _draw_markings(canvas: Canvas, outline: Array, rng: np.random.Generator) -> None:
    """Vessels that run down into the recess."""
    right = outline[:, 0].max()
    for _ in range(26):
        start = np.array([rng.uniform(right - 120, right - 10), rng.uniform(-10, 62)])
        steps = rng.normal([3.5, 6.0], 4.0, (5, 2)).cumsum(axis=0)
        line = curve(np.vstack([start, start + steps]))
        win = canvas.window(line, 3)
        y, x = canvas.y[win[0]], canvas.x[:, win[1]]
        if x.size and y.size:
            inside = smooth(0.5 - distance(x, y, outline, closed=True) / 2)
            d = distance(x, y, line, closed=False)
            canvas.soft[win] += inside * rng.uniform(3, 10) * np.exp(-((d / rng.uniform(0.6, 1.3)) ** 2))


def draw_ribs(canvas: Canvas, spine: Sequence[Vertebra], density: float, rng: np.random.Generator) -> None:
    """Lower ribs of both sides: they leave the column backwards, turn, and run down and forwards."""
    thoracic = [v["superior_posterior"] for v in spine if v.level.startswith("T")]
    heads = [thoracic[0] - [4, 30 * k] for k in (2, 1)] + thoracic
    for number, head in enumerate(heads):
        line = path(RIB_LATERAL) if number < len(heads) - 1 else path(RIB_LATERAL)[:6]
        for _ in range(2):
            placed = line * rng.normal(1, 0.05, 2) + head + rng.normal(0, 2.5, 2)
            draw_rib(canvas, curve(placed, rounds=3), 9.0, 1.3 * density, fade=150.0)


def draw_rib(canvas: Canvas, line: Array, width: float, density: float, fade: float = 45.0) -> None:
    """A flat bone along a line: two bright edges, a fainter middle; it thins out before its tip."""
    step = np.gradient(line, axis=0)
    across = np.stack([-step[:, 1], step[:, 0]], axis=1) / np.hypot(*step.T)[:, None]
    half = width / 2 * (1 - 0.35 * np.linspace(0, 1, len(line)) ** 3)[:, None]
    upper, lower = line + across * half, line - across * half
    win = canvas.window(line, width)
    y, x = canvas.y[win[0]], canvas.x[:, win[1]]
    if not (x.size and y.size):
        return
    slab = 2.0 * rounded(-distance(x, y, np.vstack([upper, lower[::-1]]), closed=True) / 2.5)
    for edge, amount in ((upper, 1.9), (lower, 2.3)):
        slab += amount * np.exp(-((distance(x, y, edge, closed=False) / 0.65) ** 2))
    left = np.hypot(x - line[-1, 0], y - line[-1, 1])
    canvas.bone[win] += slab * density * (0.25 + 0.75 * smooth(left / fade)) * smooth(left / 6)
