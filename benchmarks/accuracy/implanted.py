"""Implanted: one patient twice, before and after expandable implants, as a pair of lateral films."""

import numpy as np

from accuracy.cohort import SEED, Simulated, as_film, grown, hidden, taken
from measure.model import Facing, Level, View
from measure.simulate.anatomy.person import some_person
from measure.simulate.anatomy.spine import Finding, some_alignment
from measure.simulate.films import Size, SpinePatient
from measure.simulate.films.recipes.spine import lumbar_beam
from measure.simulate.procedure import implant_course
from measure.simulate.seeds import stream

LEVELS = (Level.T12, Level.L1, Level.L2, Level.L3)
MIDDLE = {Level.T12: Level.L1, Level.L1: Level.L2, Level.L2: Level.L3, Level.L3: Level.L3}


def implanted(number: int) -> Simulated:
    """Film of a patient: even numbers before the operation, the next ones after it.

    The vertebra has lost 20 to 55 % of its anterior height and regains a part; positioning, gas, exposure and station
    are new on the second day.

    Parameters
    ----------
    number : int
        Twice the number of the patient, plus one for the second film.
    """
    patient_number, later = divmod(number, 2)
    rng = stream(SEED, "implanted", str(patient_number))
    person = some_person(int(rng.integers(2**31)), age=float(rng.uniform(55, 90)), bone=float(rng.uniform(0.55, 0.85)))
    level = LEVELS[int(rng.integers(len(LEVELS)))]
    before = Finding(anterior=float(rng.uniform(0.45, 0.8)), posterior=float(rng.uniform(0.9, 1.0)), superior_share=0.8)
    course = implant_course(person, level, before, float(rng.uniform(0.2, 0.85)))
    second = int(rng.integers(1, len(course)))
    alignment = some_alignment(rng, person)
    facing = Facing.LEFT if rng.random() < 0.5 else Facing.RIGHT
    now = course[second if later else 0]
    patient = SpinePatient(
        person, alignment, now.findings, procedures=now.procedures, day=f"accuracy-{number}", clutter=0.6
    )
    again = stream(SEED, "implanted film", str(number))
    beam = lumbar_beam(patient, Size.SMALL, facing=facing, rng=again, middle=MIDDLE[level])
    quanta = float(10 ** again.uniform(4.2, 5.6))
    pixels, seen = taken(again, patient, beam, View.LATERAL, facing, number, quanta)
    film = as_film(pixels, beam, seen, f"implanted-{number}")
    found = now.findings[level]
    facts: dict[str, object] = {
        "view": "lateral", "facing": str(facing), "age": person.age, "level": str(level), "day": now.day,
        "anterior": float(np.round(found.anterior, 4)), "hidden": hidden(seen), "magnification": grown(film),
    }  # fmt: skip
    return Simulated(film, tuple(seen), facts)
