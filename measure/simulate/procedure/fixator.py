"""Fixator: rail or rings outside the limb, held to the bone by pins and wires."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.limb import Shaft
from measure.simulate.procedure.lengthening import State
from measure.simulate.procedure.piercing import pierced
from measure.simulate.procedure.segments import segments
from measure.simulate.solids import HERE, Frame, Mesh, Part, Solid, box, merged, ring, tube

Array = NDArray[np.float64]
KEY = "implant:fixator"


@dataclass(frozen=True, slots=True)
class RailSize:
    """A one-sided fixator: two clamps on a rail, each with half-pins.

    Sizes are those usual for adults, rounded.

    Attributes
    ----------
    pin : float
        Diameter of the half-pins, mm.
    pins, apart : int, float
        In each clamp, and from one to the next, mm.
    clear : float
        From the bone's axis to the rail, mm: skin and room to clean.
    away : float
        From the cut to the nearest pin of either segment, mm.
    skin : float
        From the bone's axis to the skin, mm.
    """

    pin: float = 6.0
    pins: int = 3
    apart: float = 18.0
    clear: float = 120.0
    away: float = 35.0
    skin: float = 75.0


@dataclass(frozen=True, slots=True)
class RingSize:
    """A ring fixator: rings on both segments with wires, and rods between them.

    Rings of 150 to 160 mm serve most adult tibiae (Wheeless' Textbook, ring characteristics); other sizes are usual
    ones, rounded.

    Attributes
    ----------
    inner, bar, thick : float
        Ring: inner diameter, width of its bar, thickness along the limb, mm.
    wire, rod : float
        Diameter of wires and of threaded rods, mm.
    above, below : tuple of float
        Where the rings of the two segments are, mm from the cut.
    material : str
        ``"plastic"`` for carbon, ``"steel"``, ``"aluminium"``.
    hinged : bool
        Whether the rods across the gap have hinges.
    skin : float
        From the bone's axis to the skin, mm.
    """

    inner: float = 160.0
    bar: float = 16.0
    thick: float = 5.0
    wire: float = 1.8
    rod: float = 6.0
    above: tuple[float, ...] = (90.0, 35.0)
    below: tuple[float, ...] = (45.0, 130.0)
    material: str = "plastic"
    hinged: bool = False
    skin: float = 60.0


def rail(shaft: Shaft, now: State, size: RailSize | None = None, detail: float = 1.0) -> Part:
    """One-sided fixator on the outer side of the limb.

    Parameters
    ----------
    shaft : Shaft
        The uncut bone.
    now : State
        Lengthening on that day.
    size : RailSize, optional
        Sizes.
    detail : float
        1 for a full-size film.

    Returns
    -------
    Part
        In the frame of the uncut bone; marks of ``implant:fixator``: every pin from its clamp to its tip.
    """
    size, around = size or RailSize(), max(8, round(18 * detail))
    place = segments(shaft, now)
    out = 1.0 if shaft.side == "left" else -1.0
    pins: list[Solid] = []
    marks: dict[str, Array] = {}
    clamps, feet = [], []
    for name, sign, frame in (("proximal", -1, HERE), ("distal", 1, place.distal)):
        entries = []
        for n in range(size.pins):
            s = now.plan.osteotomy + sign * (size.away + n * size.apart)
            centre, axes = shaft.at(s)
            far = shaft.cortex(s, "medial")[0]
            tip = far - 2.0 * out * axes[:, 0]
            clamp = centre + out * size.clear * axes[:, 0]
            line = np.stack([clamp + 12.0 * out * axes[:, 0], tip])
            pin = pierced(shaft, line, size.pin / 2, "steel", skin=size.skin, points=around, thread=45.0)
            pins.extend(solid.at(frame) for solid in pin)
            marks[f"{name}_pin_{n + 1}"] = frame.apply(line)
            entries.append(frame.apply(clamp))
        middle, turned = np.mean(entries, axis=0), np.asarray(frame.axes) @ shaft.at(now.plan.osteotomy)[1]
        clamps.append(box((26.0, 30.0, size.apart * size.pins + 6.0)).at(Frame(middle, turned)))
        feet.append(middle)
    # The rail runs past both clamps; the drive is a threaded rod beside it.
    way = (feet[1] - feet[0]) / np.linalg.norm(feet[1] - feet[0])
    ends = np.stack([feet[0] - 50 * way, feet[1] + 50 * way]) + 24.0 * out * np.array([1.0, 0, 0])
    drive = tube(feet + np.array([0, -11.0, 0]), 3.0, around)
    solids = (
        Solid(merged(clamps), "aluminium", "air"), Solid(tube(ends, 9.0, around, up=(0, 1.0, 0)), "aluminium", "air"),
        Solid(drive, "steel", "air"), *pins,
    )  # fmt: skip
    return Part(solids, {KEY: marks})


def rings(shaft: Shaft, now: State, size: RingSize | None = None, detail: float = 1.0) -> Part:
    """Ring fixator around the limb.

    Parameters
    ----------
    shaft : Shaft
        The uncut bone.
    now : State
        Lengthening on that day.
    size : RingSize, optional
        Sizes.
    detail : float
        1 for a full-size film.

    Returns
    -------
    Part
        In the frame of the uncut bone; marks of ``implant:fixator``: middle of every ring, wires from end to end.
    """
    size, around = size or RingSize(), max(24, round(72 * detail))
    place = segments(shaft, now)
    places = [("proximal", -a, HERE) for a in size.above] + [("distal", b, place.distal) for b in size.below]
    solids: list[Solid] = []
    marks: dict[str, Array] = {}
    holes = []
    for n, (_, off, moved) in enumerate(sorted(places, key=lambda p: p[1]), 1):
        centre, axes = shaft.at(now.plan.osteotomy + off)
        uncut = Frame(centre, axes)
        frame = uncut.then(moved)
        solids.append(Solid(_ring(size, around).at(frame), size.material, "air"))
        for k, turn in enumerate((35.0, -35.0) if off < 0 else (25.0, -40.0)):
            line = uncut.apply(_wire(size, turn, 6.0 * k - 3.0))
            wire = pierced(shaft, line, size.wire / 2, "steel", skin=size.skin, points=8)
            solids.extend(solid.at(moved) for solid in wire)
            marks[f"ring_{n}_wire_{k + 1}"] = moved.apply(line)
        marks[f"ring_{n}"] = np.asarray(frame.origin)
        radius = size.inner / 2 + size.bar / 2
        angle = np.deg2rad(45.0 + 90.0 * np.arange(4))
        holes.append(frame.apply(np.stack([radius * np.cos(angle), radius * np.sin(angle), 0 * angle], -1)))
    solids.extend(_rods(holes, len(size.above) - 1, size))
    return Part(tuple(solids), {KEY: marks})


def _ring(size: RingSize, around: int) -> Mesh:
    """Flat ring in the x-y plane, bolts' holes left out."""
    inner, outer = size.inner / 2, size.inner / 2 + size.bar
    circle, t = ring(1.0, 1.0, around), np.array([0, 0, size.thick / 2])
    loops = [inner * circle - t, outer * circle - t, outer * circle + t, inner * circle + t]
    return _torus(np.stack(loops))


def _wire(size: RingSize, turn: float, height: float) -> Array:
    """Wire through the middle of a ring, end to end."""
    reach, angle = size.inner / 2 + size.bar - 2.0, np.deg2rad(turn)
    end = np.array([reach * np.cos(angle), reach * np.sin(angle), 0.0])
    return np.asarray(np.stack([-end, end]) + np.array([0, 0, height]))


def _rods(holes: list[Array], gap: int, size: RingSize) -> list[Solid]:
    """Threaded rods from ring to ring, those across the gap with a hinge or a drive, and their nuts."""
    made, nuts = [], []
    for k in range(len(holes) - 1):
        for a, b in zip(holes[k], holes[k + 1], strict=True):
            way = (b - a) / np.linalg.norm(b - a)
            made.append(tube(np.stack([a - 12 * way, b + 12 * way]), size.rod / 2, 10))
            nuts += [
                tube(np.stack([end + (s * 2.5) * way, end + (s * 8.0) * way]), 5.5, 6)
                for end in (a, b)
                for s in (1, -1)
            ]
            if k == gap:
                middle = (a + b) / 2
                nuts.append(tube(np.stack([middle - 9 * way, middle + 9 * way]), 7.0 if size.hinged else 6.0, 8))
    return [Solid(merged(made), "steel", "air"), Solid(merged(nuts), "steel", "air")]


def _torus(loops: Array) -> Mesh:
    """Closed surface through loops around a hole, the last joined to the first."""
    k, m = loops.shape[:2]
    i, j = np.meshgrid(np.arange(k), np.arange(m), indexing="ij")
    up, on = (i + 1) % k, (j + 1) % m
    a, b, c, d = i * m + j, i * m + on, up * m + on, up * m + j
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    mesh = Mesh(loops.reshape(-1, 3), faces.astype(np.int32))
    return mesh if mesh.volume >= 0 else Mesh(mesh.points, np.ascontiguousarray(mesh.faces[:, ::-1]))
