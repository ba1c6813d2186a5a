"""Cohort: simulated people and films drawn for testing alone, each with what a stratum needs to know of it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from measure.model import Calibration, Facing, Film, FilmHeader, Level, ScaleClass, StructureKind, View
from measure.simulate.anatomy.person import some_person
from measure.simulate.anatomy.spine import Finding, fracture, some_alignment
from measure.simulate.exposure import Technique, expose, metered
from measure.simulate.films import SpinePatient
from measure.simulate.films.recipes.people import KINDS, counted, operated, slipped, worn
from measure.simulate.films.take import pixel_lengths, shown, textured
from measure.simulate.procedure import Fixation
from measure.simulate.rays import Beam, aimed
from measure.simulate.seeds import stream
from measure.simulate.station import develop, some_look
from measure.simulate.truth import Evidence, Seen, hide, look

SEED = 9_000_000  # far from every seed that training draws from
DETAIL = 0.35
READ = (StructureKind.VERTEBRA, StructureKind.FEMORAL_HEAD)
STRUCK = (Level.T7, Level.T9, Level.T11, Level.T12, Level.L1, Level.L2, Level.L3, Level.L4)
LOW_DOSE = 16_000.0  # quanta per mm2 behind the patient: a third of what a film of speed class 400 gets
DEFORMED = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """One simulated film with its truth.

    Attributes
    ----------
    film : Film
        As ``read_film`` would give it, bone bright; millimetres hold in the patient, at the spine.
    seen : tuple of Seen
        True marks in its pixels.
    facts : dict
        Plain values that strata are made of.
    """

    film: Film
    seen: tuple[Seen, ...]
    facts: dict[str, object]


def simulated(number: int, seed: int = SEED) -> Simulated:
    """The film of one number: even ones lateral, odd ones frontal; every film another person.

    Parameters
    ----------
    number : int
        Which.
    seed : int
        Of the cohort.
    """
    view = View.FRONTAL if number % 2 else View.LATERAL
    rng = stream(seed, "accuracy", str(number))
    young = bool(rng.random() < (0.5 if view is View.FRONTAL else 0.1))
    person = counted(some_person(int(rng.integers(2**31)), adolescent=young), rng)
    findings = {} if young else _collapsed(rng, worn(rng, person, collapsed=0.2), person.levels)
    procedures = operated(rng, person, findings) if not young and rng.random() < 0.4 else ()
    curved = rng.random() < (0.85 if view is View.FRONTAL else 0.15)
    kind = str(rng.choice(["thoracic", "thoracolumbar", "lumbar", "double"])) if curved else "straight"
    cobb = float(rng.uniform(5, 80 if view is View.FRONTAL else 25)) if curved else 0.0
    alignment = slipped(rng, person, some_alignment(rng, person, kind, cobb))
    patient = SpinePatient(
        person, alignment, findings, grown=0.0 if person.grown else float(rng.uniform(0.5, 1.0)),
        procedures=procedures, day=f"accuracy-{number}", clutter=0.6,
    )  # fmt: skip
    facing = None if view is View.FRONTAL else (Facing.LEFT if rng.random() < 0.5 else Facing.RIGHT)
    short = view is View.LATERAL and rng.random() < 0.2
    beam = _beam(rng, patient, view, facing, short=short)
    low = bool(rng.random() < 0.2)
    quanta = float(10 ** (rng.uniform(3.6, np.log10(LOW_DOSE)) if low else rng.uniform(np.log10(LOW_DOSE), 5.6)))
    pixels, seen = taken(rng, patient, beam, view, facing, number, quanta)
    facts: dict[str, object] = {
        "view": str(view), "facing": str(facing) if facing else None, "age": person.age, "low_dose": low,
        "short": short, "cobb": cobb, "unusual": person.levels[-2] is not Level.L5 or len(person.ribs) != 12,
        "screws": any(isinstance(one, Fixation) for one in procedures),
        "kinds": {str(level): kind_of(found) for level, found in findings.items()},
        "lost": {str(level): worst(found) for level, found in findings.items()},
        "treated": [str(one.level) for one in procedures if not isinstance(one, Fixation)],
    }  # fmt: skip
    film = as_film(pixels, beam, seen, f"simulated-{number}")
    return Simulated(film, tuple(seen), facts | {"hidden": hidden(seen), "magnification": grown(film)})


def hidden(seen: list[Seen]) -> dict[str, list[object]]:
    """Vertebrae that a reading holds no marks of: where they are, how high, and why."""
    found: dict[str, list[object]] = {}
    for one in seen:
        if one.level and one.hidden:
            spots = np.array(list(one.points().values()))
            found[str(one.level)] = [*map(float, spots.mean(axis=0)), float(np.ptp(spots[:, 0])), one.hidden]
    return found


def grown(film: Film) -> float | None:
    """Magnification that the film's scale has taken out."""
    return film.header.calibration.magnification


def as_film(pixels: NDArray[np.float32], beam: Beam, seen: list[Seen], name: str) -> Film:
    """Film without view or facing in its header, and with the true scale at the middle of its vertebrae."""
    grown = np.median([one.magnification for one in seen if one.level] or [(1.0, 1.0)], axis=0)
    row, col = (float(mm / m) for mm, m in zip(beam.pitch, grown, strict=True))
    scale = Calibration(
        row, col, scale_class=ScaleClass.CALIBRATED, source="simulated", plane="patient",
        magnification=float(grown.mean()),
    )  # fmt: skip
    return Film(pixels, FilmHeader(f"sha256:{name}", beam.rows, beam.cols, calibration=scale))


