"""Segments: where the two pieces of a cut bone stand on a day, and the marks a reader would set on them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.model import Side
from measure.simulate.anatomy.limb import Shaft
from measure.simulate.procedure.lengthening import State
from measure.simulate.solids import Frame, Part, rotation

Array = NDArray[np.float64]
CORTICES = ("medial", "lateral", "anterior", "posterior")


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """The two segments of a cut bone on one day, as seen in the frame of the uncut bone.

    Attributes
    ----------
    distal : Frame
        How points of the lower segment have moved; the upper one stays.
    edges : mapping of str to ndarray, shape (2, 3)
        By cortex: outer edge of the host bone above and below the gap.
    gaps : mapping of str to float
        By cortex: distance of these edges along the mean axis, mm.
    faces : tuple of Frame
        Middle and axes of the two cut faces, above and below.
    marks : mapping
        ``regenerate:<bone>:<side>`` with every edge, and the axes of the two segments.
    """

    distal: Frame
    edges: Mapping[str, Array]
    gaps: Mapping[str, float]
    faces: tuple[Frame, Frame]
    marks: Mapping[str, Mapping[str, Array]]


def segments(shaft: Shaft, now: State, reach: float = 60.0) -> Segments:
    """Where the two segments stand on a day, with the marks a reader would set.

    Parameters
    ----------
    shaft : Shaft
        The uncut bone.
    now : State
        Lengthening on that day.
    reach : float
        How far up and down from the cut the marked axes run, mm.

    Returns
    -------
    Segments

    Raises
    ------
    SimulationError
        If the plan is for another bone.
    """
    plan = now.plan
    if (shaft.bone, shaft.side) != (plan.bone, plan.side):
        raise SimulationError(f"lengthening: expected the {plan.side} {plan.bone}, got the {shaft.side} {shaft.bone}")
    centre, axes = shaft.at(plan.osteotomy)
    out = 1.0 if plan.side is Side.LEFT else -1.0
    turn = rotation("y", -out * now.drift.valgus) @ rotation("x", now.drift.procurvatum)
    cut, moved = Frame(centre, axes), Frame([-out * now.drift.medial, now.drift.posterior, -now.gap], turn)
    # A point of the uncut bone, into the cut's frame, moved there, and out again.
    distal = Frame(cut.apply(moved.apply(cut.local(np.zeros(3)))), axes @ turn @ axes.T)
    faces = (cut, moved.then(cut))
    mean = np.asarray(faces[0].axes)[:, 2] + np.asarray(faces[1].axes)[:, 2]
    rims = {name: shaft.edge_point(plan.cut, name)[0] for name in CORTICES}
    edges = {name: np.stack([point, distal.apply(point)]) for name, point in rims.items()}
    gaps = {name: float((pair[0] - pair[1]) @ mean / np.linalg.norm(mean)) for name, pair in edges.items()}
    marks = {f"proximal_{name}": pair[0] for name, pair in edges.items()}
    marks |= {f"distal_{name}": pair[1] for name, pair in edges.items()}
    marks["proximal_axis"] = shaft.middle(plan.osteotomy - reach, plan.osteotomy)
    marks["distal_axis"] = distal.apply(shaft.middle(plan.osteotomy, plan.osteotomy + reach))
    return Segments(distal, edges, gaps, faces, {plan.key: marks})


def bone_pieces(shaft: Shaft, now: State, detail: float = 1.0) -> tuple[Part, Part]:
    """The shaft's upper and lower piece, each where it stands that day, in the frame of the uncut bone."""
    upper = Part(shaft.solids(0.0, now.plan.cut, detail))
    lower = Part(shaft.solids(now.plan.cut, None, detail))
    return upper, lower.at(segments(shaft, now).distal)


def toward(cortex: str, side: Side) -> Array:
    """Direction of a cortex from the axis, in the plane of the cut (left, back)."""
    out = 1.0 if side is Side.LEFT else -1.0
    ways = {"medial": (-out, 0.0), "lateral": (out, 0.0), "anterior": (0.0, -1.0), "posterior": (0.0, 1.0)}
    return np.array(ways[cortex])
