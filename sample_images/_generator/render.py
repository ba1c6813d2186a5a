"""One film, from its spine to stored values."""

import zlib
from collections.abc import Sequence

import numpy as np

from _generator.canvas import Canvas
from _generator.column import Vertebra
from _generator.exposure import expose
from _generator.frontal import draw_frontal
from _generator.lateral import draw_lateral
from _generator.marker import add_marker
from _generator.plan import FilmPlan


def render(film: FilmPlan, spine: Sequence[Vertebra]) -> np.ndarray:
    """Stored values of a film.

    Parameters
    ----------
    film : FilmPlan
        How it is taken.
    spine : sequence of Vertebra
        What is on it, head to tail, in mm, facing left.

    Returns
    -------
    ndarray of uint16, shape (rows, cols)
        12 bits; inverted for MONOCHROME1, mirrored where the patient faces right.
    """
    rng = np.random.default_rng(zlib.crc32(film.file.encode()))
    canvas = Canvas(film.rows, film.cols, film.step)
    draw = draw_lateral if film.lateral else draw_frontal
    draw(canvas, film, spine, rng)
    pixels = expose(canvas, film.dose, rng)
    if film.facing == "right":
        pixels = pixels[:, ::-1]
    pixels = add_marker(pixels, film)
    return 4095 - pixels if film.inverted else pixels
