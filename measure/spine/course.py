"""Numbers of two visits against each other: the functions behind the measures of a course.

Height losses are in percent of the expected height on their own film (``loss.loss``).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from measure.spine import grading
from measure.spine import restoration as formulas

Array = NDArray[np.float64]


def same(value: Array) -> Array:
    """The value itself."""
    return value


def change(before: Array, after: Array) -> Array:
    """After minus before."""
    return after - before


def restoration(loss_before: Array, loss_after: Array) -> Array:
    """Share of the lost height that came back, in percent; see ``restoration.restoration``.

    Examples
    --------
    From 18 to 23 mm where 28 are expected:

    >>> float(restoration(np.array(1000 / 28), np.array(500 / 28)))
    50.0
    """
    return formulas.restoration(1 - loss_before / 100, 1 - loss_after / 100)


def gain_of_initial(loss_before: Array, loss_after: Array) -> Array:
    """Height gained in percent of the height before."""
    return formulas.gain_of_initial(1 - loss_before / 100, 1 - loss_after / 100)


def gain_of_expected(loss_before: Array, loss_after: Array) -> Array:
    """Height gained in percent of the expected height."""
    return formulas.gain_of_expected(1 - loss_before / 100, 1 - loss_after / 100)


class Fall(NamedTuple):
    """Greatest fall of the three heights of a vertebra.

    Attributes
    ----------
    percent : ndarray, shape (…)
        Of the height at baseline.
    millimetres : ndarray, shape (…)
        Of the same height.
    candidate : ndarray of bool, shape (…)
        Whether one height fell by both limits.
    """

    percent: Array
    millimetres: Array
    candidate: NDArray[np.bool_]


def height_fall(
    anterior_before: Array, middle_before: Array, posterior_before: Array,
    anterior_after: Array, middle_after: Array, posterior_after: Array,
) -> Fall:  # fmt: skip
    """Greatest fall of the three heights, in mm of the patient; see ``grading.incident_fall``."""
    before = np.stack([anterior_before, middle_before, posterior_before], axis=-1)
    after = np.stack([anterior_after, middle_after, posterior_after], axis=-1)
    return Fall(*grading.incident_fall(before, after))
