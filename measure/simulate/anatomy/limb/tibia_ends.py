"""Tibia's ends: the meshes of plateau and plafond, with the spongiosa in them."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.limb.ends import end_solids, growth_plate, seam
from measure.simulate.anatomy.limb.morphometry import LimbSize
from measure.simulate.anatomy.limb.tibia_shape import tibia_shape
from measure.simulate.anatomy.limb.trabeculae import bows, cloud, clouds, streaks
from measure.simulate.seeds import stream
from measure.simulate.solids import Frame, Solid

Array = NDArray[np.float64]


@lru_cache(maxsize=64)
def tibia_ends(size: LimbSize, detail: float) -> tuple[tuple[Solid, ...], tuple[Solid, ...]]:
    """Proximal and distal end of a left tibia."""
    shape = tibia_shape(size)
    k, w, d = shape.scale, size.plateau_width / 79.0, size.plateau_depth / 51.5
    high = seam(shape.shaft, 0.0)
    top = high.local(np.zeros(3))
    proximal = end_solids(
        shape.proximal, high, (top[0] - 44 * w, top[1] - 38 * d, 0), top + np.array([44 * w, 34 * d, 14 * k]),
        shape.shaft, detail, below=False,
    )  # fmt: skip
    deep = seam(shape.shaft, shape.shaft.length)
    bottom = deep.local(shape.ankle.apply((0, 0, 0)))
    distal = end_solids(
        shape.distal, deep, bottom + np.array([-36, -26, -20]) * k, (bottom[0] + 30 * k, bottom[1] + 28 * k, 0),
        shape.shaft, detail, below=True, fine=0.85,
    )  # fmt: skip
    upper = Frame(shape.plateau.apply((0, 0, -17 * k)), shape.plateau.axes)
    lower = Frame(shape.ankle.apply((0, 0, 11 * k)), shape.ankle.axes)
    proximal += growth_plate(shape.proximal, upper, 2.6, detail, shape.shaft, 1.3, open_=size.growing)
    distal += growth_plate(shape.distal, lower, 2.2, detail, shape.shaft, 0.9, open_=size.growing)
    spongy, rng = shape.shaft.spongiosa, stream(round(1000 * size.tibia_length), "tibia")
    proximal += streaks(
        shape.proximal,
        _rising(shape.plateau, -1.0, (0.47 * size.plateau_width, 20 * d, 66 * k), rng, 140),
        rng,
        detail,
        spongy,
    )
    at = shape.condyle()
    for sign, share in ((-1, 2.2), (1, 1.8)):
        proximal += cloud(
            shape.plateau.apply((sign * at, 0, -8.5 * k)), np.array([13 * w, 15 * d, 6 * k]), share, detail, spongy
        )
    proximal += clouds(
        shape.proximal, shape.plateau, (-30 * w, -18 * d, -66 * k), (30 * w, 18 * d, -12 * k), rng, detail, spongy
    )
    distal += streaks(shape.distal, _rising(shape.ankle, 1.0, (20 * k, 16 * k, 50 * k), rng, 90), rng, detail, spongy)
    return proximal, distal


def _rising(joint: Frame, up: float, half: tuple[float, float, float], rng: np.random.Generator, count: int) -> Array:
    """Bundles that run from a joint's surface into the shaft, leaning towards its walls."""
    x, y = (rng.uniform(-reach, reach, count) for reach in half[:2])
    start, end = up * rng.uniform(1, 14, count), up * rng.uniform(0.45, 1.0, count) * half[2]
    head = np.stack([0.5 * x, 0.6 * y, end], -1)
    foot = np.stack([x, y, start], -1)
    bend = (foot + head) / 2 + np.stack([0.1 * x, 0.05 * y, 0 * x], -1)
    return bows(joint.apply(foot), joint.apply(bend), joint.apply(head))
