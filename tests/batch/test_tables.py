"""Which rows belong to which film: by name, path, film key or frame; never by a guess."""

import csv
import unicodedata

import pytest

from measure.batch.outcome import FileStatus
from measure.batch.prepare import prepare
from measure.batch.run import run
from measure.errors import TableError


def settled(plan) -> dict[str, str]:
    return {outcome.relative: outcome.reason for outcome in plan.settled}


def marked(plan) -> dict[str, int]:
    """Films that have rows, and how many vertebrae."""
    return {task.name: len(task.readings[0].marks) for task in plan.tasks if task.readings}


@pytest.mark.parametrize("name", ["a.dcm", "A.DCM", "deep/a.dcm", r"deep\a.dcm", "./deep/a.dcm", "1.2.3/1", "1.2.3"])
def test_a_film_is_known_by_each_of_its_names(tmp_path, new_film, frontal, table, options, name):
    new_film(tmp_path / "films" / "deep" / "a.dcm", SOPInstanceUID="1.2.3")
    new_film(tmp_path / "films" / "b.dcm")
    rows = table(tmp_path / "marks.csv", frontal(name))
    plan = prepare(options(landmarks=(rows,)))
    assert marked(plan) == {"deep/a.dcm": 5}
    assert plan.unmatched == []


def test_a_picture_is_known_by_its_digest(tmp_path, frontal, table, options):
    import hashlib

    import cv2
    import numpy as np

    path = tmp_path / "films" / "a.png"
    path.parent.mkdir()
    cv2.imwrite(str(path), np.full((96, 96), 90, np.uint8))
    key = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
    assert marked(prepare(options(landmarks=(table(tmp_path / "m.csv", frontal(key)),)))) == {"a.png": 5}


def test_a_bare_name_that_two_files_share_is_refused(tmp_path, new_film, frontal, table, options):
    for folder in ("x", "y"):
        new_film(tmp_path / "films" / folder / "a.dcm")
    new_film(tmp_path / "films" / "b.dcm")
    plan = prepare(options(landmarks=(table(tmp_path / "m.csv", frontal("a.dcm"), frontal("b.dcm")),)))
    assert marked(plan) == {"b.dcm": 5}
    assert set(settled(plan)) == {"x/a.dcm", "y/a.dcm"}
    assert all("relative path" in reason for reason in settled(plan).values())
    assert {outcome.status for outcome in plan.settled} == {FileStatus.REFUSED}
    whole = table(tmp_path / "paths.csv", frontal("x/a.dcm", count=3), frontal("y/a.dcm", count=4))
    assert marked(prepare(options(landmarks=(whole,)))) == {"x/a.dcm": 3, "y/a.dcm": 4}


def test_names_without_a_film_and_films_without_rows_are_told(tmp_path, new_film, frontal, table, options):
    new_film(tmp_path / "films" / "a.dcm")
    new_film(tmp_path / "films" / "b.dcm")
    cases = tmp_path / "cases.csv"
    cases.write_text("file,subject\na.dcm,P1\nlost.dcm,P2\n")
    rows = table(tmp_path / "m.csv", frontal("a.dcm"), frontal("elsewhere.dcm"))
    plan = prepare(options(landmarks=(rows,), cases=cases))
    assert plan.unmatched == ["landmark table: elsewhere.dcm", "cases table, line 3"]
    by_name = {task.name: task for task in plan.tasks}
    assert by_name["b.dcm"].readings == ()
    assert "no line in the cases table" in by_name["b.dcm"].header.warnings
    assert "no line in the cases table" not in by_name["a.dcm"].header.warnings


def test_two_tables_with_one_film_are_refused_unless_by_two_readers(tmp_path, new_film, frontal, table, options):
    new_film(tmp_path / "films" / "a.dcm")
    new_film(tmp_path / "films" / "b.dcm")
    one = table(tmp_path / "1.csv", frontal("a.dcm"))
    two = table(tmp_path / "2.csv", frontal("a.dcm", seed=2), frontal("b.dcm"))
    plan = prepare(options(landmarks=(one, two)))
    assert "two landmark tables have marks by 'imported'" in settled(plan)["a.dcm"]
    assert marked(plan) == {"b.dcm": 5}
    header = "film,view,vertebra,corner,x,y,observer"
    readers = [
        table(tmp_path / f"{who}.csv", [f"{row},{who}" for row in frontal("a.dcm")], header=header) for who in "ab"
    ]
    plan = prepare(options(landmarks=tuple(readers)))
    assert [reading.observer for reading in plan.tasks[0].readings] == ["a", "b"]


