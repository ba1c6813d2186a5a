"""Sd of a point that states none: a versioned row per structure and kind of observer."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from measure.errors import CatalogError
from measure.model import ObserverKind, StructureKind


@dataclass(frozen=True, slots=True)
class ObserverSd:
    """One row of ``observer_sd.csv``.

    Attributes
    ----------
    sd_mm : float
        Sd per coordinate in mm, for films with a scale.
    sd_percent : float
        Sd per coordinate in percent of the local vertebral height, for films without.
    version, basis, source : str
        Where the figure comes from.
    """

    sd_mm: float
    sd_percent: float
    version: str
    basis: str
    source: str


@cache
def _table() -> dict[tuple[str, str], ObserverSd]:
    text = files("measure.catalog").joinpath("observer_sd.csv").read_text(encoding="utf-8")
    return {
        (row["structure"], row["observer_kind"]): ObserverSd(
            float(row["sd_mm"]), float(row["sd_percent"]), row["version"], row["basis"], row["source"]
        )
        for row in csv.DictReader(text.splitlines())
    }


def observer_sd(structure: StructureKind, observer: ObserverKind) -> ObserverSd:
    """Sd that stands in for a point which states none.

    Parameters
    ----------
    structure : StructureKind
        What the point belongs to.
    observer : ObserverKind
        Who placed it.

    Returns
    -------
    ObserverSd
        Figures with their source.

    Raises
    ------
    CatalogError
        If the table has no row for the pair: an sd is never silently zero.

    Examples
    --------
    >>> observer_sd(StructureKind.VERTEBRA, ObserverKind.PERSON).sd_mm
    0.7
    """
    try:
        return _table()[structure, observer]
    except KeyError:
        raise CatalogError(f"observer_sd.csv: no row for a {structure} marked by a {observer}") from None
