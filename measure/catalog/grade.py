"""From a continuous value to its grade, with the probability that the grade is the right one."""

import math

import numpy as np
from numpy.typing import NDArray

from measure.model import Grades, Measure, Quantity
from measure.spine.ties import settle

# A grade that another reading of the same film would give less often than this is borderline.
SURE = 0.95


def graded(measure: Measure, quantity: Quantity) -> tuple[Quantity, dict[str, str | float], tuple[str, ...]]:
    """Grade of a value, where the measure is a grade.

    Parameters
    ----------
    measure : Measure
        With ``grades``, or without: then nothing changes.
    quantity : Quantity
        The continuous value with its sd.

    Returns
    -------
    quantity : Quantity
        The grade as a number; no sd: a grade has a probability instead.
    details : dict
        ``grade`` by its name, the continuous ``graded_value`` with its ``graded_sd``, and
        ``grade_probability``.
    flags : tuple of str
        ``borderline_grade`` where the probability is below 95 %.
    """
    steps = measure.grades
    if steps is None or quantity.value is None:
        return quantity, {}, ()
    value, sd = quantity.value, quantity.sd or 0.0
    grade = int(grade_of(steps, value))
    sure = probability(steps, grade, value, sd)
    details: dict[str, str | float] = {
        "grade": steps.names[grade],
        "graded_value": round(value, 6),
        "graded_sd": round(sd, 6),
        "grade_probability": round(sure, 4),
    }
    return Quantity(float(grade), measure.unit), details, (() if sure >= SURE else ("borderline_grade",))


def grade_of(steps: Grades, value: NDArray[np.float64] | float) -> NDArray[np.int_]:
    """Grade of each value.

    Examples
    --------
    >>> steps = Grades((20.0, 25.0, 40.0), ("0", "1", "2", "3"))
    >>> grade_of(steps, np.array([19.9, 20.0, 25.0, 40.0])).tolist()
    [0, 1, 2, 3]
    """
    # A value that is a cut but for the rounding of floats lies on the cut.
    return np.asarray(np.searchsorted(steps.cuts, settle(value), side="left" if steps.upper else "right"))


def probability(steps: Grades, grade: int, value: float, sd: float) -> float:
    """Probability that the true value lies within the steps of a grade.

    Examples
    --------
    >>> steps = Grades((20.0, 25.0, 40.0), ("0", "1", "2", "3"))
    >>> probability(steps, 1, 20.0, 100.0) < 0.5, round(probability(steps, 2, 32.5, 1.0), 6)
    (True, 1.0)
    """
    edges = (-math.inf, *steps.cuts, math.inf)
    if sd <= 0:
        return 1.0
    below, above = (_normal((edge - value) / sd) for edge in edges[grade : grade + 2])
    return above - below


def _normal(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))
