"""Looks: the named ones show bone, random ones vary and never fail."""

import numpy as np
import pytest

from measure.model import Intensity
from measure.simulate.station import CLINICAL, RAW_LIN, RAW_LOG, develop, some_look

VIEWS = ("frontal", "lateral", "leg")


@pytest.fixture(scope="module")
def phantom():
    """A thick cylinder with a rod of bone, in open beam, lightly noisy."""
    x = np.linspace(-150, 150, 200)
    soft = 2 * np.sqrt(np.clip(110**2 - x**2, 0, None))
    bone = 2 * np.sqrt(np.clip(18**2 - x**2, 0, None))
    signal = np.repeat(np.exp(-0.019 * soft - 0.03 * bone)[None], 240, axis=0)
    return np.random.default_rng(0).poisson(signal * 1e5).astype(np.float32) / 1e5


def test_the_clinical_look_has_black_air_grey_tissue_and_brighter_bone(phantom):
    grey = develop(phantom, CLINICAL, 0, 1.5) / CLINICAL.top
    air, soft, bone = (grey[:, part].mean() for part in (slice(0, 20), slice(60, 80), slice(97, 103)))
    assert air < 0.02
    assert 0.2 < soft < bone - 0.1
    assert bone < 0.97
    assert (grey == 1).mean() < 0.005


def test_the_raw_looks_are_for_processing():
    assert (RAW_LOG.chain, RAW_LIN.chain) == (Intensity.LOG, Intensity.LIN)
    assert RAW_LIN.monochrome1


@pytest.mark.parametrize("view", VIEWS)
def test_random_looks_differ_and_always_leave_a_picture(phantom, view):
    rng = np.random.default_rng(1)
    looks = [some_look(rng, view) for _ in range(120)]
    assert len(set(looks)) == 120
    flat = 0
    for look in looks:
        stored = develop(phantom, look, rng, 1.5)
        assert stored.max() <= look.top
        flat += stored[40:200, 40:160].std() / look.top < 0.02
    assert flat < 6


def test_the_draw_covers_what_real_films_have():
    rng = np.random.default_rng(2)
    looks = [some_look(rng, "frontal") for _ in range(300)]
    for part in ("seams", "blades", "jpeg", "shutter", "detail", "labels"):
        stated = sum(bool(getattr(look, part)) or getattr(look, part) == 0.0 for look in looks)
        assert 0 < stated < 300, part
    assert {look.monochrome1 for look in looks} == {True, False}
    assert {look.tone.family for look in looks} == {"straight", "gamma", "sigmoid", "film"}
    assert {look.chain for look in looks} == {Intensity.LOG, Intensity.DISPLAY}


def test_leg_films_are_joined_more_often_and_each_shot_gets_less():
    rng = np.random.default_rng(3)
    joined = {view: [s for _ in range(200) if (s := some_look(rng, view).seams)] for view in VIEWS}
    assert len(joined["leg"]) > 2 * len(joined["frontal"]) > len(joined["lateral"])
    assert np.mean([seams.gains[-1] for seams in joined["leg"]]) < 0.6
    assert all(len(seams.gains) == len(seams.at) + 1 for seams in joined["leg"])
