"""Decisions in the store, on both engines: who may, on what, and that a decision outlives the next run."""

import multiprocessing
from dataclasses import replace

import pytest

from measure.errors import ModelError
from measure.model import Assessment, Status
from measure.outcomes.append import AddResult
from measure.outcomes.decide import decide, reader_name, waiting
from measure.outcomes.decision import REJECTED, Decision
from measure.outcomes.judgements import assessment_to_row
from measure.outcomes.record import content_hash, from_record, to_record
from measure.outcomes.reviewed import Reviewed, about
from measure.outcomes.schema import AssessmentRow, MeasurementRow
from measure.outcomes.store import Store
from measure.outcomes.withdraw import withdrawn

KEY_ID = "deadbeef"


@pytest.fixture
def store(store_url, rows):
    with Store.open(store_url, KEY_ID) as opened:
        opened.add(rows, batch="run")
        yield opened


def line(row, decision=Decision.CONFIRM, new_value=None, number=2, **changes):
    value = "" if row.value is None else f"{row.value:.6g}" if isinstance(row.value, float) else row.value
    made = Reviewed(number, row.table, row.uid, row.revision, value, Decision(decision), new_value)
    return replace(made, **changes)


def newest(store, row):
    (found,) = store.rows(type(row), **{row.uid_column: row.uid})
    return found


def with_value(row, value):
    return from_record(MeasurementRow, {**to_record(row), "value": value})


def test_drafts_wait_until_they_are_decided_on(store, rows, header, reading, context):
    draft = Assessment("li_type", "3", reading.observer, status=Status.DRAFT)
    grade = assessment_to_row(draft, header=header, reading=reading, context=context)
    confirmed = from_record(AssessmentRow, {**to_record(grade), "scheme": "rust", "assessment_uid": "2.25.99",
                                            "status": "confirmed", "confirmed_by": "reader-1"})  # fmt: skip
    store.add([grade, confirmed], batch="run")
    assert {row.uid for row in waiting(store)} == {row.uid for row in (*rows, grade)}
    result = decide(store, [line(rows[0]), line(rows[1], "reject"), line(grade, "amend", "4")], "reader-2", batch="d")
    assert result.counts == {Decision.CONFIRM: 1, Decision.REJECT: 1, Decision.AMEND: 1}
    assert (result.already, result.problems) == (0, [])
    assert {row.uid for row in waiting(store)} == {row.uid for row in rows[2:]}
    assert (newest(store, grade).value, newest(store, grade).confirmed_by) == ("4", "reader-2")
    assert newest(store, rows[1]).reason == REJECTED


def test_a_withdrawn_row_does_not_wait(store, rows):
    store.add([withdrawn(rows[0])], batch="b")
    assert rows[0].uid not in {row.uid for row in waiting(store)}
    result = decide(store, [line(newest(store, rows[0]))], "reader-2", batch="d")
    assert result.problems == ["line 2: its row was withdrawn: there is nothing to decide"]


def test_what_compares_two_films_is_not_decided_on(store, imported):
    """It follows from the values behind it; a change that a table states follows from nothing, and waits."""
    made = imported("film", "beck_index_change", 0.1, 0.05, details='{"after":0.8,"before":0.7}')
    stated = imported("other film", "beck_index_change", 0.1, 0.05)
    store.add([made, stated], batch="b")
    assert {row.uid for row in waiting(store)} & {made.uid, stated.uid} == {stated.uid}
    result = decide(store, [line(made), line(stated, number=3)], "reader-2", batch="d")
    assert result.problems == ["line 2: it follows from two films: decide on the values behind it"]
    assert result.counts == {Decision.CONFIRM: 1}
    assert newest(store, made).status is Status.DRAFT


def test_subjects_of_the_decisions_are_named(store, rows, subject):
    nobody = decide(store, [line(rows[0], value="99")], "reader-2", batch="d")
    assert nobody.subjects == set()
    assert decide(store, [line(rows[0]), line(rows[1])], "reader-2", batch="d").subjects == {subject}


def test_a_withdrawn_judgement_does_not_wait(store, header, reading, context):
    draft = Assessment("li_type", "withdrawn", reading.observer, status=Status.DRAFT)
    grade = assessment_to_row(draft, header=header, reading=reading, context=context)
    store.add([grade], batch="run")
    assert grade.uid not in {row.uid for row in waiting(store)}
    assert "withdrawn" in decide(store, [line(grade)], "reader-2", batch="d").problems[0]


def test_the_same_decisions_again_add_nothing(store, rows):
    lines = [line(rows[0]), line(rows[1], "amend", 30.0), line(rows[2], "reject"), line(rows[3])]
    assert decide(store, lines, "reader-2", batch="d").counts.total() == 4
    count = store.count(current=False)
    again = decide(store, lines, "reader-2", batch="e")
    assert (again.counts.total(), again.already, again.problems) == (0, 4, [])
    assert store.count(current=False) == count


