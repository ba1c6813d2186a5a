"""What a value of a course may be called: classes at every limit, and how sure they are."""

import math

import pytest

from measure.catalog import get
from measure.catalog.course_classes import judge
from measure.model import Course


def course_of(make: object, measure: str, before: tuple[float, float], after: tuple[float, float]) -> Course:
    days = {-3.0: before, 90.0: after}
    return make.course({day: make.exam(make.number(measure, *value)) for day, value in days.items()})


def restored(make: object, before: tuple[float, float], after: tuple[float, float]):
    found = make.changes(course_of(make, "anterior_height_loss", before, after))
    return found["anterior_height_restoration"]


class TestRestoration:
    @pytest.mark.parametrize(
        ("after", "name", "flag"),
        [
            (17.9, "gt50", None), (18.0, "lt50", None), (35.9, "lt50", None), (36.0, "none", None),
            (36.01, "none", None), (36.5, "worse", "further_collapse"), (-4.0, "gt50", "over_corrected"),
        ],
    )  # fmt: skip
    def test_class_from_a_loss_of_36(self, make: object, after: float, name: str, flag: str | None) -> None:
        found = restored(make, (36.0, 1.0), (after, 1.0))
        assert found.details["nice_class"] == name
        assert {"further_collapse", "over_corrected"} & set(found.flags) == ({flag} if flag else set())

    @pytest.mark.parametrize(
        ("loss", "sd", "said"), [(36.0, 9.0, True), (36.0, 9.01, False), (15.0, 1.0, True), (14.9, 1.0, False)]
    )
    def test_indeterminate_where_too_little_was_lost(self, make: object, loss: float, sd: float, said: bool) -> None:
        """Less than 15 % of the expected height, or less than four sds (domain reference §1.5)."""
        found = restored(make, (loss, sd), (0.2 * loss, 1.0))
        assert (found.details["nice_class"] == "gt50") is said
        assert (found.details["nice_class"] == "indeterminate") is not said
        assert ("restoration_indeterminate" in found.flags) is not said
        assert found.quantity.value == pytest.approx(80)

    @pytest.mark.parametrize(("after", "straddles"), [(18.0, True), (16.0, True), (8.0, False), (32.0, False)])
    def test_an_interval_that_holds_the_dividing_line(self, make: object, after: float, straddles: bool) -> None:
        found = restored(make, (36.0, 2.0), (after, 2.0))
        assert ("class_straddles_50" in found.flags) is straddles
        assert (found.details["interval_low"] <= 50 < found.details["interval_high"]) is straddles

    def test_probability_of_more_than_half(self, make: object) -> None:
        """R > 50 is 2·after < before: a normal question, so Φ answers it."""
        found = restored(make, (36.0, 3.0), (16.0, 3.0))
        exact = 0.5 * math.erfc(-(36 - 2 * 16) / math.hypot(3, 2 * 3) / math.sqrt(2))
        assert found.details["probability_gt50"] == pytest.approx(exact, abs=0.012)

    @pytest.mark.parametrize(
        ("after", "name"), [(18.0, "better"), (30.0, "no_change"), (42.0, "no_change"), (60.0, "worse")]
    )
    def test_against_measurement_error(self, make: object, after: float, name: str) -> None:
        """1.96·√2·3 = 8.3 percent of the expected height."""
        assert restored(make, (36.0, 3.0), (after, 3.0)).details["banded_class"] == name


class TestResidualKyphosis:
    @staticmethod
    def found(make: object, value: float, sd: float):
        return make.changes(make.course({90.0: make.exam(make.number("wedge_angle", value, sd))}))["residual_kyphosis"]

    def test_seven_degrees_may_be_less_than_five(self, make: object) -> None:
        """Domain reference §6: a true 7° with an sd of 2.5 is called less than 5° in 21 %."""
        found = self.found(make, 7.0, 2.5)
        assert 1 - found.details["probability_ge_limit"] == pytest.approx(0.21, abs=0.005)
        assert "borderline" in found.flags

    @pytest.mark.parametrize(
        ("value", "reached"), [(5.0, "yes"), (4.9999, "no"), (0.1 + 4.9, "yes"), (5.0 - 1e-12, "yes"), (-8.0, "no")]
    )
    def test_exactly_five_reaches_the_limit(self, make: object, value: float, reached: str) -> None:
        assert self.found(make, value, 2.5).details["reaches_limit"] == reached

    @pytest.mark.parametrize(("value", "open_"), [(5.0, True), (9.0, True), (9.2, False), (0.8, False), (1.0, True)])
    def test_borderline_between_5_and_95_percent(self, make: object, value: float, open_: bool) -> None:
        """1.645·2.5 = 4.1 degrees to either side."""
        assert ("borderline" in self.found(make, value, 2.5).flags) is open_


def test_loss_of_correction_is_a_change_against_its_error(make: object) -> None:
    days = {2.0: 10.0, 90.0: 15.0}
    exams = {day: make.exam(make.number("anterior_height_loss", loss, 1.0)) for day, loss in days.items()}
    found = make.changes(make.course(exams))["anterior_correction_loss"]
    assert found.details["mdc95"] == pytest.approx(1.96 * math.sqrt(2), abs=1e-6)
    assert found.flags == ("increased",)


def test_what_has_no_classes(make: object) -> None:
    course = course_of(make, "anterior_height_loss", (36.0, 2.0), (18.0, 2.0))
    found = make.changes(course)["anterior_height_gain_of_initial"]
    assert judge(get("anterior_height_gain_of_initial"), found.quantity, None, []) == ({}, ())
    assert found.flags == ()
