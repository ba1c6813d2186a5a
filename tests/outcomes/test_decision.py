"""What a decision makes of a draft, and that nothing else of the row changes."""

import pytest
from pydantic import ValidationError

from measure.model import Assessment, Status
from measure.outcomes.decision import AMENDED, REASONS, REJECTED, Decision, decided
from measure.outcomes.jsontext import details_from_text
from measure.outcomes.judgements import assessment_to_row
from measure.outcomes.record import from_record, to_record
from measure.outcomes.rows import from_row
from measure.outcomes.schema import MeasurementRow

BY = {"status", "confirmed_by", "revision", "supersedes_revision", "change_reason"}


@pytest.fixture
def automatic(rows):
    """Draft of an algorithm that nobody has looked at."""
    marks = {
        "method": "automatic", "algorithm": "finder", "algorithm_version": "2", "observer": "finder",
        "observer_kind": "algorithm",
    }  # fmt: skip
    return from_record(MeasurementRow, {**to_record(rows[0]), **marks})


@pytest.fixture
def grade(header, reading, context):
    draft = Assessment("li_type", "3", reading.observer, status=Status.DRAFT)
    return assessment_to_row(draft, header=header, reading=reading, context=context)


def changed(before, after) -> set[str]:
    old, new = to_record(before), to_record(after)
    return {name for name in old if old[name] != new[name]}


def test_a_confirmed_row_says_by_whom_and_nothing_else_of_it_changes(rows):
    row = decided(rows[0], Decision.CONFIRM, "reader-2", on=1)
    assert changed(rows[0], row) == BY
    assert (row.status, row.confirmed_by, row.revision, row.supersedes_revision) == ("confirmed", "reader-2", 2, 1)
    assert row.change_reason == "confirmed by a reader"
    assert from_row(row) == from_row(rows[0])


def test_what_an_algorithm_marked_and_a_person_confirmed_is_semi_automatic(automatic):
    for decision, value in ((Decision.CONFIRM, None), (Decision.AMEND, 30.0), (Decision.REJECT, None)):
        row = decided(automatic, decision, "reader-2", value, on=1)
        assert (row.method, row.algorithm, row.observer) == ("semi-automatic", "finder", "finder")


def test_an_amended_row_has_the_new_value_and_remembers_the_old_one(rows):
    row = decided(rows[0], Decision.AMEND, "reader-2", 30.25, on=4)
    assert changed(rows[0], row) == BY | {"value", "sd_basis", "flags", "details"}
    assert (row.value, row.sd, row.sd_basis) == (30.25, rows[0].sd, "type_b")
    assert row.flags == (*rows[0].flags, AMENDED)
    assert details_from_text(row.details) == {"n": 3.0, "end": "T12", "value_before": 25.1}
    assert (row.revision, row.supersedes_revision) == (5, 4)


def test_a_value_where_there_was_none_has_no_spread(rows):
    row = decided(rows[2], Decision.AMEND, "reader-2", 24.0, on=1)
    assert (row.value, row.value_status, row.reason, row.sd, row.sd_basis) == (24.0, "measured", None, None, None)
    assert "value_before" not in row.details


def test_a_new_value_keeps_the_rules_of_the_schema(rows):
    unscaled = from_record(MeasurementRow, {**to_record(rows[2]), "scale_class": "none"})
    with pytest.raises(ValidationError, match="expected a scale for mm"):
        decided(unscaled, Decision.AMEND, "reader-2", 24.0, on=1)


def test_a_rejected_row_stays_without_a_value(rows):
    row = decided(rows[0], Decision.REJECT, "reader-2", on=1)
    assert (row.value, row.sd, row.sd_basis, row.flags, row.details) == (None, None, None, (), "{}")
    assert (row.value_status, row.reason, row.status) == ("missing", REJECTED, "confirmed")
    assert row.trace == rows[0].trace


def test_a_judgement_is_decided_on_in_its_own_words(grade):
    assert changed(grade, decided(grade, Decision.CONFIRM, "reader-2", on=1)) == BY
    assert decided(grade, Decision.AMEND, "reader-2", "4", on=1).value == "4"
    assert decided(grade, Decision.REJECT, "reader-2", on=1).value == REJECTED
    with pytest.raises(ValidationError, match="value"):
        decided(grade, Decision.AMEND, "reader-2", "§" * 3, on=1)


def test_each_decision_has_its_own_reason():
    assert len(set(REASONS.values())) == len(Decision) == len(REASONS)
