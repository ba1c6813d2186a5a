"""Arch of a vertebra: pedicles, laminae, joints and processes behind the body."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from measure.model import Level
from measure.simulate.anatomy.spine.morphometry import Morphometry
from measure.simulate.anatomy.spine.size import VertebraSize
from measure.simulate.anatomy.spine.strut import CAP, CORED, Bone, mirrored, strut
from measure.simulate.solids import Solid

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Joint:
    """Left facet joint: its middle in the plane across the column, and which way the lower facet looks.

    Attributes
    ----------
    x, y : float
        Middle of the joint, mm.
    angle : float
        Against the frontal plane, degrees.
    """

    x: float
    y: float
    angle: float

    @property
    def normal(self) -> Array:
        """From the superior process of the vertebra below to the inferior process of the one above."""
        a = np.deg2rad(self.angle)
        return np.array([-np.sin(a), np.cos(a), 0.0])


def joint(own: Morphometry, region: str) -> Joint:
    """Joint below a vertebra."""
    lumbar = own.facet_angle > 35 and region != "C"
    x = own.canal_width / 2 + (4.0 if lumbar else 4.2)
    if region == "C":
        return Joint(own.canal_width / 2 + 5.5, own.superior_depth / 2 + 9.0, 0.0)
    return Joint(x, own.superior_depth / 2 + own.canal_depth * (0.78 if lumbar else 0.8), own.facet_angle)


def arch(
    level: Level, size: VertebraSize, own: Morphometry, above: Morphometry | None, bone: Bone, detail: float
) -> tuple[tuple[Solid, ...], dict[str, Array]]:
    """Arch of a vertebra from C3 to L6.

    Parameters
    ----------
    level : Level
        Which.
    size : VertebraSize
        Of its body, findings included.
    own, above : Morphometry
        Of this vertebra without findings, and of the one above it, whose joint it carries; None: no such joint.
    bone : Bone
        Densities.
    detail : float
        Number of points.

    Returns
    -------
    tuple of Solid
    dict of str to ndarray
        Marks: pedicles and the tip of the spinous process.
    """
    region = level[0]
    # The arch stays as high as it was when the body collapses: it hangs from the posterior wall's superior end.
    top = size.posterior / 2
    base = Base(
        x=own.canal_width / 2 + own.pedicle_width / 2,
        half=own.superior_width / 2,
        wall=(own.superior_depth + own.inferior_depth) / 4,
        z=top - 0.05 * own.posterior - own.pedicle_height / 2,
        top=top,
        bottom=top - own.posterior,
    )
    pedicle, middle = _pedicle(base, own, bone, detail)
    spine, tip = _spinous(region, base, own, bone, detail)
    paired = (
        *pedicle,
        *_lamina(region, base, own, bone, detail),
        *(_superior_joint(region, base, own, joint(above, region), above.disc, bone, detail) if above else ()),
        *_inferior_joint(region, base, own, joint(own, region), bone, detail),
        *_transverse(level, base, own, bone, detail),
    )
    marks = {"pedicle_patient_left": middle, "pedicle_patient_right": middle * [-1, 1, 1], "spinous_tip": tip}
    return (*mirrored(paired), *spine), marks


@dataclass(frozen=True, slots=True)
class Base:
    """Where the left pedicle is (``x``, ``z``), the back of the body (``wall``), half its width, its top and bottom."""

    x: float
    half: float
    wall: float
    z: float
    top: float
    bottom: float


def _pedicle(base: Base, own: Morphometry, bone: Bone, detail: float) -> tuple[tuple[Solid, ...], Array]:
    turn = np.tan(np.deg2rad(own.pedicle_angle))
    length = 0.5 * own.canal_depth
    middle = np.array([base.x, base.wall + 0.25 * length, base.z])
    # From where it meets the rounded back of the body to where joint and lamina begin.
    corner = 1 - (1 - min(((base.x - 0.35 * own.pedicle_width) / base.half) ** 2.5, 0.9)) ** 0.4
    start, end = -0.25 * length - corner * base.wall - 0.3, 0.9 * length
    path = [middle + [turn * y, y, -0.05 * y] for y in (start, 0.0, end)]
    width, height = own.pedicle_width / 2, own.pedicle_height / 2
    if detail < CORED:
        path, flare = path[::2], np.array([1.0, 1.0])
    else:
        flare = np.array([1.15, 1.0, 1.05])
    solids = strut(
        path, width * flare, height * flare, bone, wall=0.9, detail=detail, open_ends=(True, True), points=18
    )
    return solids, middle


def _lamina(region: str, base: Base, own: Morphometry, bone: Bone, detail: float) -> tuple[Solid, ...]:
    back = base.wall + own.canal_depth
    low = base.bottom + (0.05 if region == "L" else 0.25) * own.posterior
    half = own.posterior * {"L": 0.4, "T": 0.46, "C": 0.4}[region]
    side = own.canal_width / 2
    path = [
        [side + 2.0, base.wall + 0.62 * own.canal_depth, base.z - 0.2 * own.pedicle_height],
        [0.62 * side, base.wall + 0.92 * own.canal_depth, low + 0.4 * half],
        [0.0, back + 3.0, low],
    ]
    thick = {"L": 3.2, "T": 2.9, "C": 1.6}[region]
    return strut(path, thick, [0.8 * half, half, 0.85 * half], bone, wall=0.6, detail=detail)


def _superior_joint(
    region: str, base: Base, own: Morphometry, at: Joint, disc: float, bone: Bone, detail: float
) -> tuple[Solid, ...]:
    thick, wide, reach = {"L": (2.8, 5.6, 8.0), "T": (1.9, 5.2, 6.0), "C": (3.5, 5.5, 4.0)}[region]
    centre = np.array([at.x, at.y, 0.0]) - (1.0 + thick) * at.normal
    z = base.top + disc / 2
    foot = [base.x + 0.5, base.wall + 0.66 * own.canal_depth, base.z + 0.25 * own.pedicle_height]
    path = [foot, [*centre[:2], z - 0.3 * reach], [*centre[:2], z + 0.8 * reach]]
    return strut(
        path,
        [thick + 1.0, thick, 0.7 * thick],
        [wide, wide, 0.6 * wide],
        bone,
        wall=0.55,
        detail=detail,
        up=_beside(at),
    )


def _inferior_joint(
    region: str, base: Base, own: Morphometry, at: Joint, bone: Bone, detail: float
) -> tuple[Solid, ...]:
    thick, wide, reach = {"L": (3.2, 5.8, 8.0), "T": (2.1, 5.2, 6.0), "C": (3.5, 5.5, 4.0)}[region]
    centre = np.array([at.x, at.y, 0.0]) + (1.0 + thick) * at.normal
    z = base.bottom - own.disc / 2
    foot = [own.canal_width / 2 + 1.5, base.wall + 0.72 * own.canal_depth, base.z - 0.6 * own.pedicle_height]
    path = [foot, [*centre[:2], z + 0.6 * reach], [*centre[:2], z - 0.8 * reach]]
    return strut(
        path, [thick, thick, 0.7 * thick], [wide, wide, 0.55 * wide], bone, wall=0.55, detail=detail, up=_beside(at)
    )


def _beside(at: Joint) -> Array:
    """Along the joint, across the column."""
    a = np.deg2rad(at.angle)
    return np.array([np.cos(a), np.sin(a), 0.0])


def _transverse(level: Level, base: Base, own: Morphometry, bone: Bone, detail: float) -> tuple[Solid, ...]:
    out = own.transverse_span / 2
    start = np.array([base.x + 0.55 * own.pedicle_width, base.wall + 0.5 * own.canal_depth, base.z])
    if level[0] == "L":
        end = np.array([out, start[1] + 4.0, start[2] + 1.0])
        width, height = [3.6, 2.4, 1.6], [6.0, 5.0, 3.6]
    elif level[0] == "C":
        end = np.array([out, base.wall - 2.0, base.z - 4.0])
        start[1] = base.wall + 0.1 * own.canal_depth
        width, height = [3.0, 3.0, 3.5], [3.5, 3.0, 3.0]
    else:
        end = np.array([out, start[1] + 0.75 * (out - start[0]), start[2] + 3.0])
        width, height = [4.0, 3.6, 4.6], [6.0, 4.6, 5.0]
    path = [start, 0.5 * (start + end), end]
    return strut(path, width, height, bone, wall=0.9, detail=detail)


def _spinous(region: str, base: Base, own: Morphometry, bone: Bone, detail: float) -> tuple[tuple[Solid, ...], Array]:
    root = np.array(
        [0.0, base.wall + own.canal_depth + 2.0, base.bottom + (0.1 if region == "L" else 0.25) * own.posterior]
    )
    length = own.spinous_length - own.canal_depth - 2.0
    fall = np.deg2rad(own.spinous_fall)
    way = np.array([0.0, np.cos(fall), -np.sin(fall)])
    # A slanting process is longer than the distance back that it covers.
    tip = root + way * length / max(np.cos(fall), 0.75)
    width = {"L": [5.5, 2.4, 3.4, 4.2], "T": [5.0, 2.4, 2.8, 3.4], "C": [4.0, 2.0, 2.8, 3.2]}[region]
    straight = region == "L" or (region == "T" and own.spinous_fall < 20)
    shape = [0.7, 0.85, 1.0, 0.64] if straight else [1.4, 1.0, 0.85, 0.7]
    half = [0.5 * own.spinous_height * share for share in shape]
    end = tip - way * CAP * min(width[-1], half[-1]) * (detail >= CORED)
    path = [root + share * (end - root) for share in (0.0, 0.45, 0.85, 1.0)]
    if detail < CORED:
        path, width, half = [path[0], path[1], path[3]], [3.4, 2.4, 3.0], half[:3]
    return strut(path, width, half, bone, wall=0.5, detail=detail, points=14), tip
