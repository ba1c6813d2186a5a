"""Body of a vertebra: a waisted column with raised rims and hollow endplates."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from measure.simulate.anatomy.spine.findings import SchmorlNode
from measure.simulate.anatomy.spine.size import VertebraSize
from measure.simulate.anatomy.spine.sizes import pit
from measure.simulate.solids import Mesh, loft

Array = NDArray[np.float64]


# Mm that a rounded rim lacks at its corner, and by which it rises over endplate and wall.
_CUT, _SWELL = 0.29, 0.25


@dataclass(frozen=True, slots=True)
class BodyShape:
    """What makes a body's surface besides its size.

    Attributes
    ----------
    front, back : float
        How square the outline is before and behind the widest place; 2 is an ellipse.
    notch : float
        How far the posterior wall is drawn in at the middle, as a share of half the depth.
    waist : float
        How far the walls are drawn in at half height, as a share of half the width.
    superior, inferior : float
        Depth of the endplates below their rims, at half depth, mm.
    schmorl : tuple of SchmorlNode
        Pits.
    ripple : tuple of float
        Unevenness of the rims, mm.
    buckle : float
        How far a collapsed anterior wall bulges below its superior rim, as a share of half the depth.
    bow : float
        How much deeper the inferior endplate is beside the middle, mm.
    rounded : float
        How far from the rims' corners their rounding begins, mm; at most 0.3 mm of bone is taken off.
    lips : tuple of float
        How far the walls stand out right below the superior and above the inferior rim, mm; not at the back.
    """

    front: float = 2.1
    back: float = 2.5
    notch: float = 0.05
    waist: float = 0.09
    superior: float = 1.3
    inferior: float = 1.8
    schmorl: tuple[SchmorlNode, ...] = ()
    ripple: tuple[float, ...] = (0.0, 0.0)
    buckle: float = 0.0
    bow: float = 0.0
    rounded: float = 0.0
    lips: tuple[float, float] = (0.0, 0.0)


def counts(detail: float) -> tuple[int, int, int]:
    """Points around, rings of an endplate and rings of the wall between the rims."""
    share = float(np.clip((detail - 0.35) / 0.65, 0.0, 1.5))
    return 4 * round(3 + 9 * share), round(1 + 6 * share), round(2 + 6 * share)


def body_mesh(size: VertebraSize, shape: BodyShape, detail: float = 1.0) -> tuple[Mesh, dict[str, Array]]:
    """Surface of a body and the marks on it.

    Parameters
    ----------
    size : VertebraSize
        Heights, widths and depths.
    shape : BodyShape
        Everything else.
    detail : float
        Number of points.

    Returns
    -------
    Mesh
        In the vertebra's own frame.
    dict of str to ndarray
        Marks by name: corners, middles, lateral rims, contours and rims. All are corners of triangles but those of
        rounded rims: these stand where a reader sets them, where the lines of endplate and wall would meet.
    """
    around, plates, walls = counts(detail)
    unit = outline(shape, around)
    top, bottom = (endplate_rings(name, size, shape, unit, plates) for name in ("superior", "inferior"))
    share = (np.arange(1, walls + 1) / (walls + 1))[:, None, None]
    wall = bottom[0] * (1 - share) + top[0] * share
    # Waist: the anterior wall is drawn in less than the sides.
    draw = shape.waist * (1 - np.abs(2 * share - 1) ** 2.2) * (0.65 + 0.35 * np.abs(unit[:, :1]))
    bulge = shape.buckle * np.exp(-(((share - 0.7) / 0.16) ** 2)) * np.clip(-unit[:, 1:], 0, 1)
    wall[..., :2] *= 1 - draw + bulge
    low, high = bottom[:1], top[:1]
    if shape.rounded > 0 and plates > 1:
        low = _rounded(bottom, wall[0], shape.rounded, _lip(shape.lips[1], unit, 1.0))
        high = _rounded(top, wall[-1], shape.rounded, _lip(shape.lips[0], unit, 2.5))
    rings = np.concatenate([bottom[:0:-1], low, wall, high[::-1], top[1:]])
    mesh = loft(rings)
    points = mesh.points.copy()
    centres = endplate_centre("inferior", size, shape), endplate_centre("superior", size, shape)
    points[-2:] = centres
    return mesh.moved(points), _marks(top, bottom, centres, around)


def _rounded(plate: Array, wall: Array, far: float, lip: Array) -> Array:
    """Three rings, from the endplate to the wall, in place of a sharp rim."""
    rim = plate[0]
    inwards, down = plate[1] - rim, wall - rim
    inner, beside = (np.linalg.norm(way, axis=-1, keepdims=True) for way in (inwards, down))
    inwards, down = inwards / inner, down / beside
    # The corner is taken off where endplate and wall would meet; both swell a little before they get there.
    within = rim + np.minimum(far, 0.7 * inner) * inwards - _SWELL * down
    below = rim + np.minimum(far, 0.4 * beside) * down - (lip[:, None] + _SWELL) * inwards * [1, 1, 0]
    both = inwards + down
    cut = np.minimum(_CUT, 0.4 * inner) / np.linalg.norm(both, axis=-1, keepdims=True)
    return np.stack([within, rim + cut * both, below])


def _lip(size: float, unit: Array, phase: float) -> Array:
    """How far the wall stands out around a rim, mm: most in front and beside, nowhere at the back."""
    angle = np.arctan2(unit[:, 1], unit[:, 0])
    return np.asarray(
        size * np.clip(1 - 1.4 * np.maximum(unit[:, 1], 0), 0, 1) * (0.7 + 0.3 * np.sin(3 * angle + phase))
    )


def _marks(top: Array, bottom: Array, centres: tuple[Array, Array], around: int) -> dict[str, Array]:
    """Named marks from the endplates' rings."""
    left, back, right, front = (k * around // 4 for k in range(4))
    marks: dict[str, Array] = {}
    for name, rings, centre in (("superior", top, centres[1]), ("inferior", bottom, centres[0])):
        marks[f"{name}_anterior"], marks[f"{name}_posterior"] = rings[0, front], rings[0, back]
        marks[f"{name}_middle"] = centre
        marks[f"{name}_patient_left"], marks[f"{name}_patient_right"] = rings[0, left], rings[0, right]
        marks[f"{name}_contour"] = np.concatenate([rings[:, front], centre[None], rings[::-1, back]])
        marks[f"{name}_rim"] = rings[0]
    return marks


def outline(shape: BodyShape, around: int) -> Array:
    """Cross-section of half width and half depth 1, shape (around, 2), from the left and counter-clockwise."""
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)
    c, s = np.cos(angle).round(12), np.sin(angle).round(12)
    power = np.where(s < 0, shape.front, shape.back)
    x = np.sign(c) * np.abs(c) ** (2 / power)
    y = np.sign(s) * np.abs(s) ** (2 / power)
    y += np.where(s > 0, shape.notch * np.sin(np.pi * np.abs(x)) ** 2, 0.0)
    return np.stack([x, y], -1)


