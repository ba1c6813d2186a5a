"""Where films lie in time: whatever of day, window and own clock their rows have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.outcomes.schema import MeasurementRow
from measure.outcomes.timeline import NOMINAL, Clock, Moment, Timeline, Unplaced
from measure.outcomes.vocabulary import Timepoint


@pytest.fixture(scope="module")
def film(rows):
    """Row of a film with these facts about time, and no others."""

    def make(days=None, own=None, timepoint=None) -> MeasurementRow:
        return rows[0].model_copy(update={"days_from_index": days, "subject_day": own, "timepoint": timepoint})

    return make


def placed(*films):
    timeline = Timeline(films)
    return timeline.clock, [timeline.moment(one) for one in films]


def test_days_of_the_index_procedure(film):
    clock, moments = placed(film(92), film(-3), film(2))
    assert clock is Clock.INDEX
    assert moments == [Moment(92, "m3"), Moment(-3, "baseline"), Moment(2, "postop_0_3d")]


@given(st.integers(-20000, 20000), st.lists(st.integers(-400, 900).filter(bool), min_size=1, max_size=6))
def test_own_clock_is_tied_to_the_index_by_one_film(zero, days):
    """Any zero of the own clock gives the same days, so that it plays no part."""
    row = MeasurementRow.model_construct
    known = row(days_from_index=-7, subject_day=zero - 7, timepoint=None)
    others = [row(days_from_index=None, subject_day=zero + day, timepoint=None) for day in days]
    timeline = Timeline([known, *others])
    assert [timeline.moment(one).day for one in others] == days


@given(st.integers(-20000, 20000), st.lists(st.integers(0, 5000), min_size=1, max_size=6))
def test_without_a_procedure_days_count_from_the_first_film(zero, days):
    films = [
        MeasurementRow.model_construct(days_from_index=None, subject_day=zero + day, timepoint=None) for day in days
    ]
    clock, moments = placed(*films)
    assert clock is Clock.FIRST
    assert moments == [Moment(day - min(days)) for day in days]


def test_windows_alone_give_the_order_and_no_days(film):
    clock, moments = placed(film(timepoint=Timepoint.M12), film(timepoint=Timepoint.BASELINE))
    assert clock is Clock.BASELINE
    assert moments == [Moment(365, "m12", nominal=True), Moment(-1, "baseline", nominal=True)]
    assert moments[1] < moments[0]


def test_windows_with_dates_give_true_intervals(film):
    """Nobody gives the index day; the days between the films are known all the same."""
    clock, moments = placed(
        film(own=700, timepoint=Timepoint.BASELINE), film(own=650, timepoint=Timepoint.BASELINE),
        film(own=797, timepoint=Timepoint.M3),
    )  # fmt: skip
    assert clock is Clock.BASELINE
    assert moments == [Moment(0, "baseline"), Moment(-50, "baseline"), Moment(97, "m3")]


def test_windows_with_dates_and_no_baseline_count_from_the_first_film(film):
    assert placed(film(own=40, timepoint=Timepoint.M6), film(own=30, timepoint=Timepoint.M3))[1] == [
        Moment(10, "m6"), Moment(0, "m3")
    ]  # fmt: skip


def test_film_between_the_last_baseline_and_the_first_after_is_in_no_course(film):
    named = film(own=100, timepoint=Timepoint.BASELINE), film(own=200, timepoint=Timepoint.M3)
    strays = film(own=150), film(own=90), film(own=201), film(own=200)
    moments = placed(*named, *strays)[1][2:]
    assert moments == [
        Unplaced.BETWEEN_VISITS, Moment(-10, "baseline"), Moment(101, "unscheduled"), Moment(100, "m3")
    ]  # fmt: skip


def test_day_of_the_procedure_is_never_guessed(film):
    assert placed(film(0), film(-1))[1] == [Unplaced.INDEX_DAY, Moment(-1, "baseline")]
    assert placed(film(0, timepoint=Timepoint.BASELINE), film(30))[1][0] == Moment(0, "baseline")
    named, stray = placed(film(0, timepoint=Timepoint.INTRA_OP), film(0))[1]
    assert named == stray == Moment(0, "intra_op")


def test_windows_of_one_day_are_in_the_order_of_the_operation(film):
    windows = Timepoint.POSTOP_0_3D, Timepoint.BASELINE, Timepoint.INTRA_OP
    moments = placed(*(film(0, timepoint=window) for window in windows))[1]
    assert [moment.timepoint for moment in sorted(moments)] == ["baseline", "intra_op", "postop_0_3d"]


@pytest.mark.parametrize("facts", [{}, {"timepoint": Timepoint.UNSCHEDULED}, {"own": 5}])
def test_film_that_nothing_places_is_undated(film, facts):
    """A day on the own clock places nothing where no film ties it to the index."""
    assert placed(film(-3), film(30), film(**facts))[1][2] is Unplaced.UNDATED


def test_undated_films_alone(film):
    assert placed(film(), film()) == (Clock.FIRST, [Unplaced.UNDATED] * 2)


def test_two_dates_of_the_procedure_contradict(film):
    agree = film(-3, 100), film(30, 133)
    assert not Timeline(agree).contradicts
    other = Timeline([*agree, film(90, 180)])
    assert other.contradicts
    assert other.moment(film(own=150)) is Unplaced.UNDATED


@pytest.mark.parametrize(
    ("films", "contradicts"),
    [
        ([(None, 10, "m3"), (None, 20, "baseline")], True),
        ([(None, 10, "baseline"), (None, 20, "m3")], False),
        ([(None, 10, "baseline"), (None, 10, "postop_0_3d")], False),
        ([(90, None, "baseline"), (95, None, "m3")], True),
        ([(-5, None, "baseline"), (-2, None, "m3")], True),
        ([(-5, None, "baseline"), (92, None, "m3")], False),
        ([(None, None, "m3"), (None, None, "baseline")], False),
    ],
)
def test_baseline_after_a_later_film_contradicts(film, films, contradicts):
    rows = [film(days, own, Timepoint(window)) for days, own, window in films]
    assert Timeline(rows).contradicts is contradicts


def test_nominal_days_lie_in_their_own_windows():
    from measure.outcomes.vocabulary import timepoint_of

    open_ended = {Timepoint.INTRA_OP, Timepoint.FINAL}
    assert {window: timepoint_of(int(day)) for window, day in NOMINAL.items() if window not in open_ended} == {
        window: window for window in NOMINAL if window not in open_ended
    }


def test_two_windows_on_one_day_are_in_their_usual_order():
    moments = [Moment(200, "m12"), Moment(200, "m6"), Moment(199), Moment(200)]
    assert [moment.timepoint for moment in sorted(moments, key=lambda one: one.place)] == ["", "", "m6", "m12"]
