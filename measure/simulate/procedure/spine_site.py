"""Site: the few places of one vertebra that an operation goes by."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.model import Level
from measure.simulate.solids import Part

Array = NDArray[np.float64]

_MARGIN = 1.5  # mm of bone that stay between a wall or an endplate and what is put inside


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One vertebra as an operator sees it, in the vertebra's own frame.

    Attributes
    ----------
    level : Level
        Which.
    corners : ndarray, shape (2, 2, 3)
        Superior and inferior endplate: anterior and posterior rim.
    middles : ndarray, shape (2, 3)
        Both endplates at half depth.
    half_width : float
        At the narrower endplate, mm.
    pedicle : ndarray, shape (3,)
        Middle of the left pedicle; the right one is its mirror image.
    spongy : float
        Density of the cancellous bone inside.
    """

    level: Level
    corners: Array
    middles: Array
    half_width: float
    pedicle: Array
    spongy: float = 1.0

    @property
    def half_depth(self) -> float:
        """Half the depth of the shallower endplate, mm."""
        return float(np.abs(self.corners[:, 1, 1] - self.corners[:, 0, 1]).min() / 2)

    @property
    def clear(self) -> float:
        """Height between the hollows of the endplates, less a margin at both, mm."""
        return float(self.middles[0, 2] - self.middles[1, 2] - 2 * _MARGIN)

    def bounds(self) -> Array:
        """Planes of the endplates inside the margin: height at y = 0 and rise per mm backwards, shape (2, 2)."""
        along = self.corners[:, 1] - self.corners[:, 0]
        rise = along[:, 2] / along[:, 1]
        inwards = np.array([-_MARGIN, _MARGIN])
        return np.stack([self.middles[:, 2] + inwards - rise * self.middles[:, 1], rise], -1)

    def reach(self, start: Array, ways: Array, *, divide: float | None = None) -> Array:
        """How far one can go from a point inside the body before its walls, in each direction.

        Parameters
        ----------
        start : ndarray, shape (3,)
            Inside.
        ways : ndarray, shape (..., 3)
            Unit directions.
        divide : float, optional
            Stay this far to the left (+) or right (−) of the mid-sagittal plane, on the side of ``start``.

        Returns
        -------
        ndarray, shape (...)
            Distances, mm.
        """
        size = np.array([self.half_width, self.half_depth]) * 0.86 - _MARGIN
        p, d = start[:2] / size, ways[..., :2] / size
        a, b, c = (d * d).sum(-1) + 1e-12, (p * d).sum(-1), (p * p).sum(-1) - 1
        far = (-b + np.sqrt(np.maximum(b * b - a * c, 0))) / a
        for (height, rise), sign in zip(self.bounds(), (1.0, -1.0), strict=True):
            gap = sign * (height + rise * start[1] - start[2])
            towards = sign * (ways[..., 2] - rise * ways[..., 1])
            far = np.minimum(far, np.where(towards > 1e-9, gap / np.maximum(towards, 1e-9), np.inf))
        if divide is not None:
            side = np.sign(start[0])
            gap, towards = side * start[0] - divide, -side * ways[..., 0]
            far = np.minimum(far, np.where(towards > 1e-9, gap / np.maximum(towards, 1e-9), np.inf))
        return np.asarray(np.maximum(far, 0.0))


def site(vertebra: Part, level: Level) -> Site:
    """Site of a vertebra, from its true marks.

    Parameters
    ----------
    vertebra : Part
        In its own frame, with the marks of ``vertebra:<level>``.
    level : Level
        Which.

    Returns
    -------
    Site

    Raises
    ------
    SimulationError
        If the part has no marks of this vertebra.
    """
    marks = dict(vertebra.marks.get(f"vertebra:{level}", {}))
    if level is Level.S1:  # a sacrum has one endplate: its first segment ends about as far down as a lumbar body
        upper = {name: mark for name, mark in marks.items() if name.startswith("superior_")}
        marks = {name.replace("superior", "inferior"): mark - [0, 0, 26.0] for name, mark in upper.items()} | marks
    wanted = [
        f"{end}_{where}"
        for end in ("superior", "inferior")
        for where in ("anterior", "posterior", "middle", "patient_left")
    ]
    if any(name not in marks for name in wanted):
        raise SimulationError(f"procedure at {level}: expected a part with the corners of vertebra:{level}")
    corners = np.array(
        [[marks[f"{end}_{where}"] for where in ("anterior", "posterior")] for end in ("superior", "inferior")]
    )
    wall = corners[:, 1, 1].mean()
    half = float(min(abs(marks[f"{end}_patient_left"][0]) for end in ("superior", "inferior")))
    return Site(
        level=level,
        corners=corners,
        middles=np.array([marks["superior_middle"], marks["inferior_middle"]]),
        half_width=half,
        # A sacrum has no pedicle mark: the way in lies behind the side of its endplate.
        pedicle=np.asarray(marks.get("pedicle_patient_left", [0.75 * half, wall + 4.0, corners[0, 1, 2] - 9.0]), float),
        spongy=next((s.density for s in vertebra.solids if s.material == "cancellous"), 1.0),
    )
