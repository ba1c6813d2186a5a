"""Heights, ratios and angles of one vertebral body and its neighbours on a lateral film.

Six-point morphometry: superior and inferior endplate, each with an anterior, a middle and
a posterior point. All functions take points of shape (…, 2) in (row, col), in mm or in
square pixels, and give arrays of shape (…). None of them cares which way the patient
faces or how the film is turned.
"""

import numpy as np
from numpy.typing import NDArray

from measure.geometry.lines import cross, distance, distance_to_line, midpoint, signed_angle

Array = NDArray[np.float64]

CRUSH_RATIO = 0.8  # Hp / expected Hp below which Beck's index hides the collapse (domain §1.6)
BECK_UPPER = 1.2  # L5 reaches 1.10–1.15; above this front and back were probably exchanged


def height(superior: Array, inferior: Array) -> Array:
    """Corner-to-corner height: distance between an upper and a lower endplate point.

    Parameters
    ----------
    superior, inferior : ndarray, shape (…, 2)
        Matching points of the two endplates (anterior, middle or posterior).

    Returns
    -------
    ndarray, shape (…)
        Height in the unit of the points; NaN where the two fall together.

    Examples
    --------
    >>> float(height(np.array([6.0, 0.0]), np.array([28.0, 0.0])))
    22.0
    """
    found = distance(superior, inferior)
    return np.where(found > 0, found, np.nan)


def perpendicular_height(superior: Array, inferior: Array, superior_end: Array, inferior_end: Array) -> Array:
    """Height at right angles to the endplates, the mean of both ways of dropping it.

    Parameters
    ----------
    superior, inferior : ndarray, shape (…, 2)
        The points where the height is read.
    superior_end, inferior_end : ndarray, shape (…, 2)
        The other end of each endplate.

    Returns
    -------
    ndarray, shape (…)
        Mean distance of each point from the line of the opposite endplate.
    """
    down = distance_to_line(superior, inferior, inferior_end)
    up = distance_to_line(inferior, superior, superior_end)
    found = (down + up) / 2
    return np.where(found > 0, found, np.nan)


def ratio(numerator: Array, denominator: Array) -> Array:
    """Quotient of two heights; NaN over zero."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(denominator > 0, numerator / denominator, np.nan)


def beck_index(
    superior_anterior: Array, inferior_anterior: Array, superior_posterior: Array, inferior_posterior: Array
) -> Array:
    """Beck index: anterior over posterior height of the same vertebra.

    Free of magnification. About 1 in an intact vertebra (physiologically above 1 at L4 and
    L5); it stays near 1 when the posterior wall is crushed as well.

    Examples
    --------
    >>> corners = np.array([[6.0, 0.0], [28.0, 0.0], [0.0, 34.0], [28.0, 34.0]])
    >>> round(float(beck_index(*corners)), 4)
    0.7857
    """
    return ratio(distance(superior_anterior, inferior_anterior), distance(superior_posterior, inferior_posterior))


def biconcavity_index(
    superior_middle: Array, inferior_middle: Array, superior_posterior: Array, inferior_posterior: Array
) -> Array:
    """Middle over posterior height of the same vertebra."""
    return ratio(distance(superior_middle, inferior_middle), distance(superior_posterior, inferior_posterior))


def endplate_length(superior_a: Array, superior_b: Array, inferior_a: Array, inferior_b: Array) -> Array:
    """Mean chord of the two endplates: body depth on a lateral film, width on a frontal one; NaN for none."""
    found = (distance(superior_a, superior_b) + distance(inferior_a, inferior_b)) / 2
    return np.where(found > 0, found, np.nan)


def endplate_length_ratio(superior_a: Array, superior_b: Array, inferior_a: Array, inferior_b: Array) -> Array:
    """Chord of the superior over that of the inferior endplate."""
    return ratio(distance(superior_a, superior_b), distance(inferior_a, inferior_b))


def height_to_length_ratio(superior_a: Array, superior_b: Array, inferior_a: Array, inferior_b: Array) -> Array:
    """Mean of the two edge heights over the mean endplate chord; needs no facing."""
    edges = (distance(superior_a, inferior_a) + distance(superior_b, inferior_b)) / 2
    edges = np.where(edges > 0, edges, np.nan)
    return ratio(edges, endplate_length(superior_a, superior_b, inferior_a, inferior_b))


def kyphotic_angle(
    superior_anterior: Array, superior_posterior: Array, inferior_anterior: Array, inferior_posterior: Array
) -> Array:
    """Angle between an upper and a lower endplate, kyphosis positive, lordosis negative.

    One function for the wedge angle (both endplates of one body) and for every sagittal
    Cobb angle (endplates of two bodies): what differs is only whose endplates go in. The
    sign comes from front and back of the body, so that mirroring or turning the film
    leaves it alone, and it holds beyond 90 degrees.

    Parameters
    ----------
    superior_anterior, superior_posterior : ndarray, shape (…, 2)
        The upper line, front and back.
    inferior_anterior, inferior_posterior : ndarray, shape (…, 2)
        The lower line, front and back.

    Returns
    -------
    ndarray, shape (…)
        Degrees, −180 to 180; NaN where a line has no length.

    Examples
    --------
    >>> wedge = np.array([[6.0, 0.0], [0.0, 34.0], [28.0, 0.0], [28.0, 34.0]])
    >>> round(float(kyphotic_angle(*wedge)), 2)
    10.01
    """
    upper = superior_anterior - superior_posterior
    lower = inferior_anterior - inferior_posterior
    down = midpoint(inferior_anterior, inferior_posterior) - midpoint(superior_anterior, superior_posterior)
    # Which way round the body lies on the picture: forward is to the left or to the right of down.
    handed = np.where(cross(down, upper) + cross(down, lower) < 0, -1.0, 1.0)
    return signed_angle(upper, lower) * handed


def crush_masks_beck(
    superior_posterior: Array, inferior_posterior: Array,
    above_superior: Array, above_inferior: Array, below_superior: Array, below_inferior: Array,
) -> NDArray[np.bool_]:  # fmt: skip
    """Whether the posterior wall has lost a fifth of the height its neighbours predict.

    Then front and back have sunk together and Beck's index looks normal (domain §1.6).

    Parameters
    ----------
    superior_posterior, inferior_posterior : ndarray, shape (…, 2)
        Posterior points of the body.
    above_superior, above_inferior, below_superior, below_inferior : ndarray, shape (…, 2)
        Posterior points of its two neighbours.
    """
    expected = (distance(above_superior, above_inferior) + distance(below_superior, below_inferior)) / 2
    return np.asarray(distance(superior_posterior, inferior_posterior) < CRUSH_RATIO * expected)


def beck_above_norm(
    superior_anterior: Array, inferior_anterior: Array, superior_posterior: Array, inferior_posterior: Array
) -> NDArray[np.bool_]:
    """Whether the front is higher than any level explains: front and back may be exchanged."""
    index = beck_index(superior_anterior, inferior_anterior, superior_posterior, inferior_posterior)
    return np.asarray(index > BECK_UPPER)
