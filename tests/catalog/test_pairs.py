"""Which film is compared with which: each projection has its own baseline, whatever the days."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.catalog import get, measure_course
from measure.catalog.pairs import Pair, pairs, split
from measure.model import Comparison, Course, Event, Examination, Measurement, Posture, Quantity, View

AP, LAT = View.FRONTAL, View.LATERAL
OF = {AP: "coronal_cobb_angle", LAT: "lumbar_lordosis"}
CHANGES = {AP: "coronal_cobb_angle_change", LAT: "lumbar_lordosis_change"}


def exam(make: object, day: float, view: View | None, value: float = 30.0, **more: object) -> Examination:
    """Film of one projection with its angle; the name says which film of which day it is."""
    row = make.number(OF[view or LAT], value)
    return make.exam(row, film=f"{view} {day:g}", view=view, **more)


def course(make: object, *films: tuple[float, View | None], where: str | None = None, **more: object) -> Course:
    days: dict[float, tuple[Examination, ...]] = {}
    for day, view in films:
        days[day] = (*days.get(day, ()), exam(make, day, view))
    return make.course(days, where, **more)


def names(found: Iterable[Pair]) -> list[tuple[str | None, str, float | None]]:
    return [(pair.before.film_key if pair.before else None, pair.after.film_key, pair.days) for pair in found]


def compared(course: Course, view: View) -> list[tuple[str | None, str, float | None]]:
    return names(pairs(course, get(CHANGES[view])))


class TestBaselineOfAProjection:
    def test_frontal_and_lateral_baselines_of_two_days(self, make: object) -> None:
        """The frontal film is of day -10, the lateral one of day -2: neither is left without its partner."""
        one = course(make, (-10, AP), (-2, LAT), (92, AP), (92, LAT))
        assert compared(one, AP) == [("frontal -10", "frontal 92", 102)]
        assert compared(one, LAT) == [("lateral -2", "lateral 92", 94)]
        found = make.changes(one)
        assert {CHANGES[AP], CHANGES[LAT]} <= set(found)
        assert found[CHANGES[AP]].details["compared_with"] == "frontal -10"

    def test_of_several_the_last_before_the_procedure(self, make: object) -> None:
        one = course(make, (-400, AP), (-10, AP), (-2, LAT), (2, LAT), (92, AP))
        assert compared(one, AP) == [("frontal -10", "frontal 92", 102)]

    def test_without_a_procedure_the_first_of_each(self, make: object) -> None:
        one = course(make, (0, AP), (8, LAT), (92, AP), (92, LAT), (180, LAT), indexed=False)
        assert compared(one, AP) == [("frontal 0", "frontal 92", 92)]
        assert compared(one, LAT) == [("lateral 8", "lateral 92", 84), ("lateral 8", "lateral 180", 172)]

    def test_the_first_of_a_projection_has_nothing_before_it(self, make: object) -> None:
        assert compared(course(make, (0, AP), (8, LAT), indexed=False), LAT) == []
        assert compared(course(make, (-3, AP), (8, LAT)), LAT) == [(None, "lateral 8", None)]

    def test_surely_the_same_projection_of_one_day_is_better(self, make: object) -> None:
        days = {-3.0: (exam(make, 1, None), exam(make, -3, LAT)), 92.0: (exam(make, 92, LAT),)}
        assert compared(make.course(days, None), LAT) == [("lateral -3", "lateral 92", 95)]

    def test_the_film_that_has_the_value_though_an_earlier_day(self, make: object) -> None:
        bare = make.exam(film="bare", view=LAT)
        days = {-9.0: (exam(make, -9, LAT),), -3.0: (bare,), 92.0: (exam(make, 92, LAT),)}
        assert compared(make.course(days, None), LAT) == [("lateral -9", "lateral 92", 101)]

    def test_of_two_readings_of_one_film_the_one_with_a_number(self, make: object) -> None:
        """The own earlier reading was not measurable; another observer's was."""
        gap = Measurement(OF[LAT], "1", Quantity.absent("deg", "missing_mark"), "2.25.9", "film")
        own = make.exam(gap, film="own", observer="ann")
        other = exam(make, -3, LAT, observer="bob")
        one = make.course({-3.0: (own, other), 92.0: (exam(make, 92, LAT, observer="ann"),)}, None)
        assert compared(one, LAT) == [("lateral -3", "lateral 92", 95)]
        assert "observers_differ" in make.changes(one)[CHANGES[LAT]].flags

    def test_a_film_before_the_injury_is_no_baseline(self, make: object) -> None:
        one = course(make, (-400, LAT), (-10, AP), (92, LAT), (92, AP))
        hurt = replace(one, events=(Event("injury", -11),))
        assert compared(one, LAT) == [("lateral -400", "lateral 92", 492)]
        assert compared(hurt, LAT) == [(None, "lateral 92", None)]
        assert compared(hurt, AP) == [("frontal -10", "frontal 92", 102)]

    @given(
        st.lists(st.tuples(st.integers(-50, 50).filter(bool), st.sampled_from([AP, LAT])), max_size=8, unique=True),
        st.booleans(),
    )
    def test_partners_are_alike_earlier_and_never_the_film_itself(
        self, make: object, films: list[tuple[int, View]], indexed: bool
    ) -> None:
        one = course(make, *films, indexed=indexed)
        for view in (AP, LAT):
            own = sorted(day for day, of in films if of is view)
            before = [day for day in own if day < 0] if indexed else own[:1]
            later = [day for day in own if day > 0] if indexed else own[1:]
            baseline = (max(before) if indexed else before[0]) if before else None
            assert compared(one, view) == [
                (f"{view} {baseline}", f"{view} {day}", day - baseline) if before else (None, f"{view} {day}", None)
                for day in later
            ]


