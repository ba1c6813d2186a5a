"""Limb: a whole leg in its pose, part by part and frame by frame."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.errors import SimulationError
from measure.simulate.anatomy.limb.femur import femur
from measure.simulate.anatomy.limb.femur_shape import femur_shape
from measure.simulate.anatomy.limb.fibula import fibula, fibula_lines
from measure.simulate.anatomy.limb.foot import foot
from measure.simulate.anatomy.limb.morphometry import LimbSize, limb_size
from measure.simulate.anatomy.limb.patella import patella
from measure.simulate.anatomy.limb.shaft import Shaft
from measure.simulate.anatomy.limb.soft import soft
from measure.simulate.anatomy.limb.tibia import tibia
from measure.simulate.anatomy.limb.tibia_shape import tibia_shape
from measure.simulate.anatomy.person import Person
from measure.simulate.solids import Body, Frame, Part, rotation

Array = NDArray[np.float64]

JOINT_SPACE = 5.5  # mm in the middle of the knee; cartilage of both sides, textbook anatomy, rounded


@dataclass(frozen=True, slots=True)
class LimbPose:
    """How a leg stands, in degrees; the default is straight, patella to the front.

    Attributes
    ----------
    flexion : float
        Of the knee.
    hip_flexion : float
        Of the thigh against the vertical.
    adduction : float
        Of the thigh towards the middle.
    rotation : float
        Of the whole leg outwards, about the femur's mechanical axis.
    plantar : float
        Of the foot, downwards.
    """

    flexion: float = 0.0
    hip_flexion: float = 0.0
    adduction: float = 0.0
    rotation: float = 0.0
    plantar: float = 0.0

    def __post_init__(self) -> None:
        for name, low, high in (
            ("flexion", -15, 140),
            ("hip_flexion", -30, 120),
            ("adduction", -45, 30),
            ("rotation", -60, 60),
            ("plantar", -30, 50),
        ):
            if not low <= getattr(self, name) <= high:
                raise SimulationError(f"limb: expected {name} from {low} to {high} degrees, got {getattr(self, name)}")


STRAIGHT = LimbPose()


def shaft(person: Person, bone: str, side: str, size: LimbSize | None = None) -> Shaft:
    """Shaft of one long bone in its own frame; the fibula's is the tibia's.

    Parameters
    ----------
    person : Person
        Whose.
    bone : {"femur", "tibia", "fibula"}
        Which.
    side : {"left", "right"}
        Side of the body.
    size : LimbSize, optional
        Default ``limb_size(person)``.

    Examples
    --------
    >>> found = shaft(Person(), "tibia", "right")
    >>> found.outer(100.0).shape, found.bone, found.side
    ((64, 3), 'tibia', 'right')
    """
    of = size or limb_size(person)
    if bone not in ("femur", "tibia", "fibula") or side not in ("left", "right"):
        raise SimulationError(f"limb: expected femur, tibia or fibula, left or right; got {bone!r}, {side!r}")
    lines = {
        "femur": lambda: femur_shape(of).shaft,
        "tibia": lambda: tibia_shape(of).shaft,
        "fibula": lambda: fibula_lines(of),
    }
    return replace(lines[bone](), side=side)


def leg_frames(
    size: LimbSize, side: str, pose: LimbPose = STRAIGHT, hip: ArrayLike = (0.0, 0.0, 0.0)
) -> dict[str, Frame]:
    """Where each part of a leg stands.

    Parameters
    ----------
    size : LimbSize
        Of the leg; its varus is ``size.hka`` where the knee is straight.
    side : {"left", "right"}
        Side of the body.
    pose : LimbPose
        Of its joints.
    hip : array_like, shape (3,)
        Centre of the femoral head, mm.

    Returns
    -------
    dict of str to Frame
        ``femur_left``, ``tibia_left``, ``patella_left``, ``foot_left``, and ``leg_left`` for the soft tissue.

    Examples
    --------
    >>> size = limb_size(Person(), mldfa=90.0, mpta=90.0, jlca=3.0)
    >>> frames = leg_frames(size, "left")
    >>> round(float(np.degrees(np.arctan2(*-frames["tibia_left"].axes[[0, 2], 2]))), 6) % 180  # 3 degrees of varus
    3.0
    """
    turn = rotation("x", -pose.hip_flexion) @ rotation("y", pose.adduction) @ rotation("z", pose.rotation)
    thigh = Frame((0.0, 0.0, 0.0), turn)
    d = size.knee_depth / 63.0
    knee = Frame((0.0, 0.0, -size.femur_length), rotation("y", size.mldfa - 90.0))
    pivot = np.array([0.0, 9.0, 24.0]) * d
    bent = _about(pivot, rotation("x", pose.flexion))
    # In the knee's frame the condyles are level: the plateau hangs open by the JLCA.
    level = rotation("y", size.jlca) @ rotation("y", 90.0 - size.mpta)
    shin = Frame((0.0, 0.0, -JOINT_SPACE * d), level).then(bent).then(knee).then(thigh)
    # The kneecap follows three quarters of the flexion.
    cap = (
        Frame((0.0, -39.0 * d, 30.0 * d)).then(_about(pivot, rotation("x", 0.75 * pose.flexion))).then(knee).then(thigh)
    )
    sole = Frame((0.0, 0.0, -size.tibia_length), rotation("x", pose.plantar)).then(shin)
    found = {"femur": thigh, "tibia": shin, "patella": cap, "foot": sole, "leg": Frame()}
    at = np.asarray(hip, float)
    return {f"{name}_{side}": _stood(frame, side, at) for name, frame in found.items()}


def leg(
    person: Person,
    side: str,
    pose: LimbPose = STRAIGHT,
    detail: float = 1.0,
    *,
    size: LimbSize | None = None,
    above: float = 90.0,
) -> Body:
    """All of a leg but the hip bone.

    Parameters
    ----------
    person : Person
        Whose.
    side : {"left", "right"}
        Side of the body.
    pose : LimbPose
        Soft tissue follows it; the bones' frames come from ``leg_frames`` with the same pose.
    detail : float
        1 for a full-size film, 0.35 for a training film.
    size : LimbSize, optional
        Default ``limb_size(person)``.
    above : float
        How far above the hip's centre the soft tissue reaches, mm.

    Returns
    -------
    mapping of str to Part
        ``femur_left``, ``tibia_left`` (with the fibula), ``patella_left``, ``foot_left`` and ``leg_left``, the soft
        tissue. Put them into the room with ``posed(leg(...), leg_frames(...))``.

    Examples
    --------
    >>> from measure.simulate.solids import posed
    >>> someone = Person(sex="M")
    >>> whole = posed(leg(someone, "right", detail=0.35), leg_frames(limb_size(someone), "right"))
    >>> sorted(whole.marks)
    ['femoral_head:right', 'femur:right', 'fibula:right', 'foot:right', 'tibia:right']
    """
    of = size or limb_size(person)
    frames = leg_frames(of, side, pose)
    thigh, shin = frames[f"femur_{side}"], frames[f"tibia_{side}"]
    # Rounding the line at a bent knee would draw the skin off the kneecap.
    forward = -22.0 * np.sin(np.deg2rad(pose.flexion) / 2)
    line = np.stack(
        [thigh.apply((0, 0, 0)), thigh.apply((0, forward, -of.femur_length)), shin.apply((0, 0, -of.tibia_length))]
    )
    parts: Mapping[str, Part] = {
        "femur": femur(person, side, detail, size=of),
        "tibia": tibia(person, side, detail, size=of).and_(fibula(person, side, detail, size=of)),
        "patella": patella(person, side, detail, size=of),
        "foot": foot(person, side, detail, size=of),
        "leg": soft(person, side, line, frames[f"foot_{side}"], of, detail, above=above),
    }
    return {f"{name}_{side}": part for name, part in parts.items()}


def _about(pivot: Array, turn: Array) -> Frame:
    """Rotation about a point."""
    return Frame(pivot - turn @ pivot, turn)


def _stood(frame: Frame, side: str, hip: Array) -> Frame:
    """A left leg's frame on the given side, from the hip."""
    origin, axes = np.asarray(frame.origin), np.asarray(frame.axes)
    if side == "right":
        mirror = np.array([-1.0, 1.0, 1.0])
        origin, axes = origin * mirror, axes * np.outer(mirror, mirror)
    return Frame(origin + hip, axes)
