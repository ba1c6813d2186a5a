"""Draws the soft tissue of a trunk seen from the front: skin, lungs, heart, organs, bowel."""

from collections.abc import Mapping, Sequence

import numpy as np

from _generator.canvas import Canvas, distance, rounded, smooth
from _generator.column import Vertebra
from _generator.outlines import COLON_ACROSS, HEART, LIVER, LUNG_LEFT, LUNG_RIGHT, STOMACH, WINDPIPE, path
from _generator.shapes import curve, ellipse
from _generator.texture import blob, gas_loop, noise_field, stool

HALF_WIDTH = (
    (0, 54),
    (14, 58),
    (30, 84),
    (48, 150),
    (80, 178),
    (180, 165),
    (290, 150),
    (350, 146),
    (430, 160),
    (560, 180),
)
DEPTH = ((0, 112), (30, 120), (60, 165), (150, 215), (300, 205), (420, 185), (560, 205))


def heights(spine: Sequence[Vertebra]) -> dict[str, float]:
    """Height of every level on the film, in mm."""
    return {v.level: float(v["superior_left"][1] + v["superior_right"][1]) / 2 for v in spine}


def draw_trunk(canvas: Canvas, girth: float, rng: np.random.Generator) -> None:
    """Neck, shoulders, waist and hips as one body with an oval section."""
    y = np.arange(canvas.rows) * canvas.step[0]
    half = np.interp(y, *np.transpose(HALF_WIDTH))
    half = np.convolve(np.pad(half, 15, mode="edge"), np.ones(31) / 31, mode="valid") * (0.62 + 0.41 * girth)
    depth = np.interp(y, *np.transpose(DEPTH)) * girth
    t = (canvas.x - canvas.size[0] / 2) / half[:, None]
    canvas.soft += depth[:, None] * rounded(1 - np.abs(t)) ** 0.8
    canvas.soft += 2.5 * noise_field(canvas, (6.0, 8.0), 30.0, rng) * (np.abs(t) < 1)


def draw_chest(canvas: Canvas, spine: Sequence[Vertebra], girth: float, rng: np.random.Generator) -> None:
    """Two lungs with their vessels, heart, aortic arch, windpipe."""
    at, xc = heights(spine), canvas.size[0] / 2
    for text, side in ((LUNG_RIGHT, -1), (LUNG_LEFT, 1)):
        ring = curve(path(text, at) + [xc, 0], closed=True)
        canvas.region(canvas.air, ring, 30 * girth, edge=1.6)
        canvas.dome(canvas.air, ring, 66 * girth, 34)
        _draw_vessels(canvas, ring, np.array([xc + 26 * side, at["T6"]]), side, rng)
    canvas.displace(curve(path(HEART, at) + [xc, 0], closed=True), 0.72, 26)
    canvas.displace(ellipse((xc + 20, at["T4"] + 8), 15, 17), 0.55, 10)
    windpipe = path(WINDPIPE, at) + [xc, 0]
    canvas.stroke(canvas.air, curve(windpipe), 15, 6.5)
    for side in (-1, 1):
        canvas.stroke(canvas.air, np.stack([windpipe[-1], windpipe[-1] + [side * 14, 23]]), 9, 4.5)


def _draw_vessels(canvas: Canvas, lung: np.ndarray, hilum: np.ndarray, side: int, rng: np.random.Generator) -> None:
    """Vessels that leave the hilum, fork on their way and thin out."""
    layer = np.zeros_like(canvas.soft)
    for _ in range(4):
        canvas.dome(layer, blob(tuple(hilum + [side * rng.uniform(0, 12), rng.normal(4, 8)]), 8, rng), 7, 7)
    for angle in np.deg2rad(rng.uniform(-75, 85, 22)):
        direction = np.array([side * np.cos(angle), np.sin(angle)])
        thick, at = rng.uniform(0.6, 1.6), hilum + rng.normal(0, 5, 2)
        for _ in range(5):
            end = at + direction * rng.uniform(9, 18) + rng.normal(0, 3.5, 2)
            canvas.stroke(layer, np.stack([at, end]), 5.0 * thick, 0.9 * thick)
            fork = end + direction[::-1] * [rng.choice([-1, 1]), 1] * rng.uniform(4, 12) + direction * 12
            canvas.stroke(layer, curve([end, (end + fork) / 2 + rng.normal(0, 2, 2), fork]), 3.4 * thick, 0.6 * thick)
            at, thick = end, thick * 0.8
    win = canvas.window(lung, 1)
    inside = smooth(0.5 - distance(canvas.x[:, win[1]], canvas.y[win[0]], lung, closed=True) / 3)
    canvas.soft[win] += layer[win] * inside


def draw_abdomen(canvas: Canvas, spine: Sequence[Vertebra], rng: np.random.Generator) -> None:
    """Liver, stomach bubble, psoas margins, a frame of colon with gas and stool."""
    at, xc = heights(spine), canvas.size[0] / 2
    canvas.dome(canvas.soft, curve(path(LIVER, at) + [xc, 0], closed=True), 20, 26)
    canvas.dome(canvas.air, curve(path(STOMACH, at) + [xc, 0], closed=True), 46, 16)
    middle = {v.level: (v["superior_left"] + v["superior_right"]) / 2 for v in spine}
    for side in (-1, 1):
        muscle = [middle["L1"] + [side * 20, 0], middle["L3"] + [side * 42, 0], middle["L5"] + [side * 62, 34]]
        canvas.dome(canvas.soft, curve([*muscle, middle["L5"] + [0, 30]], closed=True), 15, 16)
        _draw_flank(canvas, at, xc, side, rng)
    across = path(COLON_ACROSS, at) + rng.normal(0, 6, (5, 2))
    gas_loop(canvas, curve(across + [xc, 0]), 26, 22, rng)
    for _ in range(3):
        start = np.array([xc + rng.uniform(-70, 70), rng.uniform(at["L4"], at["L5"] + 40)])
        gas_loop(canvas, curve(start + rng.normal(0, 12, (4, 2)).cumsum(axis=0)), 17, 20, rng)


def _draw_flank(canvas: Canvas, at: Mapping[str, float], xc: float, side: int, rng: np.random.Generator) -> None:
    """Ascending or descending colon."""
    y = np.linspace(at["L2"], at["L5"] + 36, 6)
    line = np.stack([xc + side * rng.uniform(86, 104, 6), y], axis=1)
    gas_loop(canvas, curve(line + rng.normal(0, 7, (6, 2))), 26, 30, rng)
    for _ in range(2):
        centre = (xc + side * rng.uniform(70, 110), rng.uniform(at["L2"], at["L5"] + 20))
        stool(canvas, centre, rng.uniform(18, 32), rng)
