"""Regenerate: the new bone in a distraction gap as a field of mineral density, and when it bridges."""

from bisect import bisect_left
from collections.abc import Mapping
from functools import partial

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.limb import Shaft
from measure.simulate.procedure.grain import Grain
from measure.simulate.procedure.growth import density, places
from measure.simulate.procedure.healing import Pathway
from measure.simulate.procedure.lengthening import LengtheningPlan, State, state
from measure.simulate.procedure.reaming import Bore
from measure.simulate.procedure.regenerate_truth import RegenerateTruth, truth
from measure.simulate.procedure.segments import CORTICES, Segments, segments
from measure.simulate.rays.field import Field
from measure.simulate.solids import Frame

Array = NDArray[np.float64]


def regenerate(
    shaft: Shaft, now: State, pathway: Pathway, grain: Grain, *, bore: Bore | None = None, detail: float = 1.0
) -> tuple[Field, RegenerateTruth]:
    """New bone in the gap of a lengthened bone on one day.

    Parameters
    ----------
    shaft : Shaft
        The uncut bone.
    now : State
        Lengthening on that day.
    pathway : Pathway
        How it heals.
    grain : Grain
        Texture of this person, drawn once for all visits.
    bore : Bore, optional
        Room that a nail takes.
    detail : float
        1 for a full-size film.

    Returns
    -------
    field : Field
        Density as a share of cortical bone, in the frame of the uncut bone.
    truth : RegenerateTruth
        What a perfect reader would say.
    """
    place = segments(shaft, now)
    frame, spacing, shape = _grid(shaft, now, place, pathway, detail)
    points = frame.apply(np.moveaxis(np.indices(shape), 0, -1) * spacing)
    at = places(shaft, now, place, points)
    values = density(at, now, pathway, grain, float(spacing[0]))
    if bore is not None:
        values = values * bore.free(points, float(spacing[0]))
    found = truth(at, values, now, pathway, grain, spacing)
    step = (float(spacing[0]), float(spacing[1]), float(spacing[2]))
    return Field((shaft.compacta * values).astype(np.float32), frame, step), found


def _grid(
    shaft: Shaft, now: State, place: Segments, pathway: Pathway, detail: float
) -> tuple[Frame, Array, tuple[int, ...]]:
    """Voxels over the gap: the frame of the first one's middle, their spacing, and how many along left, back, head."""
    top = place.faces[0]
    rim = shaft.edge(now.plan.cut)[0]
    rims = top.local(np.concatenate([rim, place.distal.apply(rim)]))
    middle = rims[:, :2].mean(axis=0)
    grow = max(pathway.width, 1.0)
    low, high = (rims[:, :2].min(axis=0) - middle) * grow - 1, (rims[:, :2].max(axis=0) - middle) * grow + 1
    floor, roof = float(rims[:, 2].min()), float(rims[:, 2].max())
    tall = max(roof - floor, 0.2)
    across = 0.45 / detail
    # Voxels along the bone end at the cut faces, so that a gap of any height keeps its height.
    n = np.append(np.ceil((high - low) / across), max(np.ceil(tall / (0.6 / detail)), 2)).astype(int)
    spacing = np.array([across, across, tall / n[2]])
    corner = np.append(middle + low, floor) + spacing / 2
    return Frame(top.apply(corner), top.axes), spacing, (int(n[0]), int(n[1]), int(n[2]))


def bridging_days(
    shaft: Shaft, plan: LengtheningPlan, pathway: Pathway, grain: Grain, *, last: int = 720, detail: float = 0.5
) -> dict[str, int | None]:
    """First day on which each cortex is bridged, from the end of distraction on.

    Parameters
    ----------
    shaft : Shaft
        The uncut bone.
    plan : LengtheningPlan
        Lengthening.
    pathway : Pathway
        How it heals.
    grain : Grain
        Texture of this person.
    last : int
        Last day to look at.
    detail : float
        How finely to look: half suffices, the mean of a slice hardly depends on it.

    Returns
    -------
    dict of str to int or None
        By cortex; None where it is not bridged by the last day. The third of them is the day of consolidation.
    """
    seen: dict[int, Mapping[str, bool]] = {}

    def bridged(cortex: str, day: int) -> bool:
        if day not in seen:
            seen[day] = regenerate(shaft, state(plan, day), pathway, grain, detail=detail)[1].bridged
        return seen[day][cortex]

    first = int(np.ceil(plan.end))
    days: dict[str, int | None] = {}
    for cortex in CORTICES:
        if bridged(cortex, last):
            days[cortex] = first + bisect_left(range(first, last), True, key=partial(bridged, cortex))
        else:
            days[cortex] = None
    return days
