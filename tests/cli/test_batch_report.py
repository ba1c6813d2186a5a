"""The closing summary, and with it a whole mock CD of a PACS: one command, one clear summary."""

import csv
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
import zipfile

import pydicom
import pytest

from measure.cli.batch_report import plain
from measure.film import read_header
from tests.batch.cd import PERSON, SLICES, VIEWER, listing, make_cd, open_up

MARKER = PERSON.partition("^")[0]


@pytest.fixture(scope="module")
def cd(tmp_path_factory, samples_dir):
    made = make_cd(tmp_path_factory.mktemp("pacs") / f"CD {PERSON}", samples_dir)
    yield made
    open_up(made.root)
    shutil.rmtree(made.root)


@pytest.fixture(scope="module")
def tables(cd, samples_dir, tmp_path_factory):
    """Landmarks and cases of the samples, under the names of the CD; one film by its bare name."""
    folder = tmp_path_factory.mktemp("tables")
    names = {f"{sample}.dcm": path for path, sample in cd.films.items()}
    names["lateral_no_spacing.dcm"] = "lateral_no_spacing"
    for table in ("landmarks.csv", "cases.csv"):
        header, *lines = (samples_dir / table).read_text(encoding="utf-8").splitlines()
        own = [line.split(",") for line in lines if line.split(",")[0] in names]
        assert own
        renamed = [",".join([names[cells[0]], *cells[1:]]) for cells in own]
        (folder / table).write_text("\n".join([header, *renamed]) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def batch(cd, tables, measure, tmp_path_factory):
    """Run over the CD; returns what was said, the results, the folder for temporary files, the arguments."""
    root = tmp_path_factory.mktemp("cd_results")
    (root / "tmp").mkdir()

    def go(*more):
        return measure(
            "batch", cd.root, "--out", root / "out", "--landmarks", tables / "landmarks.csv", "--cases",
            tables / "cases.csv", "--overlays", "all", "--workers", "2", *more,
            MEASURE_KEY_FILE=str(root / "pseudonym.key"), TMPDIR=str(root / "tmp"),
        )  # fmt: skip

    before = listing(cd.root)
    done = go()
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert listing(cd.root) == before  # nothing is written beside the films
    assert list((root / "tmp").iterdir()) == []  # and nothing is left of what was unpacked
    return done, root / "out", go


def rows(out) -> dict[str, dict[str, str]]:
    with (out / "films.csv").open(newline="", encoding="utf-8") as file:
        return {row["path"]: row for row in csv.DictReader(file)}


def test_all_films_of_the_cd_are_measured_and_no_other(cd, batch):
    _, out, _ = batch
    measured = {path for path, row in rows(out).items() if row["status"] == "measured"}
    assert measured == set(cd.films)
    with (out / "measurements.csv").open(newline="", encoding="utf-8") as file:
        keys = {row["film_key"] for row in csv.DictReader(file)}
    assert keys == {row["film_key"] for row in rows(out).values() if row["status"] == "measured"}


def test_every_file_is_counted_once_in_few_rows(cd, batch):
    _, out, _ = batch
    files = sum(path.is_file() for path in cd.root.rglob("*"))
    in_zip = 3
    found = rows(out)
    assert sum(int(row["files"]) for row in found.values()) == files - 1 + in_zip
    assert len(found) < 25
    assert all(row["reason"] for row in found.values() if row["status"] != "measured")
    keys = [row["film_key"] for row in found.values() if row["film_key"]]
    assert len(keys) == len(set(keys))


def test_what_lies_beside_the_films_has_its_plain_name(batch):
    _, out, _ = batch
    found = rows(out)
    told = {row["reason"]: row for row in found.values()}
    half = f"CT series of {SLICES // 2} images: not a projection film"
    assert [row["files"] for row in found.values() if row["reason"] == half] == [str(SLICES // 2)] * 2
    for reason in (
        "a structured report: not a film", "a presentation state: not a film", "a PDF in a DICOM file: not a film",
        "the index of a DICOM CD", "not a film: a web page",
    ):  # fmt: skip
        assert told[reason]["status"] == "skipped", reason
    viewer = found["VIEWER/"]
    assert viewer["files"] == str(len(VIEWER))
    assert viewer["reason"] == (
        "no film among them: 4 programs, 2 texts, 2 web pages, 2 pictures of the CD's viewer, 1 help file, "
        "1 picture of another sort"
    )


def test_a_copy_and_a_film_sent_again(cd, batch, samples_dir):
    _, out, _ = batch
    found = rows(out)
    first = {sample: path for path, sample in cd.films.items()}
    folder = f"EXPORT/{PERSON}"
    assert found[f"{folder}/IMG0001"]["reason"] == f"the same film as {first['ap_scoliosis']}"
    other = found[f"{folder}/IMG0002"]
    mm = read_header(samples_dir / "lateral_fracture.dcm").calibration.row_mm
    spacing = f"another spacing ({mm:.6g} x {mm:.6g} mm and 0.42 x 0.42 mm)"
    assert (other["status"], other["reason"].partition(":")[0]) == (
        "refused", f"the same film as {first['lateral_fracture']} with {spacing}"
    )  # fmt: skip
    assert spacing in found[first["lateral_fracture"]]["notes"]
    again = found[f"{folder}/IMG0003"]
    assert (again["status"], "no measurement rests on the tags" in again["reason"]) == ("skipped", True)
    assert found[f"{folder}/IMG0004"]["status"] == "unreadable"


def test_the_summary_says_it_at_a_glance(batch):
    said = [" ".join(line.split()) for line in batch[0].stdout.splitlines()]
    for expected in (
        "1 refused", "1 unreadable", "2 skipped", f"{SLICES + 19} skipped, no films",
        "Beside the films (each with its reason in films.csv)",
    ):  # fmt: skip
        assert expected in said, expected
    for begins in (
        "5 measured", f"{SLICES} CT images in 2 series", "1 structured report", "1 PDF in a DICOM file",
        "1 index of a DICOM CD DICOMDIR", "15 other files", "note 1× the same film was sent twice",
    ):  # fmt: skip
        assert any(line.startswith(begins) for line in said), begins
    assert len(said) < 40


def test_a_second_run_measures_nothing_again(batch):
    _, out, go = batch
    before = (out / "measurements.csv").read_bytes()
    again = go()
    assert "5 films were finished by an earlier run" in again.stdout
    assert "Store: 0 rows added, 0 revised, " in again.stdout
    assert (out / "measurements.csv").read_bytes() == before


def test_a_dry_run_counts_the_same_way(cd, batch):
    _, out, go = batch
    before = listing(out)
    done = go("--dry-run")
    files = sum(path.is_file() for path in cd.root.rglob("*")) + 2
    assert f"{files} files: 6 films, 5 of them with landmarks, 1 to be looked at for a draft." in done.stdout
    assert f"{SLICES}  CT images in 2 series" in done.stdout
    assert listing(out) == before


def test_the_name_of_a_folder_stands_in_local_files_alone(batch):
    """In folders, files and entries of archives: all named after the patient."""
    _, out, _ = batch
    local = {"films.csv", "journal.jsonl"}
    looked = 0
    for path in out.rglob("*"):
        assert MARKER not in str(path.relative_to(out))
        if path.is_file() and path.name not in local:
            assert MARKER.lower().encode() not in path.read_bytes().lower(), path.name
            looked += 1
    assert looked > 12
    connection = sqlite3.connect(out / "outcomes.sqlite")
    dump = "\n".join(connection.iterdump())
    connection.close()
    assert len(dump) > 10_000
    assert MARKER not in dump
    for line in (out / "journal.jsonl").read_text(encoding="utf-8").splitlines():
        outcome = json.loads(line)["outcome"]
        assert MARKER not in outcome["reason"] + "".join(outcome["notes"])


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_leaves_nothing_of_an_archive(script, samples_dir, tmp_path, workers):
    """To the whole process group, as a terminal sends it, while films of the archive are measured."""
    film = pydicom.dcmread(samples_dir / "ap_scoliosis.dcm")
    marks = (samples_dir / "landmarks.csv").read_text(encoding="utf-8").splitlines()
    own = [line.partition(",")[2] for line in marks if line.startswith("ap_scoliosis.dcm")]
    lines = [marks[0]]
    with zipfile.ZipFile(tmp_path / "films.zip", "w") as archive:
        for number in range(60):
            film.SOPInstanceUID = film.file_meta.MediaStorageSOPInstanceUID = f"1.2.3.{number}"
            film.save_as(tmp_path / "film")
            archive.write(tmp_path / "film", f"{number}")
            lines += [f"films.zip/{number},{line}" for line in own]
    (tmp_path / "m.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (tmp_path / "tmp").mkdir()
    words = [script, "batch", tmp_path / "films.zip", "--landmarks", tmp_path / "m.csv", "--out", tmp_path / "out"]
    run = subprocess.Popen(
        [*map(str, words), "--workers", workers],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path / "tmp")},
        start_new_session=True,
        # A suite that runs in the background of a shell has inherited a deaf ear to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    journal = tmp_path / "out" / "journal.jsonl"
    while run.poll() is None and not (journal.exists() and journal.stat().st_size):
        time.sleep(0.01)
    assert len(list((tmp_path / "tmp").glob("*/[0-9]*"))) == 60
    for _ in range(5):  # as a person would: again, where nothing happens
        os.killpg(run.pid, signal.SIGINT)
        try:
            run.wait(timeout=4)
            break
        except subprocess.TimeoutExpired:
            continue
    run.communicate(timeout=60)
    assert run.returncode == 130
    assert list((tmp_path / "tmp").iterdir()) == []
    done = journal.read_bytes().count(b"\n")
    assert 0 < done < 60
    again = subprocess.run([*map(str, words)], capture_output=True, text=True, timeout=120)
    assert f"{done} films were finished by an earlier run" in again.stdout


def test_a_folder_without_a_film_says_so(invoke, tmp_path):
    (tmp_path / "in").mkdir()
    for number in range(9):
        (tmp_path / "in" / f"{number}.txt").write_text("x")
    result = invoke("batch", tmp_path / "in", "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert "No film among these files" in result.output
    assert "9  other files" in result.output


def test_many_films_sent_twice_are_one_line(invoke, tmp_path, samples_dir):
    film = pydicom.dcmread(samples_dir / "ap_scoliosis.dcm")
    (tmp_path / "in").mkdir()
    for number in range(6):
        film.SOPInstanceUID = film.file_meta.MediaStorageSOPInstanceUID = f"1.2.3.{number}"
        for name in ("a", "b"):
            film.save_as(tmp_path / "in" / f"{name}{number}.dcm")
    result = invoke("batch", tmp_path / "in", "--out", tmp_path / "out", "--headers-only")
    lines = [line for line in result.output.splitlines() if "the same film as" in line]
    assert len(lines) == 1
    assert "the same film as another file: b0.dcm (a0.dcm), b1.dcm (a1.dcm), b2.dcm (a2.dcm) and 3 more" in lines[0]


@pytest.mark.parametrize(
    ("name", "shown"), [("a\x1b[31mred", "a?[31mred"), ("two\nlines\r", "two?lines?"), ("Grüße ±", "Grüße ±")]
)
def test_no_name_moves_the_cursor(name, shown):
    assert plain(name) == shown
