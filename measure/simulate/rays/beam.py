"""Beam: every ray of an exposure, and where a point in the room falls on the film."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


class BeamKind(StrEnum):
    """How the rays run."""

    CONE = "cone"
    PARALLEL = "parallel"
    SLOT = "slot"


@dataclass(frozen=True, eq=False)  # no slots: what follows from the fields is worked out once and kept
class Beam:
    """Rays of a flat detector: a ray through pixel (row, col) starts at ``start`` and runs along ``way``.

    A cone beam diverges from the focus; a slot scanner's focus travels with the slit, so that it diverges
    across the film only; a parallel beam has no magnification and serves tests.

    Attributes
    ----------
    kind : BeamKind
        Which of the three.
    focus : ndarray, shape (3,)
        X-ray source in mm; for a parallel beam a point on the central ray.
    corner : ndarray, shape (3,)
        Centre of pixel (0, 0) on the detector.
    row_step, col_step : ndarray, shape (3,)
        From one row to the next and from one column to the next on the detector, mm.
    rows, cols : int
        Size of the film.
    """

    kind: BeamKind
    focus: Array
    corner: Array
    row_step: Array
    col_step: Array
    rows: int
    cols: int

    @cached_property
    def pitch(self) -> tuple[float, float]:
        """Spacing of rows and of columns on the detector, mm."""
        return float(np.linalg.norm(self.row_step)), float(np.linalg.norm(self.col_step))

    @cached_property
    def normal(self) -> Array:
        """Unit vector across the detector, away from the focus."""
        across = np.cross(self.row_step, self.col_step)
        across = across / np.linalg.norm(across)
        return across if across @ (self.corner - self.focus) > 0 else -across

    @cached_property
    def sid(self) -> float:
        """Distance from the focus to the plane of the detector, mm."""
        return float(self.normal @ (self.corner - self.focus))

    def magnification(self, points: ArrayLike) -> Array:
        """SID / SOD of points, shape (..., 3): 1 on the detector and for a parallel beam."""
        depth = (np.asarray(points, float) - self.focus) @ self.normal
        return np.ones_like(depth) if self.kind is BeamKind.PARALLEL else self.sid / depth

    def magnified(self, point: ArrayLike) -> tuple[float, float]:
        """Magnification of a point down and across the film: a slot scanner's differ."""
        across = float(self.magnification(point))
        return (1.0 if self.kind is BeamKind.SLOT else across), across

    def ray_to(self, point: ArrayLike) -> Array:
        """Unit vector of the ray that passes through a point."""
        row, col = self.project(point)
        way = self.rays[1][0] + row * self.rays[1][1] + col * self.rays[1][2]
        unit: Array = way / np.linalg.norm(way)
        return unit

    @cached_property
    def rays(self) -> tuple[Array, Array]:
        """Coefficients of start and way: ``start(row, col) = start[0] + row·start[1] + col·start[2]``.

        Returns
        -------
        start, way : ndarray, shape (3, 3)
            One vector a row: constant, per row, per column. ``start + way`` lies on the detector.
        """
        none = np.zeros(3)
        if self.kind is BeamKind.CONE:
            return np.stack([self.focus, none, none]), np.stack(
                [self.corner - self.focus, self.row_step, self.col_step]
            )
        if self.kind is BeamKind.PARALLEL:
            back = -self.sid * self.normal
            return np.stack([self.corner + back, self.row_step, self.col_step]), np.stack([-back, none, none])
        # The focus travels along the columns' direction: each row is seen from its own height.
        unit = self.row_step / (self.row_step @ self.row_step)
        start = self.focus + self.row_step * (unit @ (self.corner - self.focus))
        return np.stack([start, self.row_step, none]), np.stack([self.corner - start, none, self.col_step])

    def reach(self) -> NDArray[np.float32]:
        """Length of every ray from its start to the detector, mm: shape (rows, cols)."""
        _, way = self.rays
        if self.kind is BeamKind.PARALLEL:
            return np.full((self.rows, self.cols), self.sid, np.float32)
        # |w0 + r·w1 + c·w2|² without a vector for every pixel.
        r, c = np.arange(self.rows, dtype=float)[:, None], np.arange(self.cols, dtype=float)
        square = way[0] @ way[0] + r * r * (way[1] @ way[1]) + c * c * (way[2] @ way[2])
        square = square + 2 * (r * (way[0] @ way[1]) + c * (way[0] @ way[2]) + r * c * (way[1] @ way[2]))
        length: NDArray[np.float32] = np.sqrt(square).astype(np.float32)
        return length

    def project(self, points: ArrayLike) -> Array:
        """Where points fall on the film.

        Parameters
        ----------
        points : array_like, shape (..., 3)
            Points in the room, mm.

        Returns
        -------
        ndarray, shape (..., 2)
            (row, col) in pixels, centres at integers.

        Examples
        --------
        >>> from measure.simulate.rays import aimed
        >>> beam = aimed("frontal", (0, 0, 0), sid=1000.0, oid=100.0, pitch=0.5, shape=(401, 401))
        >>> beam.project([0, 0, 45.0]).round(9)  # magnified by 1000/900, 0.5 mm a pixel, up is a smaller row
        array([100., 200.])
        """
        a, b, c = np.moveaxis((np.asarray(points, float) - self.rays[0][0]) @ self._solver, -1, 0)
        if self.kind is BeamKind.CONE:
            return np.stack([a / c, b / c], -1)
        return np.stack([a, b], -1) if self.kind is BeamKind.PARALLEL else np.stack([a, b / c], -1)

    @cached_property
    def _solver(self) -> Array:
        """Matrix that turns a place into multiples of the three vectors that (row, column, depth) hang on."""
        start, way = self.rays
        columns = {
            BeamKind.CONE: (way[1], way[2], way[0]),
            BeamKind.PARALLEL: (start[1], start[2], way[0]),
            BeamKind.SLOT: (start[1], way[2], way[0]),
        }[self.kind]
        inverse: Array = np.linalg.inv(np.stack(columns, -1)).T
        return inverse

    def covers(self, points: ArrayLike) -> NDArray[np.bool_]:
        """Whether points, shape (..., 3), fall on the film."""
        at = self.project(points)
        size = np.array([self.rows, self.cols])
        inside: NDArray[np.bool_] = np.all((at >= -0.5) & (at <= size - 0.5), axis=-1)
        return inside

    def finer(self, factor: int) -> "Beam":
        """The same film with each pixel split into factor × factor."""
        row, col = self.row_step / factor, self.col_step / factor
        corner = self.corner - (row + col) * (factor - 1) / 2
        return Beam(self.kind, self.focus, corner, row, col, self.rows * factor, self.cols * factor)

    def coarser(self, factor: int) -> "Beam":
        """The same film with factor × factor pixels as one; what does not fill a pixel at the far edges is added."""
        corner = self.corner + (self.row_step + self.col_step) * (factor - 1) / 2
        rows, cols = -(-self.rows // factor), -(-self.cols // factor)
        return Beam(self.kind, self.focus, corner, self.row_step * factor, self.col_step * factor, rows, cols)
