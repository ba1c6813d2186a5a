"""A folder of films in, a table of measurements out: the sample films against their truth, end to end."""

import json
import math
import os

import cv2
import numpy as np
import pandas as pd
import pytest

from measure.batch.options import AUTO_LIMIT, Options, Overlays
from measure.batch.outcome import FileStatus
from measure.batch.run import plan_run, run
from measure.errors import BatchError, CatalogError, KeyMismatch
from measure.model import Facing
from measure.outcomes.courses import COURSE_MEASURES
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.store import Store


@pytest.fixture(scope="module")
def results(tmp_path_factory, samples_dir):
    """Results of a run over the sample films, by two processes, with pictures."""
    patch = pytest.MonkeyPatch()
    out = tmp_path_factory.mktemp("samples")
    patch.setenv("MEASURE_KEY_FILE", str(out / "pseudonym.key"))
    options = Options(
        inputs=tuple(sorted(samples_dir.glob("*.dcm"))), out=out / "out", landmarks=(samples_dir / "landmarks.csv",),
        cases=samples_dir / "cases.csv", measures="all", workers=2, overlays=Overlays.ALL,
    )  # fmt: skip
    summary = run(options)
    patch.undo()
    return summary


@pytest.fixture(scope="module")
def measurements(results):
    return pd.read_csv(results.options.out / "measurements.csv", dtype={"visit": str})


