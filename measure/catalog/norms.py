"""Norms: what the vertebrae of a healthy population measure, as a table that can be swapped."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path

from measure.errors import ModelError, TableError, quoted
from measure.model import Level, parse_level
from measure.readings.delimited import Delimited, parse_delimited, read_delimited

ANY = "any"
SEXES = (ANY, "F", "M")
# What a table of norms may hold, by level; predicted = the posterior height that the neighbours predict.
RATIOS = (
    "anterior_posterior", "middle_posterior", "posterior_above", "posterior_below",
    "anterior_predicted", "middle_predicted", "posterior_predicted",
    "anterior_height", "middle_height", "posterior_height",
)  # fmt: skip
_COLUMNS = ("ratio", "level", "sex", "mean", "sd", "source")


@dataclass(frozen=True, slots=True)
class Norm:
    """One figure of a population.

    Attributes
    ----------
    mean, sd : float
        Of the population.
    source : str
        Where it was published.
    """

    mean: float
    sd: float
    source: str


@dataclass(frozen=True, slots=True)
class Norms:
    """A table of norms.

    Attributes
    ----------
    name : str
        Stands in the details of every value that rests on it.
    entries : mapping of (ratio, level, sex) to Norm
        ``sex`` is F, M or any.
    """

    name: str
    entries: Mapping[tuple[str, Level, str], Norm] = field(default_factory=dict)

    def get(self, ratio: str, level: Level | None, sex: str | None) -> Norm | None:
        """Norm of one ratio at one level: that of the sex, else that of both; None where there is none.

        Examples
        --------
        >>> shipped_norms().get("anterior_posterior", Level.L1, "F").mean
        0.89
        >>> shipped_norms().get("middle_posterior", Level.L1, "F") is None
        True
        """
        if level is None:
            return None
        return self.entries.get((ratio, level, sex or ANY)) or self.entries.get((ratio, level, ANY))

    def mean(self, ratio: str, level: Level | None, sex: str | None) -> float | None:
        """Mean of ``get``."""
        found = self.get(ratio, level, sex)
        return found.mean if found else None

    def height_ratio(self, level: Level | None, other: Level | None, site: str, sex: str | None) -> float | None:
        """Height of one level over that of another in the population, where both are known."""
        here, there = (self.mean(f"{site}_height", one, sex) for one in (level, other))
        return here / there if here and there else None


@cache
def shipped_norms() -> Norms:
    """Norms that come with the software: few, because few figures could be checked in their source.

    They steer the choice of reference vertebrae. Grading by standard deviations needs a fuller
    table of the user's own population, with its source: see docs/norms.md.
    """
    text = files("measure.catalog").joinpath("norms.csv").read_text(encoding="utf-8")
    return _norms("shipped", parse_delimited(text, "norms"))


def read_norms(path: str | os.PathLike[str]) -> Norms:
    """Read a table of norms.

    Parameters
    ----------
    path : path
        CSV with the columns ``ratio, level, sex, mean, sd, source``; every line needs a source.

    Returns
    -------
    Norms
        Named after the file.

    Raises
    ------
    TableError
        Names line and column, what was expected and what came.
    """
    return _norms(Path(path).stem[:40], read_delimited(Path(path), "norms"))


def _norms(name: str, table: Delimited) -> Norms:
    missing = [column for column in _COLUMNS if column not in table.columns]
    if missing:
        raise TableError(f"norms, line 1: expected the columns {', '.join(_COLUMNS)}; {', '.join(missing)} is missing")
    entries: dict[tuple[str, Level, str], Norm] = {}
    for line, cells in table.lines:
        key, norm = _line(line, cells, comma=table.decimal_comma)
        if key in entries:
            raise TableError(f"norms, line {line}: {key[0]} of {key[1]} ({key[2]}) comes twice; expected once")
        entries[key] = norm
    return Norms(name, entries)


def _line(line: int, cells: dict[str, str], *, comma: bool) -> tuple[tuple[str, Level, str], Norm]:
    ratio, sex = cells["ratio"].lower(), cells["sex"].upper() if cells["sex"].lower() != ANY else ANY
    if ratio not in RATIOS:
        expected = ", ".join(RATIOS)
        raise TableError(f"norms, line {line}, column ratio: expected {expected}, got {quoted(cells['ratio'])}")
    if sex not in SEXES:
        raise TableError(f"norms, line {line}, column sex: expected F, M or any, got {quoted(cells['sex'])}")
    if not cells["source"]:
        raise TableError(f"norms, line {line}, column source: expected where the figure was published, got nothing")
    try:
        level = parse_level(cells["level"])
    except ModelError as error:
        raise TableError(f"norms, line {line}, column level: {error}") from None
    if level is None:
        raise TableError(f"norms, line {line}, column level: expected a level, got nothing")
    mean, sd = (_positive(line, column, cells[column], comma=comma) for column in ("mean", "sd"))
    return (ratio, level, sex), Norm(mean, sd, cells["source"])


def _positive(line: int, column: str, text: str, *, comma: bool) -> float:
    try:
        number = float(text.replace(",", ".") if comma else text)
    except ValueError:
        number = 0.0
    if not 0 < number < 1e6:
        raise TableError(f"norms, line {line}, column {column}: expected a number above 0, got {quoted(text)}")
    return number
