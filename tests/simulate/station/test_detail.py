"""Detail: nothing changed where nothing is asked for; faint and strong contrast by scale."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.simulate.station import Detail

PLAIN = Detail(1.0, 1.0, 1.0, 1.0)


def waves(mm_long, depth, mm=0.5, size=256):
    """Vertical stripes about 0.5."""
    x = np.arange(size) * mm
    line = 0.5 + depth * np.sin(2 * np.pi * x / mm_long)
    return np.repeat(line[None].astype(np.float32), size, axis=0)


def amplitude(picture):
    """Root mean square about the mean, away from the edges."""
    return float(np.std(picture[64:-64, 64:-64]))


@settings(max_examples=25)
@given(st.integers(1, 90), st.integers(1, 90), st.integers(0, 99))
def test_gains_of_one_give_the_picture_back(rows, cols, seed):
    picture = np.random.default_rng(seed).random((rows, cols), np.float32)
    assert PLAIN(picture, 0.5) == pytest.approx(picture, abs=1e-5)


@settings(max_examples=25)
@given(st.floats(0, 1), st.floats(0.2, 1))
def test_a_flat_picture_moves_towards_the_middle(grey, base):
    flat = np.full((70, 50), grey, np.float32)
    assert Detail(2.0, 2.0, 2.0, base)(flat, 1.0) == pytest.approx(0.5 + base * (flat - 0.5), abs=1e-5)


def test_faint_stripes_of_the_boosted_scale_gain_and_strong_ones_gain_less():
    boost = Detail(1.0, 2.0, 1.0, 1.0, knee=0.05)
    faint, strong = (amplitude(boost(waves(10.0, d), 0.5)) / amplitude(waves(10.0, d)) for d in (0.001, 0.4))
    assert 1.6 < faint <= 2.0
    assert 1.0 < strong < 1.25


def test_a_scale_is_millimetres_whatever_the_pixel():
    boost = Detail(1.0, 2.0, 1.0, 1.0)
    fine, coarse = (amplitude(boost(waves(16.0, 0.001, mm), mm)) for mm in (0.5, 1.0))
    assert fine == pytest.approx(coarse, rel=0.1)


def test_the_core_fades_noise_and_keeps_edges():
    rng = np.random.default_rng(1)
    picture = np.full((200, 200), 0.2, np.float32)
    picture[:, 100:] = 0.8
    noisy = picture + rng.normal(0, 0.004, picture.shape).astype(np.float32)
    cored = Detail(1.0, 1.0, 1.0, 1.0, core=0.01)(noisy, 0.2)
    assert cored[20:-20, 20:80].std() < 0.6 * noisy[20:-20, 20:80].std()
    assert cored[50:150, 101].mean() - cored[50:150, 98].mean() > 0.55
