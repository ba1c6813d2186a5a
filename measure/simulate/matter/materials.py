"""Materials: density and attenuation of what a film may show.

``materials.csv`` says what each is made of, and by which source; ``attenuation.csv`` is computed from it by xraylib
(coherent scattering included) with a pair of rows at each absorption edge. ``tools/matter_tables.py`` writes it anew.
"""

import csv
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measure.errors import SimulationError

Array = NDArray[np.float64]


def table(name: str) -> list[dict[str, str]]:
    """Rows of a table of this room."""
    text = files("measure.simulate.matter").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


_DENSITY = {row["material"]: float(row["density"]) for row in table("materials.csv")}
MATERIALS = tuple(_DENSITY)
"""All materials; ``air`` is what has no map and is none of them."""


def density(material: str) -> float:
    """Density of a material in g/cm3.

    Raises
    ------
    SimulationError
        If there is no such material.
    """
    if material not in _DENSITY:
        raise SimulationError(f"material: expected one of {', '.join(MATERIALS)}, got {material!r}")
    return _DENSITY[material]


def attenuation(material: str, energies: ArrayLike) -> Array:
    """Linear attenuation of a material at its own density.

    Parameters
    ----------
    material : str
        One of ``MATERIALS``.
    energies : array_like
        Photon energies in keV, 10 to 150.

    Returns
    -------
    ndarray
        1/mm, of the energies' shape: interpolated between logarithms, as is usual for such tables.

    Raises
    ------
    SimulationError
        If the material is unknown, or an energy is out of range.

    Examples
    --------
    >>> attenuation("water", [30.0, 60.0, 100.0]).round(4)  # NIST prints 0.3756, 0.2059, 0.1707 cm2/g
    array([0.0376, 0.0206, 0.0171])
    """
    own = density(material) / 10  # cm2/g times g/cm3, per mm
    at = np.asarray(energies, float)
    known, columns = _mass_attenuation()
    if at.size and not (np.exp(known[0]) <= at.min() + 1e-9 and at.max() <= np.exp(known[-1]) + 1e-9):
        raise SimulationError(f"attenuation: expected energies from 10 to 150 keV, got {at.min():g} to {at.max():g}")
    return np.asarray(own * np.exp(np.interp(np.log(at), known, columns[material])))


@cache
def _mass_attenuation() -> tuple[Array, dict[str, Array]]:
    """Logarithms of the table's energies, and of each material's cm2/g."""
    rows = table("attenuation.csv")
    columns = {name: np.log([float(row[name]) for row in rows]) for name in MATERIALS}
    return np.log([float(row["kev"]) for row in rows]), columns
