"""Every stage but the gate's, with a recipe of no steps and no films: what goes from one to the next, and where to."""

import json
import re

import pytest

REASON = "torch is not installed: make check-full brings it"
torch = pytest.importorskip("torch", reason=REASON)
pytest.importorskip("onnx", reason=REASON)

from measure.detect import network, spread  # noqa: E402
from training.__main__ import main  # noqa: E402
from training.export import weights_of  # noqa: E402
from training.recipe import FILE  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # torch, of its own exporter


def test_networks_table_and_card_follow_from_the_films(tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.delenv(network.OWN, raising=False)
    work, out, recipe = tmp_path / "work", tmp_path / "out", tmp_path / "recipe.toml"
    recipe.write_text(
        re.sub(r"(each|steps|frontal|lateral) = \d+", r"\1 = 0", FILE.read_text(encoding="utf-8")), encoding="utf-8"
    )
    told = ["--work", str(work), "--recipe", str(recipe), "--out", str(out), "--device", "cpu", "--workers", "2"]
    for stage in ("films", "export", "calibrate", "card"):
        assert main([stage, *told]) == 0
    networks = {"coarse_frontal.onnx", "coarse_lateral.onnx", "fine_frontal.onnx", "fine_lateral.onnx"}
    assert {file.name for file in out.iterdir()} == networks | {"spread.csv", "card.json", "card.md"}
    assert spread.table((out / "spread.csv").read_text(encoding="utf-8")) == {}
    card = json.loads((out / "card.json").read_text(encoding="utf-8"))
    assert set(card["files"]) == networks
    assert card["recipe"]["fine_again"]["rate"] == 0.001
    assert card["recipe"]["coarse"] == {"steps": 0, "batch": 10, "seed": 10, "grow": 1600}
    assert card["metrics"]["lateral"]["films"] == 0
    # each view has a seed of its own, and the same seed gives the same network
    frontal, lateral = (weights_of(out / f"coarse_{view}.onnx") for view in ("frontal", "lateral"))
    assert any(not torch.equal(frontal[name], lateral[name]) for name in frontal)
    before = {name: (out / name).read_bytes() for name in networks}
    assert main(["export", *told]) == 0
    assert before == {name: (out / name).read_bytes() for name in networks}
    assert "all networks: 5.7 MB" in capsys.readouterr().out
    assert main(["export", "--work", str(work), "--out", str(out)]) == 1
    assert "begun with another recipe" in capsys.readouterr().err
