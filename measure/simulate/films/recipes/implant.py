"""Implant recipe: one patient before and after expandable implants in one vertebra, frontal and lateral."""

import numpy as np

from measure.model import Facing, Level, View
from measure.simulate.anatomy.person import some_person
from measure.simulate.anatomy.spine import Finding, some_alignment
from measure.simulate.dicom import ScaleTags
from measure.simulate.films.plan import FilmPlan
from measure.simulate.films.recipes.spine import LUMBAR_MM, lumbar_beam, spine_plan
from measure.simulate.films.size import Size
from measure.simulate.films.spine import SpinePatient
from measure.simulate.procedure import SpineDay, implant_course
from measure.simulate.rays import Beam, aimed
from measure.simulate.seeds import stream

DAYS = (-7, 3, 30, 365)
TIMEPOINTS = {-7: "baseline", 3: "postop_0_3d", 30: "d30", 365: "m12"}
LEVELS = (Level.T12, Level.L1, Level.L2)
_BELOW = {Level.T12: Level.L1, Level.L1: Level.L2, Level.L2: Level.L3}  # so that two vertebrae above are on the film


def implant(seed: int, size: Size = Size.SMALL) -> list[FilmPlan]:
    """Eight films: before, 3 days, 30 days and 12 months after, lateral and frontal.

    The anatomy is one and the same; positioning, gas and exposure are new on every day. The vertebra has lost
    25 to 55 % of its anterior height, regains a part and loses some of that again.

    Parameters
    ----------
    seed : int
        Same seed, same patient.
    size : Size
        Of the films.

    Returns
    -------
    list of FilmPlan
    """
    rng = stream(seed, "implant")
    person = some_person(seed, age=float(rng.uniform(62, 86)), bone=float(rng.uniform(0.55, 0.8)))
    level = LEVELS[int(rng.integers(len(LEVELS)))]
    anterior = float(rng.uniform(0.45, 0.75))
    before = Finding(anterior=anterior, posterior=float(rng.uniform(0.9, 1.0)), superior_share=0.8)
    course = implant_course(person, level, before, float(rng.uniform(0.3, 0.75)), days=DAYS)
    alignment = some_alignment(rng, person)
    plans = []
    for day in course:
        patient = SpinePatient(
            person, alignment, day.findings, procedures=day.procedures, day=f"day{day.day}", more=_asked(day, level)
        )
        plans += implant_films(patient, day.day, level, seed=seed, size=size, subject=seed)
    return plans


def implant_films(
    patient: SpinePatient,
    day: int,
    level: Level,
    *,
    seed: int,
    size: Size,
    subject: int,
    middle: Level | None = None,
) -> list[FilmPlan]:
    """Lateral and frontal film of one visit; the central ray of the lateral one at ``middle``."""
    rng = stream(seed, "implant visit", str(day))
    name = f"implant_{seed:04d}_{'before' if day < 0 else f'day{day:03d}'}"
    case = {
        "visit": str(DAYS.index(day) + 1 if day in DAYS else day),
        "timepoint": TIMEPOINTS.get(day, ""),
        "days_from_index": str(day),
        "treated_level": str(level),
    }
    beams = {
        View.LATERAL: lumbar_beam(patient, size, facing=Facing.LEFT, rng=rng, middle=middle or _BELOW[level]),
        View.FRONTAL: _frontal_beam(patient, size, rng),
    }
    return [
        spine_plan(
            f"{name}_{view}", patient, beam, view, facing=Facing.LEFT if view is View.LATERAL else None,
            subject=subject, seed=seed, case=case, scale=ScaleTags.FIDUCIAL, day=day + 100,
            region="lumbar_spine", visit=f"day{day}",
        )
        for view, beam in beams.items()
    ]  # fmt: skip


def _frontal_beam(patient: SpinePatient, size: Size, rng: np.random.Generator) -> Beam:
    """Lumbar frontal film, the central ray at L3."""
    shape, pitch = size.film(*LUMBAR_MM)
    centre = np.asarray(patient.column().frames[Level.L3].origin) + rng.normal(0, 8, 3)
    return aimed(
        "frontal", centre, sid=1150.0, oid=float(rng.uniform(110, 160)), pitch=pitch, shape=shape,
        turn=float(rng.normal(0, 2.0)), off_centre=(float(rng.normal(0, 0.02)), 0.0),
    )  # fmt: skip


def _asked(day: SpineDay, level: Level) -> dict[str, object]:
    """What was asked for at the treated level, as shares of the sound heights."""
    found = day.findings[level]
    return {
        "day": day.day,
        "treated_level": str(level),
        "asked": {"anterior": found.anterior, "posterior": found.posterior},
        "implants": bool(day.procedures),
    }
