"""Widths: diameters of round things, turned so that this film shows them from edge to edge."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from measure.simulate.rays import Beam

Array = NDArray[np.float64]
# Width of a round thing to the line that it is round about; a ball is round about every line.
ROUND: dict[str, str | None] = {"across": None, "tube_width": "tube_axis", "rod_width": "rod_axis"}


def across_the_rays(marks: Mapping[str, Array], beam: Beam) -> dict[str, Array]:
    """Marks of a structure, with every diameter at right angles to the ray through its middle.

    Parameters
    ----------
    marks : mapping of str to ndarray
        In the room, mm.
    beam : Beam
        Of the film.

    Returns
    -------
    dict of str to ndarray
        The same middles and lengths; what is seen end-on on one view is seen in full on each.
    """
    turned = dict(marks)
    for name, axis in ROUND.items():
        if name not in marks or marks[name].shape != (2, 3):
            continue
        ends = marks[name]
        middle, half = ends.mean(axis=0), np.linalg.norm(ends[1] - ends[0]) / 2
        ray = beam.ray_to(middle)
        along = beam.row_step if axis is None else _direction(marks.get(axis), beam.row_step)
        side = np.cross(along, ray)
        side = side / np.linalg.norm(side) * np.sign(side @ beam.col_step or 1.0)
        turned[name] = np.stack([middle - half * side, middle + half * side])
    return turned


def _direction(line: Array | None, otherwise: Array) -> Array:
    return otherwise if line is None or line.ndim != 2 else line[-1] - line[0]
