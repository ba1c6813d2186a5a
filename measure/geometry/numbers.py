"""From the sd of numbers to the sd of what is computed from them, for measures of a course.

The two strategies of ``propagate`` again: ``linear`` for sums and differences, ``redraw``
where a quotient bends the distribution. The numbers come from different films, so they are
independent of each other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Function = Callable[..., Any]

# The relative error of an sd from this many draws is about half a percent.
DRAWS = 16_384
# Two-sided 68 % and 95 % of a normal distribution.
ONE_SD = (0.158655, 0.841345)
TWO_SD = (0.025, 0.975)
HEAVY = 1.1


@dataclass(frozen=True, slots=True)
class Spread:
    """One number computed from others, with its spread.

    Attributes
    ----------
    value : float
        Function of the numbers as given; NaN where it is not defined.
    sd : float
        Standard deviation.
    low, high : float
        95 % interval.
    draws : ndarray or None
        What the redrawn numbers gave; None for ``linear``.
    """

    value: float
    sd: float
    low: float
    high: float
    draws: Array | None = None


def linear(function: Function, values: Array, sds: Array) -> Spread:
    """First-order propagation, exact for sums and differences.

    Parameters
    ----------
    function : callable
        Takes as many numbers as there are values.
    values, sds : ndarray, shape (P,)
        Numbers with their standard deviations.

    Returns
    -------
    Spread
        Value, sd and the 95 % interval of a normal distribution.

    Examples
    --------
    >>> linear(lambda before, after: after - before, np.array([11.0, 13.0]), np.array([3.0, 4.0])).sd
    5.0
    """
    value = float(function(*values))
    # Never so small that it is lost beside its number.
    step = np.maximum(sds, 1e-3 * (1 + np.abs(values))) * 1e-3
    slopes = [
        (float(function(*(values + nudge))) - float(function(*(values - nudge)))) / (2 * step[k])
        for k, nudge in enumerate(np.diag(step))
    ]
    sd = float(np.hypot.reduce(np.array(slopes) * sds))
    sd = round(sd, 10) or sd  # what differences leave behind the tenth decimal is no digit of the sd
    return Spread(value, sd, value - 1.959964 * sd, value + 1.959964 * sd)


def redraw(function: Function, values: Array, sds: Array, *, seed: int = 0) -> Spread:
    """Parametric bootstrap: draw all numbers anew, compute again.

    A quotient whose divisor may well be zero has no finite variance: an sd of its draws would
    be another one with every seed. Where the tails carry the variance (the sd of the draws is
    more than a tenth above half of their central 68 %, which for a normal distribution are
    the same), that half-width stands for the sd.

    Parameters
    ----------
    function : callable
        Takes as many arrays as there are values.
    values, sds : ndarray, shape (P,)
        Numbers with their standard deviations.
    seed : int
        The same seed gives the same draws on every machine.

    Returns
    -------
    Spread
        With the draws, for probabilities.

    Examples
    --------
    >>> spread = redraw(lambda a, b: a / b, np.array([10.0, 20.0]), np.array([0.1, 0.2]))
    >>> round(spread.value, 3), round(spread.sd, 4)
    (0.5, 0.0071)
    """
    moved = values[:, None] + sds[:, None] * _normal(seed, len(values))
    draws = np.asarray(function(*moved), dtype=np.float64)
    draws = draws[np.isfinite(draws)]
    value = float(function(*values))
    if not draws.size:
        return Spread(value, np.nan, np.nan, np.nan, draws)
    low, below, above, high = np.quantile(draws, [TWO_SD[0], *ONE_SD, TWO_SD[1]])
    half = (above - below) / 2
    sd = float(draws.std(ddof=1))
    return Spread(value, float(half) if sd > HEAVY * half else sd, float(low), float(high), draws)


@lru_cache(maxsize=16)
def _normal(seed: int, count: int) -> Array:
    normal = np.random.default_rng(seed).standard_normal((count, DRAWS))
    normal.flags.writeable = False
    return normal
