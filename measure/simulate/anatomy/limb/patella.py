"""Patella: the kneecap."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.limb.ends import cell, sided
from measure.simulate.anatomy.limb.fields import common, ellipsoid
from measure.simulate.anatomy.limb.morphometry import LimbSize, limb_size
from measure.simulate.anatomy.limb.nets import nets
from measure.simulate.anatomy.person import Person
from measure.simulate.solids import HERE, Part, Solid

Array = NDArray[np.float64]


def patella(person: Person, side: str, detail: float = 1.0, *, size: LimbSize | None = None) -> Part:
    """A patella, origin in its middle, apex down, its joint surface to the back."""
    return sided(_left(size or limb_size(person), detail), side)


@lru_cache(maxsize=64)
def _left(size: LimbSize, detail: float) -> Part:
    wide = size.patella_width / 2
    high, thick, wall = wide * 0.98, wide / 1.8, 1.2 * size.cortex + 0.3

    def surface(p: Array) -> Array:
        q = p.copy()
        # Narrower towards the apex.
        q[:, 0] /= np.clip(1.0 + 0.22 * (p[:, 2] / high), 0.6, 1.15)
        body = ellipsoid(q, (0, 0, 0), (wide, thick, high), 2.3)
        # Two facets behind, meeting in a ridge a little medial of the middle.
        facets = [p[:, 1] - thick * 0.72 + slope * (p[:, 0] + 2.0) for slope in (0.32, -0.42)]
        return np.asarray(common(body, *facets, soft=3.0))

    def pair(p: Array) -> tuple[Array, Array]:
        outer = surface(p)
        return outer, outer + wall

    step, box = 0.85 * cell(detail), np.array([wide * 1.2, thick * 1.2, high * 1.15])
    outer, inner = nets(pair, HERE, -box, box, step)
    bone = 0.55 + 0.45 * size.cortex
    return Part(
        (Solid(outer, "cortical", "soft", bone), Solid(inner, "cancellous", "cortical", 1.15 * size.spongiosa, bone))
    )
