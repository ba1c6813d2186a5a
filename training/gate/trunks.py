"""Trunks: simulated films of a trunk, framed as spine films are and as other films of it are."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from measure.model import Facing, Level, View
from measure.simulate.anatomy.person import Person, some_person
from measure.simulate.anatomy.spine import Finding, some_alignment
from measure.simulate.exposure import Technique
from measure.simulate.films import SpinePatient
from measure.simulate.films.recipes.people import counted, operated, slipped, worn
from measure.simulate.procedure import SpineProcedure
from measure.simulate.rays import Beam, aimed
from measure.simulate.seeds import stream
from measure.simulate.solids import Frame
from training.gate.sample import FRONTAL, LATERAL, OTHER, UNSAID, Sample
from training.gate.shot import DETAIL, LONG, Shot, shoot

FILMS_A_PERSON = 12
ENOUGH, STRAY = 4, 1  # vertebrae in view: a spine film from, another film up to; between, nobody can say
MARGIN = 0.02  # of the film: nearer to its edge a vertebra is not in view


@dataclass(frozen=True, slots=True)
class Framing:
    """How films of one kind are framed.

    Attributes
    ----------
    name : str
        Of the kind.
    share : float
        How often it is drawn, against the others of its view.
    around : tuple of str
        Parts, one of which is in the middle.
    aside : tuple of tuple
        Ranges of how far the middle lies from that part, mm towards the patient's left, back and head.
    height : tuple of float
        Range, mm at the patient.
    width : tuple of float
        Range, in heights.
    spine : bool
        Whether it is a film of the spine.
    """

    name: str
    share: float
    around: tuple[str, ...]
    aside: tuple[tuple[float, float], ...]
    height: tuple[float, float]
    width: tuple[float, float]
    spine: bool = True


_ABOUT = ((-25.0, 25.0), (-25.0, 25.0), (-25.0, 25.0))
OFF = False  # no film of the spine
_CHEST = ("T5", "T6", "T7", "T8", "T9")
_WAIST = ("T10", "T11", "T12", "L1")
_BACK = ("T8", "T9", "T10", "T11")
_SIDE = ("T7", "T11", "L3")
_HIPS = ("femur_left", "femur_right")
_BEFORE = ((-15.0, 15.0), (-70.0, 40.0), (-25.0, 25.0))
_LOIN = ("L1", "L2", "L3", "L4")
FRAMINGS = {
    View.FRONTAL: (
        Framing("whole", 4, _BACK, _ABOUT, (470, 760), (0.28, 0.65)),
        Framing("lumbar", 2, _LOIN, _ABOUT, (230, 480), (0.3, 1.05)),
        Framing("thoracic", 1.2, _CHEST, _ABOUT, (260, 450), (0.25, 0.6)),
        Framing("thoracolumbar", 1.4, _WAIST, _ABOUT, (240, 480), (0.28, 0.95)),
        Framing("pelvis", 0.8, ("pelvis",), ((-20, 20), (0, 0), (-60, 40)), (180, 330), (0.8, 1.6), OFF),
        Framing("hip", 0.8, _HIPS, ((-40, 40), (0, 0), (-70, 30)), (140, 330), (0.6, 1.1), OFF),
        Framing("chest", 1.2, ("T6", "T7"), ((-15, 15), (0, 0), (-20, 25)), (330, 430), (0.8, 1.25), OFF),
        Framing("skull", 0.8, ("skull",), ((-15, 15), (0, 0), (50, 120)), (170, 300), (0.7, 1.1), OFF),
        Framing("shoulder left", 0.4, ("chest",), ((130, 200), (0, 0), (-40, 60)), (170, 330), (0.7, 1.2), OFF),
        Framing("shoulder right", 0.4, ("chest",), ((-200, -130), (0, 0), (-40, 60)), (170, 330), (0.7, 1.2), OFF),
        Framing("left side", 0.4, _SIDE, ((110, 190), (0, 0), (-40, 40)), (150, 380), (0.3, 0.8), OFF),
        Framing("right side", 0.4, _SIDE, ((-190, -110), (0, 0), (-40, 40)), (150, 380), (0.3, 0.8), OFF),
    ),
    View.LATERAL: (
        Framing("lumbar", 5, _LOIN, ((-15, 15), (-75, 45), (-25, 25)), (230, 480), (0.4, 1.05)),
        Framing("thoracic", 1.5, _CHEST, _BEFORE, (260, 460), (0.3, 0.8)),
        Framing("thoracolumbar", 1.5, _WAIST, _BEFORE, (240, 480), (0.3, 1.0)),
        Framing("whole", 2, _BACK, ((-15, 15), (-60, 30), (-25, 25)), (430, 800), (0.3, 0.8)),
        Framing("cervical", 1, ("C4", "C5"), ((-10, 10), (-30, 30), (-20, 30)), (150, 290), (0.6, 1.1)),
        Framing("hip", 0.8, ("pelvis",), ((0, 0), (-50, 30), (-120, -10)), (130, 260), (0.6, 1.2), OFF),
        Framing("skull", 0.8, ("skull",), ((0, 0), (-40, 20), (60, 120)), (170, 290), (0.8, 1.2), OFF),
        Framing("front", 0.8, ("T8", "L1", "L4"), ((0, 0), (-220, -120), (-40, 40)), (150, 400), (0.3, 0.8), OFF),
    ),
}  # fmt: skip


def trunk_sample(view: View, seed: int, number: int) -> Sample:
    """One film of the stream, with what it shows."""
    rng = stream(seed, "gate trunk", view, str(number))
    someone = _someone(seed, view, number // FILMS_A_PERSON)
    facing = None if view is View.FRONTAL else (Facing.LEFT if rng.random() < 0.5 else Facing.RIGHT)
    scene, frames = _patient(rng, someone, view, number).placed(view, DETAIL)
    framing, beam = _framed(rng, view, facing, frames, someone.person)
    kvp = float(rng.uniform(85, 125) if framing.name == "chest" else rng.uniform(65, 110))
    grain = float(10 ** rng.uniform(-4.5, -3.3))
    technique = Technique(
        kvp=kvp, scatter=float(rng.choice([0.0, rng.uniform(0.1, 0.6)])), focal_blur=float(rng.uniform(0.1, 0.8)),
        detector_blur=float(rng.uniform(0.1, 0.6)), electronic=grain, heel=float(rng.uniform(0, 0.6)),
        anode=str(rng.choice(["up", "down", "left", "right"])),
    )  # fmt: skip
    pixels = shoot(Shot(scene, beam, technique, view, str(facing) if facing else None), rng, number)
    spine = LATERAL if view is View.LATERAL else FRONTAL
    front = UNSAID if facing is None or not framing.spine else int(facing is Facing.LEFT)
    return Sample(pixels, spine if framing.spine else OTHER, front, name=f"{view} {framing.name}")


@dataclass(frozen=True, slots=True)
class _Someone:
    """A person of the stream, with what stays the same from film to film."""

    person: Person
    findings: dict[Level, Finding]
    procedures: tuple[SpineProcedure, ...]


@lru_cache(maxsize=2)
def _someone(seed: int, view: View, number: int) -> _Someone:
    rng = stream(seed, "gate person", view, str(number))
    young = bool(rng.random() < (0.5 if view is View.FRONTAL else 0.15))
    person = counted(some_person(int(rng.integers(2**31)), adolescent=young), rng)
    findings = {} if young else worn(rng, person)
    procedures = operated(rng, person, findings) if not young and rng.random() < 0.2 else ()
    return _Someone(person, findings, procedures)


def _patient(rng: np.random.Generator, someone: _Someone, view: View, number: int) -> SpinePatient:
    person, curved = someone.person, rng.random() < (0.75 if view is View.FRONTAL else 0.2)
    kind = str(rng.choice(["thoracic", "thoracolumbar", "lumbar", "double"])) if curved else "straight"
    cobb = float(rng.uniform(8, 80 if view is View.FRONTAL else 30)) if curved else 0.0
    alignment = slipped(rng, person, some_alignment(rng, person, kind, cobb))
    grown = float(rng.uniform(0.5, 1.0)) if not person.grown else 0.0
    return SpinePatient(
        person, alignment, someone.findings, grown=grown, procedures=someone.procedures, day=f"gate-{number}",
        clutter=0.7,
    )  # fmt: skip


def _framed(
    rng: np.random.Generator, view: View, facing: Facing | None, frames: Mapping[str, Frame], person: Person
) -> tuple[Framing, Beam]:
    """A framing and a beam that shows what the framing promises; others are drawn again."""
    framings = FRAMINGS[view]
    shares = np.array([one.share for one in framings])
    while True:
        framing = framings[int(rng.choice(len(framings), p=shares / shares.sum()))]
        beam = _beam(rng, framing, view, facing, frames, person)
        count = in_view(beam, frames, view)
        if framing.name == "chest" or (count >= ENOUGH if framing.spine else count <= STRAY):
            return framing, beam


def _beam(
    rng: np.random.Generator,
    framing: Framing,
    view: View,
    facing: Facing | None,
    frames: Mapping[str, Frame],
    person: Person,
) -> Beam:
    around = [name for name in framing.around if name in frames]
    middle = np.asarray(frames[around[int(rng.integers(len(around)))]].origin)
    centre = middle + person.size * np.array([rng.uniform(*span) for span in framing.aside])
    height = person.size * float(rng.uniform(*framing.height))
    width = height * float(rng.uniform(*framing.width))
    sid, oid = float(rng.uniform(1000, 2200)), float(rng.uniform(120, 320))
    pitch = max(height, width) * sid / (sid - oid) / LONG
    shape = tuple(round(side * sid / (sid - oid) / pitch) for side in (height, width))
    towards = str(facing) if facing else str(rng.choice(["ap", "pa"]))
    tilt, turn = float(rng.normal(0, 3)), float(rng.normal(0, 5))
    return aimed(view, centre, sid=sid, oid=oid, pitch=pitch, shape=shape, towards=towards, tilt=tilt, turn=turn)


def in_view(beam: Beam, frames: Mapping[str, Frame], view: View) -> int:
    """How many vertebrae the film shows that a network of this view looks for."""
    bearing = "TL" if view is View.FRONTAL else "CTL"
    levels = [level for level in Level if level in frames and level[0] in bearing and level not in (Level.C1, Level.C2)]
    origins = np.array([np.asarray(frames[level].origin) for level in levels]).reshape(-1, 3)
    at = beam.project(origins) / [beam.rows, beam.cols]
    return int(np.all((at > MARGIN) & (at < 1 - MARGIN), axis=-1).sum())
