"""Courses run forward in time."""

import pytest

from measure.errors import ModelError
from measure.model import Course, Event, Level, Structure, StructureKind, Visit

L1 = Structure(StructureKind.VERTEBRA, Level.L1)


def test_visits_in_order_of_time() -> None:
    course = Course("subject-1", L1, (Visit(-3, ()), Visit(1, ()), Visit(1, ()), Visit(90, ())), (Event("index", 0),))
    assert [visit.day for visit in course.visits] == [-3, 1, 1, 90]
    assert course.events[0].earliest is None


def test_visits_out_of_order_are_refused() -> None:
    with pytest.raises(ModelError, match=r"in order of time, got days \[1, -3\]"):
        Course("subject-1", L1, (Visit(1, ()), Visit(-3, ())))
