"""A folder of films that nobody marked, drafted by the real networks: what is said, written, kept and decided."""

import csv
import json
import shutil

import numpy as np
import pytest

from measure.readings import read_landmarks

# What a draft of a clear simulated film may be off, at most: a name, a corner, a height.
OFF = 4.0  # mm, of any height of an intact vertebra


@pytest.fixture(scope="module")
def films(tmp_path_factory, samples_dir):
    """A lateral film, a frontal one and one of a thigh."""
    folder = tmp_path_factory.mktemp("drafted") / "films"
    folder.mkdir()
    for name in ("lateral_fracture", "ap_scoliosis", "femur_day084_ap"):
        shutil.copy(samples_dir / f"{name}.dcm", folder)
    return folder


@pytest.fixture(scope="module")
def drafted(films, measure):
    """Results of a run by two processes, and what it said."""
    from measure.detect import missing_weights

    if missing_weights():
        pytest.skip(f"no weights here: {', '.join(missing_weights())}")
    out, key = films.parent / "out", films.parent / "pseudonym.key"

    def go(*more):
        done = measure("batch", films, "--out", out, "--workers", "2", *more, MEASURE_KEY_FILE=str(key))
        assert done.returncode == 0, done.stderr
        return done.stdout

    return out, go(), go


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_summary_says_what_was_drafted_and_what_was_left(drafted):
    _, said, _ = drafted
    assert "2  measured" in said
    assert "draft 2 films, marks by detector 0.1.0+" in said
    assert "no automatic reading for this view yet" in said
    assert "femur_day084_ap.dcm" in said


def test_films_say_where_their_marks_come_from(drafted):
    out, _, _ = drafted
    found = {row["path"]: (row["status"], row["marks"]) for row in rows(out / "films.csv")}
    assert found == {
        "ap_scoliosis.dcm": ("measured", "draft"), "femur_day084_ap.dcm": ("skipped", ""),
        "lateral_fracture.dcm": ("measured", "draft"),
    }  # fmt: skip
    assert len(list((out / "overlays").glob("*.png"))) == len(list((out / "readings").glob("*.json"))) == 2


def test_every_row_is_a_draft_by_the_detector(drafted):
    out, _, _ = drafted
    found = [row for row in rows(out / "measurements.csv") if row["value"]]
    assert found
    assert {(row["status"], row["method"], row["algorithm"]) for row in found} == {
        ("draft", "automatic", "spine-detector")
    }  # fmt: skip
    assert {row["confirmed_by"] for row in found} == {""}


def test_landmarks_are_a_table_by_film_key_that_reads_back(drafted):
    out, _, _ = drafted
    keys = {row["film_key"] for row in rows(out / "films.csv") if row["marks"]}
    table = read_landmarks(out / "landmarks.csv")
    assert (set(table.films), table.problems, table.unknown_columns) == (keys, {}, ())
    assert {name for film in table.films.values() for name in film} == {"spine-detector"}


def test_the_names_and_heights_of_a_clear_film_are_those_of_its_truth(drafted, samples_dir):
    out, _, _ = drafted
    truth = json.loads((samples_dir / "truth.json").read_text())["films"]["lateral_fracture.dcm"]["structures"]
    key = next(row["film_key"] for row in rows(out / "films.csv") if row["path"] == "lateral_fracture.dcm")
    found = {
        (row["structure"], row["measure"]): float(row["value"])
        for row in rows(out / "measurements.csv")
        if row["film_key"] == key and row["value"] and row["measure"] in ("anterior_height", "posterior_height")
    }
    off = [found[where] - truth[where[0]][where[1]] for where in found]
    assert len(off) >= 10
    assert np.abs(off).max() < OFF
    assert np.abs(off).mean() < OFF / 2


def test_a_second_run_adds_nothing_and_one_without_a_journal_neither(drafted):
    out, _, go = drafted
    before = (out / "measurements.csv").read_bytes()
    again = go()
    assert "3 films were finished by an earlier run" in again
    assert "0 rows added, 0 revised" in again
    (out / "journal.jsonl").unlink()
    assert "0 rows added, 0 revised" in go()
    assert (out / "measurements.csv").read_bytes() == before


def test_a_table_wins_where_it_has_rows(drafted, films, samples_dir, measure):
    out = films.parent / "both"
    done = measure(
        "batch", films, "--out", out, "--landmarks", samples_dir / "landmarks.csv", "--overlays", "none",
        MEASURE_KEY_FILE=str(films.parent / "pseudonym.key"),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = {row["path"]: row["marks"] for row in rows(out / "films.csv")}
    assert found == {"ap_scoliosis.dcm": "table", "femur_day084_ap.dcm": "", "lateral_fracture.dcm": "table"}
    assert "draft " not in done.stdout.partition("Store:")[0]


def test_a_reader_decides_on_drafts_and_the_decision_outlives_the_next_run(drafted, films, measure, tmp_path):
    out, _, go = drafted
    store, key = out / "outcomes.sqlite", {"MEASURE_KEY_FILE": str(films.parent / "pseudonym.key")}
    listed = measure(
        "confirm", "--store", store, "--drafts", tmp_path / "list.csv", "--film", "ap_scoliosis.dcm", **key
    )
    assert listed.returncode == 0, listed.stderr
    waiting = rows(tmp_path / "list.csv")
    assert waiting
    assert {row["observer"] for row in waiting} == {"spine-detector"}
    with (tmp_path / "decided.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, waiting[0].keys())
        writer.writeheader()
        writer.writerows({**row, "decision": "confirm"} for row in waiting)
    refused = measure("confirm", tmp_path / "decided.csv", "--by", "spine-detector", "--store", store, **key)
    assert refused.returncode == 1
    assert "expected a person as reader" in refused.stdout
    done = measure("confirm", tmp_path / "decided.csv", "--by", "reader-1", "--store", store, **key)
    assert done.returncode == 0, done.stdout
    go()
    confirmed = [row for row in rows(out / "measurements.csv") if row["confirmed_by"] == "reader-1"]
    assert len(confirmed) == len(waiting)
    assert {row["method"] for row in confirmed} == {"semi-automatic"}


def test_a_dry_run_says_how_many_would_be_looked_at(films, invoke, tmp_path):
    said = invoke("batch", films, "--out", tmp_path / "out", "--dry-run").output
    assert "3 films, 0 of them with landmarks, 3 to be looked at for a draft." in said
    said = invoke("batch", films, "--out", tmp_path / "out", "--dry-run", "--no-detect").output
    assert "looked at" not in said
