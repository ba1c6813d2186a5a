"""Lengthening recipes: a femur or a tibia from the first day to consolidation, frontal and lateral."""

from dataclasses import replace

import numpy as np

from measure.model import Facing, Side, View
from measure.simulate.anatomy.limb import LimbPose, fat_thickness, shaft
from measure.simulate.anatomy.person import some_person
from measure.simulate.dicom import FilmFacts, ScaleTags
from measure.simulate.exposure import Technique
from measure.simulate.films.limb import LimbPatient
from measure.simulate.films.plan import FilmPlan, Letters
from measure.simulate.films.size import Size
from measure.simulate.procedure import (
    ENTRY,
    PATHWAYS,
    Device,
    Drift,
    LengtheningPlan,
    calibration_ball,
    fitting_nail,
    state,
)
from measure.simulate.procedure.nail_size import NailSize
from measure.simulate.rays import Beam, aimed
from measure.simulate.seeds import stream
from measure.simulate.solids import Frame
from measure.simulate.station import CLINICAL, Detail

VISITS = (3, 21, 49, 84, 140, 240)  # days since the cut
FILM_MM = (430.0, 260.0)  # wide enough for the ball beside the limb
ASIDE = 22.0  # mm from the bone to the middle of the film, towards the ball
SKIN = {"femur": 84.0, "tibia": 52.0}  # mm from the bone to where the fat begins, on the side of the ball
RINGS = 98.0  # mm from the bone to the outside of a ring fixator
LIMB = replace(CLINICAL, detail=Detail(fine=1.6, medium=1.7, coarse=1.15, base=0.85, knee=0.1, core=0.0012))
"""What a station makes of a limb: thin all over, so that little has to be evened out."""
RINGED = replace(LIMB, range=(0.02, 0.93))
"""The same where steel covers a good part of the film: what is bright is left to it."""


def femur(seed: int, size: Size = Size.SMALL) -> list[FilmPlan]:
    """A femur lengthened over a nail: six visits, frontal and lateral."""
    return _series("femur", seed, size)


def tibia(seed: int, size: Size = Size.SMALL) -> list[FilmPlan]:
    """A tibia lengthened over a nail, or in a ring fixator."""
    return _series("tibia", seed, size)


def _series(bone: str, seed: int, size: Size) -> list[FilmPlan]:
    """Twelve films of one limb: every visit a new positioning and exposure of the same bone."""
    rng = stream(seed, "lengthening", bone)
    person = some_person(seed, age=float(rng.uniform(16, 40)), bmi=float(rng.uniform(19, 28)), bone=1.0)
    side = Side.LEFT if rng.random() < 0.5 else Side.RIGHT
    device = Device.NAIL if bone == "femur" or rng.random() < 0.6 else Device.RING
    whole = shaft(person, bone, str(side))
    nail = fitting_nail(whole, ENTRY[bone]) if device is Device.NAIL else None
    cut, planned = float(rng.uniform(0.3, 0.4)) * whole.length, float(rng.uniform(30, 55))
    if nail:  # the tube is to bridge the gap to the end
        planned = min(planned, tube_reaches(bone, nail, cut))
    plan = LengtheningPlan(
        bone=bone, side=side, osteotomy=cut, planned=planned,
        rate=float(rng.uniform(0.75, 1.0)), initial_gap=float(rng.uniform(0.3, 1.5)), rough=0.5, seed=seed,
        device=device, drift=Drift(valgus=float(rng.normal(1.5, 1.5)), procurvatum=float(rng.normal(2.0, 1.5))),
    )  # fmt: skip
    name = str(rng.choice(["homogeneous", "homogeneous", "heterogeneous", "lucent", "mixed"]))
    plans = []
    for visit, day in enumerate(VISITS, start=1):
        patient = LimbPatient(
            person, str(side), plan, float(day), PATHWAYS[name], nail,
            pose=_pose(stream(seed, "pose", bone, str(day))), more={"pathway": name},
        )  # fmt: skip
        plans += visit_films(patient, visit, seed=seed, size=size, subject=seed)
    return plans


def tube_reaches(bone: str, nail: NailSize, cut: float) -> float:
    """Lengthening up to which the nail's tube bridges the gap of a bone cut this far down, mm."""
    return ENTRY[bone] + nail.length - nail.exposed - cut - 5.0


