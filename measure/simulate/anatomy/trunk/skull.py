"""Skull: enough of it for films that end at the jaw or the skull base."""

import numpy as np
from numpy.typing import ArrayLike

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.bone import Array, capped, curve, path_through, shell, steps, swept
from measure.simulate.solids import Mesh, Part, Solid, ellipsoid, loft, merged

# A man's skull at size 1, mm from the middle between the occipital condyles, looking straight ahead. Length 182,
# breadth 146, height 134 over the foramen, basion to nasion 101; textbook anatomy, rounded.
_VAULT, _VAULT_RADII = (0, -10, 64), (73, 91, 70)
_TABLES = (0.0, 1.7, 4.4, 6.0)  # depth of outer table, diploe, inner table, brain
# Rods of the left side: places, heights, thicknesses, direction of the height, cortex.
_RODS: tuple[tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike, float], ...] = (
    (((60, 6, 20), (36, -8, 20), (14, -22, 26)), (20, 18, 10), (22, 18, 10), (0, 0, 1), 3.2),  # petrous pyramid
    (((54, 8, 22), (53, 6, 4), (50, 3, -15)), (26, 22, 8), (22, 16, 8), (0, 1, 0), 1.2),  # mastoid
    (((24, 4, 6), (20, -2, 2), (16, -7, -1)), (10, 11, 7), (11, 11, 8), (0, 0, 1), 1.6),  # occipital condyle
    (((66, -16, 14), (67, -45, 9), (58, -70, 6)), (9, 7, 16), (5, 4, 8), (0, 0, 1), 1.5),  # zygomatic arch
    (  # upper jaw
        ((29, -44, -22), (28, -62, -22), (19, -82, -21), (0.5, -92, -20)),
        (19, 20, 20, 19),
        (10, 11, 10, 8),
        (0, 0, 1),
        1.2,
    ),
    (((51, -13, 11), (50, -15, -10), (47, -20, -48)), (17, 31, 33), (10, 7, 8), (0, 1, 0), 2.0),  # ramus of the jaw
    (  # body of the lower jaw
        ((47, -15, -46), (41, -42, -55), (27, -74, -62), (14, -87, -64), (0.5, -91, -64)),
        (30, 27, 28, 29, 30),
        (10, 12, 11, 11, 13),
        (0, 0, 1),
        3.0,
    ),
    (((58, -68, 4), (53, -80, 28), (40, -92, 47), (12, -96, 44)), (14, 8, 9, 8), (10, 8, 9, 8), (0, 1, 0), 2.0),  # brow
    (((56, -70, 4), (36, -84, 6), (16, -90, 14), (10, -94, 42)), (12, 9, 6, 7), (8, 7, 6, 7), (0, 1, 0), 1.6),  # cheek
    (((48, -58, -8), (40, -66, 0), (36, -76, 6)), (16, 20, 12), (3, 3, 3), (0, 0, 1), 1.2),  # wall of the sinus
    (((27, -66, -12), (14, -67, -9), (0.5, -67, -8)), (40, 46, 50), (4, 3, 4), (0, 1, 0), 1.2),  # palate
    (((20, -34, -54), (17, -50, -60), (0.5, -59, -62)), (5, 6, 8), (4, 5, 6), (0, 0, 1), 1.2),  # hyoid
)
_COARSE = 7  # how many of them a training film has
_CLIVUS = (((0, -7, 3), (0, -22, 20), (0, -38, 36)), (13, 16, 30), (24, 26, 30))
# Air of the left side: cheek, nose, behind the nose, brow; middle and half axes.
_SINUSES = (
    ((27, -64, 3), (13, 18, 17)),
    ((8, -66, 10), (5, 30, 20)),
    ((10, -40, 32), (9, 11, 9)),
    ((14, -95, 52), (13, 5, 9)),
)
# Where teeth stand from the midline backwards on the arch, their width, and the length of crown and root.
_ARCH = ((3, -93), (10, -91), (17, -86), (22.5, -79), (25.5, -71.5), (27.5, -62.5), (29, -52.5))
_TEETH = ((8, 21), (7, 20), (8, 24), (7, 20), (7, 20), (10.5, 20), (10, 19))
_DENTINE = 1.25  # times the density of cortical bone


