"""Arch of a vertebra: pedicles, laminae, joints and processes behind the body."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from measure.model import Level
from measure.simulate.anatomy.spine.morphometry import Morphometry
from measure.simulate.anatomy.spine.size import VertebraSize
from measure.simulate.anatomy.spine.strut import CAP, CORED, Bone, Section, mirrored, strut
from measure.simulate.solids import Solid

Array = NDArray[np.float64]

_AROUND = 18  # points around a pedicle


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
    return Joint(x, own.superior_depth / 2 + own.canal_depth * (0.84 if lumbar else 0.8), own.facet_angle)


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
    pedicle, middle = _pedicle(region, base, own, bone, detail)
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


def _pedicle(region: str, base: Base, own: Morphometry, bone: Bone, detail: float) -> tuple[tuple[Solid, ...], Array]:
    turn = np.tan(np.deg2rad(own.pedicle_angle))
    length = 0.5 * own.canal_depth
    middle = np.array([base.x, base.wall + 0.25 * length, base.z])
    # From where it meets the rounded back of the body to where joint and lamina begin.
    corner = 1 - (1 - min(((base.x - 0.35 * own.pedicle_width) / base.half) ** 2.5, 0.9)) ** 0.4
    start, end = -0.25 * length - corner * base.wall - 0.3, 0.8 * length
    path = [middle + [turn * y, y, -0.05 * y] for y in (start, 0.0, end)]
    width, height, coarse = own.pedicle_width / 2, own.pedicle_height / 2, 4 if region == "C" else 6
    if detail < CORED:
        path, wide, high = path[::2], np.array([1.0, 1.0]), np.array([1.0, 1.0])
    else:
        # The notch below a pedicle is deeper than the one above: it hangs lower at both ends than in its middle.
        wide, high = np.array([1.2, 1.0, 1.05]), np.array([1.14, 0.94, 1.1])
        path = [point - [0, 0, drop * height] for point, drop in zip(path, (0.08, 0.0, 0.1), strict=True)]
    solids = strut(
        path,
        width * wide,
        height * high,
        replace(bone, spongy=1.25 * bone.spongy),
        wall=1.1,
        detail=detail,
        open_ends=(True, True),
        points=_AROUND,
        coarse=coarse,
        section=Section(2.3, 0.1),
        aside=(0.35, 0.0, 0.0),
    )
    return tuple(_met(solid, base, _AROUND if detail >= CORED else coarse) for solid in solids), middle


def _met(solid: Solid, base: Base, around: int) -> Solid:
    """A pedicle that begins at the back of the body, wherever across it that is."""
    points = solid.mesh.points.copy()
    # Its first ring, and the middle of that.
    first = np.r_[:around, len(points) - 2]
    share = np.clip(np.abs(points[first, 0]) / base.half, 0, 0.97)
    points[first, 1] = 0.95 * base.wall * (1 - share**2.5) ** 0.4 - 0.4
    return solid.over(solid.mesh.moved(points))


def _lamina(region: str, base: Base, own: Morphometry, bone: Bone, detail: float) -> tuple[Solid, ...]:
    back = base.wall + own.canal_depth
    low = base.bottom + (0.05 if region == "L" else 0.25) * own.posterior
    half = own.posterior * {"L": 0.36, "T": 0.46, "C": 0.4}[region]
    side = own.canal_width / 2
    path = [
        [side + 3.0, base.wall + 0.66 * own.canal_depth, base.z - 0.35 * own.pedicle_height],
        [0.62 * side, base.wall + (1.0 if region == "L" else 0.94) * own.canal_depth, low + 0.4 * half],
        [0.0, back + (3.5 if region == "L" else 2.5), low],
    ]
    thick = {"L": 2.9, "T": 2.6, "C": 1.6}[region]
    lean = np.deg2rad({"L": 22.0, "T": 18.0, "C": 25.0}[region])
    solids = strut(
        path,
        thick,
        [0.7 * half, half, 0.85 * half],
        bone,
        wall=0.9,
        detail=detail,
        open_ends=(True, detail >= CORED),
        # Its lower edge lies behind the upper one.
        up=(0.0, -np.sin(lean), np.cos(lean)),
        section=Section(2.6),
    )
    return tuple(_halved(solid, 10 if detail >= CORED else 4) for solid in solids)


def _halved(solid: Solid, around: int) -> Solid:
    """A lamina whose last ring lies in the midline, where the other lamina begins."""
    points = np.maximum(solid.mesh.points, [0.0, -np.inf, -np.inf])
    points[np.r_[-around - 2 : -2, -1], 0] = 0.0
    return solid.over(solid.mesh.moved(points))


def _facing(region: str, bone: Bone) -> Bone:
    """Bone that carries a joint: spongy bone there is denser than a body's."""
    return replace(bone, spongy={"L": 2.7, "T": 2.2, "C": 1.5}[region] * bone.spongy)


