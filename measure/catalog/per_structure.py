"""Measures with one value per vertebra."""

from collections.abc import Iterator

from measure.catalog.due import EXPECTED_GAPS, given_marks, is_due
from measure.catalog.grade import graded
from measure.catalog.job import Job, Ref
from measure.catalog.per_reference import measure_by_references, takes_references
from measure.catalog.refs import find_refs
from measure.catalog.rows import absent, quantity_of, row
from measure.catalog.trace import draw_trace
from measure.model import Measure, Measurement


def measure_structures(job: Job, measure: Measure, *, asked: bool) -> Iterator[Measurement]:
    """One row per vertebra that is due; all that can be measured go through the kernel at once."""
    if takes_references(measure):
        yield from measure_by_references(job, measure, asked=asked)
        return
    found: list[tuple[int, list[Ref]]] = []
    reasons: dict[int, str] = {}
    given = given_marks(job.chain)
    for index, body in enumerate(job.chain.bodies):
        if not (asked or is_due(body, measure, job.facts, given)):
            continue
        refs = job.blocked(measure) or find_refs(job.chain, measure.needs.marks, index)
        if isinstance(refs, list):
            found.append((index, refs))
        elif asked or refs not in EXPECTED_GAPS:
            reasons[index] = refs
    values = job.evaluate(measure, [refs for _, refs in found]) if found else None
    place = {index: k for k, (index, _) in enumerate(found)}
    doubts = _checked(job, measure, list(place))
    for index in sorted([*place, *reasons]):
        if index in reasons or values is None:
            yield absent(job, measure, reasons[index], job.chain.bodies[index])
        else:
            k = place[index]
            quantity = quantity_of(job, measure, values, k)
            flags = tuple(doubts[index]) if quantity.value is not None else ()
            quantity, details, graded_flags = graded(measure, quantity)
            trace = draw_trace(job.chain, measure, dict(zip(measure.needs.marks, found[k][1], strict=True)))
            yield row(job, measure, quantity, job.chain.bodies[index], flags=(*flags, *graded_flags),
                      used=(at for at, _ in found[k][1]), details=details, trace=trace)  # fmt: skip


def _checked(job: Job, measure: Measure, indices: list[int]) -> dict[int, list[str]]:
    """Flags of the measure's own checks, each check run once for all bodies that have its marks."""
    flags: dict[int, list[str]] = {index: [] for index in indices}
    for check in measure.checks:
        refs = {index: find_refs(job.chain, check.marks, index) for index in indices}
        ready = {index: found for index, found in refs.items() if isinstance(found, list)}
        doubtful = check.test(*job.gather(list(ready.values()))) if ready else ()
        for index, doubt in zip(ready, doubtful, strict=True):
            flags[index] += [check.flag] if doubt else []
        for index in refs.keys() - ready.keys():
            flags[index] += [check.missing_flag] if check.missing_flag else []
    return flags
