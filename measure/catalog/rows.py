"""Rows: from kernel values to measurements that carry all they have in common."""

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from measure.catalog.body import Body
from measure.catalog.columns import Columns
from measure.catalog.job import Job
from measure.errors import ModelError
from measure.model import Kind, Measure, Measurement, Quantity, Structure


def unit(job: Job, measure: Measure) -> str:
    """Unit of a measure on this film: a length is in pixels where there is no scale."""
    if measure.needs.scale:
        return measure.unit
    return job.facts.calibration.unit if measure.kind is Kind.LENGTH else measure.unit


def found_besides(result: Any) -> dict[str, str | float]:
    """What a function found besides its number: the other fields of its named tuple, for ``details``."""
    fields = getattr(result, "_fields", ())
    return {name: _plain(np.asarray(getattr(result, name)).item()) for name in fields[1:]}


def _plain(value: Any) -> str | float:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return round(value, 6) if isinstance(value, float) else str(value)


def quantity_of(job: Job, measure: Measure, values: Columns, index: int | tuple[()]) -> Quantity:
    """One value of a batch, or its absence where the marks define none."""
    value, sd = float(values.value[index]), float(values.sd[index])
    if not math.isfinite(value):
        return Quantity.absent(unit(job, measure), "degenerate_marks")
    if not math.isfinite(sd):
        raise ModelError(f"{measure.id}: value {value} without a finite sd")
    return Quantity(value, unit(job, measure), sd=sd, floor_sd=min(float(values.floor[index]), sd))


def absent(job: Job, measure: Measure, reason: str, body: Body | None = None) -> Measurement:
    """Row that says why there is no value."""
    return row(job, measure, Quantity.absent(unit(job, measure), reason), body)


def row(
    job: Job,
    measure: Measure,
    quantity: Quantity,
    body: Body | None = None,
    *,
    span: tuple[int, int] | None = None,
    used: Iterable[int] = (),
    **parts: object,
) -> Measurement:
    """Measurement with all that it has in common with the others of its film.

    ``used`` are the places of all vertebrae that it rests on: their flags are its own.
    """
    flags = (*parts.pop("flags", ()), *_flags_of(job, body, used), *job.facts.flags)  # type: ignore[misc]
    if job.facts.calibration.aspect is None and quantity.value is not None:
        flags = (*flags, "pixel_aspect_unknown")
    if body is not None and body.structure.level in job.facts.treated:
        parts["details"] = {**parts.get("details", {}), "treated_level": "yes"}  # type: ignore[dict-item]
    flags = (*flags, *_posture_flags(job, measure), *_plausibility_flags(measure, quantity))
    ends: tuple[Structure | None, Structure | None] = (None, None)
    if span is not None:
        ends = (job.chain.bodies[span[0]].structure, job.chain.bodies[span[1]].structure)
    return Measurement(
        measure=measure.id,
        definition_version=measure.version,
        quantity=quantity,
        reading_uid=job.reading.uid,
        film_key=job.header.film_key,
        structure=body.structure if body else None,
        level_from=ends[0].level if ends[0] else None,
        level_to=ends[1].level if ends[1] else None,
        scale_class=job.facts.calibration.scale_class if measure.kind in (Kind.LENGTH, Kind.AREA) else None,
        level_confidence=_level_confidence(job, body, span),
        flags=tuple(dict.fromkeys(flags)),
        **parts,  # type: ignore[arg-type]
    )


def _flags_of(job: Job, body: Body | None, used: Iterable[int]) -> tuple[str, ...]:
    """What is doubted about the structures that a value rests on."""
    bodies = [job.chain.body(place) for place in sorted(set(used))] + ([body] if body else [])
    return tuple(flag for one in bodies for flag in one.annotation.flags)


def _level_confidence(job: Job, body: Body | None, span: tuple[int, int] | None) -> float | None:
    """Of the vertebra, or of the less sure end of a span."""
    if body is not None:
        return body.annotation.level_confidence
    ends = [job.chain.bodies[place].annotation.level_confidence for place in span or ()]
    return min((sure for sure in ends if sure is not None), default=None)


def _posture_flags(job: Job, measure: Measure) -> tuple[str, ...]:
    """Doubt about a value that means what it says in one posture only."""
    wanted, held = measure.needs.posture, job.facts.posture
    if wanted is None or held is wanted:
        return ()
    return ("posture_unknown",) if held is None else (f"not_{wanted}",)


def _plausibility_flags(measure: Measure, quantity: Quantity) -> tuple[str, ...]:
    """Doubt about a value that no patient has: a mark on the wrong place."""
    if measure.plausible is None or quantity.value is None or quantity.unit != measure.unit:
        return ()
    low, high = measure.plausible
    return () if low <= quantity.value <= high else ("implausible_value",)
