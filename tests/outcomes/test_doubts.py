"""Films whose vertebrae may not be counted alike."""

import pytest

from measure.model import Level
from measure.outcomes.doubts import counted, differ


@pytest.fixture(scope="module")
def levels(rows):
    def make(*names, ends=(None, None)):
        ends = [Level(end) if end else None for end in ends]
        found = [rows[0].model_copy(update={"level": Level(name), "structure": f"vertebra:{name}"}) for name in names]
        return [*found, rows[-1].model_copy(update={"level": None, "level_from": ends[0], "level_to": ends[1]})]

    return make


@pytest.mark.parametrize(
    ("names", "ends", "said"),
    [
        (("L4", "L5"), (None, None), {}),
        (("L4", "L5"), ("L1", "S1"), {Level.L6: False}),
        (("L5", "L6"), (None, None), {Level.L6: True}),
        (("T12", "L1"), (None, None), {Level.T13: False}),
        (("T12", "T13", "L1"), (None, None), {Level.T13: True}),
    ],
)
def test_what_a_film_says(levels, names, ends, said):
    assert counted(levels(*names, ends=ends)) == said


def test_only_what_two_films_say_can_differ():
    assert not differ([{}, {Level.L6: True}])
    assert not differ([{Level.T13: False, Level.L6: True}, {Level.L6: True}])
    assert differ([{Level.L6: True}, {}, {Level.L6: False}])
