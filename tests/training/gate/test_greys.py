import numpy as np

from training.gate.greys import regreyed


def test_greys_stay_within_their_range_and_keep_the_picture() -> None:
    rng = np.random.default_rng(0)
    row, col = np.mgrid[0:120, 0:90]
    picture = (0.5 + 0.4 * np.sin(row / 15.0) * np.cos(col / 12.0)).astype(np.float32)
    alike = []
    for _ in range(60):
        grey = regreyed(picture, rng)
        assert grey.shape == picture.shape
        assert grey.dtype == np.float32
        assert np.isfinite(grey).all()
        assert grey.min() >= 0
        assert grey.max() <= 1
        if np.ptp(grey) > 0.05:
            alike.append(np.corrcoef(grey.ravel(), picture.ravel())[0, 1])
    assert len(alike) > 50
    assert np.median(alike) > 0.6  # bright stays bright: polarity is not for this file to change


def test_same_stream_gives_the_same_greys() -> None:
    picture = np.random.default_rng(1).random((60, 50), np.float32)
    one, two = (regreyed(picture, np.random.default_rng(2)) for _ in range(2))
    assert np.array_equal(one, two)
