"""Develop: chains against closed forms on a wedge, and everything that is done to the values afterwards."""

from dataclasses import replace

import numpy as np
import pytest

from measure.errors import SimulationError
from measure.model import Intensity
from measure.simulate.station import CLINICAL, RAW_LIN, RAW_LOG, Blades, Label, Look, Tone, develop

PLAIN = Look(detail=None, tone=Tone("straight"), range=(0.0, 1.0))
LENGTHS = np.linspace(0.5, 6.0, 400)
WEDGE = np.repeat(np.exp(-LENGTHS).astype(np.float32)[None], 60, axis=0)


def test_raw_values_are_proportional_to_the_signal():
    stored = develop(WEDGE, RAW_LIN, 0, 0.2).astype(float)
    assert stored == pytest.approx(WEDGE * 0.2 * 65535, abs=0.6)


def test_logarithmic_values_are_proportional_to_what_was_in_the_way():
    stored = develop(WEDGE, RAW_LOG, 0, 0.2)[0].astype(float)
    slope = RAW_LOG.top / (3.0 * np.log(10))
    assert np.diff(stored) / np.diff(LENGTHS) == pytest.approx(slope, abs=1.1 / np.diff(LENGTHS)[0])
    assert (stored[-1] - stored[0]) / 5.5 == pytest.approx(slope, rel=1e-3)


def test_a_plain_display_uses_the_whole_range_and_never_falls():
    stored = develop(WEDGE, PLAIN, 0, 0.2)[0].astype(int)
    assert np.all(np.diff(stored) >= 0)
    assert stored[0] < 20
    assert stored[-1] > PLAIN.top - 20


@pytest.mark.parametrize("look", [PLAIN, CLINICAL, RAW_LOG])
def test_monochrome1_is_the_complement(look):
    bright, dark = (develop(WEDGE, replace(look, monochrome1=m), 0, 0.2).astype(int) for m in (False, True))
    assert np.abs(bright + dark - look.top).max() <= 1


@pytest.mark.parametrize("bits", [8, 10, 12, 16])
def test_values_fit_their_bits(bits):
    stored = develop(WEDGE, replace(CLINICAL, bits=bits), 0, 0.2)
    assert stored.dtype == np.uint16
    assert (1 << bits) // 2 < stored.max() < 1 << bits


def test_narrow_ranges_saturate_at_both_ends():
    stored = develop(WEDGE, replace(PLAIN, range=(0.2, 0.8)), 0, 0.2)[0]
    assert np.count_nonzero(stored == 0) == pytest.approx(80, abs=4)
    assert np.count_nonzero(stored == PLAIN.top) == pytest.approx(80, abs=4)


def test_same_seed_same_values_and_the_signal_is_left_alone():
    look = replace(CLINICAL, dead=40, grid=0.02)
    before = WEDGE.copy()
    assert np.array_equal(develop(WEDGE, look, 4, 0.2), develop(WEDGE, look, 4, 0.2))
    assert not np.array_equal(develop(WEDGE, look, 4, 0.2), develop(WEDGE, look, 5, 0.2))
    assert np.array_equal(WEDGE, before)


@pytest.mark.parametrize(("shutter", "grey"), [(0.0, 0.25), (1.0, 0.75)])
def test_the_mask_takes_the_ends_of_the_tone_curve(shutter, grey):
    look = replace(PLAIN, blades=Blades(top=0.3), shutter=shutter, tone=Tone("straight", black=0.25, white=0.75))
    stored = develop(WEDGE, look, 0, 0.2)
    assert stored[:16] == pytest.approx(grey * look.top, abs=1)


def test_without_a_mask_the_blades_are_bright():
    stored = develop(WEDGE, replace(PLAIN, blades=Blades(top=0.3, leak=1e-4, glow=0.0)), 0, 0.2)
    assert np.all(stored[:10] == PLAIN.top)


def test_a_lossy_picture_stays_near_and_has_few_levels():
    clean, lossy = (develop(WEDGE, replace(PLAIN, jpeg=jpeg), 0, 0.2).astype(int) for jpeg in (None, 60))
    assert len(np.unique(lossy)) <= 256
    assert np.abs(clean - lossy).mean() < 0.02 * PLAIN.top


def test_labels_are_drawn_last():
    label = Label("R", (0.5, 0.5), 5.0, ink=1.0, box=0.0)
    stored = develop(WEDGE, replace(PLAIN, labels=(label,)), 0, 0.2)
    assert {0, PLAIN.top} <= set(stored[20:40, 180:220].ravel().tolist())


def test_sharpening_and_local_equalisation_raise_local_contrast():
    ripple = WEDGE * (1 + 0.02 * np.sin(np.arange(400) * 0.8)).astype(np.float32)

    def contrast(look):
        grey = develop(ripple, look, 0, 0.4).astype(float)[30]
        return np.abs(np.diff(grey, 2)).mean()

    left = np.exp(-(0.8**2) / 2)  # of the ripple, by a Gaussian of one pixel
    assert contrast(replace(PLAIN, sharpen=1.0)) == pytest.approx((2 - left) * contrast(PLAIN), rel=0.05)
    assert contrast(replace(PLAIN, local=3.0)) > contrast(PLAIN)


def test_a_chain_for_processing_knows_no_display_steps():
    look = replace(CLINICAL, chain=Intensity.LOG, detail=None)
    bent = replace(look, tone=Tone("gamma", 3.0), sharpen=2.0, local=2.0)
    assert np.array_equal(develop(WEDGE, look, 0, 0.2), develop(WEDGE, bent, 0, 0.2))


def test_a_signal_that_is_no_picture_is_refused():
    with pytest.raises(SimulationError, match="station: expected a signal"):
        develop(np.zeros((0, 3), np.float32), CLINICAL, 0, 0.2)
