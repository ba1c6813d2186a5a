"""Films: patients put together, taken, developed and written with their truth."""

from measure.simulate.films.folder import make_folder
from measure.simulate.films.make import Made, expose_plan, make
from measure.simulate.films.plan import FilmPlan, Letters
from measure.simulate.films.recipes import RECIPES, Recipe
from measure.simulate.films.restate import restated
from measure.simulate.films.scene import Scene
from measure.simulate.films.size import Size
from measure.simulate.films.spine import SpinePatient
from measure.simulate.films.take import Taken, take
from measure.simulate.films.training import TrainingFilm, training_film, training_films

__all__ = [
    "FilmPlan", "Letters", "Made", "RECIPES", "Recipe", "Scene", "Size", "SpinePatient", "Taken", "TrainingFilm",
    "expose_plan", "make", "make_folder", "restated", "take", "training_film", "training_films",
]  # fmt: skip
