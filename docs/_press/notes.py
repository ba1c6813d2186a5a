"""Notes: what the pages say and the catalogue does not hold, read from ``notes/*.toml``."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("notes")
SITES = ["anterior", "middle", "posterior"]
SURE = {
    "guidance": "stands in the guidance",
    "found": "found in an abstract or excerpt",
    "computed": "computed",
    "recalled": "recalled, not checked",
}


@dataclass(frozen=True, slots=True)
class Norm:
    """A published figure, for context."""

    text: str
    sure: str
    source: str


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes on one measure."""

    says: str
    formula: tuple[str, ...]
    norms: tuple[Norm, ...]
    traps: tuple[str, ...]
    not_for: tuple[str, ...]


def read_notes() -> dict[str, Notes]:
    """Notes by the id of the measure; an entry may stand for several, its words filled in.

    Raises
    ------
    ValueError
        If two entries are about one measure.
    """
    found: dict[str, Notes] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        for pattern, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for measure_id, words in _filled(pattern, entry):
                if measure_id in found:
                    raise ValueError(f"{path.name}: two notes on {measure_id}; expected one")
                found[measure_id] = _notes(entry, words)
    return found


def _filled(pattern: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every id that a pattern stands for, with the words that fill it."""
    keys = [part.partition("}")[0] for part in pattern.split("{")[1:]]
    for words in product(*(entry.get(key, SITES) for key in keys)):
        named = dict(zip(keys, words, strict=True))
        if named.get("site") != "middle" or "perpendicular" not in pattern:
            yield pattern.format(**named), named


def _notes(entry: Mapping[str, Any], words: Mapping[str, str]) -> Notes:
    formula = entry.get(f"formula_{words.get('of')}", entry["formula"])
    return Notes(
        entry["says"].format(**words),
        tuple(line.format(**words) for line in formula),
        tuple(Norm(**norm) for norm in entry.get("norms", [])),
        tuple(entry["traps"]),
        tuple(entry["not_for"]),
    )
