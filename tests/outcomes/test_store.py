"""The store on SQLite and on PostgreSQL; see ``tests/postgresql.py``."""

import multiprocessing
import os
import sqlite3
import warnings
from dataclasses import replace

import pytest
import sqlalchemy as sa

from measure.errors import KeyMismatch, StoreError
from measure.model import Assessment, Event, FilmHeader, Level
from measure.outcomes.append import AddResult
from measure.outcomes.judgements import assessment_to_row, event_to_row
from measure.outcomes.record import content_hash, to_record
from measure.outcomes.rows import to_rows
from measure.outcomes.schema import AssessmentRow, EventRow, MeasurementRow, ProcedureRow, ScoreRow
from measure.outcomes.store import DEFAULT_REASON, Store
from measure.outcomes.uids import derived_uid

KEY_ID = "deadbeef"


@pytest.fixture
def store(store_url):
    with Store.open(store_url, KEY_ID) as opened:
        yield opened


def with_value(row, value):
    return MeasurementRow.model_validate({**row.model_dump(), "value": value})


def test_rows_come_back_as_they_went_in(store, rows):
    assert store.add(rows, batch="a") == AddResult(inserted=len(rows))
    assert sorted(store.rows(), key=lambda row: row.uid) == sorted(rows, key=lambda row: row.uid)
    assert store.count() == len(rows)


def test_a_second_run_adds_nothing(store, store_url, rows):
    store.add(rows, batch="a")
    assert store.add(rows, batch="b") == AddResult(unchanged=len(rows))
    other_program = [row.model_copy(update={"software": "radiograph-measure 9.9"}) for row in rows]
    assert store.add(other_program, batch="c") == AddResult(unchanged=len(rows))
    with Store.open(store_url, KEY_ID) as again:
        assert again.add(rows, batch="d") == AddResult(unchanged=len(rows))


def test_a_changed_value_is_a_new_revision_with_a_reason(store, rows):
    store.add(rows, batch="a")
    changed = with_value(rows[0], 26.0)
    assert store.add([changed, *rows[1:]], batch="b") == AddResult(unchanged=len(rows) - 1, revised=1)
    now = list(store.rows(measurement_uid=rows[0].uid))
    assert [(row.value, row.revision, row.supersedes_revision) for row in now] == [(26.0, 2, 1)]
    assert now[0].change_reason == DEFAULT_REASON
    both = list(store.rows(current=False, measurement_uid=rows[0].uid))
    assert [(row.value, row.revision, row.change_reason) for row in both] == [
        (25.1, 1, None), (26.0, 2, DEFAULT_REASON),
    ]  # fmt: skip
    assert store.count() == len(rows)
    assert store.count(current=False) == len(rows) + 1


def test_a_value_that_was_set_back_is_set_back(store, rows):
    first, second = rows[0], with_value(rows[0], 26.0)
    for row in (first, second, first):
        store.add([row], batch="a", change_reason="corrected by the reader")
    assert next(iter(store.rows())).value == first.value
    assert next(iter(store.rows())).revision == 3
    assert store.add([first], batch="b") == AddResult(unchanged=1)


def test_the_same_row_twice_in_one_call(store, rows):
    assert store.add([rows[0], rows[0], with_value(rows[0], 1.0)], batch="a") == AddResult(1, 1, 1)


def test_many_rows_come_in_parts(store, measurements, reading, header):
    many = many_rows(measurements[0], reading, header, 1203)
    assert store.add(iter(many), batch="a") == AddResult(inserted=1203)
    assert [row.uid for row in store.rows()] == [row.uid for row in store.rows(current=False)]


def many_rows(measurement, reading, header, count, start=0):
    rows = []
    for number in range(start, start + count):
        key = f"1.2.{number}/1"
        film = FilmHeader(key, 9, 9, header.calibration)
        rows += to_rows([replace(measurement, film_key=key)], header=film, reading=replace(reading, film_key=key))
    return rows


def test_every_type_of_row_has_its_table(store, rows, reading, header, subject, context):
    grade = assessment_to_row(
        Assessment("li_type", "3", reading.observer), header=header, reading=reading, context=context
    )
    event = event_to_row(Event("osteotomy", 0.0), subject=subject)
    score = ScoreRow.model_validate({
        "score_uid": "2.25.1", "subject": subject, "instrument": "odi", "value": 40, "value_status": "measured",
        "higher_is_better": False, "source_format": "csv", "software": "test 1",
    })  # fmt: skip
    assert store.add([rows[0], grade, event, score], batch="a") == AddResult(inserted=4)
    for row_type, row in ((AssessmentRow, grade), (EventRow, event), (ScoreRow, score)):
        assert list(store.rows(row_type)) == [row]
    moved = event_to_row(Event("osteotomy", 1.0), subject=subject)
    assert store.add([moved], batch="b") == AddResult(revised=1)
    assert [row.day for row in store.rows(EventRow)] == [1.0]


