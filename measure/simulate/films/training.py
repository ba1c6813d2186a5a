"""Training films: small, quick and of every kind, from the same anatomy as the large ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from measure.model import Facing, Level, StructureKind, View
from measure.simulate.anatomy.person import Person, some_person
from measure.simulate.anatomy.spine import Finding, some_alignment
from measure.simulate.exposure import Technique, expose, metered
from measure.simulate.films.recipes.people import counted, operated, slipped, worn
from measure.simulate.films.scene import Scene
from measure.simulate.films.spine import SpinePatient
from measure.simulate.films.take import coarse, shown, textured
from measure.simulate.procedure import SpineProcedure
from measure.simulate.rays import Beam, aimed, path_shares
from measure.simulate.seeds import stream
from measure.simulate.solids import Frame
from measure.simulate.station import develop, some_look
from measure.simulate.truth import Evidence, Seen, hide, look

SHAPES = {View.FRONTAL: (416, 160), View.LATERAL: (256, 256)}
DETAIL = 0.35
READ = (StructureKind.VERTEBRA, StructureKind.FEMORAL_HEAD)
FILMS_A_PERSON = 144  # bones are built once for so many films
SMOOTH = ("soft", "fat", "air")
# Lateral films by how often, the vertebra in the middle, and the height in mm of an adult of usual size.
LATERAL_FRAMES = {
    "loin": (0.6, ("L1", "L2", "L3", "L4"), (260, 470)),
    "chest": (0.2, ("T6", "T7", "T8", "T9", "T10"), (300, 480)),
    "whole": (0.15, ("T8", "T9", "T10", "T11"), (600, 950)),
    "neck": (0.05, ("C4", "C5", "C6"), (220, 320)),
}
FINER = 2  # rays a pixel, down and across: an endplate is thinner than a pixel


@dataclass(frozen=True, slots=True, eq=False)
class TrainingFilm:
    """A small film with its truth.

    Attributes
    ----------
    pixels : ndarray of uint8, shape (rows, cols)
        Bone bright.
    seen : tuple of Seen
        Structures with their marks in pixels, and why one cannot be read.
    view : View
        Projection.
    facing : Facing or None
        Of a lateral film.
    mm_per_pixel : float
        At the detector.
    ribs : tuple of Level
        Vertebrae that bear ribs: not always those called thoracic.
    """

    pixels: NDArray[np.uint8]
    seen: tuple[Seen, ...]
    view: View
    facing: Facing | None
    mm_per_pixel: float
    ribs: tuple[Level, ...]


def training_films(
    view: View, seed: int = 0, *, first: int = 0, shape: tuple[int, int] | None = None
) -> Iterator[TrainingFilm]:
    """Films without end; the k-th is the same for the same seed, wherever the stream is entered.

    Parameters
    ----------
    view : View
        Frontal films of the whole spine, or lateral ones of the loin, the chest, the neck or all of it.
    seed : int
        Of the stream.
    first : int
        Number of the first film: several processes share a stream by ranges, best multiples of 144.
    shape : tuple of int, optional
        Rows and columns; 416 × 160 frontal, 256 × 256 lateral.

    Yields
    ------
    TrainingFilm
    """
    number = first
    while True:
        yield training_film(view, seed, number, shape or SHAPES[view])
        number += 1


def training_film(view: View, seed: int, number: int, shape: tuple[int, int]) -> TrainingFilm:
    """One film of the stream."""
    rng = stream(seed, "training", view, str(number))
    someone = _someone(seed, view, number // FILMS_A_PERSON)
    person, patient = someone.person, _patient(rng, someone, view, number)
    facing = None if view is View.FRONTAL else (Facing.LEFT if rng.random() < 0.5 else Facing.RIGHT)
    scene, frames = patient.placed(view, DETAIL)
    beam = _beam(rng, frames, person, view, facing, shape)
    lengths = textured(_lengths(scene, beam), beam, number)
    technique = metered(lengths, beam, _technique(rng), quanta=float(10 ** rng.uniform(4.0, 5.6)))
    signal = expose(lengths, beam, technique, rng, points=4)
    station = replace(
        some_look(rng, str(view), str(facing) if facing else None), seams=None, jpeg=None, bits=8, monochrome1=False
    )
    pixels = develop(signal, station, rng, beam.pitch[0])
    seen_through = shown(station, shape, beam.pitch[0])
    evidence = Evidence(lengths, signal, technique.quanta, *seen_through, (pixels / 255).astype(np.float32))
    seen = hide(look(scene.part, beam, view, READ), beam, evidence)
    return TrainingFilm(pixels.astype(np.uint8), tuple(seen), view, facing, beam.pitch[0], person.ribs)


@dataclass(frozen=True, slots=True)
class _Someone:
    """A person of the stream, with what stays the same from film to film."""

    person: Person
    findings: dict[Level, Finding]
    procedures: tuple[SpineProcedure, ...]


@lru_cache(maxsize=4)
def _someone(seed: int, view: View, number: int) -> _Someone:
    """Somebody: more than half of the frontal films are of adolescents, one adult in eight has been operated on."""
    rng = stream(seed, "training person", view, str(number))
    young = bool(view is View.FRONTAL and rng.random() < 0.6)
    person = counted(some_person(int(rng.integers(2**31)), adolescent=young), rng)
    findings = {} if young else worn(rng, person)
    procedures = operated(rng, person, findings) if not young and rng.random() < 0.12 else ()
    return _Someone(person, findings, procedures)


def _patient(rng: np.random.Generator, someone: _Someone, view: View, number: int) -> SpinePatient:
    """The person as positioned for this film: every film another alignment."""
    person = someone.person
    curved = rng.random() < (0.85 if view is View.FRONTAL else 0.15)
    kind = str(rng.choice(["thoracic", "thoracolumbar", "lumbar", "double"])) if curved else "straight"
    cobb = float(rng.uniform(8, 75 if view is View.FRONTAL else 25)) if curved else 0.0
    alignment = slipped(rng, person, some_alignment(rng, person, kind, cobb))
    grown = float(rng.uniform(0.5, 1.0)) if not person.grown else 0.0
    return SpinePatient(
        person, alignment, someone.findings, grown=grown, procedures=someone.procedures, day=f"training-{number}",
        clutter=0.6,
    )  # fmt: skip


def _beam(
    rng: np.random.Generator,
    frames: Mapping[str, Frame],
    person: Person,
    view: View,
    facing: Facing | None,
    shape: tuple[int, int],
) -> Beam:
    """Tube and detector with the sloppiness and the croppings of real films."""
    sid = float(rng.uniform(1000, 2000))
    oid = float(rng.uniform(120, 320))
    if view is View.FRONTAL:
        top, bottom = (np.asarray(frames[level].origin) for level in (Level.C7, Level.S1))
        height = (top - bottom)[2] * rng.uniform(1.0, 1.5)
        centre = (top + bottom) / 2 + [rng.normal(0, 15), 0, rng.normal(0, 0.06) * height]
        towards = str(rng.choice(["ap", "pa"]))
    else:
        kinds = list(LATERAL_FRAMES)
        kind = str(rng.choice(kinds, p=[LATERAL_FRAMES[one][0] for one in kinds]))
        _, middles, heights = LATERAL_FRAMES[kind]
        middle = str(rng.choice([level for level in middles if level in frames]))
        centre = np.asarray(frames[middle].origin) + rng.normal(0, 15, 3)
        centre[1] += rng.uniform(-60, 20)
        height = person.size * rng.uniform(*heights)
        towards = str(facing)
    pitch = float(height * sid / (sid - oid) / shape[0])
    tilt, turn = float(rng.normal(0, 2)), float(rng.normal(0, 4))
    return aimed(view, centre, sid=sid, oid=oid, pitch=pitch, shape=shape, towards=towards, tilt=tilt, turn=turn)


def _technique(rng: np.random.Generator) -> Technique:
    return Technique(
        kvp=float(rng.uniform(65, 110)),
        scatter=float(rng.choice([0.0, rng.uniform(0.1, 0.6)])),
        focal_blur=float(rng.uniform(0.1, 0.8)),
        detector_blur=float(rng.uniform(0.1, 0.6)),
        electronic=float(10 ** rng.uniform(-4.5, -3.3)),
        heel=float(rng.uniform(0, 0.6)),
        anode=str(rng.choice(["up", "down", "left", "right"])),
    )


def _lengths(scene: Scene, beam: Beam) -> dict[str, NDArray[np.float32]]:
    """Path lengths: several rays a pixel through bone and metal, one through what has no fine edges."""
    solids, reach = scene.part.solids, beam.reach()
    fine = path_shares((s for s in solids if s.material not in SMOOTH), beam.finer(FINER))
    lengths = path_shares((s for s in solids if s.material in SMOOTH), beam)
    for material, paths in fine.items():
        mean = coarse(paths, FINER)
        lengths[material] = lengths[material] + mean if material in lengths else mean
    return {material: paths * reach for material, paths in lengths.items()}
