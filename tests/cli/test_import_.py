"""``measure import`` as a user types it, on one computer and on two."""

import csv

import pandas as pd
import pytest

from measure.errors import KeyMismatch, TableError
from measure.outcomes.keyfile import export_key, load

HEAD = "subject,visit,level,measure,value,unit,scale_class\n"
SHEET = HEAD + "0012,v1,L1,anterior_height,18.2,mm,unknown\n13,v1,L1,anterior_height,21.0,mm,unknown\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(SHEET)
    return path


def test_a_table_goes_in_once(invoke, sheet, tmp_path):
    first = invoke("import", sheet)
    assert first.exit_code == 0
    assert "2 rows added" in first.output
    assert (tmp_path / "results" / "outcomes.sqlite").is_file()
    second = invoke("import", sheet)
    assert "2 rows already there" in second.output
    assert "added" not in second.output


def test_what_is_rejected_is_said_and_written(invoke, tmp_path):
    path = tmp_path / "in" / "t.csv"
    path.parent.mkdir()
    bad = "".join(f"7,v1,L{n % 5 + 1},anterior_height,{n},cm,unknown\n" for n in range(20))
    path.write_text(SHEET.replace("anterior_height,21.0,mm", "anterior_height,Smith,mm") + bad)
    result = invoke("import", path, "--store", tmp_path / "s.sqlite")
    assert result.exit_code == 1
    assert "1 row added" in result.output
    assert "21 lines rejected" in result.output
    assert "line 3, column value: expected a number, got a text of 5 characters" in result.output
    assert "and 11 more problems" in result.output
    assert "Smith" not in result.output
    with (tmp_path / "t_rejects.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 21


def test_options(invoke, tmp_path):
    sheet, mapping = tmp_path / "s.csv", tmp_path / "map.yaml"
    sheet.write_text("Patient;Was;Tag;Notiz\n7;osteotomy;0;x\n")
    mapping.write_text("columns: {subject: Patient, kind: Was, day: Tag}\n")
    plan = invoke("import", sheet, "--map", mapping, "--table", "event", "--store", "e.sqlite", "--dry-run")
    assert "1 row would be added" in plan.output
    assert "columns that are not read: Notiz" in plan.output
    assert "Nothing was written" in plan.output
    assert not (tmp_path / "e.sqlite").exists()
    done = invoke("import", sheet, "--map", mapping, "--table", "event", "--store", "e.sqlite")
    assert "1 line of an event table" in done.output
    assert "1 row added" in done.output


def test_a_table_that_cannot_be_used_makes_nothing(measure, invoke, tmp_path):
    (tmp_path / "t.csv").write_text("Smith,22\nJones,23\n")
    done = measure("import", tmp_path / "t.csv", "--store", tmp_path / "new.sqlite")
    assert done.returncode == 1
    assert done.stderr.startswith("measure: table: expected columns that tell what it is")
    assert done.stderr.count("\n") == 1
    assert "Smith" not in done.stderr
    assert not (tmp_path / "new.sqlite").exists()
    invoke("import", tmp_path / "none.csv", fails=TableError)
    assert not (tmp_path / "results").exists()


def test_what_changed_between_visits_is_there_at_once(invoke, tmp_path):
    """Heights of two visits and the operation, each typed into a table of its own."""
    heights = "".join(
        f"7,{day},L1,{measure},{value},mm,calibrated\n"
        for day, height in ((-3, 18), (92, 23))
        for measure, value in (("anterior_height", height), ("expected_anterior_height", 28))
    )
    (tmp_path / "h.csv").write_text("subject,days_from_index,level,measure,value,unit,scale_class\n" + heights)
    (tmp_path / "p.csv").write_text("subject,level,kind\n7,L1,vertebral_implant\n")
    said = invoke("import", "p.csv", "--table", "procedure", "--store", "s.sqlite").output
    assert "between visits" not in said
    said = invoke("import", "h.csv", "--store", "s.sqlite").output
    assert "rows on what changed between visits: `measure series` shows it" in said
    invoke("export", "--store", "s.sqlite", "--out", "out")
    found = pd.read_csv("out/measurement.csv").set_index("measure")
    assert found.value["anterior_height_restoration"] == pytest.approx(50)
    again = invoke("import", "h.csv", "--store", "s.sqlite").output
    assert "4 rows already there" in again
    assert "added" not in again
    assert "between visits" not in again


def test_an_export_of_measured_films_goes_back_in_as_it_was(invoke, sample_results, tmp_path):
    invoke("export", "--store", sample_results / "outcomes.sqlite", "--out", tmp_path / "a")
    result = invoke("import", tmp_path / "a" / "measurement.csv", "--store", tmp_path / "copy.sqlite")
    assert "rejected" not in result.output
    invoke("export", "--store", tmp_path / "copy.sqlite", "--out", tmp_path / "b")
    assert (tmp_path / "b" / "measurement.csv").read_bytes() == (tmp_path / "a" / "measurement.csv").read_bytes()


@pytest.fixture
def machine(measure, samples_dir, sheet, tmp_path):
    """The sample films and the spreadsheet on one computer, keyed with its own key file."""
    films = sorted(samples_dir.glob("*.dcm"))

    def go(name, key):
        store, env = tmp_path / name / "outcomes.sqlite", {"MEASURE_KEY_FILE": str(key)}
        done = measure(
            "batch", *films, "--landmarks", samples_dir / "landmarks.csv", "--out", tmp_path / name,
            "--overlays", "none", "--headers-only", **env,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return store, measure("import", sheet, "--store", store, **env)

    return go


def test_one_exported_key_joins_two_machines(machine, measure, tmp_path, sheet, samples_dir, monkeypatch):
    first_key, second_key, other_key = (tmp_path / f"{name}.key" for name in ("first", "second", "other"))
    first, done = machine("first", first_key)
    assert "2 rows added" in done.stdout
    export_key(second_key, first_key)
    second, done = machine("second", second_key)
    assert "2 rows added" in done.stdout

    # Both stores tell each patient by one pseudonym, of films and of the sheet: their tables join.
    for name, store in (("a", first), ("b", second)):
        assert measure("export", "--store", store, "--out", tmp_path / name).returncode == 0
    a, b = (pd.read_csv(tmp_path / name / "measurement.csv") for name in ("a", "b"))
    assert (tmp_path / "a" / "measurement.csv").read_bytes() == (tmp_path / "b" / "measurement.csv").read_bytes()
    assert len(a.merge(b, on="measurement_uid")) == len(a) > 2
    assert set(a.subject.dropna()) == set(b.subject.dropna())
    joined = measure("import", tmp_path / "b" / "measurement.csv", "--store", first, MEASURE_KEY_FILE=str(first_key))
    assert f"{len(b)} rows already there" in joined.stdout

    # With two keys the store refuses, says how to mend it, and is as it was.
    third, done = machine("third", other_key)
    other, right = load(other_key).id, load(first_key).id
    before = first.read_bytes()
    for table in (sheet, tmp_path / "c" / "measurement.csv"):
        measure("export", "--store", third, "--out", tmp_path / "c")
        refused = measure("import", table, "--store", first, MEASURE_KEY_FILE=str(other_key))
        assert refused.returncode == 1
        for words in (
            f"made with key {right}",
            f"key {other} is in use",
            "`measure key export FILE`",
            "MEASURE_KEY_FILE",
        ):
            assert words in refused.stderr
    assert first.read_bytes() == before
    # As the message says: the exported key, named.
    mended = measure("import", sheet, "--store", first, MEASURE_KEY_FILE=str(second_key))
    assert "2 rows already there" in mended.stdout


def test_another_key_in_this_process(invoke, sheet, tmp_path, monkeypatch):
    invoke("import", sheet, "--store", tmp_path / "s.sqlite")
    monkeypatch.setenv("MEASURE_KEY_FILE", str(tmp_path / "none.key"))
    invoke("import", sheet, "--store", tmp_path / "s.sqlite", fails=KeyMismatch)
    assert not (tmp_path / "none.key").exists()
