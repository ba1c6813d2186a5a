"""Document: everything that is true of one film, as plain values for ``truth.json``."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from measure.model import Facing, StructureKind, View
from measure.simulate.rays import Beam, BeamKind
from measure.simulate.truth.hidden import mapped
from measure.simulate.truth.limb import gap_truth, leg_truth
from measure.simulate.truth.planar import XY, frontal_truth, lateral_truth
from measure.simulate.truth.seen import Seen
from measure.simulate.truth.spatial import HEIGHTS, projection_errors, view_truth

FORMAT = "radiograph-measure/truth"
VERSION = 1
DECIMALS = 10
_LEG = {
    "hip": ("femoral_head", "centre"), "knee": ("femur", "knee_centre"), "ankle": ("tibia", "ankle_centre"),
    "plateau": ("tibia", "knee_centre"),
    "condyle_medial": ("femur", "condyle_medial"), "condyle_lateral": ("femur", "condyle_lateral"),
    "plateau_medial": ("tibia", "plateau_medial"), "plateau_lateral": ("tibia", "plateau_lateral"),
}  # fmt: skip


def film_truth(
    seen: Sequence[Seen],
    beam: Beam,
    view: View,
    *,
    facing: Facing | None = None,
    scale_class: str = "none",
    mm_per_pixel: tuple[float, float] | None = None,
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Truth of one film.

    Parameters
    ----------
    seen : sequence of Seen
        Structures on the film.
    beam : Beam
        Geometry.
    view : View
        Projection.
    facing : Facing, optional
        Of a lateral film.
    scale_class : str
        What the header lets a reader claim.
    mm_per_pixel : tuple of float, optional
        Spacing by row and column that the header gives; without it lengths are in pixels.
    more : mapping, optional
        What else is true: regenerate densities, implant lengths, the person.

    Returns
    -------
    dict
        ``structures`` and ``film`` are what a perfect reader measures on this film, in ``unit``; ``room`` is
        the same before projection, in mm; ``projection_error`` the difference; ``marks`` where everything is.
        ``limb``, where there is one, holds gaps and axes in pixels and in mm on the detector.
    """
    spine = [
        one for one in seen if one.structure and one.structure.kind is StructureKind.VERTEBRA and one.read_on(view)
    ]
    planar, curves = _planar(spine, view, facing, mm_per_pixel or (1.0, 1.0))
    room, room_curves = view_truth(view, spine)
    truth: dict[str, Any] = _rounded(
        {
            "scale_class": scale_class,
            "unit": "{pixel}" if mm_per_pixel is None else "mm",
            "mm_per_pixel": None if mm_per_pixel is None else list(mm_per_pixel),
            "view": str(view),
            "facing": str(facing) if facing else None,
            "structures": planar,
            "film": curves,
            "room": {"structures": room, "film": room_curves},
            "projection_error": _errors(spine, beam, view, facing, room),
            "beam": _beam(beam),
            "marks": {one.key: _marks(one) for one in seen},
            **_limb(seen, beam, view),
            **(more or {}),
        }
    )
    return truth


def _planar(
    spine: Sequence[Seen], view: View, facing: Facing | None, step: tuple[float, float]
) -> tuple[dict[str, dict[str, float]], dict[str, Any]]:
    """What is measured on the film, in pixels times ``step``; a hidden vertebra keeps its place, without points."""
    mirror = -1.0 if facing is Facing.RIGHT else 1.0
    chain: list[tuple[str, dict[str, XY]]] = []
    for one in spine:
        points = {} if one.hidden else {n: p for n, p in one.points().items() if n not in one.hidden_marks}
        xy = {name: (mirror * float(p[1]) * step[1], float(p[0]) * step[0]) for name, p in points.items()}
        chain.append((str(one.level), xy))
    if view is View.LATERAL:
        return lateral_truth(chain), {}
    corners = ("superior_left", "superior_right", "inferior_left", "inferior_right")
    return {}, dict(frontal_truth([(level, xy) for level, xy in chain if all(c in xy for c in corners)]))


def _errors(
    spine: Sequence[Seen], beam: Beam, view: View, facing: Facing | None, room: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """Planar minus spatial, vertebra by vertebra; lateral films only."""
    if view is not View.LATERAL:
        return {}
    errors = {}
    angles, _ = _planar(spine, view, facing, beam.pitch)
    for one in spine:
        # Detector millimetres over this vertebra's own magnification: what remains is not a matter of scale.
        down, across = (mm / grown for mm, grown in zip(beam.pitch, one.magnification, strict=True))
        heights, _ = _planar([one], view, facing, (down, across))
        values = angles[one.key] | {name: value for name, value in heights[one.key].items() if name in HEIGHTS}
        errors[one.key] = projection_errors(values, room[one.key])
    return errors


def _limb(seen: Sequence[Seen], beam: Beam, view: View) -> dict[str, Any]:
    """Gaps of lengthened bones, and axes of legs that are whole on a frontal film."""
    found: dict[str, Any] = {}
    for one in seen:
        if one.structure and one.structure.kind is StructureKind.REGENERATE:
            found[one.key] = {unit: _gap(one, step, view) for unit, step in (("px", (1.0, 1.0)), ("mm", beam.pitch))}
    marks = {one.key: one for one in seen}
    for side in ("left", "right") if view is View.FRONTAL else ():
        places = {name: (marks.get(f"{kind}:{side}"), mark) for name, (kind, mark) in _LEG.items()}
        spots = {
            name: one.film[mark]
            for name, (one, mark) in places.items()
            if one and mark in one.film and _shown(one, mark)
        }
        if len(spots) == len(_LEG):
            found[f"leg:{side}"] = {
                unit: leg_truth({name: _xy(at, step) for name, at in spots.items()}, side)
                for unit, step in (("px", (1.0, 1.0)), ("mm", beam.pitch))
            }
    return {"limb": found} if found else {}


def _gap(one: Seen, step: tuple[float, float], view: View) -> dict[str, float]:
    points = {name: _xy(at, step) for name, at in one.points().items() if _shown(one, name)}
    up, down = ([_xy(at, step) for at in one.film[f"{part}_axis"]] for part in ("proximal", "distal"))
    return gap_truth(points, up, down, str(view))


def _shown(one: Seen, mark: str) -> bool:
    """Whether a mark is on the film: metal over it does not change what is true there."""
    return one.hidden_marks.get(mark) != "cropped"


def _xy(at: Any, step: tuple[float, float]) -> XY:
    return float(at[1]) * step[1], float(at[0]) * step[0]


def _beam(beam: Beam) -> dict[str, Any]:
    vectors = {name: getattr(beam, name).tolist() for name in ("focus", "corner", "row_step", "col_step")}
    sid = None if beam.kind is BeamKind.PARALLEL else beam.sid
    return {"kind": str(beam.kind), **vectors, "rows": beam.rows, "cols": beam.cols, "sid": sid}


def _marks(one: Seen) -> dict[str, Any]:
    return {
        "magnification": list(one.magnification),
        "hidden": one.hidden,
        "hidden_marks": mapped(one.hidden_marks),
        "film": {name: mark.tolist() for name, mark in one.film.items()},
        "room": {name: mark.tolist() for name, mark in one.room.items() if not name.endswith("_rim")},
    }


def _rounded(value: Any) -> Any:
    """Plain values; floats to ten decimals, so that the text is the same on every machine."""
    if isinstance(value, Mapping):
        return {str(key): _rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    if isinstance(value, np.ndarray):
        return _rounded(value.tolist())
    if isinstance(value, float | np.floating):
        return round(float(value), DECIMALS) + 0.0
    return value
