"""Aim: tube and detector placed around a point of the patient, as a radiographer would."""

import numpy as np
from numpy.typing import ArrayLike

from measure.errors import SimulationError
from measure.simulate.rays.beam import Array, Beam, BeamKind
from measure.simulate.solids.frame import rotation

# Where the central ray runs to, and the patient's direction to the right of the picture.
_WAYS: dict[tuple[str, str], tuple[tuple[float, ...], tuple[float, ...]]] = {
    ("frontal", "ap"): ((0, 1, 0), (1, 0, 0)),
    ("frontal", "pa"): ((0, -1, 0), (1, 0, 0)),
    ("lateral", "left"): ((1, 0, 0), (0, 1, 0)),
    ("lateral", "right"): ((-1, 0, 0), (0, -1, 0)),
}


def aimed(
    view: str,
    centre: ArrayLike,
    *,
    sid: float,
    oid: float,
    pitch: float | tuple[float, float],
    shape: tuple[int, int],
    towards: str = "",
    kind: BeamKind = BeamKind.CONE,
    off_centre: tuple[float, float] = (0.0, 0.0),
    tilt: float = 0.0,
    turn: float = 0.0,
) -> Beam:
    """Beam whose central ray passes through a point and meets the detector at right angles.

    Parameters
    ----------
    view : {"frontal", "lateral"}
        Projection.
    centre : array_like, shape (3,)
        Point of the patient that the central ray passes through, mm.
    sid, oid : float
        Source to detector, and that point to the detector, mm.
    pitch : float or tuple of float
        Detector spacing by row and column, mm.
    shape : tuple of int
        Rows and columns.
    towards : str, optional
        Frontal: ``"ap"`` (default) or ``"pa"``; both are shown with the patient's left on the right.
        Lateral: ``"left"`` (default) or ``"right"``, the side of the picture that the patient faces; the
        side of the body that lies against the detector is the same.
    kind : BeamKind
        Cone, parallel or slot.
    off_centre : tuple of float
        Where the central ray meets the film, from its middle, as a share of its rows and columns.
    tilt : float
        Tube towards the feet (+), degrees: the ray then runs upwards.
    turn : float
        Patient turned to the left about the long axis, degrees.

    Returns
    -------
    Beam

    Raises
    ------
    SimulationError
        If the view is unknown or the patient does not fit between tube and detector.

    Examples
    --------
    >>> beam = aimed("lateral", (0, 0, 0), sid=1150.0, oid=250.0, pitch=0.15, shape=(2401, 1801))
    >>> round(float(beam.magnification((0.0, 0.0, 0.0))), 4)  # 1150 / 900
    1.2778
    """
    if not 0 <= oid < sid:
        raise SimulationError(f"exposure: expected 0 <= object-detector distance < source distance {sid}, got {oid}")
    key = (view, towards or ("ap" if view == "frontal" else "left"))
    if key not in _WAYS:
        raise SimulationError(f"exposure: expected a frontal (ap, pa) or lateral (left, right) view, got {key}")
    along, right = (np.asarray(v, float) for v in _WAYS[key])
    down = np.array([0.0, 0.0, -1.0])
    # Tube and detector turn about the patient: the other way round than the patient would turn.
    about_z = rotation("z", -turn)
    along, right = about_z @ along, about_z @ right
    lean = np.deg2rad(tilt)
    along, down = np.cos(lean) * along - np.sin(lean) * down, np.cos(lean) * down + np.sin(lean) * along
    row_mm, col_mm = pitch if isinstance(pitch, tuple) else (pitch, pitch)
    middle = (np.array(shape) - 1) / 2 + np.array(off_centre) * np.array(shape)
    iso = np.asarray(centre, float)
    corner: Array = iso + oid * along - middle[0] * row_mm * down - middle[1] * col_mm * right
    return Beam(kind, iso - (sid - oid) * along, corner, row_mm * down, col_mm * right, *shape)
