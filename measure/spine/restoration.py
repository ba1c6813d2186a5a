"""Restoration of vertebral height: how much of the lost height a treatment gave back.

The same change looks up to four times different under the four formulas in use (McKiernan
2003, as the domain reference §1.5 cites it), so all of them are here and each says which it
is. They take heights, or heights as fractions h = H/E of the expected height *on the same
film*: fractions are free of a difference in magnification between the visits. Nothing is
clipped: below 0 a body has lost more height, above 100 % it is higher than expected.
"""

import numpy as np
from numpy.typing import NDArray

from measure.spine.change import INDETERMINATE, banded
from measure.spine.ties import settle
from measure.spine.vertebra import ratio

Array = NDArray[np.float64]
Words = NDArray[np.str_]

NICE_CLASSES = ("gt50", "lt50", "none", "worse")
BANDED_CLASSES = ("better", "no_change", "worse")
HALF = 50.0  # percent; half itself is not more than half
PRINTED = 0.05  # percent; less than this prints as 0.0
LEAST_LOSS = 0.15  # of the expected height; with less lost, a restoration is mostly noise (domain §1.5)
LEAST_SDS = 4.0  # sds of the lost height


def fraction(height: Array, expected: Array) -> Array:
    """Height as a fraction of the expected height on the same film; NaN where none is expected.

    Examples
    --------
    >>> float(fraction(np.array(21.0), np.array(28.0)))
    0.75
    """
    return ratio(height, expected)


def restoration(h_before: Array, h_after: Array) -> Array:
    """Height restoration: share of the lost height that came back, in percent. The default formula.

    Parameters
    ----------
    h_before, h_after : ndarray, shape (…)
        Heights as fractions of the expected height, each on its own film.

    Returns
    -------
    ndarray, shape (…)
        Percent; NaN where no height was lost. Rounded to ten decimals, so that half of the
        lost height is 50 % and not a hair more: the class of a patient hangs on it.

    Examples
    --------
    From 18 to 23 mm where 28 are expected:

    >>> expected = np.array(28.0)
    >>> float(restoration(fraction(np.array(18.0), expected), fraction(np.array(23.0), expected)))
    50.0
    """
    lost = 1 - h_before
    return settle(100 * ratio(h_after - h_before, np.where(settle(lost) > 0, lost, np.nan)))


def gain_of_initial(h_before: Array, h_after: Array) -> Array:
    """Height gained in percent of the height before.

    Examples
    --------
    >>> round(float(gain_of_initial(np.array(18 / 28), np.array(23 / 28))), 1)
    27.8
    """
    return 100 * ratio(h_after - h_before, h_before)


def gain_of_expected(h_before: Array, h_after: Array) -> Array:
    """Height gained in percent of the expected height.

    Examples
    --------
    >>> round(float(gain_of_expected(np.array(18 / 28), np.array(23 / 28))), 1)
    17.9
    """
    return 100 * (h_after - h_before)


def correction_loss(after: Array, follow_up: Array) -> Array:
    """What was lost again since the treatment: positive where the height (or the fraction) has fallen."""
    return after - follow_up


def determinate(h_before: Array, sd_of_loss: Array | float) -> NDArray[np.bool_]:
    """Whether enough height was lost for a restoration to mean anything.

    Parameters
    ----------
    h_before : ndarray, shape (…)
        Height before, as a fraction of the expected height.
    sd_of_loss : ndarray, shape (…), or float
        Standard deviation of 1 − h_before.

    Returns
    -------
    ndarray of bool, shape (…)
        False where the loss is smaller than 15 % or than four of its sds, or not known.

    Examples
    --------
    Losses of 36, 36 and 14 % of the expected height:

    >>> determinate(np.array([0.64, 0.64, 0.86]), np.array([0.04, 0.1, 0.01])).tolist()
    [True, False, False]
    """
    lost = settle(1 - h_before)
    return np.asarray((lost >= LEAST_LOSS) & (lost >= settle(LEAST_SDS * np.asarray(sd_of_loss))))


def nice_class(restored: Array) -> Words:
    """Class of a restoration as NICE HTG422 §4.6 tabulates them, with the gaps in its rules closed.

    Parameters
    ----------
    restored : ndarray, shape (…)
        Restoration in percent; NaN where it is not known or not ``determinate``.

    Returns
    -------
    ndarray of str, shape (…)
        ``gt50`` above 50 %, ``lt50`` above 0 to 50 % inclusive, ``none`` where it prints as
        0.0 %, ``worse`` below: a class of its own, never hidden in "no change". NaN is
        ``indeterminate``.

    Examples
    --------
    >>> nice_class(np.array([50.1, 50.0, 0.04, -0.1, np.nan])).tolist()
    ['gt50', 'lt50', 'none', 'worse', 'indeterminate']
    """
    restored = settle(restored)
    rules = [restored > HALF, restored >= PRINTED, np.abs(restored) < PRINTED, restored <= -PRINTED]
    return np.asarray(np.select(rules, NICE_CLASSES, INDETERMINATE))


def banded_class(before: Array, after: Array, mdc: Array | float) -> Words:
    """Class of a change of height against measurement error: ``better``, ``no_change`` or ``worse``.

    Never to be printed without ``nice_class``: the band of a single reader (2.7 mm) is wider
    than the mean effect of the treatments it judges.

    Parameters
    ----------
    before, after : ndarray, shape (…)
        Heights or fractions.
    mdc : ndarray, shape (…), or float
        Minimal detectable change in the same unit, see ``change.mdc95``.

    Examples
    --------
    >>> banded_class(np.array([18.0, 18.0, 18.0]), np.array([23.0, 20.7, 15.0]), 2.7).tolist()
    ['better', 'no_change', 'worse']
    """
    return banded(after - before, mdc, BANDED_CLASSES)
