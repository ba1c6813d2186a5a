"""The hip axis: between two heads, on the one that is marked, or nowhere with a reason."""

import pytest

from measure.catalog.hips import find_hips, head_count
from measure.model import (
    Annotation,
    Circle,
    Covariance,
    NotVisible,
    Observer,
    ObserverKind,
    Point,
    Structure,
    StructureKind,
)

SIZE = (1000, 800)
READER = Observer(ObserverKind.PERSON, "reader-1")


def head(number: int, mark: object = None, **more: object) -> Annotation:
    marks = {} if mark is None else {"centre": mark}
    return Annotation(Structure(StructureKind.FEMORAL_HEAD, ordinal=number), READER, marks, **more)


def test_none_marked(make: object) -> None:
    assert find_hips(make.reading(*make.spine({"L1": (28, 28, 28)})), SIZE) is None


def test_the_middle_of_both(make: object) -> None:
    reading = make.reading(head(1, Point(600.0, 200.0)), head(2, Circle(620.0, 230.0, 24.0)))
    assert find_hips(reading, SIZE).points == {"axis": (610.0, 215.0)}
    assert head_count(reading) == 2


def test_one_stands_for_both(make: object) -> None:
    reading = make.reading(head(1, Circle(600.0, 200.0, 24.0)), head(2, not_visible=NotVisible.CROPPED))
    assert find_hips(reading, SIZE).points == {"axis": (600.0, 200.0)}
    assert head_count(reading) == 1


def test_the_middle_of_two_is_half_as_far_off_in_variance(make: object) -> None:
    reading = make.reading(head(1, Point(0, 0, Covariance(4, 1, 2))), head(2, Point(0, 9, Covariance(2, -1, 6))))
    assert find_hips(reading, SIZE).covariances == {"axis": Covariance(1.5, 0.0, 2.0)}


def test_of_a_head_that_states_no_spread_none_is_known(make: object) -> None:
    reading = make.reading(head(1, Point(0, 0, Covariance(4, 1, 2))), head(2, Point(0, 9)))
    assert find_hips(reading, SIZE).covariances == {"axis": None}


@pytest.mark.parametrize("second", [None, Point(600.0, 210.0)])
def test_a_head_outside_the_film_spoils_the_axis_even_where_the_middle_lies_inside(
    make: object, second: Point | None
) -> None:
    heads = [head(1, Point(600.0, 850.0)), *([head(2, second)] if second else [])]
    found = find_hips(make.reading(*heads), SIZE)
    assert found.points == {}
    assert found.why_missing("axis") == "mark_outside_film"


def test_three_are_too_many(make: object) -> None:
    found = find_hips(make.reading(*make.heads((1, 2), (3, 4), (5, 6))), SIZE)
    assert found.points == {}
    assert found.why_missing("axis") == "more_than_two_femoral_heads"


def test_none_visible(make: object) -> None:
    found = find_hips(make.reading(head(1, not_visible=NotVisible.OVER_EXPOSED)), SIZE)
    assert found.why_missing("axis") == "not_visible:over_exposed"


def test_annotated_without_a_centre(make: object) -> None:
    assert find_hips(make.reading(head(1)), SIZE).why_missing("axis") == "missing_mark:centre"
