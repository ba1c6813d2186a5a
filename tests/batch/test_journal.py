"""The journal: a killed run goes on, a torn line is cut off, only what changed is measured again."""

import json
import os
import subprocess
import sys

import pytest

from measure.batch.journal import NAME, Journal
from measure.batch.outcome import FileStatus, Outcome
from measure.batch.run import run
from measure.errors import BatchError
from measure.outcomes.store import Store


def outcome(name: str) -> Outcome:
    return Outcome(name, FileStatus.MEASURED, film_key=f"1.2.{name}/1", values=3)


@pytest.fixture
def two(tmp_path):
    with Journal(tmp_path) as journal:
        journal.add("f1", outcome("1"))
        journal.add("f2", outcome("2"))
    return tmp_path / NAME


def test_what_is_added_is_there_for_the_next_run(tmp_path, two):
    with Journal(tmp_path) as journal:
        assert journal.done == {"f1": outcome("1"), "f2": outcome("2")}


@pytest.mark.parametrize("cut", [1, 2, 30, 100])
def test_a_torn_last_line_is_cut_off_and_written_anew(tmp_path, two, cut):
    whole = two.read_bytes()
    first = whole.index(b"\n") + 1
    two.write_bytes(whole[:-cut])
    with Journal(tmp_path) as journal:
        assert list(journal.done) == ["f1"]
        assert two.stat().st_size == first
        journal.add("f2", outcome("2"))
    assert two.read_bytes() == whole


@pytest.mark.parametrize(
    "garbage", [b"\0" * 40, b"{}\n", b"[1]\n", b"7\n", b"\xff\xfe\n", b'{"fingerprint": "f3", "outcome": []}\n', b"\n"]
)
def test_garbage_ends_what_is_believed(tmp_path, two, garbage):
    whole = two.read_bytes()
    two.write_bytes(whole + garbage)
    with Journal(tmp_path) as journal:
        assert list(journal.done) == ["f1", "f2"]
        journal.add("f3", outcome("3"))
    with Journal(tmp_path) as journal:
        assert list(journal.done) == ["f1", "f2", "f3"]


def test_a_second_run_on_the_folder_is_refused_while_the_first_holds_it(tmp_path):
    with Journal(tmp_path) as journal:
        code = f"from pathlib import Path; from measure.batch.journal import Journal; Journal(Path({str(tmp_path)!r}))"
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert other.returncode == 1
        assert "another run is writing to it" in other.stderr
        with pytest.raises(BatchError, match="another run"):
            Journal(tmp_path)
        journal.add("f1", outcome("1"))  # the first goes on unharmed
    with Journal(tmp_path) as journal:
        assert list(journal.done) == ["f1"]


def test_a_folder_that_takes_no_journal_is_named(tmp_path):
    (tmp_path / NAME).mkdir()
    with pytest.raises(BatchError, match=r"journal\.jsonl cannot be written"):
        Journal(tmp_path)


class Films:
    """Three films with landmarks and cases, measured again and again into one folder."""

    def __init__(self, root, new_film, frontal, table, options):
        self.root, self._frontal, self._table, self._options = root, frontal, table, options
        for name in "abc":
            new_film(root / "films" / f"{name}.dcm")
        self.mark(a=0, b=0, c=0)
        self.cases("a.dcm,P1,standing", "b.dcm,P2,standing", "c.dcm,P3,standing")

    def mark(self, **seeds):
        self._table(self.root / "m.csv", *(self._frontal(f"{name}.dcm", seed) for name, seed in seeds.items()))

    def cases(self, *lines):
        (self.root / "cases.csv").write_text("\n".join(["file,subject,posture", *lines]) + "\n")

    def run(self, **changes):
        before = (self.root / "out" / NAME).read_bytes() if (self.root / "out" / NAME).exists() else b""
        asked = self._options(landmarks=(self.root / "m.csv",), cases=self.root / "cases.csv", **changes)
        summary = run(asked)
        new = (self.root / "out" / NAME).read_bytes()[len(before) :]
        measured = [json.loads(line)["outcome"]["relative"] for line in new.splitlines()]
        return summary, measured

    def table(self) -> bytes:
        return (self.root / "out" / "measurements.csv").read_bytes()

    def revisions(self):
        with Store.open(self.root / "out" / "outcomes.sqlite") as store:
            return list(store.rows(current=False))


@pytest.fixture
def films(tmp_path, new_film, frontal, table, options):
    made = Films(tmp_path, new_film, frontal, table, options)
    made.run()
    return made


def test_a_second_run_measures_nothing_and_adds_nothing(films):
    before, listed = films.table(), (films.root / "out" / "films.csv").read_bytes()
    summary, measured = films.run()
    assert measured == []
    assert summary.already_done == 3
    assert (summary.added.inserted, summary.added.revised, summary.added.unchanged) == (0, 0, 0)
    assert films.table() == before
    assert (films.root / "out" / "films.csv").read_bytes() == listed


def test_without_its_journal_a_run_measures_again_and_still_adds_nothing(films):
    before = films.table()
    (films.root / "out" / NAME).unlink()
    summary, measured = films.run()
    assert len(measured) == 3
    assert (summary.added.inserted, summary.added.revised) == (0, 0)
    assert films.table() == before


def test_without_its_store_a_run_measures_again(films):
    before = films.table()
    for path in (films.root / "out").glob("outcomes.sqlite*"):
        path.unlink()
    summary, measured = films.run()
    assert len(measured) == 3
    assert summary.added.inserted > 0
    assert films.table() == before


def test_corrected_landmarks_are_a_second_revision_of_the_same_row(films):
    first = {row.measurement_uid: row for row in films.revisions()}
    films.mark(a=0, b=9, c=0)
    summary, measured = films.run()
    assert measured == ["b.dcm"]
    assert summary.added.revised > 0
    new = [row for row in films.revisions() if row.revision == 2]
    assert len(new) == summary.added.revised
    for row in new:
        old = first[row.measurement_uid]
        assert (old.film_key, old.measure, old.revision) == (row.film_key, row.measure, 1)
        assert (old.value, old.trace) != (row.value, row.trace)
        assert row.supersedes_revision == 1
        assert row.change_reason
    with Store.open(films.root / "out" / "outcomes.sqlite") as store:
        assert store.count() == len(first)


def test_corrected_cases_change_only_their_film(films):
    films.cases("a.dcm,P1,standing", "b.dcm,P2,standing", "c.dcm,P3,supine")
    summary, measured = films.run()
    assert measured == ["c.dcm"]
    assert summary.added.revised > 0
    assert {row.posture for row in films.revisions() if row.revision == 2} == {"supine"}


def test_a_touched_film_is_measured_again_and_nothing_added(films):
    os.utime(films.root / "films" / "a.dcm", ns=(10**18, 10**18))
    summary, measured = films.run()
    assert measured == ["a.dcm"]
    assert (summary.added.inserted, summary.added.revised) == (0, 0)


def test_other_options_measure_all_again_and_add_what_is_new(films):
    summary, measured = films.run(measures="all")
    assert len(measured) == 3
    assert summary.added.revised == 0
    assert summary.added.unchanged > 0


def test_a_new_film_is_measured_alone(films, new_film):
    new_film(films.root / "films" / "d.dcm")
    films.mark(a=0, b=0, c=0, d=4)
    _, measured = films.run()
    assert measured == ["d.dcm"]
    assert films.table().count(b"\n") > 4
