"""Nail: a lengthening nail of two telescoping tubes with its screws, and the canal that is reamed for it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.simulate.anatomy.limb import Shaft
from measure.simulate.procedure.lengthening import State
from measure.simulate.procedure.nail_size import NailSize
from measure.simulate.procedure.piercing import ends, pierced
from measure.simulate.solids import Frame, Part, Solid, tube

Array = NDArray[np.float64]

KEY = "implant:nail"


def nail(
    shaft: Shaft, now: State, line: Array, size: NailSize | None = None, *, end_cap: bool = True, detail: float = 1.0
) -> tuple[Part, Part]:
    """Lengthening nail, tube above and rod below, on one day.

    Parameters
    ----------
    shaft : Shaft
        The uncut bone.
    now : State
        Lengthening on that day: by so much is the nail longer than on day 0.
    line : ndarray, shape (2, 3)
        Where the nail lay on day 0 (``nail_line``).
    size : NailSize, optional
        Nail.
    end_cap : bool
        Whether a cap closes its upper end.
    detail : float
        1 for a full-size film.

    Returns
    -------
    upper, lower : Part
        Tube with its screws, and rod with its screws as it has moved, in the frame of the uncut bone. Marks of
        ``implant:nail``: ``tube_axis`` and ``rod_axis`` (from the tube's mouth), ``tube_width`` and ``rod_width`` from
        side to side, ``rod_top`` (the hidden end), ``proximal_screw_1`` ... ``distal_screw_2`` from head to tip.

    Raises
    ------
    SimulationError
        If the lengthening is more than the nail's stroke.
    """
    size = size or NailSize()
    moved = now.lengthening
    if not 0 <= moved <= size.stroke + 1e-6:
        raise SimulationError(f"nail: expected a lengthening up to the stroke of {size.stroke} mm, got {moved}")
    way = (line[1] - line[0]) / np.linalg.norm(line[1] - line[0])
    around, mouth, foot = max(10, round(28 * detail)), size.length - size.exposed, size.length + moved
    top = float((shaft.at(0.0)[0] - line[0]) @ way)
    cut = float((shaft.at(now.plan.osteotomy)[0] - line[0]) @ way)
    # What a nail takes the place of: spongiosa above the shaft, marrow, soft tissue in the gap, marrow.
    room = ((-1e3, "cancellous"), (top, "fat"), (cut, "soft"), (cut + now.gap, "fat"), (1e4, ""))
    bar = _Bar(line[0], way, around, room)
    tube_solids = bar.solids(-5.0 if end_cap else 0.0, mouth, size.diameter / 2, size.material)
    rod_solids = bar.solids(mouth, foot, size.rod / 2, size.material, point=6.0)
    works = bar.works(size, moved)
    marks: tuple[dict[str, Array], dict[str, Array]] = (
        {"tube_axis": bar.line(0.0, mouth), "tube_width": bar.width(mouth / 2, size.diameter)},
        {
            "rod_axis": bar.line(mouth, foot),
            "rod_width": bar.width((mouth + foot) / 2, size.rod),
            "rod_top": bar.at(mouth - size.overlap + moved),
        },
    )
    solids = ([*tube_solids, *works], list(rod_solids))
    for n, (place, after) in enumerate(
        ((20.0, 0.0), (36.0, 0.0), (size.length - 30.0, moved), (size.length - 14.0, moved))
    ):
        which, count = divmod(n, 2)
        screw, across = _screw(shaft, bar, place, after, size)
        solids[which].extend(screw)
        marks[which][f"{('proximal', 'distal')[which]}_screw_{count + 1}"] = across
    return Part(tuple(solids[0]), {KEY: marks[0]}), Part(tuple(solids[1]), {KEY: marks[1]})


@dataclass(frozen=True, slots=True, eq=False)
class _Bar:
    """Round things along one axis, cut where what they lie in changes."""

    start: Array
    way: Array
    around: int
    room: tuple[tuple[float, str], ...]  # from where on, what

    def at(self, t: float) -> Array:
        """Point of the axis."""
        point: Array = self.start + t * self.way
        return point

    def line(self, a: float, b: float) -> Array:
        """Two points of the axis."""
        return np.stack([self.at(a), self.at(b)])

    def width(self, t: float, across: float) -> Array:
        """Two points from side to side."""
        side = np.cross(self.way, [0.0, 1.0, 0.0])
        return np.asarray(self.at(t) + np.array([[0.5], [-0.5]]) * across * side / np.linalg.norm(side))

    def solids(self, a: float, b: float, radius: float, material: str, point: float = 0.0) -> list[Solid]:
        """Rod from ``a`` to ``b``, the last ``point`` mm tapering."""
        made = []
        for (low, within), (high, _) in zip(self.room[:-1], self.room[1:], strict=True):
            first, last = max(a, low), min(b, high)
            if last - first > 1e-6:
                stops = np.unique(np.clip([first, b - point, b - point / 2, last], first, last))
                taper = (
                    np.interp(stops, [b - point, b - point / 2, b], [1.0, 0.85, 0.45]) if point else np.ones(len(stops))
                )
                made.append(Solid(tube([self.at(t) for t in stops], radius * taper, self.around), material, within))
        return made

    def inside(self, a: float, b: float, radius: float, material: str, within: str) -> list[Solid]:
        """Rod within the nail itself."""
        return [Solid(tube(self.line(a, b), radius, self.around), material, within)] if b - a > 1e-6 else []

    def works(self, size: NailSize, moved: float) -> list[Solid]:
        """What shows inside: magnet, gears and bearing, and the screw in the room that the rod leaves."""
        mouth = size.length - size.exposed
        rest, rod = mouth - size.overlap, mouth - size.overlap + moved
        core, slim = 0.36 * size.diameter, 0.17 * size.rod
        bore_end = mouth + size.exposed - 45.0 + moved
        return [
            *self.inside(rest - 40, rest - 20, core, "steel", size.material),  # magnet
            *(
                s
                for k in range(3)
                for s in self.inside(rest - 18 + 4 * k, rest - 15.5 + 4 * k, core, "steel", size.material)
            ),
            *self.inside(rest - 5, rest - 2, 0.42 * size.diameter, "steel", size.material),  # bearing
            *self.inside(rest, rod, size.rod / 2, "air", size.material),
            *self.inside(rest, rod, slim, "steel", "air"),
            *self.inside(rod, bore_end, slim * 1.35, "air", size.material),
            *self.inside(rod, max(mouth - 4, rod), slim, "steel", "air"),
        ]


def _screw(shaft: Shaft, bar: _Bar, place: float, after: float, size: NailSize) -> tuple[list[Solid], Array]:
    """Locking screw across bone and nail at a place of the nail on day 0, ``after`` mm further now; head and tip."""
    centre = bar.at(place)
    left = shaft.at(float((centre - shaft.at(0.0)[0]) @ bar.way))[1][:, 0]
    inwards = (left - (left @ bar.way) * bar.way) * (-1.0 if shaft.side == "left" else 1.0)
    inwards /= np.linalg.norm(inwards)
    near, far = ends(shaft, centre, inwards)
    line = centre + np.array([[near - 4.0], [far + 1.5]]) * inwards
    moved, half = (
        after * bar.way,
        size.diameter / 2 if after == 0 and place < size.length - size.exposed else size.rod / 2,
    )
    shank = pierced(shaft, line, size.screw / 2, size.material, gap=half, points=max(8, bar.around // 2))
    head = Solid(
        tube(line[0] + np.array([[-0.5], [3.0]]) * inwards, 0.9 * size.screw, bar.around // 2), size.material, "soft"
    )
    return [solid.at(Frame(moved)) for solid in (*shank, head)], line + moved