@pytest.fixture(scope="module")
def truth(samples_dir):
    return json.loads((samples_dir / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def marked(samples_dir):
    """Films with landmarks; those of limbs have none."""
    return set(pd.read_csv(samples_dir / "landmarks.csv")["film"])


def test_every_file_has_one_row_in_films(results, samples_dir, marked):
    films = pd.read_csv(results.options.out / "films.csv", keep_default_na=False)
    assert films["path"].tolist() == sorted(path.name for path in samples_dir.glob("*.dcm"))
    status = films.set_index("path")["status"]
    assert status.to_dict() == {
        name: "unreadable" if name == "truncated.dcm" else "measured" if name in marked else "skipped"
        for name in films["path"]
    }
    assert set(status) == {"measured", "skipped", "unreadable"}
    bad = films[films["path"] == "truncated.dcm"].iloc[0]
    assert "cut short" in bad["reason"]
    assert bad["values"] == 0
    assert (films.loc[films["status"] == "measured", "milliseconds"] > 0).all()


def test_columns_are_those_of_the_schema(measurements):
    assert list(measurements.columns) == list(MeasurementRow.model_fields)


def test_truth_is_reproduced(results, measurements, truth):
    """Every answer of truth.json to 1e-6 of its value, read back with pandas; and no value beside them."""
    keys = {outcome.relative: outcome.film_key for outcome in results.outcomes}
    checked = 0
    for name, film in truth["films"].items():
        rows = measurements[(measurements["film_key"] == keys[name]) & measurements["value"].notna()]
        for structure, answers in film["structures"].items():
            own = rows[rows["structure"] == structure].set_index("measure")
            for measure, expected in answers.items():
                assert math.isclose(own.loc[measure, "value"], expected, rel_tol=1e-6, abs_tol=1e-6), (name, measure)
                checked += 1
            scaled = own[own["scale_class"].notna() & ~own.index.isin(COURSE_MEASURES)]
            assert set(scaled["scale_class"]) <= {film["scale_class"]}
            assert set(scaled["unit"]) <= {film["unit"], "{ratio}", "deg"}
        checked += check_film(rows[rows["structure"].isna()].set_index("measure"), film["film"])
    assert checked > 150


def check_film(rows, answers) -> int:
    for measure, expected in answers.items():
        row = rows.loc[measure]
        assert math.isclose(row["value"], expected["value"], rel_tol=1e-6)
        assert (row["level_from"], row["level_to"]) == (expected["level_from"], expected["level_to"])
        assert row["side"] == expected["side"]
    return len(answers)


def test_every_value_has_an_uncertainty_and_every_gap_a_reason(measurements):
    there = measurements["value"].notna()
    assert there.any()
    grades = measurements["details"].str.contains("grade_probability")
    assert (measurements.loc[there & ~grades, "sd"] > 0).all()
    assert grades.any()
    assert measurements.loc[grades, "sd"].isna().all()
    assert measurements.loc[~there, "reason"].notna().all()
    assert measurements.loc[~there, "sd"].isna().all()


def test_cases_tie_films_to_people_visits_and_posture(results, measurements):
    keys = {outcome.film_key: outcome.relative for outcome in results.outcomes}
    people = measurements.assign(film=measurements["film_key"].map(keys)).groupby("film")["subject"].unique()
    assert all(len(subject) == 1 for subject in people)
    assert people["lateral_fracture.dcm"][0] == people["lateral_detector_spacing.dcm"][0]
    assert people["lateral_fracture.dcm"][0] != people["ap_scoliosis.dcm"][0]
    assert not measurements["subject"].str.contains("SIM").any()
    later = measurements[measurements["film_key"].map(keys) == "lateral_detector_spacing.dcm"]
    assert set(later["timepoint"]) == {"postop_0_3d"}
    assert set(later["posture_vs_baseline"]) == {"same"}
    assert set(later["visit"]) == {"2"}


def test_pictures_are_small_enough_and_show_something(results, marked):
    pictures = sorted((results.options.out / "overlays").glob("*.png"))
    assert len(pictures) == len(marked)
    for path in pictures:
        picture = cv2.imread(str(path))
        assert max(picture.shape[:2]) <= 1600
        assert picture.std() > 20
        assert len(np.unique(picture[::3, ::3, 0])) > 200


def test_readings_are_kept_for_every_measured_film(results, marked):
    assert len(list((results.options.out / "readings").glob("*.json"))) == len(marked)
    assert not list(results.options.out.rglob("*.part"))


def test_a_second_run_by_other_processes_gives_the_same_bytes(results, monkeypatch, tmp_path):
    """Also by one process into another folder: the order of the workers leaves no trace."""
    monkeypatch.setenv("MEASURE_KEY_FILE", str(results.options.out.parent / "pseudonym.key"))
    from dataclasses import replace

    again = run(replace(results.options, out=tmp_path / "out", workers=1, overlays=Overlays.NONE))
    assert again.counts() == results.counts()
    for name in ("measurements.csv", "landmarks.csv", "measurements_dictionary.csv"):
        assert (tmp_path / "out" / name).read_bytes() == (results.options.out / name).read_bytes()


def test_progress_is_told(tmp_path, new_film, frontal, table, options):
    class Listener:
        looks, measures = (), ()

        def looked(self, done, total):
            self.looks += ((done, total),)

        def measured(self, done, total):
            self.measures += ((done, total),)

    for name in "ab":
        new_film(tmp_path / "films" / f"{name}.dcm")
    listener = Listener()
    run(options(landmarks=(table(tmp_path / "m.csv", frontal("a.dcm")),)), listener)
    assert listener.looks == listener.measures == ((1, 2), (2, 2))


def test_two_folders_of_one_name_lose_no_film(tmp_path, new_film, frontal, table, options):
    inputs = tuple(tmp_path / site / "films" for site in ("north", "south"))
    for folder in inputs:
        new_film(folder / "1.dcm")
    rows = table(tmp_path / "m.csv", frontal("north/films/1.dcm", 1), frontal("south/films/1.dcm", 2))
    summary = run(options(inputs=inputs, landmarks=(rows,)))
    assert [o.relative for o in summary.outcomes] == ["north/films/1.dcm", "south/films/1.dcm"]
    assert summary.counts() == {FileStatus.MEASURED: 2}
    table_of = pd.read_csv(tmp_path / "out" / "measurements.csv")
    assert table_of["film_key"].nunique() == 2
    assert not table_of["measurement_uid"].duplicated().any()


def test_outcomes_come_in_the_order_of_discovery(tmp_path, new_film, frontal, table, options):
    new_film(tmp_path / "films" / "b.dcm", frames=12)
    new_film(tmp_path / "films" / "c.dcm")
    (tmp_path / "films" / "a.txt").write_text("x")
    rows = table(tmp_path / "m.csv", *(frontal(f"b.dcm#{frame}") for frame in (10, 2, 1)), frontal("c.dcm"))
    summary = run(options(landmarks=(rows,)))
    assert [o.relative for o in summary.outcomes] == ["a.txt", "b.dcm", "b.dcm#2", "b.dcm#10", "c.dcm"]


def test_overlays_are_drawn_for_all_or_for_the_flagged_by_number(tmp_path, new_film, frontal, table, options):
    from measure.batch.run import _overlays

    new_film(tmp_path / "films" / "a.dcm")
    asked = options(landmarks=(table(tmp_path / "m.csv", frontal("a.dcm")),), overlays=Overlays.AUTO)
    plan = plan_run(asked)
    assert _overlays(asked, plan) is Overlays.ALL
    plan.tasks *= AUTO_LIMIT
    assert _overlays(asked, plan) is Overlays.ALL
    plan.tasks += plan.tasks[:1]
    assert _overlays(asked, plan) is Overlays.FLAGGED
    assert _overlays(options(overlays=Overlays.NONE), plan) is Overlays.NONE


def test_a_plan_writes_nothing(tmp_path, new_film, options):
    new_film(tmp_path / "films" / "a.dcm")
    before = sorted(tmp_path.rglob("*"))
    assert [task.name for task in plan_run(options()).tasks] == ["a.dcm"]
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_wrong_with_the_run_as_a_whole_stops_it_before_it_writes(tmp_path, new_film, options):
    new_film(tmp_path / "films" / "a.dcm")
    with pytest.raises(CatalogError):
        run(options(measures="no_such_measure"))
    assert not (tmp_path / "out").exists()
    (tmp_path / "out").write_text("a file")
    with pytest.raises(BatchError, match="cannot be made"):
        run(options())


def test_a_store_made_with_another_key_is_refused(tmp_path, new_film, frontal, table, options, monkeypatch):
    new_film(tmp_path / "films" / "a.dcm")
    asked = options(landmarks=(table(tmp_path / "m.csv", frontal("a.dcm")),))
    run(asked)
    monkeypatch.setenv("MEASURE_KEY_FILE", str(tmp_path / "other.key"))
    with pytest.raises(KeyMismatch, match="import the key it was made with"):
        run(asked)


def test_a_film_that_kills_its_process_is_named(tmp_path, new_film):
    from measure.batch.prepare import prepare
    from measure.batch.run import _died

    new_film(tmp_path / "films" / "a.dcm", SOPInstanceUID="1.2.3")
    (task,) = prepare(Options((tmp_path / "films",), tmp_path / "out")).tasks
    outcome = _died(task)
    assert (outcome.relative, outcome.status, outcome.film_key) == ("a.dcm", FileStatus.UNREADABLE, "1.2.3/1")
    assert "died" in outcome.reason


def test_a_renumbered_vertebra_leaves_no_row_behind(tmp_path, new_film, options):
    """Corrected levels give rows new identities; those of the old ones must not be counted any more."""
    new_film(tmp_path / "films" / "a.dcm", ViewPosition="LL", PatientOrientation=["P", "F"])
    corners = (
        ("superior_left", 30, 20),
        ("superior_right", 60, 21),
        ("inferior_left", 31, 40),
        ("inferior_right", 61, 44),
    )

    def measured(level):
        rows = [f"a.dcm,LAT,1,{name},{x},{y},{level},right" for name, x, y in corners]
        (tmp_path / "marks.csv").write_text("\n".join(["film,view,vertebra,corner,x,y,level,facing", *rows]) + "\n")
        summary = run(options(landmarks=(tmp_path / "marks.csv",)))
        with Store.open(summary.options.store_url) as store:
            return summary, list(store.rows())

    first, before = measured("L1")
    second, after = measured("L2")
    assert first.withdrawn == 0
    assert {row.level for row in before} == {"L1"}
    assert second.withdrawn == len(before)
    assert {row.level for row in after if row.value is not None} == {"L2"}
    gone = [row for row in after if row.level == "L1"]
    assert {(row.value_status, row.reason, row.revision) for row in gone} == {("missing", "withdrawn", 2)}
    table = (second.options.out / "measurements.csv").read_text()
    assert "withdrawn" not in table
    assert table.count(",L2,") == len(before)
    third, back = measured("L1")
    assert third.withdrawn == len(before)
    assert {row.level for row in back if row.value is not None} == {"L1"}
    assert {row.revision for row in back if row.level == "L1"} == {3}


def heights(out) -> dict[str, float]:
    """Anterior heights in the table of a results folder, by vertebra."""
    table = pd.read_csv(out / "measurements.csv")
    own = table[(table["measure"] == "anterior_height") & table["value"].notna()]
    return dict(zip(own["structure"], own["value"], strict=True))


@pytest.mark.parametrize("level", ["", "L1"])
def test_two_folders_on_one_store_each_show_what_was_measured_for_them(tmp_path, new_film, options, level):
    """The film has 0.4 mm a pixel: walls of 20 and of 30 pixels are 8 and 12 mm."""
    new_film(tmp_path / "films" / "a.dcm")
    head = "film,view,vertebra,corner,x,y,level,facing"

    def measured(name, high, level=""):
        rows = [
            f"a.dcm,LAT,1,{edge}_{side},{x},{y},{level},left"
            for edge, y in (("superior", 10), ("inferior", 10 + high))
            for side, x in (("left", 20), ("right", 50))
        ]
        marks = tmp_path / f"{name}.csv"
        marks.write_text("\n".join([head, *rows]) + "\n")
        store = str(tmp_path / "shared.sqlite")
        done = run(options(out=tmp_path / name, landmarks=(marks,), store=store))
        return done, list(heights(tmp_path / name).values())

    assert measured("one", 20)[1] == pytest.approx([8.0])
    assert measured("two", 30, level)[1] == pytest.approx([12.0])
    again, values = measured("one", 20)
    assert values == pytest.approx([8.0])
    assert again.already_done == 0
    last, values = measured("one", 20)
    assert (last.already_done, last.added.inserted, last.added.revised) == (1, 0, 0)
    assert values == pytest.approx([8.0])


def test_what_could_not_be_read_is_tried_again(tmp_path, new_film, lateral, table, options):
    """A full disk, too little memory: gone the next time, and with it the reason."""
    new_film(tmp_path / "films" / "bad.dcm", keep=0.6)
    new_film(tmp_path / "films" / "good.dcm")
    asked = options(landmarks=(table(tmp_path / "m.csv", lateral("bad.dcm"), lateral("good.dcm")),))
    for done in (0, 1):
        summary = run(asked)
        assert {o.relative: o.status for o in summary.outcomes} == {
            "bad.dcm": FileStatus.UNREADABLE, "good.dcm": FileStatus.REFUSED
        }  # fmt: skip
        assert summary.already_done == done
    assert "bad.dcm" not in (tmp_path / "out" / "journal.jsonl").read_text()


def test_a_header_changed_under_the_same_size_and_time_is_read_again(tmp_path, new_film, lateral, table, options):
    path = new_film(tmp_path / "films" / "a.dcm")
    asked = options(landmarks=(table(tmp_path / "m.csv", lateral("a.dcm")),), facing=Facing.LEFT)
    run(asked)
    assert list(heights(tmp_path / "out").values()) == pytest.approx([4.0] * 3)
    before = path.stat()
    whole = path.read_bytes()
    assert whole.count(b"0.4\\0.4 ") == 1
    path.write_bytes(whole.replace(b"0.4\\0.4 ", b"0.2\\0.2 "))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    run(asked)
    assert list(heights(tmp_path / "out").values()) == pytest.approx([2.0] * 3)


def test_a_journal_without_hashes_is_from_an_older_version(tmp_path, new_film, lateral, table, options):
    """Its films are measured again; nothing is added twice."""
    new_film(tmp_path / "films" / "a.dcm")
    asked = options(landmarks=(table(tmp_path / "m.csv", lateral("a.dcm")),), facing=Facing.LEFT)
    rows = run(asked).added.inserted
    journal = tmp_path / "out" / "journal.jsonl"
    entry = json.loads(journal.read_text())
    del entry["outcome"]["hashes"]
    journal.write_text(json.dumps(entry) + "\n")
    again = run(asked)
    assert (again.already_done, again.added.inserted, again.added.unchanged) == (0, 0, rows)


def test_where_nothing_can_be_written_the_run_says_so(tmp_path, new_film, frontal, table, options):
    """A folder stands where a table goes: as good as a full disk, and no stack of calls."""
    new_film(tmp_path / "films" / "a.dcm")
    (tmp_path / "out" / "films.csv" / "x").mkdir(parents=True)
    with pytest.raises(BatchError, match=r"results folder .*: cannot be written: Is a directory"):
        run(options(landmarks=(table(tmp_path / "m.csv", frontal("a.dcm")),)))
