"""Makes the sample films: ``python sample_images/make_samples.py [--out DIR] [--only NAME]``.

Eleven simulated people; nobody is on the films. Needs ``pip install ".[simulate]"`` and takes two minutes.
"""

import argparse
import shutil
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from measure.model import Facing, Level, Posture, Side, View
from measure.simulate.anatomy.limb import shaft
from measure.simulate.anatomy.person import USUAL_LEVELS, Person
from measure.simulate.anatomy.spine import Alignment, Curve, Finding
from measure.simulate.dicom import Coding, ScaleTags
from measure.simulate.films import FilmPlan, Size, SpinePatient, make_folder, restated
from measure.simulate.films.limb import LimbPatient
from measure.simulate.films.recipes.implant import implant_films
from measure.simulate.films.recipes.leg import leg
from measure.simulate.films.recipes.lengthening import VISITS, tube_reaches, visit_films
from measure.simulate.films.recipes.spine import lumbar_beam, spine_plan, whole_beam
from measure.simulate.procedure import ENTRY, PATHWAYS, Device, Drift, LengtheningPlan, fitting_nail, implant_course
from measure.simulate.rays import Beam
from measure.simulate.seeds import stream
from measure.simulate.station import CLINICAL, Detail, Tone

HERE = Path(__file__).resolve().parent
ASKED = {"script": "make_samples.py"}

OLD_FILM = replace(CLINICAL, detail=Detail(), tone=Tone("film", contrast=1.2, centre=0.25))
"""A film of the last century, put through a digitiser."""


def plans() -> list[FilmPlan]:
    """Every film, patient by patient."""
    return [
        *implant(), scoliosis(), inverted(), no_scale(), six_lumbar(), oblong_pixels(), cut_short(), *osteoporosis(),
        *lengthening("femur", 9, ScaleTags.FIDUCIAL), *lengthening("tibia", 10, ScaleTags.EQUAL), whole_leg(),
    ]  # fmt: skip


def implant() -> Iterator[FilmPlan]:
    """SIM-0001: L1 raised by expandable implants; before, after 3 days and after 12 months."""
    person = Person(age=71.0, bmi=24.0, bone=0.7, seed=1)
    wedge = Finding(anterior=0.6, posterior=0.97, superior_share=0.8)
    course = implant_course(person, Level.L1, wedge, restored=0.6, later_loss=0.3)
    hollow = Finding(anterior=0.95, middle=0.62, posterior=0.98)  # beside it, an older one that is let be
    wanted = {
        -7: ("1", ("lateral_fracture", "implant_before_ap"), (ScaleTags.FIDUCIAL, ScaleTags.EQUAL)),
        3: ("2", ("lateral_detector_spacing", "implant_day003_ap"), (ScaleTags.IMAGER, ScaleTags.IMAGER)),
        365: ("3", ("implant_month12_lateral", "implant_month12_ap"), (ScaleTags.FIDUCIAL, ScaleTags.GEOMETRY)),
    }
    for now in course:
        if now.day not in wanted:
            continue
        findings = {**now.findings, Level.L3: hollow}
        patient = SpinePatient(
            person, Alignment(lordosis=-46.0), findings, procedures=now.procedures, day=f"day{now.day}"
        )
        visit, names, scales = wanted[now.day]
        films = implant_films(patient, now.day, Level.L1, seed=1, size=Size.SMALL, subject=1, middle=Level.L3)
        for film, name, scale in zip(films, names, scales, strict=True):
            film = replace(film, beam=from_disc(film.beam, patient))
            yield named(restated(film, scale=scale.name), name, visit=visit)


def scoliosis() -> FilmPlan:
    """SIM-0002: an adolescent with a major right thoracic curve and one above and below."""
    curves = (
        Curve(Level.T1, Level.T3, Level.T5, 20.0, Side.LEFT, 0.2),
        Curve(Level.T5, Level.T8, Level.T12, 46.0, Side.RIGHT),
        Curve(Level.T12, Level.L2, Level.L4, 30.0, Side.LEFT, 0.25),
    )
    patient = SpinePatient(
        Person(age=15.0, bmi=19.0, seed=2), Alignment(kyphosis=22.0, lordosis=-48.0, curves=curves), grown=1.0
    )
    return frontal("ap_scoliosis", patient, subject=2, scale=ScaleTags.EQUAL)


