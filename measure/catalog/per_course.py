"""Measures of a course: what changed between two visits, and whether the two may be compared."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from measure.catalog.course_classes import judge
from measure.catalog.job import PATIENT_MM
from measure.catalog.pairs import Pair, pairs, split
from measure.catalog.rows import found_besides
from measure.catalog.select import Selection, get, select
from measure.geometry import linear, redraw
from measure.model import (
    Comparison,
    Course,
    Kind,
    Measure,
    Measurement,
    Propagation,
    Quantity,
    ScaleClass,
    Scope,
    Trace,
)

# Details that say which film before the injury an expected height rests on.
PRIOR = ("prior_film", "prior_reading", "expected_from")


def measure_course(
    course: Course, measures: str | Selection = "default", *, any_posture: bool = False
) -> list[Measurement]:
    """Measure what changed in a course, visit by visit, in the order of the catalogue.

    Parameters
    ----------
    course : Course
        One structure, or the films as a whole, of one subject.
    measures : str or Selection
        ``default``, ``all``, or ids separated by commas.
    any_posture : bool
        Compare films of different postures all the same; their rows are flagged.

    Returns
    -------
    list of Measurement
        Each belongs to the later of the two films; its details name the film it is compared
        with. Where there is none to compare with, only a measure asked for by name has a row.
    """
    selection = select(measures) if isinstance(measures, str) else measures
    rows: list[Measurement] = []
    for measure in selection.measures:
        asked = measure.id in selection.asked
        if measure.scope is Scope.COURSE and _applies(measure, course, asked=asked):
            rows.extend(_measure(course, measure, asked=asked, any_posture=any_posture))
    return rows


def _applies(measure: Measure, course: Course, *, asked: bool) -> bool:
    """Whether a measure is about what this course is of, and due there or asked for.

    What is for treated structures can be asked for of others; what is not is never read of a
    treated one, whose change has its own measures.
    """
    source = get(split(measure.needs.values[0])[1])
    if course.structure is None:
        return source.scope is Scope.FILM and (asked or measure.default)
    if source.scope is not Scope.STRUCTURE or source.needs.structure is not course.structure.kind:
        return False
    return asked or course.treated if measure.treated else not course.treated


def _measure(course: Course, measure: Measure, *, asked: bool, any_posture: bool) -> Iterator[Measurement]:
    for pair in pairs(course, measure):
        values = {name: pair.value(name) for name in measure.needs.values}
        given = [(name, value) for name, value in values.items() if value is not None]
        of_after = any(name.startswith("after.") for name, _ in given)
        measured = any(value.quantity.value is not None for _, value in given)
        if (of_after and pair.before is not None) or (asked and measured):
            yield _row(course, measure, pair, values, any_posture=any_posture)


def _row(
    course: Course, measure: Measure, pair: Pair, values: dict[str, Measurement | None], *, any_posture: bool
) -> Measurement:
    given = [value for value in values.values() if value is not None]
    scale = _weakest(given) if measure.kind is Kind.LENGTH else None
    parts: dict[str, Any] = {"details": _details(measure, pair, values), "scale_class": scale}
    reason = _missing(pair, values) or _incomparable(measure, pair, given, any_posture=any_posture)
    if reason is not None:
        return _measurement(course, measure, pair, Quantity.absent(measure.unit, reason), **parts)
    parts["flags"] = _flags(pair, given)
    numbers, sds, floors = (np.array(column, dtype=np.float64) for column in zip(*map(_numbers, given), strict=True))
    redrawn = measure.propagation is Propagation.RESAMPLE
    spread = (redraw if redrawn else linear)(_first_of(measure.function), numbers, sds)
    if not np.isfinite(spread.value) or not np.isfinite(spread.sd):
        return _measurement(course, measure, pair, Quantity.absent(measure.unit, "nothing_lost"), **parts)
    # Readers vary by the floor at each visit anew; of a quotient the floor is part of the sd.
    floor = 0.0 if redrawn else linear(_first_of(measure.function), numbers, floors).sd
    sd = max(spread.sd, floor)
    quantity = Quantity(spread.value, measure.unit, sd=sd, floor_sd=floor)
    judged, doubts = judge(measure, quantity, spread, given)
    parts["flags"] += doubts
    parts["details"] |= found_besides(measure.function(*numbers)) | judged
    later = [value for name, value in values.items() if value is not None and name.startswith("after.")]
    trace = Trace(tuple(item for value in later for item in value.trace.items))
    return _measurement(course, measure, pair, quantity, side=given[-1].side, trace=trace, **parts)


def _numbers(value: Measurement) -> tuple[float, float, float]:
    return value.quantity.value or 0.0, value.quantity.sd or 0.0, value.quantity.floor_sd


def _first_of(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function without what it finds besides its number."""

    def number(*given: Any) -> Any:
        found = function(*given)
        return found[0] if isinstance(found, tuple) else found

    return number


