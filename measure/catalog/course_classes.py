"""Classes of what changed: restoration as NICE tabulates it, change against error, residual kyphosis."""

from collections.abc import Sequence

import numpy as np

from measure.geometry import Spread
from measure.model import Measure, Measurement, Quantity
from measure.spine import course
from measure.spine.change import borderline, change_class, mdc95, probability_at_least
from measure.spine.restoration import HALF, PRINTED, banded_class, determinate, nice_class
from measure.spine.ties import settle

Details = dict[str, str | float]
Judged = tuple[Details, tuple[str, ...]]

KYPHOSIS_LIMIT = 5.0  # degrees, inclusive: NICE HTG422 §4.8
INDETERMINATE = "restoration_indeterminate"


def judge(measure: Measure, quantity: Quantity, spread: Spread, given: Sequence[Measurement]) -> Judged:
    """Details and flags that say what a value of a course may be called.

    Parameters
    ----------
    measure : Measure
        Which one; its function says which classes it has.
    quantity : Quantity
        Its value.
    spread : Spread
        Its distribution.
    given : sequence of Measurement
        What it was computed from, in the order that the measure names.

    Returns
    -------
    details : dict
        Classes and probabilities.
    flags : tuple of str
        Doubts.
    """
    value, sd = quantity.value or 0.0, quantity.sd or 0.0
    numbers, sds = (tuple(getattr(one.quantity, part) or 0.0 for one in given) for part in ("value", "sd"))
    if measure.function is course.restoration:
        return _restoration(value, spread, numbers, sds)
    if measure.function is course.same:
        return _residual(measure, value, sd)
    if measure.function is course.change:
        return _change(value, sds)
    if measure.function is course.height_fall:
        return _fall(numbers)
    return {}, ()


def _restoration(value: float, spread: Spread, losses: tuple[float, ...], sds: tuple[float, ...]) -> Judged:
    """Both tables of domain §1.5: by the restoration alone, and against measurement error."""
    known = bool(determinate(np.array(1 - losses[0] / 100), sds[0] / 100))
    better = -np.array(losses)
    draws = spread.draws if spread.draws is not None else np.array([value])
    details: Details = {
        "nice_class": str(nice_class(np.array(value if known else np.nan))),
        "banded_class": str(banded_class(better[0], better[1], mdc95(*sds))),
        "probability_gt50": round(float((draws > HALF).mean()), 4),
        "interval_low": round(spread.low, 4),
        "interval_high": round(spread.high, 4),
    }
    doubts = {
        INDETERMINATE: not known,
        "class_straddles_50": known and spread.low <= HALF < spread.high,
        "further_collapse": value <= -PRINTED,
        "over_corrected": value > 100,
    }
    return details, tuple(flag for flag, doubtful in doubts.items() if doubtful)


def _residual(measure: Measure, value: float, sd: float) -> Judged:
    chance = float(probability_at_least(np.array(value), sd, KYPHOSIS_LIMIT))
    details: Details = {
        "kyphosis_definition": measure.needs.values[0].partition(".")[2],
        "limit": KYPHOSIS_LIMIT,
        "reaches_limit": "yes" if settle(value) >= KYPHOSIS_LIMIT else "no",
        "probability_ge_limit": round(chance, 4),
    }
    return details, (("borderline",) if bool(borderline(np.array(chance))) else ())


def _change(value: float, sds: tuple[float, ...]) -> Judged:
    mdc = float(mdc95(*sds))
    word = str(change_class(np.array(value), mdc))
    return {"mdc95": round(mdc, 6), "change_class": word}, (word,)


def _fall(numbers: tuple[float, ...]) -> Judged:
    found = course.height_fall(*map(np.array, numbers))
    return {}, (("incident_candidate_needs_reader",) if bool(found.candidate) else ())
