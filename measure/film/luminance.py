"""Colour to grey: the luminance of a picture that should have been grey."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

# ITU-R BT.601, as JPEG and DICOM's YBR_FULL.
WEIGHTS = (0.299, 0.587, 0.114)


def luminance(rgb: NDArray[Any]) -> NDArray[np.float32]:
    """Grey value of red, green and blue; the values of a grey picture stay exactly what they are.

    Parameters
    ----------
    rgb : ndarray, shape (rows, cols, 3)
        Integers.

    Returns
    -------
    ndarray of float32, shape (rows, cols)

    Examples
    --------
    >>> luminance(np.array([[[200, 200, 200], [250, 0, 0]]], np.uint8))
    array([[200.  ,  74.75]], dtype=float32)
    """
    grey = rgb[..., 0].astype(np.float32)
    if np.array_equal(rgb[..., 0], rgb[..., 1]) and np.array_equal(rgb[..., 1], rgb[..., 2]):
        return grey
    grey *= np.float32(WEIGHTS[0])
    for channel in (1, 2):
        grey += np.float32(WEIGHTS[channel]) * rgb[..., channel].astype(np.float32)
    return grey


def of_photometric(samples: NDArray[Any], photometric: str) -> NDArray[np.float32]:
    """Luminance of decoded DICOM samples: of YBR the first, of RGB the weighted sum."""
    if photometric.startswith("YBR"):
        return samples[..., 0].astype(np.float32)
    return luminance(samples)
