"""Soft: skin, fat and muscle of a leg, from the hip around the heel to the toes."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.simulate.anatomy.limb.morphometry import LimbSize
from measure.simulate.anatomy.person import Person
from measure.simulate.solids import Frame, Part, Solid, loft, rotation

Array = NDArray[np.float64]

# Muscle of a lean man: share of the way from hip to knee (0-1) to ankle (1-2); half axes lateral, posterior, medial,
# anterior. Textbook anatomy, rounded.
_MUSCLE = np.array([
    (-0.3, 60, 66, 74, 66), (0.0, 75, 75, 79, 73), (0.15, 79, 76, 80, 76), (0.4, 69, 67, 68, 72),
    (0.7, 54, 52, 57, 62), (0.85, 47, 47, 51, 58), (0.95, 46, 47, 50, 58), (1.02, 45, 48, 49, 53),
    (1.12, 44, 49, 47, 42), (1.3, 47, 58, 49, 33),
    (1.5, 41, 50, 43, 28), (1.75, 31, 34, 31, 23), (1.9, 34, 32, 32, 24), (2.0, 37, 33, 35, 25),
])  # fmt: skip
# Fat under the skin at the same places, times the person's.
_FAT = np.array([1.9, 1.7, 1.35, 1.15, 0.85, 0.6, 0.45, 0.45, 0.5, 0.6, 0.55, 0.45, 0.42, 0.42])
# Middle of the muscle beside the line (lateral, posterior).
_MIDDLE = np.array([
    (16, 4), (11, 4), (8, 4), (6, 0), (2, 0), (0, 2), (0, 2), (0, 3), (1, 6), (1, 12), (1, 9), (1, 5), (0, 5), (0, 6),
])  # fmt: skip
# Between which angles (degrees: 0 lateral, 90 posterior) muscles lie, thigh and calf; fat planes run between them.
_THIGH = ((-70.0, 35.0), (35.0, 112.0), (112.0, 207.0), (207.0, 290.0))
_CALF = ((-60.0, 32.0), (32.0, 112.0), (112.0, 190.0), (190.0, 300.0))
_SWIRL = 34.0  # degrees that a fat plane bends from the bone to the skin

# Around the heel: degrees from the ankle's level to the vertical, nearest and farthest distance of the skin from the
# instep, half width; then along the foot: y, sole, back of the foot, half width. Foot of 262 mm; textbook anatomy,
# rounded.
_INSTEP = (-44.0, 0.0)
_HEEL = (
    (0, 15, 84, 38), (18, 11, 95, 39), (28, 9, 124, 37), (38, 7, 132, 34),
    (46, 6, 123, 33), (60, 4, 102, 35), (75, 3, 91, 37), (90, 3, 88, 40),
)  # fmt: skip
_FOOT = (
    (-70, -88, -12, 40), (-100, -88, -28, 45), (-130, -88, -46, 49),
    (-155, -88, -52, 49), (-178, -88, -55, 43), (-196, -86, -58, 30),
)  # fmt: skip


def soft(
    person: Person, side: str, line: ArrayLike, foot: Frame, size: LimbSize, detail: float = 1.0, *, above: float = 90.0
) -> Part:
    """Envelope of a leg in the room of its pose.

    Parameters
    ----------
    person : Person
        Whose; body mass index and sex say how thick the fat is.
    side : {"left", "right"}
        Side of the body.
    line : array_like, shape (3, 3)
        Hip, knee and ankle centre.
    foot : Frame
        Pose of the foot.
    size : LimbSize
        Of the bones, from which the girth follows.
    detail : float
        1 for a full-size film.
    above : float
        How far above the hip's centre the thigh is continued, mm; below 0 where a trunk's own tissue ends that far
        below the hip (``thigh``).

    Returns
    -------
    Part
        Fat within air, muscles within fat, thin planes of fat between them; bones lie within soft tissue.
    """
    few = max(0.3, detail)
    shares = np.concatenate([
        np.linspace(-above / _long(line), 1.0, round(19 * few) + 3)[:-1],
        np.linspace(1.0, 1.93, round(19 * few) + 3),
    ])  # fmt: skip
    shape = _Envelope(person, side, np.asarray(line, float), shares, size)
    angle = np.linspace(0, 2 * np.pi, 4 * max(3, round(9.6 * detail)), endpoint=False)
    sign = 1.0 if side == "left" else -1.0
    inset = 1.5 + 0.3 * fat_thickness(person)
    skin = np.concatenate([shape.ring(angle, shape.fat + 1.5), _foot(foot, size, sign, angle, 0.0)])
    ankle = shape.ring(angle, np.zeros(len(shares)))[-1:]
    core = np.concatenate([ankle, _foot(foot, size, sign, angle, inset)])
    solids = [Solid(loft(skin), "fat", "air"), Solid(loft(core), "soft", "fat")]
    for sectors, low, high in ((_THIGH, shares[0], 0.96), (_CALF, 0.96, shares[-1])):
        rows = (shares >= low - 1e-9) & (shares <= np.min(shares[shares >= high]) + 1e-9)
        if detail < 0.5:
            solids.append(Solid(loft(shape.ring(angle, np.zeros(len(shares)))[rows]), "soft", "fat"))
            continue
        # Each plane is about a millimetre thick and turns along the leg.
        for start, end in sectors:
            solids.append(Solid(loft(shape.muscle(start, end, detail)[rows]), "soft", "fat"))
    return Part(tuple(solids))


def thigh(person: Person, side: str, line: ArrayLike, size: LimbSize, below: float, points: int) -> tuple[Array, Array]:
    """Outlines of a thigh's skin and of its muscles some way below the hip, for a trunk to run into.

    Parameters
    ----------
    person, side, line, size
        As for ``soft``.
    below : float
        How far below the hip's centre, mm.
    points : int
        Around.

    Returns
    -------
    tuple of ndarray, shape (points, 3)
        Where ``soft`` begins with ``above=-below``.
    """
    shares = np.linspace(below / _long(line), 1.0, 3)
    shape = _Envelope(person, side, np.asarray(line, float), shares, size)
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
    return shape.ring(angle, shape.fat + 1.5)[0], shape.ring(angle, np.zeros(3))[0]


def _long(line: ArrayLike) -> float:
    """From hip to knee, mm: longer than the femur was where it has been lengthened."""
    points = np.asarray(line, float)
    return float(np.linalg.norm(points[1] - points[0]))


def fat_thickness(person: Person) -> float:
    """Fat under the skin of the mid-thigh's side, mm; textbook anatomy, rounded."""
    lean = {"F": 9.0, "M": 5.0}[person.sex]
    return float(max(2.5, lean + 0.75 * (person.bmi - 22.0)))


