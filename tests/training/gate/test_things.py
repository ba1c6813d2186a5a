import numpy as np
import pytest

from training.gate.sample import OTHER, UNSAID
from training.gate.things import PICTURES, thing_sample, write


def test_things_are_no_spines() -> None:
    samples = [thing_sample(0, number) for number in range(40)]
    assert all((one.kind, one.front_left) == (OTHER, UNSAID) for one in samples)
    assert {one.xray for one in samples} == {True, False}
    assert all((one.name in PICTURES) != one.xray for one in samples)
    assert all(one.pixels.dtype == np.uint8 and max(one.pixels.shape) <= 208 for one in samples)


def test_thing_is_the_same_whenever_it_is_made() -> None:
    assert np.array_equal(thing_sample(3, 8).pixels, thing_sample(3, 8).pixels)
    assert thing_sample(3, 8).pixels.tobytes() != thing_sample(4, 8).pixels.tobytes()


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_finite_and_not_flat(name: str) -> None:
    for seed in range(3):
        grey = PICTURES[name](np.random.default_rng(seed), (150, 200))
        assert grey.shape == (150, 200)
        assert np.isfinite(grey).all()
        assert np.ptp(grey) > 0.05


def test_letters_have_their_ink() -> None:
    canvas = np.full((40, 80), 0.25, np.float32)
    write(canvas, "III", (5, 30), 1.0, 0.75)
    assert canvas.max() == pytest.approx(0.75)
    assert canvas.min() == pytest.approx(0.25)
    assert canvas[0, 0] == 0.25
