"""The heel effect: falls towards the anode, as SpekPy has it, and only where rays diverge."""

import numpy as np
import pytest

from measure.simulate.exposure import Technique, heel
from measure.simulate.matter import attenuation
from measure.simulate.rays import Beam, BeamKind, aimed


def film(kind: BeamKind = BeamKind.CONE, **stated: object) -> Beam:
    settings = {"sid": 1000.0, "oid": 200.0, "pitch": 2.0, "shape": (201, 151)} | stated
    return aimed("frontal", (0, 0, 0), kind=kind, **settings)  # type: ignore[arg-type]


@pytest.mark.parametrize(("anode", "flip"), [("up", 1), ("down", -1), ("left", 1), ("right", -1)])
def test_it_falls_steadily_towards_the_anode(anode: str, flip: int) -> None:
    gain = heel(film(), Technique(heel=1.0, anode=anode))
    assert gain.shape == ((201, 1) if anode in ("up", "down") else (1, 151))
    profile = gain.ravel()[::flip]
    assert np.all(np.diff(profile) > 0)
    assert profile[len(profile) // 2] == pytest.approx(1.0, abs=1e-6)
    slopes = np.diff(profile)
    assert slopes[0] > 2 * slopes[-1], "and faster there than on the other side"


def test_a_corrected_film_has_a_share_of_it() -> None:
    whole, tenth = (np.log(heel(film(), Technique(heel=h)).astype(float)) for h in (1.0, 0.1))
    np.testing.assert_allclose(tenth, 0.1 * whole, atol=1e-6)
    np.testing.assert_array_equal(heel(film(), Technique(heel=0.0)), 1.0)


def test_it_follows_the_central_ray() -> None:
    beam = film(off_centre=(0.2, 0.0))
    gain = heel(beam, Technique(heel=1.0)).ravel()
    assert np.interp(beam.project((0, 0, 0))[0], np.arange(201), gain) == pytest.approx(1.0, abs=1e-6)


def test_rays_that_run_side_by_side_have_none() -> None:
    technique = Technique(heel=1.0, anode="up")
    np.testing.assert_array_equal(heel(film(BeamKind.PARALLEL), technique), 1.0)
    np.testing.assert_array_equal(heel(film(BeamKind.SLOT), technique), 1.0)
    assert np.ptp(heel(film(BeamKind.SLOT), Technique(heel=1.0, anode="left"))) > 0.05


def test_beyond_the_face_of_the_anode_it_stays_a_number() -> None:
    gain = heel(film(pitch=10.0), Technique(heel=1.0))
    assert np.all((gain >= 0) & (gain < 1.2))


def test_it_is_that_of_spekpy() -> None:
    spekpy = pytest.importorskip("spekpy", reason="SpekPy, which it was fitted to, is not installed")

    def signal(slope: float) -> float:
        tube = spekpy.Spek(kvp=80, th=16, x=-slope * 100, z=100, dk=1.0, targ="W").filter("Al", 3.0)
        energies, photons = tube.get_spectrum(edges=False)
        photons, energies = photons[energies > 10], energies[energies > 10]
        absorbed = energies * (1 - np.exp(-attenuation("csi", energies) * 0.45))
        return float(photons @ absorbed) * (1 + slope**2)

    slopes = np.array([-0.2, 0.0, 0.12, 0.24])
    gain = heel(film(shape=(601, 151)), Technique(heel=1.0)).ravel()
    found = np.interp(300 - slopes * 1000 / 2.0, np.arange(601), gain)  # up is towards the anode; 2 mm a row
    expected = np.array([signal(slope) for slope in slopes])
    np.testing.assert_allclose(found, expected / expected[1], atol=0.035)
