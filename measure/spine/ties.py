"""Rounding that makes a tie a tie: the residue of floating point must not choose a class."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Far below anything a film can show, far above the residue of a few operations in float64.
DECIMALS = 10


def settle(values: Array | float) -> Array:
    """Values rounded to ten decimals, before they are compared with a cut point.

    A body that has lost exactly a fifth of its height has lost "20 % or more", whichever
    way the computer rounds the quotient.

    Examples
    --------
    >>> left = np.array(24.0) / 30.0
    >>> bool(1 - left >= 0.2), bool(settle(1 - left) >= 0.2)
    (False, True)
    """
    return np.asarray(np.round(values, DECIMALS))