def test_two_names_for_one_film_are_refused(tmp_path, new_film, frontal, table, options):
    new_film(tmp_path / "films" / "deep" / "a.dcm")
    plan = prepare(options(landmarks=(table(tmp_path / "m.csv", frontal("a.dcm"), frontal("deep/a.dcm")),)))
    assert "two names in it fit this film" in settled(plan)["deep/a.dcm"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (",1,superior_left,", ",1,superior_front,", "line 2, column corner"),
        (",1,superior_left,", ",one,superior_left,", "line 2, column vertebra"),
        ("AP,1,superior_right", "PX,1,superior_right", "line 3, column view"),
    ],
)
def test_a_bad_film_in_the_table_is_refused_with_its_line_and_the_others_measured(
    tmp_path, new_film, frontal, table, options, old, new, said
):
    for name in ("a.dcm", "b.dcm"):
        new_film(tmp_path / "films" / name)
    rows = table(tmp_path / "m.csv", frontal("a.dcm"), frontal("b.dcm"))
    text = rows.read_text()
    assert old in text
    rows.write_text(text.replace(old, new, 1))
    summary = run(options(landmarks=(rows,)))
    bad, good = summary.outcomes
    assert (bad.status, good.status) == (FileStatus.REFUSED, FileStatus.MEASURED)
    assert said in bad.reason
    assert bad.values == 0 < good.values


def test_a_frame_is_named_after_the_file(tmp_path, new_film, frontal, table, options):
    new_film(tmp_path / "films" / "cine.dcm", frames=4, SOPInstanceUID="1.2.9")
    rows = table(tmp_path / "m.csv", frontal("cine.dcm#2"), frontal("cine.dcm#4", count=4))
    summary = run(options(landmarks=(rows,)))
    assert [o.relative for o in summary.outcomes] == ["cine.dcm#2", "cine.dcm#4"]
    assert [o.film_key for o in summary.outcomes] == ["1.2.9/2", "1.2.9/4"]
    assert all("4 frames in the file" in " ".join(o.notes) for o in summary.outcomes)
    # What a run writes is a landmark table: read back, it names the same frames.
    again = prepare(options(landmarks=(tmp_path / "out" / "landmarks.csv",)))
    assert marked(again) == {"cine.dcm#2": 5, "cine.dcm#4": 4}
    assert again.unmatched == []


def test_a_frame_that_is_not_there_spoils_no_other(tmp_path, new_film, frontal, table, options):
    new_film(tmp_path / "films" / "cine.dcm", frames=3)
    rows = table(tmp_path / "m.csv", frontal("cine.dcm#2"), frontal("cine.dcm#12"))
    plan = prepare(options(landmarks=(rows,)))
    assert marked(plan) == {"cine.dcm#2": 5}
    assert settled(plan) == {"cine.dcm#12": "frame: expected 1 to 3, got 12"}


def test_columns_that_are_not_read_are_told(tmp_path, new_film, frontal, table, options):
    new_film(tmp_path / "films" / "a.dcm")
    rows = table(tmp_path / "m.csv", [f"{r},7" for r in frontal("a.dcm")], header="film,view,vertebra,corner,x,y,mood")
    cases = tmp_path / "cases.csv"
    cases.write_text("file,subject,shoe_size\na.dcm,P1,43\n")
    plan = prepare(options(landmarks=(rows,), cases=cases))
    assert plan.notes == ["landmark table: column mood is not read", "cases table: column shoe_size is not read"]


def test_tables_among_the_films_are_no_films(tmp_path, new_film, frontal, table, options):
    new_film(tmp_path / "films" / "a.dcm")
    rows = table(tmp_path / "films" / "m.csv", frontal("a.dcm"))
    assert prepare(options(landmarks=(rows,))).order == ["a.dcm"]
    assert prepare(options()).order == ["a.dcm", "m.csv"]


