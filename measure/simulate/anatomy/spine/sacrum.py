"""Sacrum and coccyx: five fused vertebrae with their wings, holes and posterior arch."""

import numpy as np
from numpy.typing import NDArray

from measure.model import Level, neighbour
from measure.simulate.anatomy.bone import denser
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine.arch import joint
from measure.simulate.anatomy.spine.body import BodyShape, counts, endplate_centre, endplate_rings, outline
from measure.simulate.anatomy.spine.morphometry import Morphometry
from measure.simulate.anatomy.spine.sizes import individual, size_of
from measure.simulate.anatomy.spine.strut import CORED, Bone, bone_of, mirrored, shell, strut
from measure.simulate.solids import Mesh, Part, Solid, loft, tube

Array = NDArray[np.float64]

# Cross-sections from below the endplate to the tip of the coccyx, mm in a mean adult (textbook anatomy, rounded):
# z and y of the middle, half width, half depth in the middle and at the sides, half width of the body,
# and how far the sides lie back and down.
_SECTIONS = np.array([
    #  z     y     W    Hc    Hl   hw   back  down
    [-3.0, 0.6, 27.0, 16.5, 14.0, 24.5, 1.0, 1.0],
    [-7.0, 1.5, 46.0, 15.5, 12.0, 22.5, 5.0, 5.0],
    [-13.0, 2.6, 53.5, 14.0, 12.5, 20.0, 8.0, 7.0],
    [-21.0, 4.0, 54.5, 12.6, 12.0, 18.0, 10.0, 8.0],
    [-29.0, 5.6, 52.5, 12.0, 11.0, 16.5, 11.0, 7.0],
    [-40.0, 8.6, 47.5, 9.6, 9.5, 14.5, 10.0, 5.0],
    [-51.0, 11.3, 41.0, 8.8, 8.0, 13.5, 7.5, 3.0],
    [-60.0, 12.4, 35.0, 7.2, 6.6, 12.5, 5.5, 2.0],
    [-70.0, 12.2, 30.0, 6.6, 5.8, 12.0, 4.0, 1.0],
    [-86.0, 8.2, 24.0, 5.4, 4.6, 11.0, 2.0, 0.0],
    [-98.0, 1.5, 16.0, 4.4, 3.6, 9.5, 1.0, 0.0],
    [-102.0, -1.2, 11.5, 3.5, 2.8, 8.0, 0.5, 0.0],
    [-107.0, -4.8, 9.0, 3.8, 2.8, 7.0, 0.0, 0.0],
    [-112.0, -8.4, 6.2, 3.0, 2.4, 5.0, 0.0, 0.0],
    [-119.0, -13.2, 4.8, 3.0, 2.6, 4.0, 0.0, 0.0],
    [-128.0, -19.0, 2.2, 1.8, 1.6, 2.0, 0.0, 0.0],
])  # fmt: skip
# Where two segments meet: z, and x and half width of the holes beside them.
_HOLES = ((-30.0, 20.5, 6.4), (-51.5, 18.0, 5.6), (-70.0, 16.0, 4.8), (-86.0, 14.0, 4.0))


