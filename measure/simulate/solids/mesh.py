"""Mesh: the closed surface of a solid, as triangles that look outwards."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.simulate.solids.frame import Frame

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Mesh:
    """Triangles of one or more closed surfaces.

    Attributes
    ----------
    points : ndarray, shape (n, 3)
        Corners in mm.
    faces : ndarray of int32, shape (m, 3)
        Corners of each triangle, counter-clockwise as seen from outside.

    Examples
    --------
    >>> from measure.simulate.solids import ball
    >>> round(ball(10.0, detail=400).volume)  # 4/3 pi r^3 is 4188.8
    4188
    """

    points: Array
    faces: NDArray[np.int32]

    @property
    def volume(self) -> float:
        """Enclosed volume in mm3, by the divergence theorem."""
        a, b, c = (self.points[self.faces[:, k]] for k in range(3))
        return float(np.einsum("ij,ij->", a, np.cross(b, c)) / 6)

    @property
    def closed(self) -> bool:
        """Whether every edge is shared by two triangles that run through it in opposite directions."""
        ends = np.concatenate([self.faces[:, [0, 1]], self.faces[:, [1, 2]], self.faces[:, [2, 0]]]).astype(np.int64)
        there = np.sort(ends[:, 0] * len(self.points) + ends[:, 1])
        back = np.sort(ends[:, 1] * len(self.points) + ends[:, 0])
        return bool(np.array_equal(there, back))

    def at(self, frame: Frame) -> "Mesh":
        """The mesh as it stands in a frame."""
        return Mesh(frame.apply(self.points), self.faces)

    def moved(self, points: Array) -> "Mesh":
        """The same triangles over other points, in the same order."""
        return Mesh(np.asarray(points, float), self.faces)

    def mirrored(self) -> "Mesh":
        """Left and right exchanged (x to −x); still looks outwards."""
        return Mesh(self.points * np.array([-1.0, 1.0, 1.0]), np.ascontiguousarray(self.faces[:, ::-1]))


def merged(meshes: Iterable[Mesh]) -> Mesh:
    """Several meshes as one."""
    parts = list(meshes)
    starts = np.cumsum([0] + [len(m.points) for m in parts])
    points = np.concatenate([m.points for m in parts]) if parts else np.zeros((0, 3))
    faces = [m.faces + np.int32(start) for m, start in zip(parts, starts, strict=False)]
    return Mesh(points, np.concatenate(faces).astype(np.int32) if parts else np.zeros((0, 3), np.int32))