def endplate_rings(name: str, size: VertebraSize, shape: BodyShape, unit: Array, count: int) -> Array:
    """Rings of an endplate from the rim inwards, shape (count + 1, around, 3)."""
    reach = 1 - (np.arange(count + 1) / (count + 1)) ** 1.25
    xy = reach[:, None, None] * unit
    angle = np.linspace(0, 2 * np.pi, len(unit), endpoint=False)
    # Unevenness that leaves the four marks of the rim where they are.
    uneven = sum(h * np.sin(2 * (k + 1) * angle) for k, h in enumerate(shape.ripple)) * reach[:, None] ** 4
    return _raised(name, size, shape, xy, reach[:, None], uneven)


def endplate_centre(name: str, size: VertebraSize, shape: BodyShape) -> Array:
    """Middle of an endplate, shape (3,)."""
    return _raised(name, size, shape, np.zeros(2), np.zeros(()), np.zeros(()))


def _raised(name: str, size: VertebraSize, shape: BodyShape, xy: Array, reach: Array, uneven: Array) -> Array:
    """Points of an endplate over places given as shares of half width and depth."""
    width, depth = getattr(size, f"{name}_width") / 2, getattr(size, f"{name}_depth") / 2
    x, y = xy[..., 0], xy[..., 1]
    rim = (
        (size.anterior + size.posterior) / 4 + (size.posterior - size.anterior) / 4 * y + size.left_minus_right / 4 * x
    )
    hollow = _hollow(reach)
    nodes = [node for node in shape.schmorl if node.endplate == name]
    pits = sum((pit(node, x, y) for node in nodes), np.zeros(x.shape))
    # The hollow already holds what a node takes at half depth.
    at_middle = float(sum(pit(node, 0.0, 0.0) for node in nodes))
    edge = np.clip((0.92 - reach) / 0.12, 0, 1)
    sunk = (getattr(shape, name) - at_middle) * hollow + pits * edge
    if name == "inferior":
        sunk = sunk + shape.bow * np.exp(-(((np.abs(x) - 0.42) / 0.22) ** 2) - ((y - 0.3) / 0.4) ** 2) * edge * (x != 0)
    z = rim - sunk + uneven
    return np.stack([x * width, y * depth, z if name == "superior" else -z], -1)


def _hollow(reach: Array) -> Array:
    """Depth of an endplate from its rim, 0 along the ring, to its middle, 1."""
    t = np.clip((0.9 - reach) / 0.62, 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def shrunk(size: VertebraSize, wall: float, plate: float) -> VertebraSize:
    """The room inside a body whose walls and endplates are that thick, mm."""
    less = {
        name: getattr(size, name) - 2 * wall
        for name in ("superior_depth", "inferior_depth", "superior_width", "inferior_width")
    }
    low = {name: max(getattr(size, name) - 2 * plate, 0.5) for name in ("anterior", "posterior")}
    return replace(size, **less, **low)
