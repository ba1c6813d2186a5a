"""Measures of one vertebra against the vertebrae that predict it: expected height, loss, grade."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from measure.catalog.due import given_marks, is_due
from measure.catalog.grade import graded
from measure.catalog.job import Job, Ref
from measure.catalog.norms import Norm
from measure.catalog.references import POSTERIOR, References, find_predictors, find_references, rejected
from measure.catalog.refs import find_refs
from measure.catalog.rows import absent, found_besides, quantity_of, row, unit
from measure.model import Measure, Measurement, Quantity, Role, Trace, TraceItem

PREFIXES = ("expected.", "predicted.")


def takes_references(measure: Measure) -> bool:
    """Whether a measure compares a vertebra with those that predict it, or with norms."""
    return bool(measure.needs.norms) or any(mark.startswith(PREFIXES) for mark in measure.needs.marks)


def measure_by_references(job: Job, measure: Measure, *, asked: bool) -> Iterator[Measurement]:
    """One row per vertebra that is due."""
    given = given_marks(job.chain)
    for index, body in enumerate(job.chain.bodies):
        if asked or is_due(body, measure, job.facts, given):
            yield _one(job, measure, index)


@dataclass(frozen=True, slots=True)
class _Call:
    """Function of a measure, to be called with marks that each come once.

    Two sites can rest on the same mark; taken twice it would count as two independent ones.

    Attributes
    ----------
    marks : tuple of Ref
        Each mark once.
    function : callable
        Takes the marks in that order.
    """

    marks: tuple[Ref, ...]
    function: Callable[..., Any]


def _one(job: Job, measure: Measure, index: int) -> Measurement:
    body = job.chain.bodies[index]
    own = [mark for mark in measure.needs.marks if not mark.startswith(PREFIXES)]
    refs = job.blocked(measure) or find_refs(job.chain, own, index)
    if isinstance(refs, str):
        return absent(job, measure, refs, body)
    if measure.needs.norms and body.structure.level is None:
        return absent(job, measure, "levels_unknown", body)
    norms = [job.norms.get(ratio, body.structure.level, job.header.sex) for ratio in measure.needs.norms]
    if None in norms:
        return absent(job, measure, f"norm_missing:{measure.needs.norms[norms.index(None)]}", body)
    sites = [mark.rpartition("_")[2] for mark in measure.needs.marks if mark.startswith("expected.superior")]
    found = [find_references(job, index, site) for site in sites]
    if any(mark.startswith("predicted.") for mark in measure.needs.marks):
        found.append(find_predictors(job, index))
    missing = next((one for one in found if isinstance(one, str)), None)
    if missing is not None:
        quantity = Quantity.absent(unit(job, measure), missing)
        return row(job, measure, quantity, body, details=_left_out(job, index, sites))
    references = [one for one in found if isinstance(one, References)]
    call = _call(measure, refs, references, [norm for norm in norms if norm is not None])
    values = job.evaluate(replace(measure, function=call.function), [list(call.marks)])
    quantity = quantity_of(job, measure, values, 0)
    result = call.function(*(job.point(ref) for ref in call.marks))
    details: dict[str, str | float] = {**found_besides(result), **_named(job, index, sites, references)}
    flags = tuple(dict.fromkeys(flag for one in references for flag in one.flags))
    if measure.needs.norms:
        details["norms"] = job.norms.name
    quantity, graded_details, graded_flags = graded(measure, quantity)
    if measure.grades is not None and quantity.value == 0:
        details.pop("deformity_type", None)  # grade 0 has no type
    return row(
        job, measure, quantity, body, flags=(*flags, *graded_flags), details={**details, **graded_details},
        used=(place for place, _ in call.marks), trace=_trace(job, measure, refs, references),
    )  # fmt: skip


def _call(measure: Measure, own: list[Ref], references: list[References], norms: list[Norm]) -> _Call:
    groups = [tuple(pair[edge] for pair in one.heights) for one in references for edge in (0, 1)]
    marks = tuple(dict.fromkeys([*own, *(ref for group in groups for ref in group)]))
    place = {ref: k for k, ref in enumerate(marks)}
    weights = tuple(one.weights for one in references)
    known: dict[str, Any] = {"weights": weights if len(weights) > 1 else weights[0]} if weights else {}
    if norms:
        known["norms"] = (tuple(norm.mean for norm in norms), tuple(norm.sd for norm in norms))

    def function(*points: Any) -> Any:
        singles = [points[place[ref]] for ref in own]
        stacked = [np.stack([points[place[ref]] for ref in group], axis=-2) for group in groups]
        return measure.function(*singles, *stacked, **known)

    return _Call(marks, function)


def _named(job: Job, index: int, sites: list[str], references: list[References]) -> dict[str, str | float]:
    """Which vertebrae predicted it, by which rule, and which neighbours were not taken."""
    if not references:
        return {}
    places = sorted({superior[0] for one in references for superior, _ in one.heights})
    details: dict[str, str | float] = {
        "expected_by": ",".join(dict.fromkeys(one.method for one in references)),
        "expected_from": ",".join(job.chain.bodies[place].structure.label for place in places),
    }
    return details | _left_out(job, index, sites)


def _left_out(job: Job, index: int, sites: list[str]) -> dict[str, str | float]:
    """Neighbours that are marked and were not taken for some height, with the reason."""
    found = {label: why for site in sites or [POSTERIOR] for label, why in rejected(job, index, site).items()}
    return {"references_rejected": ",".join(f"{label}:{why}" for label, why in found.items())} if found else {}


def _trace(job: Job, measure: Measure, own: list[Ref], references: list[References]) -> Trace:
    """Own lines as the measure says, then each reference height."""
    names = [mark for mark in measure.needs.marks if not mark.startswith(PREFIXES)]
    places = dict(zip(names, own, strict=True))
    items = [
        TraceItem(line.role, tuple(_point(job, places[mark]) for mark in line.marks), line.name)
        for line in measure.lines
        if set(line.marks) <= set(places)
    ]
    for one in references:
        for superior, inferior in one.heights:
            label = job.chain.bodies[superior[0]].structure.label
            items.append(TraceItem(Role.PATH, (_point(job, superior), _point(job, inferior)), f"reference {label}"))
    return Trace(tuple(dict.fromkeys(items)))


def _point(job: Job, ref: Ref) -> tuple[float, float]:
    return job.chain.body(ref[0]).points[ref[1]]
