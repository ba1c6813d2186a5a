"""Cervical vertebrae: the atlas, the tooth of the axis, and the hooks of the bodies below."""

import numpy as np

from measure.model import Level
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine.morphometry import Morphometry
from measure.simulate.anatomy.spine.size import VertebraSize
from measure.simulate.anatomy.spine.sizes import individual
from measure.simulate.anatomy.spine.strut import Bone, bone_of, mirrored, strut
from measure.simulate.solids import Part, Solid


def atlas(person: Person, detail: float = 1.0) -> Part:
    """C1: a ring without a body; its frame lies where the tooth of the axis passes through.

    Parameters
    ----------
    person : Person
        Whose.
    detail : float
        Number of points.

    Returns
    -------
    Part
        With the tubercles as marks; it has no endplates.
    """
    own, bone = individual(person, Level.C1), bone_of(person)
    front, side = -own.superior_depth / 2, own.canal_width / 2 + 4.0
    back = front + own.canal_depth + 10.0
    high = own.anterior / 2
    # Half rings from the midline to the lateral mass; the other halves are their mirror images.
    before = [[0, front - 0.5, 0], [0.5 * side, front + 1.5, 0], [0.8 * side, front + 6, 0]]
    behind = [[0.9 * side, 8.0, 0.5], [0.72 * side, 0.72 * back, 0], [0.35 * side, 0.96 * back, -0.5], [0, back, -1]]
    mass = [[side, 1.0, high], [side - 1.0, 2.0, 0], [side, 3.0, -high]]
    wing = [[side + 5, 2.0, 0], [own.transverse_span / 2, 4.0, -1.5]]
    paired = (
        *strut(before, 2.6, [high, 0.7 * high, 0.8 * high], bone, wall=1.0, detail=detail),
        *strut(behind, 2.5, [3.5, 3.0, 3.4, 4.0], bone, wall=1.0, detail=detail),
        *strut(mass, [7.5, 6.0, 7.5], [9.0, 8.0, 8.5], bone, detail=detail, up=(0, 1, 0), open_ends=(False, False)),
        *strut(wing, [4.0, 3.0], [3.6, 3.0], bone, detail=detail),
    )
    marks = {"anterior_tubercle": np.array([0.0, front - 3.0, 0.0]), "spinous_tip": np.array([0.0, back + 2.4, -1.0])}
    return Part(mirrored(paired), {"vertebra:C1": marks})


def dens(own: Morphometry, size: VertebraSize, bone: Bone, detail: float) -> tuple[Solid, ...]:
    """Tooth of the axis and the shoulders that carry the atlas."""
    top = (size.anterior + size.posterior) / 4
    k = own.superior_depth / 15.0
    tooth = [[0, 0, top - 0.5], [0, 0.3, top + 5 * k], [0, 0.6, top + 10 * k], [0, 1.2, top + 15 * k]]
    shoulder = [[5.5 * k, 1.0, top - 3], [11 * k, 1.5, top - 1.0], [17 * k, 2.0, top - 4.0]]
    return (
        *strut(
            tooth,
            np.array([5.2, 4.4, 5.0, 3.0]) * k,
            np.array([5.6, 5.0, 5.4, 3.4]) * k,
            bone,
            detail=detail,
            up=(0, 1, 0),
        ),
        *mirrored(strut(shoulder, np.array([7.0, 7.5, 6.0]) * k, np.array([5.0, 4.0, 3.0]) * k, bone, detail=detail)),
    )


def hooks(own: Morphometry, size: VertebraSize, bone: Bone, detail: float) -> tuple[Solid, ...]:
    """Uncinate processes along the sides of the superior endplate."""
    top = (size.anterior + size.posterior) / 4
    x = size.superior_width / 2 - 1.2
    path = [[x, -0.1 * own.superior_depth, top + 0.6], [x + 0.4, 0.2 * own.superior_depth, top + 2.0]]
    return mirrored(strut(path, [1.4, 1.6], [1.4, 2.6], bone, wall=0.5, detail=detail))