class _Envelope:
    """Cross-sections of a leg along the line of its joints."""

    def __init__(self, person: Person, side: str, line: Array, shares: Array, size: LimbSize) -> None:
        self.sign = 1.0 if side == "left" else -1.0
        self.shares = shares
        self.centre, self.axes = _path(line, shares)
        # Flesh follows the weight, joints do not.
        flesh = np.interp(shares, [0.6, 0.85, 1.1, 1.3, 1.5, 1.75], [1, 0.15, 0.15, 1, 1, 0])
        girth = (size.knee_width / 83.0 * (1 + 0.012 * flesh * (np.clip(person.bmi, 15, 35) - 23)))[:, None]
        self.half = _columns(shares, _MUSCLE[:, 1:]) * girth
        self.fat = _columns(shares, _FAT[:, None])[:, 0] * fat_thickness(person)
        self.middle = _columns(shares, _MIDDLE) * girth

    def ring(self, turn: Array, extra: Array, factor: ArrayLike = 1.0) -> Array:
        """Points at angles, shape (m,) or (rings, m): the muscles' surface times a factor, and something more."""
        c, s = np.cos(turn), np.sin(turn)
        across, deep = (
            np.where(c > 0, self.half[:, :1], self.half[:, 2:3]),
            np.where(s > 0, self.half[:, 1:2], self.half[:, 3:4]),
        )
        radius = np.maximum(np.asarray(factor) / np.hypot(c / across, s / deep) + extra[:, None], 0.0)
        x, y = self.middle[:, :1] + radius * c, self.middle[:, 1:] + radius * s
        return np.asarray(
            self.centre[:, None]
            + self.sign * x[..., None] * self.axes[:, None, :, 0]
            + y[..., None] * self.axes[:, None, :, 1]
        )

    def muscle(self, start: float, end: float, detail: float) -> Array:
        """Rings of the muscle between two planes of fat."""
        inwards = np.array([0.97, 0.7, 0.42, 0.2])
        arc = np.linspace(0, 1, max(4, round((end - start) / 13 * detail) + 2))
        share = np.concatenate([arc, np.ones(4), [0.5], np.zeros(4)])
        reach = np.concatenate([np.ones(len(arc)), inwards, [0.0], inwards[::-1]])
        # A gap of a millimetre is the wider an angle the nearer it lies to the bone; around the bone there is none.
        gap = np.where(reach > 0.5, 0.9 / np.maximum(reach, 0.3), 0.0)
        low, high = start + gap, end - gap
        twist = 22.0 * np.sin(2.2 * np.pi * self.shares)[:, None] - _SWIRL * (1 - reach)
        return self.ring(np.deg2rad(low + share * (high - low) + twist), np.full(len(self.shares), -0.4), reach)