def test_whether_judgements_are_held_is_asked_like_whether_measurements_are(store, reading, header):
    grade = assessment_to_row(Assessment("li_type", "3", reading.observer), header=header, reading=reading)
    store.add([grade], batch="a")
    assert store.holds({grade.uid: content_hash(grade)}, AssessmentRow)
    assert not store.holds({grade.uid: "0" * 64}, AssessmentRow)
    assert not store.holds({grade.uid: content_hash(grade)})
    assert store.holds({}, AssessmentRow)


def test_rows_are_asked_for_by_column(store, rows):
    store.add(rows, batch="a")
    assert [row.level for row in store.rows(level="L1")] == ["L1"]
    assert [row.level for row in store.rows(level=[Level.L1, Level.L2])] == ["L1", "L2"]
    assert [row.measure for row in store.rows(level=None)] == ["cobb_angle"]
    assert [row.measure for row in store.rows(value_status="missing", subject=rows[0].subject)] == ["lost"]
    with pytest.raises(StoreError, match="expected a column of measurement, got 'levle'"):
        store.rows(levle="L1")


def test_rows_come_in_one_order_on_every_engine(store, rows):
    """By the codes of the characters, empty first: not by the language of the server, which sees _ and # otherwise."""
    words = ["cobb_a", "cobb1", "cobba", "a_z", "az", "a1"]
    keys = ["1.2/1", "1.2.3/1", "1.10/1", "sha256:" + "a" * 64, "unseen:" + "a" * 64]
    subjects = [None, f"k{KEY_ID}:" + "A" * 25 + "Z", f"k{KEY_ID}:" + "A" * 25 + "2"]
    changes = [
        {"measure": word, "film_key": key, "subject": subject, "measurement_uid": derived_uid(word, key, str(subject))}
        for word in words for key in keys for subject in subjects
    ]  # fmt: skip
    made = [MeasurementRow.model_validate({**rows[0].model_dump(), **change}) for change in changes]
    store.add(made, batch="a")
    wanted = sorted(made, key=lambda row: (row.subject or "", row.film_key, row.measure))
    assert list(store.rows()) == wanted
    assert list(store.rows(current=False)) == wanted


def test_bookkeeping_is_kept_beside_the_row(store, rows):
    store.add(rows[:1], batch="run-7", recorded_at="2026-01-01T00:00:00+00:00")
    with store._engine.begin() as connection:
        kept = connection.execute(sa.text("SELECT batch, recorded_at, length(content_hash) FROM measurement")).one()
    assert tuple(kept) == ("run-7", "2026-01-01T00:00:00+00:00", 64)


@pytest.mark.parametrize("table", ["measurement", "assessment", "score", "event", "procedure", "store_info"])
@pytest.mark.parametrize("change", ["UPDATE {} SET {}", "DELETE FROM {}"])
def test_nothing_can_be_changed_or_deleted(store, rows, reading, header, subject, table, change):
    fill(store, rows, subject)
    column = {"store_info": "value = 'x'", "event": "day = 3"}.get(table, "software = 'x'")
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), store._engine.begin() as connection:
        connection.execute(sa.text(change.format(table, column)))


def fill(store, rows, subject):
    """One row in every table, by the shortest way."""
    base = {"subject": subject, "source_format": "csv", "software": "t 1"}
    grade = {
        "assessment_uid": "2.25.4", "scheme": "rust", "value": "7", "status": "draft", "observer": "r",
        "observer_kind": "person", "reading_uid": "2.25.9", "film_key": "1.2/1",
    }  # fmt: skip
    store.add(
        [
            rows[0],
            EventRow.model_validate({**base, "event_uid": "2.25.1", "kind": "a", "day": 1}),
            ProcedureRow.model_validate({**base, "procedure_uid": "2.25.2", "kind": "a"}),
            ScoreRow.model_validate(
                {**base, "score_uid": "2.25.3", "instrument": "a", "value": 1, "value_status": "measured"}
            ),
            AssessmentRow.model_validate({**base, **grade}),
        ],
        batch="a",
    )


