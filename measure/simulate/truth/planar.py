"""Planar truth: what a perfect reader measures on the film, in closed form and plain Python on purpose.

Nothing here comes from the measuring rooms of this package: these numbers are what those are checked against.
"""

import math
from collections.abc import Mapping, Sequence

XY = tuple[float, float]
Spine = Sequence[tuple[str, Mapping[str, XY]]]
"""Level and named points (x, y) in the unit of the film, y down, the front on the left; head to tail."""
Curve = dict[str, float | str]


def lateral_truth(spine: Spine) -> dict[str, dict[str, float]]:
    """Heights, ratios and angles of every vertebra of a lateral film.

    Parameters
    ----------
    spine : sequence of (str, mapping)
        Level and points, head to tail, adjacent levels next to each other.

    Returns
    -------
    dict
        ``vertebra:<level>`` to measure to value; kyphosis +, lordosis −. What cannot be measured is absent.
    """
    answers = {}
    for k, (level, points) in enumerate(spine):
        above = spine[k - 1][1] if k > 0 else None
        below = spine[k + 1][1] if k + 1 < len(spine) else None
        answers[f"vertebra:{level}"] = _heights(points) | _angles(points, above, below)
    return answers


def _heights(p: Mapping[str, XY]) -> dict[str, float]:
    names = ("anterior", "middle", "posterior")
    if not all(f"{edge}_{name}" in p for edge in ("superior", "inferior") for name in names):
        return {}
    anterior, middle, posterior = (math.dist(p[f"superior_{name}"], p[f"inferior_{name}"]) for name in names)
    return {
        "anterior_height": anterior,
        "middle_height": middle,
        "posterior_height": posterior,
        "beck_index": anterior / posterior,
        "biconcavity_index": middle / posterior,
    }


def _angles(p: Mapping[str, XY], above: Mapping[str, XY] | None, below: Mapping[str, XY] | None) -> dict[str, float]:
    values = {}
    top, bottom = _slope(p, "superior"), _slope(p, "inferior")
    up = _slope(above, "superior") if above else None
    up_end = _slope(above, "inferior") if above else None
    down = _slope(below, "inferior") if below else None
    down_start = _slope(below, "superior") if below else None
    if top is not None and bottom is not None:
        values["wedge_angle"] = bottom - top
    if bottom is not None and up is not None:
        values["monosegmental_cobb_angle"] = bottom - up
    if up_end is not None and down_start is not None:
        values["adjacent_endplate_cobb_angle"] = down_start - up_end
    if up is not None and down is not None:
        values["bisegmental_cobb_angle"] = down - up
    return values


def _slope(p: Mapping[str, XY], plate: str) -> float | None:
    """Degrees by which the back of an endplate is lower than its front."""
    if f"{plate}_anterior" not in p or f"{plate}_posterior" not in p:
        return None
    front, back = p[f"{plate}_anterior"], p[f"{plate}_posterior"]
    return math.degrees(math.atan2(back[1] - front[1], back[0] - front[0]))


def frontal_truth(spine: Spine) -> dict[str, Curve]:
    """Major coronal curve and the compensatory curves that share its end vertebrae.

    A curve holds at least three vertebrae. It runs from the superior endplate of its cranial end vertebra to
    the inferior endplate of its caudal one; the patient's left is on the right of the picture.

    Parameters
    ----------
    spine : sequence of (str, mapping)
        Level and the four corners as seen on the picture, head to tail; fewer than three give no curve.

    Returns
    -------
    dict
        ``coronal_cobb_angle`` and, where there are any, ``coronal_cobb_angle_above`` and ``…_below``: value
        in degrees (≥ 0), ``level_from``, ``level_to`` and ``side`` of the convexity.
    """
    upper = [_tilt(points, "superior") for _, points in spine]
    lower = [_tilt(points, "inferior") for _, points in spine]
    last = len(spine) - 1
    pairs = [(i, j) for i in range(last + 1) for j in range(i + 2, last + 1)]
    if not pairs:
        return {}
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


def _tilt(p: Mapping[str, XY], plate: str) -> float:
    """Degrees by which the right end of an endplate is lower on the picture."""
    left, right = p[f"{plate}_left"], p[f"{plate}_right"]
    return math.degrees(math.atan2(right[1] - left[1], right[0] - left[0]))


def _curve(spine: Spine, angle: float, i: int, j: int) -> Curve:
    return {
        "value": abs(angle),
        "level_from": spine[i][0],
        "level_to": spine[j][0],
        "side": "right" if angle > 0 else "left",
    }
