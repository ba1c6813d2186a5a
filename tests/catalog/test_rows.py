"""Rows are built from finite values and sds only."""

import numpy as np
import pytest

from measure.catalog import Columns, get
from measure.catalog.job import prepare
from measure.catalog.rows import found_besides, quantity_of
from measure.errors import ModelError
from measure.spine.course import height_fall
from measure.spine.loss import Deformity


def columns(value: float, sd: float) -> Columns:
    one = np.array(value), np.array(sd), np.array(0.5), np.array(0.0)
    return Columns(*one)


def test_a_value_that_the_marks_do_not_define_is_absent(make: object) -> None:
    job = prepare(make.header(), make.reading())
    found = quantity_of(job, get("beck_index"), columns(np.nan, np.nan), ())
    assert (found.value, found.reason) == (None, "degenerate_marks")


def test_a_value_never_travels_without_an_sd(make: object) -> None:
    job = prepare(make.header(), make.reading())
    with pytest.raises(ModelError, match=r"anterior_height: value 22\.0 without a finite sd"):
        quantity_of(job, get("anterior_height"), columns(22.0, np.nan), ())


class TestFoundBesides:
    """The other fields of a named tuple, as plain values."""

    def test_numbers_stay_numbers_and_truth_is_a_word(self) -> None:
        fall = height_fall(*map(np.array, (25.0, 25.0, 27.0, 19.5, 23.0, 27.0)))
        assert found_besides(fall) == {"millimetres": 5.5, "candidate": "yes"}

    def test_words(self) -> None:
        assert found_besides(Deformity(np.array(30.0), np.array("crush"))) == {"deformity_type": "crush"}

    def test_of_a_number_alone_nothing(self) -> None:
        assert found_besides(np.array(30.0)) == {}


def test_a_value_that_nobody_can_have_is_flagged(make: object) -> None:
    tall = make.body("L1", make.block(100, front=90, back=90, depth=80))
    found = make.rows(make.reading(tall, facing="left"))
    assert "implausible_value" in found["anterior_height", "L1"].flags
    assert "implausible_value" not in found["beck_index", "L1"].flags