@pytest.mark.parametrize(("decision", "value"), [("confirm", None), ("amend", 30.0), ("reject", None)])
def test_a_decision_outlives_the_next_run(store, rows, decision, value):
    decide(store, [line(rows[0], decision, value)], "reader-2", batch="d")
    before = newest(store, rows[0])
    hashes = {row.uid: content_hash(row) for row in rows}
    assert store.holds(hashes)
    other_program = [row.model_copy(update={"software": "radiograph-measure 9.9"}) for row in rows]
    for offered in (rows, other_program):
        assert store.add(offered, batch="again") == AddResult(unchanged=len(rows))
    assert newest(store, rows[0]) == before
    assert before.status is Status.CONFIRMED


def test_a_draft_that_differs_goes_on_top_and_needs_a_new_decision(store, rows):
    decide(store, [line(rows[0])], "reader-2", batch="d")
    corrected = with_value(rows[0], 27.0)
    assert store.add([corrected], batch="b") == AddResult(revised=1)
    now = newest(store, rows[0])
    assert (now.value, now.status, now.confirmed_by, now.revision) == (27.0, "draft", None, 3)
    assert not store.holds({rows[0].uid: content_hash(rows[0])})
    # The old table is about a draft that is no more, also where its value should come back.
    stale = "line 2: the draft has changed since the list was written; write a new list"
    assert decide(store, [line(rows[0])], "reader-2", batch="e").problems == [stale]
    assert store.add([rows[0]], batch="c") == AddResult(revised=1)
    assert newest(store, rows[0]).status is Status.DRAFT
    assert decide(store, [line(rows[0])], "reader-2", batch="e").problems == [stale]
    assert decide(store, [line(newest(store, rows[0]))], "reader-2", batch="f").counts.total() == 1
    assert [row.revision for row in store.rows(current=False, measurement_uid=rows[0].uid)] == [1, 2, 3, 4, 5]


def test_a_decided_row_that_its_reading_no_longer_gives_is_withdrawn(store, rows):
    decide(store, [line(rows[0]), line(rows[1], "reject")], "reader-2", batch="d")
    asked = rows[0].film_key, [rows[0].reading_uid], [row.measure for row in rows]
    kept = [row.uid for row in rows]
    assert store.withdraw(*asked, kept, batch="b") == 0
    assert store.withdraw(*asked, kept[2:], batch="b") == 2
    assert store.withdraw(*asked, kept[2:], batch="c") == 0
    assert {newest(store, row).reason for row in rows[:2]} == {"withdrawn"}
    assert store.add(rows[:2], batch="e") == AddResult(revised=2)  # back again: drafts, to be decided on anew
    assert {newest(store, row).status for row in rows[:2]} == {"draft"}


def test_what_is_confirmed_is_decided_anew_only_when_asked(store, rows):
    decide(store, [line(rows[0])], "reader-2", batch="d")
    second = [line(rows[0], "amend", 30.0)]
    refused = decide(store, second, "reader-3", batch="e")
    assert refused.problems == ["line 2: already confirmed by reader-2; --again decides anew"]
    assert decide(store, second, "reader-3", batch="e", again=True).counts == {Decision.AMEND: 1}
    now = newest(store, rows[0])
    assert (now.value, now.confirmed_by, now.revision, now.supersedes_revision) == (30.0, "reader-3", 3, 2)
    # The decision is about the draft: a rejection that is taken back gives the draft's own value.
    decide(store, [line(rows[0], "reject")], "reader-2", batch="f", again=True)
    decide(store, [line(rows[0])], "reader-2", batch="g", again=True)
    assert (newest(store, rows[0]).value, newest(store, rows[0]).flags) == (rows[0].value, rows[0].flags)
    assert store.add(rows, batch="h") == AddResult(unchanged=len(rows))


def test_lines_that_fit_no_row_are_refused_one_by_one(store, rows):
    lines = [
        line(rows[0], number=2, uid="2.25.404"),
        line(rows[0], number=3, value="99"),
        line(rows[1], number=4, revision=2),
        line(rows[2], number=5, value="1"),
        line(rows[3], number=6),
    ]
    result = decide(store, lines, "reader-2", batch="d")
    assert result.counts == {Decision.CONFIRM: 1}
    assert result.problems == [
        "line 2: column row_uid: expected a row of the store, there is none such",
        "line 3: column value: expected the value of the row, got another; were only some columns sorted?",
        "line 4: the draft has changed since the list was written; write a new list",
        "line 5: column value: expected the value of the row, got another; were only some columns sorted?",
    ]
    assert newest(store, rows[0]) == rows[0]


