"""Problems with their place, each once, with nobody's name in them."""

from measure.model import ValueStatus
from measure.outcomes.importing.entry import Cell, Entry
from measure.outcomes.importing.line import Line
from measure.outcomes.schema import ScoreRow

SOUND = {
    "score_uid": "2.25.7", "subject": "kdeadbeef:" + "A" * 26, "visit": "v1", "instrument": "odi", "value": 12.0,
    "value_status": ValueStatus.MEASURED, "source_format": "csv", "software": "x 1",
}  # fmt: skip


def entry(**cells):
    return Entry(9, {name: Cell(text, f"their {name}") for name, text in cells.items()})


def test_a_row_or_what_is_wrong():
    assert entry().finish(ScoreRow, SOUND).value == 12.0
    wrong = entry(instrument_version="no; good", value="12")
    assert wrong.finish(ScoreRow, {**SOUND, "instrument_version": "no; good"}) is None
    assert [str(problem) for problem in wrong.problems] == [
        "line 9, column their instrument_version: expected a code or label in the form that the dictionary of columns"
        " gives"
    ]


def test_a_rule_that_spans_columns_is_named_by_its_column():
    wrong = entry(value="12")
    wrong.finish(ScoreRow, {**SOUND, "range_high": 10.0})
    assert [str(problem) for problem in wrong.problems] == [
        "line 9, column their value: expected 10.0 or less, got 12.0"
    ]


def test_what_follows_from_a_wrong_cell_is_not_said_twice():
    wrong = entry(value="Smith")
    assert wrong.read("value", float) is None
    wrong.finish(ScoreRow, {name: one for name, one in SOUND.items() if name != "value"})
    assert [problem.column for problem in wrong.problems] == ["their value"]


def test_a_line_collects_each_problem_once():
    first, second = entry(visit=""), entry(visit="")
    for one in (first, second):
        one.fail("visit", "expected one")
    line = Line(9, [], [first, second])
    line.settle()
    line.settle()
    assert [str(problem) for problem in line.problems] == ["line 9, column their visit: expected one"]
