"""Draws one vertebra from the front: body, pedicle rings, laminae, processes."""

import numpy as np

from _generator.canvas import Canvas, distance, rounded, smooth
from _generator.column import Vertebra
from _generator.shapes import Frame, bow, curve, ellipse

Array = np.ndarray


def frame_of(vertebra: Vertebra) -> Frame:
    """Local coordinates: u −0.5 .. 0.5 across the body, v 0 .. 1 from its upper to its lower endplate."""
    left = (vertebra["superior_left"] + vertebra["inferior_left"]) / 2
    right = (vertebra["superior_right"] + vertebra["inferior_right"]) / 2
    top = (vertebra["superior_left"] + vertebra["superior_right"]) / 2
    bottom = (vertebra["inferior_left"] + vertebra["inferior_right"]) / 2
    return Frame(top, right - left, bottom - top)


def draw_body(canvas: Canvas, vertebra: Vertebra, grain: Array, density: float) -> None:
    """Waisted body with bright endplates; the far rims of the endplates make a fainter second line."""
    p = vertebra
    top, bottom = bow(p["superior_left"], p["superior_right"], 0.3), bow(p["inferior_left"], p["inferior_right"], -0.3)
    wide = float(np.hypot(*(p["inferior_right"] - p["inferior_left"])))
    waist = 0.04 * wide
    left = bow(p["superior_left"], p["inferior_left"], -waist, power=0.8)
    right = bow(p["superior_right"], p["inferior_right"], waist, power=0.8)
    ring = np.vstack([top, right[1:], bottom[::-1], left[-2:0:-1]])
    win = canvas.window(ring, 2.0)
    y, x = canvas.y[win[0]], canvas.x[:, win[1]]
    inside = smooth(0.5 - distance(x, y, ring, closed=True) / canvas.pixel)
    side = np.minimum(distance(x, y, left, closed=False), distance(x, y, right, closed=False))
    chord = 0.45 + 0.55 * rounded(side / (0.3 * wide))
    canvas.bone[win] += inside * chord * 4.2 * density * (1 + 0.15 * grain[win])
    canvas.soft[win] += inside * 7.0
    down = frame_of(vertebra)((0, 0), (0, 1))
    down = (down[1] - down[0]) / np.hypot(*(down[1] - down[0]))
    for line, sign in ((top, 1.0), (bottom, -1.0)):
        canvas.stroke(canvas.bone, line + 0.45 * sign * down, 4.0 * density, 0.65)
        far = bow(line[0], line[-1], sign * 0.085 * wide, power=0.6)
        canvas.stroke(canvas.bone, far, 2.2 * density, 0.6)
    for line, sign in ((left, 1.0), (right, -1.0)):
        across = sign * np.array([down[1], -down[0]]) * 0.4
        canvas.stroke(canvas.bone, line + across, 3.2 * density, 0.5)


def draw_arch(canvas: Canvas, vertebra: Vertebra, density: float, rng: np.random.Generator) -> None:
    """Pedicles seen end-on, laminae, spinous process, transverse processes and facets."""
    lumbar = vertebra.level.startswith("L")
    f, turned = frame_of(vertebra), vertebra.rotation
    _draw_pedicles(canvas, f, turned, lumbar, density)
    parts = _lumbar_parts(turned) if lumbar else _thoracic_parts(turned)
    for outline, fill, rim in parts:
        wobble = np.asarray(outline) + rng.normal(0, 0.012, (len(outline), 2))
        ring = curve(f(*map(tuple, wobble)), closed=True)
        canvas.dome(canvas.bone, ring, 1.7 * fill * density, 2.5)
        canvas.stroke(canvas.bone, ring, 1.9 * rim * density, 0.55, closed=True)


def _draw_pedicles(canvas: Canvas, f: Frame, turned: float, lumbar: bool, density: float) -> None:
    width, height = np.hypot(*f.axes[0]), np.hypot(*f.axes[1])
    tilt = np.degrees(np.arctan2(f.axes[0][1], f.axes[0][0]))
    half_x, half_y = (0.085 * width, 0.20 * height) if lumbar else (0.088 * width, 0.23 * height)
    for side in (-1, 1):
        squeeze = 1 - 0.3 * max(0.0, side * turned)
        centre = f((side * 0.345 + 0.06 * turned, 0.36))[0]
        ring = ellipse(centre, half_x * squeeze, half_y, tilt)
        canvas.dome(canvas.bone, ring, 1.4 * density, 2.0)
        canvas.stroke(canvas.bone, ring, 4.4 * density, 0.65, closed=True)


def _mirrored(outline: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(-u, v) for u, v in outline]


Part = tuple[list[tuple[float, float]], float, float]


def _lumbar_parts(turned: float) -> list[Part]:
    s = 0.16 * turned
    transverse = [(0.40, 0.30), (0.62, 0.22), (0.84, 0.16), (0.90, 0.26), (0.80, 0.38), (0.60, 0.46), (0.42, 0.52)]
    upper = [(0.26, 0.36), (0.25, -0.02), (0.31, -0.24), (0.41, -0.22), (0.43, 0.10), (0.40, 0.40)]
    lower = [(0.16, 0.66), (0.30, 0.62), (0.35, 0.92), (0.33, 1.26), (0.24, 1.32), (0.17, 1.02)]
    lamina = [(0.03 + s, 0.52), (0.24, 0.34), (0.34, 0.52), (0.30, 0.90), (0.18, 1.02), (0.03 + s, 0.86)]
    spinous = [
        (s - 0.035, 0.56),
        (s + 0.035, 0.56),
        (s + 0.055, 0.96),
        (s + 0.075, 1.16),
        (s, 1.24),
        (s - 0.075, 1.16),
        (s - 0.055, 0.96),
    ]
    paired: list[Part] = [(transverse, 1.0, 1.3), (upper, 1.8, 1.8), (lower, 1.8, 1.8), (lamina, 1.6, 1.2)]
    return [
        p
        for o, a, b in paired
        for p in ((o, a, b), (_mirrored(o) if o is not lamina else [(2 * s - u, v) for u, v in o], a, b))
    ] + [(spinous, 2.0, 3.0)]


def _thoracic_parts(turned: float) -> list[Part]:
    s = 0.2 * turned
    transverse = [(0.40, 0.28), (0.60, 0.08), (0.80, 0.0), (0.90, 0.12), (0.84, 0.32), (0.62, 0.44), (0.42, 0.54)]
    lamina = [(0.03 + s, 0.42), (0.28, 0.30), (0.36, 0.60), (0.26, 1.0), (0.12, 1.12), (0.03 + s, 0.9)]
    spinous = [
        (s - 0.03, 0.62),
        (s + 0.03, 0.62),
        (s + 0.05, 1.1),
        (s + 0.07, 1.42),
        (s, 1.52),
        (s - 0.07, 1.42),
        (s - 0.05, 1.1),
    ]
    return [
        (transverse, 1.2, 1.2),
        (_mirrored(transverse), 1.2, 1.2),
        (lamina, 1.4, 0.8),
        ([(2 * s - u, v) for u, v in lamina], 1.4, 0.8),
        (spinous, 1.4, 2.2),
    ]
