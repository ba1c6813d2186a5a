"""Slip of one vertebra over the next on a lateral film, and Meyerding's grades of it."""

import numpy as np
from numpy.typing import NDArray

from measure.geometry.lines import dot
from measure.spine.ties import settle
from measure.spine.vertebra import ratio

Array = NDArray[np.float64]

MEYERDING = (25.0, 50.0, 75.0, 100.0)  # upper ends of I to IV, each belonging to its grade; V is ptosis
# Percent from which on a slip counts as present. Published cut-offs differ (3 mm, 5 to 8 %).
PRESENT = 5.0


def slip_percent(
    upper_inferior_posterior: Array, lower_superior_posterior: Array, lower_superior_anterior: Array
) -> Array:
    """Slip of the upper vertebra, in percent of the superior endplate of the lower one.

    How far the posterior inferior corner of the upper body lies in front of the posterior
    superior corner of the lower one, measured along that endplate. Free of magnification,
    of the side the patient faces and of how the film is turned.

    Parameters
    ----------
    upper_inferior_posterior : ndarray, shape (…, 2)
        Posterior inferior corner of the upper body.
    lower_superior_posterior, lower_superior_anterior : ndarray, shape (…, 2)
        Superior endplate of the lower body.

    Returns
    -------
    ndarray, shape (…)
        Percent; anterior slip (anterolisthesis) positive, posterior (retrolisthesis)
        negative; NaN where the endplate has no length.

    Notes
    -----
    Source: domain reference §1.9, recalled there and not checked against a paper.

    Examples
    --------
    Front on the left; the upper corner lies 10 mm in front on an endplate of 40 mm:

    >>> float(slip_percent(np.array([90.0, 60.0]), np.array([100.0, 70.0]), np.array([100.0, 30.0])))
    25.0
    """
    endplate = lower_superior_anterior - lower_superior_posterior
    along = dot(upper_inferior_posterior - lower_superior_posterior, endplate)
    return 100 * ratio(along, dot(endplate, endplate))


def backward(
    upper_inferior_posterior: Array, lower_superior_posterior: Array, lower_superior_anterior: Array
) -> NDArray[np.bool_]:
    """Whether the upper vertebra has slipped backwards by at least what counts as a slip (retrolisthesis).

    Meyerding grades forward slips only: of a backward one his grade 0 would say that there is none.

    Arguments as for ``slip_percent``.

    Examples
    --------
    The upper corner lies 3 mm behind on an endplate of 40 mm:

    >>> bool(backward(np.array([90.0, 73.0]), np.array([100.0, 70.0]), np.array([100.0, 30.0])))
    True
    """
    slip = slip_percent(upper_inferior_posterior, lower_superior_posterior, lower_superior_anterior)
    return np.asarray(settle(slip) <= -PRESENT)
