"""Limb truth: gaps of a lengthened bone and axes of a leg as a film shows them, in closed form and plain Python.

Nothing here comes from the measuring rooms of this package: these numbers are what those are checked against.
"""

import math
from collections.abc import Mapping, Sequence

from measure.simulate.truth.planar import XY

Line = Sequence[XY]
VISIBLE = {"frontal": ("medial", "lateral"), "lateral": ("anterior", "posterior")}
"""Cortices that each view shows at the edge of the bone."""


def gap_truth(points: Mapping[str, XY], proximal_axis: Line, distal_axis: Line, view: str) -> dict[str, float]:
    """Gap at every visible cortex: from edge to edge along the mean axis of both segments.

    Parameters
    ----------
    points : mapping
        ``proximal_medial``, ``distal_medial`` and so on, in one unit; a cortex of which one is missing is left out.
    proximal_axis, distal_axis : sequence of (x, y)
        Points on the axis of either segment, from above down; the first and the last one count.
    view : {"frontal", "lateral"}
        Of the film.

    Returns
    -------
    dict
        Cortex to gap, in the unit of the points.

    Examples
    --------
    >>> edges = {"proximal_medial": (0, 0), "distal_medial": (3, 40), "proximal_lateral": (25, 0)}
    >>> gap_truth(edges, [(12, -60), (12, 0)], [(12, 40), (12, 100)], "frontal")
    {'medial': 40.0}
    """
    up, down = _way(proximal_axis), _way(distal_axis)
    x, y = up[0] + down[0], up[1] + down[1]
    long = math.hypot(x, y)
    gaps = {}
    for cortex in VISIBLE[view]:
        if f"proximal_{cortex}" in points and f"distal_{cortex}" in points:
            a, b = points[f"proximal_{cortex}"], points[f"distal_{cortex}"]
            gaps[cortex] = ((b[0] - a[0]) * x + (b[1] - a[1]) * y) / long
    return gaps


def leg_truth(points: Mapping[str, XY], side: str) -> dict[str, float]:
    """Lengths and angles of a whole leg on a frontal film that shows the patient from the front.

    Parameters
    ----------
    points : mapping
        ``hip``, ``knee`` (of the femur), ``condyle_medial``, ``condyle_lateral``, ``plateau``, ``plateau_medial``,
        ``plateau_lateral``, ``ankle``: (x, y), y down, the patient's left on the right of the picture.
    side : {"left", "right"}
        Of the leg.

    Returns
    -------
    dict
        ``femur_length``, ``tibia_length``, ``leg_length`` and ``mechanical_axis_deviation`` (medial +) in the unit of
        the points; ``hka`` (varus +, 0 straight), ``mldfa``, ``mpta``, ``jlca`` (open laterally +) in degrees.

    Examples
    --------
    >>> points = {"hip": (0, 0), "knee": (0, 400), "condyle_medial": (-20, 398), "condyle_lateral": (20, 398),
    ...           "plateau": (0, 404), "plateau_medial": (-20, 404), "plateau_lateral": (20, 404), "ankle": (0, 760)}
    >>> {name: round(value, 6) for name, value in leg_truth(points, "left").items() if name in ("hka", "mldfa", "mpta")}
    {'hka': 0.0, 'mldfa': 90.0, 'mpta': 90.0}
    """
    # Seen as a left leg, whose outer side is on the right.
    out = 1.0 if side == "left" else -1.0
    p = {name: (out * float(x), float(y)) for name, (x, y) in points.items()}
    hip, knee, ankle = p["hip"], p["knee"], p["ankle"]
    thigh, shin = _direction(hip, knee), _direction(p["plateau"], ankle)
    condyles = _direction(p["condyle_medial"], p["condyle_lateral"])
    plateau = _direction(p["plateau_medial"], p["plateau_lateral"])
    axis = math.hypot(ankle[0] - hip[0], ankle[1] - hip[1])
    across = (knee[0] - hip[0]) * (ankle[1] - hip[1]) - (knee[1] - hip[1]) * (ankle[0] - hip[0])
    return {
        "femur_length": math.dist(hip, knee),
        "tibia_length": math.dist(p["plateau"], ankle),
        "leg_length": math.dist(hip, ankle),
        "mechanical_axis_deviation": across / axis,
        "hka": shin - thigh,
        "mldfa": 180.0 - thigh + condyles,
        "mpta": 180.0 + plateau - shin,
        "jlca": plateau - condyles,
    }


def _way(line: Line) -> XY:
    (x0, y0), (x1, y1) = line[0], line[-1]
    long = math.dist((x0, y0), (x1, y1))
    return (x1 - x0) / long, (y1 - y0) / long


def _direction(a: XY, b: XY) -> float:
    """Degrees by which the way from one point to the other is turned from the right towards below."""
    return math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))
