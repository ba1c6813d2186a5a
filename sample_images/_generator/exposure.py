"""From thickness to grey values: attenuation, scatter, quantum noise, the film's processing."""

import cv2
import numpy as np

from _generator.canvas import Canvas

SOFT, BONE = 0.0165, 0.052
"""Attenuation per mm of water and of compact bone in it, for a filtered spectrum near 80 kV."""


def blurred(image: np.ndarray, sigma_mm: float, step: tuple[float, float]) -> np.ndarray:
    """Gaussian blur with a sigma in mm, in float64."""
    return cv2.GaussianBlur(
        image, (0, 0), sigma_mm / step[1], sigmaY=sigma_mm / step[0], borderType=cv2.BORDER_REPLICATE
    )


def expose(canvas: Canvas, dose: float, rng: np.random.Generator) -> np.ndarray:
    """Take the film.

    Parameters
    ----------
    canvas : Canvas
        What is in the beam.
    dose : float
        Quanta per pixel behind 10 cm of water, in thousands.
    rng : numpy.random.Generator
        Of the noise.

    Returns
    -------
    ndarray of uint16, shape (rows, cols)
        12 bits, bone bright.
    """
    primary = np.exp(-SOFT * np.maximum(canvas.soft - canvas.air, 0) - BONE * np.maximum(canvas.bone, 0))
    primary = blurred(primary, 0.28, canvas.step)
    scatter = 0.9 * blurred(primary, 26.0, canvas.step)
    signal = primary + np.minimum(scatter, 1.3 * primary + 0.001)
    quanta = signal * dose * 1000 * np.exp(SOFT * 100)
    noisy = quanta + np.sqrt(quanta) * rng.standard_normal(quanta.shape)
    log = -np.log(np.maximum(blurred(noisy, 0.16, canvas.step), 1.0) / (dose * 1000 * np.exp(SOFT * 100)))
    return develop(log, canvas.step)


def develop(log: np.ndarray, step: tuple[float, float]) -> np.ndarray:
    """Harmonise a log image as film stations do: less of the large, more of the small; then a soft toe."""
    broad, middle = blurred(log, 22.0, step), blurred(log, 2.5, step)
    image = 0.5 * broad + 1.7 * (middle - broad) + 2.0 * (log - middle)
    low, high = np.percentile(image, [1.0, 99.7])
    t = (image - low) / (high - low)
    centre = float(np.median(t[t > 0.15])) + 0.03
    curve = 1 / (1 + np.exp(-4.6 * (t - centre)))
    ends = 1 / (1 + np.exp(-4.6 * (np.array([0.0, 1.0]) - centre)))
    grey = 120 + 3750 * (curve - ends[0]) / (ends[1] - ends[0])
    return np.clip(np.rint(grey), 0, 4095).astype(np.uint16)
