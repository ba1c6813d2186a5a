"""Draws a treated vertebra: two expanded implants and the cement around them."""

import numpy as np

from _generator.canvas import Canvas
from _generator.column import Vertebra
from _generator.shapes import Frame
from _generator.texture import blob


def draw_cement(canvas: Canvas, vertebra: Vertebra, rng: np.random.Generator) -> None:
    """Dense cement in lobes and two jack-like implants, one behind the other, within the body."""
    corner = vertebra["superior_anterior"]
    frame = Frame(corner, vertebra["superior_posterior"] - corner, vertebra["inferior_anterior"] - corner)
    for u, v, size in ((0.36, 0.52, 5.2), (0.52, 0.45, 4.6), (0.42, 0.66, 4.0), (0.26, 0.48, 3.2), (0.62, 0.60, 3.2)):
        canvas.dome(canvas.bone, blob(tuple(frame((u, v))[0]), size, rng), 8.0, 3.0)
    for du, dv in ((0.0, 0.0), (0.03, 0.05)):
        rods = [
            frame((0.22 + du, 0.36 + dv), (0.62 + du, 0.37 + dv)),
            frame((0.22 + du, 0.66 + dv), (0.62 + du, 0.62 + dv)),
            frame((0.22 + du, 0.36 + dv), (0.16 + du, 0.52 + dv), (0.22 + du, 0.66 + dv)),
            frame((0.62 + du, 0.37 + dv), (0.72 + du, 0.50 + dv), (0.62 + du, 0.62 + dv)),
            frame((0.70 + du, 0.50 + dv), (0.93 + du, 0.46 + dv)),
        ]
        for rod in rods:
            canvas.stroke(canvas.bone, rod, 15.0, 0.7)
