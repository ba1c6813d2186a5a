"""Attenuation against what NIST prints, and against xraylib where it is installed."""

import csv
from importlib.resources import files
from itertools import pairwise
from types import ModuleType

import numpy as np
import pytest

from measure.errors import SimulationError
from measure.simulate.matter import MATERIALS, attenuation, density

# cm2/g at 30, 60 and 100 keV: NIST, X-Ray Mass Attenuation Coefficients, tables 3 and 4.
NIST = {
    "water": (0.3756, 0.2059, 0.1707),
    "aluminium": (1.128, 0.2778, 0.1704),
    "lead": (30.32, 5.021, 5.549),
    "soft": (0.3783, 0.2048, 0.1693),
    "fat": (0.3063, 0.1974, 0.1688),
    "cortical": (1.331, 0.3148, 0.1855),
    "plastic": (0.3032, 0.1924, 0.1641),
}


def rows(name: str) -> dict[str, dict[str, str]]:
    text = files("measure.simulate.matter").joinpath(name).read_text(encoding="utf-8")
    table = list(csv.DictReader(text.splitlines()))
    return {row[next(iter(row))]: row for row in table}


@pytest.fixture(scope="module")
def xraylib() -> ModuleType:
    return pytest.importorskip("xraylib", reason="xraylib, the source of the table, is not installed")


@pytest.mark.parametrize("material", NIST)
def test_what_nist_prints(material: str) -> None:
    mass = attenuation(material, [30.0, 60.0, 100.0]) * 10 / density(material)
    np.testing.assert_allclose(mass, NIST[material], rtol=0.01)


def by_mass(xraylib: ModuleType, material: str, energy: float) -> float:
    """cm2/g from the composition in materials.csv; a part may be another row."""
    table = rows("materials.csv")
    if material not in table:
        return float(xraylib.CS_Total_CP(material, energy))
    words = table[material]["composition"].split()
    parts = dict(zip(words[::2], map(float, words[1::2]), strict=True))
    return sum(share * by_mass(xraylib, part, energy) for part, share in parts.items()) / sum(parts.values())


@pytest.mark.parametrize("material", MATERIALS)
def test_between_the_rows_too_it_is_xraylib(xraylib: ModuleType, material: str) -> None:
    energies = np.array([10.0, 13.5, 18.3, 25.5, 33.0, 37.3, 38.4, 47.1, 63.3, 77.7, 87.5, 90.2, 117.0, 149.0])
    found = attenuation(material, energies) * 10 / density(material)
    np.testing.assert_allclose(found, [by_mass(xraylib, material, e) for e in energies], rtol=4e-3)


@pytest.mark.parametrize("material", MATERIALS)
def test_shares_by_mass_are_whole_and_every_row_has_a_source(material: str) -> None:
    row = rows("materials.csv")[material]
    assert sum(map(float, row["composition"].split()[1::2])) == pytest.approx(1.0, abs=2e-3)
    assert len(row["source"]) > 4


def test_marrow_bone_and_spongiosa_weigh_what_their_parts_do() -> None:
    bone, marrow = density("cortical"), density("marrow")
    assert density("cancellous") == pytest.approx(0.15 * bone + 0.85 * marrow, abs=2e-3)
    words = rows("materials.csv")["cancellous"]["composition"].split()
    assert float(words[1]) == pytest.approx(0.15 * bone / density("cancellous"), abs=2e-3)
    cement = 1 / (0.813 / 1.19 + 0.187 / 4.5)
    assert density("cement") == pytest.approx(cement, abs=0.01)


@pytest.mark.parametrize(("material", "edge"), [("cement", 37.4406), ("lead", 88.0045), ("csi", 35.9846)])
def test_attenuation_jumps_at_an_edge_and_falls_elsewhere(material: str, edge: float) -> None:
    below, above = attenuation(material, [edge - 0.03, edge + 0.03])
    assert above > 1.5 * below
    assert np.all(np.diff(attenuation(material, np.linspace(edge + 0.1, edge + 30 if edge < 80 else 150, 50))) < 0)


def test_bone_absorbs_more_than_flesh_and_fat_less_at_every_energy() -> None:
    energies = np.linspace(20, 120, 60)
    ladder = ["fat", "soft", "cancellous", "cortical", "titanium", "steel", "lead"]
    values = [attenuation(material, energies) for material in ladder]
    for low, high in pairwise(values):
        assert np.all(low < high)


def test_shapes_are_kept() -> None:
    assert attenuation("water", 60.0).shape == ()
    assert attenuation("water", np.full((2, 3), 60.0)).shape == (2, 3)


@pytest.mark.parametrize("energy", [9.0, 151.0, np.nan])
def test_energies_out_of_the_table_are_refused(energy: float) -> None:
    with pytest.raises(SimulationError, match="energies"):
        attenuation("water", energy)


@pytest.mark.parametrize("material", ["air", "wood", ""])
def test_an_unknown_material_is_refused(material: str) -> None:
    with pytest.raises(SimulationError, match="material"):
        attenuation(material, 60.0)
