"""Exposed: which attenuations a film is to show, found as stations find it, from the tissue's histogram."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.simulate.station.look import Look

Array = NDArray[np.float32]
_FLOOR = 1e-5  # no detector counts less
_OPEN = 0.3  # attenuation below which nothing but air was in the way
_AIR = -0.15  # attenuation of the open beam, with the scatter and the noise that fall on it
_BINS, _MOST = 1024, 12.0
_ENOUGH = 40_000  # pixels: more of them would not move the ends


@dataclass(frozen=True, slots=True)
class Range:
    """Attenuations, as natural logarithms, at the low (dark) and the high (bright) end."""

    low: float
    high: float


def attenuation(signal: Array) -> Array:
    """−ln of the signal: proportional to what was in the way."""
    floor = np.maximum(signal, np.float32(_FLOOR))
    return np.asarray(np.negative(cv2.log(floor)), np.float32)


def range_of(grey: Array, opening: Array | None, look: Look) -> Range:
    """Ends of the range: shares of the tissue inside the blades.

    Parameters
    ----------
    grey : ndarray of float32, shape (rows, cols)
        Attenuation.
    opening : ndarray of float32 or None
        Of the blades.
    look : Look
        Shares and latitude.

    Examples
    --------
    >>> grey = np.full((50, 50), 2.0, np.float32)
    >>> grey[:25] = 4.0
    >>> ends = range_of(grey, None, Look(range=(0.1, 0.9)))
    >>> round(ends.low, 1), round(ends.high, 1)
    (2.0, 4.0)
    """
    step = max(1, int(np.sqrt(grey.size / _ENOUGH)))
    seen = grey[::step, ::step].ravel()
    tissue = seen > _OPEN
    if opening is not None:
        tissue &= opening[::step, ::step].ravel() > 0.95
    found = seen[tissue]
    if len(found) < 10:  # nothing but air: the range of an empty film
        found = np.array([0.0, 4.0], np.float32)
    counts = cv2.calcHist([np.ascontiguousarray(found)], [0], None, [_BINS], [0, _MOST]).ravel()
    shares = np.cumsum(counts) / max(counts.sum(), 1)
    low = float(np.searchsorted(shares, look.range[0], side="right") * _MOST / _BINS)
    high = float((np.searchsorted(shares, look.range[1]) + 1) * _MOST / _BINS)
    if look.from_air:
        low = _AIR
    if look.latitude is not None:
        high = low + look.latitude * float(np.log(10))
    high = max(high, low + 0.2)
    return Range(low, high + look.headroom * (high - low))
