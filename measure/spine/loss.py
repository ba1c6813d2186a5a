"""Expected height and height loss from points: a vertebra against those that predict it.

The reference heights come as arrays of n points, shape (…, n, 2), with one weight each; see
``expected`` for where the weights come from.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from measure.geometry.lines import distance
from measure.spine.expected import expected_height, height_loss
from measure.spine.grading import genant_type, greatest_loss

Array = NDArray[np.float64]
Weights = tuple[float, ...]

ADJACENT: Weights = (0.5, 0.5)  # the mean of the vertebra above and the one below


def expected(reference_superior: Array, reference_inferior: Array, weights: Weights = ADJACENT) -> Array:
    """Height that the reference vertebrae predict.

    Parameters
    ----------
    reference_superior, reference_inferior : ndarray, shape (…, n, 2)
        Matching endplate points of the n references.
    weights : tuple of float
        One per reference.

    Returns
    -------
    ndarray, shape (…)
        Expected height in the unit of the points.

    Examples
    --------
    Neighbours of 27 and 29 predict 28:

    >>> top, bottom = np.zeros((2, 2)), np.array([[27.0, 0.0], [29.0, 0.0]])
    >>> float(expected(top, bottom))
    28.0
    """
    return expected_height(distance(reference_superior, reference_inferior), np.asarray(weights))


def loss(
    superior: Array, inferior: Array, reference_superior: Array, reference_inferior: Array, weights: Weights = ADJACENT
) -> Array:
    """Height loss in percent of the expected height; negative where the vertebra is higher.

    Parameters
    ----------
    superior, inferior : ndarray, shape (…, 2)
        Endplate points of the vertebra.
    reference_superior, reference_inferior, weights
        As in ``expected``.

    Returns
    -------
    ndarray, shape (…)
        Percent. Free of magnification: all heights are of one film.
    """
    predicted = expected(reference_superior, reference_inferior, weights)
    return height_loss(distance(superior, inferior), predicted)


class Deformity(NamedTuple):
    """The greatest of the three height losses, and where it is.

    Attributes
    ----------
    loss : ndarray, shape (…)
        Percent.
    deformity_type : ndarray of str, shape (…)
        wedge, biconcave or crush: the most reduced height.
    """

    loss: Array
    deformity_type: NDArray[np.str_]


def deformity(
    superior_anterior: Array, inferior_anterior: Array, superior_middle: Array, inferior_middle: Array,
    superior_posterior: Array, inferior_posterior: Array,
    reference_sa: Array, reference_ia: Array, reference_sm: Array, reference_im: Array,
    reference_sp: Array, reference_ip: Array,
    weights: tuple[Weights, Weights, Weights] = (ADJACENT, ADJACENT, ADJACENT),
) -> Deformity:  # fmt: skip
    """Greatest loss of the three heights of a body, as the quantitative Genant grade takes it.

    Parameters
    ----------
    superior_anterior, ... : ndarray, shape (…, 2)
        The six points of the body.
    reference_sa, ... : ndarray, shape (…, n, 2)
        The same points of its references; n may differ from site to site.
    weights : three tuples of float
        Weights of the references, by site.
    """
    anterior = loss(superior_anterior, inferior_anterior, reference_sa, reference_ia, weights[0])
    middle = loss(superior_middle, inferior_middle, reference_sm, reference_im, weights[1])
    posterior = loss(superior_posterior, inferior_posterior, reference_sp, reference_ip, weights[2])
    greatest = greatest_loss(anterior, middle, posterior)
    return Deformity(greatest.percent, genant_type(greatest.site))
