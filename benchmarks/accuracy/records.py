"""Records: draft and truth of simulated films, measured alike, as three flat tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pandas as pd

from accuracy.cohort import simulated
from accuracy.drafts import Draft, Vertebra, drafted, of_reading
from accuracy.scores import corner_errors, matched
from accuracy.shelf import case
from measure.catalog import measure_reading
from measure.errors import MeasureError
from measure.model import FilmHeader, Measurement, Reading

HEIGHTS = ("anterior_height", "middle_height", "posterior_height")
LOSSES = tuple(f"{name}_loss" for name in HEIGHTS)
MEASURES = {
    "lateral": (*HEIGHTS, *LOSSES, "beck_index", "biconcavity_index", "wedge_angle", "bisegmental_cobb_angle"),
    "frontal": ("coronal_cobb_angle",),
}
Key = tuple[str, str]  # measure and structure
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """What came of many films.

    Attributes
    ----------
    films : DataFrame
        One row a film: its facts, whether it was refused, what was said of view and facing.
    vertebrae : DataFrame
        One row a true vertebra with marks: whether it was found, under which name, how far its corners lie off.
    values : DataFrame
        One row a true value: measure, truth, what the draft gives, with its sd.
    """

    films: pd.DataFrame
    vertebrae: pd.DataFrame
    values: pd.DataFrame


def records(shelf: Path, numbers: Iterable[int], jobs: int = 1) -> Records:
    """Draft and compare films of the shelf."""
    one = partial(_one, shelf)
    if jobs < 2:
        parts = list(map(one, numbers))
    else:
        with Pool(jobs, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
            parts = list(pool.imap(one, numbers, chunksize=4))
    films = pd.DataFrame([part[0] for part in parts])
    vertebrae, values = (pd.DataFrame([row for part in parts for row in part[k]]) for k in (1, 2))
    return Records(films, vertebrae, values)


def measured(header: FilmHeader, reading: Reading, measures: Iterable[str]) -> dict[Key, Measurement]:
    """Rows of a reading, by measure and structure; none where the catalogue refuses it."""
    try:
        rows = measure_reading(header, reading, ",".join(measures))
    except MeasureError as error:
        print(f"  {header.film_key}: {error}")
        return {}
    return {(row.measure, row.structure.key if row.structure else ""): row for row in rows}


def _one(shelf: Path, number: int) -> tuple[Row, list[Row], list[Row]]:
    found = case(shelf, simulated, number)
    draft, true = drafted(found.film), of_reading(found.truth)
    view = found.facts["view"]
    film = {
        "film": number, "refused": draft.refused, "said_view": draft.stated.get("view"), "drafts": len(draft.bodies()),
        "said_facing": draft.stated.get("facing"), **{k: v for k, v in found.facts.items() if np.isscalar(v)},
        "anchor": _anchor(true), "ribs": {"T12", "L1"} <= {v.label for v in true.bodies()},
    }  # fmt: skip
    partners, extra = _partners(true, draft, found.facts["hidden"])
    vertebrae = [_vertebra(number, one, partners.get(one.key), found.facts) for one in true.bodies()]
    film |= {"true": len(vertebrae), "matched": len(partners), "extra": extra}
    names = MEASURES[view]
    truth = measured(found.film.header, found.truth, names)
    mine = measured(found.film.header, draft.reading, names) if draft.reading else {}
    by_key = {"": ""} | {key: other.key for key, other in partners.items()}
    values = []
    for (measure, key), row in truth.items():
        if row.quantity.value is None:
            continue
        other = mine.get((measure, by_key[key])) if key in by_key else None
        values.append({"film": number, "measure": measure, "key": key, "truth": row.quantity.value, **_value(other)})
    return film, vertebrae, values


def _value(row: Measurement | None) -> Row:
    """What the draft gives: a value with its sd, or why there is none."""
    if row is None:
        return {"value": np.nan, "sd": np.nan, "own_sd": np.nan, "reason": "no_vertebra"}
    quantity = row.quantity
    absent = quantity.value is None
    return {
        "value": np.nan if absent else quantity.value,
        "sd": np.nan if quantity.sd is None else quantity.sd,
        "own_sd": np.nan if quantity.propagated_sd is None else quantity.propagated_sd,
        "reason": quantity.reason or "",
    }


def _partners(true: Draft, draft: Draft, hidden: Mapping[str, list[Any]]) -> tuple[dict[str, Vertebra], int]:
    """Drafts by the key of the true vertebra that they are of; and how many are of none, not even of a hidden one."""
    bodies, drafts = true.bodies(), draft.bodies()
    quads = draft.quads()
    pairs = matched(true.quads(), quads)
    taken = {mine for _, mine in pairs}
    rest = [quads[k].mean(axis=0) for k in range(len(drafts)) if k not in taken]
    places = [(np.array(spot[:2]), spot[2]) for spot in hidden.values()]
    extra = sum(all(np.linalg.norm(middle - at) > 0.75 * high for at, high in places) for middle in rest)
    return {bodies[a].key: drafts[b] for a, b in pairs}, extra


def _vertebra(number: int, true: Vertebra, mine: Vertebra | None, facts: Mapping[str, Any]) -> Row:
    label = true.label
    error = np.nan
    if mine is not None:
        assert true.quad is not None
        assert mine.quad is not None
        error = float(np.median(corner_errors(true.quad[None], mine.quad[None])))
    return {
        "film": number, "key": true.key, "label": label, "found": mine is not None, "error": error,
        "named": mine.label if mine is not None and mine.numbered else "",
        "confidence": mine.confidence if mine is not None else None,
        "kind": facts["kinds"].get(label, "intact"), "lost": facts["lost"].get(label, 0.0),
        "treated": label in facts["treated"],
    }  # fmt: skip


def _anchor(true: Draft) -> bool:
    """Whether a vertebra that names itself can be seen whole: the sacrum's endplate, or the axis."""
    for one in true.vertebrae:
        ends = {"superior_left", "superior_right"} if one.label == "S1" else {"inferior_left", "inferior_right"}
        if one.label in ("S1", "C2") and ends <= set(one.marks):
            return True
    return False
