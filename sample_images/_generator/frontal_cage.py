"""Draws ribs, clavicles, sacrum and iliac wings from the front."""

from collections.abc import Sequence

import numpy as np

from _generator.canvas import Canvas, distance, smooth
from _generator.column import Vertebra
from _generator.frontal_bone import frame_of
from _generator.lateral_context import draw_rib
from _generator.outlines import CLAVICLE, CREST_FRONTAL, FORAMEN, PROMONTORY, SACRUM_FRONTAL, WING_FRONTAL, path
from _generator.shapes import curve

Array = np.ndarray


def draw_ribs(canvas: Canvas, spine: Sequence[Vertebra], density: float, rng: np.random.Generator) -> None:
    """Posterior parts of twelve pairs, and the fainter anterior parts that cross them."""
    for number, vertebra in enumerate(spine[:12], start=1):
        for side in (-1, 1):
            line = _back_of_rib(vertebra, number, side) + rng.normal(0, 0.8, (6, 2))
            wide = float(np.interp(number, [1, 3, 11, 12], [8.5, 8.0, 9.0, 7.5]))
            fade, strong = (30.0, 1.35) if number < 9 else (70.0, 1.15)
            draw_rib(canvas, curve(line, rounds=3), wide, strong * density, fade=fade)
            if 2 <= number <= 8:
                _draw_front(canvas, line[-1], side, number, density)


def _back_of_rib(vertebra: Vertebra, number: int, side: int) -> Array:
    """From the head at the body outwards, over the angle, down to the flank; a tilted vertebra tilts it."""
    frame = frame_of(vertebra)
    reach = np.interp(number, [1, 3, 7, 10, 11, 12], [52, 92, 128, 126, 108, 62])
    drop = np.interp(number, [1, 3, 7, 10, 12], [34, 62, 96, 112, 84])
    lift = np.interp(number, [1, 8, 12], [-8, -7, 3])
    tip = drop * (1 + 0.006 * side * np.degrees(np.arctan2(frame.axes[0][1], frame.axes[0][0])))
    across = side * reach * np.array([0, 0.16, 0.42, 0.74, 0.94, 1.0])
    down = np.array([0, lift, lift + 0.1 * tip, 0.45 * tip, 0.8 * tip, 1.15 * tip])
    return frame((side * 0.52, 0.12))[0] + np.stack([across, down], axis=1)


def _draw_front(canvas: Canvas, start: Array, side: int, number: int, density: float) -> None:
    """Anterior part: from the flank down towards the middle, ending at the cartilage."""
    (x, y), end = start, canvas.size[0] / 2 + side * np.interp(number, [2, 8], [40, 78])
    line = [(x, y), (x + side * 3, y + 18), ((x + end) / 2 + side * 12, y + 42), (end, y + 52)]
    draw_rib(canvas, curve(line, rounds=3), 10.5, 0.7 * density)


def draw_clavicles(canvas: Canvas, spine: Sequence[Vertebra], density: float) -> None:
    """Both clavicles, from the sternum up and outwards."""
    sternum = np.array([canvas.size[0] / 2, spine[2]["superior_left"][1]])
    for side in (-1, 1):
        draw_rib(canvas, curve(path(CLAVICLE) * [side, 1] + sternum, rounds=3), 10.0, 1.3 * density)


def draw_pelvis(canvas: Canvas, spine: Sequence[Vertebra], grain: Array, density: float) -> None:
    """Sacrum under L5 and both iliac wings with their joints."""
    top = frame_of(spine[-1])((0, 1.12))[0]
    sacrum = curve(path(SACRUM_FRONTAL) + top, closed=True, rounds=2)
    win = canvas.window(sacrum, 2)
    y, x = canvas.y[win[0]], canvas.x[:, win[1]]
    inside = smooth(0.5 - distance(x, y, sacrum, closed=True) / 2)
    canvas.bone[win] += inside * 5.5 * density * (1 + 0.14 * grain[win])
    canvas.stroke(canvas.bone, curve(path(PROMONTORY) + top), 4.0 * density, 0.8)
    for side in (-1, 1):
        for k in range(3):
            hole = curve((path(FORAMEN) + [0, 26 * k]) * [side, 1] + top, closed=True)
            canvas.dome(canvas.bone, hole, -2.6 * density, 3.0)
            canvas.stroke(canvas.bone, hole[: len(hole) // 2], 2.6 * density, 0.7)
        outline = curve(path(WING_FRONTAL) * [side, 1] + top, closed=True)
        canvas.dome(canvas.bone, outline, 6 * density, 14.0)
        canvas.stroke(canvas.bone, outline, 5.0 * density, 0.9, closed=True)
        canvas.stroke(canvas.bone, curve(path(CREST_FRONTAL) * [side, 1] + top), 2.2 * density, 2.2)
