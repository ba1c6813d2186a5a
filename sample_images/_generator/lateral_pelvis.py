"""Draws the sacrum and the pelvis from the side."""

from collections.abc import Sequence

import numpy as np

from _generator.canvas import Canvas, distance, smooth
from _generator.column import Vertebra
from _generator.outlines import (
    NOTCH_LATERAL,
    SACRUM_BACK,
    SACRUM_CREST,
    SACRUM_DISCS,
    SACRUM_FACET,
    SACRUM_FRONT,
    WING_LATERAL,
    path,
)
from _generator.shapes import Frame, curve, ellipse

Array = np.ndarray


def draw_sacrum(canvas: Canvas, s1: Vertebra, grain: Array, density: float) -> None:
    """Sacrum from the endplate of S1 on: curved wedge with remnants of discs."""
    front, back = s1["superior_anterior"], s1["superior_posterior"]
    along = back - front
    down = np.array([-along[1], along[0]]) / np.hypot(*along)
    f = Frame(front, along, down * 33)
    anterior, posterior = curve(f(*path(SACRUM_FRONT))), curve(f(*path(SACRUM_BACK)))
    sag = float((s1["superior_middle"] - (front + back) / 2) @ down) / 33
    plate = f(*((t, sag * np.sin(np.pi * t) ** 1.25) for t in np.linspace(0, 1, 17)))
    ring = np.vstack([plate, posterior[1:], anterior[::-1][:-1]])
    win = canvas.window(ring, 2)
    y, x = canvas.y[win[0]], canvas.x[:, win[1]]
    inside = smooth(0.5 - distance(x, y, ring, closed=True) / canvas.pixel)
    taper = 1 - 0.8 * smooth((y - front[1]) / 120)
    canvas.bone[win] += inside * density * 5.6 * taper * (1 + 0.16 * grain[win])
    half = len(anterior) // 2
    rims = ((plate + 0.45 * down, 7.5), (anterior[:half], 3.8), (anterior[half - 1 :], 2.0), (posterior[:half], 2.8))
    for line, amount in (*rims, (posterior[half - 1 :], 1.6)):
        canvas.stroke(canvas.bone, line, amount * density, 0.65)
    for text in SACRUM_DISCS:
        line = curve(f(*path(text)))
        canvas.stroke(canvas.bone, line, 3.0 * density, 0.7)
        canvas.stroke(canvas.bone, line + down * 3, 2.4 * density, 0.7)
    for text, amount, depth in ((SACRUM_CREST, 3.0, 5.0), (SACRUM_FACET, 5.0, 3.0)):
        outline = curve(f(*path(text)), closed=True)
        canvas.dome(canvas.bone, outline, amount * density, depth)
        canvas.stroke(canvas.bone, outline, 0.6 * amount * density, 0.65, closed=True)


def draw_pelvis(canvas: Canvas, spine: Sequence[Vertebra], density: float, rng: np.random.Generator) -> None:
    """Iliac wings of both sides over the sacrum, hip joints at the lower rim."""
    middle = (spine[-1]["superior_anterior"] + spine[-1]["superior_posterior"]) / 2
    for side in (-1, 1):
        shift = rng.normal(3 * side, 2, 2)
        outline = curve(path(WING_LATERAL) + middle + shift, closed=True, rounds=4)
        canvas.dome(canvas.bone, outline, 4 * density, 16.0)
        canvas.stroke(canvas.bone, outline, 3.4 * density, 0.8, closed=True)
        canvas.stroke(canvas.bone, curve(path(NOTCH_LATERAL) + middle + shift), 4 * density, 0.8)
        hip = middle + [-30, 98] + 2 * shift
        canvas.dome(canvas.bone, ellipse(hip, 24.5, 24.5), 11 * density, 20.0)
        canvas.stroke(canvas.bone, ellipse(hip, 24.5, 24.5), 3.5 * density, 0.8, closed=True)
        canvas.stroke(canvas.bone, ellipse(hip - [0, 1], 28.5, 28.5)[16:36], 5 * density, 0.9)
