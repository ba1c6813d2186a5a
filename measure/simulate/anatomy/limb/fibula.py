"""Fibula: head, thin shaft and lateral malleolus."""

from functools import lru_cache

import numpy as np

from measure.simulate.anatomy.limb.arc import bowed
from measure.simulate.anatomy.limb.ends import shaft_marks, sided
from measure.simulate.anatomy.limb.morphometry import LimbSize, limb_size
from measure.simulate.anatomy.limb.profile import Profile
from measure.simulate.anatomy.limb.shaft import Shaft
from measure.simulate.anatomy.limb.tibia_shape import tibia_shape
from measure.simulate.anatomy.person import Person
from measure.simulate.solids import Part

# As for the tibia, of a fibula 14 mm wide at the ankle; way as mm from the head, share of the length, or mm from the
# tip (negative).
_ROWS = [
    (0.0, (1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0, 0.0)),
    (1.2, (4.6, 4.6, 4.6, 4.2, 0.9, 0.9, 0.9, 0.9, 0, 0.0)),
    (4.0, (8.2, 8.0, 7.8, 7.0, 0.9, 0.9, 0.9, 0.9, 0, 0.0)),
    (9.0, (10.5, 10.0, 10.0, 9.0, 0.9, 0.9, 0.9, 0.9, 0, 0.0)),
    (18.0, (12.0, 11.5, 11.0, 10.0, 0.9, 0.9, 0.9, 0.9, 0, 0.3)),
    (34.0, (7.6, 8.0, 7.4, 7.6, 1.4, 1.5, 1.4, 1.4, 0, 0.5)),
    (60.0, (5.7, 6.5, 5.7, 6.5, 2.5, 2.8, 2.5, 2.8, 0, 0.8)),
    (0.5, (5.7, 6.6, 5.7, 6.8, 3.1, 3.6, 3.1, 3.6, 0, 1.0)),
    (-80.0, (5.8, 6.5, 5.7, 6.4, 2.8, 3.0, 2.8, 3.0, 0, 0.7)),
    (-44.0, (7.2, 8.2, 7.0, 7.8, 1.6, 1.6, 1.5, 1.5, 0, 0.3)),
    (-24.0, (9.2, 11.0, 8.2, 10.5, 0.9, 0.9, 0.9, 0.9, 0, 0.0)),
    (-10.0, (7.9, 9.8, 6.6, 8.6, 0.9, 0.9, 0.9, 0.9, 0, 0.0)),
    (-3.5, (5.4, 7.0, 4.4, 5.6, 0.9, 0.9, 0.9, 0.9, 0, 0.0)),
    (-1.0, (3.0, 4.0, 2.6, 3.4, 0.8, 0.8, 0.8, 0.8, 0, 0.0)),
    (-1e-9, (0.8, 1.0, 0.8, 1.0, 0.5, 0.5, 0.5, 0.5, 0, 0.0)),
]


@lru_cache(maxsize=64)
def fibula_lines(size: LimbSize) -> Shaft:
    """A left fibula as one shaft from the tip of its head to the tip of the malleolus, in the tibia's frame."""
    tibia = tibia_shape(size)
    k, m = size.fibula_width / 14.0, tibia.scale
    top = tibia.plateau.apply((size.plateau_width / 2 - 7 * m, 15 * m, -13 * m))
    tip = tibia.ankle.apply((size.plafond_width / 2 + 10.0 * m, 7 * m, -24 * m))
    arc = bowed(top, tip, (0.0, -1.0, 0.0), 5200.0 * m)
    length = float(arc.local(tip)[0])
    ways = [w * length if 0 < w < 1 else w * k + (length if w < 0 else 0.0) for w, _ in _ROWS]
    values = np.array([row for _, row in _ROWS]) * k
    values[:, 4:8] *= size.cortex
    return Shaft(
        "fibula",
        "left",
        arc,
        Profile(np.array(ways), values),
        length,
        (44 * k, 60 * k),
        0.85 * size.spongiosa,
        whole=True,
    )


def fibula(person: Person, side: str, detail: float = 1.0, *, size: LimbSize | None = None) -> Part:
    """A whole fibula in the frame of its tibia, with marks under ``fibula:left`` or ``fibula:right``.

    Examples
    --------
    >>> "malleolus_tip" in fibula(Person(), "left", 0.35).marks["fibula:left"]
    True
    """
    shaft = fibula_lines(size or limb_size(person))
    ends = shaft.at(0.0)[0], shaft.at(shaft.length)[0]
    core = 2.2
    solids = (
        *(s for s in shaft.solids(0.0, None, detail) if s.material == "cortical"),
        *(s for s in shaft.solids(core, shaft.length - core, detail) if s.material != "cortical"),
    )
    marks = {"head_tip": ends[0], "malleolus_tip": ends[1], **shaft_marks(shaft, (40.0, shaft.length - 50.0))}
    return sided(Part(solids, {"fibula:left": marks}), side)
