"""Chest: the upright axes in which ribs, breast bone and shoulders are laid out, and how a bent column carries them."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from measure.model import Level
from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.bone import Array
from measure.simulate.anatomy.trunk.ribs import LEVELS, pitch
from measure.simulate.solids import Frame, rotation

CARRIER = Level.T3
"""Vertebra in whose frame ``sternum`` and ``shoulder`` are given."""

_BREADTH = {"F": 0.90, "M": 1.0}
# How much of a vertebra's turn away from the usual upright column reaches its ribs, and the shoulders: about the
# left-right, the front-back and the long axis. Neighbours hold ribs back; shoulders are kept nearly level. By eye.
_RIBS_FOLLOW = (0.9, 0.5, 0.6)
_SHOULDERS_FOLLOW = (0.4, 0.15, 0.3)


def chest_frames(frames: Mapping[str, Frame]) -> dict[str, Frame]:
    """Where the ribs, and breast bone and shoulders, stand on a column that is bent or turned.

    Ribs put into their vertebra's own frame stay in their joints but fan out and turn as no chest does: half of the
    tilt is taken up between neighbours. These frames share the vertebra's origin and are turned back by as much.

    Parameters
    ----------
    frames : mapping of str to Frame
        Of a column: those of ``T1`` to ``L1`` are read, as far as there are any.

    Returns
    -------
    dict of str to Frame
        ``ribs_T6`` and so on for ``rib_pair``, ``chest`` for ``sternum``, ``shoulder`` and ``upper_arm``.

    Examples
    --------
    >>> from measure.simulate.solids import rotation
    >>> straight = {"T3": Frame((0, 0, 300), rotation("x", pitch(Level.T3)))}
    >>> bool(np.allclose(chest_frames(straight)["chest"].axes, straight["T3"].axes))
    True
    """
    carried = {f"ribs_{v}": _followed(frames[v], v, _RIBS_FOLLOW) for v in LEVELS if v in frames}
    if CARRIER in frames:
        carried["chest"] = _followed(frames[CARRIER], CARRIER, _SHOULDERS_FOLLOW)
    return carried


def _followed(frame: Frame, level: Level, shares: ArrayLike) -> Frame:
    """A vertebra's frame with a share of its turn away from the usual column, about each axis of the room."""
    usual = rotation("x", pitch(level))
    return Frame(frame.origin, _turn(_turned_by(np.asarray(frame.axes) @ usual.T) * np.asarray(shares)) @ usual)


def _turned_by(matrix: Array) -> Array:
    """Axis of a rotation, as long as its angle in radians."""
    twice = np.array([matrix[2, 1] - matrix[1, 2], matrix[0, 2] - matrix[2, 0], matrix[1, 0] - matrix[0, 1]])
    sine, cosine = np.linalg.norm(twice) / 2, (np.trace(matrix) - 1) / 2
    vector: Array = twice / 2 if sine < 1e-9 else twice / (2 * sine) * np.arctan2(sine, cosine)
    return vector


def _turn(vector: Array) -> Array:
    """Rotation about a vector by its length in radians (Rodrigues)."""
    angle = float(np.linalg.norm(vector))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = vector / angle
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    matrix: Array = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross
    return matrix


def chest_size(person: Person) -> float:
    """Times the sizes of a man of mean stature."""
    return person.size * _BREADTH[person.sex]


def carried(person: Person, points: ArrayLike) -> Array:
    """Places in the upright chest of a man of mean stature, mm from the middle of T3, in the frame of a person's T3."""
    return Frame(axes=rotation("x", pitch(CARRIER))).local(np.asarray(points, float) * chest_size(person))


def carried_way(ways: ArrayLike) -> Array:
    """Directions in the upright chest, in the frame of T3."""
    return Frame(axes=rotation("x", pitch(CARRIER))).local(np.asarray(ways, float))
