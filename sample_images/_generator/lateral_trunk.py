"""Draws the soft tissue of a trunk seen from the side: skin, fat, muscle, bowel."""

from collections.abc import Sequence

import numpy as np

from _generator.canvas import Canvas, rounded, smooth
from _generator.column import Vertebra
from _generator.shapes import curve
from _generator.texture import blob, gas_loop, noise_field, stool


def spine_line(spine: Sequence[Vertebra]) -> np.ndarray:
    """Posterior wall of the column from top to bottom, shape (n, 2) in mm."""
    return np.array([v.points["superior_posterior"] for v in spine])


def draw_trunk(canvas: Canvas, spine: Sequence[Vertebra], girth: float, rng: np.random.Generator) -> None:
    """Round trunk between the belly and the back, thinner towards both skins, wider at the hips."""
    wall, height = spine_line(spine), canvas.size[1]
    y = np.arange(canvas.rows) * canvas.step[0]
    hip = smooth((y - 0.62 * height) / (0.45 * height))
    back = _back(wall, y, height) + 16 * hip
    front = wall[:, 0].min() - 165 * girth - 26 * np.cos((y - 0.6 * height) / height * 3.0) ** 2 + 20
    t = (canvas.x - (back + front)[:, None] / 2) / ((back - front)[:, None] / 2)
    across = (300 + 46 * hip + 18 * smooth((0.2 * height - y) / (0.3 * height))) * girth
    canvas.soft += across[:, None] * rounded(1 - np.abs(t)) ** 0.9
    depth = (back[:, None] - canvas.x) / 24
    canvas.soft += 12 * smooth(depth) * smooth(2 - depth)
    canvas.soft += 3.0 * noise_field(canvas, (6.0, 10.0), 34.0, rng) * (np.abs(t) < 1)
    _draw_back_muscle(canvas, wall, back)


def _back(wall: np.ndarray, y: np.ndarray, height: float) -> np.ndarray:
    """Skin of the back: a straight line behind the column that follows a quarter of its curve."""
    straight = np.interp(y, [0, height], [wall[0, 0], wall[-1, 0]])
    hollow = np.interp(y, wall[:, 1], wall[:, 0]) - np.interp(y, [0, height], [wall[0, 0], wall[-1, 0] + 10])
    return straight + 84 + 0.25 * hollow - 6 * np.sin(y / height * 5)


def _draw_back_muscle(canvas: Canvas, wall: np.ndarray, back: np.ndarray) -> None:
    """Erector muscles behind the column, with a fat plane under the skin."""
    y = np.linspace(-20, canvas.size[1] + 20, 14)
    rows = np.clip(y / canvas.step[0], 0, canvas.rows - 1).astype(int)
    front = np.interp(y, wall[:, 1], wall[:, 0]) + 34
    muscle = np.vstack([np.stack([front, y], 1), np.stack([back[rows] - 17, y], 1)[::-1]])
    canvas.dome(canvas.soft, curve(muscle, closed=True, rounds=2), 16, 14)


def draw_bowel(canvas: Canvas, spine: Sequence[Vertebra], rng: np.random.Generator) -> None:
    """Stomach bubble, loops of gas and stool in front of the column, organs behind them."""
    lumbar = [v for v in spine if v.level.startswith("L")]
    front = np.array([v.points["superior_anterior"] for v in lumbar])
    top, bottom = front[0, 1], front[-1, 1]
    x0 = front[:, 0].min()
    canvas.dome(canvas.soft, blob((x0 - 62, top - 62), 62, rng, n=12), 26, 40)
    canvas.dome(canvas.soft, blob((x0 - 8, top + 8), 34, rng, n=12), 12, 22)
    for _ in range(6):
        at = np.array([x0 - rng.uniform(14, 118), rng.uniform(top - 8, bottom + 40)])
        path = curve(at + np.cumsum(rng.normal(0, 13, (5, 2)), axis=0))
        gas_loop(canvas, path, rng.uniform(12, 26), rng.uniform(26, 60), rng)
    for _ in range(5):
        at = (x0 - rng.uniform(18, 120), rng.uniform(top + 20, bottom + 60))
        stool(canvas, at, rng.uniform(16, 34), rng)
    gas_loop(canvas, curve([(x0 - 4, bottom + 48), (x0 + 28, bottom + 66), (x0 + 40, bottom + 90)]), 20, 40, rng)
