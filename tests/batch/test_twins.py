"""The same film twice, and a film sent again with other tags: which is measured, and what is said of the other."""

import pydicom
import pytest

from measure.batch.outcome import FileStatus
from measure.batch.prepare import prepare


@pytest.fixture
def twice(tmp_path, new_film):
    """A film and the same picture under the same UID with other tags."""

    def make(name="b.dcm", base="a.dcm", **tags):
        films = tmp_path / "films"
        if not (films / base).exists():
            new_film(films / base, SOPInstanceUID="1.2.3", PatientID="ZQPAT1", ImagerPixelSpacing=["0.4", "0.4"])
        dataset = pydicom.dcmread(films / base)
        for tag, value in tags.items():
            setattr(dataset, tag, value)
        (films / name).parent.mkdir(exist_ok=True)
        dataset.save_as(films / name)
        return films

    return make


def told(plan) -> tuple[FileStatus, str]:
    (outcome,) = plan.settled
    assert outcome.film_key == ""
    return outcome.status, outcome.reason


def notes(plan) -> tuple[str, ...]:
    (task,) = plan.tasks
    return task.header.warnings


@pytest.mark.parametrize("tags", [{"StudyDescription": "anew"}, {"PatientName": "ZQNAME"}, {"PatientID": " zqpat1 "}])
def test_tags_that_nothing_rests_on(twice, options, tags):
    twice(**tags)
    plan = prepare(options())
    reason = "the same film as a.dcm, sent again; no measurement rests on the tags that differ"
    assert told(plan) == (FileStatus.SKIPPED, reason)
    assert not any("sent" in note for note in notes(plan))


def test_another_study_is_said(twice, options):
    twice(StudyInstanceUID="1.2.99")
    assert "the same film as a.dcm, sent again in another study;" in told(prepare(options()))[1]


def test_another_spacing_is_said_on_both(twice, options):
    twice(ImagerPixelSpacing=["0.2", "0.2"])
    plan = prepare(options())
    assert told(plan) == (
        FileStatus.REFUSED,
        "the same film as a.dcm with another spacing (0.4 x 0.4 mm and 0.2 x 0.2 mm): only that one is measured; "
        "keep the right one",
    )
    assert plan.tasks[0].header.calibration.row_mm == 0.4
    (note,) = [note for note in notes(plan) if "sent" in note]
    assert "another spacing (0.4 x 0.4 mm and 0.2 x 0.2 mm)" in note
    assert ".dcm" not in note  # it names no file: notes go where paths do not


def test_all_facts_that_differ_are_named(twice, options):
    twice(ImagerPixelSpacing=["0.2", "0.2"], ViewPosition="LL", StudyDate="20020202")
    status, reason = told(prepare(options()))
    assert status is FileStatus.REFUSED
    assert (
        "spacing (0.4 x 0.4 mm and 0.2 x 0.2 mm) and another view (none and lateral) and another acquisition day"
        in reason
    )
    assert "2002" not in reason


def test_another_patient_is_said_and_not_who(twice, options):
    twice(PatientID="ZQPAT2", PatientName="ZQNAME")
    plan = prepare(options())
    status, reason = told(plan)
    assert status is FileStatus.REFUSED
    assert "the same film as a.dcm with another patient identity:" in reason
    assert any("another patient identity" in note for note in notes(plan))
    assert "ZQ" not in reason + "".join(notes(plan))


def test_a_note_comes_once_and_every_file_has_its_row(twice, options):
    for name in ("b.dcm", "c.dcm"):
        twice(name, ImagerPixelSpacing=["0.2", "0.2"])
    twice("d.dcm")
    plan = prepare(options())
    assert {o.relative: o.status for o in plan.settled} == {
        "b.dcm": FileStatus.REFUSED, "c.dcm": FileStatus.REFUSED, "d.dcm": FileStatus.SKIPPED
    }  # fmt: skip
    assert len([note for note in notes(plan) if "sent" in note]) == 1


@pytest.mark.parametrize("tags", [{}, {"StudyDescription": "anew"}, {"ImagerPixelSpacing": ["0.2", "0.2"]}])
def test_the_file_that_has_the_marks_is_the_one_to_measure(twice, options, frontal, table, tmp_path, tags):
    twice("b.dcm", **tags)
    plan = prepare(options(landmarks=(table(tmp_path / "m.csv", frontal("b.dcm")),)))
    (task,) = plan.tasks
    assert (task.name, len(task.readings)) == ("b.dcm", 1)
    (other,) = plan.settled
    assert other.relative == "a.dcm"
    assert "the same film as b.dcm" in other.reason
    assert plan.unmatched == []
    assert plan.order == ["a.dcm", "b.dcm"]


def test_marks_under_both_names_are_not_lost_without_a_word(twice, options, frontal, table, tmp_path):
    twice("b.dcm")
    plan = prepare(options(landmarks=(table(tmp_path / "m.csv", frontal("a.dcm"), frontal("b.dcm", 1)),)))
    assert told(plan) == (FileStatus.REFUSED, "the same film as a.dcm; its marks must stand under that name")


def test_copies_of_one_name_in_two_folders_share_their_marks(twice, options, frontal, table, tmp_path):
    """A bare name is ambiguous only between two films."""
    twice("again/a.dcm")
    plan = prepare(options(landmarks=(table(tmp_path / "m.csv", frontal("a.dcm")),)))
    (task,) = plan.tasks
    assert (task.name, len(task.readings)) == ("a.dcm", 1)
    assert told(plan) == (FileStatus.SKIPPED, "the same film as a.dcm")


def test_a_copy_that_goes_while_it_is_compared(twice, options, tmp_path):
    twice("b.dcm")

    def take_away(done, total):
        if done == 2:
            (tmp_path / "films" / "b.dcm").unlink()

    plan = prepare(options(), take_away)
    assert told(plan) == (FileStatus.UNREADABLE, "file: cannot be read (No such file or directory)")
