"""An outcome goes through the journal without loss, but for the rows, which the store has."""

import json

import pytest

from measure.batch.outcome import FileStatus, Outcome


def test_there_and_back():
    outcome = Outcome(
        "a/b.dcm", FileStatus.MEASURED, "", "1.2.3/1", ["a note"], ["2.25.9"], ["2.25.1"], ["ab"], 1, 2, 1,
        {"missing_mark": 2}, ["row"],
        [["1.2.3/1", "AP"]], "overlays/a.png", 12.5,
    )  # fmt: skip
    back = Outcome.from_record(json.loads(json.dumps(outcome.record())))
    assert outcome.rows == ["row"]
    outcome.rows = []
    assert back == outcome
    assert back.status is FileStatus.MEASURED


@pytest.mark.parametrize("wrong", [{"status": "lost"}, {"surprise": 1}])
def test_a_record_of_something_else_is_no_outcome(wrong):
    record = Outcome("a", FileStatus.SKIPPED).record()
    with pytest.raises((ValueError, TypeError)):
        Outcome.from_record({**record, **wrong})