def skull(person: Person, detail: float = 1.0) -> Part:
    """Vault, base, face and lower jaw, in the frame ``skull``.

    The frame's origin is the middle between the occipital condyles, on the first cervical vertebra; the face looks
    ahead (−y).

    Parameters
    ----------
    person : Person
        Whose.
    detail : float
        1 for a film of full size, 0.35 for a training film.

    Returns
    -------
    Part
        Bone, teeth and the air of nose and sinuses.

    Examples
    --------
    >>> all(solid.mesh.closed for solid in skull(Person(), 0.35).solids)
    True
    """
    size = person.size * (0.955 if person.sex == "F" else 1.0)
    half: list[Solid] = []
    for nodes, widths, thicks, up, layer in _RODS if detail >= 0.5 else _RODS[:_COARSE]:
        half += _rod(person, size, (nodes, widths, thicks), up, layer, detail)
    for middle, radii in _SINUSES:
        half.append(Solid(_egg(middle, radii, size, steps(20, detail, 6)), "air"))
    half += _teeth(person, size, detail)
    right = [solid.over(solid.mesh.mirrored()) for solid in half]
    clivus = _rod(person, size, _CLIVUS, (0, 0, 1), 1.5, detail)
    return Part((*_vault(person, size, detail), *clivus, *half, *right), {"skull": {"condyles": np.zeros(3)}})


def _rod(
    person: Person, size: float, rod: tuple[ArrayLike, ArrayLike, ArrayLike], up: ArrayLike, layer: float, detail: float
) -> tuple[Solid, Solid]:
    nodes, widths, thicks = rod
    line = path_through(np.asarray(nodes, float) * size, steps(12, detail, 4), ends=0.5)
    at = np.linspace(0, 1, len(line))
    width, thick = curve(widths, at) * size, curve(thicks, at) * size
    blunt = capped(line, thick / 2, 0.5)
    return shell(person, swept(line, width * blunt, thick * blunt, up, steps(12, detail, 5)), layer)


def _egg(middle: ArrayLike, radii: ArrayLike, size: float, around: int) -> Mesh:
    return ellipsoid(np.asarray(radii, float) * size, np.asarray(middle, float) * size, around)


def _vault(person: Person, size: float, detail: float) -> tuple[Solid, ...]:
    """Brain case: two tables of cortex, diploe between them, the brain inside, flat below along the skull base."""
    around = steps(44, detail, 8)
    meshes = []
    for depth in _TABLES:
        egg = _egg(_VAULT, np.array(_VAULT_RADII, float) - depth, size, around)
        meshes.append(egg.moved(_on_base(egg.points, size, depth * 0.6)))
    outer, diploe, table, brain = meshes
    return (
        Solid(outer, "cortical"),
        Solid(diploe, "cancellous", "cortical", person.bone),
        Solid(table, "cortical", "cancellous", within_density=person.bone),
        Solid(brain, "soft", "cortical"),
    )


def _on_base(points: Array, size: float, depth: float) -> Array:
    """What would hang below the skull base is pressed up onto it; it rises from the foramen to the brow."""
    x, y = points[:, 0] / size, points[:, 1] / size
    floor = np.where(y < 0, -0.44 * y, 0.10 * y) + np.where(y < -40, 0.25 * (-40 - y), 0.0) + depth
    # Three hollows, each deeper beside the midline than in it, and the roofs of the orbits, which bulge upwards.
    aside = np.sin(np.clip(np.abs(x) / 45, 0, 1.6) * np.pi / 2) ** 2
    for middle, reach, height in ((-68, 16, 9), (-28, 15, -16), (38, 22, -13)):
        floor = floor + height * aside * np.exp(-(((y - middle) / reach) ** 2))
    raised = points.copy()
    raised[:, 2] = np.maximum(points[:, 2], floor * size + 0.02 * (points[:, 2] - floor * size))
    return raised


def _teeth(person: Person, size: float, detail: float) -> list[Solid]:
    """Upper and lower teeth of the left side; some are lost with age, some hold fillings."""
    rng = person.rng("teeth")
    gone = rng.random((2, len(_TEETH))) < np.clip((person.age - 35) / 180, 0, 0.3)
    molar = np.arange(len(_TEETH)) > 3
    filled = rng.random((2, len(_TEETH))) < np.clip((person.age - 15) / 120, 0, 0.4) * molar
    teeth, fillings = [], []
    for row, (edge, way) in enumerate(((-39.0, 1.0), (-40.5, -1.0))):
        for k, ((x, y), (wide, long)) in enumerate(zip(_ARCH, _TEETH, strict=True)):
            if gone[row, k]:
                continue
            path = np.array([(x, y, edge), (x, y, edge + 0.35 * long * way), (x, y * 0.97, edge + long * way)]) * size
            line = path_through(path, steps(6, detail, 3))
            wides = np.interp(np.linspace(0, 1, len(line)), (0, 0.2, 0.4, 1), (0.8, 1.0, 0.85, 0.3)) * wide * size
            around = swept(line, wides, wides * 0.9, (0.5, -1, 0), steps(10, detail, 4))
            teeth.append(loft(around))
            if filled[row, k]:
                fillings.append(_egg((x, y, edge + 2.2 * way), (2.6, 2.4, 1.6), size, steps(10, detail, 5)))
    solids = [Solid(merged(teeth), "cortical", "soft", _DENTINE)] if teeth else []
    return solids + ([Solid(merged(fillings), "steel", "cortical", within_density=_DENTINE)] if fillings else [])
