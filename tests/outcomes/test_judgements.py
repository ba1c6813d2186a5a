from dataclasses import fields, replace

import pytest

from measure.errors import ModelError
from measure.model import Assessment, Event, Observer, ObserverKind, Status
from measure.outcomes.judgements import assessment_from_row, assessment_to_row, event_from_row, event_to_row

READER = Observer(ObserverKind.PERSON, "reader-1")


def test_an_assessment_comes_back_from_its_row(header, reading, context, vertebrae):
    grade = Assessment("genant_visual", "2", READER, vertebrae[0], Status.CONFIRMED, "sure")
    row = assessment_to_row(grade, header=header, reading=reading, context=context)
    assert assessment_from_row(row) == grade
    assert (row.level, row.subject, row.subject_day, row.confirmed_by) == ("T12", context.subject, -4321, "reader-1")


def test_every_field_of_an_assessment_changes_its_row(header, reading, vertebrae):
    base = Assessment("genant_visual", "2", READER, vertebrae[0], Status.CONFIRMED, "sure")
    other = {
        "scheme": "rust", "value": "7", "observer": Observer(ObserverKind.ALGORITHM, "net", "1"),
        "structure": vertebrae[1], "status": Status.DRAFT, "note": None, "confirmed_by": "reader-2",
    }  # fmt: skip
    assert set(other) == {field.name for field in fields(Assessment)}
    unchanged = assessment_to_row(base, header=header, reading=reading)
    for name, value in other.items():
        also = {"confirmed_by": None} if name == "status" else {}  # nobody has confirmed a draft
        changed = replace(base, **{name: value}, **also)
        row = assessment_to_row(changed, header=header, reading=reading)
        assert row != unchanged
        assert assessment_from_row(row) == changed, name


def test_who_confirmed_stands_in_the_row(header, reading):
    """The observer himself, or whoever is named; a draft has nobody."""
    table = Observer(ObserverKind.TABLE, "imported")
    by = {
        "reader-1": Assessment("li_type", "3", READER),
        "reader-2": Assessment("li_type", "3", table, confirmed_by="reader-2"),
        None: Assessment("li_type", "3", table, status=Status.DRAFT),
    }
    for name, assessment in by.items():
        row = assessment_to_row(assessment, header=header, reading=reading)
        assert row.confirmed_by == name
        assert row.status is (Status.DRAFT if name is None else Status.CONFIRMED)


def test_two_observers_of_one_reading_keep_their_own_rows(header, reading):
    first = Assessment("li_type", "3", READER)
    second = Assessment("li_type", "3", Observer(ObserverKind.PERSON, "reader-2"))
    uids = {assessment_to_row(a, header=header, reading=reading).uid for a in (first, second)}
    assert len(uids) == 2


@pytest.mark.parametrize("event", [Event("osteotomy", 0.0), Event("full_weight_bearing", 160.0, 150.0, 170.0)])
def test_an_event_comes_back_from_its_row(event, subject):
    assert event_from_row(event_to_row(event, subject=subject)) == event
    assert {field.name for field in fields(Event)} == {"kind", "day", "earliest", "latest"}


def test_a_corrected_day_keeps_the_identity_of_the_event(subject):
    assert (
        event_to_row(Event("osteotomy", 0), subject=subject).uid
        == event_to_row(Event("osteotomy", 1), subject=subject).uid
    )


def test_an_event_outside_its_interval_is_refused(subject):
    with pytest.raises(ModelError, match=r"row of event osteotomy: day: expected 4\.0 or earlier, got 9\.0"):
        event_to_row(Event("osteotomy", 9, 1, 4), subject=subject)
