from collections import Counter

import numpy as np

from training.gate import films
from training.gate.sample import OTHER, Sample


def test_films_are_made_once_and_a_stopped_run_goes_on(tmp_path, monkeypatch) -> None:
    made = Counter()

    def sample(seed: int, number: int) -> Sample:
        made[seed, number] += 1
        return Sample(np.full((4, 3), number % 256, np.uint8), OTHER, name=str(seed))

    monkeypatch.setattr(films, "SOURCES", {"thing": (5 * films.BLOCK, sample)})
    films.write_all(tmp_path, 7, share=0.4)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["thing_0000.npz", "thing_0001.npz"]
    (tmp_path / "thing_0000.npz").unlink()
    films.write_all(tmp_path, 7)
    assert len(list(tmp_path.iterdir())) == 5
    assert made[7, 0] == 2
    assert made[7, films.BLOCK] == 1
    assert len(made) == 5 * films.BLOCK
    train = list(films.read_all(tmp_path, "train"))
    assert [source for source, _ in train] == ["thing"] * 5 * films.BLOCK
    assert [int(one.pixels[0, 0]) for _, one in train] == [k % 256 for k in range(5 * films.BLOCK)]
    assert not list(films.read_all(tmp_path, "test"))
