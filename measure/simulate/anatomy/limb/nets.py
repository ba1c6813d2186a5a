"""Nets: closed meshes of fields, cut flat where a shaft goes on."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.simulate.solids import Frame, Mesh

Array = NDArray[np.float64]
Pair = Callable[[Array], tuple[Array, Array]]
"""Points to the distances of a bone's surface and of its spongiosa's."""


def nets(
    pair: Pair, seam: Frame, low: ArrayLike, high: ArrayLike, step: float, *, below: bool | None = None
) -> tuple[Mesh, Mesh]:
    """Meshes of where each of two fields is negative.

    Naive surface nets: one corner in each cell that the surface passes, moved onto the surface along the field's slope.

    Parameters
    ----------
    pair : callable
        Points of shape (n, 3) in the frame outside ``seam`` to two signed distances of shape (n,).
    seam : Frame
        Local frame of the grid; with ``below`` its x-y plane cuts the body flat.
    low, high : array_like, shape (3,)
        Corners of the box to search, in the local frame.
    step : float
        Size of a cell, mm.
    below : bool or None
        Keep what is below (True) or above (False) the plane; None for a body that is not cut.

    Returns
    -------
    tuple of Mesh
        In the frame outside ``seam``.
    """
    axes = [_samples(a, b, step) for a, b in zip(np.asarray(low, float), np.asarray(high, float), strict=True)]
    if below is not None:
        # The plane lies in the middle of a layer of cells.
        reach = _samples(0, abs(axes[2][0 if below else -1]), step)[1:] - step / 2
        axes[2] = -reach[::-1] if below else reach
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), -1)
    found = []
    for which, flat in enumerate(pair(seam.apply(grid.reshape(-1, 3)))):
        values = _walled(flat.reshape(grid.shape[:3]), step, below)
        local, faces = _corners(values, [float(a[0]) for a in axes], step)
        cut = np.zeros(len(local), bool)
        if below is not None:
            cut = np.abs(local[:, 2]) < step / 2 - 1e-9
            local[cut, 2] = 0.0
        found.append(Mesh(_settled(partial(_one, pair, which), seam, local, cut, step), faces))
    return found[0], found[1]


def _one(pair: Pair, which: int, points: Array) -> Array:
    return pair(points)[which]


def _walled(values: Array, step: float, below: bool | None) -> Array:
    """Values that are positive on every wall of the box, or the mesh would be open there."""
    values = values.copy()
    for axis in range(3):
        ends = np.moveaxis(values, axis, 0)
        ends[[0, -1]] = np.maximum(ends[[0, -1]], step / 4)
    if below is not None:
        values[:, :, -1 if below else 0] = step
    return values


def _samples(low: float, high: float, step: float) -> Array:
    return np.arange(low - step, high + 2 * step, step)


def _corners(values: Array, origin: list[float], step: float) -> tuple[Array, NDArray[np.int32]]:
    """Mean crossing of each cell that the surface passes, and two triangles for each crossed edge of the grid."""
    inside = values < 0
    shape = np.array(values.shape) - 1
    total, count = np.zeros((*shape, 3)), np.zeros(shape)
    crossings = []
    for axis in range(3):
        a, b = _ends(values, axis)
        crossed = _ends(inside, axis)[0] != _ends(inside, axis)[1]
        at = np.where(crossed, a / np.where(crossed, a - b, 1.0), 0.0)
        crossings.append((crossed, _ends(inside, axis)[0]))
        one, two = (k for k in range(3) if k != axis)
        for i in (0, 1):
            for j in (0, 1):
                pick = [slice(None)] * 3
                pick[one], pick[two] = slice(i, i + shape[one]), slice(j, j + shape[two])
                here = crossed[tuple(pick)]
                count += here
                total[..., axis] += at[tuple(pick)] * here
                total[..., one] += i * here
                total[..., two] += j * here
    used = count > 0
    number = np.full(shape, -1, np.int64)
    number[used] = np.arange(used.sum())
    cell = np.stack(np.nonzero(used), -1)
    points = np.asarray(origin) + step * (cell + total[used] / count[used][:, None])
    return points, np.concatenate([_quads(number, *crossings[axis], axis) for axis in range(3)]).astype(np.int32)


def _ends(values: NDArray, axis: int) -> tuple[NDArray, NDArray]:  # type: ignore[type-arg]
    whole = [slice(None)] * 3
    first, last = list(whole), list(whole)
    first[axis], last[axis] = slice(None, -1), slice(1, None)
    return values[tuple(first)], values[tuple(last)]


def _quads(
    number: NDArray[np.int64], crossed: NDArray[np.bool_], starts: NDArray[np.bool_], axis: int
) -> NDArray[np.int64]:
    """Two triangles across each crossed edge along one axis, looking from inside to outside."""
    where = np.stack(np.nonzero(crossed), -1)
    out = starts[crossed]  # from inside to outside along the axis
    one, two = (axis + 1) % 3, (axis + 2) % 3
    around = []
    for i, j in ((-1, -1), (0, -1), (0, 0), (-1, 0)):
        at = where.copy()
        at[:, one] += i
        at[:, two] += j
        around.append(number[tuple(at.T)])
    a, b, c, d = around
    b, d = np.where(out, b, d), np.where(out, d, b)
    return np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)])


def _settled(field: Callable[[Array], Array], seam: Frame, local: Array, cut: NDArray[np.bool_], step: float) -> Array:
    """Corners moved onto the surface; those on the cut stay in its plane and only the rim moves, to the contour."""
    axes = np.asarray(seam.axes)
    points = seam.apply(local)
    value = field(points)
    small = 0.05
    slope = np.stack([(field(points + small * axes[:, k]) - value) / small for k in range(3)], -1)
    slope[cut, 2] = 0.0
    steep = np.maximum((slope**2).sum(-1), 0.2)
    for _ in range(2):
        move = -(value / steep)[:, None] * slope
        # A cut's inner corners are no part of the surface; what would have to move far is left.
        move[cut & (value < -0.75 * step)] = 0.0
        length = np.linalg.norm(move, axis=-1, keepdims=True)
        move *= np.minimum(1.0, 0.6 * step / np.maximum(length, 1e-9))
        points = points + move @ axes.T
        value = field(points)
    return points
