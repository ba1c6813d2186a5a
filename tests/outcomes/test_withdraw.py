"""What a corrected reading no longer gives is emptied by a new revision, and nothing else is."""

import pytest

from measure.outcomes.engine import reading as reading_from
from measure.outcomes.record import content_hash, from_record, to_record
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.store import Store
from measure.outcomes.withdraw import REASON, stale_uids, withdrawn

EMPTIED = {"value", "sd", "floor_sd", "sd_basis", "flags", "details", "value_status", "reason"}


@pytest.fixture
def store(tmp_path, rows):
    with Store.open(str(tmp_path / "outcomes.sqlite"), "deadbeef") as opened:
        opened.add(rows, batch="a")
        yield opened


def stale(store, rows, *, film=None, readings=None, measures=None, kept=()) -> set[str]:
    with reading_from(store._engine) as connection:
        return set(
            stale_uids(
                connection,
                film or rows[0].film_key,
                [rows[0].reading_uid] if readings is None else readings,
                sorted({row.measure for row in rows}) if measures is None else measures,
                kept,
            )
        )


def test_a_withdrawn_row_keeps_where_and_by_whom_and_loses_what_it_said(rows):
    row = next(row for row in rows if row.value is not None and row.flags)
    gone = withdrawn(row)
    assert (gone.value, gone.sd, gone.value_status, gone.reason) == (None, None, "missing", REASON)
    before, after = to_record(row), to_record(gone)
    changed = {name for name in before if before[name] != after[name]}
    assert {"value", "sd", "value_status", "reason"} <= changed <= EMPTIED
    assert gone.measurement_uid == row.measurement_uid


def test_what_is_kept_and_what_was_not_asked_for_is_not_stale(store, rows):
    every = {row.measurement_uid for row in rows}
    heights = {row.measurement_uid for row in rows if row.measure == "anterior_height"}
    assert stale(store, rows) == every
    assert stale(store, rows, kept=heights) == every - heights
    assert stale(store, rows, measures=["anterior_height"]) == heights
    assert stale(store, rows, kept=[*every, "2.25.999"]) == set()


def test_other_films_and_other_readings_are_left_alone(store, rows):
    assert stale(store, rows, film="9.9.9/1") == set()
    assert stale(store, rows, readings=["2.25.999"]) == set()
    assert stale(store, rows, readings=[]) == set()


def test_withdrawn_once_is_withdrawn(store, rows):
    kept = [row.measurement_uid for row in rows[1:]]
    asked = rows[0].film_key, [rows[0].reading_uid], [row.measure for row in rows], kept
    assert store.withdraw(*asked, batch="b") == 1
    assert store.withdraw(*asked, batch="c") == 0
    (now,) = store.rows(measurement_uid=rows[0].measurement_uid)
    assert (now.value, now.reason, now.revision) == (None, REASON, 2)
    assert len(list(store.rows(current=False, measurement_uid=rows[0].measurement_uid))) == 2


def test_nobody_has_confirmed_a_withdrawal(store, rows):
    """A value that a person confirmed and that its reading no longer gives was withdrawn by the program."""
    confirmed = from_record(MeasurementRow, {**to_record(rows[0]), "status": "confirmed", "confirmed_by": "reader-1"})
    store.add([confirmed], batch="b")
    store.withdraw(rows[0].film_key, [rows[0].reading_uid], [rows[0].measure], [], batch="c")
    (now,) = store.rows(measurement_uid=rows[0].measurement_uid)
    assert (now.reason, now.status, now.confirmed_by) == (REASON, "draft", None)


def test_what_is_held_is_the_newest_revision(store, rows):
    held = {row.uid: content_hash(row) for row in rows}
    assert store.holds(held)
    assert store.holds({})
    assert not store.holds({**held, "2.25.999": "0" * 64})
    store.withdraw(rows[0].film_key, [rows[0].reading_uid], [rows[0].measure], list(held)[1:], batch="b")
    assert not store.holds(held)
    assert store.holds({uid: held[uid] for uid in list(held)[1:]})
