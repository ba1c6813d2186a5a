"""What a change between two films may be called, given how well each was measured."""

import math

import numpy as np
from numpy.typing import NDArray

from measure.spine.ties import settle

Array = NDArray[np.float64]
Words = NDArray[np.str_]

Z95 = 1.96  # half width of a 95 % interval, in standard deviations
INDETERMINATE = "indeterminate"  # class of what has no value, or none that can be trusted
CHANGE_CLASSES = ("increased", "within_measurement_error", "decreased")

_erfc = np.vectorize(math.erfc, otypes=[np.float64])


def mdc95(sd_before: Array | float, sd_after: Array | float) -> Array:
    """Smallest change that is larger than measurement error, with 95 % confidence.

    1.96 times the standard deviation of a difference of two independent measurements
    (domain reference §6).

    Examples
    --------
    A height between two points with an sd of 0.7 mm per coordinate:

    >>> round(float(mdc95(0.99, 0.99)), 1)
    2.7
    """
    return np.asarray(Z95 * np.hypot(sd_before, sd_after))


def banded(change: Array, mdc: Array | float, words: tuple[str, str, str]) -> Words:
    """One of three words for every change: above, within or below the band of measurement error.

    Parameters
    ----------
    change : ndarray, shape (…)
        After minus before.
    mdc : ndarray, shape (…), or float
        Half width of the band, which belongs to it.
    words : tuple of three str
        For above, within, below.

    Returns
    -------
    ndarray of str, shape (…)
        ``indeterminate`` where the change or the band is NaN.
    """
    change, mdc = settle(change), settle(mdc)
    return np.asarray(np.select([change > mdc, np.abs(change) <= mdc, change < -mdc], words, INDETERMINATE))


def change_class(change: Array, mdc: Array | float) -> Words:
    """Whether a change is larger than measurement error, and which way it goes.

    Parameters
    ----------
    change : ndarray, shape (…)
        After minus before.
    mdc : ndarray, shape (…), or float
        Minimal detectable change, see ``mdc95``.

    Examples
    --------
    NICE HTG422 §5.9, one patient: Beck index 1.0 to 0.96, Cobb angle 11 to 13 degrees.

    >>> change_class(np.array([0.96 - 1.0, 13.0 - 11.0]), np.array([0.125, 6.5])).tolist()
    ['within_measurement_error', 'within_measurement_error']
    """
    return banded(change, mdc, CHANGE_CLASSES)


def probability_at_least(value: Array, sd: Array | float, threshold: float) -> Array:
    """Probability that the true value reaches a threshold, its error being normal (domain reference §6).

    Parameters
    ----------
    value : ndarray, shape (…)
        As measured.
    sd : ndarray, shape (…), or float
        Its standard deviation.
    threshold : float
        In the unit of the value.

    Returns
    -------
    ndarray, shape (…)
        0 to 1; NaN where the sd is not positive: no measurement is free of error.

    Examples
    --------
    A kyphosis of 7 degrees with an sd of 2.5 against the threshold of 5:

    >>> round(float(probability_at_least(np.array(7.0), 2.5, 5.0)), 2)
    0.79
    """
    sd = np.asarray(sd)
    with np.errstate(divide="ignore", invalid="ignore"):
        short = np.where(sd > 0, (threshold - value) / sd, np.nan)
    return np.asarray(_erfc(short / math.sqrt(2)) / 2)


def borderline(probability: Array) -> NDArray[np.bool_]:
    """Whether a measurement leaves it open on which side of a threshold the truth lies: between 5 and 95 %."""
    return np.asarray((probability > 0.05) & (probability < 0.95))
