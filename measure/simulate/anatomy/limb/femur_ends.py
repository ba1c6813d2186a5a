"""Femur's ends: the meshes of head, trochanters and condyles, with the spongiosa in them."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.limb.ends import end_solids, growth_plate, seam
from measure.simulate.anatomy.limb.femur_shape import FemurShape, femur_shape
from measure.simulate.anatomy.limb.morphometry import LimbSize
from measure.simulate.anatomy.limb.trabeculae import bows, cloud, clouds, streaks
from measure.simulate.seeds import stream
from measure.simulate.solids import Frame, Solid

Array = NDArray[np.float64]


@lru_cache(maxsize=64)
def femur_ends(size: LimbSize, detail: float) -> tuple[tuple[Solid, ...], tuple[Solid, ...]]:
    """Proximal and distal end of a left femur."""
    shape = femur_shape(size)
    k, w, d = shape.scale, size.knee_width / 83.0, size.knee_depth / 63.0
    high = seam(shape.shaft, 0.0)
    head = high.local(np.zeros(3))
    reach = head + size.head_diameter / 2 + 3
    low = (head[0] - size.head_diameter / 2 - 3, -32 * k, 0)
    proximal = end_solids(
        shape.proximal, high, low, (30 * k, 36 * k, max(reach[2], 84 * k)), shape.shaft, detail, below=False
    )
    deep = seam(shape.shaft, shape.shaft.length)
    bottom = deep.local(shape.knee.apply((0, 0, 0)))
    distal = end_solids(
        shape.distal, deep, bottom - np.array([46 * w, 42 * d, 6]), (bottom[0] + 46 * w, bottom[1] + 46 * d, 0),
        shape.shaft, detail, below=True,
    )  # fmt: skip
    plate = Frame(shape.knee.apply((0, 0, 36 * d)), shape.knee.axes)
    distal += growth_plate(shape.distal, plate, 2.8, detail, shape.shaft, 1.6, open_=size.growing)
    spongy, rng = shape.shaft.spongiosa, stream(round(1000 * size.femur_length), "femur")
    proximal += streaks(shape.proximal, _proximal_curves(shape, rng), rng, detail, spongy)
    # Ward's triangle is emptier, the dome of the head under load denser.
    ward = cloud(
        0.62 * shape.neck_base + np.array([2.0, 0.0, 3.0]) * k, np.array([9.0, 8.0, 10.0]) * k, 0.15, detail, spongy
    )
    dome = cloud(np.array([1.0, 0.0, 5.0]) * k, np.array([12.0, 13.0, 14.0]) * k, 1.9, detail, spongy)
    proximal += ward + dome
    distal += streaks(shape.distal, _distal_curves(shape, rng), rng, detail, spongy)
    distal += clouds(shape.distal, shape.knee, (-34 * w, -22 * d, 8 * d), (34 * w, 30 * d, 70 * d), rng, detail, spongy)
    return proximal, distal


def _proximal_curves(shape: FemurShape, rng: np.random.Generator, count: int = 110) -> Array:
    """Bundles under pressure, from the dome of the head to the calcar, and under tension, arching to the outer side."""
    k, local, r = shape.scale, seam(shape.shaft, 0.0), shape.size.head_diameter / 2
    fan, deep = rng.uniform(-0.75, 0.6, count), rng.uniform(-11, 11, count) * k
    top = r * np.stack([np.sin(fan), np.zeros(count), np.cos(fan)], -1)
    low = local.apply(
        np.stack([rng.uniform(-17, -9, count), rng.uniform(-6, 6, count), rng.uniform(-14, 12, count)], -1) * k
    )
    pressed = bows(top + [0, 0.6, 0] * deep[:, None], (top + low) / 2 - [2.5 * k, 0, 0], low)
    inner = r * np.stack([-np.cos(fan), np.zeros(count), 0.8 * np.sin(fan)], -1)
    out = local.apply(
        np.stack([rng.uniform(10, 17, count), rng.uniform(-8, 10, count), rng.uniform(-34, 14, count)], -1) * k
    )
    pulled = bows(inner + [0, 0.6, 0] * deep[:, None], 0.55 * shape.neck_base + [-2 * k, 0, 34 * k], out)
    return np.concatenate([pressed, pulled[: count // 2]])


def _distal_curves(shape: FemurShape, rng: np.random.Generator, count: int = 140) -> Array:
    """Bundles that rise from the condyles and lean towards the walls of the shaft."""
    k, d = shape.scale, shape.size.knee_depth / 63.0
    x, y = rng.uniform(-0.46, 0.46, count) * shape.size.knee_width, rng.uniform(-24, 32, count) * d
    foot = shape.knee.apply(np.stack([x, y, rng.uniform(2, 22, count) * d], -1))
    shift, up = shape.shaft.axis.at(shape.shaft.length), rng.uniform(30, 78, count) * d
    head = shape.knee.apply(np.stack([0.62 * x + 0.08 * shift[0], 0.45 * y - 4 * d, up], -1))
    return bows(foot, (foot + head) / 2 + np.stack([0.09 * x, 0.02 * y, 0 * x], -1) * k, head)
