"""Spectra against SpekPy where it is installed; few energies against all of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import SimulationError
from measure.simulate.matter import attenuation, spectrum

PATIENTS = [
    {"soft": 60.0, "cortical": 8.0},
    {"soft": 120.0, "fat": 40.0},
    {"soft": 200.0},
    {"soft": 190.0, "cortical": 10.0, "cancellous": 30.0},
    {"soft": 300.0, "cancellous": 40.0},
    {"soft": 150.0, "titanium": 6.0},
]


def depth(energies: np.ndarray, weights: np.ndarray, patient: dict[str, float]) -> float:
    """−log of the signal behind a patient."""
    loss = sum(attenuation(material, energies) * mm for material, mm in patient.items())
    return -float(np.log(weights @ np.exp(-loss)))


@pytest.mark.parametrize("kvp", [40, 60, 75, 80, 95, 120, 130])
def test_spectra_are_those_of_spekpy(kvp: int) -> None:
    spekpy = pytest.importorskip("spekpy", reason="SpekPy, the source of the table, is not installed")
    tube = spekpy.Spek(kvp=kvp, th=12, dk=1.0, targ="W")
    tube.filter("Al", 3.0).filter("Air", 1000.0)
    energies, photons = tube.get_spectrum(edges=False)
    photons, energies = photons[energies > 10], energies[energies > 10]
    signal = photons * energies * (1 - np.exp(-attenuation("csi", energies) * 0.45))
    for patient in PATIENTS:
        found = depth(*spectrum(kvp, 0), patient)
        # Halfway between two voltages of the table the spectrum is the mean of both.
        assert found == pytest.approx(depth(energies, signal / signal.sum(), patient), rel=5e-3)


@pytest.mark.parametrize("kvp", [40.0, 60.0, 80.0, 102.0, 130.0])
@pytest.mark.parametrize("patient", PATIENTS, ids=str)
@pytest.mark.parametrize(("points", "off"), [(4, 0.02), (8, 0.002), (12, 0.002)])
def test_few_energies_do_as_well_as_all(kvp: float, patient: dict[str, float], points: int, off: float) -> None:
    assert depth(*spectrum(kvp, points), patient) == pytest.approx(depth(*spectrum(kvp, 0), patient), abs=off)


def test_cement_with_its_edge_in_mid_beam_is_the_worst() -> None:
    patient = {"soft": 180.0, "cement": 20.0}
    for kvp in (60.0, 80.0, 110.0):
        assert depth(*spectrum(kvp), patient) == pytest.approx(depth(*spectrum(kvp, 0), patient), abs=0.1)


@given(st.floats(40, 130), st.integers(1, 12))
def test_chosen_energies_keep_the_moments(kvp: float, points: int) -> None:
    every, shares = spectrum(kvp, 0)
    energies, weights = spectrum(kvp, points)
    assert len(energies) == points
    assert np.all(weights > 0)
    assert 10 < energies.min() <= energies.max() < kvp + 10
    for power in range(min(2 * points, 8)):
        assert weights @ (energies / 50) ** power == pytest.approx(shares @ (every / 50) ** power, rel=1e-9)


def test_one_energy_is_the_mean() -> None:
    energies, weights = spectrum(80.0, 0)
    assert spectrum(80.0, 1)[0] == pytest.approx(energies @ weights)


def test_more_voltage_is_a_harder_beam_and_no_photon_beyond_it() -> None:
    means = []
    for kvp in (40.0, 60.0, 80.0, 100.0, 130.0):
        energies, weights = spectrum(kvp, 0)
        assert energies.max() < kvp
        assert weights.sum() == pytest.approx(1.0)
        means.append(energies @ weights)
    assert np.all(np.diff(means) > 3)


def test_what_is_kept_for_later_cannot_be_changed() -> None:
    energies, weights = spectrum(80.0)
    for array in (energies, weights):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0.0


@pytest.mark.parametrize(("kvp", "points"), [(39.0, 8), (131.0, 8), (80.0, -1), (float("nan"), 8)])
def test_what_no_tube_gives_is_refused(kvp: float, points: int) -> None:
    with pytest.raises(SimulationError, match="spectrum"):
        spectrum(kvp, points)
