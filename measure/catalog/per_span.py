"""Measures between named levels and the hips: spans, plumb line, pelvic angles."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from measure.catalog.hips import HIPS, head_count
from measure.catalog.job import Job
from measure.catalog.refs import find_refs
from measure.catalog.rows import absent, quantity_of, row
from measure.catalog.trace import draw_trace
from measure.model import Measure, Measurement

Array = NDArray[np.float64]

BOTH_HEADS = 2


def measure_named(job: Job, measure: Measure, *, asked: bool) -> Iterator[Measurement]:
    """One row, where every level that the measure names is annotated, or where it was asked for."""
    names = dict.fromkeys(mark.partition(".")[0] for mark in measure.needs.marks)
    places = [job.chain.at(name) for name in names]
    if not asked and any(isinstance(place, str) for place in places):
        return
    refs = job.blocked(measure) or find_refs(job.chain, measure.needs.marks, 0)
    if isinstance(refs, str):
        yield absent(job, measure, refs)
        return
    values = job.evaluate(measure, [refs])
    quantity = quantity_of(job, measure, values, 0)
    levels = [place for place in dict.fromkeys(place for place, _ in refs) if place < len(job.chain.bodies)]
    ends = {
        "cranial_end": job.chain.bodies[min(levels)].structure.label,
        "caudal_end": job.chain.bodies[max(levels)].structure.label,
    }
    flags: list[str] = []
    if HIPS in names and head_count(job.reading) < BOTH_HEADS:
        flags.append("one_femoral_head")
    flags += [check.flag for check in measure.checks if check.test(*_points(job, check.marks))]
    yield row(
        job, measure, quantity, span=(min(levels), max(levels)), used=(place for place, _ in refs),
        details=ends if len(levels) > 1 else {},
        flags=tuple(flags) if quantity.value is not None else (),
        trace=draw_trace(job.chain, measure, dict(zip(measure.needs.marks, refs, strict=True))),
    )  # fmt: skip


def _points(job: Job, marks: tuple[str, ...]) -> list[Array]:
    refs = find_refs(job.chain, marks, 0)
    return [job.point(ref) for ref in refs] if isinstance(refs, list) else []
