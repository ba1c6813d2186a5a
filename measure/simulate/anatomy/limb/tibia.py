"""Tibia: plateau, tuberosity, three-sided shaft, plafond and medial malleolus, whole or cut in two."""

from measure.errors import SimulationError
from measure.simulate.anatomy.limb.edge import Edge
from measure.simulate.anatomy.limb.ends import piece_marks, shaft_marks, sided
from measure.simulate.anatomy.limb.morphometry import LimbSize, limb_size
from measure.simulate.anatomy.limb.tibia_ends import tibia_ends
from measure.simulate.anatomy.limb.tibia_shape import tibia_shape
from measure.simulate.anatomy.person import Person
from measure.simulate.solids import Part


def tibia(person: Person, side: str, detail: float = 1.0, *, size: LimbSize | None = None) -> Part:
    """A whole tibia.

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
        In the frame ``tibia_left`` or ``tibia_right``: origin in the middle of the plateau, ankle straight below.
        Marks under ``tibia:left``.

    Examples
    --------
    >>> part = tibia(Person(), "right", detail=0.35)
    >>> bool(part.marks["tibia:right"]["plateau_lateral"][0] < 0)
    True
    """
    shape = tibia_shape(size or limb_size(person))
    proximal, distal = tibia_ends(shape.size, detail)
    solids = (*proximal, *shape.shaft.solids(detail=detail), *distal)
    return sided(Part(solids, {"tibia:left": {**shape.marks(), **shaft_marks(shape.shaft)}}), side)


def tibia_segments(
    person: Person, side: str, cut: float | Edge, detail: float = 1.0, *, size: LimbSize | None = None
) -> tuple[Part, Part]:
    """A tibia cut through its shaft, as ``femur_segments``."""
    shape = tibia_shape(size or limb_size(person))
    edge, shaft = cut if isinstance(cut, Edge) else Edge(cut), shape.shaft
    if not 5.0 <= edge.at <= shaft.length - 5.0:
        raise SimulationError(
            f"tibia: expected a cut from 5 to {shaft.length - 5:.0f} mm along the shaft, got {edge.at:g}"
        )
    ends, named = tibia_ends(shape.size, detail), shape.marks()
    upper = {n: m for n, m in named.items() if n.startswith(("knee", "plateau"))}
    lower = {n: m for n, m in named.items() if n not in upper}
    above = {**upper, **piece_marks(shaft, 0.0, edge, "proximal")}
    below = {**lower, **piece_marks(shaft, edge, shaft.length, "distal")}
    top = Part((*ends[0], *shaft.solids(0.0, edge, detail)), {"tibia:left": above})
    bottom = Part((*shaft.solids(edge, None, detail), *ends[1]), {"tibia:left": below})
    return sided(top, side), sided(bottom, side)