def inverted() -> FilmPlan:
    """SIM-0003: a storage plate stored with bone dark, the patient lying and facing right."""
    person = Person(sex="M", age=52.0, stature=1790.0, bmi=26.0, seed=3)
    patient = SpinePatient(person, Alignment(lordosis=-58.0), posture=Posture.SUPINE)
    look = replace(CLINICAL, monochrome1=True)
    return lateral(
        "lateral_monochrome1", patient, subject=3, scale=ScaleTags.FACTOR, facing=Facing.RIGHT, look=look, modality="CR"
    )


def no_scale() -> FilmPlan:
    """SIM-0004: T12 wedged; nothing is said of scale or posture."""
    patient = SpinePatient(
        Person(age=74.0, bmi=22.0, bone=0.75, seed=4),
        Alignment(lordosis=-42.0),
        {Level.T12: Finding(anterior=0.76, posterior=0.98, superior_share=0.7)},
    )
    film = lateral("lateral_no_spacing", patient, subject=4, scale=ScaleTags.NONE, posture=None)
    return replace(named(film, posture=""), coding=Coding.RLE)


def six_lumbar() -> FilmPlan:
    """SIM-0005: a person with six lumbar vertebrae."""
    levels = tuple(sorted({*USUAL_LEVELS, Level.L6}, key=list(Level).index))
    person = Person(sex="M", age=38.0, stature=1760.0, bmi=24.0, levels=levels, seed=5)
    return lateral("lateral_six_lumbar", SpinePatient(person, Alignment()), subject=5, scale=ScaleTags.GEOMETRY)


def oblong_pixels() -> FilmPlan:
    """SIM-0006: a left thoracolumbar curve on a storage plate whose rows are further apart than its columns."""
    curve = Curve(Level.T10, Level.T12, Level.L3, 44.0, Side.LEFT, 0.28)
    patient = SpinePatient(
        Person(age=13.0, bmi=18.0, stature=1540.0, seed=6), Alignment(kyphosis=28.0, curves=(curve,)), grown=1.0
    )
    square = whole_beam(patient, Size.SMALL, rng=stream(6, "beam"))
    beam = replace(square, col_step=0.8 * square.col_step, cols=round(square.cols / 0.8))
    return replace(frontal("ap_nonsquare", patient, beam, subject=6, scale=ScaleTags.ALONE), coding=Coding.NONE)


def cut_short() -> FilmPlan:
    """SIM-0007: a file that ends within its pixels."""
    patient = SpinePatient(Person(seed=7), Alignment())
    film = lateral("truncated", patient, subject=7, scale=ScaleTags.IMAGER)
    return replace(film, coding=Coding.NONE, keep=0.55)


def osteoporosis() -> Iterator[FilmPlan]:
    """SIM-0008: one collapsed vertebra on an old film, and five of them three years later, in full size."""
    person = Person(age=81.0, stature=1570.0, bmi=21.0, bone=0.55, seed=8)
    first = {Level.T12: Finding(anterior=0.72, middle=0.78, posterior=0.96, superior_share=0.8)}
    later = {
        Level.T11: Finding(anterior=0.66, middle=0.72, posterior=0.93, superior_share=0.7),
        Level.T12: Finding(anterior=0.55, middle=0.6, posterior=0.9, superior_share=0.8),
        Level.L1: Finding(anterior=0.6, middle=0.56, posterior=0.72, superior_share=0.7),
        Level.L3: Finding(anterior=0.9, middle=0.58, posterior=0.96),
        Level.L4: Finding(anterior=0.92, middle=0.7, posterior=0.98),
    }
    stands = Alignment(lordosis=-44.0, kyphosis=52.0)
    young = replace(person, age=78.0)
    yield named(
        lateral(
            "lateral_osteoporosis_earlier", SpinePatient(young, stands, first, day="first"), subject=8,
            scale=ScaleTags.SCANNED, look=OLD_FILM,
        ),
        days_from_index="0",
    )  # fmt: skip
    yield named(
        lateral(
            "lateral_osteoporosis", SpinePatient(person, stands, later, day="third-year"), subject=8,
            scale=ScaleTags.CORRECTED, size=Size.FULL, day=1096,
        ),
        visit="2",
        timepoint="",
        days_from_index="1096",
    )  # fmt: skip