def test_a_row_uid_that_was_swapped_is_refused_where_both_values_are_empty(store, rows):
    """The cells say which row a line is about; columns that are gone say nothing."""
    empty = next(row for row in rows if row.value is None)
    assert (empty.level, empty.measure) != ("L1", "bisegmental_cobb_angle")
    other = from_record(MeasurementRow, {
        **to_record(empty), "measurement_uid": "2.25.77", "level": "L1", "structure": "vertebra:L1",
        "measure": "bisegmental_cobb_angle",
    })  # fmt: skip
    store.add([other], batch="b")
    own, hint = about(empty), "were only some columns sorted?"
    swapped = [
        line(other, number=2, about=own),
        line(empty, number=3, about={**own, "film_key": "unseen:" + "0" * 64}),
        line(empty, number=4, about={**own, "level": "Smithson"}),
        line(empty, number=5, about={**own, "level": ""}),
    ]
    for one, words in zip(
        swapped,
        (
            f"column level: expected the row of L1 bisegmental_cobb_angle, got cells of '{empty.level}'",
            f"column film_key: expected the row of {empty.level} {empty.measure}, got cells of another film",
            f"column level: expected the row of {empty.level} {empty.measure}, got cells of a text of 8 characters",
            f"column level: expected the row of {empty.level} {empty.measure}, got cells of a row without level",
        ),
        strict=True,
    ):
        assert decide(store, [one], "reader-2", batch="d").problems == [f"line {one.line}: {words}; {hint}"]
    measure_only = line(other, about={"measure": own["measure"]})
    assert "column measure: expected the row of L1" in decide(store, [measure_only], "r-2", batch="d").problems[0]
    whole = [line(empty, about=own), line(other, number=3, about={"level": "L1"})]
    assert decide(store, whole, "reader-2", batch="d").problems == []


def test_a_value_that_a_spreadsheet_rounded_is_the_same_value(store, rows):
    assert rows[1].value != 0.3  # 0.1 + 0.2
    assert decide(store, [line(rows[1], value="0,3000")], "reader-2", batch="d").problems == []


def test_a_new_value_that_breaks_a_rule_is_one_refused_line(store, rows, header, reading):
    pixels = from_record(MeasurementRow, {**to_record(rows[2]), "measurement_uid": "2.25.5", "scale_class": "none"})
    store.add([pixels], batch="b")
    result = decide(store, [line(pixels, "amend", 24.0), line(rows[0], number=3)], "reader-2", batch="d")
    assert result.counts == {Decision.CONFIRM: 1}
    assert "expected a scale for mm" in result.problems[0]


def test_an_algorithm_does_not_confirm_its_own_draft(store, rows):
    marks = {"method": "automatic", "algorithm": "finder", "algorithm_version": "2", "measurement_uid": "2.25.5"}
    draft = from_record(MeasurementRow, {**to_record(rows[0]), **marks})
    store.add([draft], batch="b")
    refused = decide(store, [line(draft)], "Finder", batch="d")
    assert refused.problems == ["line 2: expected a person as reader, got the algorithm that made the draft"]
    assert decide(store, [line(draft)], "reader-2", batch="d").counts.total() == 1
    assert newest(store, draft).method == "semi-automatic"


@pytest.mark.parametrize("name", ["auto", "AUTOMATIC", "measure", " imported ", "unknown", "N/A", "", "a/b", "x" * 65])
def test_nobody_confirms(name):
    with pytest.raises(ModelError, match="reader: expected"):
        reader_name(name)


@pytest.mark.parametrize("name", ["reader-1", "ab.cd@site-2", "R1", "Ümit"])
def test_a_person_confirms(name):
    assert reader_name(f" {name} ") == name


def test_more_lines_than_one_part(store, rows):
    many = [from_record(MeasurementRow, {**to_record(rows[0]), "measurement_uid": f"2.25.{n}"}) for n in range(1, 1203)]
    store.add(many, batch="b")
    result = decide(store, [line(row, number=n) for n, row in enumerate(many, 2)], "reader-2", batch="d")
    assert (result.counts.total(), result.problems) == (1202, [])
    assert store.holds({row.uid: content_hash(row) for row in many})


def _decide(job):
    store_url, rows, reader = job
    with Store.open(store_url, KEY_ID) as store:
        result = decide(store, [line(row, number=n) for n, row in enumerate(rows)], reader, batch=reader)
        added = store.add(rows, batch=reader)
        return result.counts.total(), len(result.problems), added


@pytest.mark.slow
def test_of_four_readers_at_once_one_decides_on_each_row(store, store_url, rows):
    """Beside each decision the run offers the drafts again; nothing is lost and nothing is there twice."""
    many = [from_record(MeasurementRow, {**to_record(rows[0]), "measurement_uid": f"2.25.{n}"}) for n in range(1, 301)]
    store.add(many, batch="b")
    jobs = [(store_url, many[:: 1 if i % 2 else -1], f"reader-{i}") for i in range(4)]
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        results = pool.map(_decide, jobs, chunksize=1)
    assert sum(taken for taken, _, _ in results) == 300
    assert sum(refused for _, refused, _ in results) == 900
    assert {added for _, _, added in results} == {AddResult(unchanged=300)}
    chains = [list(store.rows(current=False, measurement_uid=row.uid)) for row in many]
    assert all([row.revision for row in chain] == [1, 2] for chain in chains)
    assert all(chain[1].status is Status.CONFIRMED for chain in chains)
