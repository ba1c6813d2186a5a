"""Limbs: simulated films of legs, whole and in part, sound, nailed and in rings."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np

from measure.errors import SimulationError
from measure.model import Side, View
from measure.simulate.anatomy.limb import LimbPose, shaft
from measure.simulate.anatomy.person import some_person
from measure.simulate.exposure import Technique
from measure.simulate.films import Scene
from measure.simulate.films.limb import LimbPatient
from measure.simulate.procedure import ENTRY, PATHWAYS, Device, Drift, LengtheningPlan, fitting_nail, ruler
from measure.simulate.rays import Beam, aimed
from measure.simulate.seeds import stream
from measure.simulate.solids import Frame
from training.gate.sample import OTHER, Sample
from training.gate.shot import DETAIL, LONG, Shot, shoot

FILMS_A_LEG = 12
LEAST = 10.0  # mm of lengthening: a bone that is too short for its nail's tube is left as it is
HEAD_ROOM = 140.0  # mm over the hip: higher up vertebrae come into view
# Where the middle lies along the leg, in lengths from hip (0) to ankle (1); height in mm; width in heights.
FRAMINGS: Mapping[str, tuple[tuple[float, float], tuple[float, float], tuple[float, float]]] = {
    "whole leg": ((0.48, 0.52), (900, 1100), (0.12, 0.42)),
    "thigh": ((0.2, 0.4), (280, 480), (0.3, 0.8)),
    "knee": ((0.48, 0.58), (140, 400), (0.4, 1.1)),
    "shin": ((0.6, 0.9), (250, 480), (0.25, 0.8)),
    "ankle and foot": ((0.93, 1.06), (130, 330), (0.5, 1.4)),
}


def limb_sample(seed: int, number: int) -> Sample:
    """One film of the stream."""
    rng = stream(seed, "gate limb", str(number))
    view = View.FRONTAL if rng.random() < 0.6 else View.LATERAL
    scene, frames, side = _leg(seed, number // FILMS_A_LEG, view)
    name = str(rng.choice(list(FRAMINGS)))
    technique = Technique(
        kvp=float(rng.uniform(48, 85)), scatter=float(rng.uniform(0.0, 0.5)), heel=float(rng.uniform(0, 0.6)),
        focal_blur=float(rng.uniform(0.1, 0.6)), electronic=float(10 ** rng.uniform(-4.5, -3.3)),
    )  # fmt: skip
    shot = Shot(scene, _beam(rng, name, view, frames, side), technique, "leg")
    return Sample(shoot(shot, rng, number), OTHER, name=f"{view} {name}")


@lru_cache(maxsize=4)
def _leg(seed: int, number: int, view: View) -> tuple[Scene, dict[str, Frame], str]:
    """A leg with whatever has been done to it."""
    rng = stream(seed, "gate leg", str(number))
    person = some_person(int(rng.integers(2**31)), adolescent=bool(rng.random() < 0.2))
    side = Side.LEFT if rng.random() < 0.5 else Side.RIGHT
    pose = LimbPose(flexion=float(abs(rng.normal(0, 15))), rotation=float(rng.normal(0, 15)))
    patient = LimbPatient(person, str(side), pose=pose)
    if number % 3:
        patient = _treated(rng, patient, side, "femur" if rng.random() < 0.5 else "tibia")
    elif rng.random() < 0.4:
        out = 1.0 if side is Side.LEFT else -1.0
        scale = ruler(Frame((out * float(rng.uniform(90, 150)), 10.0, -840.0)), length=900.0)
        patient = replace(patient, beside=(scale,))
    return patient.scene(view, DETAIL), patient.frames(), str(side)


def _treated(rng: np.random.Generator, patient: LimbPatient, side: Side, bone: str) -> LimbPatient:
    """The leg some time after its bone was cut, with a nail or rings."""
    device = Device.NAIL if bone == "femur" or rng.random() < 0.5 else Device.RING
    whole = shaft(patient.person, bone, str(side))
    try:
        nail = fitting_nail(whole, ENTRY[bone]) if device is Device.NAIL else None
    except SimulationError:  # the bone of a child is too short for any
        return patient
    cut, planned = float(rng.uniform(0.3, 0.4)) * whole.length, float(rng.uniform(20, 50))
    if nail:  # the tube is to bridge the gap to the end
        planned = min(planned, ENTRY[bone] + nail.length - nail.exposed - cut - 5.0)
    if planned < LEAST:
        return patient
    plan = LengtheningPlan(
        bone=bone, side=side, osteotomy=cut, planned=planned, initial_gap=0.5, rough=0.5, seed=patient.person.seed,
        device=device, drift=Drift(valgus=float(rng.normal(0, 3)), procurvatum=float(rng.normal(0, 3))),
    )  # fmt: skip
    healing = PATHWAYS[str(rng.choice(list(PATHWAYS)))]
    return LimbPatient(patient.person, str(side), plan, float(rng.uniform(5, 250)), healing, nail, pose=patient.pose)


def _beam(rng: np.random.Generator, name: str, view: View, frames: Mapping[str, Frame], side: str) -> Beam:
    along, heights, widths = FRAMINGS[name]
    hip, foot = (np.asarray(frames[f"{part}_{side}"].origin) for part in ("femur", "foot"))
    centre = hip + (foot - hip) * rng.uniform(*along) + np.append(rng.uniform(-30, 30, 2), 0.0)
    height = min(float(rng.uniform(*heights)), 2 * (HEAD_ROOM + float(hip[2] - centre[2])))
    width = height * float(rng.uniform(*widths))
    sid, oid = float(rng.uniform(1000, 2600)), float(rng.uniform(70, 150))
    pitch = max(height, width) * sid / (sid - oid) / LONG
    shape = tuple(round(size * sid / (sid - oid) / pitch) for size in (height, width))
    turn, tilt = float(rng.normal(0, 8)), float(rng.normal(0, 3))
    return aimed(str(view), centre, sid=sid, oid=oid, pitch=pitch, shape=shape, turn=turn, tilt=tilt)
