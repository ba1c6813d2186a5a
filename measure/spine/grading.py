"""What grades of vertebral deformity rest on, from heights: greatest loss, fall, predicted height, index.

They grade height reduction and never its cause: Scheuermann's disease, Schmorl nodes,
short vertebrae and old or fresh injuries all reduce heights. A reader decides. They are
made for adults; the bodies of children are not yet their full shape.

Sources: domain reference §1.10. The cut points of Genant's grades were found in a later
paper, the other rules are recalled there and not checked against the papers.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from measure.spine.expected import height_loss
from measure.spine.ties import settle
from measure.spine.vertebra import ratio

Array = NDArray[np.float64]
Words = NDArray[np.str_]

SITES = ("anterior", "middle", "posterior")
GENANT = (20.0, 25.0, 40.0)  # percent of height reduction; each begins its grade
GENANT_TYPES = ("wedge", "biconcave", "crush")
INCIDENT_PERCENT, INCIDENT_MM = 20.0, 4.0


class GreatestLoss(NamedTuple):
    """The most reduced of the three heights.

    Attributes
    ----------
    percent : ndarray, shape (…)
        Its reduction.
    site : ndarray of str, shape (…)
        ``anterior``, ``middle`` or ``posterior``; empty where the reduction is NaN.
    """

    percent: Array
    site: Words


def greatest_loss(loss_anterior: Array, loss_middle: Array, loss_posterior: Array) -> GreatestLoss:
    """Greatest height reduction of a body and where it is; of equal ones the first from the front.

    Parameters
    ----------
    loss_anterior, loss_middle, loss_posterior : ndarray, shape (…)
        Percent of the expected height, see ``expected.height_loss``.

    Returns
    -------
    GreatestLoss
        NaN where one of the three is missing: it might be the greatest.

    Examples
    --------
    >>> found = greatest_loss(np.array(21.0), np.array(26.0), np.array(3.0))
    >>> float(found.percent), str(found.site)
    (26.0, 'middle')
    """
    losses = settle(np.stack(np.broadcast_arrays(loss_anterior, loss_middle, loss_posterior), axis=-1))
    greatest = losses.max(axis=-1)
    site = np.asarray(SITES)[losses.argmax(axis=-1)]
    return GreatestLoss(greatest, np.where(np.isnan(greatest), "", site))


def genant_type(site: Words) -> Words:
    """Type of a deformity by its most reduced height: wedge, biconcave or crush; empty for no site.

    Examples
    --------
    >>> genant_type(np.array(["anterior", "middle", "posterior", ""])).tolist()
    ['wedge', 'biconcave', 'crush', '']
    """
    return np.asarray(np.select([site == name for name in SITES], GENANT_TYPES, ""))


def predicted_posterior_weights(norm: float, neighbour_norms: Array) -> Array:
    """Weights that predict a posterior height from up to four neighbours.

    The mean over the neighbours of their posterior height times the normal ratio of both
    levels; a weighted sum of heights, as ``expected.expected_height`` takes it.

    Parameters
    ----------
    norm : float
        Normal posterior height at this level.
    neighbour_norms : ndarray, shape (n,)
        Normal posterior heights at the levels of the neighbours that are there.

    Returns
    -------
    ndarray, shape (n,)
        Weights in the order of the neighbours.

    Examples
    --------
    >>> predicted_posterior_weights(28.0, np.array([25.0, 30.0])).round(4).tolist()
    [0.56, 0.4667]
    """
    neighbour_norms = np.asarray(neighbour_norms)
    return np.asarray(ratio(np.asarray(norm), neighbour_norms) / neighbour_norms.size)


class IncidentFall(NamedTuple):
    """Fall of height between two films.

    Attributes
    ----------
    percent : ndarray, shape (…)
        Greatest fall of the three heights, in percent of the height before.
    millimetres : ndarray, shape (…)
        Fall of the same height.
    candidate : ndarray of bool, shape (…)
        Whether any one height, not always the one that fell most, fell by both limits: a
        candidate that needs a reader.
    """

    percent: Array
    millimetres: Array
    candidate: NDArray[np.bool_]


def incident_fall(
    before: Array, after: Array, limit_percent: float = INCIDENT_PERCENT, limit_mm: float = INCIDENT_MM
) -> IncidentFall:
    """Greatest fall of height since an earlier film, and whether it asks for a reader's eye.

    Both limits must be reached by the same height. It is a candidate for a new deformity
    and nothing more. The films must share one scale; where they differ in magnification,
    scale one by a neighbour that has not changed.

    Parameters
    ----------
    before, after : ndarray, shape (…, 3)
        Anterior, middle and posterior height in mm.
    limit_percent, limit_mm : float
        What a height must have fallen by.

    Returns
    -------
    IncidentFall
        ``percent`` and ``millimetres`` are NaN where one of the heights is missing: it might
        have fallen most. Heights that are there still make a candidate.

    Examples
    --------
    >>> found = incident_fall(np.array([25.0, 25.0, 27.0]), np.array([19.5, 23.0, 27.0]))
    >>> float(found.percent), float(found.millimetres), bool(found.candidate)
    (22.0, 5.5, True)
    """
    percent, millimetres = settle(height_loss(after, before)), settle(before - after)
    greatest, place = percent.max(axis=-1), percent.argmax(axis=-1)
    of_greatest = np.take_along_axis(millimetres, place[..., None], axis=-1)[..., 0]
    candidate = ((percent >= limit_percent) & (millimetres >= limit_mm)).any(axis=-1)
    return IncidentFall(greatest, np.where(np.isnan(greatest), np.nan, of_greatest), np.asarray(candidate))


def spinal_fracture_index(grades: Array) -> Array:
    """Sum of the Genant grades of a spine over the number of vertebrae that could be graded.

    Published under this name; it sums deformities and says nothing of their cause.

    Parameters
    ----------
    grades : ndarray, shape (…, n)
        Grades 0 to 3; NaN where a vertebra could not be graded.

    Returns
    -------
    ndarray, shape (…)
        0 to 3; NaN where no vertebra could be graded.

    Examples
    --------
    >>> float(spinal_fracture_index(np.array([0.0, 2.0, np.nan, 1.0])))
    1.0
    """
    return ratio(np.nansum(grades, axis=-1), np.isfinite(grades).sum(axis=-1))
