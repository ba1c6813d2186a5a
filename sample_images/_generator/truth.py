"""The exact answers, in closed form from the landmarks in millimetres. Plain Python on purpose.

Nothing here comes from the package ``measure``: these numbers are what it is checked against.
"""

import math
from collections.abc import Sequence

from _generator.column import XY, Vertebra

DECIMALS = 12


def lateral_truth(spine: Sequence[Vertebra], scale: float) -> dict[str, dict[str, float]]:
    """Heights, ratios and angles of every vertebra of a lateral film.

    Parameters
    ----------
    spine : sequence of Vertebra
        Head to tail, in mm, the front on the left of the picture.
    scale : float
        What to multiply millimetres with to get the unit of the film.

    Returns
    -------
    dict
        Structure key to measure to value; kyphosis +, lordosis −. What cannot be measured is absent.
    """
    answers = {}
    for k, vertebra in enumerate(spine):
        above = spine[k - 1].points if k > 0 else None
        below = spine[k + 1].points if k + 1 < len(spine) else None
        values = _heights(vertebra.points, scale) | _angles(vertebra.points, above, below)
        answers[f"vertebra:{vertebra.level}"] = {name: round(value, DECIMALS) for name, value in values.items()}
    return answers


def _heights(p: dict[str, XY], scale: float) -> dict[str, float]:
    if "inferior_anterior" not in p:
        return {}
    anterior = math.dist(p["superior_anterior"], p["inferior_anterior"])
    middle = math.dist(p["superior_middle"], p["inferior_middle"])
    posterior = math.dist(p["superior_posterior"], p["inferior_posterior"])
    return {
        "anterior_height": anterior * scale,
        "middle_height": middle * scale,
        "posterior_height": posterior * scale,
        "beck_index": anterior / posterior,
        "biconcavity_index": middle / posterior,
    }


def _angles(p: dict[str, XY], above: dict[str, XY] | None, below: dict[str, XY] | None) -> dict[str, float]:
    values = {}
    whole = "inferior_anterior" in p
    if whole:
        values["wedge_angle"] = _slope(p, "inferior") - _slope(p, "superior")
    if whole and above:
        values["monosegmental_cobb_angle"] = _slope(p, "inferior") - _slope(above, "superior")
    if above and below:
        values["adjacent_endplate_cobb_angle"] = _slope(below, "superior") - _slope(above, "inferior")
    if above and below and "inferior_anterior" in below:
        values["bisegmental_cobb_angle"] = _slope(below, "inferior") - _slope(above, "superior")
    return values


def _slope(p: dict[str, XY], plate: str) -> float:
    """Degrees by which the back of an endplate is lower than its front."""
    front, back = p[f"{plate}_anterior"], p[f"{plate}_posterior"]
    return math.degrees(math.atan2(back[1] - front[1], back[0] - front[0]))


Curve = dict[str, float | str]


def frontal_truth(spine: Sequence[Vertebra]) -> dict[str, Curve]:
    """Major coronal curve and the compensatory curves that share its end vertebrae.

    A curve holds at least three vertebrae. It runs from the superior endplate of its cranial end vertebra to
    the inferior endplate of its caudal one; the patient's left is on the right of the picture.

    Parameters
    ----------
    spine : sequence of Vertebra
        Head to tail, in mm.

    Returns
    -------
    dict
        ``coronal_cobb_angle`` and, where there are any, ``coronal_cobb_angle_above`` and ``…_below``: value
        in degrees (≥ 0), ``level_from``, ``level_to`` and ``side`` of the convexity.
    """
    upper = [_tilt(v.points, "superior") for v in spine]
    lower = [_tilt(v.points, "inferior") for v in spine]
    last = len(spine) - 1
    pairs = [(i, j) for i in range(last + 1) for j in range(i + 2, last + 1)]
    first, end = max(pairs, key=lambda ij: abs(upper[ij[0]] - lower[ij[1]]))
    sign = math.copysign(1.0, upper[first] - lower[end])
    found = {"coronal_cobb_angle": (first, end)}
    above = [(i, first) for i in range(first - 1)]
    below = [(end, j) for j in range(end + 2, last + 1)]
    for name, some in (("above", above), ("below", below)):
        best = max(some, key=lambda ij: -sign * (upper[ij[0]] - lower[ij[1]]), default=None)
        if best and -sign * (upper[best[0]] - lower[best[1]]) > 0:
            found[f"coronal_cobb_angle_{name}"] = best
    return {name: _curve(spine, upper[i] - lower[j], i, j) for name, (i, j) in found.items()}


def _tilt(p: dict[str, XY], plate: str) -> float:
    """Degrees by which the right end of an endplate is lower on the picture."""
    left, right = p[f"{plate}_left"], p[f"{plate}_right"]
    return math.degrees(math.atan2(right[1] - left[1], right[0] - left[0]))


def _curve(spine: Sequence[Vertebra], angle: float, i: int, j: int) -> Curve:
    side = "right" if angle > 0 else "left"
    return {
        "value": round(abs(angle), DECIMALS),
        "level_from": spine[i].level,
        "level_to": spine[j].level,
        "side": side,
    }
