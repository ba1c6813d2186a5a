"""Whole: the trunk is closed, within its budget, the same each time, and never less than nothing on any ray."""

import numpy as np
import pytest

from measure.simulate.anatomy.person import MEAN_STATURE, Person, some_person
from measure.simulate.anatomy.trunk import Line, bent, trunk
from measure.simulate.rays import aimed, path_lengths

PEOPLE = (
    Person(seed=1),
    Person(sex="M", stature=MEAN_STATURE["M"], bmi=31.0, age=70.0, seed=2),
    Person(seed=4, bmi=17.0, age=16.0),
    Person(seed=9, bmi=39.0),
)


@pytest.mark.parametrize("person", PEOPLE, ids=lambda p: f"{p.sex}{p.bmi:.0f}")
@pytest.mark.parametrize(("detail", "most"), [(0.35, 18_000), (1.0, 400_000)])
def test_closed_and_within_budget(person: Person, detail: float, most: int) -> None:
    part = trunk(person, detail)
    assert all(solid.mesh.closed for solid in part.solids)
    assert sum(len(solid.mesh.faces) for solid in part.solids) < most


def test_training_films_take_about_twelve_thousand_triangles() -> None:
    counts = [sum(len(s.mesh.faces) for s in trunk(some_person(seed), 0.35).solids) for seed in range(12)]
    assert np.median(counts) < 13_500


@pytest.mark.parametrize("person", PEOPLE, ids=lambda p: f"{p.sex}{p.bmi:.0f}")
@pytest.mark.parametrize("view", ["frontal", "lateral"])
def test_no_ray_passes_less_than_nothing(person: Person, view: str) -> None:
    beam = aimed(view, (0, 0, 150), sid=3000.0, oid=250.0, pitch=3.0, shape=(340, 200))
    lengths = path_lengths(trunk(person, 0.35, film="x").solids, beam)
    for material in ("soft", "fat"):
        assert lengths[material].min() > -1.5, material


def test_the_same_person_and_film_give_the_same_trunk() -> None:
    one, again, other = (trunk(Person(seed=6), 0.35, film=film) for film in ("a", "a", "b"))
    for a, b in zip(one.solids, again.solids, strict=True):
        assert np.array_equal(a.mesh.points, b.mesh.points)
    assert any(len(a.mesh.points) != len(b.mesh.points) for a, b in zip(one.solids, other.solids, strict=True))


def test_lung_is_darker_than_belly_and_belly_thicker_on_the_side() -> None:
    person = Person(seed=1)
    part = bent(trunk(person, 0.35), Line.straight(person.size))
    soft = {}
    for view in ("frontal", "lateral"):
        beam = aimed(view, (0, 0, 150), sid=3000.0, oid=250.0, pitch=3.0, shape=(340, 200))
        lengths = path_lengths([s for s in part.solids if s.material != "air"], beam)  # gas lies anywhere
        soft[view] = (lengths["soft"] + 0.85 * lengths["fat"], beam)
    tissue, beam = soft["frontal"]
    lung, belly = (tissue[tuple(np.rint(beam.project(at)).astype(int))] for at in ((-75, 0, 330), (-75, 0, 60)))
    assert lung < 0.65 * belly
    tissue, beam = soft["lateral"]
    assert tissue[tuple(np.rint(beam.project((0, -20, 60))).astype(int))] > 1.2 * belly
