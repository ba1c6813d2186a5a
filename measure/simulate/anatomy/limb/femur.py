"""Femur: head, neck, trochanters, bowed shaft and condyles, whole or cut in two."""

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.simulate.anatomy.limb.edge import Edge
from measure.simulate.anatomy.limb.ends import piece_marks, shaft_marks, sided
from measure.simulate.anatomy.limb.femur_ends import femur_ends
from measure.simulate.anatomy.limb.femur_shape import FemurShape, femur_shape
from measure.simulate.anatomy.limb.morphometry import LimbSize, limb_size
from measure.simulate.anatomy.person import Person
from measure.simulate.solids import Part

Array = NDArray[np.float64]


def femur(person: Person, side: str, detail: float = 1.0, *, size: LimbSize | None = None) -> Part:
    """A whole femur.

    Parameters
    ----------
    person : Person
        Whose.
    side : {"left", "right"}
        Side of the body.
    detail : float
        1 for a full-size film, 0.35 for a training film.
    size : LimbSize, optional
        Default ``limb_size(person)``.

    Returns
    -------
    Part
        In the frame ``femur_left`` or ``femur_right``: origin at the centre of the head, standing at rest with the
        knee's centre straight below. Marks under ``femur:left`` and ``femoral_head:left``.

    Examples
    --------
    >>> part = femur(Person(), "left", detail=0.35)
    >>> all(solid.mesh.closed for solid in part.solids)
    True
    """
    shape = femur_shape(size or limb_size(person))
    proximal, distal = femur_ends(shape.size, detail)
    solids = (*proximal, *shape.shaft.solids(detail=detail), *distal)
    marks = {"femur:left": {**shape.marks(), **shaft_marks(shape.shaft)}, "femoral_head:left": _head(shape)}
    return sided(Part(solids, marks), side)


def femur_segments(
    person: Person, side: str, cut: float | Edge, detail: float = 1.0, *, size: LimbSize | None = None
) -> tuple[Part, Part]:
    """A femur cut through its shaft: what is above the cut and what is below, both in the femur's frame.

    Parameters
    ----------
    person, side, detail, size
        As for ``femur``.
    cut : float or Edge
        Where, as arc length on the shaft, mm.

    Returns
    -------
    tuple of Part
        Proximal and distal piece. They fit each other; moved apart they leave the gap of a distraction. Contours
        and axes of each end in ``_proximal`` or ``_distal``.
    """
    shape = femur_shape(size or limb_size(person))
    edge, shaft = cut if isinstance(cut, Edge) else Edge(cut), shape.shaft
    if not 5.0 <= edge.at <= shaft.length - 5.0:
        raise SimulationError(
            f"femur: expected a cut from 5 to {shaft.length - 5:.0f} mm along the shaft, got {edge.at:g}"
        )
    ends = femur_ends(shape.size, detail)
    named = shape.marks()
    upper = {n: named[n] for n in ("centre", "neck_base", "neck_shaft", "trochanter_tip")}
    lower = {n: m for n, m in named.items() if n not in upper}
    above = {**upper, **piece_marks(shaft, 0.0, edge, "proximal")}
    below = {**lower, **piece_marks(shaft, edge, shaft.length, "distal")}
    top = Part((*ends[0], *shaft.solids(0.0, edge, detail)), {"femur:left": above, "femoral_head:left": _head(shape)})
    bottom = Part((*shaft.solids(edge, None, detail), *ends[1]), {"femur:left": below})
    return sided(top, side), sided(bottom, side)


def _head(shape: FemurShape) -> dict[str, Array]:
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    rim = shape.size.head_diameter / 2 * np.stack([np.cos(angle), 0 * angle, np.sin(angle)], -1)
    return {"centre": np.zeros(3), "rim": rim}
