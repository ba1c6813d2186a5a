"""Heel: the anode shadows the beam on its own side."""

import math

import numpy as np
from numpy.typing import NDArray

from measure.simulate.exposure.technique import Technique
from measure.simulate.rays import Beam, BeamKind

_ANODE = math.radians(16.0)
# Depth in tungsten that photons come from, in attenuation lengths times the tangent: fitted to SpekPy 2.5 at 80 kV.
_DEPTH = 0.06


def heel(beam: Beam, technique: Technique) -> NDArray[np.float32]:
    """Open beam over the film, relative to the central ray.

    Photons start a little below the face of the anode. The closer a ray runs to the face, the more tungsten it
    leaves through: depth over the tangent of the angle between them.

    Parameters
    ----------
    beam : Beam
        Rays. Where rays run parallel to one another there is no heel effect.
    technique : Technique
        ``heel`` and ``anode``.

    Returns
    -------
    ndarray of float32, shape (rows, 1) or (1, cols)
        Falls towards the anode.
    """
    down = technique.anode in ("up", "down")
    count, step = (beam.rows, beam.row_step) if down else (beam.cols, beam.col_step)
    length = float(np.linalg.norm(step))
    first = float((beam.corner - beam.focus) @ step) / length
    slope = (first + np.arange(count) * length) / beam.sid
    if beam.kind is BeamKind.PARALLEL or (beam.kind is BeamKind.SLOT and down):
        slope = np.zeros(count)
    towards = np.arctan(slope) * (-1 if technique.anode in ("up", "left") else 1)
    left = np.tan(_ANODE - np.minimum(towards, 0.9 * _ANODE))
    gain = np.exp(-technique.heel * _DEPTH * (math.tan(_ANODE) / left - 1))
    return np.asarray(gain[:, None] if down else gain[None, :], np.float32)
