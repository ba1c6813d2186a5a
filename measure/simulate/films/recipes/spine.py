"""Spine recipes: one film of one person, drawn at random or as stated."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from measure.model import Facing, Level, View
from measure.simulate.anatomy.person import Person, some_person
from measure.simulate.anatomy.spine import some_alignment
from measure.simulate.dicom import FilmFacts, ScaleTags
from measure.simulate.exposure import Technique
from measure.simulate.films.plan import FilmPlan, Letters
from measure.simulate.films.recipes.people import counted, operated, slipped, worn
from measure.simulate.films.size import Size
from measure.simulate.films.spine import SpinePatient
from measure.simulate.procedure import CementFilling, ExpandableImplants
from measure.simulate.rays import Beam, BeamKind, aimed
from measure.simulate.seeds import stream
from measure.simulate.station import CLINICAL, Look

LUMBAR_MM = (430.0, 350.0)  # detector, height and width


def lumbar_beam(
    patient: SpinePatient,
    size: Size,
    *,
    facing: Facing = Facing.LEFT,
    rng: np.random.Generator,
    middle: Level | None = None,
) -> Beam:
    """Lateral film from about T11 to the hips, the central ray at L3 or another level, as positioned by hand."""
    shape, pitch = size.film(*LUMBAR_MM)
    centre = np.asarray(patient.column().frames[middle or _middle(patient.person)].origin)
    aside = 0.12 if facing is Facing.LEFT else -0.12
    return aimed(
        "lateral",
        centre + [0.0, rng.normal(0, 8), rng.normal(0, 12)],
        sid=1150.0,
        oid=float(np.clip(rng.normal(190 + 3.0 * patient.person.bmi, 20), 200, 340)),
        pitch=pitch,
        shape=shape,
        towards=str(facing),
        off_centre=(float(rng.normal(0, 0.02)), aside + float(rng.normal(0, 0.02))),
        turn=float(rng.normal(0, 2.0)),
    )


def whole_beam(patient: SpinePatient, size: Size, *, rng: np.random.Generator, kind: BeamKind = BeamKind.CONE) -> Beam:
    """Frontal film from the neck to the hips."""
    frames = patient.column().frames
    top, bottom = (np.asarray(frames[level].origin) for level in (Level.C7, Level.S1))
    top, bottom = top + [0.0, 0.0, rng.uniform(20, 90)], bottom - [0.0, 0.0, rng.uniform(110, 200)]  # chin and hips
    height = float((top - bottom)[2]) * 1.09  # on the detector
    shape, pitch = size.film(height, height * float(rng.uniform(0.36, 0.46)))
    centre = (top + bottom) / 2
    return aimed(
        "frontal",
        centre + [rng.normal(0, 6), 0.0, 0.0],
        sid=1800.0,
        oid=float(rng.uniform(130, 190)),
        pitch=pitch,
        shape=shape,
        kind=kind,
        turn=float(rng.normal(0, 2.0)),
    )


def upright_beam(patient: SpinePatient, size: Size, *, facing: Facing, rng: np.random.Generator) -> Beam:
    """Lateral film from the skull to the hips, by a slot scanner: nothing diverges from head to foot."""
    shape, pitch = size.film(900.0, 420.0)
    frames = patient.column().frames
    top, hips = (np.asarray(frames[name].origin) for name in (patient.person.levels[0], "pelvis"))
    low = hips[2] - float(rng.uniform(60, 100))  # lower edge of the film
    centre = np.array([0.0, (top[1] + hips[1]) / 2 + rng.normal(0, 10), low + 450.0])
    return aimed(
        "lateral", centre, sid=1300.0, oid=380.0, pitch=pitch, shape=shape,
        towards=str(facing), kind=BeamKind.SLOT, turn=float(rng.normal(0, 1.5)),
    )  # fmt: skip


def lateral(seed: int, size: Size = Size.SMALL) -> FilmPlan:
    """Lumbar lateral film of an adult, with the wear of the years; every second one has lost vertebral height."""
    rng = stream(seed, "lateral")
    person = counted(some_person(seed), rng)
    facing = _facing(rng)
    alignment = slipped(rng, person, some_alignment(rng, person))
    patient = SpinePatient(person, alignment, worn(rng, person), day=f"film-{seed}")
    beam = lumbar_beam(patient, size, facing=facing, rng=rng)
    return spine_plan(f"lateral_{seed:04d}", patient, beam, View.LATERAL, facing=facing, subject=seed, seed=seed)


def frontal(seed: int, size: Size = Size.SMALL) -> FilmPlan:
    """Frontal film of the whole spine of an adolescent with scoliosis."""
    rng = stream(seed, "frontal")
    person = counted(some_person(seed, adolescent=True), rng)
    kind = str(rng.choice(["thoracic", "thoracolumbar", "lumbar", "double"]))
    alignment = some_alignment(rng, person, kind, float(rng.uniform(12, 60)))
    patient = SpinePatient(person, alignment, grown=1.0, day=f"film-{seed}")
    beam = whole_beam(patient, size, rng=rng)
    return spine_plan(f"frontal_{seed:04d}", patient, beam, View.FRONTAL, subject=seed, seed=seed)


def upright(seed: int, size: Size = Size.SMALL) -> FilmPlan:
    """Lateral film of the whole spine with both hips, standing: for balance and pelvic angles."""
    rng = stream(seed, "upright")
    person = counted(some_person(seed, adolescent=bool(rng.random() < 0.3)), rng)
    facing = _facing(rng)
    findings = worn(rng, person, 0.3) if person.grown else {}
    patient = SpinePatient(person, some_alignment(rng, person), findings, day=f"film-{seed}")
    beam = upright_beam(patient, size, facing=facing, rng=rng)
    name = f"upright_{seed:04d}"
    return spine_plan(
        name, patient, beam, View.LATERAL, facing=facing, subject=seed, seed=seed, region="spine", film="upright"
    )


def operation(seed: int, size: Size = Size.SMALL) -> FilmPlan:
    """Lumbar lateral film of an adult with cement, implants or screws and rods."""
    rng = stream(seed, "operation")
    person = some_person(seed)
    facing = _facing(rng)
    findings = worn(rng, person)
    patient = SpinePatient(
        person, some_alignment(rng, person), findings, procedures=operated(rng, person, findings), day=f"film-{seed}"
    )
    beam = lumbar_beam(patient, size, facing=facing, rng=rng)
    treated = [str(done.level) for done in patient.procedures if isinstance(done, CementFilling | ExpandableImplants)]
    return spine_plan(
        f"operation_{seed:04d}", patient, beam, View.LATERAL, facing=facing, subject=seed, seed=seed,
        case={"treated_level": ";".join(treated)},
    )  # fmt: skip


def _facing(rng: np.random.Generator) -> Facing:
    return Facing.LEFT if rng.random() < 0.7 else Facing.RIGHT


def spine_plan(
    name: str,
    patient: SpinePatient,
    beam: Beam,
    view: View,
    *,
    subject: int,
    seed: int,
    facing: Facing | None = None,
    look: Look = CLINICAL,
    scale: ScaleTags = ScaleTags.EQUAL,
    case: Mapping[str, str] | None = None,
    detail: float = 1.0,
    **facts: Any,
) -> FilmPlan:
    """Plan of a spine film: header, exposure and letters that suit the patient and the beam.

    Parameters
    ----------
    name : str
        Of the file, without its ending.
    patient, beam, view, facing
        Who is taken, and how.
    subject : int
        Number of the simulated subject.
    seed : int
        Of noise and grain.
    look, scale, detail
        Station, what the header says of scale, and how finely bones are made.
    case : mapping, optional
        Columns of the cases table besides subject, visit and posture.
    **facts
        Elements of ``FilmFacts`` to set otherwise.

    Returns
    -------
    FilmPlan
    """
    person, side = patient.person, view is View.LATERAL
    kvp = (85.0 if side else 78.0) + 0.6 * (person.bmi - 24)
    anchor = np.asarray(patient.column().frames[_middle(person)].origin)
    told = FilmFacts(
        plan="simulated", visit=patient.day, film=str(view), subject=f"SIM-{subject % 10_000:04d}",
        sex=person.sex, age=round(person.age), view=view, facing=facing, posture=patient.posture,
        region="lumbar_spine" if side else "spine", scale=scale, pitch=beam.pitch,
        modality="DX" if scale.has_detector else "CR",
        magnification=round(float(beam.magnification(anchor)), 4), source_to_detector=beam.sid, kvp=round(kvp),
        slot=beam.kind is BeamKind.SLOT,
        intensity=look.chain, bits=look.bits, monochrome1=look.monochrome1, stitched=look.seams is not None,
        burned_in=bool(look.labels),
    )  # fmt: skip
    columns = {"subject": told.subject, "visit": "1", "posture": str(patient.posture)} | dict(case or {})
    left = facing is not Facing.RIGHT
    marker = Letters("L", (0.07, 0.92 if left else 0.08)) if side else Letters("R", (0.06, 0.07))
    return FilmPlan(
        file=f"{name}.dcm",
        scene=lambda: patient.scene(view, detail),
        beam=beam,
        facts=replace(told, **facts),
        technique=_technique(stream(seed, name, "technique"), beam, side, kvp),
        look=look,
        seed=seed,
        letters=(marker,),
        case=columns,
    )


def _technique(rng: np.random.Generator, beam: Beam, side: bool, kvp: float) -> Technique:
    """Exposure: lateral films take longer and with a larger focus, and patients breathe."""
    slot = beam.kind is not BeamKind.CONE
    return Technique(
        kvp=float(np.clip(kvp, 60, 120)),
        scatter=0.0 if slot else float(rng.uniform(0.2, 0.4)),
        focal_blur=float(rng.uniform(0.15, 0.5) if side else rng.uniform(0.1, 0.4)),
        detector_blur=float(rng.uniform(0.1, 0.4)),
        heel=0.0 if slot else float(rng.uniform(0.0, 0.3)),
    )


def _middle(person: Person) -> Level:
    return Level.L3 if Level.L3 in person.levels else person.levels[-3]
