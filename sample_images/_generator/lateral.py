"""Draws the trunk and the spine from the side."""

from collections.abc import Sequence

import numpy as np

from _generator.canvas import Canvas
from _generator.cement import draw_cement
from _generator.column import Vertebra
from _generator.lateral_bone import draw_body, draw_posterior
from _generator.lateral_context import draw_lung, draw_ribs
from _generator.lateral_pelvis import draw_pelvis, draw_sacrum
from _generator.lateral_trunk import draw_bowel, draw_trunk
from _generator.plan import FilmPlan
from _generator.texture import noise_field


def draw_lateral(canvas: Canvas, film: FilmPlan, spine: Sequence[Vertebra], rng: np.random.Generator) -> None:
    """Add everything in the beam to the canvas, the front on the left.

    Parameters
    ----------
    canvas : Canvas
        Changed in place.
    film : FilmPlan
        How stout the patient is, whether there is cement.
    spine : sequence of Vertebra
        Head to tail; the last one is S1.
    rng : numpy.random.Generator
        Of everything that differs between people.
    """
    density = 0.9 if film.age > "060Y" else 1.1
    grain = 0.75 * noise_field(canvas, (0.22, 0.9), 2.5, rng) + 0.6 * noise_field(canvas, (1.2, 1.2), 7.0, rng)
    draw_trunk(canvas, spine, film.girth, rng)
    draw_lung(canvas, spine, rng)
    draw_bowel(canvas, spine, rng)
    draw_ribs(canvas, spine, density, rng)
    draw_pelvis(canvas, spine, density, rng)
    draw_sacrum(canvas, spine[-1], grain, density)
    for vertebra in spine[:-1]:
        draw_posterior(canvas, vertebra, grain, density, rng)
        draw_body(canvas, vertebra, grain, density)
        if vertebra.level == film.cement:
            draw_cement(canvas, vertebra, rng)
