"""Courses run forward in time, and know what is compared with what."""

import pytest

from measure.errors import ModelError
from measure.model import (
    Comparison,
    Course,
    Event,
    Examination,
    FrozenMap,
    Level,
    Posture,
    Structure,
    StructureKind,
    View,
    Visit,
    injury_day,
)

L1 = Structure(StructureKind.VERTEBRA, Level.L1)


def film(view: View | None = None, posture: Posture | None = None, **more: Comparison) -> Examination:
    return Examination("film", "2.25.1", "reader-1", {}, view, posture, **more)


def course(*days: float | tuple[float, str], indexed: bool = True, events: tuple[Event, ...] = ()) -> Course:
    visits = [Visit(day[0], (), day[1]) if isinstance(day, tuple) else Visit(day, ()) for day in days]
    return Course("subject-1", L1, tuple(visits), events, indexed)


def test_visits_in_order_of_time() -> None:
    found = Course("subject-1", L1, (Visit(-3, ()), Visit(1, ()), Visit(1, ()), Visit(90, ())), (Event("index", 0),))
    assert [visit.day for visit in found.visits] == [-3, 1, 1, 90]
    assert found.events[0].earliest is None


@pytest.mark.parametrize("days", [(1, -3), (0, float("nan"))])
def test_visits_out_of_order_are_refused(days: tuple[float, float]) -> None:
    with pytest.raises(ModelError, match=r"in order of time, got days \["):
        course(*days)


def days(visits: tuple[Visit, ...]) -> list[float]:
    return [visit.day for visit in visits]


class TestBaselines:
    def test_the_last_visit_before_the_procedure_is_the_best(self) -> None:
        assert days(course(-400, -3, 1, 90).baselines) == [-3, -400]

    def test_a_stated_baseline_of_the_day_itself(self) -> None:
        found = course(-3, (0, "baseline"), (0, "intra_op"), 2)
        assert found.baselines == (found.visits[1], found.visits[0])

    def test_a_window_after_the_procedure_is_not_before_it_whatever_its_day(self) -> None:
        assert days(course(-3, (-1, "intra_op")).baselines) == [-3]

    def test_with_visits_after_the_procedure_alone_there_is_none(self) -> None:
        assert course(2, 90).baselines == ()

    def test_without_a_procedure_the_first_visit_is_the_best(self) -> None:
        found = course(0, 90, indexed=False)
        assert days(found.baselines) == [0, 90]
        assert not found.is_before(found.visits[0])

    @pytest.mark.parametrize("indexed", [True, False])
    def test_without_visits_there_is_none(self, indexed: bool) -> None:
        assert course(indexed=indexed).baselines == ()

    def test_a_visit_before_the_injury_shows_what_was_expected_and_is_none(self) -> None:
        hurt = (Event("injury", -10),)
        assert days(course(-400, -10, -3, 90, events=hurt).baselines) == [-3, -10]
        assert days(course(-400, 90, events=hurt).baselines) == []
        assert days(course(-400, 0, events=hurt, indexed=False).baselines) == [-400, 0]

    def test_a_nominal_day_says_nothing_of_the_injury(self) -> None:
        visit = Visit(-1, (), "baseline", nominal=True)
        assert Course("subject-1", L1, (visit,), (Event("fracture", 0),)).baselines == (visit,)


class TestAfterProcedure:
    def test_not_a_film_taken_during_it(self) -> None:
        assert days(course(-3, (0, "intra_op"), 2, 90).after_procedure) == [2, 90]

    def test_without_a_procedure_there_is_none(self) -> None:
        assert course(0, 90, indexed=False).after_procedure == ()


class TestInjuryDay:
    @pytest.mark.parametrize(
        ("events", "day"),
        [
            ((), None),
            ((Event("osteotomy", -9),), None),
            ((Event("injury", -5), Event("fracture", -20)), -20),
            ((Event("fracture", -5, earliest=-8, latest=-2),), -8),
            # What broke after the procedure was not what was treated.
            ((Event("fracture", 200),), None),
            ((Event("fracture", 200), Event("injury", 0)), 0),
        ],
    )
    def test_the_first_that_may_have_led_to_the_procedure(self, events: tuple[Event, ...], day: float | None) -> None:
        assert injury_day(events) == day


class TestExamination:
    def test_measurements_are_frozen(self) -> None:
        assert isinstance(film().measurements, FrozenMap)

    @pytest.mark.parametrize(
        ("one", "other", "said"),
        [
            (Posture.STANDING, Posture.STANDING, Comparison.SAME),
            (Posture.STANDING, Posture.SUPINE, Comparison.DIFFERENT),
            (None, Posture.SUPINE, Comparison.UNKNOWN),
            (Posture.STANDING, None, Comparison.UNKNOWN),
        ],
    )
    def test_postures(self, one: Posture | None, other: Posture | None, said: Comparison) -> None:
        assert film(posture=one).posture_as(film(posture=other)) is said

    @pytest.mark.parametrize("stated", [Comparison.SAME, Comparison.DIFFERENT])
    def test_what_was_stated_counts_where_the_postures_do_not_tell(self, stated: Comparison) -> None:
        later = film(posture=Posture.STANDING, posture_vs_baseline=stated)
        assert later.posture_as(film(posture=None)) is stated
        assert later.posture_as(film(posture=Posture.SUPINE)) is Comparison.DIFFERENT
        assert later.posture_as(film(posture=Posture.STANDING)) is stated

    def test_what_was_stated_is_about_the_baseline_alone(self) -> None:
        later = film(posture=None, posture_vs_baseline=Comparison.SAME)
        assert later.posture_as(film(posture=None), baseline=False) is Comparison.UNKNOWN

    @pytest.mark.parametrize(
        ("one", "other", "said"),
        [
            (View.LATERAL, View.LATERAL, Comparison.SAME),
            (View.LATERAL, View.FRONTAL, Comparison.DIFFERENT),
            (None, View.LATERAL, Comparison.UNKNOWN),
            (View.LATERAL, None, Comparison.UNKNOWN),
        ],
    )
    def test_views(self, one: View | None, other: View | None, said: Comparison) -> None:
        assert film(one).view_as(film(other)) is said
