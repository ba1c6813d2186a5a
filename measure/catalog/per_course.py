"""Measures of a course: what changed between two visits, and whether the two may be compared."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from measure.catalog.course_classes import judge
from measure.catalog.derive import derived
from measure.catalog.job import PATIENT_MM
from measure.catalog.rows import found_besides
from measure.catalog.select import Selection, get, select
from measure.geometry import linear, redraw
from measure.model import (
    Comparison,
    Course,
    Examination,
    Kind,
    Measure,
    Measurement,
    Propagation,
    Quantity,
    ScaleClass,
    Scope,
    Trace,
    Visit,
)


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
    source = get(_split(measure.needs.values[0])[1])
    if course.structure is None:
        return source.scope is Scope.FILM and (asked or measure.default)
    if source.scope is not Scope.STRUCTURE or source.needs.structure is not course.structure.kind:
        return False
    return asked or course.treated if measure.treated else not course.treated


def _split(name: str) -> tuple[str, str]:
    """When, and what: ``before.wedge_angle``."""
    when, _, measure_id = name.partition(".")
    return when, measure_id


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two examinations to compare.

    Attributes
    ----------
    before : Examination or None
        The earlier one; None = there is none.
    after : Examination
        The later one; of a measure of a single film both are the same.
    days : float or None
        Between them, where both days are known.
    """

    before: Examination | None
    after: Examination
    days: float | None = None

    def of(self, when: str) -> Examination | None:
        return self.after if when == "after" else self.before

    @property
    def alone(self) -> bool:
        """Whether nothing is compared."""
        return self.before is self.after


def _measure(course: Course, measure: Measure, *, asked: bool, any_posture: bool) -> Iterator[Measurement]:
    for pair in _pairs(course, measure):
        values = {name: _value(pair, name) for name in measure.needs.values}
        given = [(name, value) for name, value in values.items() if value is not None]
        of_after = any(name.startswith("after.") for name, _ in given)
        measured = any(value.quantity.value is not None for _, value in given)
        if (of_after and pair.before is not None) or (asked and measured):
            yield _row(course, measure, pair, values, any_posture=any_posture)


def _pairs(course: Course, measure: Measure) -> Iterator[_Pair]:
    """Every film that can be the later of the two, with the film that it is compared with."""
    whens = {when for when, _ in map(_split, measure.needs.values)}
    first = _first_after(course) if "first" in whens else course.baseline
    for visit in course.visits:
        if not _is_later(course, visit, first, alone=whens == {"after"}):
            continue
        for after in visit.examinations:
            if after.view is not None and after.view not in measure.needs.views:
                continue
            yield _Pair(after, after) if whens == {"after"} else _pair(measure, first, visit, after)


def _is_later(course: Course, visit: Visit, first: Visit | None, *, alone: bool) -> bool:
    """Whether the films of a visit can be the later of the two, or the only one."""
    if alone or first is None:
        return course.indexed and not course.is_before(visit)
    return visit is not first and visit.day >= first.day


def _first_after(course: Course) -> Visit | None:
    """First visit after the procedure; a film taken during it shows no lasting correction."""
    after = (visit for visit in course.visits if not course.is_before(visit) and visit.timepoint != "intra_op")
    return next(after, None) if course.indexed else None


def _pair(measure: Measure, first: Visit | None, visit: Visit, after: Examination) -> _Pair:
    """A film with its partner: of the same projection, with what is compared, by the same observer."""
    alike = [one for one in (first.examinations if first else ()) if one.view_as(after) is not Comparison.DIFFERENT]

    def fit(one: Examination) -> tuple[bool, bool, bool]:
        has_values = all(_value(_Pair(one, after), name) for name in measure.needs.values)
        return has_values, one.view_as(after) is Comparison.SAME, one.observer == after.observer

    if first is None or not alike:
        return _Pair(None, after)
    return _Pair(max(alike, key=fit), after, None if first.nominal or visit.nominal else visit.day - first.day)


def _value(pair: _Pair, name: str) -> Measurement | None:
    when, measure_id = _split(name)
    one = pair.of(when)
    if one is None:
        return None
    found = one.measurements.get(measure_id)
    return found if found is not None or pair.before is None else derived(measure_id, one, pair.before)


def _row(
    course: Course, measure: Measure, pair: _Pair, values: dict[str, Measurement | None], *, any_posture: bool
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


def _missing(pair: _Pair, values: dict[str, Measurement | None]) -> str | None:
    """First value that is not there, and why."""
    for name, value in values.items():
        when, measure_id = _split(name)
        if pair.of(when) is None:
            return f"no_film_{when}"
        if value is None:
            return f"not_measured_{when}:{measure_id}"
        if value.quantity.value is None:
            return f"not_measurable_{when}:{measure_id}"
        if value.quantity.sd is None:
            return f"no_sd_{when}:{measure_id}"
    return None


def _incomparable(measure: Measure, pair: _Pair, given: list[Measurement], *, any_posture: bool) -> str | None:
    """Why two films must not be compared."""
    if measure.needs.scale and any(value.scale_class not in PATIENT_MM for value in given):
        return "scale_not_of_patient"
    if pair.before is None or pair.alone:
        return None
    if pair.after.posture_as(pair.before) is Comparison.DIFFERENT and not any_posture:
        return "posture_differs"
    versions: dict[str, set[str]] = {}
    for value in given:
        versions.setdefault(value.measure, set()).add(value.definition_version)
    if any(len(found) > 1 for found in versions.values()):
        return "definition_versions_differ"
    return None


def _flags(pair: _Pair, given: list[Measurement]) -> tuple[str, ...]:
    flags: list[str] = []
    if pair.before is not None and not pair.alone:
        compared = pair.after.posture_as(pair.before)
        flags += {"unknown": ["posture_not_compared"], "different": ["posture_differs"], "same": []}[compared]
        if pair.after.view_as(pair.before) is Comparison.UNKNOWN:
            flags.append("view_not_compared")
        if pair.after.observer != pair.before.observer:
            flags.append("observers_differ")
    if len({value.details["expected_by"] for value in given if "expected_by" in value.details}) > 1:
        flags.append("expected_by_different_rules")
    if len({value.side for value in given if value.side is not None}) > 1:
        flags.append("convex_sides_differ")
    inherited = [flag for value in given for flag in value.flags if flag.startswith("expected_from")]
    return tuple(dict.fromkeys([*flags, *inherited]))


def _details(measure: Measure, pair: _Pair, values: dict[str, Measurement | None]) -> dict[str, str | float]:
    """What the value rests on: every number with its sd, and the film it is compared with."""
    details: dict[str, str | float] = {}
    if pair.before is not None and not pair.alone:
        details["compared_with"] = pair.before.film_key
        if pair.days is not None:
            details["days_between"] = pair.days
        details["posture_vs_compared"] = str(pair.after.posture_as(pair.before))
    single = len(measure.needs.values) <= 2
    for name, value in values.items():
        if value is not None and value.quantity.value is not None:
            key = name.partition(".")[0] if single else name.replace(".", "_")
            details[key] = round(value.quantity.value, 6)
            if value.quantity.sd is not None:
                details[f"{key}_sd"] = round(value.quantity.sd, 6)
    return details


def _measurement(course: Course, measure: Measure, pair: _Pair, quantity: Quantity, **parts: Any) -> Measurement:
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
