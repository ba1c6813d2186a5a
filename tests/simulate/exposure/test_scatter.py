"""Scatter: as much as was asked on an even slab, in proportion to thickness, and spread widely."""

import numpy as np
import pytest

from measure.simulate.exposure import Technique, primary, scatter
from measure.simulate.rays import Beam, aimed


def film(pitch: float = 1.5, shape: tuple[int, int] = (280, 240)) -> Beam:
    return aimed("frontal", (0, 0, 0), sid=1150.0, oid=200.0, pitch=pitch, shape=shape)


def slab(beam: Beam, mm: float) -> np.ndarray:
    return primary({"soft": np.full((beam.rows, beam.cols), mm, np.float32)}, beam, 80.0)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.8])
@pytest.mark.parametrize("pitch", [0.4, 1.5, 20.0])
def test_the_share_behind_the_reference_slab_is_as_asked(share: float, pitch: float) -> None:
    beam = film(pitch)
    direct = slab(beam, 200.0)
    veil = scatter(direct, beam, Technique(scatter=share))
    np.testing.assert_allclose(veil / (veil + direct), share, rtol=5e-4)


def test_scatter_over_primary_grows_with_depth() -> None:
    beam, technique = film(), Technique(scatter=0.5)
    ratios, depths = [], []
    for mm in (50.0, 100.0, 200.0, 300.0):
        direct = slab(beam, mm)
        ratios.append(float((scatter(direct, beam, technique) / direct).mean()))
        depths.append(-np.log(float(direct[0, 0])))
    assert ratios[2] == pytest.approx(1.0, rel=1e-3)
    np.testing.assert_allclose(np.divide(ratios, depths), ratios[2] / depths[2], rtol=1e-3)


def test_all_that_is_sent_out_arrives() -> None:
    beam = film(1.0, (900, 800))
    thick = np.zeros((900, 800), np.float32)
    thick[420:480, 380:420] = 150.0
    direct = primary({"soft": thick}, beam, 80.0)
    technique = Technique(scatter=0.5, reach=30.0)
    veil = scatter(direct, beam, technique)
    even = slab(beam, 150.0)
    sent = float((scatter(even, beam, technique) / 1)[0, 0]) * 60 * 40
    assert veil.sum(dtype=float) == pytest.approx(sent, rel=0.02)


def test_its_spread_is_as_asked_and_even_in_all_directions() -> None:
    beam = film(1.0, (801, 801))
    thick = np.zeros((801, 801), np.float32)
    thick[396:405, 396:405] = 150.0
    veil = scatter(primary({"soft": thick}, beam, 80.0), beam, Technique(reach=30.0)).astype(float)
    row, col = np.mgrid[:801, :801] - 400
    down, across = np.sqrt((veil * row**2).sum() / veil.sum()), np.sqrt((veil * col**2).sum() / veil.sum())
    # Half with a standard deviation of 15 mm, half with 45 mm.
    expected = np.sqrt((15**2 + 45**2) / 2)
    assert down == pytest.approx(across, rel=1e-3)
    assert down == pytest.approx(expected, rel=0.03)


def test_it_lays_a_veil_beside_the_patient_and_takes_contrast() -> None:
    beam = film()
    thick = np.zeros((280, 240), np.float32)
    thick[:, 60:180] = 200.0
    bone = np.zeros_like(thick)
    bone[:, 115:125] = 15.0
    direct = primary({"soft": thick - bone, "cortical": bone}, beam, 80.0)
    veil = scatter(direct, beam, Technique(scatter=0.6))
    assert veil[140, 55] > veil[140, 20] > veil[140, 0] > 0
    total = direct + veil
    assert np.log(total[140, 100] / total[140, 120]) < 0.7 * np.log(direct[140, 100] / direct[140, 120])
    smooth = np.abs(np.diff(veil, axis=1)).max()
    assert smooth < 0.05 * np.abs(np.diff(direct, axis=1)).max()


def test_none_asked_none_given_and_none_from_air() -> None:
    beam = film()
    assert not scatter(slab(beam, 200.0), beam, Technique(scatter=0.0)).any()
    assert np.abs(scatter(np.ones((280, 240), np.float32), beam, Technique(scatter=0.8))).max() < 1e-6


def test_unequal_pixels_spread_by_millimetres() -> None:
    beam = aimed("frontal", (0, 0, 0), sid=1150.0, oid=200.0, pitch=(1.0, 2.0), shape=(600, 300))
    thick = np.zeros((600, 300), np.float32)
    thick[295:305, 148:152] = 150.0
    veil = scatter(primary({"soft": thick}, beam, 80.0), beam, Technique(reach=30.0)).astype(float)
    row, col = np.mgrid[:600, :300]
    row, col = row - 299.5, (col - 149.5) * 2
    assert (veil * row**2).sum() == pytest.approx((veil * col**2).sum(), rel=0.03)
