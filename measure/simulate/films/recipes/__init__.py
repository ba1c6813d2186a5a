"""Recipes: what can be asked for by name."""

from collections.abc import Callable
from dataclasses import dataclass

from measure.simulate.films.plan import FilmPlan
from measure.simulate.films.recipes.implant import implant
from measure.simulate.films.recipes.leg import leg
from measure.simulate.films.recipes.lengthening import femur, tibia
from measure.simulate.films.recipes.spine import frontal, lateral, operation, upright
from measure.simulate.films.size import Size


@dataclass(frozen=True, slots=True)
class Recipe:
    """Films of one simulated patient.

    Attributes
    ----------
    title : str
        In words.
    films : int
        How many come of one seed.
    plan : callable
        Seed and size to plans.
    """

    title: str
    films: int
    plan: Callable[[int, Size], list[FilmPlan]]


RECIPES: dict[str, Recipe] = {
    "lateral": Recipe("lumbar spine of an adult, lateral", 1, lambda seed, size: [lateral(seed, size)]),
    "frontal": Recipe("whole spine with scoliosis, frontal", 1, lambda seed, size: [frontal(seed, size)]),
    "upright": Recipe("whole spine with both hips, lateral", 1, lambda seed, size: [upright(seed, size)]),
    "operation": Recipe("cement, implants or screws, lateral", 1, lambda seed, size: [operation(seed, size)]),
    "implant": Recipe("vertebral implants: before, 3 and 30 days, 12 months; lateral and frontal", 8, implant),
    "femur": Recipe("femur lengthened over a nail: six visits, frontal and lateral", 12, femur),
    "tibia": Recipe("tibia lengthened over a nail or in rings: six visits, frontal and lateral", 12, tibia),
    "leg": Recipe("whole leg standing, put together of three shots", 1, lambda seed, size: [leg(seed, size)]),
}

__all__ = ["RECIPES", "Recipe"]
