"""Measures with one value per film: curves found in the chain, and stated spans."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from measure.catalog.columns import Columns, columns_of, propagate
from measure.catalog.facts import Facts
from measure.catalog.job import Job
from measure.catalog.per_index import measure_index
from measure.catalog.per_span import measure_named
from measure.catalog.refs import find_refs
from measure.catalog.rows import absent, quantity_of, row
from measure.catalog.trace import draw_trace
from measure.model import Facing, Measure, Measurement, Side
from measure.spine.coronal import Curve

Array = NDArray[np.float64]


def measure_film(job: Job, measure: Measure, *, asked: bool) -> Iterator[Measurement]:
    """A measure of the whole chain (``each.``), or of stated end vertebrae."""
    if not job.chain.bodies:
        return
    if any(mark.startswith("each.") for mark in measure.needs.marks):
        yield from _measure_chain(job, measure, asked=asked)
    elif measure.needs.values:
        yield from measure_index(job, measure)
    elif not measure.needs.stated:
        yield from measure_named(job, measure, asked=asked)
    elif asked or job.facts.end_vertebrae is not None:
        yield _measure_span(job, measure)


def _measure_chain(job: Job, measure: Measure, *, asked: bool) -> Iterator[Measurement]:
    names = [mark.removeprefix("each.") for mark in measure.needs.marks]
    usable = [i for i, body in enumerate(job.chain.bodies) if all(n in body.points for n in names)]
    reason = job.blocked(measure)
    if reason is None and len(usable) < measure.needs.minimum:
        reason = f"too_few_vertebrae:{len(usable)}_of_{measure.needs.minimum}"
    if reason is not None:
        yield absent(job, measure, reason)
        return
    points = np.array([[job.point((i, name)) for i in usable] for name in names])
    spread = np.array([[job.spreads[i][name] for i in usable] for name in names])
    found, spreads = job.shared(measure, points, spread)
    curve = found[measure.part]
    if np.isfinite(curve.angle):
        noise = _nothing_to_find(measure, points, spread)
        yield _curve_row(job, measure, usable, curve, columns_of(measure, spreads), noise)
    elif asked:
        yield absent(job, measure, "no_such_curve")


def _nothing_to_find(measure: Measure, points: Array, spread: Array) -> Columns | None:
    """What the measure reads, from noise alone, on the same vertebrae with nothing to find."""
    if measure.null is None:
        return None
    return columns_of(measure, propagate(measure, np.array(measure.null(*points)), spread))


def _curve_row(
    job: Job, measure: Measure, usable: list[int], curve: Curve, values: Columns, noise: Columns | None
) -> Measurement:
    upper, lower = usable[int(curve.cranial)], usable[int(curve.caudal)]
    flags = []
    if int(curve.cranial) == 0 or int(curve.caudal) == len(usable) - 1:
        # The tilt might go on growing beyond the last vertebra that is marked.
        flags.append("end_vertebra_at_edge")
    if len(usable) < len(job.chain.bodies):
        flags.append("vertebrae_left_out")
    if any(isinstance(job.chain.neighbour(place, 1), str) for place in range(usable[0], usable[-1])):
        flags.append("chain_has_gaps")
    details: dict[str, str | float] = {
        "cranial_end": job.chain.bodies[upper].structure.label,
        "caudal_end": job.chain.bodies[lower].structure.label,
        "selection_bias": round(float(values.bias), 3),
        **_picture_side(curve),
    }
    if noise is not None:
        read = float(noise.value + noise.bias)
        details["straight_spine_reads"] = round(read, 3)
        # The floor is between readers, not in these marks: it is taken out again.
        if values.value < read + 2 * np.sqrt(noise.sd**2 - noise.floor**2):
            flags.append("within_noise_of_straight")
    return row(
        job, measure, quantity_of(job, measure, values, ()), span=(upper, lower), used=(upper, lower),
        flags=tuple(flags), side=_convexity(job.facts, bool(curve.convex_right)), details=details,
        trace=draw_trace(job.chain, measure, {}, cranial=upper, caudal=lower, among=usable if measure.null else ()),
    )  # fmt: skip


def _convexity(facts: Facts, to_right: bool) -> Side | None:
    """Side of the patient; None where the picture does not say which side is which."""
    if facts.patient_left is None:
        return None
    return Side.LEFT if (facts.patient_left is Facing.RIGHT) == to_right else Side.RIGHT


def _measure_span(job: Job, measure: Measure) -> Measurement:
    upper, _, lower = (job.facts.end_vertebrae or "").partition("-")
    if not lower:
        reason = "end_vertebrae_not_stated" if not upper else f"end_vertebrae_unclear:{job.facts.end_vertebrae}"
        return absent(job, measure, reason)
    ends = {"cranial_end": upper.strip(), "caudal_end": lower.strip()}
    marks = [f"{ends[prefix]}.{name}" for prefix, _, name in (m.partition(".") for m in measure.needs.marks)]
    refs = job.blocked(measure) or find_refs(job.chain, marks, 0)
    if isinstance(refs, list) and refs[0][0] >= refs[-1][0]:
        refs = f"end_vertebrae_unclear:{job.facts.end_vertebrae}"  # tail before head, or twice the same
    if isinstance(refs, str):
        return absent(job, measure, refs)
    values = job.evaluate(measure, [refs])
    curve = measure.function(*(job.point(ref) for ref in refs))
    return row(
        job, measure, quantity_of(job, measure, values, 0), span=(refs[0][0], refs[-1][0]),
        used=(place for place, _ in refs),
        side=_convexity(job.facts, bool(curve.convex_right)), details={**ends, **_picture_side(curve)},
        trace=draw_trace(job.chain, measure, dict(zip(measure.needs.marks, refs, strict=True))),
    )  # fmt: skip


def _picture_side(curve: Curve) -> dict[str, str]:
    return {"convex_picture_side": "right" if curve.convex_right else "left"}
