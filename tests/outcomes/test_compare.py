"""The second pass over a store: what changed is there at once, once, and goes when its films go."""

import pytest

from measure.model import Status
from measure.outcomes.append import AddResult
from measure.outcomes.compare import CHANGED, compare
from measure.outcomes.courses import COURSE_MEASURES
from measure.outcomes.judgements import procedure_to_row
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.store import Store
from measure.outcomes.structures import parse_structure
from measure.outcomes.uids import measurement_uid
from measure.outcomes.withdraw import REASON, withdrawn

CHANGE, RESTORED = "beck_index_change", "anterior_height_restoration"


@pytest.fixture(scope="module")
def becks(imported):
    """Beck index of L1 on films by their days."""

    def make(values, **columns):
        return [imported(f"film {day}", "beck_index", value, 0.04, days_from_index=day, **columns)
                for day, value in values.items()]  # fmt: skip

    return make


@pytest.fixture
def store(store_url, becks, subject):
    """Two films of a treated L1, not compared yet."""
    treated = procedure_to_row("implant", subject=subject, structure=parse_structure("vertebra:L1"), software="test 1")
    with Store.open(store_url) as opened:
        opened.add([*becks({-3: 0.6, 92: 0.8}), treated], batch="run")
        yield opened


def changes(store, **filters):
    return {row.measure: row for row in store.rows(MeasurementRow, measure=sorted(COURSE_MEASURES), **filters)}


def test_rows_are_there_at_once_and_once(store, subject):
    added, gone, uids = compare(store, [subject], "default", "b")
    assert (added.inserted, gone, len(uids)) == (1, 0, 1)
    assert changes(store)[CHANGE].value == pytest.approx(0.2)
    for measures in ("default", None):
        added, gone, again = compare(store, [subject], measures, "c")
        assert (added, gone, again) == (AddResult(unchanged=1), 0, uids)


def test_nobody_is_compared_without_being_asked_for(store, subject):
    assert compare(store, [], None, "b") == (AddResult(), 0, [])
    assert compare(store, [subject], "beck_index", "b") == (AddResult(), 0, [])
    assert compare(store, [subject + "X"], None, "b") == (AddResult(), 0, [])


def test_another_value_is_a_revision_that_says_why(store, becks, subject):
    compare(store, [subject], None, "b")
    store.add(becks({92: 0.7}), batch="c")
    added, gone, _ = compare(store, [subject], None, "c")
    assert (added.revised, gone) == (1, 0)
    row = changes(store)[CHANGE]
    assert (round(row.value, 9), row.revision, row.change_reason) == (0.1, 2, CHANGED)


def test_what_the_films_no_longer_give_is_withdrawn_and_comes_back(store, becks, subject):
    compare(store, [subject], None, "b")
    store.add([withdrawn(becks({92: 0.8})[0])], batch="c")
    assert compare(store, [subject], None, "c")[1:] == (1, [])
    assert changes(store)[CHANGE].reason == REASON
    assert compare(store, [subject], None, "d")[1:] == (0, [])
    store.add(becks({92: 0.8}), batch="e")
    compare(store, [subject], None, "e")
    assert changes(store)[CHANGE].value == pytest.approx(0.2)


def test_what_was_not_measurable_and_is_now(store, imported, subject):
    """A row without a value has no value in its details: it follows from its films all the same."""
    gap = [imported(f"film {day}", "wedge_angle", None, None, days_from_index=day) for day in (-3, 92)]
    store.add(gap, batch="run")
    compare(store, [subject], None, "b")
    assert changes(store)["residual_kyphosis"].reason == "not_measurable_after:wedge_angle"
    store.add([imported(f"film {day}", "wedge_angle", value, 2.0, days_from_index=day)
               for day, value in ((-3, 15.0), (92, 8.0))], batch="c")  # fmt: skip
    compare(store, [subject], None, "c")
    found = changes(store)
    assert (found["residual_kyphosis"].value, found["wedge_angle_change"].value) == (8, -7)


def test_what_was_asked_for_by_name_stays_with_the_values_behind_it(store_url, imported, subject):
    """L1 is not treated: only a run that asks for its restoration has one. It stays, and is kept up to date."""
    rows = [imported(f"film {day}", "anterior_height_loss", loss, 2.0, days_from_index=day)
            for day, loss in ((-3, 40.0), (92, 20.0))]  # fmt: skip
    with Store.open(store_url) as store:
        store.add(rows, batch="run")
        assert compare(store, [subject], "default", "b")[2] == []
        compare(store, [subject], RESTORED, "b")
        assert changes(store)[RESTORED].status is Status.DRAFT
        store.add([row.model_copy(update={"status": Status.CONFIRMED, "confirmed_by": "a"}) for row in rows], batch="c")
        assert compare(store, [subject], None, "c")[1] == 0
        assert set(changes(store)) == {RESTORED}
        assert (changes(store)[RESTORED].value, changes(store)[RESTORED].status) == (50, Status.CONFIRMED)
        # A run that asks for the default set says what it has: there is none of L1 among it.
        assert compare(store, [subject], "default", "d")[1] == 1


def test_a_change_that_a_table_states_stands(store, imported, subject):
    """A table from elsewhere says 0.5, and has no films behind it: nothing here may take its place."""
    (later,) = store.rows(MeasurementRow, days_from_index=92)
    uid = measurement_uid(later.film_key, "vertebra:L1", CHANGE, "1", later.reading_uid)
    stated = imported("film 92", CHANGE, 0.5, 0.04, days_from_index=92, measurement_uid=uid)
    other = imported("film 30", RESTORED, 70.0, 5.0, days_from_index=30)
    store.add([stated, other], batch="run")
    for measures in ("default", None):
        assert compare(store, [subject], measures, "b") == (AddResult(), 0, [])
        assert [changes(store)[measure].value for measure in (CHANGE, RESTORED)] == [0.5, 70.0]
