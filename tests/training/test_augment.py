import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: make check-full brings it")

from measure.detect import normalise  # noqa: E402
from training.augment import Chance, _convolved, augmented, blurred, channels  # noqa: E402


@pytest.mark.parametrize(("shape", "reach"), [((128, 128), 8.0), ((416, 160), 10.0), ((96, 96), 12.0)])
def test_channels_are_those_that_the_detector_sees(shape, reach) -> None:
    pictures = np.random.default_rng(3).gamma(2.0, 0.1, (3, 1, *shape)).astype(np.float32)
    seen = channels(torch.from_numpy(pictures), reach).numpy()
    for picture, two in zip(pictures[:, 0], seen, strict=True):
        np.testing.assert_allclose(two, normalise.channels(picture, reach), atol=2e-3)


def test_both_ways_of_blurring_agree() -> None:
    pictures = torch.rand((2, 1, 60, 50), generator=torch.Generator().manual_seed(0))
    for sigma in (1.0, 5.0, 10.0):
        theirs = _convolved(pictures, sigma, normalise.taps(sigma))
        np.testing.assert_allclose(blurred(pictures, sigma).numpy(), theirs.numpy(), atol=2e-6)


def test_augmented_pictures_follow_their_seed_and_stay_in_range() -> None:
    pictures = torch.rand((4, 1, 96, 80), generator=torch.Generator().manual_seed(0))
    first, again, other = (augmented(pictures, Chance(torch.Generator().manual_seed(s), 4)) for s in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert 0 <= float(first.min()) <= float(first.max()) < 1.006  # few grey levels are rounded to
