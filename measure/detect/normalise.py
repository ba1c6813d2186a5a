"""Normalise: a picture as the two channels that every network sees, its window and its local contrast."""

import cv2
import numpy as np
from numpy.typing import NDArray

LOW, HIGH = 1.0, 99.0  # percent of the grey values that span the window
SPREAD = 1.4  # sigma of the local spread, in those of the local mean
FAINT = 0.02  # of the window: local contrast below it is noise
SAMPLES = 4096


def channels(picture: NDArray[np.float32], reach: float) -> NDArray[np.float32]:
    """Two views of one picture that depend little on exposure and processing.

    Parameters
    ----------
    picture : ndarray of float, shape (rows, cols)
        Bone bright, any scale.
    reach : float
        Sigma of the local mean in pixels.

    Returns
    -------
    ndarray of float32, shape (2, rows, cols)
        The grey value between the 1st and 99th percentile, −1 to 1; and how far it stands above its surroundings, in
        their own spread, −3 to 3. A flat picture gives zeros in the second.

    Examples
    --------
    >>> ramp = np.tile(np.arange(64, dtype=np.float32), (64, 1))
    >>> np.allclose(channels(ramp, 5.0), channels(3 * ramp + 100, 5.0), atol=1e-4)
    True
    """
    sample = picture.ravel()[:: max(1, picture.size // SAMPLES)]
    low, high = np.percentile(sample, [LOW, HIGH])
    window = ((picture - low) / max(float(high - low), 1e-6)).astype(np.float32)
    window = np.clip(window, -0.25, 1.25)
    away = window - _local(window, reach)
    spread = np.sqrt(_local(away * away, SPREAD * reach))
    contrast = np.clip(away / (spread + FAINT), -3, 3)
    return np.stack([2 * window - 1, contrast])


def taps(sigma: float) -> int:
    """Taps of the Gaussian of a sigma: training and running cut it off at the same place."""
    return 2 * round(2.5 * sigma) + 1


def _local(picture: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    size = taps(sigma)
    blurred = cv2.GaussianBlur(picture, (size, size), sigma, borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(blurred, np.float32)
