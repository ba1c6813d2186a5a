"""Fixation: pedicle screws with their rods, and cages between vertebrae."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.model import Level
from measure.simulate.procedure.spine_site import Site
from measure.simulate.solids import Frame, Mesh, Part, Solid, box, loft, merged, tube

Array = NDArray[np.float64]

_PITCH = 2.7  # mm from thread to thread


@dataclass(frozen=True, slots=True)
class Fixation:
    """Screws on both sides of some vertebrae, joined by a rod on each side.

    Attributes
    ----------
    levels : tuple of Level
        Vertebrae with screws, head to tail.
    diameter, length : float
        Of the screws, mm; both are less in the chest.
    rod : float
        Diameter of the rods, mm; 0 none.
    material : str
        ``titanium`` or ``steel``.
    """

    levels: tuple[Level, ...]
    diameter: float = 6.2
    length: float = 45.0
    rod: float = 5.5
    material: str = "titanium"

    def built(
        self, sites: Mapping[Level, Site], frames: Mapping[str, Frame], rng: np.random.Generator, detail: float = 1.0
    ) -> dict[str, Part]:
        """Parts by frame: screws in the frame of their vertebra, rods in that of the lowest.

        Parameters
        ----------
        sites : mapping of Level to Site
            Vertebrae.
        frames : mapping of str to Frame
            Where they stand while the rods are bent.
        rng : numpy.random.Generator
            Small differences between screws.
        detail : float
            Number of points.
        """
        missing = [v for v in self.levels if v not in sites or v not in frames]
        if missing or not self.levels:
            raise SimulationError(f"fixation: expected vertebrae of this person, got {', '.join(missing) or 'none'}")
        parts: dict[str, Part] = {}
        heads: dict[str, list[Array]] = {"left": [], "right": []}
        for level in self.levels:
            share = 0.82 if level[0] == "T" else 1.0
            solids: list[Solid] = []
            marks: dict[str, Array] = {}
            for name, side in (("left", 1.0), ("right", -1.0)):
                tip, head = self._way(sites[level], side, share, rng)
                mesh = merged(
                    [screw(tip, head, self.diameter * share, detail), *tulip(tip, head, self.rod or 5.5, detail)]
                )
                solids.append(Solid(mesh, self.material, "soft"))
                marks |= {f"{name}_tip": tip, f"{name}_head": head}
                heads[name].append(frames[level].apply(head))
            parts[str(level)] = Part(tuple(solids), {f"implant:{level}": marks})
        if self.rod and len(self.levels) > 1:
            low = str(self.levels[-1])
            rods = [
                tube(frames[low].local(_rod(np.array(h))), self.rod / 2, max(6, round(14 * detail)), up=(1.0, 0, 0))
                for h in heads.values()
            ]
            parts[low] = parts[low].and_(Part((Solid(merged(rods), self.material, "soft"),)))
        return parts

    def _way(self, site: Site, side: float, share: float, rng: np.random.Generator) -> tuple[Array, Array]:
        """Tip and middle of the head of one screw: through the pedicle, towards the midline."""
        mirror = np.array([side, 1.0, 1.0])
        through = site.pedicle * mirror
        aim = np.array(
            [
                0.45 * site.pedicle[0] + rng.normal(0, 0.7),
                -0.25 * site.half_depth,
                0.65 * site.middles[:, 2].mean() + 0.35 * site.pedicle[2] + rng.normal(0, 0.7),
            ]
        )
        way = through - aim * mirror
        way /= np.linalg.norm(way)
        # The head lies about 24 mm behind the middle of the pedicle, and never so far that the tip leaves the body.
        tip = through - way * min(
            self.length * share - 18.0, 0.95 * float(np.linalg.norm(through - aim * mirror)) + 0.3 * site.half_depth
        )
        return tip, through + way * 24.0 * (0.85 if share < 1 else 1.0)


def screw(tip: Array, head: Array, diameter: float, detail: float = 1.0) -> Mesh:
    """Threaded shaft from its tip to its head."""
    length = float(np.linalg.norm(head - tip))
    turns = length / _PITCH
    # Four points to a turn, where the film can show a thread at all.
    count = max(4, round(4 * turns)) if detail >= 0.6 else 4
    at = np.linspace(0, 1, count)
    core = diameter / 2 * (0.66 + 0.2 * at)
    crest = (0.5 - 0.5 * np.cos(2 * np.pi * at * turns)) if detail >= 0.6 else 0.5
    radius = np.minimum(core + (diameter / 2 - core) * crest, diameter / 2) * np.clip(0.25 + 12 * at, 0, 1)
    return tube(tip + at[:, None] * (head - tip), radius, max(6, round(14 * detail)))


def tulip(tip: Array, head: Array, rod: float, detail: float = 1.0) -> list[Mesh]:
    """Head of a screw around its rod: a base, two walls and the set screw."""
    back = (head - tip) / np.linalg.norm(head - tip)
    across = np.cross(back, [0, 0, 1.0])
    across /= np.linalg.norm(across)
    axes = np.stack([across, back, np.cross(across, back)], -1)
    around, half = max(6, round(16 * detail)), rod / 2
    place = Frame(head, axes)
    # Two segments of a cylinder with the rod between them.
    open_to = np.arccos((half + 0.2) / 6.6)
    arc = np.linspace(-open_to, open_to, around // 2 + 1)
    outline = 6.6 * np.stack([np.cos(arc), 0 * arc, np.sin(arc)], -1)
    wall = loft(np.stack([outline + [0, y, 0] for y in (-half - 1.0, half + 5.5)]))
    walls = [wall.at(place), wall.mirrored().at(place)]
    base = tube(
        place.apply([[0, -half - 5.5, 0], [0, -half - 4.0, 0], [0, -half - 0.3, 0]]),
        [3.6, 5.6, 6.2],
        around,
        up=axes[:, 2],
    )
    lid = tube(place.apply([[0, half + 0.2, 0], [0, half + 5.0, 0]]), half + 0.1, around, up=axes[:, 2])
    return [base, lid, *walls]


def _rod(heads: Array) -> Array:
    """Smooth way through the heads, 9 mm longer at both ends."""
    along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(heads, axis=0), axis=1))])
    slope = np.gradient(heads, along, axis=0)
    at = np.linspace(-9.0, along[-1] + 9.0, 12 * len(heads))
    k = np.clip(np.searchsorted(along, at) - 1, 0, len(along) - 2)
    step, t = (along[k + 1] - along[k])[:, None], np.clip((at - along[k]) / (along[k + 1] - along[k]), 0, 1)[:, None]
    inside = heads[k] * (1 + 2 * t) * (1 - t) ** 2 + heads[k + 1] * t**2 * (3 - 2 * t)
    inside += step * (slope[k] * t * (1 - t) ** 2 - slope[k + 1] * t**2 * (1 - t))
    beyond = np.minimum(at, 0)[:, None] * slope[0] + np.maximum(at - along[-1], 0)[:, None] * slope[-1]
    return np.asarray(inside + beyond)


@dataclass(frozen=True, slots=True)
class Cage:
    """A spacer in place of a disc, with metal pins that show where it is.

    Attributes
    ----------
    level : Level
        Vertebra above the disc.
    height, width, depth : float
        Outside, mm.
    material : str
        ``plastic`` (with pins) or ``titanium``.
    """

    level: Level
    height: float = 9.0
    width: float = 24.0
    depth: float = 22.0
    material: str = "plastic"

    def built(self, site: Site, gap: float, detail: float = 1.0) -> Part:
        """Cage below a vertebra, in that vertebra's frame.

        Parameters
        ----------
        site : Site
            Vertebra above.
        gap : float
            Height of the disc, mm; a cage that is higher is made as high as that.
        detail : float
            Number of points.
        """
        front, back = site.corners[1]
        middle, along = (front + back) / 2, (back - front) / np.linalg.norm(back - front)
        place = Frame(middle, np.stack([[1.0, 0, 0], along, np.cross([1.0, 0, 0], along)], -1))
        high = min(self.height, gap)
        wall, half = 4.0, (self.width / 2, self.depth / 2)
        sides = [box((wall, self.depth, high), (x, 0, -gap / 2)) for x in (-half[0] + wall / 2, half[0] - wall / 2)]
        ends = [
            box((self.width - 2 * wall, wall, high), (0, y, -gap / 2))
            for y in (-half[1] + wall / 2, half[1] - wall / 2)
        ]
        frame = merged([*sides, *ends]).at(place)
        solids = [Solid(frame, self.material, "soft")]
        if self.material == "plastic":
            spots = [(-half[0] + 2, -half[1] + 2), (half[0] - 2, -half[1] + 2), (0.0, half[1] - 2)]
            pins = [
                tube(
                    [[x, y, -gap / 2 - 0.45 * high], [x, y, -gap / 2 + 0.45 * high]],
                    0.5,
                    max(6, round(10 * detail)),
                    up=(0, 1.0, 0),
                )
                for x, y in spots
            ]
            solids.append(Solid(merged(pins).at(place), "titanium", "plastic"))
        return Part(tuple(solids), {f"implant:{self.level}": {"cage_middle": place.apply([0, 0, -gap / 2])}})
