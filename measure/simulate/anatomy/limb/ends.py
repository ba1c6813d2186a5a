"""Ends: what joins a field's mesh to the shaft it belongs to, and the marks of either side."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.simulate.anatomy.limb.edge import Edge
from measure.simulate.anatomy.limb.fields import smooth
from measure.simulate.anatomy.limb.nets import Pair, nets
from measure.simulate.anatomy.limb.shaft import QUADRANTS, Shaft
from measure.simulate.anatomy.limb.trabeculae import FULL
from measure.simulate.solids import Frame, Part, Solid, loft

Array = NDArray[np.float64]
_MIRROR = np.array([-1.0, 1.0, 1.0])


def end_solids(
    pair: Pair,
    seam: Frame,
    low: ArrayLike,
    high: ArrayLike,
    shaft: Shaft,
    detail: float,
    *,
    below: bool,
    fine: float = 1.0,
) -> tuple[Solid, ...]:
    """Cortical shell and cancellous core of one end of a left bone, flat at the seam with the shaft."""
    outer, inner = nets(pair, seam, low, high, fine * cell(detail), below=below)
    return (
        Solid(outer, "cortical", "soft", shaft.compacta),
        Solid(inner, "cancellous", "cortical", shaft.spongiosa, shaft.compacta),
    )


def cell(detail: float) -> float:
    """Size of a net's cells, mm."""
    return 2.9 / float(detail**1.4)


def seam(shaft: Shaft, s: float) -> Frame:
    """Frame of the cross-section of a left shaft at an arc length."""
    return Frame(shaft.axis.at(s), shaft.axis.axes(s))


def tube_fields(shaft: Shaft, points: Array) -> tuple[Array, Array, Array]:
    """Distances to the shaft's surface and canal, both going on past its ends, and the way along it."""
    way, x, y = shaft.axis.local(points)
    angle, radius = np.arctan2(y, x), np.hypot(x, y)
    outer, inner = shaft.profile.both(way, angle)
    return radius - outer, radius - inner, way


def shell(outer: Array, tube: Array, canal: Array, thickness: ArrayLike, near: Array) -> Array:
    """Surface of the spongiosa: ``thickness`` below the bone's, merging into the shaft's canal where ``near`` is 1."""
    share = smooth(near)
    return np.asarray(outer + (1 - share) * np.asarray(thickness) + share * (canal - tube))


def growth_plate(
    pair: Pair, frame: Frame, thickness: float, detail: float, shaft: Shaft, wave: float, *, open_: bool
) -> tuple[Solid, ...]:
    """Growth plate across the spongiosa: a wavy lucent disc between dense lines, or the faint dense scar it leaves."""
    angle = np.linspace(0, 2 * np.pi, 4 * max(7, round(11 * detail)), endpoint=False)
    edge = wave * (np.cos(2 * angle + 0.7) + 0.6 * np.cos(5.0))
    rims = _rims(pair, frame, angle, (edge - thickness / 2, edge + thickness / 2))
    spongy = shaft.spongiosa

    def layer(rim: Array, low: float, high: float, material: str, within: str, densities: tuple[float, float]) -> Solid:
        share = np.array([0.03, 0.35, 0.7, 1.0])
        flat = share[:, None, None] * rim
        lift = wave * np.stack([np.cos(2 * angle + 0.7) * s**2 + 0.6 * np.cos(5 * s) for s in share])
        bottom, top = flat.copy(), flat[::-1].copy()
        bottom[..., 2], top[..., 2] = lift + low, lift[::-1] + high
        return Solid(loft(frame.apply(np.concatenate([bottom, top]))), material, within, *densities)

    half = thickness / 2
    if not open_:
        found = (layer(0.97 * rims[1], -0.4, 0.4, "cancellous", "cancellous", (2.2 * spongy, spongy)),)
        return found if detail >= FULL else ()
    # Cartilage takes the place of cortex in the rim and, where that is undone again, of spongiosa inside.
    cartilage = (
        layer(0.975 * rims[0], -half, half, "soft", "cortical", (1.0, shaft.compacta)),
        layer(rims[1], -half, half, "cortical", "cancellous", (shaft.compacta, spongy)),
    )
    lines = tuple(
        layer(0.97 * rims[1], low, low + 0.6, "cancellous", "cancellous", (3.0 * spongy, spongy))
        for low in (-half - 0.6, half)
    )
    return (*cartilage, *(lines if detail >= FULL else ()))


def _rims(pair: Pair, frame: Frame, angle: Array, heights: tuple[Array, Array]) -> tuple[Array, Array]:
    """How far a layer may reach about a frame's z axis and stay in the bone and in its spongiosa; shape (m, 3) each."""
    ray = np.stack([np.cos(angle), np.sin(angle), np.zeros_like(angle)], -1)
    found = []
    for which in (0, 1):
        near, far = np.zeros(len(angle)), np.full(len(angle), 60.0)
        for _ in range(20):
            middle = (near + far) / 2
            levels = [middle[:, None] * ray + np.array([0.0, 0.0, 1.0]) * z[:, None] for z in heights]
            inside = np.all([pair(frame.apply(p))[which] < 0 for p in levels], axis=0)
            near, far = np.where(inside, middle, near), np.where(inside, far, middle)
        found.append(near[:, None] * ray)
    return found[0], found[1]


def sided(part: Part, side: str) -> Part:
    """A left part as it is on the given side."""
    if side == "left":
        return part
    marks = {
        key.replace(":left", ":right"): {name: mark * _MIRROR for name, mark in named.items()}
        for key, named in part.marks.items()
    }
    return Part(tuple(solid.over(solid.mesh.mirrored()) for solid in part.solids), marks)


def shaft_marks(shaft: Shaft, cut: tuple[float, float] | None = None) -> Mapping[str, Array]:
    """Axes of the proximal and distal half of a left shaft, and its cortices."""
    start, end = cut or (0.0, shaft.length)
    third = (end - start) / 3
    return {
        "axis_proximal": shaft.middle(start, start + third),
        "axis_distal": shaft.middle(end - third, end),
        **shaft.lines(start, end),
    }


def piece_marks(shaft: Shaft, start: float | Edge, end: float | Edge, name: str) -> dict[str, Array]:
    """Axis, cortices and cut edges of a piece of a left shaft, named after the piece."""
    a, b = (s.at if isinstance(s, Edge) else s for s in (start, end))
    found = {f"axis_{name}": shaft.middle(a, b)}
    found |= {f"{line}_{name}": points for line, points in shaft.lines(a, b).items()}
    for edge in (start, end):
        if isinstance(edge, Edge):
            for quadrant in QUADRANTS:
                outer, inner = shaft.edge_point(edge, quadrant)
                found |= {f"cut_{quadrant}_outer_{name}": outer, f"cut_{quadrant}_inner_{name}": inner}
    return found
