"""Heart and mediastinum: how far the soft middle of the chest reaches to either side."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.heights import profile

Array = NDArray[np.float64]

# Borders of heart and great vessels on a frontal film at size 1, mm; textbook anatomy, rounded. By height: reach to
# the left (left ventricle, auricle, pulmonary trunk, aortic knob), reach to the right (right atrium, ascending aorta,
# caval vein), and where the organ at that border lies fore and aft: its middle and its half depth.
_Z = (200, 225, 240, 255, 270, 285, 300, 315, 330, 345, 358, 368, 378, 392, 420, 450)
_LEFT = (84, 88, 90, 90, 85, 76, 63, 50, 44, 35, 38, 42, 36, 23, 22, 21)
_RIGHT = (34, 38, 42, 45, 45, 43, 38, 35, 34, 33, 32, 31, 30, 29, 26, 20)
_LEFT_DEPTH = (-92, -90, -86, -80, -76, -70, -62, -56, -52, -42, -36, -34, -34, -32, -28, -26)
_LEFT_HALF = (46, 48, 48, 48, 48, 48, 44, 36, 28, 26, 26, 26, 24, 22, 20, 18)
_RIGHT_DEPTH = (-70, -70, -70, -70, -70, -68, -64, -60, -60, -58, -54, -50, -48, -44, -36, -32)
_RIGHT_HALF = (38, 40, 42, 43, 44, 44, 42, 38, 32, 28, 24, 22, 20, 18, 18, 18)
AORTA = ((14, -30, 362), (19, -14, 330), (19, -10, 280), (15, -16, 230), (8, -26, 190), (4, -29, 140), (3, -30, 60))
"""Course of the descending aorta to its fork, mm at size 1."""


def border(person: Person, side: float, y: ArrayLike, z: ArrayLike) -> Array:
    """How far the mediastinum reaches to one side at points of the sagittal plane.

    Parameters
    ----------
    person : Person
        Whose; the heart is broader with weight and age, the aorta with age.
    side : float
        +1 the left, −1 the right.
    y, z : array_like
        Where, mm in the reference room.

    Returns
    -------
    ndarray
        Distance from the mid-plane, mm, positive towards that side: spine and gutters, heart, aorta.

    Examples
    --------
    >>> someone = Person()
    >>> float(border(someone, 1.0, -78.0, 260.0)) > float(border(someone, -1.0, -78.0, 260.0))  # the heart lies left
    True
    """
    s = person.size
    depth, height = np.broadcast_arrays(np.asarray(y, float) / s, np.asarray(z, float) / s)
    # Sternum and spine: the lungs nearly meet in front, and lie along the vertebral bodies behind.
    reach = profile((-140, -70, -35, -18, 12, 30, 60), (5, 7, 14, 21, 24, 34, 40), depth, smooth=6.0)
    reach = _joined(reach, profile((180, 380, 410, 450), (0, 0, 22, 27), height, smooth=8.0))
    reach = _joined(reach, _heart(person, side, depth, height))
    if side > 0:
        reach = _joined(reach, _aorta(person, depth, height))
    return s * reach


def _heart(person: Person, side: float, depth: Array, height: Array) -> Array:
    """Half of the heart and great vessels on one side."""
    rng = person.rng("heart")
    broad = 1.0 + 0.004 * (person.bmi - 24) + 0.0015 * (person.age - 50) + rng.normal(0, 0.08)
    z = height - rng.normal(0, 6)
    tables = (_LEFT, _LEFT_DEPTH, _LEFT_HALF) if side > 0 else (_RIGHT, _RIGHT_DEPTH, _RIGHT_HALF)
    wide, middle, half = (profile(_Z, table, z, smooth=5.0) for table in tables)
    if side > 0:  # an elongated aorta stands out more
        wide = wide + 0.12 * max(0.0, person.age - 40) * np.exp(-(((z - 364) / 14) ** 2))
    inside = np.clip(1.0 - ((depth - middle) / half) ** 2, 0.0, 1.0)
    reach: Array = wide * np.where(z < 325, broad, 1.0) * inside**0.6
    return reach


def _aorta(person: Person, depth: Array, height: Array) -> Array:
    """Left side of the descending aorta, along the spine."""
    course = np.array(AORTA, float)[::-1]
    radius = 11.5 + 0.05 * max(0.0, person.age - 40)
    x, back = (np.interp(height, course[:, 2], course[:, k]) for k in (0, 1))
    inside = 1.0 - ((depth - back) / radius) ** 2
    there = (inside > 0) & (height < course[-1, 2])
    reach: Array = np.where(there, x + radius * np.sqrt(np.maximum(inside, 0)), 0.0)
    return reach


def _joined(one: Array, other: Array) -> Array:
    """The greater of two, its corner rounded over some millimetres."""
    joined: Array = (one + other + np.sqrt((one - other) ** 2 + 16.0)) / 2
    return joined
