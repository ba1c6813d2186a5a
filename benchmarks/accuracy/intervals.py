"""Intervals: a statistic with its 95 % interval by bootstrap over films, never over single vertebrae."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
RESAMPLES = 1000
CHUNK = 100


@dataclass(frozen=True, slots=True)
class Estimate:
    """A statistic of many films.

    Attributes
    ----------
    value, low, high : float
        The statistic and its interval; NaN where there is nothing to take it of.
    count, films : int
        Of how many values, of how many films.
    """

    value: float
    low: float
    high: float
    count: int
    films: int

    def text(self, decimals: int = 1, scale: float = 1.0) -> str:
        """As a cell of a table.

        Examples
        --------
        >>> Estimate(0.5, 0.25, 0.75, 4, 2).text(0, 100)
        '50 (25–75)'
        """
        if not self.count:
            return "–"
        value, low, high = (f"{scale * part:.{decimals}f}" for part in (self.value, self.low, self.high))
        return f"{value} ({low}–{high})"


def mean(values: ArrayLike, films: ArrayLike) -> Estimate:
    """Mean over values, films drawn anew.

    Examples
    --------
    One value a film, all alike: nothing varies.

    >>> mean([2.0, 2.0, 2.0], [0, 1, 2])
    Estimate(value=2.0, low=2.0, high=2.0, count=3, films=3)
    """
    return _estimate(values, films, lambda v, w: (w @ v) / w.sum(axis=1))


def quantile(values: ArrayLike, films: ArrayLike, q: float) -> Estimate:
    """Quantile of values: the least of them that a share ``q`` does not exceed.

    Examples
    --------
    >>> quantile([1.0, 2.0, 3.0, 4.0], [0, 1, 2, 3], 0.5).value
    2.0
    """

    def reached(v: Array, w: Array) -> Array:
        order = np.argsort(v, kind="stable")
        below = np.cumsum(w[:, order], axis=1)
        place = (below < q * below[:, -1:] - 1e-9).sum(axis=1)
        return np.asarray(v[order][np.minimum(place, len(v) - 1)])

    return _estimate(values, films, reached)


def median(values: ArrayLike, films: ArrayLike) -> Estimate:
    """Median of values, films drawn anew."""
    return quantile(values, films, 0.5)


def spread(values: ArrayLike, films: ArrayLike) -> Estimate:
    """Standard deviation of values about their mean, films drawn anew."""

    def sd(v: Array, w: Array) -> Array:
        n = w.sum(axis=1)
        centre = (w @ v) / n
        return np.sqrt(np.maximum((w @ v**2) / n - centre**2, 0))

    return _estimate(values, films, sd)


def _estimate(values: ArrayLike, films: ArrayLike, statistic: object) -> Estimate:
    found = np.asarray(values, float)
    names, whose = np.unique(np.asarray(films), return_inverse=True)
    kept = np.isfinite(found)
    found, whose = found[kept], whose[kept]
    if not len(found):
        return Estimate(np.nan, np.nan, np.nan, 0, len(names))
    whole = float(statistic(found, np.ones((1, len(found))))[0])  # type: ignore[operator]
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(RESAMPLES // CHUNK):
        times = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), CHUNK).astype(float)
        weights = times[:, whose]
        some = weights[weights.any(axis=1)]
        drawn.append(statistic(found, some))  # type: ignore[operator]
    low, high = np.percentile(np.concatenate(drawn), [2.5, 97.5])
    return Estimate(whole, float(low), float(high), len(found), len(names))
