"""The card in the package is that of the networks beside it; needs no torch."""

import hashlib
import json

import pytest

from measure.detect import NETWORKS
from measure.detect.network import WEIGHTS
from training.recipe import read_recipe

CARD = WEIGHTS / "card.json"
pytestmark = pytest.mark.skipif(not CARD.exists(), reason="this tree holds no networks")


def test_hashes_are_those_of_the_files() -> None:
    told = json.loads(CARD.read_text(encoding="utf-8"))["files"]
    held = {file.name: file.read_bytes() for file in WEIGHTS.glob("*.onnx")}
    assert told == {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in held.items()
    }
    assert set(told) == {f"{name}.onnx" for name in NETWORKS}
    assert sum(file["bytes"] for file in told.values()) <= 12_000_000


def test_the_page_says_the_same() -> None:
    card, page = json.loads(CARD.read_text(encoding="utf-8")), (WEIGHTS / "card.md").read_text(encoding="utf-8")
    for told in (card["data"], *card["limits"], *(file["sha256"] for file in card["files"].values())):
        assert told in page


def test_the_recipe_is_that_of_the_kit() -> None:
    recipe, told = read_recipe(), json.loads(CARD.read_text(encoding="utf-8"))["recipe"]
    for name, table in told.items():
        assert table == {key: getattr(getattr(recipe, name), key) for key in table}
