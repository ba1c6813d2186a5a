"""Draws the trunk and the spine from the front."""

from collections.abc import Sequence

import numpy as np

from _generator.canvas import Canvas
from _generator.column import Vertebra
from _generator.frontal_bone import draw_arch, draw_body
from _generator.frontal_cage import draw_clavicles, draw_pelvis, draw_ribs
from _generator.frontal_trunk import draw_abdomen, draw_chest, draw_trunk
from _generator.plan import FilmPlan
from _generator.shapes import curve
from _generator.texture import noise_field


def draw_frontal(canvas: Canvas, film: FilmPlan, spine: Sequence[Vertebra], rng: np.random.Generator) -> None:
    """Add everything in the beam to the canvas, the patient's left on the right.

    Parameters
    ----------
    canvas : Canvas
        Changed in place.
    film : FilmPlan
        How stout the patient is.
    spine : sequence of Vertebra
        T1 to L5.
    rng : numpy.random.Generator
        Of everything that differs between people.
    """
    density = 1.0
    grain = 0.7 * noise_field(canvas, (0.4, 0.9), 2.5, rng) + 0.6 * noise_field(canvas, (1.4, 1.4), 8.0, rng)
    draw_trunk(canvas, film.girth, rng)
    draw_chest(canvas, spine, film.girth, rng)
    draw_abdomen(canvas, spine, rng)
    draw_ribs(canvas, spine, density, rng)
    draw_clavicles(canvas, spine, density)
    draw_pelvis(canvas, spine, grain, density)
    _draw_band(canvas, [*_neck(spine[0]), *spine], density)
    for vertebra in [*_neck(spine[0]), *spine]:
        draw_body(canvas, vertebra, grain, density)
        draw_arch(canvas, vertebra, density, rng)


def _draw_band(canvas: Canvas, spine: Sequence[Vertebra], density: float) -> None:
    """Laminae, ligaments and muscle behind the bodies: a band that runs on across the discs."""
    left = np.array([v[f"{plate}_left"] for v in spine for plate in ("superior", "inferior")])
    right = np.array([v[f"{plate}_right"] for v in spine for plate in ("superior", "inferior")])
    inner = 0.06 * (right - left)
    outline = curve(np.vstack([left + inner, (right - inner)[::-1]]), closed=True, rounds=2)
    canvas.dome(canvas.bone, outline, 1.8 * density, 9.0)
    canvas.dome(
        canvas.soft, curve(np.vstack([left - inner * 3, (right + inner * 3)[::-1]]), closed=True, rounds=2), 16.0, 12.0
    )


def _neck(t1: Vertebra) -> list[Vertebra]:
    """C6 and C7: the first thoracic vertebra moved up its own axis, a little smaller."""
    corners = {name: np.array(point) for name, point in t1.points.items()}
    middle = sum(corners.values()) / 4
    up = (
        corners["superior_left"] + corners["superior_right"] - corners["inferior_left"] - corners["inferior_right"]
    ) / 2
    found = []
    for number, (level, size) in enumerate((("C7", 0.93), ("C6", 0.86)), start=1):
        moved = {n: tuple(middle + 1.16 * number * up + (p - middle) * size) for n, p in corners.items()}
        found.append(Vertebra(level, moved, t1.rotation))
    return found
