"""``measure batch`` as a user runs it: outputs, summary, dry run, Ctrl-C."""

import csv
import os
import shlex
import signal
import subprocess
import time

import pytest

from measure.errors import CatalogError, KeyMismatch


@pytest.fixture
def arguments(samples_dir, tmp_path):
    """One lateral and one frontal sample, and the damaged one."""
    films = [samples_dir / f"{name}.dcm" for name in ("lateral_fracture", "ap_scoliosis", "truncated")]
    return (
        "batch", *films, "--landmarks", samples_dir / "landmarks.csv", "--out", tmp_path / "out", "--overlays", "none"
    )  # fmt: skip


def test_what_is_measured_and_what_not_and_where_it_is(measure, arguments, tmp_path):
    done = measure(*arguments)
    assert done.returncode == 0
    assert done.stderr == ""
    for said in (
        "2  measured", "1  unreadable", "cut short: truncated.dcm", "rows added", "measurements.csv", "films.csv",
        "outcomes.sqlite", "not a medical device", "no film for landmark table: ",
    ):  # fmt: skip
        assert said in done.stdout, said
    made = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert made == [
        "films.csv", "journal.jsonl", "landmarks.csv", "measurements.csv", "measurements_dictionary.csv",
        "outcomes.sqlite", "readings",
    ]  # fmt: skip
    again = measure(*arguments)
    assert "were finished by an earlier run" in again.stdout
    assert "0 rows added, 0 revised" in again.stdout


def test_a_dry_run_writes_nothing_and_says_what_would_be_done(invoke, arguments, tmp_path):
    before = sorted(tmp_path.rglob("*"))
    result = invoke(*arguments, "--dry-run")
    assert result.exit_code == 0
    assert "3 files: 3 films, 2 of them with landmarks, 1 to be looked at for a draft." in result.output
    assert "Nothing was measured or written" in result.output
    assert sorted(tmp_path.rglob("*")) == before


def test_a_dry_run_makes_no_pseudonym_key(measure, samples_dir, tmp_path):
    key = tmp_path / "made.key"
    done = measure(
        "batch", samples_dir / "lateral_fracture.dcm", "--out", tmp_path / "out", "--dry-run", MEASURE_KEY_FILE=str(key)
    )
    assert done.returncode == 0
    assert not key.exists()


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_an_empty_folder_is_said_and_fails(invoke, tmp_path, dry):
    (tmp_path / "empty").mkdir()
    result = invoke("batch", tmp_path / "empty", "--out", tmp_path / "out", *dry)
    assert result.exit_code == 1
    assert "No files found" in result.output


def test_a_wrong_measure_suggests_the_right_one(invoke, arguments):
    result = invoke(*arguments, "--measures", "beck_indx", fails=CatalogError)
    assert "did you mean beck_index" in str(result.exception)


def test_only_the_measures_asked_for(invoke, arguments, tmp_path):
    assert invoke(*arguments, "--measures", "beck_index,wedge_angle").exit_code == 0
    with (tmp_path / "out" / "measurements.csv").open(newline="") as file:
        assert {row["measure"] for row in csv.DictReader(file)} == {"beck_index", "wedge_angle"}


def test_pictures_by_default(invoke, arguments, tmp_path):
    result = invoke(*arguments[:-2])
    assert result.exit_code == 0
    assert "pictures" in result.output
    assert len(list((tmp_path / "out" / "overlays").glob("*.png"))) == 2


def test_another_key_than_that_of_the_store(measure, arguments, tmp_path):
    assert measure(*arguments).returncode == 0
    done = measure(*arguments, MEASURE_KEY_FILE=str(tmp_path / "other.key"))
    assert done.returncode == 1
    assert "its pseudonyms were made with key" in done.stderr
    assert "import the key it was made with" in done.stderr
    assert "Traceback" not in done.stderr


