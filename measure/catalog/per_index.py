"""Measures of a film that sum up grades of its vertebrae."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from measure.catalog.grade import grade_of
from measure.catalog.job import Job
from measure.catalog.per_reference import measure_by_references
from measure.catalog.rows import absent, row
from measure.catalog.select import get
from measure.geometry import redraw
from measure.model import Measure, Measurement, Quantity, Trace


def measure_index(job: Job, measure: Measure) -> Iterator[Measurement]:
    """One row over all vertebrae that could be graded; its sd from redrawing what was graded."""
    base = get(measure.needs.values[0])
    rows = [one for one in measure_by_references(job, base, asked=True) if one.quantity.value is not None]
    steps = base.grades
    reason = job.blocked(measure) or (None if rows else "no_vertebra_graded")
    if reason is not None or steps is None:
        yield absent(job, measure, reason or "no_vertebra_graded")
        return

    def index(*graded: Any) -> Any:
        return measure.function(grade_of(steps, np.stack(graded, axis=-1)))

    numbers, sds = (np.array([float(one.details[key]) for one in rows]) for key in ("graded_value", "graded_sd"))
    spread = redraw(index, numbers, sds)
    # Grades are steps: most redraws may agree, and the width of the middle of them would be zero.
    sd = float(spread.draws.std(ddof=1)) if spread.draws is not None else spread.sd
    graded = {one.structure for one in rows}
    used = [place for place, body in enumerate(job.chain.bodies) if body.structure in graded]
    levels = [one.structure.label for one in rows if one.structure is not None]
    yield row(
        job, measure, Quantity(spread.value, measure.unit, sd=sd), used=used,
        details={"evaluable": float(len(rows)), "levels": ",".join(levels)},
        trace=Trace(tuple(item for one in rows for item in one.trace.items)),
    )  # fmt: skip
