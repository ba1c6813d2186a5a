"""Primary: what reaches the detector without having been scattered."""

import numpy as np
from numpy.typing import NDArray

from measure.simulate.matter import attenuation, spectrum
from measure.simulate.rays import Beam, Lengths

_BLOCK = 8192  # pixels at a time: their energies stay in the cache


def primary(lengths: Lengths, beam: Beam, kvp: float, points: int = 8) -> NDArray[np.float32]:
    """Signal of the unscattered beam, by Beer and Lambert for every energy.

    Parameters
    ----------
    lengths : mapping of str to ndarray
        mm of each material that every ray passes; below zero (solids that overlap) counts as none. Only marrow may
        be negative: what spongy bone denser than its own has less of.
    beam : Beam
        Rays.
    kvp : float
        Tube voltage.
    points : int
        Energies that stand for the spectrum (``spectrum``).

    Returns
    -------
    ndarray of float32, shape (rows, cols)
        1 in the open beam.

    Raises
    ------
    SimulationError
        If a material is unknown.

    Examples
    --------
    >>> from measure.simulate.rays import aimed
    >>> beam = aimed("frontal", (0, 0, 0), sid=1000.0, oid=100.0, pitch=1.0, shape=(1, 2))
    >>> primary({"aluminium": np.array([[0.0, 10.0]], np.float32)}, beam, kvp=80.0).round(3)
    array([[1.   , 0.297]], dtype=float32)
    """
    energies, weights = spectrum(kvp, points)
    signal = np.ones(beam.rows * beam.cols, np.float32)
    if not lengths:
        return signal.reshape(beam.rows, beam.cols)
    loss = -np.stack([attenuation(material, energies) for material in lengths], -1).astype(np.float32)
    maps = [np.asarray(part, np.float32).reshape(-1) for part in lengths.values()]
    least = np.array([[-np.inf if material == "marrow" else 0.0] for material in lengths], np.float32)
    share = weights.astype(np.float32)
    for start in range(0, len(signal), _BLOCK):
        block = slice(start, start + _BLOCK)
        passed = np.stack([part[block] for part in maps])
        np.maximum(passed, least, out=passed)
        left = np.minimum(loss @ passed, 0.0)
        np.exp(left, out=left)
        np.matmul(share, left, out=signal[block])
    return signal.reshape(beam.rows, beam.cols)
