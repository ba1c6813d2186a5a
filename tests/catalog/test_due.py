"""Which vertebrae owe a value without its being asked for."""

import pytest

from measure.catalog import get
from measure.catalog.due import given_marks, is_due
from measure.catalog.job import prepare
from measure.model import NotVisible


def due(make: object, measure: str, *bodies: object, **stated: str) -> set[str]:
    job = prepare(make.header(), make.reading(*bodies, **stated))
    given = given_marks(job.chain)
    return {b.structure.label for b in job.chain.bodies if is_due(b, get(measure), job.facts, given)}


@pytest.fixture
def spine(make: object) -> list:
    return make.spine({"T12": (27, 27, 28), "L1": (20, 22, 27), "L2": (29, 28, 29)})


def test_a_default_measure_is_for_every_vertebra(make: object, spine: list) -> None:
    assert due(make, "anterior_height", *spine) == {"T12", "L1", "L2"}


def test_a_variant_is_for_none(make: object, spine: list) -> None:
    assert due(make, "anterior_height_perpendicular", *spine, treated="L1") == set()


def test_what_is_for_treated_levels_is_for_those_alone(make: object, spine: list) -> None:
    assert due(make, "anterior_height_loss", *spine) == set()
    assert due(make, "anterior_height_loss", *spine, treated="L1") == {"L1"}


def test_an_unnumbered_vertebra_is_not_the_treated_one(make: object) -> None:
    assert due(make, "anterior_height_loss", *make.spine({1: (28, 28, 28), 2: (20, 22, 27)}), treated="L1") == set()


def test_four_corners_owe_no_middle_height(make: object) -> None:
    corners = make.body("L1", make.corners(make.block(40)))
    assert due(make, "middle_height", corners, facing="left") == set()
    assert due(make, "anterior_height", corners, facing="left") == {"L1"}


def test_what_is_not_visible_owes_all_and_the_sacrum_nothing(make: object) -> None:
    bodies = make.body("L5", {}, NotVisible.CEMENT), make.body("S1", {"SA": (130, 100), "SP": (120, 134)})
    assert due(make, "middle_height", *bodies) == {"L5"}