def _columns(shares: Array, values: Array) -> Array:
    """Table columns at shares, smoothed over its corners."""
    offsets = np.linspace(-0.06, 0.06, 7)
    found = [[np.interp(shares + o, _MUSCLE[:, 0], column) for column in values.T] for o in offsets]
    return np.asarray(np.mean(found, axis=0).T, float)


def _path(line: Array, shares: Array) -> tuple[Array, Array]:
    """Points of the rounded line from hip to ankle, and axes across it."""
    ends = np.stack([line[0] - (line[1] - line[0]), line[0], line[1], line[2], line[2] + (line[2] - line[1])])
    offsets = np.linspace(-0.09, 0.09, 9)
    points = np.mean([[np.interp(shares + o, [-1, 0, 1, 2, 3], c) for c in ends.T] for o in offsets], axis=0).T
    up = -np.gradient(points, axis=0)
    up /= np.linalg.norm(up, axis=1, keepdims=True)
    left = np.array([1.0, 0.0, 0.0]) - up[:, :1] * up
    left /= np.linalg.norm(left, axis=1, keepdims=True)
    return points, np.stack([left, np.cross(up, left), up], -1)


def _foot(frame: Frame, size: LimbSize, sign: float, angle: Array, inset: float) -> Array:
    """Rings from the ankle around the heel to the toes, ``inset`` below the skin; shape (k, m, 3)."""
    k = size.foot_length / 262.0
    c, s = np.cos(angle), np.sin(angle)
    rings = []
    for degrees, near, far, wide in _HEEL:
        turn = np.deg2rad(degrees)
        out = (near + far) / 2 + ((far - near) / 2 - inset / k) * s
        y, z = _INSTEP[0] + out * np.cos(turn), _INSTEP[1] - out * np.sin(turn)
        rings.append(np.stack([(wide - inset / k) * c, y, z], -1))
    for y_at, sole, back, wide in _FOOT:
        z = (sole + back) / 2 - np.maximum((back - sole) / 2 - inset / k, 2.0) * s
        rings.append(np.stack([np.maximum(wide - inset / k, 4.0) * c, np.full(len(angle), float(y_at)), z], -1))
    rings.append(
        np.mean(rings[-1], axis=0) + 0.5 * (rings[-1] - np.mean(rings[-1], axis=0)) - np.array([0.0, 4.0, 0.0])
    )
    turned = np.asarray(rings) * k @ rotation("z", size.torsion / 2).T
    return np.asarray(frame.apply(turned * np.array([sign, 1.0, 1.0])))
