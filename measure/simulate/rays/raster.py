"""Depths through closed meshes, triangle by triangle: the compiled heart of the simulator.

A ray runs from the focus (t = 0) to the detector (t = 1). One that enters a solid at ``t1`` and leaves it at ``t2``
has passed the share ``t2 − t1`` of its way inside. Every triangle adds its own ``t`` to the pixels it covers, with a
plus where the ray leaves and a minus where it enters; over a closed mesh the sum is the share inside, whatever the
shape. Corners are snapped to 1/256 pixel and edges tested in whole numbers, so that two triangles never both, and
never neither, take a pixel on the edge they share.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.simulate.rays.beam import Beam
from measure.simulate.solids import Mesh, merged

SNAP = 256
NEAREST = 1.0  # mm
_MOST = 4
_FAR = 2**22  # pixels: beyond, whole numbers would overflow


@dataclass(frozen=True, slots=True, eq=False)
class Fill:
    """What the inside of a mesh adds to maps.

    Attributes
    ----------
    mesh : Mesh
        Closed surface, in the room.
    adds : tuple of (int, float)
        Numbers of maps, and the factors that they are added with; at most four.
    """

    mesh: Mesh
    adds: tuple[tuple[int, float], ...]


def add_depths(fills: Sequence[Fill], beam: Beam, maps: NDArray[np.float32]) -> None:
    """Add to maps the share of each ray's way that lies inside meshes.

    Parameters
    ----------
    fills : sequence of Fill
        Meshes and where they go.
    beam : Beam
        Rays.
    maps : ndarray of float32, shape (k, rows, cols)
        Added to in place.

    Raises
    ------
    SimulationError
        If a mesh reaches the focus, or the extra ``simulate`` (numba) is not installed.
    """
    whole = merged(fill.mesh for fill in fills)
    depth = (whole.points - beam.focus) @ beam.normal
    if len(depth) and depth.min() <= NEAREST:
        raise SimulationError(
            f"exposure: a solid lies {depth.min():.0f} mm from the focus; expected over {NEAREST:.0f}"
        )
    snapped = np.rint(np.clip(beam.project(whole.points), -_FAR, _FAR) * SNAP).astype(np.int64)
    # Seen from behind the film a triangle turns the other way round.
    hand = -float(np.sign(np.cross(beam.row_step, beam.col_step) @ beam.normal))
    ends = np.cumsum([len(fill.mesh.faces) for fill in fills], dtype=np.int64)
    places, factors = np.zeros((len(fills), _MOST), np.int64), np.zeros((len(fills), _MOST))
    for k, fill in enumerate(fills):
        for j, (place, factor) in enumerate(add for add in fill.adds if add[1]):
            places[k, j], factors[k, j] = place, hand * factor
    start, way = beam.rays
    _kernel()(snapped, whole.points, whole.faces, depth / beam.sid, start, way, ends, places, factors, maps)


@cache
def _kernel() -> Callable[..., None]:
    try:
        from numba import njit  # only here: nothing else needs the compiler
    except ImportError:
        raise SimulationError("simulating films needs numba: pip install 'radiograph-measure[simulate]'") from None
    compiled: Callable[..., None] = njit(cache=True, nogil=True, error_model="numpy")(_add)
    return compiled


def _add(
    corners: Any,
    points: Any,
    faces: Any,
    depth: Any,
    start: Any,
    way: Any,
    ends: Any,
    places: Any,
    factors: Any,
    maps: Any,
) -> None:  # pragma: no cover - compiled
    """Add the signed depth of every triangle to the maps of its fill."""
    _, rows, cols = maps.shape
    fill, most = -1, 0
    over, under = np.empty(3), np.empty(3)
    for k in range(faces.shape[0]):
        while fill < 0 or k >= ends[fill]:
            fill += 1
            most = 0
            while most < _MOST and factors[fill, most] != 0.0:
                most += 1
        i0, i1, i2 = faces[k, 0], faces[k, 1], faces[k, 2]
        r0, c0 = corners[i0, 0], corners[i0, 1]
        r1, c1 = corners[i1, 0], corners[i1, 1]
        r2, c2 = corners[i2, 0], corners[i2, 1]
        top = max(0, -((-min(r0, r1, r2)) // SNAP))
        bottom = min(rows - 1, max(r0, r1, r2) // SNAP)
        left = max(0, -((-min(c0, c1, c2)) // SNAP))
        right = min(cols - 1, max(c0, c1, c2) // SNAP)
        area = (c1 - c0) * (r2 - r0) - (r1 - r0) * (c2 - c0)
        if area == 0 or top > bottom or left > right:
            continue
        sign = 1.0
        if area < 0:  # corners run clockwise on the film where the ray leaves
            r1, c1, r2, c2 = r2, c2, r1, c1
            sign = -1.0
        flat = True  # its plane is worked out at the first pixel it covers; most small triangles cover none
        # A triangle seen edge-on has no depth of its own: it stays within that of its corners.
        low = min(depth[i0], depth[i1], depth[i2])
        high = max(depth[i0], depth[i1], depth[i2])
        # A pixel exactly on an edge goes to one of the two triangles: the one it is a left or upper edge of.
        e0 = 0 if (r2 > r1 or (r2 == r1 and c2 < c1)) else -1
        e1 = 0 if (r0 > r2 or (r0 == r2 and c0 < c2)) else -1
        e2 = 0 if (r1 > r0 or (r1 == r0 and c1 < c0)) else -1
        s0, s1, s2 = (r2 - r1) * SNAP, (r0 - r2) * SNAP, (r1 - r0) * SNAP
        for row in range(top, bottom + 1):
            y = row * SNAP
            w0 = (c2 - c1) * (y - r1) - (r2 - r1) * (left * SNAP - c1) + e0
            w1 = (c0 - c2) * (y - r2) - (r0 - r2) * (left * SNAP - c2) + e1
            w2 = (c1 - c0) * (y - r0) - (r1 - r0) * (left * SNAP - c0) + e2
            # Columns of this row for which w - (col - left) * s stays at 0 or above, for each of the three edges.
            first, last = 0, right - left
            for w, s in ((w0, s0), (w1, s1), (w2, s2)):
                if s > 0:
                    last = min(last, w // s)
                elif s < 0:
                    first = max(first, -(w // -s))
                elif w < 0:
                    last = -1
            for col in range(left + first, left + last + 1):
                if flat:
                    # n·(a − start) = t · n·way: each side constant, per row and per column.
                    ux, uy, uz = (
                        points[i1, 0] - points[i0, 0],
                        points[i1, 1] - points[i0, 1],
                        points[i1, 2] - points[i0, 2],
                    )
                    vx, vy, vz = (
                        points[i2, 0] - points[i0, 0],
                        points[i2, 1] - points[i0, 1],
                        points[i2, 2] - points[i0, 2],
                    )
                    nx, ny, nz = uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx
                    for j in range(3):
                        over[j] = -(nx * start[j, 0] + ny * start[j, 1] + nz * start[j, 2])
                        under[j] = nx * way[j, 0] + ny * way[j, 1] + nz * way[j, 2]
                    over[0] += nx * points[i0, 0] + ny * points[i0, 1] + nz * points[i0, 2]
                    flat = False
                t = (over[0] + row * over[1] + col * over[2]) / (under[0] + row * under[1] + col * under[2])
                t = min(max(t, low), high) if t == t else 0.5 * (low + high)
                # Only differences count: about 0.8 keeps the numbers small in single precision.
                t = sign * (t - 0.8)
                for j in range(most):
                    maps[places[fill, j], row, col] += factors[fill, j] * t
