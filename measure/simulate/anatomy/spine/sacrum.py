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
    [-7.0, 1.5, 42.0, 15.5, 13.0, 22.5, 5.0, 5.0],
    [-13.0, 3.0, 49.5, 14.2, 14.0, 20.0, 7.5, 7.0],
    [-21.0, 5.4, 51.0, 13.0, 14.0, 18.0, 8.5, 8.0],
    [-29.0, 8.0, 50.5, 12.2, 13.0, 16.5, 8.5, 7.0],
    [-40.0, 11.2, 48.5, 10.0, 11.0, 14.5, 7.5, 5.0],
    [-51.0, 13.2, 44.5, 9.0, 9.0, 13.5, 6.0, 3.0],
    [-60.0, 13.6, 39.5, 7.6, 7.0, 12.5, 4.5, 2.0],
    [-70.0, 12.4, 34.5, 6.8, 6.0, 12.0, 3.0, 1.0],
    [-82.0, 8.5, 29.0, 5.8, 4.8, 11.0, 2.0, 0.0],
    [-95.0, 1.5, 20.0, 4.6, 3.8, 9.5, 1.0, 0.0],
    [-101.0, -2.5, 11.5, 3.5, 2.8, 8.0, 0.5, 0.0],
    [-107.0, -7.0, 9.0, 3.8, 2.8, 7.0, 0.0, 0.0],
    [-112.0, -11.0, 6.2, 3.0, 2.4, 5.0, 0.0, 0.0],
    [-119.0, -16.6, 4.8, 3.0, 2.6, 4.0, 0.0, 0.0],
    [-128.0, -23.5, 2.2, 1.8, 1.6, 2.0, 0.0, 0.0],
])  # fmt: skip
_SLANT = 0.16  # how much wider the wings are in front, and narrower behind, than in the middle
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
        *(_seams(sections, bone, person.rng("sacrum").uniform(0.2, 1.0)) if detail >= CORED else ()),
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
    # Where the sacrum is wide it faces the hip bones: flat, wider in front than behind, with a dense cortex.
    wing = np.clip((wide / sections[3, 2] - 0.5) / 0.3, 0, 1)
    x = np.maximum(wide - less * (1 + 0.8 * wing), 0.4) * np.sign(c) * np.abs(c) ** (0.9 - 0.25 * wing)
    share = np.abs(x) / wide
    middle = np.exp(-((x / body) ** 4))
    half = thin + (deep - thin) * middle
    depth = np.sign(s) * np.abs(s) ** (0.85 - 0.2 * wing)
    # The walls of the bodies are firm, the wings' thin, those in the canal thinner.
    wall = less * (0.25 + (middle - 0.3 * share) * np.where(depth > 0, 0.3, 0.6))
    across = y + back * share**2 + np.maximum(half - wall, 0.4) * depth
    x = x * (1 - _SLANT * wing * depth * share**2)
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
        # In front they are wide, look outwards and have a dense roof; behind they are narrow.
        path = np.array(
            [[x + 3.0, y - 0.95 * half, z - low], [x, y - 0.3 * half, z - low], [x - 1.0, y + 0.4 * half, z - low]]
        )
        points, wall = 14 if detail >= CORED else 6, 0.8 * bone.thick
        roof = np.array([0.0, 0.0, 0.7 * wall])
        for middle, r, stuff, within in (
            (path + roof, radius + 0.9 * wall, "cortical", "cancellous"),
            (path, radius, "soft", "cortical"),
        ):
            mesh = tube(middle, r * np.array([1.35, 0.85, 0.6]), points, flat=0.8)
            found.append(Solid(mesh, stuff, within, within_density=bone.spongy if within == "cancellous" else 1.0))
    return mirrored(found)


def _seams(sections: Array, bone: Bone, left: float) -> tuple[Solid, ...]:
    """What is left of the discs: thin plates of dense bone, with a share of a gap between them that fused with age."""
    found = []
    for k, (z, _, _) in enumerate(_HOLES[:3]):
        z = z * sections[0, 0] / _SECTIONS[0, 0]
        row = np.array([np.interp(-z, -sections[:, 0], column) for column in sections.T])
        above, below = (np.interp(-z + step, -sections[:, 0], sections[:, 1]) for step in (-4, 4))
        slope = (below - above) / 8
        angle = np.linspace(0, 2 * np.pi, 24, endpoint=False)
        rim = np.stack([0.85 * row[5] * np.cos(angle), 0.9 * row[3] * np.sin(angle)], -1)
        fading = left * (1 - 0.3 * k)
        dense = denser(bone.spongy, 0.16 * fading)
        for wide, half, density, within in (
            (1.0, 1.5 - 0.25 * k, dense, bone.spongy),
            (0.75, 0.7 - 0.15 * k, bone.spongy * (1 - 0.4 * fading), dense),
        ):
            flat = np.column_stack([wide * rim + [0, row[1]], z + wide * rim[:, 1] * slope])
            plates = loft([flat - [0, 0, half], flat + [0, 0, half]])
            found.append(Solid(plates, "cancellous", "cancellous", density, within))
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
    levels = np.array([-8.0, -24.0, -40.0, -56.0, -72.0, -88.0]) * scale
    depth = np.array([16.0, 14.0, 11.0, 9.0, 5.5, 1.0]) * scale
    middle = np.array([np.interp(-h, -sections[:, 0], sections[:, 1] + sections[:, 3]) for h in levels])
    middle[0] = back
    roof = [np.array([0.0, y + d, h]) for y, d, h in zip(middle, depth, levels, strict=True)]
    plate = np.array([2.2, 1.5, 2.0, 1.4, 1.7, 0.9]) * scale
    wide = np.array([15.0, 15.5, 14.0, 12.0, 9.0, 5.0]) * scale
    lamina = strut(roof, wide, plate, bone, wall=0.6, detail=detail, up=(0, 1, 0))
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
        for r, long in zip(roof[:5], (11, 8, 9, 5, 4), strict=True)
        if detail >= CORED
        for s in strut([r, r + [0, long * scale, -4]], [2.6, 1.8], [9.0 * scale, 5.0 * scale], bone, detail=detail)
    ]
    joints = strut(process, [4.5, 3.0, 2.2], [7.0, 6.0, 4.0], bone, detail=detail, up=beside)
    return (*mirrored((*joints, *pedicle)), *lamina, *crest)
