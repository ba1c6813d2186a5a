import numpy as np

from training.gate.limbs import FILMS_A_LEG, limb_sample
from training.gate.sample import OTHER, UNSAID


def test_limbs_are_no_spines_and_differ() -> None:
    samples = [limb_sample(0, number) for number in (0, 1, FILMS_A_LEG, 2 * FILMS_A_LEG)]
    assert all((one.kind, one.front_left, one.xray) == (OTHER, UNSAID, True) for one in samples)
    assert all(np.ptp(one.pixels) > 60 for one in samples)
    assert len({one.pixels.tobytes() for one in samples}) == len(samples)


def test_limb_is_the_same_whenever_it_is_made() -> None:
    first, _, again = (limb_sample(0, number) for number in (3, 17, 3))
    assert np.array_equal(first.pixels, again.pixels)
