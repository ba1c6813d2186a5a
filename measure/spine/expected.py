"""Expected height of a vertebra, the height it had before it lost any, from what else the film shows.

Every way of estimating it is a weighted sum of reference heights; the ways differ in their
weights alone. The order in which they are tried, best first, is that of the domain
reference §1.3: ``adjacent_mean``, ``one_neighbour``, ``regression_weights``,
``from_posterior``; where an earlier film is used, ``one_neighbour`` with the ratio of both
heights on that film.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from measure.errors import ModelError
from measure.geometry.lines import distance
from measure.spine.ties import settle
from measure.spine.vertebra import ratio

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

DEFORMED = 0.20  # a fifth below the norm: Genant grade 1
OFF_CENTRE = 120.0  # mm from the central ray, beyond which parallax spoils a height (domain §1.3)


def expected_height(reference_heights: Array, weights: Array) -> Array:
    """Expected height: weighted sum of the heights of its references, on the same film.

    Parameters
    ----------
    reference_heights : ndarray, shape (…, n)
        Heights of n references, all anterior, all middle or all posterior.
    weights : ndarray, shape (n,)
        From one of the functions below.

    Returns
    -------
    ndarray, shape (…)
        In the unit of the heights; NaN where a reference is missing. None is left out in
        silence: other references need other weights.

    Raises
    ------
    ModelError
        Where there are not as many weights as references.

    Examples
    --------
    >>> float(expected_height(np.array([27.0, 29.0]), adjacent_mean()))
    28.0
    """
    reference_heights, weights = np.asarray(reference_heights), np.asarray(weights)
    if weights.ndim != 1 or reference_heights.shape[-1:] != weights.shape:
        raise ModelError(
            f"expected height: expected one weight for each reference in the last axis, "
            f"got weights of shape {weights.shape} for heights of shape {reference_heights.shape}"
        )
    found = (reference_heights * weights).sum(axis=-1)
    return np.where(found > 0, found, np.nan)


def adjacent_mean() -> Array:
    """Weights of the vertebra above and the one below: half each. The default."""
    return np.array([0.5, 0.5])


def one_neighbour(population_ratio: float = 1.0) -> Array:
    """Weight of a single usable neighbour.

    Parameters
    ----------
    population_ratio : float
        Normal height of this level over that of the neighbour's; 1 takes the neighbour
        unchanged (to be flagged). From an earlier film: height of this vertebra over that of
        the neighbour, both on that film, which takes out the difference in magnification.
    """
    return np.array([_positive(population_ratio, "population ratio")])


def from_posterior(norm_ratio: float) -> Array:
    """Weight of the vertebra's own posterior height.

    Only where the posterior wall is intact: a body that has sunk as a whole would count as
    normal.

    Parameters
    ----------
    norm_ratio : float
        Normal ratio of the wanted height to the posterior height at this level.
    """
    return np.array([_positive(norm_ratio, "norm ratio")])


def _positive(value: float, name: str) -> float:
    if not 0 < value < np.inf:
        raise ModelError(f"expected height: {name} must be a positive number, got {value!r}")
    return value


def regression_weights(offsets: Sequence[int]) -> Array:
    """Weights of neighbours near and far: a straight line through their heights, read at the vertebra itself.

    Least squares over the level, in which a neighbour k levels away counts 1/k. The weights
    sum to 1; one neighbour is taken unchanged. With all neighbours on one side the line is
    drawn on beyond them, which multiplies their errors.

    Parameters
    ----------
    offsets : sequence of int
        Levels from the vertebra to each neighbour: −2 two above, 1 the next below.

    Returns
    -------
    ndarray, shape (n,)
        Weights in the order of the offsets.

    Raises
    ------
    ModelError
        Where an offset is 0 (the vertebra itself) or comes twice, or where there is none.

    Examples
    --------
    >>> regression_weights((-2, -1, 1, 2)).round(4).tolist()
    [0.1667, 0.3333, 0.3333, 0.1667]
    >>> regression_weights((-2, 1)).round(4).tolist()
    [0.3333, 0.6667]
    """
    if not offsets or 0 in offsets or len(set(offsets)) < len(offsets):
        raise ModelError(f"expected height: offsets must be distinct levels other than 0, got {list(offsets)}")
    if len(offsets) == 1:
        return np.ones(1)
    level = np.asarray(offsets, dtype=np.float64)
    count = 1 / np.abs(level)
    # Normal equations of the line: sums of the counts, of count·level and of count·level².
    total, first, second = count.sum(), np.sign(level).sum(), np.abs(level).sum()
    return np.asarray(count * (second - first * level) / (total * second - first**2))


def height_loss(height: Array, expected: Array) -> Array:
    """Height reduction in percent of the expected height; negative where the body is higher.

    With anterior heights and the mean of both neighbours this is the anterior vertebral body
    compression of the Spine Trauma Study Group (domain reference §1.4).

    Examples
    --------
    >>> float(height_loss(np.array(21.0), np.array(28.0)))
    25.0
    """
    return 100 * ratio(expected - height, expected)


def deformed(
    anterior: Array | float, middle: Array | float, posterior: Array | float, beyond_posterior: Array | float,
    wedge_norm: float = 1.0, middle_norm: float = 1.0,
) -> Flags:  # fmt: skip
    """Whether a neighbour is too deformed to be a reference: a fifth or more below a norm.

    A deformed neighbour would make the expected height too small and a restoration too
    large. The test must not use the vertebra that is to be predicted, so the posterior
    height is compared with that of the next vertebra *beyond* the neighbour.

    Parameters
    ----------
    anterior, middle, posterior : ndarray, shape (…), or float
        Heights of the neighbour.
    beyond_posterior : ndarray, shape (…), or float
        Posterior height of the vertebra on its far side.
    wedge_norm, middle_norm : float
        Normal anterior and middle over posterior height at its level.

    Returns
    -------
    ndarray of bool, shape (…)
        True where a height is 20 % or more below its norm. A height that is not marked
        (NaN) rejects nothing.

    Raises
    ------
    ModelError
        Where a norm is not a positive number.

    Examples
    --------
    >>> heights = np.array([[27.0, 27.0, 28.0, 27.0], [22.4, 27.0, 28.0, np.nan], [21.0, 21.0, 21.0, 27.0]])
    >>> deformed(*heights.T).tolist()
    [False, True, True]
    """
    wedge = _a_fifth_below(anterior, posterior, wedge_norm)
    biconcave = _a_fifth_below(middle, posterior, middle_norm)
    return np.asarray(wedge | biconcave | _a_fifth_below(posterior, beyond_posterior, 1.0))


def _a_fifth_below(height: Array | float, reference: Array | float, norm: float) -> Flags:
    share = ratio(np.asarray(height), np.asarray(reference)) / _positive(norm, "norm ratio")
    return settle(1 - share) >= DEFORMED


def off_centre(point: Array, centre: Array, limit: float = OFF_CENTRE) -> Flags:
    """Whether a point lies too far from the central ray for its height to be a reference (parallax).

    Parameters
    ----------
    point, centre : ndarray, shape (…, 2)
        Middle of the body and place of the central ray, in mm.
    limit : float
        Greatest distance that is still taken, in mm.

    Examples
    --------
    >>> off_centre(np.array([[120.0, 0.0], [120.1, 0.0]]), np.zeros(2)).tolist()
    [False, True]
    """
    return np.asarray(distance(point, centre) > limit)
