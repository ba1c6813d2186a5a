"""Scatter: the veil that a thick patient lays over the film.

Each part of the patient sends out scatter in proportion to the primary that passes there, times the depth that it has
crossed; what arrives is that, spread widely. Where depth is even, scatter over primary grows in proportion to it. The
form is that of the convolution methods for correcting scatter; its strength is asked for, not computed.
"""

import math
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from measure.simulate.exposure.technique import Technique
from measure.simulate.matter import attenuation, spectrum
from measure.simulate.rays import Beam

REFERENCE_MM = 200.0  # of soft tissue: where the asked share holds
_FINE = 6  # grid points within the narrower spread
_SPREADS = (0.5, 1.5)  # half spreads narrowly, half widely, in units of the reach


def scatter(primary: NDArray[np.float32], beam: Beam, technique: Technique) -> NDArray[np.float32]:
    """Scattered signal that goes with a primary one.

    Parameters
    ----------
    primary : ndarray of float32, shape (rows, cols)
        Signal without scatter, 1 in the open beam.
    beam : Beam
        Rays; only the spacing of pixels matters here.
    technique : Technique
        ``scatter``, ``reach`` and ``kvp``.

    Returns
    -------
    ndarray of float32, shape (rows, cols)
        To be added. At the edge of the film the patient is taken to go on as there.
    """
    if technique.scatter == 0:
        return np.zeros_like(primary)
    ratio = technique.scatter / (1 - technique.scatter) / _depth(technique.kvp)
    cell = technique.reach * _SPREADS[0] / _FINE
    rows, cols = (max(1, math.ceil(n * mm / cell)) for n, mm in zip(primary.shape, beam.pitch, strict=True))
    # Never finer than the film itself; coarser costs nothing, since the spread is smooth.
    rows, cols = min(rows, beam.rows), min(cols, beam.cols)
    coarse = cv2.resize(primary, (cols, rows), interpolation=cv2.INTER_AREA)
    source = (coarse * -np.log(np.clip(coarse, 1e-12, 1.0))).astype(np.float32)
    down, across = (n * mm / few for n, mm, few in zip(primary.shape, beam.pitch, (rows, cols), strict=True))
    spread = np.zeros_like(source)
    for wide in _SPREADS:
        sigma = technique.reach * wide
        spread += cv2.GaussianBlur(
            source, (0, 0), sigmaX=sigma / across, sigmaY=sigma / down, borderType=cv2.BORDER_REPLICATE
        )
    spread *= ratio / len(_SPREADS)
    return np.asarray(cv2.resize(spread, (beam.cols, beam.rows), interpolation=cv2.INTER_LINEAR), np.float32)


@lru_cache(maxsize=256)
def _depth(kvp: float) -> float:
    """−log of the primary behind the reference thickness."""
    energies, weights = spectrum(kvp)
    return -math.log(float(weights @ np.exp(-attenuation("soft", energies) * REFERENCE_MM)))
