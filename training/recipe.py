"""Recipe: every number that the networks are made with, from one file."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from measure.errors import MeasureError, quoted

FILE = Path(__file__).with_name("recipe.toml")


@dataclass(frozen=True, slots=True)
class Films:
    """Simulated films: the seed of their stream, and how many of each view."""

    seed: int
    each: int


@dataclass(frozen=True, slots=True)
class Gate:
    """Training of the gate: steps, seed, and the share of its pictures that are made."""

    steps: int
    seed: int
    share: float


@dataclass(frozen=True, slots=True)
class Fitting:
    """Training of a network: steps, films or crops a step, seed, and steps over which the films come in."""

    steps: int
    batch: int
    seed: int
    grow: int


@dataclass(frozen=True, slots=True)
class Again:
    """Second round of a training: as the first, but with its own rate of learning and number of films of each view."""

    steps: int
    batch: int
    seed: int
    rate: float
    frontal: int
    lateral: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """All of it.

    Attributes
    ----------
    films : Films
        To train on.
    gate : Gate
        Of the gate.
    coarse, fine : Fitting
        Of the networks of each view.
    coarse_again, fine_again : Again
        Their second round.
    held_out : Films
        To calibrate the covariances on.
    test : Films
        To report on.
    """

    films: Films
    gate: Gate
    coarse: Fitting
    coarse_again: Again
    fine: Fitting
    fine_again: Again
    held_out: Films
    test: Films

    def films_of(self, view: str) -> int:
        """Films of a view on which anything is trained."""
        return max(self.films.each, *(getattr(again, view) for again in (self.coarse_again, self.fine_again)))


def read_recipe(path: Path = FILE) -> Recipe:
    """The recipe of a file.

    Raises
    ------
    MeasureError
        If a table or a number is missing, unknown or negative, or two streams of films share a seed.

    Examples
    --------
    >>> read_recipe().films.seed
    1
    """
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    _same_names(told, [field.name for field in fields(Recipe)], "recipe")
    recipe = Recipe(**{field.name: _table(field.type, told[field.name], field.name) for field in fields(Recipe)})
    seeds = [recipe.films.seed, recipe.held_out.seed, recipe.test.seed]
    if len(set(seeds)) < len(seeds):
        raise MeasureError(f"recipe: expected three seeds for films, held_out and test, got {seeds}")
    return recipe


def _table(kind: type, told: dict[str, float], name: str) -> object:
    _same_names(told, [field.name for field in fields(kind)], f"recipe, [{name}]")
    for field in fields(kind):
        value = told[field.name]
        if not isinstance(value, (field.type, int)) or isinstance(value, bool) or value < 0:
            raise MeasureError(f"recipe, [{name}]: {field.name}: expected a number ≥ 0, got {quoted(str(value))}")
    return kind(**told)


def _same_names(told: dict[str, object], wanted: list[str], where: str) -> None:
    if set(told) != set(wanted):
        odd = ", ".join(sorted(set(told) ^ set(wanted)))
        raise MeasureError(f"{where}: expected exactly {', '.join(wanted)}; missing or unknown: {odd}")