def test_another_key_in_this_process(invoke, arguments, tmp_path, monkeypatch):
    invoke(*arguments)
    monkeypatch.setenv("MEASURE_KEY_FILE", str(tmp_path / "other.key"))
    invoke(*arguments, fails=KeyMismatch)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_stops_cleanly_and_says_how_to_go_on(script, samples_dir, tmp_path, workers):
    """To the whole process group, as a terminal sends it."""
    films = tmp_path / "films"
    films.mkdir()
    rows = ["film,view,vertebra,corner,x,y"]
    import pydicom

    source = pydicom.dcmread(samples_dir / "ap_scoliosis.dcm")
    table = [
        line.split(",") for line in (samples_dir / "landmarks.csv").read_text().splitlines()
        if line.startswith("ap_scoliosis.dcm")
    ]  # fmt: skip
    for number in range(120):
        source.SOPInstanceUID = source.file_meta.MediaStorageSOPInstanceUID = f"1.2.3.{number}"
        source.save_as(films / f"{number}.dcm")
        rows += [",".join([f"{number}.dcm", *cells[1:6]]) for cells in table]
    (tmp_path / "m.csv").write_text("\n".join(rows) + "\n")
    words = [script, "batch", films, "--landmarks", tmp_path / "m.csv", "--out", tmp_path / "out", "--workers", workers]
    run = subprocess.Popen(
        [str(word) for word in words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A suite that runs in the background of a shell has inherited a deaf ear to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    journal = tmp_path / "out" / "journal.jsonl"
    while run.poll() is None and not (journal.exists() and journal.stat().st_size):
        time.sleep(0.01)
    for _ in range(5):  # as a person would: again, where nothing happens
        os.killpg(run.pid, signal.SIGINT)
        try:
            run.wait(timeout=4)
            break
        except subprocess.TimeoutExpired:
            continue
    said, complained = run.communicate(timeout=60)
    assert run.returncode == 130, complained
    assert complained.strip() == "measure: stopped; the same command goes on where it was"
    assert said == ""
    assert 0 < journal.read_bytes().count(b"\n") < 60


@pytest.mark.parametrize(("kilobytes", "workers"), [(4, 1), (40, 1), (200, 2)])
def test_a_disk_that_fills_up_is_one_line_and_the_next_run_goes_on(script, arguments, tmp_path, kilobytes, workers):
    """No file may grow beyond so many kilobytes: the store, a picture or a table cannot be written."""
    words = [script, *map(str, arguments[:-1]), "all", "--workers", str(workers)]
    limited = f"ulimit -f {kilobytes}; {shlex.join(words)}"
    done = subprocess.run(["bash", "-c", limited], capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert done.stderr.startswith("measure: ")
    assert len(done.stderr.splitlines()) == 1
    again = subprocess.run(words, capture_output=True, text=True, timeout=120)
    assert again.returncode == 0, again.stderr
    with (tmp_path / "out" / "films.csv").open(newline="") as file:
        statuses = {row["path"]: row["status"] for row in csv.DictReader(file)}
    assert statuses == {
        "lateral_fracture.dcm": "measured", "ap_scoliosis.dcm": "measured", "truncated.dcm": "unreadable"
    }  # fmt: skip


def test_assessments_are_counted_and_their_table_is_named(measure, arguments, tmp_path):
    table = tmp_path / "judged.csv"
    table.write_text(
        "film,level,scheme,value,observer\n"
        "lateral_fracture.dcm,L1,genant_visual,2,reader-1\n"
        "lateral_fracture.dcm,L1,leak_site,disc,reader-1\n"
        "gone.dcm,L1,leak_site,disc,reader-1\n"
    )
    asked = (*arguments, "--assessments", table)
    told = measure(*asked, "--dry-run").stdout
    assert "3 films, 2 of them with landmarks, 1 with assessments, 1 to be looked at for a draft." in told
    done = measure(*asked)
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    assert next(row for row in rows if row[:1] == ["Files"])[-1] == "Assessments"
    assert next(row for row in rows if row[1:2] == ["measured"])[-1] == "2"
    assert "judged" in done.stdout
    assert "assessments.csv" in done.stdout
    assert "assessment table: gone.dcm" in done.stdout
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"assessments.csv", "assessments_dictionary.csv"}
