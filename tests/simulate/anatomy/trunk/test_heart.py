"""Heart: its borders lie where a frontal film shows them."""

import numpy as np

from measure.simulate.anatomy.person import Person
from measure.simulate.anatomy.trunk.heart import border

DEPTHS = np.linspace(-110, 40, 151)


def width(person: Person, side: float, height: float) -> float:
    return float(border(person, side, DEPTHS, height).max())


def test_two_thirds_of_the_heart_lie_left() -> None:
    left, right = (width(Person(), side, 260.0) for side in (1.0, -1.0))
    assert 65 < left < 105
    assert 30 < right < 55
    assert 105 < left + right < 150  # about half of a chest of 260 mm


def test_aortic_knob_stands_out_and_grows_with_age() -> None:
    young, old = Person(age=25.0), Person(age=85.0)
    assert width(old, 1.0, 364.0) > width(old, 1.0, 395.0) + 3
    assert width(old, 1.0, 364.0) > width(young, 1.0, 364.0) + 3


def test_lungs_nearly_meet_before_the_heart_and_part_at_the_spine() -> None:
    upright = border(Person(), -1.0, np.array([-110.0, 0.0, 45.0]), 330.0)
    assert upright[0] < 12 < 15 < upright[1] < upright[2]


def test_course_is_smooth() -> None:
    over = border(Person(), 1.0, -70.0, np.linspace(180, 440, 521))
    assert np.abs(np.diff(over)).max() < 2.5  # mm per half mm
