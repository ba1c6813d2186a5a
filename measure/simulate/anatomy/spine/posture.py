"""Posture: what lying down does to a column that was described as it stands."""

from dataclasses import replace

from measure.errors import SimulationError
from measure.model import Posture
from measure.simulate.anatomy.spine.alignment import Alignment

# How far each posture has gone from standing (0) to supine (1). Kyphosis at a collapsed vertebra is 26.2 degrees
# upright, 19.8 on the side, 15.4 supine (15 patients, J Orthop Surg Res 2020, doi 10.1186/s13018-020-01649-y).
_LYING = {
    Posture.STANDING: 0.0,
    Posture.SITTING: 0.0,
    Posture.LATERAL_DECUBITUS: 0.6,
    Posture.PRONE: 0.6,
    Posture.SUPINE: 1.0,
}
# Supine as a share of standing. Lordosis 36.8 of 49.8 degrees: 627 volunteers, Asian Spine J 2019, PMC6680033.
# Kyphosis 17 of 26, Cobb angle 57 of 68, apical rotation 16 of 22: 62 patients, Scoliosis 2017, PMC5320720.
_LORDOSIS, _KYPHOSIS, _COBB, _ROTATION = 36.8 / 49.8, 17 / 26, 57 / 68, 16 / 22
# The same mobile vertebrae: anterior height 18.3, 20.7 and 24.3 mm upright, on the side and supine (the first source).
_OPENED = {Posture.LATERAL_DECUBITUS: 0.4, Posture.PRONE: 0.4, Posture.SUPINE: 1.0}


def in_posture(alignment: Alignment, posture: Posture) -> Alignment:
    """The alignment of the same person in another posture.

    Lordosis, kyphosis and coronal curves become smaller; half of the lost lordosis is lost below, as sacral slope
    (our choice: it keeps the back of the pelvis and the shoulders on the table). Sitting is drawn like standing.

    Parameters
    ----------
    alignment : Alignment
        Standing.
    posture : Posture
        What the film is taken in.

    Returns
    -------
    Alignment

    Examples
    --------
    >>> round(in_posture(Alignment(lordosis=-50.0), Posture.SUPINE).lordosis, 1)
    -36.9
    """
    lying = _lying(posture)
    if lying == 0:
        return alignment
    shrunk = {name: 1 - lying * (1 - share) for name, share in
              (("lordosis", _LORDOSIS), ("kyphosis", _KYPHOSIS), ("cobb", _COBB), ("rotation", _ROTATION))}  # fmt: skip
    lordosis = alignment.lordosis * shrunk["lordosis"]
    return replace(
        alignment,
        pelvic_tilt=alignment.pelvic_tilt + (lordosis - alignment.lordosis) / 2,
        lordosis=lordosis,
        kyphosis=alignment.kyphosis * shrunk["kyphosis"],
        sva=None,
        trunk_shift=alignment.trunk_shift * (1 - lying),
        curves=tuple(
            replace(c, cobb=c.cobb * shrunk["cobb"], rotation=c.rotation * shrunk["rotation"] / shrunk["cobb"])
            for c in alignment.curves
        ),
    )


def opened(posture: Posture, mobility: float) -> float:
    """Share of its lost height that a collapsed vertebra regains in a posture.

    Parameters
    ----------
    posture : Posture
        What the film is taken in.
    mobility : float
        Share that this vertebra regains supine: 0 healed, about 0.3 or more where it has not united.

    Returns
    -------
    float
        0 upright.

    Examples
    --------
    >>> opened(Posture.SUPINE, 0.3), opened(Posture.STANDING, 0.3)
    (0.3, 0.0)
    """
    _lying(posture)
    return mobility * _OPENED.get(posture, 0.0)


def _lying(posture: Posture) -> float:
    if posture not in _LYING:
        raise SimulationError(f"posture: expected one of {', '.join(_LYING)}, got {posture!r}")
    return _LYING[posture]
