"""Measures with one value per vertebra."""

from collections.abc import Iterator

from measure.catalog.body import Body
from measure.catalog.job import Job, Ref
from measure.catalog.refs import find_refs
from measure.catalog.rows import absent, quantity_of, row
from measure.catalog.trace import draw_trace
from measure.model import Level, Measure, Measurement

# Gaps that every chain has at its ends; written only where the measure was asked for.
EXPECTED_GAPS = ("no_vertebra_above", "no_vertebra_below", "S1:s1_has_no_inferior_endplate")


def measure_structures(job: Job, measure: Measure, *, asked: bool) -> Iterator[Measurement]:
    """One row per vertebra that is due; all that can be measured go through the kernel at once."""
    found: list[tuple[int, list[Ref]]] = []
    reasons: dict[int, str] = {}
    for index, body in enumerate(job.chain.bodies):
        if not (asked or _due(body, measure)):
            continue
        refs = job.blocked(measure) or find_refs(job.chain, measure.needs.marks, index)
        if isinstance(refs, list):
            found.append((index, refs))
        elif asked or refs not in EXPECTED_GAPS:
            reasons[index] = refs
    values = job.evaluate(measure, [refs for _, refs in found]) if found else None
    place = {index: k for k, (index, _) in enumerate(found)}
    for index in sorted([*place, *reasons]):
        if index in reasons or values is None:
            yield absent(job, measure, reasons[index], job.chain.bodies[index])
        else:
            k = place[index]
            quantity = quantity_of(job, measure, values, k)
            flags = _checked(job, measure, index) if quantity.value is not None else ()
            trace = draw_trace(job.chain, measure, dict(zip(measure.needs.marks, found[k][1], strict=True)))
            yield row(job, measure, quantity, job.chain.bodies[index], flags=flags, trace=trace)


def _due(body: Body, measure: Measure) -> bool:
    """Whether a body is annotated for this measure: in full or in part.

    A four-corner annotation is complete in itself: it owes no middle height.
    """
    if body.structure.level is Level.S1:
        return False
    if body.annotation.not_visible is not None:
        return True
    own = [mark for mark in measure.needs.marks if "." not in mark]
    groups = {mark.endswith("_middle") for mark in own}
    # A mark that was there and was refused counts: its row says why.
    given = (*body.points, *body.problems)
    return all(any(name.endswith("_middle") is group for name in given) for group in groups)


def _checked(job: Job, measure: Measure, index: int) -> tuple[str, ...]:
    """Flags of the measure's own checks for one body."""
    flags = []
    for check in measure.checks:
        refs = find_refs(job.chain, check.marks, index)
        if isinstance(refs, str):
            flags.extend([check.missing_flag] if check.missing_flag else [])
        elif bool(check.test(*(job.point(ref) for ref in refs))):
            flags.append(check.flag)
    return tuple(flags)
