"""The primary beam against Beer and Lambert written out, and what a polychromatic beam must do."""

import numpy as np
import pytest

from measure.errors import SimulationError
from measure.simulate.exposure import primary
from measure.simulate.matter import attenuation, spectrum
from measure.simulate.rays import Beam, aimed

ALUMINIUM = np.arange(0.0, 31.0, 2.0)  # a step wedge, mm


def film(*rows: np.ndarray) -> Beam:
    return aimed("frontal", (0, 0, 0), sid=1000.0, oid=100.0, pitch=1.0, shape=np.atleast_2d(rows[0]).shape)


def behind(lengths: dict[str, np.ndarray], kvp: float = 80.0, points: int = 8) -> np.ndarray:
    maps = {material: np.atleast_2d(mm).astype(np.float32) for material, mm in lengths.items()}
    return primary(maps, film(*maps.values()), kvp, points).astype(float)


def test_every_energy_summed_in_double_precision() -> None:
    rng = np.random.default_rng(4)
    lengths = {m: rng.uniform(0, mm, (150, 130)) for m, mm in (("soft", 250), ("cortical", 20), ("titanium", 4))}
    energies, weights = spectrum(80.0, 0)
    loss = sum(np.multiply.outer(mm, attenuation(material, energies)) for material, mm in lengths.items())
    np.testing.assert_allclose(behind(lengths), np.exp(-loss) @ weights, rtol=2e-3)


def test_one_energy_makes_a_step_wedge_a_straight_line() -> None:
    energies, _ = spectrum(80.0, 1)
    logs = -np.log(behind({"aluminium": ALUMINIUM}, points=1))[0]
    np.testing.assert_allclose(logs, attenuation("aluminium", energies[0]) * ALUMINIUM, atol=2e-6)


@pytest.mark.parametrize("kvp", [50.0, 80.0, 110.0])
def test_a_step_wedge_hardens_the_beam(kvp: float) -> None:
    logs = -np.log(behind({"aluminium": ALUMINIUM}, kvp))[0]
    steps = np.diff(logs)
    assert np.all(np.diff(steps) < 0), "each further step must absorb less than the one before"
    hardest = attenuation("aluminium", spectrum(kvp, 0)[0][-1])
    assert steps[-1] > 2 * hardest, "but no less than the hardest photons"


def test_a_wedge_behind_a_patient_is_nearly_straight() -> None:
    logs = -np.log(behind({"aluminium": ALUMINIUM, "soft": np.full(len(ALUMINIUM), 200.0)}))[0]
    fit = np.polyval(np.polyfit(ALUMINIUM, logs, 1), ALUMINIUM)
    residual = np.abs(logs - fit).max() / np.ptp(logs)
    alone = -np.log(behind({"aluminium": ALUMINIUM}))[0]
    bent = np.abs(alone - np.polyval(np.polyfit(ALUMINIUM, alone, 1), ALUMINIUM)).max() / np.ptp(alone)
    assert residual < 0.02 < 0.04 < bent


def test_harder_beams_show_less_bone_and_pass_more() -> None:
    contrast, signal = [], []
    for kvp in (50.0, 70.0, 90.0, 120.0):
        flesh, bone = behind({"soft": np.array([180.0, 160.0]), "cortical": np.array([0.0, 20.0])}, kvp)[0]
        contrast.append(np.log(flesh / bone))
        signal.append(flesh)
    assert np.all(np.diff(contrast) < -0.05)
    assert np.all(np.diff(signal) > 0)


def test_no_single_energy_would_do() -> None:
    # Decision 15: fitted to flesh, one energy misses the contrast of bone and metal by this much.
    energies, weights = spectrum(80.0, 0)
    mono = np.linspace(20, 80, 6001)
    flesh = -np.log(weights @ np.exp(-attenuation("soft", energies) * 200))
    best = mono[np.argmin(np.abs(attenuation("soft", mono) * 200 - flesh))]
    missed = {}
    for material, mm in (("cortical", 10.0), ("titanium", 5.0), ("aluminium", 20.0)):
        loss = attenuation("soft", energies) * 200 + attenuation(material, energies) * mm
        true = -np.log(weights @ np.exp(-loss)) - flesh
        missed[material] = attenuation(material, best) * mm / true - 1
    assert missed["cortical"] > 0.2
    assert missed["titanium"] > 0.5
    assert missed["aluminium"] > 0.25


def test_the_open_beam_is_one_and_less_than_nothing_is_nothing() -> None:
    assert np.all(behind({"soft": np.zeros((3, 4))}) == pytest.approx(1.0, abs=1e-6))
    np.testing.assert_array_equal(behind({"soft": np.array([-0.5, 0.0])})[0, 0], behind({"soft": np.zeros(2)})[0, 0])
    beam = film(np.zeros((5, 6)))
    assert primary({}, beam, 80.0).shape == (5, 6)
    assert np.all(primary({}, beam, 80.0) == 1)


def test_denser_spongy_bone_has_less_marrow() -> None:
    energies, weights = spectrum(80.0, 0)
    for density in (0.5, 1.0, 1.6):
        found = behind({"cancellous": np.array([density * 30]), "marrow": np.array([(1 - density) * 30])})[0, 0]
        # By volume: 15 % bone in spongy bone of its own density, marrow in the rest.
        bone = 0.15 * density * 30
        loss = attenuation("cortical", energies) * bone + attenuation("marrow", energies) * (30 - bone)
        assert -np.log(found) == pytest.approx(-np.log(weights @ np.exp(-loss)), rel=5e-3)


def test_no_ray_gains_light() -> None:
    assert behind({"marrow": np.array([-5.0])})[0, 0] == 1


def test_an_unknown_material_is_refused() -> None:
    with pytest.raises(SimulationError, match="material"):
        behind({"granite": np.ones(3)})