def _superior_joint(
    region: str, base: Base, own: Morphometry, at: Joint, disc: float, bone: Bone, detail: float
) -> tuple[Solid, ...]:
    thick, wide, reach = {"L": (3.3, 6.6, 8.5), "T": (2.0, 5.4, 6.5), "C": (3.5, 5.5, 4.0)}[region]
    centre = np.array([at.x, at.y, 0.0]) - (1.0 + thick) * at.normal
    z = base.top + disc / 2
    foot = [base.x - 0.5, base.wall + 0.7 * own.canal_depth, base.z - 0.4 * own.pedicle_height]
    path = [foot, [*centre[:2], z - 0.4 * reach], [centre[0], centre[1] - 0.1 * reach, z + 0.8 * reach]]
    return strut(
        path,
        [0.55 * thick, thick + 0.4, 0.65 * thick],
        [0.5 * wide, wide, 0.6 * wide],
        _facing(region, bone),
        wall={"L": 1.3, "T": 0.9, "C": 0.7}[region],
        detail=detail,
        up=_beside(at),
        points=12,
        section=Section(2.4),
        aside=-0.4 * at.normal,
    )


def _inferior_joint(
    region: str, base: Base, own: Morphometry, at: Joint, bone: Bone, detail: float
) -> tuple[Solid, ...]:
    thick, wide, reach = {"L": (3.4, 6.6, 8.5), "T": (2.2, 5.4, 6.5), "C": (3.5, 5.5, 4.0)}[region]
    centre = np.array([at.x, at.y, 0.0]) + (1.0 + thick) * at.normal
    z = base.bottom - own.disc / 2
    foot = [own.canal_width / 2 + 3.0, base.wall + 0.72 * own.canal_depth, base.z + 0.25 * own.pedicle_height]
    path = [foot, [*centre[:2], z + 0.7 * reach], [centre[0], centre[1] + 0.15 * reach, z - 0.8 * reach]]
    # The pars is narrow, and its dense core must begin small to show no edge; the joint's face is wide.
    return strut(
        path,
        [0.55 * thick, thick, 0.65 * thick],
        [0.5 * wide, wide, 0.6 * wide],
        _facing(region, bone),
        wall={"L": 1.3, "T": 0.9, "C": 0.7}[region],
        detail=detail,
        up=_beside(at),
        points=12,
        section=Section(2.4),
        aside=0.4 * at.normal,
    )


def _beside(at: Joint) -> Array:
    """Along the joint, across the column."""
    a = np.deg2rad(at.angle)
    return np.array([np.cos(a), np.sin(a), 0.0])


def _transverse(level: Level, base: Base, own: Morphometry, bone: Bone, detail: float) -> tuple[Solid, ...]:
    out = own.transverse_span / 2
    start = np.array([base.x + 0.3 * own.pedicle_width, base.wall + 0.55 * own.canal_depth, base.z])
    if level[0] == "L":
        # A broad root that runs out of pedicle and pars, then a thin blade to a point, a little upwards.
        far = out - start[0]
        path = start + np.array([[0, 0, 0], [0.36 * far, 2.5, -0.8], [0.75 * far, 4.5, 0.8], [far, 5.0, 3.0]])
        width, height = [3.6, 2.8, 2.2, 1.5], [0.62 * own.pedicle_height, 4.8, 3.9, 2.0]
        wall = 0.8
    elif level[0] == "C":
        end = np.array([out, base.wall - 2.0, base.z - 4.0])
        start[:2] = base.x + 0.55 * own.pedicle_width, base.wall + 0.1 * own.canal_depth
        path = np.array([start, 0.5 * (start + end), end])
        width, height = [3.0, 3.0, 3.5], [3.5, 3.0, 3.0]
        wall = 0.9
    else:
        end = np.array([out, start[1] + 0.75 * (out - start[0]), start[2] + 3.5])
        path = np.array([start, 0.5 * (start + end) - [0, 0, 0.8], end])
        width, height = [4.2, 3.3, 3.4], [7.0, 4.2, 3.6]
        wall = 0.7
    if detail < CORED:
        path, width, height = path[[0, 1, -1]], [*width[:2], width[-1]], [*height[:2], height[-1]]
    return strut(path, width, height, bone, wall=wall, detail=detail)


def _spinous(region: str, base: Base, own: Morphometry, bone: Bone, detail: float) -> tuple[tuple[Solid, ...], Array]:
    root = np.array(
        [0.0, base.wall + own.canal_depth + 1.0, base.bottom + (0.1 if region == "L" else 0.25) * own.posterior]
    )
    length = own.spinous_length - own.canal_depth - 1.0
    fall = np.deg2rad(own.spinous_fall)
    way = np.array([0.0, np.cos(fall), -np.sin(fall)])
    # A slanting process is longer than the distance back that it covers.
    tip = root + way * length / max(np.cos(fall), 0.75)
    width = {"L": [3.6, 2.1, 2.5, 3.2], "T": [3.6, 1.9, 2.2, 2.8], "C": [3.4, 1.8, 2.4, 3.0]}[region]
    straight = region == "L" or (region == "T" and own.spinous_fall < 20)
    shape = [0.62, 0.78, 1.0, 0.78] if straight else [1.3, 0.95, 0.8, 0.65]
    half = [0.5 * own.spinous_height * share for share in shape]
    end = tip - way * CAP * min(width[-1], half[-1]) * (detail >= CORED)
    path = [root + share * (end - root) for share in (0.0, 0.45, 0.85, 1.0)]
    if detail < CORED:
        path, width, half = [path[0], path[1], path[3]], [3.0, 2.0, 2.4], half[:3]
    # Thicker along the lower edge, where muscles pull.
    return strut(path, width, half, bone, wall=0.7, detail=detail, points=14, section=Section(2.3, 0.4)), tip
