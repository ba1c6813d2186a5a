"""The table of drafts: what a reader is given, and how what he fills in is read."""

import csv

import pytest

from measure.errors import TableError
from measure.outcomes.decision import Decision
from measure.outcomes.reviewed import ABOUT, COLUMNS, Reviewed, about, read_reviewed, write_drafts

HEAD = "kind,row_uid,revision,value,decision,new_value"


@pytest.fixture
def table(tmp_path):
    def read(*lines, head=HEAD):
        path = tmp_path / "t.csv"
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        return read_reviewed(path)

    return read


def test_a_list_of_drafts_shows_what_a_reader_needs_and_waits_for_him(tmp_path, rows):
    path = tmp_path / "drafts.csv"
    assert write_drafts(rows, path) == len(rows)
    with path.open(newline="", encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    assert tuple(written[0]) == COLUMNS
    first = written[0]
    assert (first["measure"], first["level"], first["timepoint"]) == ("anterior_height", "T12", "m3")
    assert (first["value"], first["unit"], first["sd"]) == ("25.1", "mm", "1.3")
    assert first["flags"] == "borderline;level_assumed"
    assert (first["kind"], first["row_uid"], first["revision"]) == ("measurement", rows[0].uid, "1")
    assert written[2]["value"] == ""
    assert written[2]["reason"] == "mark superior_anterior: cement"
    assert all(line[name] == "" for line in written for name in ("decision", "new_value", "note"))
    found = read_reviewed(path)
    assert (found.lines, found.problems, found.undecided, found.noted) == ((), (), len(rows), False)


def test_a_line_says_which_row_its_cells_are_of(tmp_path, rows):
    path = tmp_path / "drafts.csv"
    write_drafts(rows, path)
    path.write_text(path.read_text().replace("\n,", "\nconfirm,"))
    found = read_reviewed(path)
    assert [dict(line.about) for line in found.lines] == [about(row) for row in rows]
    assert all(set(about(row)) == set(ABOUT) for row in rows)


def test_of_what_a_line_is_about_only_columns_that_are_there_count(table):
    found = table("measurement,2.25.1,1,1,confirm,,L1,", head=f"{HEAD},level,measure")
    assert found.lines[0].about == {"level": "L1", "measure": ""}


def test_a_list_that_may_hold_decisions_is_not_written_over(tmp_path, rows):
    path = tmp_path / "drafts.csv"
    path.write_text("decided")
    with pytest.raises(TableError, match="expected a new file"):
        write_drafts(rows, path)
    assert path.read_text() == "decided"


def test_decisions_are_read_however_they_are_typed(table):
    found = table(
        "measurement;2.25.1;1;25,1; Confirm ;;fine",
        "measurement;2.25.2;3;25,1;AMEND;26,5;",
        "measurement;2.25.3;1,0;;reject;;",
        "assessment;2.25.4;1;3;amend;4+;",
        "measurement;2.25.5;1;1;;;later",
        head="Kind;row_uid;revision;value;Decision;new_value;note",
    )
    assert found.problems == ()
    assert found.undecided == 1
    assert found.lines == (
        Reviewed(2, "measurement", "2.25.1", 1, "25,1", Decision.CONFIRM),
        Reviewed(3, "measurement", "2.25.2", 3, "25,1", Decision.AMEND, 26.5),
        Reviewed(4, "measurement", "2.25.3", 1, "", Decision.REJECT),
        Reviewed(5, "assessment", "2.25.4", 1, "3", Decision.AMEND, "4+"),
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("measurement,2.25.1,1,1,yes,", "line 3, column decision: expected confirm, amend, reject, got 'yes'"),
        ("measurement,2.25.1,1,1,amend,", "line 3, column new_value: expected a number, got ''"),
        ("measurement,2.25.1,1,1,amend,nan", "line 3, column new_value: expected a finite number, got 'nan'"),
        ("measurement,2.25.1,1,1,amend,Smithson", "column new_value: expected a number, got a text of 8 characters"),
        ("measurement,2.25.1,1,1,confirm,5", "new_value: expected an empty cell (only amend takes a value), got '5'"),
        ("assessment,2.25.1,1,1,amend,", "line 3, column new_value: expected one, got an empty cell"),
        ("film,2.25.1,1,1,confirm,", "line 3, column kind: expected measurement or assessment, got 'film'"),
        ("measurement,,1,1,confirm,", "line 3, column row_uid: expected one, got an empty cell"),
        ("measurement,2.25.1,1.5,1,confirm,", "line 3, column revision: expected whole"),
    ],
)
def test_a_bad_line_is_named_and_does_not_stop_the_others(table, line, problem):
    found = table("measurement,2.25.7,1,1,confirm,", line, "measurement,2.25.8,1,1,reject,")
    assert [one.uid for one in found.lines] == ["2.25.7", "2.25.8"]
    assert len(found.problems) == 1
    assert problem in found.problems[0]


def test_which_of_two_lines_about_a_row_holds_is_not_guessed(table):
    found = table(*(f"measurement,2.25.{uid},1,1,confirm," for uid in (1, 2, 1)))
    assert [one.uid for one in found.lines] == ["2.25.2"]
    assert found.problems == ("lines 2 and 4, column row_uid: expected one line for a row, got several",)


def test_a_table_without_its_columns_is_refused(table):
    with pytest.raises(TableError, match="expected also the columns decision, revision; see measure confirm --drafts"):
        table("measurement,2.25.1,1", head="kind,row_uid,value")
