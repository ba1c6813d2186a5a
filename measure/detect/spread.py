"""Spread: how far marks really lie off where a heat map says so, fitted on simulated films."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from measure.detect.contract import CROP, FIELD
from measure.errors import ModelError
from measure.model import View

Array = NDArray[np.float64]
FILE = "spread.csv"
STRUCTURES = ("vertebra", "sacrum")
KINDS = ("superior_end", "superior_middle", "inferior_end", "inferior_middle")


@dataclass(frozen=True, slots=True)
class Spread:
    """What turns the covariance of a heat map into one whose regions hold the truth as often as they say.

    Attributes
    ----------
    along, across : float
        Factors on the sd along the endplate and across it.
    floor_along, floor_across : float
        Least sd, added in quadrature, in widths of the vertebra.
    """

    along: float = 1.0
    across: float = 1.0
    floor_along: float = 0.0
    floor_across: float = 0.0


Table = dict[tuple[str, str, str], Spread]  # by view, structure and kind of mark


def kind(mark: str) -> str:
    """Row of the table that a mark belongs to: left and right ends are alike.

    Examples
    --------
    >>> kind("inferior_left"), kind("superior_middle")
    ('inferior_end', 'superior_middle')
    """
    edge, end = mark.split("_")
    return f"{edge}_{'middle' if end == 'middle' else 'end'}"


@cache
def spreads() -> Table:
    """The package's table by view, structure and kind of mark.

    Returns
    -------
    dict
        What the table does not hold counts as it stands.
    """
    text = (files("measure.detect") / FILE).read_text(encoding="utf-8")
    return table(text)


def table(text: str) -> Table:
    """A table from its text.

    Raises
    ------
    ModelError
        A row of an unknown view, structure or kind of mark, or a factor that is no positive number.
    """
    found = {}
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
        try:
            key = (View(row["view"]).value, row["structure"], row["kind"])
            spread = Spread(*(float(row[name]) for name in Spread.__slots__))
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(
                f"{FILE} line {number}: expected view, structure, kind and four numbers, got {error}"
            ) from error
        numbers = (spread.along, spread.across, spread.floor_along, spread.floor_across)
        known = key[1] in STRUCTURES and key[2] in KINDS
        if not known or not np.isfinite(numbers).all() or min(numbers[:2]) <= 0 or min(numbers[2:]) < 0:
            raise ModelError(
                f"{FILE} line {number}: expected a known mark, factors > 0 and floors ≥ 0, got {key}, {numbers}"
            )
        found[key] = spread
    return found


def apply(
    covariances: Array,
    names: tuple[str, ...],
    view: View,
    structure: str = "vertebra",
    known: Table | None = None,
) -> Array:
    """Covariances on a crop, whose columns run along the endplates, as calibrated.

    Parameters
    ----------
    covariances : ndarray, shape (…, k, 2, 2)
        In crop pixels squared, (across, along).
    names : tuple of str
        The k marks.
    view : View
        Of the film.
    structure : str
        ``vertebra`` or ``sacrum``.
    known : dict, optional
        Another table than the package's; an empty one leaves all as it is.

    Returns
    -------
    ndarray, shape (…, k, 2, 2)

    Examples
    --------
    >>> twice = {("lateral", "vertebra", "superior_end"): Spread(along=2.0)}
    >>> apply(np.eye(2)[None], ("superior_left",), View.LATERAL, known=twice).tolist()
    [[[1.0, 0.0], [0.0, 4.0]]]
    """
    known = spreads() if known is None else known
    rows = [known.get((view.value, structure, kind(name)), Spread()) for name in names]
    factors = np.array([[row.across, row.along] for row in rows])
    floors = np.array([[row.floor_across, row.floor_along] for row in rows]) * CROP / FIELD
    scaled = covariances * factors[:, :, None] * factors[:, None, :]
    return np.asarray(scaled + floors[:, :, None] ** 2 * np.eye(2))
