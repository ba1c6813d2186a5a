"""Growths: what stands out from a body or lies along its rims: spurs, growing rims, denser endplates."""

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.bone import denser
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.spine.findings import Finding, Osteophyte
from measure.simulate.anatomy.spine.strut import Bone, bone_of
from measure.simulate.solids import Mesh, Solid, loft
from measure.simulate.solids.solid import Marks

Array = NDArray[np.float64]

_FACING = {"left": 0.0, "anterior": 1.5 * np.pi, "right": np.pi}


def spur(growth: Osteophyte, rim: Array, bone: Bone) -> Solid:
    """Osteophyte along a part of a rim.

    Parameters
    ----------
    growth : Osteophyte
        Where and how large.
    rim : ndarray, shape (n, 3)
        The rim, from the left and counter-clockwise seen from above.
    bone : Bone
        Densities.

    Returns
    -------
    Solid
        Thickest in its middle, running out towards both ends.
    """
    return Solid(_spur_mesh(growth, rim), "cortical", density=0.45 + 0.1 * bone.spongy)


def _spur_mesh(growth: Osteophyte, rim: Array) -> Mesh:
    around = len(rim)
    middle = round(_FACING[growth.towards] / (2 * np.pi) * around)
    spread = max(round(around * 0.13), 2)
    steps = np.arange(-spread, spread + 1)
    at = rim[(middle + steps) % around]
    out = at - rim.mean(0)
    out[:, 2] = 0
    out /= np.linalg.norm(out, axis=1, keepdims=True)
    share = np.cos(np.pi / 2 * steps / (spread + 0.5))[:, None, None]
    sign = 1.0 if growth.endplate == "superior" else -1.0
    up = np.array([0, 0, sign])
    # Outline in (outwards, towards the disc), as shares of the size.
    hook = (
        [(-0.2, -0.05), (0.0, -0.02), (0.5, 0.08), (0.9, 0.34), (1.0, 0.22), (0.8, -0.2), (0.35, -0.75), (-0.2, -1.2)]
        if growth.claw
        else [
            (-0.2, -0.35),
            (0.2, -0.4),
            (0.7, -0.38),
            (1.0, -0.5),
            (1.0, -0.62),
            (0.6, -0.75),
            (0.2, -0.95),
            (-0.2, -1.1),
        ]
    )
    profile = np.array(hook) * growth.size
    profile[:, 0] = np.maximum(profile[:, 0], -0.6)
    rings = at[:, None] + share * (profile[:, :1] * out[:, None] + profile[:, 1:] * up)
    return loft(rings)


def along_endplate(core: Mesh, name: str, rings: int, around: int, share: float, bone: Bone) -> Solid:
    """Denser bone under an endplate.

    Parameters
    ----------
    core : Mesh
        Spongy core of the body: a loft whose first and last rings are those of the endplates.
    name : {"superior", "inferior"}
        Which endplate.
    rings, around : int
        Rings of an endplate, and points of a ring.
    share : float
        Of its room that has become solid bone, 0 to 1.
    bone : Bone
        Densities.

    Returns
    -------
    Solid
        A layer of 2.5 mm.
    """
    stack = core.points[:-2].reshape(-1, around, 3)
    plate = stack[:rings] if name == "inferior" else stack[: -rings - 1 : -1]
    inwards = np.array([0, 0, 2.5 if name == "inferior" else -2.5])
    layer = loft(np.concatenate([plate, (plate * [0.985, 0.985, 1] + inwards)[::-1]]))
    return Solid(layer, "cancellous", "cancellous", denser(bone.spongy, share), bone.spongy)


def growing_rims(person: Person, marks: Marks) -> tuple[Solid, ...]:
    """Ossified rings of the growing rims: from about 10 years on, part of the body at about 18."""
    if not 9.0 < person.age < 18.0:
        return ()
    grown = float(np.clip((person.age - 9.0) / 5.0, 0.25, 1.0))
    solids = []
    for name, sign in (("superior", 1.0), ("inferior", -1.0)):
        rim = marks[f"{name}_rim"]
        middle = rim.mean(0)
        gap = 1.3 * (1 - 0.5 * grown) * person.size
        line = middle + (rim - middle) * [0.95, 0.95, 1] + [0, 0, sign * gap]
        angle = np.arange(4) * np.pi / 2 + np.pi / 4
        inward = (middle - rim) / np.linalg.norm(middle - rim, axis=1, keepdims=True)
        half = np.array([1.6, 0.55]) * grown * person.size
        rings = (
            line[:, None]
            + half[0] * np.cos(angle)[None, :, None] * inward[:, None]
            + half[1] * np.sin(angle)[None, :, None] * np.array([0, 0, 1.0])
        )
        solids.append(Solid(_hoop(rings), "cortical", density=0.7))
    return tuple(solids)


def _hoop(rings: Array) -> Mesh:
    """Closed hoop through rings, the last joined to the first."""
    n, m = rings.shape[:2]
    i, j = np.meshgrid(np.arange(n), np.arange(m), indexing="ij")
    a, b = (i * m + j).ravel(), (i * m + (j + 1) % m).ravel()
    c, d = (((i + 1) % n) * m + (j + 1) % m).ravel(), (((i + 1) % n) * m + j).ravel()
    faces = np.concatenate([np.stack([a, b, c], -1), np.stack([a, c, d], -1)]).astype(np.int32)
    mesh = Mesh(rings.reshape(-1, 3), faces)
    return mesh if mesh.volume >= 0 else Mesh(mesh.points, np.ascontiguousarray(faces[:, ::-1]))


def growths(person: Person, finding: Finding, marks: Marks, core: Mesh, core_marks: Marks) -> tuple[Solid, ...]:
    """Everything that a finding and age add to a body.

    Parameters
    ----------
    person : Person
        Whose body.
    finding : Finding
        What has happened to it.
    marks : mapping of str to ndarray
        Of its surface.
    core : Mesh
        Surface of its spongy core.
    core_marks : mapping of str to ndarray
        Of that surface.

    Returns
    -------
    tuple of Solid
    """
    bone = bone_of(person)
    spurs = [spur(growth, marks[f"{growth.endplate}_rim"], bone) for growth in finding.osteophytes]
    around, rings = len(core_marks["superior_rim"]), len(core_marks["superior_contour"]) // 2
    dense = [
        along_endplate(core, name, rings, around, share, bone)
        for name, share in (("superior", finding.superior_sclerosis), ("inferior", finding.inferior_sclerosis))
        if share > 0
    ]
    return (*spurs, *dense, *growing_rims(person, marks))