def sacrum(person: Person, detail: float = 1.0) -> Part:
    """Sacrum and coccyx in the frame ``S1``, whose x-y plane is the endplate of S1.

    Parameters
    ----------
    person : Person
        Whose.
    detail : float
        Number of points.

    Returns
    -------
    Part
        With the superior marks of ``vertebra:S1``.

    Examples
    --------
    >>> marks = sacrum(Person()).marks["vertebra:S1"]
    >>> float(marks["superior_anterior"][2]), float(marks["superior_posterior"][2])
    (0.0, 0.0)
    """
    own, bone = individual(person, Level.S1), bone_of(person)
    size = size_of(person, Level.S1)
    shape = BodyShape(front=2.1, back=2.3, notch=0.02, superior=own.superior_concavity)
    scale = own.superior_width / 50.5
    around, plates, _ = counts(detail)
    plate = endplate_rings("superior", size, shape, outline(shape, around), plates)
    centre = endplate_centre("superior", size, shape)
    sections = _sections(scale, detail)
    outer = _body(sections, plate, centre, 0.0)
    inner = _body(sections, plate, centre, 0.7 * bone.thick)
    last = individual(person, neighbour(Level.S1, -1, person.levels) or Level.L5)
    solids = (
        *shell(outer, inner, bone),
        *_holes(sections, scale, bone, detail),
        *(_seams(sections, bone) if detail >= CORED else ()),
        *_behind(own, last, sections, scale, bone, detail),
    )
    left, back, right, front = (plate[0, k * around // 4] for k in range(4))
    marks = {
        "superior_anterior": front,
        "superior_middle": centre,
        "superior_posterior": back,
        "superior_patient_left": left,
        "superior_patient_right": right,
        "superior_contour": np.concatenate([plate[:, 3 * around // 4], centre[None], plate[::-1, around // 4]]),
        "superior_rim": plate[0],
    }
    return Part(solids, {"vertebra:S1": marks})


def _sections(scale: float, detail: float) -> Array:
    """Cross-sections of this person, as many as the detail asks for."""
    rows = _SECTIONS * scale
    if detail >= CORED:
        return rows
    return rows[[0, 2, 4, 6, 8, 10, 12, 15]]


def _rings(sections: Array, around: int, less: float = 0.0) -> Array:
    """Rings of the sections, shape (k, around, 3)."""
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)
    c, s = np.cos(angle).round(12), np.sin(angle).round(12)
    z, y, wide, deep, thin, body, back, down = (column[:, None] for column in sections.T)
    x = np.maximum(wide - less, 0.4) * np.sign(c) * np.abs(c) ** 0.9
    share = np.abs(x) / wide
    half = thin + (deep - thin) * np.exp(-((x / body) ** 4))
    across = y + back * share**2 + np.maximum(half - less, 0.4) * np.sign(s) * np.abs(s) ** 0.85
    return np.stack([x, across, z - down * share**2 + 0 * x], -1)


def _body(sections: Array, plate: Array, centre: Array, less: float) -> Mesh:
    """Outer surface, or the one that lies deeper by ``less``."""
    rings = _rings(sections, plate.shape[1], less)
    inward = 1 - less / np.hypot(*plate[0, :, :2].T)
    top = plate * np.append(inward[:, None] * [1, 1], np.ones((len(inward), 1)), axis=1) - [0, 0, 1.3 * less]
    mesh = loft(np.concatenate([rings[::-1], top]))
    points = mesh.points.copy()
    points[-1] = centre - [0, 0, 1.3 * less]
    return mesh.moved(points)


def _holes(sections: Array, scale: float, bone: Bone, detail: float) -> tuple[Solid, ...]:
    """Foramina: tunnels from front to back beside the seams of the segments."""
    found: list[Solid] = []
    for z, x, radius in (np.array(hole) * scale for hole in (_HOLES if detail >= CORED else _HOLES[:2])):
        row = np.array([np.interp(-z, -sections[:, 0], column) for column in sections.T])
        share = x / row[2]
        half = row[4] + (row[3] - row[4]) * np.exp(-((x / row[5]) ** 4))
        y, low = row[1] + row[6] * share**2, row[7] * share**2
        path = np.array(
            [[x + 0.8, y - 0.92 * half, z - low], [x, y - 0.3 * half, z - low], [x - 0.5, y + 0.3 * half, z - low]]
        )
        points = 14 if detail >= CORED else 6
        for r, stuff, within in ((radius, "cortical", "cancellous"), (radius - 0.7 * bone.thick, "soft", "cortical")):
            flare = np.array([1.15, 0.85, 0.75])
            mesh = tube(path, r * flare, points, flat=0.8)
            found.append(Solid(mesh, stuff, within, within_density=bone.spongy if within == "cancellous" else 1.0))
    return mirrored(found)


def _seams(sections: Array, bone: Bone) -> tuple[Solid, ...]:
    """Remnants of the discs: thin plates of dense bone with a gap between them."""
    found = []
    for k, (z, _, _) in enumerate(_HOLES[:3]):
        z = z * sections[0, 0] / _SECTIONS[0, 0]
        row = np.array([np.interp(-z, -sections[:, 0], column) for column in sections.T])
        nearby = np.array(
            [np.interp(-z + 4, -sections[:, 0], sections[:, 1]), np.interp(-z - 4, -sections[:, 0], sections[:, 1])]
        )
        slope = (nearby[0] - nearby[1]) / 8
        angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        wide, deep = 0.85 * row[5], 0.9 * row[3]
        x, y = wide * np.cos(angle), deep * np.sin(angle)
        ring = np.stack([x, row[1] + y, z + y * slope], -1)
        dense = denser(bone.spongy, 0.25)
        for half, density, within in ((1.7 - 0.3 * k, dense, bone.spongy), (1.1 - 0.25 * k, 0.6 * bone.spongy, dense)):
            flat = loft([ring - [0, 0, half], ring + [0, 0, half]])
            found.append(Solid(flat, "cancellous", "cancellous", density, within))
    return tuple(found)


def _behind(
    own: Morphometry, last: Morphometry, sections: Array, scale: float, bone: Bone, detail: float
) -> tuple[Solid, ...]:
    """Posterior arch: joints for the last lumbar vertebra, laminae, crest."""
    at = joint(last, "L")
    z = last.disc / 2
    gap = 4.0 * at.normal
    process = [
        [at.x - gap[0] + 3, at.y - gap[1] + 2, -14.0],
        [at.x - gap[0], at.y - gap[1], z - 2],
        [at.x - gap[0], at.y - gap[1], z + 7],
    ]
    beside = np.cross([0, 0, 1], at.normal)
    back = own.superior_depth / 2
    levels = np.array([-8.0, -30.0, -54.0, -82.0]) * scale
    depth = np.array([16.0, 11.5, 7.5, 3.0]) * scale
    middle = np.array([np.interp(-h, -sections[:, 0], sections[:, 1] + sections[:, 3]) for h in levels])
    middle[0] = back
    roof = [np.array([0.0, y + d, h]) for y, d, h in zip(middle, depth, levels, strict=True)]
    plate = np.array([2.4, 2.4, 2.2, 1.8]) * scale
    lamina = strut(roof, np.array([15.0, 15.0, 12.0, 7.0]) * scale, plate, bone, wall=0.6, detail=detail, up=(0, 1, 0))
    pedicle = strut(
        [[18 * scale, back - 5, -10], [19 * scale, back + 10, -9]],
        6.5,
        7.0,
        bone,
        detail=detail,
        open_ends=(True, True),
    )
    crest = [
        s
        for r, long in zip(roof, (11, 9, 7, 4), strict=True)
        if detail >= CORED
        for s in strut([r, r + [0, long * scale, -4]], [2.6, 1.8], [9.0 * scale, 5.0 * scale], bone, detail=detail)
    ]
    joints = strut(process, [4.5, 3.0, 2.2], [7.0, 6.0, 4.0], bone, detail=detail, up=beside)
    return (*mirrored((*joints, *pedicle)), *lamina, *crest)
