"""Expected heights from a film before the injury: worked out by hand, free of the magnification of both films."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.catalog.prior import FLAG, SOURCES, expected_from_prior, intact
from measure.model import Measurement, Quantity, ScaleClass, Structure

SIZES = st.floats(5, 60)


def height(make: object, value: float, where: str, film: str, sd: float = 0.7, **more: object) -> Measurement:
    quantity = Quantity(value, "mm", sd=sd)
    structure: Structure = make.structure(where)
    more.setdefault("scale_class", ScaleClass.CALIBRATED)
    return Measurement("anterior_height", "1", quantity, f"2.25.{len(film)}", film, structure, **more)


def found(make: object, here: float, then: float, now: float, **sds: float) -> Measurement:
    sd = {"here": 0.7, "then": 0.7, "now": 0.7} | sds
    return expected_from_prior(
        "anterior",
        height(make, here, "L1", "old", sd["here"]),
        height(make, then, "T12", "old", sd["then"]),
        height(make, now, "T12", "later", sd["now"]),
    )


class TestExpected:
    def test_by_hand(self, make: object) -> None:
        """27 mm once, and a neighbour of 25 mm that measures 27.5 now: 27 * 1.1 = 29.7."""
        one = found(make, 27.0, 25.0, 27.5)
        assert one.quantity.value == pytest.approx(29.7)
        relative = math.sqrt((0.7 / 27) ** 2 + (0.7 / 25) ** 2 + (0.7 / 27.5) ** 2)
        assert one.quantity.sd == pytest.approx(29.7 * relative)

    def test_it_stands_on_the_later_film_and_names_the_earlier(self, make: object) -> None:
        one = found(make, 27.0, 25.0, 27.5)
        assert (one.film_key, one.reading_uid, one.structure.label) == ("later", "2.25.5", "L1")
        assert (one.measure, one.flags, one.quantity.unit) == ("expected_anterior_height", (FLAG,), "mm")
        assert dict(one.details) == {
            "expected_by": "prior_film", "expected_from": "T12", "prior_film": "old", "prior_reading": "2.25.3",
        }  # fmt: skip

    @given(SIZES, SIZES, st.floats(0.5, 2), st.floats(0.5, 2))
    def test_as_many_fractions_of_the_film_whatever_both_magnifications(
        self, make: object, here: float, other: float, then: float, now: float
    ) -> None:
        one = found(make, here * then, other * then, other * now)
        assert one.quantity.value == pytest.approx(here * now, rel=1e-9)


class TestIntact:
    def rows(self, make: object, **values: float | None) -> dict[str, Measurement]:
        return {
            name: make.number(name, value) if value is not None else
            Measurement(name, "1", Quantity.absent("mm", "missing_mark"), "2.25.9", "table")
            for name, value in values.items()
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({}, True),
            ({"anterior_height": 26.0, "middle_height": 25.0, "posterior_height": 27.0}, True),
            ({"anterior_height_loss": 19.9}, True),
            ({"anterior_height_loss": 20.0}, False),
            ({"posterior_height_loss": 31.0}, False),
            ({"genant_qm": 0.0}, True),
            ({"genant_qm": 1.0}, False),
            ({"anterior_height_loss": None, "genant_qm": None}, True),
            # A neighbour of what is treated has no loss of its own: its own shape must tell.
            ({"anterior_height": 21.6, "posterior_height": 27.0}, False),
            ({"middle_height": 20.0, "posterior_height": 27.0}, False),
            ({"anterior_height": 21.7, "posterior_height": 27.0}, True),
            ({"anterior_height": 20.0, "posterior_height": None}, True),
        ],
    )
    def test_what_has_lost_a_fifth_is_not(self, make: object, values: dict, said: bool) -> None:
        assert intact(self.rows(make, **values)) is said

    def test_all_that_it_looks_at_is_read_of_a_store(self) -> None:
        assert {"genant_qm", "middle_height_loss", "posterior_height", "expected_anterior_height"} <= SOURCES
        assert len(SOURCES) == 10
