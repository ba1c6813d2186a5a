"""Jointed bones: the upper ends of femur and humerus, a true ball that runs over into neck, tubercles and shaft."""

import numpy as np
from numpy.typing import ArrayLike

from measure.simulate.anatomy.trunk.bone import Array, curve


def ball_and_shaft(
    radius: float, axis: ArrayLike, until: float, sections: ArrayLike, counts: tuple[int, int, int]
) -> tuple[Array, Array]:
    """Rings of a left bone about the centre of its ball.

    Parameters
    ----------
    radius : float
        Of the ball, mm.
    axis : array_like, shape (3,)
        From the ball into the bone.
    until : float
        How far the ball is a ball, degrees from its pole.
    sections : array_like, shape (k, 7)
        Sections that follow: x and z of the medial end, x and z of the lateral end, half depth, y of the middle, and
        thickness of the cortex, mm.
    counts : tuple of int
        Points around, rings of the ball, rings of the rest.

    Returns
    -------
    rings : ndarray, shape (n, points, 3)
    cortex : ndarray, shape (n,)
        A young adult's, mm; 1 mm over the ball.
    """
    around, of_ball, of_rest = counts
    polar = np.deg2rad(np.linspace(2, until, of_ball))[:, None]
    way = _unit(np.asarray(axis, float))
    up = _unit(np.array([0.0, 0, 1]) - way[2] * way)
    wide = radius * np.sin(polar)
    ball = _rings(-radius * np.cos(polar) * way, wide * up, wide * np.cross(up, way), around)
    rest = curve(sections, np.linspace(0, 1, of_rest))
    medial, lateral = rest[:, [0, 5, 1]], rest[:, [2, 5, 3]]
    half = (lateral - medial) / 2
    back = _unit(np.cross(half, np.cross([0, 1.0, 0], half)))
    body = _rings((medial + lateral) / 2, half, rest[:, 4:5] * back, around)
    return np.concatenate([ball, body]), np.concatenate([np.ones(of_ball), rest[:, 6]])


def _rings(middle: Array, half: Array, back: Array, around: int) -> Array:
    """Ellipses about middles with two half axes."""
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)[:, None]
    rings: Array = middle[:, None] + half[:, None] * np.cos(angle) + back[:, None] * np.sin(angle)
    return rings


def _unit(vectors: Array) -> Array:
    unit: Array = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return unit
