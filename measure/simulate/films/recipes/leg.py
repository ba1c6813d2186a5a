"""Leg recipe: one whole leg standing, put together of three shots, as axes and lengths are read on."""

from dataclasses import replace

import numpy as np

from measure.model import Posture, Side, View
from measure.simulate.anatomy.limb import LimbPose
from measure.simulate.anatomy.person import some_person
from measure.simulate.dicom import FilmFacts, ScaleTags
from measure.simulate.exposure import Technique
from measure.simulate.films.limb import LimbPatient
from measure.simulate.films.plan import FilmPlan, Letters
from measure.simulate.films.recipes.lengthening import LIMB
from measure.simulate.films.size import Size
from measure.simulate.procedure import ruler
from measure.simulate.rays import aimed
from measure.simulate.seeds import stream
from measure.simulate.solids import Frame
from measure.simulate.station import Seams


def leg(seed: int, size: Size = Size.SMALL) -> FilmPlan:
    """Frontal film from the hip to the foot, standing, three shots put together, a ruler beside it."""
    rng = stream(seed, "leg")
    person = some_person(seed)
    side = Side.LEFT if rng.random() < 0.5 else Side.RIGHT
    out = 1.0 if side is Side.LEFT else -1.0
    pose = LimbPose(rotation=float(rng.normal(0, 4)), flexion=float(abs(rng.normal(0, 3))))
    patient = LimbPatient(person, str(side), pose=pose)
    foot = np.asarray(patient.frames()[f"foot_{side}"].origin)
    tall = float(-foot[2]) + 230.0
    scale = ruler(Frame((out * 135.0, 10.0, float(foot[2]) - 40.0)), length=round(tall, -2) - 100.0)
    patient = replace(patient, beside=(scale,))
    shape, pitch = size.film(tall * 1.09, 330.0)
    beam = aimed(
        "frontal", (out * 15.0, 0.0, float(foot[2]) / 2 + 30.0), sid=2600.0, oid=float(rng.uniform(90, 140)),
        pitch=pitch, shape=shape,
    )  # fmt: skip
    facts = FilmFacts(
        plan="simulated", visit="standing", film="leg", subject=f"SIM-{seed % 10_000:04d}", sex=person.sex,
        age=round(person.age), view=View.FRONTAL, facing=None, region="lower_limb", side=side,
        posture=Posture.STANDING, scale=ScaleTags.EQUAL, pitch=beam.pitch,
        magnification=round(float(beam.magnification(np.zeros(3))), 4), source_to_detector=beam.sid, kvp=75,
        intensity=LIMB.chain, bits=LIMB.bits, stitched=True,
    )  # fmt: skip
    at = tuple(float(share + rng.normal(0, 0.01)) for share in (0.34, 0.67))
    seams = Seams(at=at, gains=(1.0, 0.6, 0.35), shading=(0.0, 0.1, 0.1), shift=((0.3, -0.2), (0.2, 0.4)), line=0.8)
    return FilmPlan(
        file=f"leg_{seed:04d}.dcm",
        scene=lambda: patient.scene(View.FRONTAL),
        beam=beam,
        facts=facts,
        technique=Technique(kvp=75.0, scatter=0.25),
        look=replace(LIMB, seams=seams),
        seed=seed,
        letters=(Letters(str(side)[0].upper(), (0.45, 0.08 if out > 0 else 0.92)),),
        case={"subject": facts.subject, "visit": "1", "side": str(side), "posture": "standing"},
    )