def visit_films(
    patient: LimbPatient, visit: int, *, seed: int, size: Size, subject: int, scale: ScaleTags = ScaleTags.EQUAL
) -> list[FilmPlan]:
    """Frontal and lateral film of one visit."""
    assert patient.plan is not None
    plan, day = patient.plan, patient.day
    rng = stream(seed, "limb visit", plan.bone, str(day))
    target, out = _middle(patient), 1.0 if patient.side == "left" else -1.0
    films = []
    for view in (View.FRONTAL, View.LATERAL):
        aside = np.array([out * ASIDE, 0.0, 0.0] if view is View.FRONTAL else [0.0, -ASIDE, 0.0])
        beam = _beam(view, target + aside, size, rng)
        ball = calibration_ball(_ball_place(patient, view, target, rng))
        films.append(_film(replace(patient, beside=(ball,)), view, beam, visit, seed, subject, scale))
    return films


def _film(
    patient: LimbPatient, view: View, beam: Beam, visit: int, seed: int, subject: int, scale: ScaleTags
) -> FilmPlan:
    plan, person, day = patient.plan, patient.person, patient.day
    assert plan is not None
    kvp = 66.0 if plan.bone == "femur" else 58.0
    facing = Facing.LEFT if view is View.LATERAL else None
    facts = FilmFacts(
        plan="simulated", visit=f"day{day:.0f}", film=str(view), subject=f"SIM-{subject % 10_000:04d}", day=round(day),
        sex=person.sex, age=round(person.age), view=view, facing=facing, region=plan.bone, side=plan.side, scale=scale,
        pitch=beam.pitch, magnification=round(float(beam.magnification(_middle(patient))), 4),
        source_to_detector=beam.sid, kvp=kvp, intensity=LIMB.chain, bits=LIMB.bits,
    )  # fmt: skip
    case = {
        "subject": facts.subject, "visit": str(visit), "days_from_index": str(round(day)), "side": str(plan.side),
        "nail_diameter": str(patient.nail.diameter) if patient.nail else "",
    }  # fmt: skip
    return FilmPlan(
        file=f"{plan.bone}_{seed:04d}_day{day:03.0f}_{view}.dcm",
        scene=lambda: patient.scene(view),
        beam=beam,
        facts=facts,
        technique=Technique(kvp=kvp, scatter=0.2, heel=0.3),
        look=LIMB if plan.device is Device.NAIL else RINGED,
        seed=seed,
        letters=(Letters(str(plan.side)[0].upper(), (0.05, 0.88)),),
        case=case,
    )


def _middle(patient: LimbPatient) -> np.ndarray:
    """Middle of the gap in the room."""
    assert patient.plan is not None
    bone = shaft(patient.person, patient.plan.bone, patient.side)
    centre, axes = bone.at(patient.plan.osteotomy)
    gap = state(patient.plan, patient.day).gap
    place = patient.frames()[f"{patient.plan.bone}_{patient.side}"].apply(centre - axes[:, 2] * gap / 2)
    return np.asarray(place)


def _beam(view: View, target: np.ndarray, size: Size, rng: np.random.Generator) -> Beam:
    shape, pitch = size.film(*FILM_MM)
    jitter = np.clip(rng.normal(0, [6, 6, 14]), [-12, -12, -28], [12, 12, 28])
    return aimed(
        str(view), target + jitter, sid=1150.0, oid=float(rng.uniform(70, 120)), pitch=pitch, shape=shape,
        turn=float(rng.normal(0, 2.5)), off_centre=(float(np.clip(rng.normal(0, 0.03), -0.06, 0.06)), 0.0),
    )  # fmt: skip


def _ball_place(patient: LimbPatient, view: View, target: np.ndarray, rng: np.random.Generator) -> Frame:
    """Beside the limb at the depth of the bone, give or take a centimetre: as well as it is done in practice."""
    assert patient.plan is not None
    skin = SKIN[patient.plan.bone] + fat_thickness(patient.person)
    away = (skin if patient.nail else max(skin, RINGS)) + 17.0 + float(abs(rng.normal(0, 3)))
    along = rng.normal(0, 8)
    low = float(rng.uniform(50, 110))
    out = 1.0 if patient.side == "left" else -1.0
    aside = (out * away, along, -low) if view is View.FRONTAL else (along, -away, -low)
    # The arm of the ball comes from outside.
    return Frame(target + np.array(aside), np.diag([-out, -out, 1.0]))


def _pose(rng: np.random.Generator) -> LimbPose:
    return LimbPose(flexion=float(abs(rng.normal(0, 4))), rotation=float(rng.normal(0, 3)))
