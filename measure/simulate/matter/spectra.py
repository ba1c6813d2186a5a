"""Spectra: the photons of a diagnostic tube, as a detector weighs them.

``spectra.csv`` holds the share of photons per keV of a tungsten anode (12 degrees) behind 3 mm of aluminium and 1 m of
air, computed with SpekPy 2.5 (Poludniowski, Omar, Bujila, Andreo: Med Phys 2021); ``tools/matter_tables.py`` writes it
anew.
"""

from functools import cache, lru_cache

import numpy as np

from measure.errors import SimulationError
from measure.simulate.matter.materials import Array, attenuation, table

_CSI_MM = 0.45  # a scintillator of 600 um, three quarters of it caesium iodide: textbook figure, rounded


@lru_cache(maxsize=256)
def spectrum(kvp: float, points: int = 8) -> tuple[Array, Array]:
    """Energies of a beam and the share of the open-beam signal that each gives.

    Parameters
    ----------
    kvp : float
        Tube voltage, 40 to 130 kV.
    points : int
        How many energies stand for the spectrum, chosen as Gauss would; 0 for all, 1 keV apart. Behind a patient
        4 give the logarithm of the signal to 0.005 and 8 to 0.001; cement, with barium's edge in mid-beam, to 0.1.

    Returns
    -------
    energies, weights : ndarray, shape (points,)
        keV, and shares that sum to 1: photons times energy times what caesium iodide absorbs. Light that escapes
        from the scintillator as fluorescence is left out.

    Raises
    ------
    SimulationError
        If the voltage is out of range or the number of energies is negative.

    Examples
    --------
    >>> energies, weights = spectrum(80.0)
    >>> len(energies), round(float(weights.sum()), 9), round(float(energies @ weights))
    (8, 1.0, 47)
    """
    voltages, energies, columns = _table()
    if not voltages[0] <= kvp <= voltages[-1] or points < 0:
        raise SimulationError(
            f"spectrum: expected {voltages[0]:.0f} to {voltages[-1]:.0f} kV and 0 energies or more, "
            f"got {kvp} kV and {points}"
        )
    above = min(int(np.searchsorted(voltages, kvp, side="right")), len(voltages) - 1)
    share = (kvp - voltages[above - 1]) / (voltages[above] - voltages[above - 1])
    signal = (1 - share) * columns[above - 1] + share * columns[above]
    there = signal > 0
    energies, weights = energies[there], signal[there] / signal.sum()
    return _frozen(*(_gauss(energies, weights, points) if points else (energies, weights)))


@cache
def _table() -> tuple[Array, Array, Array]:
    """Voltages, energies, and for each voltage what each energy gives to the signal."""
    rows = table("spectra.csv")
    names = [name for name in rows[0] if name != "kev"]
    energies = np.array([float(row["kev"]) for row in rows])
    absorbed = energies * (1 - np.exp(-attenuation("csi", energies) * _CSI_MM))
    columns = np.array([[float(row[name]) for row in rows] for name in names])
    return np.array([float(name) for name in names]), energies, columns * absorbed


def _gauss(energies: Array, weights: Array, points: int) -> tuple[Array, Array]:
    """Gauss's rule for sums weighted by a spectrum: few energies, exact for polynomials of degree 2·points − 1.

    Its energies are the eigenvalues of multiplication by the energy among polynomials below that many points (Golub
    and Welsch, 1969). Attenuation is smooth in energy but for edges, so that few suffice.
    """
    root = np.sqrt(weights)
    unit = np.polynomial.legendre.legvander(np.interp(energies, energies[[0, -1]], [-1, 1]), points - 1)
    basis, _ = np.linalg.qr(root[:, None] * unit)
    chosen, turned = np.linalg.eigh(basis.T @ (energies[:, None] * basis))
    return chosen, (turned.T @ (basis.T @ root)) ** 2


def _frozen(*arrays: Array) -> tuple[Array, Array]:
    for array in arrays:
        array.setflags(write=False)
    return arrays[0], arrays[1]