def test_a_table_that_is_no_table_stops_the_run(tmp_path, new_film, options):
    new_film(tmp_path / "films" / "a.dcm")
    bad = tmp_path / "m.csv"
    bad.write_text("film,view\na.dcm,AP\n")
    with pytest.raises(TableError, match="column vertebra, corner, x, y is missing"):
        prepare(options(landmarks=(bad,)))


def test_rows_of_the_results_name_films_by_key(tmp_path, new_film, frontal, table, options):
    new_film(tmp_path / "films" / "a.dcm", SOPInstanceUID="1.2.3")
    given = frontal("a.dcm")
    run(options(landmarks=(table(tmp_path / "m.csv", given),)))
    with (tmp_path / "out" / "landmarks.csv").open(newline="") as file:
        written = list(csv.DictReader(file))
    assert {row["film"] for row in written} == {"1.2.3/1"}
    assert [(r["corner"], float(r["x"]), float(r["y"])) for r in written] == [
        (c, float(x), float(y)) for _, _, _, c, x, y in (row.split(",") for row in given)
    ]


def test_an_accent_may_be_spelled_either_way(tmp_path, new_film, frontal, table, options):
    """A Mac writes file names as e and an accent; a keyboard writes é."""
    one, two = (unicodedata.normalize(form, "café.dcm") for form in ("NFC", "NFD"))
    assert one != two
    for folder, name, typed in ((1, one, two), (2, two, one)):
        films = tmp_path / f"films{folder}"
        new_film(films / name)
        plan = prepare(options(inputs=(films,), landmarks=(table(tmp_path / "m.csv", frontal(typed)),)))
        assert marked(plan) == {name: 5}
        assert plan.unmatched == []


def test_an_accent_does_not_hide_that_two_files_share_a_name(tmp_path, new_film, frontal, table, options):
    name = unicodedata.normalize("NFD", "café.dcm")
    for folder in ("x", "y"):
        new_film(tmp_path / "films" / folder / name)
    cases = tmp_path / "cases.csv"
    cases.write_text("file,subject\ncafé.dcm,S1\n", encoding="utf-8")
    rows = table(tmp_path / "m.csv", frontal("café.dcm"))
    for changes in ({"landmarks": (rows,)}, {"cases": cases}):
        plan = prepare(options(**changes))
        assert marked(plan) == {}
        assert {outcome.status for outcome in plan.settled} == {FileStatus.REFUSED}
        assert len(plan.settled) == 2


def test_the_same_table_twice_is_one_table(tmp_path, new_film, frontal, table, options):
    new_film(tmp_path / "films" / "a.dcm")
    rows = table(tmp_path / "m.csv", frontal("a.dcm"))
    (tmp_path / "link.csv").symlink_to(rows)
    for again in (rows, tmp_path / "films" / ".." / "m.csv", tmp_path / "link.csv"):
        assert marked(prepare(options(landmarks=(rows, again)))) == {"a.dcm": 5}
    copy = table(tmp_path / "copy.csv", frontal("a.dcm"))
    plan = prepare(options(landmarks=(rows, copy)))
    assert "two landmark tables have marks by 'imported'" in settled(plan)["a.dcm"]


def test_marks_under_the_name_of_a_copy_are_not_passed_over(tmp_path, new_film, frontal, table, options):
    films = tmp_path / "films"
    new_film(films / "a.dcm", SOPInstanceUID="1.2.3")
    (films / "copy.dcm").write_bytes((films / "a.dcm").read_bytes())
    plan = prepare(options(landmarks=(table(tmp_path / "m.csv", frontal("copy.dcm")),)))
    assert settled(plan) == {"a.dcm": "the same film as copy.dcm"}
    assert plan.settled[0].status is FileStatus.SKIPPED
    assert marked(plan) == {"copy.dcm": 5}
    assert plan.unmatched == []
    for name in ("a.dcm", "1.2.3"):  # of both, or of the film: nothing is lost
        plan = prepare(options(landmarks=(table(tmp_path / "m.csv", frontal(name)),)))
        assert plan.settled[0].status is FileStatus.SKIPPED
        assert marked(plan) == {"a.dcm": 5}
