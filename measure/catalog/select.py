"""Which measures to read: the default set, all of them, or those asked for by name."""

import difflib
from dataclasses import dataclass, replace
from functools import lru_cache

from measure.catalog.entries import MEASURES
from measure.errors import CatalogError
from measure.model import Measure

# Sets by what a film is read for; each comes on top of the default measures.
SETS: dict[str, tuple[str, ...]] = {
    "deformity": (
        "expected_anterior_height", "expected_middle_height", "expected_posterior_height", "anterior_height_loss",
        "middle_height_loss", "posterior_height_loss", "genant_qm", "spinal_fracture_index",
    ),
    "alignment": (
        "thoracic_kyphosis_t5_t12", "thoracic_kyphosis_t1_t12", "lumbar_lordosis_l1_l5", "slip_percent",
        "meyerding_grade",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Selection:
    """Measures to read.

    Attributes
    ----------
    measures : tuple of Measure
        In the order of the catalogue.
    asked : frozenset of str
        Ids asked for by name: those get a row even where they cannot be measured.
    """

    measures: tuple[Measure, ...]
    asked: frozenset[str] = frozenset()


def get(measure_id: str) -> Measure:
    """Entry of the catalogue by its id.

    Raises
    ------
    CatalogError
        If there is none; the message suggests the nearest names.

    Examples
    --------
    >>> get("beck_index").unit
    '{ratio}'
    """
    for measure in MEASURES:
        if measure.id == measure_id:
            return measure
    close = difflib.get_close_matches(measure_id, [m.id for m in MEASURES], n=3, cutoff=0.5)
    near = list(dict.fromkeys([*close, *(m.id for m in MEASURES if measure_id and measure_id in m.id)]))[:4]
    hint = f"; did you mean {' or '.join(near)}?" if near else "; `measure catalog` lists them"
    raise CatalogError(f"measure {measure_id!r} is not in the catalogue{hint}")


@lru_cache(maxsize=32)
def select(spec: str = "default") -> Selection:
    """Measures that a specification names.

    Parameters
    ----------
    spec : str
        ``default``, ``deformity`` or ``alignment`` (the default measures and more), ``all``, or
        ids separated by commas; ``default,vertebral_depth`` adds one.

    Returns
    -------
    Selection
        What to read.

    Raises
    ------
    CatalogError
        For an unknown id, or an empty specification.

    Examples
    --------
    >>> [m.id for m in select("beck_index, wedge_angle").measures]
    ['beck_index', 'wedge_angle']
    """
    words = [word.strip() for word in spec.split(",") if word.strip()]
    if not words:
        raise CatalogError("measures: expected default, all or a list of ids, got an empty text")
    asked = frozenset(get(word).id for word in words if word not in ("default", "all", *SETS))
    named = {"default", *SETS} & set(words)
    whole = {m.id for m in MEASURES} if "all" in words else {id_ for word in named & SETS.keys() for id_ in SETS[word]}
    chosen = (m for m in MEASURES if m.id in whole | asked or (named and (m.default or m.treated)))
    return Selection(tuple(replace(m, default=True) if m.id in whole else m for m in chosen), asked)