def _missing(pair: Pair, values: dict[str, Measurement | None]) -> str | None:
    """First value that is not there, and why."""
    for name, value in values.items():
        when, measure_id = split(name)
        if pair.of(when) is None:
            return f"no_film_{when}"
        if value is None:
            return f"not_measured_{when}:{measure_id}"
        if value.quantity.value is None:
            return f"not_measurable_{when}:{measure_id}"
        if value.quantity.sd is None:
            return f"no_sd_{when}:{measure_id}"
    return None


def _incomparable(measure: Measure, pair: Pair, given: list[Measurement], *, any_posture: bool) -> str | None:
    """Why two films must not be compared."""
    if measure.needs.scale and any(value.scale_class not in PATIENT_MM for value in given):
        return "scale_not_of_patient"
    if pair.before is None or pair.alone:
        return None
    if pair.posture is Comparison.DIFFERENT and not any_posture:
        return "posture_differs"
    versions: dict[str, set[str]] = {}
    for value in given:
        versions.setdefault(value.measure, set()).add(value.definition_version)
    if any(len(found) > 1 for found in versions.values()):
        return "definition_versions_differ"
    return None


def _flags(pair: Pair, given: list[Measurement]) -> tuple[str, ...]:
    flags: list[str] = []
    if pair.before is not None and not pair.alone:
        compared = pair.posture
        flags += {"unknown": ["posture_not_compared"], "different": ["posture_differs"], "same": []}[compared]
        if pair.after.view_as(pair.before) is Comparison.UNKNOWN:
            flags.append("view_not_compared")
        if pair.during:
            flags.append("film_during_operation")
        if pair.after.observer != pair.before.observer:
            flags.append("observers_differ")
    if len({value.details["expected_by"] for value in given if "expected_by" in value.details}) > 1:
        flags.append("expected_by_different_rules")
    if len({value.side for value in given if value.side is not None}) > 1:
        flags.append("convex_sides_differ")
    inherited = [flag for value in given for flag in value.flags if flag.startswith("expected_from")]
    return tuple(dict.fromkeys([*flags, *inherited]))


def _details(measure: Measure, pair: Pair, values: dict[str, Measurement | None]) -> dict[str, str | float]:
    """What the value rests on: every number with its sd, and the film it is compared with."""
    details: dict[str, str | float] = {}
    if pair.before is not None and not pair.alone:
        details["compared_with"] = pair.before.film_key
        details["compared_reading"] = pair.before.reading_uid
        if pair.days is not None:
            details["days_between"] = pair.days
        details["posture_vs_compared"] = str(pair.posture)
    single = len(measure.needs.values) <= 2
    for name, value in values.items():
        if value is not None and value.quantity.value is not None:
            key = name.partition(".")[0] if single else name.replace(".", "_")
            details[key] = round(value.quantity.value, 6)
            if value.quantity.sd is not None:
                details[f"{key}_sd"] = round(value.quantity.sd, 6)
            details |= _prior(split(name)[0], value)
    return details


def _prior(when: str, value: Measurement) -> dict[str, str | float]:
    """Where an expected height comes from, if from a film before the injury."""
    return {f"{when}_{part}": value.details[part] for part in PRIOR} if PRIOR[0] in value.details else {}


def _measurement(course: Course, measure: Measure, pair: Pair, quantity: Quantity, **parts: Any) -> Measurement:
    return Measurement(
        measure=measure.id,
        definition_version=measure.version,
        quantity=quantity,
        reading_uid=pair.after.reading_uid,
        film_key=pair.after.film_key,
        structure=course.structure,
        **parts,
    )


def _weakest(given: list[Measurement]) -> ScaleClass | None:
    """The scale that can be trusted least."""
    found = {value.scale_class for value in given}
    return next((one for one in reversed(ScaleClass) if one in found), None)
