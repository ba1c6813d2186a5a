"""Endplates of a whole column as arrays: their tilts in each vertebra's own frame and in the patient's planes.

A tilt is in degrees. Sagittal: the posterior rim higher than the anterior is +. Coronal: the left rim lower than
the right is +. So kyphosis is the upper tilt minus the lower, and a curve convex to the left the lower minus the upper.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.spine.size import VertebraSize

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Endplates:
    """Superior (row 0) and inferior (row 1) endplates of the vertebrae of a column, head to tail.

    Attributes
    ----------
    sagittal, coronal : ndarray, shape (2, n)
        Tilt in the vertebra's own frame, degrees.
    depth, width : ndarray, shape (2, n)
        Anterior to posterior and left to right rim, mm.
    half : ndarray, shape (n,)
        Middle of the vertebra to the middle of either endplate, mm.
    """

    sagittal: Array
    coronal: Array
    depth: Array
    width: Array
    half: Array

    def seen(self, axes: Array) -> tuple[Array, Array]:
        """Tilts of the rims' lines as projected on the patient's sagittal and coronal planes, each shape (2, n).

        Parameters
        ----------
        axes : ndarray, shape (n, 3, 3)
            Axes of each vertebra.
        """
        a, b = np.deg2rad(self.sagittal)[..., None], np.deg2rad(self.coronal)[..., None]
        x, y, z = axes[..., 0], axes[..., 1], axes[..., 2]
        back = np.cos(a) * y + np.sin(a) * z
        left = np.cos(b) * x - np.sin(b) * z
        sagittal = np.arctan2(back[..., 2], back[..., 1])
        coronal = np.arctan2(-left[..., 2], left[..., 0])
        return np.rad2deg(sagittal), np.rad2deg(coronal)

    def normals(self, axes: Array) -> Array:
        """Unit vectors across the endplates, headwards, in the room, shape (2, n, 3)."""
        a, b = np.deg2rad(self.sagittal)[..., None], np.deg2rad(self.coronal)[..., None]
        across = np.tan(b) * axes[..., 0] - np.tan(a) * axes[..., 1] + axes[..., 2]
        unit: Array = across / np.linalg.norm(across, axis=-1, keepdims=True)
        return unit


def endplates(sizes: Sequence[VertebraSize]) -> Endplates:
    """Endplates of vertebrae, head to tail."""
    front = np.array([size.anterior for size in sizes])
    back = np.array([size.posterior for size in sizes])
    depth = np.array([[s.superior_depth for s in sizes], [s.inferior_depth for s in sizes]])
    width = np.array([[s.superior_width for s in sizes], [s.inferior_width for s in sizes]])
    side = np.array([size.left_minus_right for size in sizes])
    sign = np.array([[1.0], [-1.0]])
    sagittal = np.rad2deg(np.arctan2(sign * (back - front) / 2, depth))
    coronal = np.rad2deg(np.arctan2(-sign * side / 2, width))
    return Endplates(sagittal, coronal, depth, width, (front + back) / 4)
