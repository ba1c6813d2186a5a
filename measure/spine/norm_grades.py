"""How far a body lies below the norms of its level, in standard deviations: Eastell, McCloskey–Kanis.

Both take points and the norms of the level as two arrays, means and standard deviations in
the order that each function names. They give the deficit by which the published rule grades.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from measure.geometry.lines import distance
from measure.spine.expected import expected_height
from measure.spine.loss import ADJACENT, Weights
from measure.spine.ties import settle
from measure.spine.vertebra import ratio

Array = NDArray[np.float64]
Norms = tuple[tuple[float, ...], tuple[float, ...]]

EASTELL = (3.0, 4.0)  # sds below the mean of the level; each begins its grade
MCCLOSKEY_KANIS = 3.0  # sds below the mean, to be exceeded
TYPES = ("wedge", "biconcave", "crush")


class Deficit(NamedTuple):
    """How far the lowest criterion lies below its mean, and which it is.

    Attributes
    ----------
    sds : ndarray, shape (…)
        Standard deviations below the mean; negative above it. NaN where a height or a norm is
        missing: it might lie lowest.
    deformity_type : ndarray of str, shape (…)
        wedge, biconcave or crush; empty where the deficit is NaN.
    """

    sds: Array
    deformity_type: NDArray[np.str_]


def eastell(
    superior_anterior: Array, inferior_anterior: Array, superior_middle: Array, inferior_middle: Array,
    superior_posterior: Array, inferior_posterior: Array,
    above_superior: Array, above_inferior: Array, below_superior: Array, below_inferior: Array,
    norms: Norms = ((1.0,) * 4, (1.0,) * 4),
) -> Deficit:  # fmt: skip
    """Deficit of the lowest of the three ratios of Eastell.

    Parameters
    ----------
    superior_anterior, ... : ndarray, shape (…, 2)
        The six points of the body, then the posterior points of both neighbours.
    norms : pair of tuples
        Means and sds of anterior/posterior, middle/posterior, posterior/posterior above and
        posterior/posterior below.

    Returns
    -------
    Deficit
        A crush is told by the smaller of its two deficits: the wall is low against both neighbours.

    Examples
    --------
    A front of 20 mm before a back of 28, where 0.95 ± 0.05 is normal:

    >>> heights = [(0.0, 20.0), (0.0, 27.0), (0.0, 28.0), (0.0, 28.0), (0.0, 28.0)]
    >>> points = [np.array([row, 0.0]) for pair in heights for row in pair]
    >>> found = eastell(*points, norms=((0.95, 0.95, 1.0, 1.0), (0.05,) * 4))
    >>> round(float(found.sds), 3), str(found.deformity_type)
    (4.714, 'wedge')
    """
    anterior, middle = distance(superior_anterior, inferior_anterior), distance(superior_middle, inferior_middle)
    posterior = distance(superior_posterior, inferior_posterior)
    above, below = distance(above_superior, above_inferior), distance(below_superior, below_inferior)
    pairs = ((anterior, posterior), (middle, posterior), (posterior, above), (posterior, below))
    wedge, biconcave, to_above, to_below = _deficits(pairs, norms)
    return _lowest(wedge, biconcave, np.minimum(to_above, to_below))


def mccloskey_kanis(
    superior_anterior: Array, inferior_anterior: Array, superior_middle: Array, inferior_middle: Array,
    superior_posterior: Array, inferior_posterior: Array,
    reference_superior: Array, reference_inferior: Array,
    weights: Weights = ADJACENT, norms: Norms = ((1.0,) * 5, (1.0,) * 5),
) -> Deficit:  # fmt: skip
    """Deficit of the lowest kind of deformity, of which both criteria must be low.

    Parameters
    ----------
    superior_anterior, ... : ndarray, shape (…, 2)
        The six points of the body.
    reference_superior, reference_inferior : ndarray, shape (…, n, 2)
        Posterior points of the neighbours that predict the posterior height.
    weights : tuple of float
        Weights of the neighbours, see ``grading.predicted_posterior_weights``.
    norms : pair of tuples
        Means and sds of anterior/posterior, anterior/predicted, middle/posterior,
        middle/predicted and posterior/predicted.

    Returns
    -------
    Deficit
        Of each kind the smaller deficit counts, and of the kinds the largest.
    """
    anterior, middle = distance(superior_anterior, inferior_anterior), distance(superior_middle, inferior_middle)
    posterior = distance(superior_posterior, inferior_posterior)
    predicted = expected_height(distance(reference_superior, reference_inferior), np.asarray(weights))
    pairs = ((anterior, posterior), (anterior, predicted), (middle, posterior), (middle, predicted))
    a, ap, m, mp, pp = _deficits((*pairs, (posterior, predicted)), norms)
    return _lowest(np.minimum(a, ap), np.minimum(m, mp), np.minimum(pp, ap))


def _deficits(pairs: tuple[tuple[Array, Array], ...], norms: Norms) -> list[Array]:
    """Standard deviations by which each quotient lies below its mean."""
    return [settle(ratio(mean - ratio(*pair), np.asarray(sd))) for pair, mean, sd in zip(pairs, *norms, strict=True)]


def _lowest(wedge: Array, biconcave: Array, crush: Array) -> Deficit:
    deficits = np.stack([wedge, biconcave, crush], axis=-1)
    largest = deficits.max(axis=-1)
    return Deficit(largest, np.where(np.isnan(largest), "", np.asarray(TYPES)[deficits.argmax(axis=-1)]))
