"""Exposures: noise that follows dose, blur as asked, the open beam at one, the same film from the same seed."""

from dataclasses import replace

import numpy as np
import pytest

from measure.simulate.exposure import Technique, expose, metered, primary, scatter
from measure.simulate.rays import Beam, aimed, path_lengths
from measure.simulate.seeds import stream
from measure.simulate.solids import Solid, ball

QUIET = Technique(scatter=0.0, heel=0.0, focal_blur=0.0, detector_blur=0.0, electronic=0.0, quanta=2e6)


def film(pitch: float = 0.2, shape: tuple[int, int] = (300, 280)) -> Beam:
    return aimed("lateral", (0, 0, 0), sid=1150.0, oid=280.0, pitch=pitch, shape=shape)


def slab(beam: Beam, mm: float) -> dict[str, np.ndarray]:
    return {"soft": np.full((beam.rows, beam.cols), mm, np.float32)}


def test_the_open_beam_is_one() -> None:
    for technique in (QUIET, Technique()):
        open_beam = expose({}, film(), technique, stream(1, "noise"))
        assert open_beam.dtype == np.float32
        assert float(open_beam.mean()) == pytest.approx(1.0, abs=5e-3)


def test_without_noise_it_is_primary_and_scatter() -> None:
    beam, technique = film(), replace(QUIET, scatter=0.4)
    lengths = slab(beam, 180.0)
    direct = primary(lengths, beam, 80.0)
    np.testing.assert_allclose(expose(lengths, beam, technique, None), direct + scatter(direct, beam, technique))


@pytest.mark.parametrize("quanta", [1e4, 1e5, 1e6])
@pytest.mark.parametrize("mm", [0.0, 50.0, 120.0])
def test_variance_is_signal_over_dose(quanta: float, mm: float) -> None:
    beam = film()
    noisy = expose(slab(beam, mm), beam, replace(QUIET, quanta=quanta), stream(2, "noise")).astype(float)
    mean = float(expose(slab(beam, mm), beam, QUIET, None)[0, 0])
    count = noisy.size
    assert noisy.var() == pytest.approx(mean / (quanta * 0.2**2), rel=5 * np.sqrt(2 / count))
    assert noisy.mean() == pytest.approx(mean, abs=5 * noisy.std() / np.sqrt(count))


def test_pixels_four_times_as_large_catch_four_times_as_many_quanta() -> None:
    small, large = (expose({}, film(p), QUIET, stream(3, "noise")).astype(float) for p in (0.2, 0.4))
    assert small.var() / large.var() == pytest.approx(4.0, rel=0.05)


def test_the_detector_blurs_noise_but_loses_none_of_it_over_large_areas() -> None:
    beam, technique = film(0.15, (1024, 1024)), replace(QUIET, detector_blur=0.2)
    noise = expose({}, beam, technique, stream(4, "noise")).astype(float) - 1
    white = 1 / (2e6 * 0.15**2)
    assert noise.var() < 0.2 * white
    neighbour = (noise[:, 1:] * noise[:, :-1]).mean() / noise.var()
    assert neighbour == pytest.approx(np.exp(-((0.15 / 0.2) ** 2) / 4), abs=0.02)
    blocks = noise.reshape(32, 32, 32, 32).mean(axis=(1, 3))
    assert blocks.var() * 32**2 == pytest.approx(white, rel=0.2)


def test_electronic_noise_is_all_that_is_left_behind_lead() -> None:
    beam = film()
    dark = expose(
        {"lead": np.full((300, 280), 50.0, np.float32)}, beam, replace(QUIET, electronic=1e-3), stream(5, "x")
    )
    assert dark.min() == 0
    half = dark[dark > 0]
    # Stated for pixels of 0.15 mm; these have 0.2 mm, and sum up as much more signal.
    assert float(np.sqrt((half.astype(float) ** 2).mean())) == pytest.approx(1e-3 * (0.15 / 0.2) ** 2, rel=0.02)


@pytest.mark.parametrize(("focus", "detector"), [(0.4, 0.0), (0.0, 0.4), (0.3, 0.3)])
def test_an_edge_is_blurred_as_asked(focus: float, detector: float) -> None:
    beam = film(0.1, (20, 200))
    lead = np.zeros((20, 200), np.float32)
    lead[:, 100:] = 30.0
    edge = expose({"lead": lead}, beam, replace(QUIET, focal_blur=focus, detector_blur=detector), None)[10].astype(
        float
    )
    line = -np.diff(edge)
    at = (np.arange(199) + 0.5 - 99.5) * 0.1
    assert line @ at == pytest.approx(0.0, abs=1e-3)
    assert np.sqrt(line @ at**2) == pytest.approx(np.hypot(focus, detector), rel=0.03)


def test_a_blur_far_below_a_pixel_changes_nothing() -> None:
    beam = film(1.5, (40, 30))
    lengths = {"cortical": np.random.default_rng(1).uniform(0, 20, (40, 30)).astype(np.float32)}
    sharp = expose(lengths, beam, QUIET, None)
    np.testing.assert_array_equal(expose(lengths, beam, replace(QUIET, focal_blur=0.2), None), sharp)


def test_the_same_seed_gives_the_same_film_and_the_maps_stay() -> None:
    beam, lengths = film(), slab(film(), 100.0)
    one, two, other = (expose(lengths, beam, Technique(), stream(seed, "noise")) for seed in (7, 7, 8))
    np.testing.assert_array_equal(one, two)
    assert np.abs(one - other).max() > 0
    assert np.all(lengths["soft"] == 100)


def test_metered_gives_what_was_asked_behind_the_patient() -> None:
    beam = film(1.0, (400, 300))
    lengths = slab(beam, 0.0)
    lengths["soft"][100:300, 60:240] = 220.0
    technique = metered(lengths, beam, Technique(scatter=0.3, heel=0.0), 50_000.0)
    signal = expose(lengths, beam, technique, None)[150:250, 120:180]
    assert technique.quanta * float(np.median(signal)) == pytest.approx(50_000, rel=0.05)
    assert metered({}, beam, Technique()).quanta == pytest.approx(50_000)


def test_fat_patients_get_more() -> None:
    beam = film(2.0, (100, 90))
    thin, fat = (metered(slab(beam, mm), beam, Technique()).quanta for mm in (150.0, 300.0))
    assert fat > 10 * thin


@pytest.mark.parametrize("oid", [50.0, 280.0])
def test_the_shadow_of_a_steel_ball_is_magnified_by_sid_over_sod(oid: float) -> None:
    beam = aimed("lateral", (0, 0, 0), sid=1150.0, oid=oid, pitch=0.05, shape=(801, 801))
    lengths = path_lengths([Solid(ball(12.5, detail=700), "steel", "air")], beam)
    shadow = expose(lengths, beam, QUIET, None) < 0.98
    radius = np.sqrt(shadow.sum() / np.pi) * 0.05
    sod = 1150 - oid
    # The rim of a ball lies a little before its centre, hence the root.
    assert radius / 12.5 == pytest.approx(1150 / np.sqrt(sod**2 - 12.5**2), rel=1e-3)
    assert radius / 12.5 == pytest.approx(1150 / sod, rel=1e-3)
