"""Case: the example that a measure is explained on, with the rows that the catalogue gives for it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from _press.film import KEY, rows_of
from _press.spine import Harm, Spine, Stance, from_the_front, from_the_side
from measure.catalog import measure_course
from measure.model import (
    Course,
    Examination,
    Level,
    Measure,
    Measurement,
    ObserverKind,
    Posture,
    Quantity,
    Scope,
    Structure,
    StructureKind,
    TraceItem,
    Visit,
)

COLLAPSED, RESTORED, SETTLED = Harm(0.62, 0.64, 0.93), Harm(0.88, 0.87, 0.97), Harm(0.82, 0.82, 0.96)
WEDGED, FALLEN = Harm(0.70, 0.74, 0.96), Harm(0.74, 0.78, 0.97)
CURVE = {"T1": 4.0, "T3": 8.0, "T8": -22.0, "L1": 20.0, "L5": -4.0}
FOLLOWED = {"T1": 4.0, "T3": 8.0, "T9": -21.0, "L2": 20.0, "L5": 0.0}
GREATER = {"T1": 5.0, "T3": 11.0, "T8": -28.0, "L1": 27.0, "L5": -5.0}
NEARBY = ("T11", "T12", "L1", "L2", "L3")


@dataclass(frozen=True, slots=True)
class Shown:
    """One film of a case: its spine, what was read on it, and the pieces of the trace."""

    spine: Spine
    values: tuple[Measurement, ...]
    items: tuple[TraceItem, ...]
    when: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A measure on its example: the row, the films it is drawn on, and the level it belongs to."""

    measure: Measure
    row: Measurement
    films: tuple[Shown, ...]
    level: str | None


@cache
def case_of(measure: Measure, kind: ObserverKind = ObserverKind.PERSON) -> Case:
    """Example of a measure, marked by a person or taken from a table."""
    return _course_case(measure, kind) if measure.scope is Scope.COURSE else _film_case(measure, kind)


def _film_case(measure: Measure, kind: ObserverKind) -> Case:
    level, spine = _where(measure)
    levels = NEARBY if measure.id == "spinal_fracture_index" else ()
    rows = rows_of(spine, measure.id, kind, levels=levels, ends="T6-L1" if measure.needs.stated else None)
    row = next(r for r in rows if (r.structure.label if r.structure else None) == level)
    return Case(measure, row, (Shown(spine, (row,), row.trace.items),), level)


def _where(measure: Measure) -> tuple[str | None, Spine]:
    if measure.needs.views[0] != "lateral":
        return ("L2" if measure.scope is Scope.STRUCTURE else None), from_the_front(CURVE)
    if measure.scope is not Scope.STRUCTURE:
        if measure.needs.values:
            return None, from_the_side(Stance(harm={"L1": WEDGED}))
        return None, from_the_side()
    if measure.id in ("slip_percent", "meyerding_grade"):
        return "L4", from_the_side(Stance(slip={"L4": 9.0}))
    return "L1", from_the_side(Stance(harm={"L1": WEDGED}))


def _course_case(measure: Measure, kind: ObserverKind) -> Case:
    spines, level = _over_time(measure)
    exams = {when: _examined(measure, spine, level, kind, when) for when, (spine, _) in spines.items()}
    visits = tuple(Visit(day, (exams[when],), "baseline" if day < 0 else None) for when, (_, day) in spines.items())
    structure = Structure(StructureKind.VERTEBRA, Level(level)) if level else None
    treated = measure.id != "incident_height_fall" and level is not None
    row = measure_course(Course("example", structure, visits, treated=treated), measure.id)[-1]
    films = []
    for when in dict.fromkeys(name.partition(".")[0] for name in measure.needs.values):
        ids = [name.partition(".")[2] for name in measure.needs.values if name.startswith(f"{when}.")]
        found = exams[when].measurements
        values = tuple(found[i] if i in found else _between_same_ends(found, row) for i in ids)
        items = row.trace.items if when == "after" else tuple(item for v in values for item in v.trace.items)
        films.append(Shown(spines[when][0], values, items, when))
    return Case(measure, row, tuple(films), level)


def _between_same_ends(found: Mapping[str, Measurement], row: Measurement) -> Measurement:
    """Angle of this film between the end vertebrae of the baseline: the course worked it out."""
    value, sd = (float(row.details[key]) for key in ("after", "after_sd"))
    return replace(found["coronal_cobb_angle"], quantity=Quantity(value, "deg", sd=sd))


def _over_time(measure: Measure) -> tuple[Mapping[str, tuple[Spine, float]], str | None]:
    """Spines of the visits by name, with their days, and the level that is followed."""
    if measure.id == "incident_height_fall":
        return {"before": (from_the_side(), -3.0), "after": (_hurt(FALLEN), 365.0)}, "L1"
    if measure.treated and any(name.startswith("first.") for name in measure.needs.values):
        return {
            "before": (_hurt(COLLAPSED), -3.0),
            "first": (_hurt(RESTORED), 2.0),
            "after": (_hurt(SETTLED), 180.0),
        }, "L1"
    if measure.treated:
        return {"before": (_hurt(COLLAPSED), -3.0), "after": (_hurt(RESTORED), 2.0)}, "L1"
    if "lateral" not in measure.needs.views:
        later = FOLLOWED if any("same_ends" in name for name in measure.needs.values) else CURVE
        return {"before": (from_the_front(GREATER), -3.0), "after": (from_the_front(later), 365.0)}, None
    stooped = from_the_side(Stance(slope=33.0, tilt=21.0, lordosis=0.66, kyphosis=1.2))
    return {"before": (stooped, -3.0), "after": (from_the_side(), 365.0)}, None


def _hurt(harm: Harm) -> Spine:
    return from_the_side(Stance(harm={"L1": harm}))


def _examined(measure: Measure, spine: Spine, level: str | None, kind: ObserverKind, when: str) -> Examination:
    ids = {name.partition(".")[2].removesuffix("_same_ends") for name in measure.needs.values}
    rows = rows_of(spine, ",".join(sorted(ids)), kind)
    found = {row.measure: row for row in rows if (row.structure.label if row.structure else None) == level}
    return Examination(f"{KEY}/{len(when)}", "2.25.1", "reader", found, spine.view, Posture.STANDING)
