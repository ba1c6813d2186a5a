import numpy as np

from training.gate.sample import LATERAL, OTHER, Sample, read_samples, write_samples


def test_samples_come_back_from_their_file(tmp_path) -> None:
    rng = np.random.default_rng(0)
    samples = [
        Sample(rng.integers(0, 256, (7, 5), np.uint8), LATERAL, 1, name="lumbar"),
        Sample(rng.integers(0, 256, (3, 11), np.uint8), OTHER, xray=False, name="page of text"),
    ]
    write_samples(tmp_path / "some.npz", samples)
    back = read_samples(tmp_path / "some.npz")
    for one, other in zip(samples, back, strict=True):
        assert np.array_equal(one.pixels, other.pixels)
        assert (one.kind, one.front_left, one.xray, one.name) == (
            other.kind,
            other.front_left,
            other.xray,
            other.name,
        )
    assert [path.name for path in tmp_path.iterdir()] == ["some.npz"]
