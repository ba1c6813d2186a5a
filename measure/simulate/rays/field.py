"""Field: a box of voxels that rays pass through, for what has no surface (callus, a CT)."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.simulate.rays.beam import Beam
from measure.simulate.solids import Frame

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Values at the centres of voxels: between centres they run linearly, outside the box there is nothing.

    Attributes
    ----------
    values : ndarray of float32, shape (nx, ny, nz)
        Density as a multiple of a material's own, or attenuation in 1/mm, at each centre.
    frame : Frame
        Where the centre of voxel (0, 0, 0) lies and how the box's axes are turned.
    spacing : tuple of float
        From one centre to the next along the box's axes, mm.
    """

    values: NDArray[np.float32]
    frame: Frame
    spacing: tuple[float, float, float]

    def __post_init__(self) -> None:
        if self.values.ndim != 3 or min(self.values.shape) < 1 or min(self.spacing) <= 0:
            raise SimulationError(
                f"field: expected three axes and a spacing above 0, got values of shape {self.values.shape} "
                f"and a spacing of {self.spacing}"
            )


def field_lengths(field: Field, beam: Beam, step: float = 0.5) -> NDArray[np.float32]:
    """Integral of a field along every ray of a beam.

    Parameters
    ----------
    field : Field
        In the room.
    beam : Beam
        Rays, one through each pixel's centre.
    step : float
        Largest distance between two samples of a ray, in voxels.

    Returns
    -------
    ndarray of float32, shape (rows, cols)
        Values times mm: for densities, a length to be added to the map of that material (``path_lengths``). Exact
        in a constant box, since the samples share out the chord evenly.

    Raises
    ------
    SimulationError
        If the extra ``simulate`` (numba) is not installed.

    Examples
    --------
    >>> from measure.simulate.rays import aimed
    >>> beam = aimed("frontal", (0, 0, 0), sid=1000.0, oid=100.0, pitch=1.0, shape=(11, 11))
    >>> callus = Field(np.full((20, 20, 20), 0.5, np.float32), Frame((-19, -19, -19)), (2.0, 2.0, 2.0))
    >>> round(float(field_lengths(callus, beam)[5, 5]), 3)  # 40 mm of it at half density
    20.0
    """
    start, way = beam.rays
    scale = np.asarray(field.spacing)
    origin = np.array([np.asarray(field.frame.origin), np.zeros(3), np.zeros(3)])
    turn = np.asarray(field.frame.axes)
    out = np.zeros((beam.rows, beam.cols), np.float32)
    values = np.ascontiguousarray(field.values, np.float32)
    _kernel()(values, ((start - origin) @ turn) / scale, (way @ turn) / scale, way, float(step), out)
    return out


@cache
def _kernel() -> Callable[..., None]:
    try:
        from numba import njit  # only here: nothing else needs the compiler
    except ImportError:
        raise SimulationError("simulating films needs numba: pip install 'radiograph-measure[simulate]'") from None
    compiled: Callable[..., None] = njit(cache=True, nogil=True, error_model="numpy")(_march)
    return compiled


def _march(
    values: Any, start: Any, way: Any, way_mm: Any, step: float, out: Any
) -> None:  # pragma: no cover - compiled
    """Sample every ray where it is in the box; ``start`` and ``way`` in voxels, ``way_mm`` in the room."""
    rows, cols = out.shape
    nx, ny, nz = values.shape
    for row in range(rows):
        for col in range(cols):
            near, far, voxels, mm = 0.0, np.inf, 0.0, 0.0
            for k in range(3):
                a = start[0, k] + row * start[1, k] + col * start[2, k]
                w = way[0, k] + row * way[1, k] + col * way[2, k]
                m = way_mm[0, k] + row * way_mm[1, k] + col * way_mm[2, k]
                voxels += w * w
                mm += m * m
                low, high = -0.5 - a, values.shape[k] - 0.5 - a
                if abs(w) < 1e-12:
                    if low > 0.0 or high <= 0.0:
                        far = -1.0
                elif w > 0:
                    near, far = max(near, low / w), min(far, high / w)
                else:
                    near, far = max(near, high / w), min(far, low / w)
            if far <= near:
                continue
            count = int(np.ceil((far - near) * np.sqrt(voxels) / step))
            part = (far - near) / count
            x = start[0, 0] + row * start[1, 0] + col * start[2, 0]
            y = start[0, 1] + row * start[1, 1] + col * start[2, 1]
            z = start[0, 2] + row * start[1, 2] + col * start[2, 2]
            u = way[0, 0] + row * way[1, 0] + col * way[2, 0]
            v = way[0, 1] + row * way[1, 1] + col * way[2, 1]
            w = way[0, 2] + row * way[1, 2] + col * way[2, 2]
            total = 0.0
            for n in range(count):
                t = near + (n + 0.5) * part
                # Beyond the outermost centres the outermost values hold, half a voxel far.
                px = min(max(x + t * u, 0.0), nx - 1.0)
                py = min(max(y + t * v, 0.0), ny - 1.0)
                pz = min(max(z + t * w, 0.0), nz - 1.0)
                i, j, k = int(px), int(py), int(pz)
                fx, fy, fz = px - i, py - j, pz - k
                i1, j1, k1 = min(i + 1, nx - 1), min(j + 1, ny - 1), min(k + 1, nz - 1)
                low = (1 - fz) * values[i, j, k] + fz * values[i, j, k1]
                high = (1 - fz) * values[i, j1, k] + fz * values[i, j1, k1]
                front = (1 - fy) * low + fy * high
                low = (1 - fz) * values[i1, j, k] + fz * values[i1, j, k1]
                high = (1 - fz) * values[i1, j1, k] + fz * values[i1, j1, k1]
                total += (1 - fx) * front + fx * ((1 - fy) * low + fy * high)
            out[row, col] = total * part * np.sqrt(mm)