def test_another_program_cannot_change_the_file_either(tmp_path, rows):
    """Oracle: the sqlite3 module alone."""
    with Store.open(tmp_path / "o.sqlite", KEY_ID) as store:
        store.add(rows, batch="a")
    connection = sqlite3.connect(tmp_path / "o.sqlite")
    before = connection.execute("SELECT * FROM measurement ORDER BY 1").fetchall()
    columns = ", ".join(column[1] for column in connection.execute("PRAGMA table_info(measurement)"))
    for attempt in (
        "UPDATE measurement SET value = 1",
        "DELETE FROM measurement",
        f"INSERT OR REPLACE INTO measurement SELECT {columns} FROM measurement",
        f"INSERT INTO measurement SELECT {columns} FROM measurement WHERE true"
        " ON CONFLICT (measurement_uid, revision) DO UPDATE SET value = 2",
        "REPLACE INTO store_info VALUES ('key_id', 'other')",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(attempt)
        connection.rollback()
    assert connection.execute("SELECT * FROM measurement ORDER BY 1").fetchall() == before
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_a_store_knows_its_key(store_url, rows):
    with Store.open(store_url) as store:
        assert store.key_id is None
        store.add(rows, batch="a")  # the first pseudonym tells the key
        assert store.key_id == KEY_ID
    with Store.open(store_url) as store:
        assert store.key_id == KEY_ID
    with pytest.raises(KeyMismatch, match=f"made with key {KEY_ID}, but key 00000000 is in use; import the key"):
        Store.open(store_url, "00000000")


def test_a_pseudonym_of_another_key_stays_out(store, rows):
    stranger = MeasurementRow.model_validate({**rows[0].model_dump(), "subject": "k00000000:" + "A" * 26})
    with pytest.raises(KeyMismatch):
        store.add([rows[1], stranger], batch="a")
    assert store.count() == 0


def _write(job):
    store_url, rows, part = job
    with Store.open(store_url, KEY_ID) as store:
        added = AddResult()
        for start in range(0, len(rows), part):
            added += store.add(rows[start : start + part], batch=f"worker-{os.getpid()}")
        return added


@pytest.mark.slow
def test_four_writers_at_once_lose_nothing(store_url, measurements, reading, header):
    """They also make the store at once; half of the rows of each are those of the next one."""
    jobs = [(store_url, many_rows(measurements[0], reading, header, 400, 200 * i), 50) for i in range(4)]
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        results = pool.map(_write, jobs)
    wanted = {row.uid: row for _, rows, _ in jobs for row in rows}
    with Store.open(store_url) as store:
        assert {row.uid: row for row in store.rows()} == wanted
        assert store.count(current=False) == len(wanted) == 1000
    assert sum(result.inserted for result in results) == 1000
    assert sum(result.unchanged for result in results) == 600
    assert sum(result.revised for result in results) == 0


def _write_own_values(job):
    store_url, rows, value = job
    with Store.open(store_url, KEY_ID) as store:
        for row in rows:
            store.add([with_value(row, value)], batch=str(value))


@pytest.mark.slow
def test_writers_who_disagree_make_a_clean_chain_of_revisions(store_url, measurements, reading, header):
    rows = many_rows(measurements[0], reading, header, 20)
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        pool.map(_write_own_values, [(store_url, rows, float(i)) for i in range(4)])
    with Store.open(store_url) as store:
        for row in rows:
            chain = list(store.rows(current=False, measurement_uid=row.uid))
            assert [link.revision for link in chain] == [1, 2, 3, 4]
            assert [link.supersedes_revision for link in chain] == [None, 1, 2, 3]
            assert {link.value for link in chain} == {0.0, 1.0, 2.0, 3.0}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
def test_a_forked_worker_does_not_use_the_connection_of_its_parent(store, rows):
    store.add(rows[:1], batch="parent")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # fork beside threads, which is the case to survive
        child = os.fork()
    if child == 0:
        status = 1
        try:
            status = 0 if store.add(rows, batch="child").inserted == len(rows) - 1 else 2
        finally:
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0
    assert store.add(rows, batch="parent") == AddResult(unchanged=len(rows))


def test_a_reader_sees_one_state_while_others_write(store, store_url, measurements, reading, header):
    many = many_rows(measurements[0], reading, header, 600)
    store.add(many, batch="a")
    seen = store.rows()
    first = next(seen)
    with Store.open(store_url, KEY_ID) as other:
        other.add([with_value(row, 1.0) for row in many], batch="b")
    assert {row.value for row in (first, *seen)} == {first.value}


def test_records_hold_no_calendar_date(store, rows):
    store.add(rows, batch="a")
    for row in store.rows():
        assert not any(str(value).startswith(("19", "20")) and "-" in str(value) for value in to_record(row).values())
