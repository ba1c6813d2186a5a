import pytest

from measure.errors import MeasureError
from training.recipe import FILE, read_recipe


def changed(tmp_path, before: str, after: str):
    text = FILE.read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "recipe.toml").write_text(text.replace(before, after, 1), encoding="utf-8")
    return tmp_path / "recipe.toml"


def test_the_recipe_of_the_package_keeps_its_films_apart() -> None:
    recipe = read_recipe()
    assert len({recipe.films.seed, recipe.held_out.seed, recipe.test.seed}) == 3
    assert recipe.coarse.steps > recipe.coarse.grow > 0
    assert recipe.films_of("frontal") >= recipe.coarse_again.frontal
    assert recipe.films_of("lateral") >= recipe.films.each


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("seed = 3", "seed = 1", r"expected three seeds"),
        ("grow = 0", "speed = 0", r"\[fine\]: .* missing or unknown: grow, speed"),
        ("[test]", "[tests]", r"missing or unknown: test, tests"),
        ("batch = 10", "batch = -1", r"\[coarse\]: batch: expected a number"),
        ("batch = 10", 'batch = "ten"', r"\[coarse\]: batch: expected a number"),
        ("rate = 0.0012", "rate = -1", r"\[coarse_again\]: rate: expected a number"),
        ("batch = 10", "batch = true", r"\[coarse\]: batch: expected a number"),
    ],
)
def test_a_recipe_that_cannot_be_meant_is_refused(tmp_path, before, after, message) -> None:
    with pytest.raises(MeasureError, match=message):
        read_recipe(changed(tmp_path, before, after))
