"""Six points from endplate contours: corners are the ends, the middle lies on the contour."""

import numpy as np
from numpy.typing import NDArray

from measure.geometry.lines import cross, distance, dot

Array = NDArray[np.float64]


def middle_of_contour(contour: Array) -> Array:
    """Point of an endplate contour over the middle of its chord.

    The mid-chord rule: where the perpendicular through the middle of the line between
    both ends meets the contour. (The deepest point is another rule, for biconcave
    deformity.)

    Parameters
    ----------
    contour : ndarray, shape (n, 2)
        Points along the endplate, from one corner to the other.

    Returns
    -------
    ndarray, shape (2,)
        The middle point; NaN where both ends fall together.

    Examples
    --------
    >>> middle_of_contour(np.array([[0.0, 0.0], [4.0, 10.0], [4.0, 30.0], [0.0, 40.0]])).tolist()
    [4.0, 20.0]
    """
    chord = contour[-1] - contour[0]
    if not chord.any():
        return np.full(2, np.nan)
    along = dot(contour - contour[0], chord) / dot(chord, chord)
    # First crossing of the middle; a contour that folds back would cross more than once.
    after = int(np.argmax(along >= 0.5))
    before = max(after - 1, 0)
    step = along[after] - along[before]
    share = 0.0 if step == 0 else (0.5 - along[before]) / step
    return np.asarray(contour[before] + share * (contour[after] - contour[before]))


def depth_of_contour(contour: Array) -> float:
    """Greatest distance of a contour from its chord, in the unit of the points."""
    chord = contour[-1] - contour[0]
    return float(np.max(np.abs(cross(chord, contour - contour[0]))) / distance(contour[0], contour[-1]))
