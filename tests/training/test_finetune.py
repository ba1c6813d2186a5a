import json
from pathlib import Path

import numpy as np
import PIL.Image
import pytest

REASON = "torch is not installed: make check-full brings it"
torch = pytest.importorskip("torch", reason=REASON)
pytest.importorskip("onnx", reason=REASON)

from measure.detect import network  # noqa: E402
from measure.errors import MeasureError  # noqa: E402
from measure.model import View  # noqa: E402
from training.confirmed import Confirmed  # noqa: E402
from training.export import export, started, weights_of  # noqa: E402
from training.finetune import Plan, finetune, split  # noqa: E402
from training.mixed import MixedPool, entry  # noqa: E402
from training.nets import CoarseNet, FineNet  # noqa: E402
from training.pool import Pool  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch, of its own exporter
CPU = torch.device("cpu")


def department(folder: Path, count: int) -> tuple[Path, Path]:
    """Films of bright blocks without names, with their landmark table."""
    films, rows = folder / "films", ["film,view,vertebra,corner,x,y,observer"]
    films.mkdir()
    for film in range(count):
        rng = np.random.default_rng(film)
        pixels = rng.normal(60, 4, (400, 200))
        for k in range(6):
            top, left = 40 + 54 * k, 60 + film
            pixels[top : top + 41, left : left + 61] += 110
            for edge, y in (("superior", top), ("inferior", top + 40)):
                ends = (("left", left), ("right", left + 60))
                rows += [f"f{film}.png,AP,{k + 1},{edge}_{end},{x},{y},reader-1" for end, x in ends]
        PIL.Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(films / f"f{film}.png")
    (folder / "marks.csv").write_text("\n".join(rows))
    return films, folder / "marks.csv"


def film(owner: str) -> Confirmed:
    return Confirmed("f", owner, View.LATERAL, Path("f"), 1, np.zeros((27, 6, 2)), np.zeros(27, bool), np.nan)


def test_too_few_films_are_refused(tmp_path) -> None:
    films, marks = department(tmp_path, 9)
    with pytest.raises(MeasureError, match=r"expected at least 10 films of one view .* got 9 frontal and 0 lateral"):
        finetune(Plan((films,), (marks,), tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_no_subject_is_on_both_sides() -> None:
    films = [film(f"subject-{k // 3}") for k in range(18)]
    learned, kept = split(films, 0.3, 1)
    assert len(learned) + len(kept) == 18
    assert 5 <= len(kept) <= 7
    assert {one.owner for one in learned} & {one.owner for one in kept} == set()
    assert [one.owner for one in split(films, 0.3, 1)[1]] == [one.owner for one in kept]
    with pytest.raises(MeasureError, match="all of one"):
        split([film("one"), film("one")], 0.3, 1)


@pytest.mark.parametrize("dark", [False, True])
def test_an_entry_holds_the_film_where_its_marks_say(tmp_path, gate_says, dark) -> None:
    gate_says(kind="frontal", inverted=8.0 if dark else -8.0)
    films, _ = department(tmp_path, 1)
    if dark:
        pixels = 255 - np.asarray(PIL.Image.open(films / "f0.png"))
        PIL.Image.fromarray(pixels).save(films / "f0.png")
    marks = np.full((27, 6, 2), np.nan)
    marks[7, [0, 2, 3, 5]] = [[40, 60], [40, 120], [80, 60], [80, 120]]
    held = entry(Confirmed("f0", "f0", View.FRONTAL, films / "f0.png", 1, marks, np.zeros(27, bool), np.nan))
    assert held.pixels.shape == (1248, 480)
    assert held.size == (960, 480)
    assert (held.pixels[960:] == held.pixels[:960].min()).all()
    row, col = held.marks[7, [0, 2, 3, 5]].mean(axis=0).round().astype(int)  # 60.5 and 90.5 times 2.4
    assert (row, col) == (145, 217)
    inner, beside = held.pixels[row, col], held.pixels[row, col + 120]
    assert int(inner) > int(beside) + 80


def test_a_pool_mixes_both_kinds(tmp_path, gate_says, drawn_films) -> None:
    gate_says(kind="frontal")
    films, _ = department(tmp_path, 2)
    marks = np.full((27, 6, 2), np.nan)
    own = [
        entry(Confirmed(f"f{k}", f"f{k}", View.FRONTAL, films / f"f{k}.png", 1, marks, np.zeros(27, bool), np.nan))
        for k in range(2)
    ]
    simulated = Pool(drawn_films, View.FRONTAL, 4, CPU, shard=2)
    simulated.fill(1.0)
    pool = MixedPool(own, simulated, View.FRONTAL, CPU)
    assert len(pool) == 6
    assert pool.marked_only.tolist() == [True] * 2 + [False] * 4
    drawn = pool.draw(torch.Generator().manual_seed(0), 4000)
    shares = torch.bincount(drawn, minlength=6) / 4000
    assert shares.tolist() == pytest.approx([0.25, 0.25, *[0.125] * 4], abs=0.03)
    assert set(MixedPool(own, None, View.FRONTAL, CPU).draw(torch.Generator().manual_seed(0), 50).tolist()) == {0, 1}


@pytest.mark.slow
def test_a_department_gets_networks_of_its_own(tmp_path, gate_says, monkeypatch) -> None:
    gate_says(kind="frontal")
    package = network.WEIGHTS
    torch.manual_seed(0)
    for kind, net in (("coarse", CoarseNet()), ("fine", FineNet(View.FRONTAL))):
        export(net, kind, package / f"{kind}_frontal.onnx")
    before = {file.name: file.read_bytes() for file in package.iterdir()}
    films, marks = department(tmp_path, 10)
    told = finetune(Plan((films,), (marks,), tmp_path / "out", steps=2, held_out=0.2))
    assert {name: values["films"] for name, values in told.items()} == {"frontal, before": 2, "frontal, after": 2}
    assert told["frontal, before"]["vertebrae"] == 12
    weights = tmp_path / "out" / "weights"
    assert {file.name for file in weights.iterdir()} == {
        "coarse_frontal.onnx", "fine_frontal.onnx", "card.json", "card.md",
    }  # fmt: skip
    assert before == {file.name: file.read_bytes() for file in package.iterdir()}
    old, new = (weights_of(folder / "fine_frontal.onnx") for folder in (package, weights))
    assert any(not torch.equal(old[name], new[name]) for name in old)
    started(FineNet(View.FRONTAL), weights / "fine_frontal.onnx")
    card = json.loads((weights / "card.json").read_text(encoding="utf-8"))
    assert card["metrics"] == told
    assert "f0.png" not in json.dumps(card)
    # the detector takes them, and calls itself another
    version = network.digest()
    monkeypatch.setenv(network.OWN, str(weights))
    network.digest.cache_clear()
    assert network.digest() != version
    assert network.weights_file("fine_frontal").parent == weights
    assert network.weights_file("gate").parent == package
