"""Skin: as thick as people are, closed, and muscle within fat everywhere."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measure.simulate.anatomy.person import MEAN_STATURE, Person
from measure.simulate.anatomy.trunk.lungs import chest_wall
from measure.simulate.anatomy.trunk.skin import skin, wall

L3 = 93.0


@pytest.mark.parametrize("sex", ["F", "M"])
@pytest.mark.parametrize("bmi", [20.0, 25.0, 30.0, 34.0])
def test_trunk_at_l3_is_as_thick_as_adults_are(sex: str, bmi: float) -> None:
    outline = wall(Person(sex=sex, bmi=bmi, stature=MEAN_STATURE[sex]), [L3], fat=True)
    assert 175 < (outline.front + outline.back)[0] < 300
    assert 240 < 2 * outline.half_width[0] < 400


@pytest.mark.parametrize("sex", ["F", "M"])
def test_the_stouter_the_thicker_everywhere_below_the_neck(sex: str) -> None:
    heights = np.linspace(-150, 380, 40)
    thin, stout = (wall(Person(sex=sex, bmi=bmi), heights, fat=True) for bmi in (20.0, 32.0))
    assert np.all(stout.half_width > thin.half_width)
    assert np.all(stout.front + stout.back > thin.front + thin.back)


@given(st.floats(14, 45), st.sampled_from("FM"), st.floats(1200, 2000))
@settings(max_examples=25)
def test_muscle_lies_within_the_fat_and_ribs_within_the_muscle(bmi: float, sex: str, stature: float) -> None:
    person = Person(sex=sex, bmi=bmi, stature=stature)
    heights = np.linspace(-170, 600, 90) * person.size
    skin_, lean = wall(person, heights, fat=True), wall(person, heights)
    for name in ("half_width", "front", "back"):
        assert np.all(getattr(skin_, name) - getattr(lean, name) > 0.4)
    chest = heights[(heights > 175 * person.size) & (heights < 420 * person.size)]
    around = wall(person, chest)
    for inner, outer in zip(chest_wall(person, chest), (around.half_width, around.front, around.back), strict=True):
        assert np.all(outer > inner + 5)


@pytest.mark.parametrize("detail", [0.35, 1.0])
def test_envelope_is_closed_and_weighs_what_a_trunk_weighs(detail: float) -> None:
    solids = skin(Person(sex="M", stature=MEAN_STATURE["M"], bmi=24.0), detail).solids
    assert all(solid.mesh.closed and solid.mesh.volume > 0 for solid in solids)
    litres = sum(solid.mesh.volume for solid in solids if solid.material == "fat") / 1e6
    assert 38 < litres < 62  # head, trunk and upper halves of the thighs of a man of about 74 kg


def test_breasts_only_where_there_are_any() -> None:
    woman, girl, man = (Person(sex=sex, age=age, seed=2) for sex, age in (("F", 40.0), ("F", 9.0), ("M", 40.0)))
    front = {}
    for who, person in (("woman", woman), ("girl", girl), ("man", man)):
        points = skin(person, 0.35).solids[0].mesh.points
        chest = points[(np.abs(points[:, 2] - 285 * person.size) < 25) & (np.abs(points[:, 0]) > 40 * person.size)]
        front[who] = -chest[:, 1].min() - wall(person, [285.0 * person.size], fat=True).front[0]
    assert front["woman"] > 8 > 1 > front["girl"]
    assert front["man"] < 1
