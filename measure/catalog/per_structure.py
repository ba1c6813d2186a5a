"""Measures with one value per vertebra."""

from collections.abc import Iterator

from measure.catalog.body import Body
from measure.catalog.chain import Chain
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
    given = _given(job.chain)
    for index, body in enumerate(job.chain.bodies):
        if not (asked or _due(body, measure, given)):
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
            trace = draw_trace(job.chain, measure, dict(zip(measure.needs.marks, found[k][1], strict=True)))
            yield row(job, measure, quantity, job.chain.bodies[index], flags=flags, trace=trace)


def _due(body: Body, measure: Measure, given: dict[str, set[bool]]) -> bool:
    """Whether a body is annotated for this measure: in full or in part.

    A four-corner annotation is complete in itself: it owes no middle height.
    """
    if body.structure.level is Level.S1:
        return False
    if body.annotation.not_visible is not None:
        return True
    groups = {mark.endswith("_middle") for mark in measure.needs.marks if "." not in mark}
    return groups <= given[body.structure.key]


def _given(chain: Chain) -> dict[str, set[bool]]:
    """Whether each body has middle marks (True), corners (False), or both.

    A mark that was there and was refused counts: its row says why.
    """
    return {
        body.structure.key: {name.endswith("_middle") for name in (*body.points, *body.problems)}
        for body in chain.bodies
    }


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
