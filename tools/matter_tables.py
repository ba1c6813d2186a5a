"""Write the tables of measure/simulate/matter: attenuation by xraylib, tungsten spectra by SpekPy.

Run ``python tools/matter_tables.py`` with xraylib 4 and spekpy 2.5 installed; nothing that is shipped imports either.
"""

import csv
from pathlib import Path

import numpy as np
import spekpy
import xraylib

MATTER = Path(__file__).resolve().parents[1] / "measure" / "simulate" / "matter"
ENERGIES = [*range(10, 40, 1), *range(40, 80, 2), *range(80, 151, 5)]
EDGES = [(82, xraylib.L3_SHELL), (82, xraylib.L2_SHELL), (82, xraylib.L1_SHELL), (42, xraylib.K_SHELL)]
EDGES += [(z, xraylib.K_SHELL) for z in (53, 55, 56, 82)]
ASIDE = 0.02  # keV from an edge: nearer, the source's own interpolation rounds it
KVP = range(40, 131, 10)
ANODE_DEGREES, FILTER_MM, AIR_MM = 12.0, 3.0, 1000.0


def materials() -> dict[str, dict[str, str]]:
    """Rows of materials.csv by name."""
    with (MATTER / "materials.csv").open(encoding="utf-8", newline="") as file:
        return {row["material"]: row for row in csv.DictReader(file)}


def mass_attenuation(name: str, energy: float, rows: dict[str, dict[str, str]]) -> float:
    """cm2/g, coherent scattering included, of a material, an element or a compound."""
    if name not in rows:
        return xraylib.CS_Total_CP(name, energy)
    words = rows[name]["composition"].split()
    parts = [(part, float(share)) for part, share in zip(words[::2], words[1::2], strict=True)]
    whole = sum(share for _, share in parts)
    return sum(share * mass_attenuation(part, energy, rows) for part, share in parts) / whole


def fluence(kvp: float) -> tuple[np.ndarray, np.ndarray]:
    """Energies in keV, 1 keV apart, and the share of photons in each."""
    tube = spekpy.Spek(kvp=kvp, th=ANODE_DEGREES, dk=1.0, targ="W")
    tube.filter("Al", FILTER_MM).filter("Air", AIR_MM)
    energies, photons = tube.get_spectrum(edges=False)
    return energies, photons / photons.sum()


def main() -> None:
    """Write both tables."""
    rows = materials()
    edges = [xraylib.EdgeEnergy(z, shell) for z, shell in EDGES]
    energies = sorted([*map(float, ENERGIES), *(e - ASIDE for e in edges), *(e + ASIDE for e in edges)])
    with (MATTER / "attenuation.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["kev", *rows])
        for kev in energies:
            table.writerow([f"{kev:g}", *(f"{mass_attenuation(name, kev, rows):.5g}" for name in rows)])
    columns = {kvp: dict(zip(*fluence(kvp), strict=True)) for kvp in KVP}
    with (MATTER / "spectra.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["kev", *KVP])
        for kev in np.arange(10.5, max(KVP), 1.0):
            table.writerow([f"{kev:g}", *(f"{columns[kvp].get(kev, 0.0):.4g}" for kvp in KVP)])


if __name__ == "__main__":
    main()
