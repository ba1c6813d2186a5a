"""kill -9 in the middle, three times: in the end the tables are those of a run that nobody disturbed."""

import csv
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from measure.outcomes.store import Store

FILMS, KILLS = 200, 3


@pytest.fixture
def command(tmp_path, new_film, frontal, table):
    """Command that measures 200 small films, some of them bad, into a folder."""
    for number in range(FILMS):
        keep = 0.5 if number % 40 == 7 else 1.0
        new_film(tmp_path / "films" / f"{number:03}.dcm", PatientID=f"P{number // 2}", keep=keep)
    rows = table(tmp_path / "m.csv", *(frontal(f"{n:03}.dcm", n) for n in range(FILMS) if n % 25))
    measure = [sys.executable, "-c", "from measure.cli import main; main()", "batch", str(tmp_path / "films")]
    return lambda out: [
        *measure, "--landmarks", str(rows), "--out", str(tmp_path / out), "--overlays", "none", "--workers", "2",
    ]  # fmt: skip


def finished(journal) -> int:
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


def films(path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return [{name: cell for name, cell in row.items() if name != "milliseconds"} for row in csv.DictReader(file)]


def stored(path) -> list:
    with Store.open(path) as store:
        return list(store.rows(current=False))


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_killed_three_times_and_nothing_lost_or_repeated(tmp_path, command):
    calm = subprocess.run(command("calm"), capture_output=True, text=True)
    assert calm.returncode == 0, calm.stderr
    dice = random.Random(20260730)
    journal = tmp_path / "out" / "journal.jsonl"
    for end in sorted(dice.randrange(5, 190) for _ in range(KILLS)):
        run = subprocess.Popen(
            command("out"), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while run.poll() is None and finished(journal) < end:
            time.sleep(0.001)
        time.sleep(dice.uniform(0, 0.02))  # between two lines, not on one
        assert run.poll() is None, "the run was to be killed, but ended by itself"
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        assert not (tmp_path / "out" / "measurements.csv").exists()
    before = finished(journal)
    last = subprocess.run(command("out"), capture_output=True, text=True)
    assert last.returncode == 0, last.stderr
    assert before > 0
    assert f"{before} films were finished by an earlier run" in last.stdout

    for name in ("measurements.csv", "landmarks.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "calm" / name).read_bytes(), name
    assert films(tmp_path / "out" / "films.csv") == films(tmp_path / "calm" / "films.csv")
    assert len(films(tmp_path / "out" / "films.csv")) == FILMS
    assert stored(tmp_path / "out" / "outcomes.sqlite") == stored(tmp_path / "calm" / "outcomes.sqlite")
    for name in ("calm", "out"):
        readings = sorted(path.name for path in (tmp_path / name / "readings").glob("*.json"))
        assert readings == sorted(path.name for path in (tmp_path / "calm" / "readings").glob("*.json"))
    lines = journal.read_text(encoding="utf-8").splitlines()
    # What could not be read is tried again by every run, and so never journaled.
    readable = sum(row["status"] != "unreadable" for row in films(tmp_path / "out" / "films.csv"))
    assert len(lines) == len(set(lines)) == readable