def worst(found: Finding) -> float:
    """Greatest loss of the three heights, as a share of the sound one."""
    return 1 - min(_shares(found))


def kind_of(found: Finding) -> str:
    """Intact, or the deformity by the height that has lost most.

    Examples
    --------
    >>> kind_of(Finding(anterior=0.7, middle=0.8)), kind_of(Finding(anterior=0.85))
    ('wedge', 'intact')
    """
    shares = _shares(found)
    return "intact" if worst(found) < DEFORMED else KINDS[int(np.argmin(shares))]


def _shares(found: Finding) -> tuple[float, float, float]:
    between = (found.anterior + found.posterior) / 2
    return found.anterior, between if found.middle is None else found.middle, found.posterior


def _collapsed(
    rng: np.random.Generator, found: dict[Level, Finding], levels: tuple[Level, ...]
) -> dict[Level, Finding]:
    """In two of three people one or two vertebrae have collapsed, every kind and grade as often as the others."""
    if rng.random() < 1 / 3:
        return found
    places = [level for level in STRUCK if level in levels]
    for k in rng.choice(len(places), size=int(rng.integers(1, 3)), replace=False):
        broken = fracture(str(rng.choice(KINDS)), int(rng.integers(1, 4)), rng)
        found[places[k]] = replace(broken, osteophytes=found.get(places[k], broken).osteophytes)
    return found


def _beam(rng: np.random.Generator, patient: SpinePatient, view: View, facing: Facing | None, *, short: bool) -> Beam:
    """Tube and detector as sloppily placed as in daily work; a short film ends below T12 and above the sacrum."""
    frames, size = patient.column(1e-2).frames, patient.person.size
    sid, oid = float(rng.uniform(1000, 2000)), float(rng.uniform(120, 320))
    rows = 1248 if view is View.FRONTAL else 768
    if view is View.FRONTAL:
        top, bottom = (np.asarray(frames[level].origin) for level in (Level.C7, Level.S1))
        height = (top - bottom)[2] * rng.uniform(1.05, 1.5)
        centre = (top + bottom) / 2 + [rng.normal(0, 15), 0, rng.normal(0, 0.05) * height]
        cols, towards = int(rng.integers(420, 620)), str(rng.choice(["ap", "pa"]))
    else:
        middle = str(rng.choice([Level.T11, Level.L1, Level.L2, Level.L2, Level.L3, Level.L3, Level.L4]))
        centre = np.asarray(frames[middle].origin) + rng.normal(0, 15, 3)
        centre[1] += rng.uniform(-60, 20)
        height, towards = size * rng.uniform(260, 470), str(facing)
        cols = int(rng.integers(560, 769))
    pitch = float(height * sid / (sid - oid) / rows)
    tilt, turn = float(rng.normal(0, 2)), float(rng.normal(0, 4))
    whole = aimed(
        view, centre, sid=sid, oid=oid, pitch=pitch, shape=(rows, cols), towards=towards, tilt=tilt, turn=turn
    )
    return _shortened(whole, patient) if short else whole


def _shortened(beam: Beam, patient: SpinePatient) -> Beam:
    """The rows between the last thoracic vertebra and the sacrum alone, at the same pixel size."""
    frames, levels = patient.column(1e-2).frames, patient.person.levels
    first = next(k for k, level in enumerate(levels) if level[0] == "L")
    up, down, low, base = (np.asarray(frames[levels[k]].origin) for k in (first - 1, first, -2, -1))
    top, bottom = beam.project(np.array([(up + 2 * down) / 3, (2 * low + base) / 3]))[:, 0]
    start = round(float(top))
    rows = max(round(float(bottom)) - start, 64)
    return replace(beam, corner=beam.corner + start * beam.row_step, rows=rows)


def taken(
    rng: np.random.Generator, patient: SpinePatient, beam: Beam, view: View, facing: Facing | None, number: int,
    quanta: float,
) -> tuple[NDArray[np.float32], list[Seen]]:  # fmt: skip
    """Pixels, bone bright, and marks: any sort of station, stitched ones apart."""
    scene, _ = patient.placed(view, DETAIL)
    lengths = textured(pixel_lengths(scene, beam), beam, number)
    side = view is View.LATERAL
    technique = Technique(
        kvp=float(rng.uniform(65, 110)), scatter=float(rng.choice([0.0, rng.uniform(0.1, 0.6)])),
        focal_blur=float(rng.uniform(0.1, 0.6 if side else 0.4)), detector_blur=float(rng.uniform(0.1, 0.5)),
        heel=float(rng.uniform(0, 0.5)), anode=str(rng.choice(["up", "down", "left", "right"])),
    )  # fmt: skip
    technique = metered(lengths, beam, technique, quanta=quanta)
    signal = expose(lengths, beam, technique, rng, points=4)
    station = replace(some_look(rng, str(view), str(facing) if facing else None), seams=None)
    stored = develop(signal, station, rng, beam.pitch[0]).astype(np.float32)
    pixels = station.top - stored if station.monochrome1 else stored
    seen_through = shown(station, stored.shape, beam.pitch[0])
    evidence = Evidence(lengths, signal, technique.quanta, *seen_through, pixels / np.float32(station.top))
    return pixels, hide(look(scene.part, beam, view, READ), beam, evidence)
