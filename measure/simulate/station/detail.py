"""Detail: contrast by scale, as clinical stations even it out, over a Laplacian pyramid."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
_SCALES = np.log([0.25, 2.5, 25.0])  # mm that the three gains belong to
_SMALLEST = 6  # pixels: no coarser level than this


@dataclass(frozen=True, slots=True)
class Detail:
    """Gains of faint contrast by its scale; strong edges gain less, which keeps them free of halos.

    Attributes
    ----------
    fine, medium, coarse : float
        Gain of structures of about 0.25, 2.5 and 25 mm; 1 leaves them as they are.
    base : float
        What is kept of the differences that remain beyond 50 mm: below 1 lungs and abdomen come nearer.
    knee : float
        Contrast, as a share of the range, that gets half the gain.
    core : float
        Contrast below which structures finer than 1 mm are taken for noise and made fainter; 0 = no noise reduction.
    """

    fine: float = 1.3
    medium: float = 1.5
    coarse: float = 1.1
    base: float = 0.8
    knee: float = 0.08
    core: float = 0.0

    def gain(self, mm: float) -> float:
        """Gain of faint contrast of one scale.

        Examples
        --------
        >>> Detail(fine=1.0, medium=2.0, coarse=1.5).gain(2.5)
        2.0
        """
        return float(np.interp(np.log(mm), _SCALES, (self.fine, self.medium, self.coarse)))

    def __call__(self, picture: Array, mm: float) -> Array:
        """Picture with its contrasts weighted anew.

        Parameters
        ----------
        picture : ndarray of float32, shape (rows, cols)
            Attenuation as a share of the range.
        mm : float
            Pixel size.
        """
        bands: list[Array] = []
        rest, scale = picture, mm
        while scale < 25.0 and min(rest.shape) > 2 * _SMALLEST:
            lower = np.asarray(cv2.pyrDown(rest), np.float32)
            bands.append(self._weighted(rest - _up(lower, rest.shape), scale))
            rest, scale = lower, 2 * scale
        middle = np.float32(0.5)
        whole = (rest - middle) * np.float32(self.base) + middle
        for band in reversed(bands):
            whole = _up(whole, band.shape)
            whole += band
        return whole

    def _weighted(self, band: Array, mm: float) -> Array:
        """One band: faint contrast times the gain, strong contrast left, the faintest faded."""
        gain = self.gain(mm)
        size = np.abs(band)
        weighted = band
        if gain != 1.0:
            weighted = weighted * (1 + np.float32((gain - 1) * self.knee) / (size + np.float32(self.knee)))
        if self.core > 0 and mm < 1.0:
            square = size * size
            weighted = np.asarray(weighted * (square / (square + np.float32(self.core**2))), np.float32)
        return weighted


def _up(picture: Array, shape: tuple[int, ...]) -> Array:
    return np.asarray(cv2.pyrUp(picture, dstsize=(shape[1], shape[0])), np.float32)
