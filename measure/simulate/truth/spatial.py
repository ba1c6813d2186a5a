"""Spatial truth: heights and angles in the room, before any projection, and how far the film is from them.

Heights are distances in the room. Angles are those of the plane that the view stands for: the patient's sagittal
plane (left-right left out) or coronal plane (front-back left out). So a parallel beam at right angles to that plane
gives the very same angles, and the same heights where nothing leans out of the plane.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from measure.model import View
from measure.simulate.truth.planar import Curve, frontal_truth, lateral_truth
from measure.simulate.truth.seen import EDGES, Seen

ENDS = ("anterior", "middle", "posterior")
HEIGHTS = tuple(f"{end}_height" for end in ENDS)


def spatial_lateral(spine: Sequence[Seen]) -> dict[str, dict[str, float]]:
    """Heights in mm, ratios, and angles in the sagittal plane, of vertebrae head to tail."""
    flat = [(str(one.level), _flat(one.room, axis=1)) for one in spine]
    answers = lateral_truth(flat)
    for one in spine:
        values = answers[one.key]
        if "anterior_height" in values:
            heights = {f"{end}_height": _distance(one.room, end) for end in ENDS}
            ratios = {
                "beck_index": heights["anterior_height"] / heights["posterior_height"],
                "biconcavity_index": heights["middle_height"] / heights["posterior_height"],
            }
            values.update(heights | ratios)
    return answers


def spatial_frontal(spine: Sequence[Seen]) -> dict[str, Curve]:
    """Curves in the coronal plane, of vertebrae head to tail."""
    names = [(e, *pair) for e in EDGES for pair in (("patient_right", "left"), ("patient_left", "right"))]
    flat = []
    for one in spine:
        points = _flat(one.room, axis=0)
        corners = {f"{edge}_{seen}": points[f"{edge}_{whose}"] for edge, whose, seen in names}
        flat.append((str(one.level), corners))
    return frontal_truth(flat)


def _flat(room: Mapping[str, NDArray[np.float64]], axis: int) -> dict[str, tuple[float, float]]:
    """Points in a plane of the patient: x along ``axis`` (back or left), y down."""
    return {name: (float(mark[axis]), -float(mark[2])) for name, mark in room.items() if mark.shape == (3,)}


def _distance(room: Mapping[str, NDArray[np.float64]], end: str) -> float:
    return math.dist(room[f"superior_{end}"].tolist(), room[f"inferior_{end}"].tolist())


def projection_errors(planar: Mapping[str, float], spatial: Mapping[str, float]) -> dict[str, float]:
    """What projecting did to each value: planar minus spatial.

    Parameters
    ----------
    planar : mapping
        Values of one vertebra on the film, heights in mm with the magnification of this vertebra taken out.
    spatial : mapping
        The same in the room.

    Returns
    -------
    dict
        By measure, in its own unit.
    """
    return {name: planar[name] - spatial[name] for name in sorted(planar.keys() & spatial.keys())}


def view_truth(view: View, spine: Sequence[Seen]) -> tuple[dict[str, dict[str, float]], dict[str, Curve]]:
    """Spatial truth of a view: by vertebra, and of the whole film."""
    if view is View.LATERAL:
        return spatial_lateral(spine), {}
    return {}, spatial_frontal([one for one in spine if "inferior_patient_left" in one.room])
