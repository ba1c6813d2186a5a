"""Expandable implants: a pair of jacks put through the pedicles that press the endplates of a vertebra apart."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.errors import SimulationError
from measure.model import Level
from measure.simulate.procedure.spine_cement import Leak, filled, freed, leaked
from measure.simulate.procedure.spine_site import Site
from measure.simulate.solids import Frame, Mesh, Part, Solid, box, merged, rotation, tube

Array = NDArray[np.float64]

# Greatest height and closed length by diameter, mm: sizes as sold, rounded from memory; the three diameters are in
# Medscape's overview of the system.
SIZES = {4.2: (12.5, 20.0), 5.0: (17.0, 25.0), 5.8: (20.0, 30.0)}


@dataclass(frozen=True, slots=True)
class ExpandableImplants:
    """Two jacks in one vertebra, with cement around them.

    Attributes
    ----------
    level : Level
        Treated vertebra.
    height : float or None
        How far they are opened, plate to plate outside, mm; None as far as the body lets them.
    diameter : float
        4.2, 5.0 or 5.8 mm.
    apart : float
        From the mid-sagittal plane to each, mm.
    cement_ml : float
        Both sides together; 0 none.
    leak : Leak
        Where some cement has run to.
    """

    level: Level
    height: float | None = None
    diameter: float = 5.0
    apart: float = 10.0
    cement_ml: float = 4.0
    leak: Leak = Leak.NONE

    def __post_init__(self) -> None:
        if self.diameter not in SIZES:
            raise SimulationError(
                f"implant at {self.level}: expected a diameter of 4.2, 5.0 or 5.8 mm, got {self.diameter}"
            )
        top = SIZES[self.diameter][0]
        if self.height is not None and not self.diameter <= self.height <= top:
            raise SimulationError(
                f"implant at {self.level}: expected a height of {self.diameter} to {top} mm, got {self.height:g}"
            )

    def opened(self, site: Site) -> float:
        """Height to which the implants stand open in this vertebra, mm."""
        most = min(SIZES[self.diameter][0], site.clear)
        if most < self.diameter:
            raise SimulationError(
                f"implant at {self.level}: {site.clear:.1f} mm between the endplates do not hold {self.diameter} mm"
            )
        return most if self.height is None else min(self.height, most)

    def built(self, site: Site, rng: np.random.Generator, detail: float = 1.0) -> Part:
        """Implants and cement in the vertebra's frame.

        Parameters
        ----------
        site : Site
            Vertebra, with the height it has regained.
        rng : numpy.random.Generator
            Small differences between both sides, and the shape of the cement.
        detail : float
            Number of points.

        Returns
        -------
        Part
            Marks of ``implant:<level>``: ``left_front``, ``left_back``, ``left_top``, ``left_bottom``; right alike.
        """
        height = self.opened(site)
        solids: list[Solid] = []
        marks: dict[str, Array] = {}
        for name, side in (("left", 1.0), ("right", -1.0)):
            pieces, ends = jack_pieces(self.diameter, height, detail)
            frame = self._placed(site, side, ends, rng)
            metal = [piece.at(frame) for piece in pieces]
            solids.append(Solid(merged(metal), "titanium", "cancellous", within_density=site.spongy))
            marks |= {f"{name}_{end}": frame.apply(point) for end, point in ends.items()}
            if self.cement_ml > 0:
                centre = frame.apply([0, -1.5, 0])
                cement = filled(site, centre, self.cement_ml / 2, rng, rough=0.8, divide=0.4, detail=detail)
                solids += [*cement, *freed(site, centre, metal, cement)]
        return Part((*solids, *leaked(site, self.leak, rng, detail)), {f"implant:{self.level}": marks})

    def _placed(self, site: Site, side: float, ends: Mapping[str, Array], rng: np.random.Generator) -> Frame:
        """From the middle of the jack, its own y along its axis: backwards, and outwards to the pedicle."""
        bounds = site.bounds()
        middle = np.array([side * (self.apart + rng.normal(0, 0.4)), 0.0, bounds[:, 0].mean()])
        out = np.rad2deg(np.arctan2(site.pedicle[0] - self.apart, site.pedicle[1]))
        tilt = np.rad2deg(np.arctan(bounds[:, 1]).mean())
        axes = rotation("z", -side * (0.6 * out + rng.normal(0, 1.0))) @ rotation("x", tilt + rng.normal(0, 1.0))
        # As far forwards as the anterior wall lets the nose go.
        front = float(site.reach(middle, -axes[:, 1])) - rng.uniform(0.0, 1.5)
        return Frame(middle - axes[:, 1] * (front + ends["front"][1]), axes @ rotation("y", rng.normal(0, 2.0)))


def jack(diameter: float, height: float, detail: float = 1.0) -> tuple[Mesh, dict[str, Array]]:
    """One jack, opened to a height: nose in front (−y), sleeve behind, two plates held apart by four arms.

    It grows shorter as it opens, for its arms are of one length.

    Parameters
    ----------
    diameter, height : float
        Closed, and open from plate to plate outside, mm.
    detail : float
        Number of points.

    Returns
    -------
    Mesh
        Closed parts.
    dict of str to ndarray
        ``front``, ``back``: ends of its axis; ``top``, ``bottom``: middles of the plates outside.
    """
    pieces, ends = jack_pieces(diameter, height, detail)
    return merged(pieces), ends


def jack_pieces(diameter: float, height: float, detail: float = 1.0) -> tuple[list[Mesh], dict[str, Array]]:
    """The same piece by piece."""
    around = max(6, round(16 * detail))
    length, thick = SIZES[diameter][1], 0.24 * diameter
    plate, arm = 0.38 * length, 0.17 * length
    rise = max((height - thick) / 2, 0.0)
    lift = max(rise - 0.5 * diameter + 0.5 * thick, 0.0)
    run = float(np.sqrt(max((1.6 * arm) ** 2 - lift**2, (0.45 * arm) ** 2)))
    nose, sleeve = -plate / 2 - run, plate / 2 + run
    radius = diameter / 2
    parts = [
        tube([[0, nose - 3.2, 0], [0, nose - 2.2, 0], [0, nose, 0]], [0.55 * radius, radius, radius], around),
        tube([[0, sleeve, 0], [0, sleeve + 4.0, 0]], radius, around),
        tube([[0, nose, 0], [0, sleeve, 0]], 0.36 * radius, around),
    ]
    for sign in (1.0, -1.0):
        z = sign * rise
        parts.append(tube([[0, -plate / 2, z], [0, plate / 2, z]], 0.5 * diameter, around, flat=thick / diameter))
        for end in (-1.0, 1.0):
            foot = [0, end * (plate / 2 + run), sign * 0.32 * diameter]
            # Two legs side by side, as the slots between them leave it.
            parts += [
                tube(
                    [[x, end * (plate / 2 - 0.8), z], [x, *foot[1:]]],
                    0.17 * diameter,
                    max(6, around // 2),
                    up=(1.0, 0, 0),
                )
                for x in (-0.3 * diameter, 0.3 * diameter)
            ]
    parts.append(
        box((0.8 * diameter, 0.9, max(2 * rise - thick, 0.5)), (0, 0, 0))
        if height > 1.6 * diameter
        else box((0.5, 0.5, 0.5))
    )
    ends = {
        "front": [0, nose - 3.2, 0],
        "back": [0, sleeve + 4.0, 0],
        "top": [0, 0, rise + thick / 2],
        "bottom": [0, 0, -rise - thick / 2],
    }
    return parts, {name: np.array(point, float) for name, point in ends.items()}
