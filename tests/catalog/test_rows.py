"""Rows are built from finite values and sds only."""

from dataclasses import replace

import numpy as np
import pytest

from measure.catalog import Columns, get
from measure.catalog.job import prepare
from measure.catalog.rows import found_besides, quantity_of
from measure.errors import ModelError
from measure.model import NotVisible, View
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


class TestFlagsOfAnnotations:
    """What is doubted about a vertebra is doubted about every value that rests on its marks."""

    @staticmethod
    def spine(make: object, **flags: str) -> list:
        heights = dict.fromkeys(("T11", "T12", "L1", "L2"), (28.0, 28.0, 28.0))
        return [replace(body, flags=(flags[body.structure.label],)) if body.structure.label in flags else body
                for body in make.spine(heights)]  # fmt: skip

    def test_its_own_values(self, make: object) -> None:
        found = make.rows(make.reading(*self.spine(make, L1="accuracy_unproven"), facing="left"))
        assert "accuracy_unproven" in found["anterior_height", "L1"].flags
        assert "accuracy_unproven" not in found["anterior_height", "T12"].flags

    def test_what_reaches_over_it(self, make: object) -> None:
        """The angle over T12 runs from T11 to L1, that over L2 does not exist, that over L1 starts at T12."""
        found = make.rows(make.reading(*self.spine(make, L1="accuracy_unproven", T11="interpolated"), facing="left"))
        assert {"accuracy_unproven", "interpolated"} <= set(found["bisegmental_cobb_angle", "T12"].flags)
        assert "interpolated" not in found["bisegmental_cobb_angle", "L1"].flags

    def test_what_is_expected_of_a_neighbour(self, make: object) -> None:
        found = make.rows(make.reading(*self.spine(make, T12="accuracy_unproven"), facing="left", treated="L1"))
        assert "accuracy_unproven" in found["expected_anterior_height", "L1"].flags
        assert "accuracy_unproven" not in found["anterior_height", "L1"].flags

    def test_a_row_without_a_value_keeps_them(self, make: object) -> None:
        bodies = self.spine(make, L1="accuracy_unproven")
        bodies[2] = replace(bodies[2], marks={}, not_visible=NotVisible.CEMENT)
        found = make.rows(make.reading(*bodies, facing="left"))["anterior_height", "L1"]
        assert (found.quantity.value, found.flags) == (None, ("accuracy_unproven",))

    def test_a_span_is_as_sure_of_its_levels_as_its_less_sure_end(self, make: object, s_shape: list[float]) -> None:
        tops = [replace(body, level_confidence=0.9 - 0.01 * k) for k, body in enumerate(make.column(s_shape, top="T1"))]
        found = make.rows(make.reading(*tops), make.header(view=View.FRONTAL))["coronal_cobb_angle", "film"]
        ends = {body.structure.level: body.level_confidence for body in tops}
        assert found.level_confidence == min(ends[found.level_from], ends[found.level_to])
        plain = make.rows(make.reading(*make.column(s_shape, top="T1")), make.header(view=View.FRONTAL))
        assert plain["coronal_cobb_angle", "film"].level_confidence is None
