"""Implants: simulated patients before and after an implant, and what the course of drafts makes of them."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pandas as pd

from accuracy.cases import Case
from accuracy.drafts import drafted
from accuracy.implanted import implanted
from accuracy.intervals import mean, spread
from accuracy.records import HEIGHTS, LOSSES, measured
from accuracy.shelf import case
from accuracy.tables import Table
from measure.catalog import measure_course
from measure.model import (
    Course,
    Examination,
    Level,
    Measurement,
    Origin,
    Posture,
    Reading,
    Statement,
    Structure,
    StructureKind,
    Topic,
    View,
    Visit,
)

Z95 = 1.959964
MEASURES = (*HEIGHTS, *LOSSES, "wedge_angle", "bisegmental_cobb_angle")
CHANGES = {
    "anterior_height_gain": ("ΔH anterior, mm", "sd ≤ 1.5", 2),
    "middle_height_gain": ("ΔH middle, mm", "", 2),
    "wedge_angle_change": ("Δwedge, °", "", 1),
    "bisegmental_cobb_angle_change": ("Δbisegmental Cobb, °", "", 1),
    "anterior_height_restoration": ("restoration, %", "", 0),
}
INITIAL = 25.0  # percent lost: where a restoration should be determinate


def tables(shelf: Path, patients: Iterable[int], jobs: int = 1) -> list[Table]:
    """Both tables of the simulated operations."""
    one = partial(_patient, shelf)
    if jobs < 2:
        parts = list(map(one, patients))
    else:
        with Pool(jobs, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
            parts = list(pool.imap(one, patients, chunksize=2))
    rows = pd.DataFrame([row for part in parts for row in part])
    return [_changes(rows), _classes(rows)]


def course_of(structure: Structure, films: tuple[Case, Case], readings: tuple[Reading | None, Reading | None]) -> Any:
    """Rows of the course by measure; no row where a film gave no reading."""
    visits = []
    for day, (film, reading) in enumerate(zip(films, readings, strict=True)):
        if reading is None:
            continue
        said = Statement(Topic.TREATED_LEVEL, str(structure.level), Origin.TABLE)
        reading = replace(reading, statements=(*(s for s in reading.statements if s.topic is not said.topic), said))
        rows = measured(film.film.header, reading, MEASURES)
        of_level: dict[str, Measurement] = {name: row for (name, key), row in rows.items() if key == structure.key}
        exam = Examination(
            reading.film_key, reading.uid, "benchmark", of_level, view=View.LATERAL, posture=Posture.STANDING
        )
        visits.append(Visit(float(day), (exam,), "baseline" if day == 0 else None))
    course = Course("simulated", structure, tuple(visits), treated=True)
    return {row.measure: row for row in measure_course(course, ",".join(CHANGES))}


def _patient(shelf: Path, number: int) -> list[dict[str, Any]]:
    films = (case(shelf, implanted, 2 * number), case(shelf, implanted, 2 * number + 1))
    level = Level(films[0].facts["level"])
    structure = Structure(StructureKind.VERTEBRA, level=level)
    told = (Statement(Topic.TREATED_LEVEL, str(level), Origin.TABLE),)
    drafts = [drafted(film.film, told) for film in films]
    truth = course_of(structure, films, (films[0].truth, films[1].truth))
    mine = course_of(structure, films, (drafts[0].reading, drafts[1].reading))
    lost = measured(films[0].film.header, films[0].truth, LOSSES).get(("anterior_height_loss", structure.key))
    rows = []
    for measure, row in truth.items():
        if row.quantity.value is None:
            continue
        other = mine.get(measure)
        known = other is not None and other.quantity.value is not None
        rows.append({
            "film": number, "measure": measure, "truth": row.quantity.value,
            "value": other.quantity.value if known else np.nan, "sd": other.quantity.sd if known else np.nan,
            "class": row.details.get("nice_class", ""), "said": other.details.get("nice_class", "") if known else "",
            "low": other.details.get("interval_low", np.nan) if known else np.nan,
            "high": other.details.get("interval_high", np.nan) if known else np.nan,
            "reason": other.quantity.reason if other is not None else "no_reading",
            "lost": lost.quantity.value if lost is not None else np.nan,
        })  # fmt: skip
    return rows


def _changes(rows: pd.DataFrame) -> Table:
    cells = []
    for measure, (title, reach, places) in CHANGES.items():
        some = rows[rows["measure"] == measure]
        if measure.endswith("restoration"):  # of hardly any loss it is noise, and called indeterminate
            some = some[some["lost"] >= INITIAL]
        given = some[some["value"].notna()]
        off = given["value"] - given["truth"]
        half = given["film"] % 2
        guess = half.map(lambda h, of=some: of["truth"][of["film"] % 2 != h].median())
        inside = off.abs() <= Z95 * given["sd"]
        if measure.endswith("restoration"):
            inside = (given["low"] <= given["truth"]) & (given["truth"] <= given["high"])
        cells.append([
            title, reach, str(len(some)), mean(some["value"].notna().astype(float), some["film"]).text(0, 100),
            mean(off, given["film"]).text(places), spread(off, given["film"]).text(places),
            mean(off.abs(), given["film"]).text(places),
            mean((guess - given["truth"]).abs(), given["film"]).text(places),
            mean(inside.astype(float), given["film"]).text(1, 100), f"{given['sd'].median():.{places}f}",
        ])  # fmt: skip
    heads = ("", "reach", "patients", "measured, %", "bias", "sd of the error", "mean absolute error", "constant",
             "covered by 95 % intervals, %", "median sd")  # fmt: skip
    note = (
        "The treated level is stated, as a department does; all else is found. Patients count where a perfect reader "
        f"can measure both films. Restoration: initial loss of {INITIAL:g} % or more."
    )
    return Table("implants", "Simulated patients before and after an implant", heads, cells, note)


def _classes(rows: pd.DataFrame) -> Table:
    some = rows[(rows["measure"] == "anterior_height_restoration") & (rows["lost"] >= INITIAL)]
    known = some[some["value"].notna()]
    classed = known[~known["said"].isin(["", "indeterminate"]) & (known["class"] != "indeterminate")]
    most = "".join(some["class"].mode()[:1])
    cells = [
        ["not measured, %", "", mean(some["value"].isna().astype(float), some["film"]).text(0, 100)],
        ["called indeterminate, % of those measured", "≤ 30",
         mean((known["said"] == "indeterminate").astype(float), known["film"]).text(0, 100)],
        ["same class as the truth, % of those classed", "",
         mean((classed["said"] == classed["class"]).astype(float), classed["film"]).text(0, 100)],
        ["the same by always saying the commonest class", "",
         mean((classed["class"] == most).astype(float), classed["film"]).text(0, 100)],
    ]  # fmt: skip
    note = f"{len(some)} patients whose true initial loss is {INITIAL:g} % or more; classes of NICE HTG422."
    return Table("implants_classes", "Classes of restoration", ("", "reach", ""), cells, note)