def lengthening(bone: str, subject: int, scale: ScaleTags) -> Iterator[FilmPlan]:
    """SIM-0009, a left femur over a nail, and SIM-0010, a right tibia in rings: six visits each, both views."""
    femur = bone == "femur"
    side = Side.LEFT if femur else Side.RIGHT
    person = Person(sex="M" if femur else "F", age=24.0, stature=1680.0 if femur else 1590.0, bmi=22.0, seed=subject)
    whole = shaft(person, bone, str(side))
    cut = 0.35 * whole.length
    nail = fitting_nail(whole, ENTRY[bone]) if femur else None
    plan = LengtheningPlan(
        bone=bone, side=side, osteotomy=cut, planned=min(45.0, tube_reaches(bone, nail, cut)) if nail else 40.0,
        rate=1.0 if femur else 0.75, initial_gap=1.0, rough=0.5, seed=subject,
        device=Device.NAIL if femur else Device.RING, drift=Drift(valgus=2.0, procurvatum=2.5),
    )  # fmt: skip
    heals = PATHWAYS["homogeneous" if femur else "heterogeneous"]
    taken = 38 if femur else 35  # a radiographer who puts the ball on the film, each time
    for visit, day in enumerate(VISITS, start=1):
        patient = LimbPatient(person, str(side), plan, float(day), heals, nail)
        for film in visit_films(patient, visit, seed=taken, size=Size.SMALL, subject=subject, scale=scale):
            yield named(film, f"{bone}_day{day:03d}_{'lateral' if film.facts.view is View.LATERAL else 'ap'}")


def whole_leg() -> FilmPlan:
    """SIM-0011: a leg standing, three shots put together, in full size."""
    return named(restated(leg(11, Size.FULL), scale=ScaleTags.DISTANCES.name), "leg_standing")


def lateral(
    name: str,
    patient: SpinePatient,
    *,
    subject: int,
    scale: ScaleTags,
    facing: Facing = Facing.LEFT,
    size: Size = Size.SMALL,
    **said: Any,
) -> FilmPlan:
    """Lumbar lateral film."""
    beam = from_disc(lumbar_beam(patient, size, facing=facing, rng=stream(subject, name)), patient)
    film = spine_plan(name, patient, beam, View.LATERAL, facing=facing, subject=subject, seed=subject, **said)
    return named(restated(film, scale=scale.name), timepoint="baseline")


def frontal(name: str, patient: SpinePatient, beam: Beam | None = None, *, subject: int, scale: ScaleTags) -> FilmPlan:
    """Frontal film of the whole spine."""
    beam = beam or whole_beam(patient, Size.SMALL, rng=stream(subject, name))
    film = spine_plan(name, patient, beam, View.FRONTAL, subject=subject, seed=subject)
    return named(restated(film, scale=scale.name), timepoint="baseline")


def from_disc(beam: Beam, patient: SpinePatient) -> Beam:
    """The same beam with the film's upper edge in a disc, so that no vertebra is cut in two."""
    frames, levels = patient.column().frames, patient.person.levels
    pairs = pairwise(np.asarray(frames[level].origin) for level in levels)
    discs = beam.project(np.array([0.65 * above + 0.35 * below for above, below in pairs]))[:, 0]
    top = round(min(discs[discs > 0]))
    return replace(beam, corner=beam.corner + top * beam.row_step, rows=beam.rows - top)


def named(film: FilmPlan, name: str = "", **case: str) -> FilmPlan:
    """The same film under another name, or with another row in the table of cases."""
    return replace(film, file=f"{name}.dcm" if name else film.file, case=film.case | case)


def main(arguments: list[str] | None = None) -> None:
    """Write the films and their tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to")
    parser.add_argument("--only", default="", help="only films whose name contains this; then --out is needed")
    options = parser.parse_args(arguments)
    if options.only and options.out == HERE:
        parser.error("--only needs another --out: the tables beside the samples name all of them")
    chosen = [plan for plan in plans() if options.only in plan.file]
    make_folder(chosen, options.out, asked=ASKED)
    # The same marks stand in truth.json.
    shutil.rmtree(options.out / "readings")


if __name__ == "__main__":
    main()
