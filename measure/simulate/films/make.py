"""Make: a planned film, taken, written as DICOM, with its truth beside it."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from measure.film import read_header
from measure.model import FilmHeader, Reading, View
from measure.readings.reading_json import encode_reading, file_name
from measure.simulate.dicom import write_film
from measure.simulate.dicom.uids import uid
from measure.simulate.films.plain import plain
from measure.simulate.films.plan import FilmPlan
from measure.simulate.films.take import Taken, shown, take
from measure.simulate.station import letters
from measure.simulate.truth import Evidence, Seen, film_truth, hide, look, true_reading

READINGS = "readings"


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A film that lies in a folder.

    Attributes
    ----------
    plan : FilmPlan
        What was asked for.
    truth : dict
        Document of what is true of it; None where the file was cut short.
    reading : Reading
        The same marks as a reading.
    """

    plan: FilmPlan
    truth: dict[str, Any]
    reading: Reading


def make(plan: FilmPlan, out: Path) -> Made:
    """Take one film and write it, with its reading.

    Parameters
    ----------
    plan : FilmPlan
        What to take.
    out : Path
        Folder, which exists: the film goes there, its reading into ``readings/``.

    Returns
    -------
    Made
    """
    taken, seen, more = expose_plan(plan)
    path = out / plan.file
    part = path.with_suffix(".part")
    facts = replace(plan.facts, variant=f"{plan.file} {plan.seed} {plan.beam.rows} {plan.beam.cols} {plan.look!r}")
    write_film(part, taken.stored, facts, coding=plan.coding)
    header = read_header(part)
    if plan.keep < 1:
        whole = part.read_bytes()
        part.write_bytes(whole[: int(len(whole) * plan.keep)])
    os.replace(part, path)
    reading = _reading(plan, header, seen)
    folder = out / READINGS
    folder.mkdir(exist_ok=True)
    name = folder / f"{file_name(header.film_key)}.json"
    part = name.with_suffix(".part")
    part.write_text(encode_reading(reading), encoding="utf-8", newline="\n")
    os.replace(part, name)
    return Made(plan, _truth(plan, header, seen, more), reading)


def expose_plan(plan: FilmPlan) -> tuple[Taken, list[Seen], dict[str, Any]]:
    """Film of a plan in memory, with the marks that a reader could see, and what else is true."""
    scene = plan.scene()
    lead = _lead(plan)
    taken = take(scene, plan.beam, plan.technique, plan.look, plan.seed, plan.file, lead)
    mm = _square(plan)
    marks = look(scene.part, plan.beam, plan.facts.view)
    if plan.look.seams is not None:
        marks = [_stitched(one, plan) for one in marks]
    picture = (taken.stored / plan.look.top).astype(np.float32)
    if plan.look.monochrome1:
        picture = 1 - picture
    evidence = Evidence(
        taken.lengths, taken.signal, taken.technique.quanta, *shown(plan.look, picture.shape, mm), picture
    )
    seen = hide(marks, plan.beam, evidence)
    return taken, seen, scene.more


def _stitched(one: Seen, plan: FilmPlan) -> Seen:
    """Marks where the seams of a stitched film have put them."""
    seams, shape = plan.look.seams, (plan.beam.rows, plan.beam.cols)
    assert seams is not None
    return replace(one, film={name: seams.moved(mark, shape, _square(plan)) for name, mark in one.film.items()})


def _lead(plan: FilmPlan) -> NDArray[np.float32] | None:
    """Lead of all letters, mm."""
    shape = (plan.beam.rows, plan.beam.cols)
    maps = [letters(one.text, shape, one.at, mm_per_pixel=_square(plan), mirrored=one.mirrored) for one in plan.letters]
    return np.sum(maps, axis=0, dtype=np.float32) if maps else None


def _seams(plan: FilmPlan) -> dict[str, Any]:
    """Where shots were put together: marks below a seam have moved with their shot."""
    return {} if plan.look.seams is None else {"seams": plain(plan.look.seams)}


def _square(plan: FilmPlan) -> float:
    """One spacing for what the station does, where rows and columns differ."""
    return float(np.sqrt(plan.beam.pitch[0] * plan.beam.pitch[1]))


def _reading(plan: FilmPlan, header: FilmHeader, seen: list[Seen]) -> Reading:
    facts = plan.facts
    return true_reading(
        uid("truth", header.film_key),
        header.film_key,
        seen,
        facts.view,
        facing=facts.facing if facts.view is View.LATERAL else None,
        posture=facts.posture,
        pitch=plan.beam.pitch,
    )


def _truth(plan: FilmPlan, header: FilmHeader, seen: list[Seen], more: dict[str, Any]) -> dict[str, Any]:
    scale = header.calibration
    step = (scale.row_mm, scale.col_mm) if scale.row_mm is not None and scale.col_mm is not None else None
    return film_truth(
        seen,
        plan.beam,
        plan.facts.view,
        facing=plan.facts.facing,
        scale_class=str(scale.scale_class),
        mm_per_pixel=step,
        more=_seams(plan) | {"film_key": header.film_key, "kvp": plan.facts.kvp} | more,
    )
