"""Draws one vertebra from the side: body, pedicles, facets, lamina, spinous process."""

import numpy as np

from _generator.canvas import Canvas, distance, rounded, smooth
from _generator.column import Vertebra
from _generator.shapes import Frame, bow, curve

Array = np.ndarray


def endplate(vertebra: Vertebra, plate: str) -> Array:
    """Contour of an endplate from front to back; it passes through the middle landmark."""
    front, back = vertebra[f"{plate}_anterior"], vertebra[f"{plate}_posterior"]
    along = (back - front) / np.hypot(*(back - front))
    across = np.array([-along[1], along[0]])
    depth = float((vertebra[f"{plate}_middle"] - (front + back) / 2) @ across)
    return bow(front, back, depth, power=1.25, n=21)


def body_outline(vertebra: Vertebra) -> dict[str, Array]:
    """The four sides of a vertebral body, each from front to back or from top to bottom."""
    p = vertebra
    return {
        "superior": endplate(p, "superior"),
        "inferior": endplate(p, "inferior"),
        "anterior": bow(p["superior_anterior"], p["inferior_anterior"], -1.3, power=0.8),
        "posterior": bow(p["superior_posterior"], p["inferior_posterior"], 1.0, power=0.8),
    }


def draw_body(canvas: Canvas, vertebra: Vertebra, grain: Array, density: float) -> None:
    """Cancellous bone with round side walls, bright endplates and thin cortical walls."""
    sides = body_outline(vertebra)
    ring = np.vstack([sides["superior"], sides["posterior"][1:], sides["inferior"][::-1], sides["anterior"][-2:0:-1]])
    win = canvas.window(ring, 2.0)
    y, x = canvas.y[win[0]], canvas.x[:, win[1]]
    if not (x.size and y.size):
        return
    inside = smooth(0.5 - distance(x, y, ring, closed=True) / canvas.pixel)
    front = distance(x, y, sides["anterior"], closed=False)
    back = distance(x, y, sides["posterior"], closed=False)
    chord = 0.25 + 0.75 * rounded(np.minimum(front / 13, back / 8))
    canvas.bone[win] += inside * chord * density * 6.5 * (1 + 0.17 * grain[win])
    canvas.soft[win] += inside * chord * 6.0
    for plate, sign in (("superior", 1.0), ("inferior", -1.0)):
        _draw_endplate(canvas, vertebra, sides[plate], sign, density)
    canvas.stroke(
        canvas.bone, sides["anterior"] + _inwards(sides["anterior"], sides["posterior"], 0.4), 3.6 * density, 0.5
    )
    canvas.stroke(
        canvas.bone, sides["posterior"] + _inwards(sides["posterior"], sides["anterior"], 0.4), 4.2 * density, 0.5
    )


def _inwards(side: Array, other: Array, by: float) -> Array:
    to = other.mean(axis=0) - side.mean(axis=0)
    return by * to / np.hypot(*to)


def _draw_endplate(canvas: Canvas, vertebra: Vertebra, line: Array, sign: float, density: float) -> None:
    """Bright plate just inside the contour, and the ring apophysis as a second, flatter line."""
    along = (line[-1] - line[0]) / np.hypot(*(line[-1] - line[0]))
    inner = sign * np.array([-along[1], along[0]])
    canvas.stroke(canvas.bone, line + 0.45 * inner, 7.5 * density, 0.62)
    canvas.stroke(canvas.bone, line + 1.3 * inner, 2.4 * density, 1.0)
    flat = bow(line[0], line[-1], 0.25 * sign)
    canvas.stroke(canvas.bone, flat + 0.5 * inner, 2.6 * density, 0.6)


LUMBAR_PARTS = {
    "pedicle": [(-0.02, 0.07), (0.14, 0.12), (0.30, 0.08), (0.34, 0.48), (0.16, 0.47), (-0.02, 0.56)],
    "superior_facet": [(0.22, 0.40), (0.20, -0.02), (0.27, -0.30), (0.38, -0.24), (0.42, 0.10), (0.42, 0.48)],
    "pars": [(0.26, 0.36), (0.46, 0.30), (0.60, 0.62), (0.62, 1.06), (0.46, 1.08), (0.34, 0.70)],
    "inferior_facet": [(0.40, 0.80), (0.62, 0.84), (0.62, 1.18), (0.52, 1.44), (0.40, 1.34), (0.42, 1.06)],
    "spinous": [
        (0.50, 0.55),
        (0.80, 0.62),
        (1.16, 0.62),
        (1.34, 0.70),
        (1.38, 0.96),
        (1.30, 1.26),
        (1.14, 1.30),
        (0.96, 1.10),
        (0.74, 0.98),
        (0.54, 1.00),
    ],
}
THORACIC_PARTS = LUMBAR_PARTS | {
    "spinous": [(0.50, 0.48), (0.84, 0.66), (1.14, 0.98), (1.22, 1.22), (1.10, 1.34), (0.86, 1.16), (0.54, 0.98)],
}
AMOUNT = {"pedicle": 6.0, "superior_facet": 3.8, "pars": 3.2, "inferior_facet": 3.6, "spinous": 3.2}


def draw_posterior(canvas: Canvas, vertebra: Vertebra, grain: Array, density: float, rng: np.random.Generator) -> None:
    """Pedicles and facets of both sides, slightly apart, then the spinous process."""
    top, bottom = vertebra["superior_posterior"], vertebra["inferior_posterior"]
    back = top - vertebra["superior_anterior"] + bottom - vertebra["inferior_anterior"]
    frame = Frame(top, back / np.hypot(*back) * 33.0, (bottom - top) / np.hypot(*(bottom - top)) * 26.5)
    parts = LUMBAR_PARTS if vertebra.level.startswith("L") else THORACIC_PARTS
    for name, local in parts.items():
        single = name == "spinous"
        for _ in range(1 if single else 2):
            shift = rng.normal(0, 0.0 if single else 0.7, 2)
            wobble = rng.normal(0, 0.012, (len(local), 2))
            outline = curve(frame(*map(tuple, np.asarray(local) + wobble)), closed=True) + shift
            amount = AMOUNT[name] * density * (1.0 if single else 0.62)
            canvas.dome(canvas.bone, outline, amount, 4.5)
            canvas.stroke(canvas.bone, outline, amount * 0.95, 0.55, closed=True)
