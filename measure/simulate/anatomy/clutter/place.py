"""Place: points on the skin, where clothes and what is stuck on lie."""

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.skin import wall

Array = NDArray[np.float64]


def on_skin(person: Person, x: Array, z: Array, front: bool, off: float = 2.0) -> Array:
    """Points of the skin at the front or back, mm above it."""
    outline = wall(person, z, fat=True)
    share = np.clip(np.abs(x) / outline.half_width, 0, 0.98)
    middle, half = (outline.back - outline.front) / 2, (outline.back + outline.front) / 2
    height = half * (1 - share**outline.squareness) ** (1 / outline.squareness) + off
    return np.stack([x, middle - height if front else middle + height, z], -1)
