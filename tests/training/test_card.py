import hashlib

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is not installed: make check-full brings it")

from measure.model import LEVELS, Level, View  # noqa: E402
from training import card  # noqa: E402
from training.films import read_shard  # noqa: E402


def test_the_truth_of_a_simulated_film(drawn_films) -> None:
    shard = read_shard(drawn_films / "lateral_00000.npz")
    s1 = LEVELS.index(Level.S1)
    truth = card.simulated_truth(shard, 0, View.LATERAL)
    vertebrae = [k for k in range(s1) if np.isfinite(shard.marks[0, k]).all()]
    assert truth.whole
    assert len(truth.quads) == len(vertebrae)
    assert truth.counted.all()
    assert truth.quads[0].tolist() == shard.marks[0, vertebrae[0]][[0, 2, 3, 5]].tolist()
    shard.reasons[0, vertebrae[1], [0, 2]] = 3  # two corners too dark to be seen
    shard.marks[0, vertebrae[2], :, 1] -= 400  # off the film
    assert np.flatnonzero(~card.simulated_truth(shard, 0, View.LATERAL).counted).tolist() == [1, 2]


def test_files_are_told_by_their_bytes(tmp_path) -> None:
    (tmp_path / "b.onnx").write_bytes(b"two")
    (tmp_path / "a.onnx").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(b"no network")
    assert card.files_of(tmp_path) == {
        "a.onnx": {"bytes": 0, "sha256": hashlib.sha256(b"").hexdigest()},
        "b.onnx": {"bytes": 3, "sha256": hashlib.sha256(b"two").hexdigest()},
    }


def test_the_digest_of_the_code_follows_it(tmp_path, monkeypatch) -> None:
    (tmp_path / "training").mkdir()
    (tmp_path / "training" / "nets.py").write_text("one")
    monkeypatch.setattr(card, "ROOT", tmp_path)
    first = card.code_digest()
    assert card.code_digest() == first
    (tmp_path / "training" / "nets.py").write_text("two")
    assert card.code_digest() != first


def test_the_page_shows_figures_and_gaps(tmp_path) -> None:
    facts = {
        "detector": "d", "software": "s", "data": "simulated", "code_sha256": "c0de", "torch": "2",
        "recipe": {"films": {"seed": 1}}, "files": {"x.onnx": {"bytes": 7, "sha256": "abc"}},
        "metrics": {"frontal": {"films": 3, "recall": 0.5, "precision": None}}, "limits": ["nothing is shown"],
    }  # fmt: skip
    card.write(tmp_path, facts)
    page = (tmp_path / "card.md").read_text(encoding="utf-8")
    for line in ("- nothing is shown", "| frontal | 3 | 0.5 | – |", "- films: seed 1", "| x.onnx | 7 | `abc` |"):
        assert line in page.splitlines()