class TestAfterTheProcedure:
    @pytest.mark.parametrize(
        ("measure", "expected"),
        [
            ("anterior_correction_loss", [("lateral 2", "lateral 92", 90)]),
            ("residual_kyphosis", [("lateral 2", "lateral 2", None), ("lateral 92", "lateral 92", None)]),
        ],
    )
    def test_a_film_taken_during_it_is_no_result(self, make: object, measure: str, expected: list) -> None:
        films = [(day, LAT) for day in (-3.0, 0.0, 2.0, 92.0)]
        one = course(make, *films, where="L1", timepoints={0.0: "intra_op"})
        assert names(pairs(one, get(measure))) == expected

    def test_without_a_procedure_there_is_none(self, make: object) -> None:
        assert names(pairs(course(make, (0, LAT), (92, LAT), indexed=False), get("anterior_correction_loss"))) == []


class TestPosture:
    def course(self, make: object, *postures: Posture | None) -> Course:
        """Losses of 30, 10 and 15 % at days −5, 2 and 90; the last is stated to be held as at baseline."""
        films = {
            day: make.exam(
                make.number("anterior_height_loss", loss), film=f"{day:g}", posture=posture,
                posture_vs_baseline=Comparison.SAME if day == 90 else Comparison.UNKNOWN,
            )
            for day, loss, posture in zip((-5.0, 2.0, 90.0), (30.0, 10.0, 15.0), postures, strict=True)
        }  # fmt: skip
        return make.course(films)

    def test_a_statement_about_the_baseline_says_nothing_of_the_first_film_after(self, make: object) -> None:
        found = self.course(make, None, Posture.SUPINE, None)
        (restored,) = [pair for pair in pairs(found, get("anterior_height_restoration")) if pair.after.film_key == "90"]
        (lost,) = pairs(found, get("anterior_correction_loss"))
        assert (restored.posture, lost.posture) == (Comparison.SAME, Comparison.UNKNOWN)

    def test_two_known_postures_are_believed(self, make: object) -> None:
        found = self.course(make, Posture.STANDING, Posture.SUPINE, Posture.STANDING)
        (lost,) = pairs(found, get("anterior_correction_loss"))
        assert lost.posture is Comparison.DIFFERENT


def test_a_film_taken_during_the_operation_is_told(make: object) -> None:
    films = {day: make.exam(make.number("anterior_height_loss", 30.0), film=f"{day:g}") for day in (-5.0, 0.0, 90.0)}
    found = make.course(films, timepoints={0.0: "intra_op"})
    during = {pair.after.film_key: pair.during for pair in pairs(found, get("anterior_height_restoration"))}
    assert during == {"0": True, "90": False}
    rows = [row for row in measure_course(found) if row.measure == "anterior_height_restoration"]
    assert ["film_during_operation" in row.flags for row in rows] == [True, False]


def test_value_is_of_the_film_that_its_name_says(make: object) -> None:
    pair = Pair(exam(make, -3, LAT, 40.0), exam(make, 92, LAT, 50.0))
    for when, value in (("before", 40), ("first", 40), ("after", 50)):
        assert pair.value(f"{when}.lumbar_lordosis").quantity.value == value
    assert pair.value("before.coronal_cobb_angle") is None
    assert Pair(None, pair.after).value("before.lumbar_lordosis") is None
    assert not pair.alone
    assert split("first.x") == ("first", "x")
