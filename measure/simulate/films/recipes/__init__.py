"""Recipes: what can be asked for by name."""

from collections.abc import Callable
from dataclasses import dataclass, replace

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
    name : str
        What it is asked for by.
    made : callable
        Seed and size to plans.
    """

    title: str
    films: int
    made: Callable[[int, Size], list[FilmPlan]]
    name: str = ""

    def plan(self, seed: int, size: Size) -> list[FilmPlan]:
        """Plans of one patient, who is no patient of another recipe."""
        subject = f"SIM-{self.name.upper()}-{seed:04d}"
        return [
            replace(
                one,
                facts=replace(one.facts, plan=self.name, subject=subject),
                case={**one.case, "subject": subject},
            )
            for one in self.made(seed, size)
        ]


_RECIPES = {
    "lateral": Recipe("lumbar spine of an adult, lateral", 1, lambda seed, size: [lateral(seed, size)]),
    "frontal": Recipe("whole spine with scoliosis, frontal", 1, lambda seed, size: [frontal(seed, size)]),
    "upright": Recipe("whole spine with both hips, lateral", 1, lambda seed, size: [upright(seed, size)]),
    "operation": Recipe("cement, implants or screws, lateral", 1, lambda seed, size: [operation(seed, size)]),
    "implant": Recipe("vertebral implants: before, 3 and 30 days, 12 months; lateral and frontal", 8, implant),
    "femur": Recipe("femur lengthened over a nail: six visits, frontal and lateral", 12, femur),
    "tibia": Recipe("tibia lengthened over a nail or in rings: six visits, frontal and lateral", 12, tibia),
    "leg": Recipe("whole leg standing, put together of three shots", 1, lambda seed, size: [leg(seed, size)]),
}
RECIPES: dict[str, Recipe] = {name: replace(recipe, name=name) for name, recipe in _RECIPES.items()}

__all__ = ["RECIPES", "Recipe"]
