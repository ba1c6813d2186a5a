"""Looking at files before measuring: what is a film, what is one already, what has changed."""

import os
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from measure.batch.options import Overlays
from measure.batch.outcome import FileStatus
from measure.batch.prepare import prepare
from measure.model import Facing


def statuses(plan) -> dict[str, tuple[FileStatus, str]]:
    return {outcome.relative: (outcome.status, outcome.reason) for outcome in plan.settled}


def test_what_is_no_film_is_skipped_and_what_cannot_be_read_is_not(tmp_path, new_film, options):
    films = tmp_path / "films"
    new_film(films / "good.dcm")
    (films / "empty.dcm").write_bytes(b"")
    (films / "notes.txt").write_text("hello")
    (films / "gone.dcm").symlink_to(films / "nothing")
    (films / "circle.dcm").symlink_to(films / "circle.dcm")
    new_film(films / "header_only.dcm", keep=0.02)
    os.mkfifo(films / "pipe.dcm")
    plan = prepare(options())
    found = statuses(plan)
    assert [task.name for task in plan.tasks] == ["good.dcm"]
    assert {name for name, (status, _) in found.items() if status is FileStatus.SKIPPED} == {"notes.txt", "pipe.dcm"}
    assert {name for name, (status, _) in found.items() if status is FileStatus.UNREADABLE} == {
        "empty.dcm", "gone.dcm", "circle.dcm", "header_only.dcm",
    }  # fmt: skip
    assert "No such file" in found["gone.dcm"][1]
    assert "empty file" in found["empty.dcm"][1]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_file_without_permission_is_unreadable(tmp_path, new_film, options, monkeypatch):
    new_film(tmp_path / "films" / "a.dcm")
    prepare(options())  # loads what the unprivileged user may not
    (tmp_path / "films" / "a.dcm").chmod(0)
    opened = tmp_path.parents  # pytest's folders are closed to others
    modes = {
        folder: folder.stat().st_mode
        for folder in (tmp_path, *opened)
        if folder.is_relative_to(tempfile.gettempdir()) and folder != Path(tempfile.gettempdir())
    }
    user = os.geteuid()
    for folder in modes:
        folder.chmod(0o755)
    try:
        if user == 0:
            os.seteuid(65534)
        plan = prepare(options())
    finally:
        os.seteuid(user)
        for folder, mode in modes.items():
            folder.chmod(mode)
    assert statuses(plan) == {"a.dcm": (FileStatus.UNREADABLE, "file: cannot be read (Permission denied)")}


def test_the_same_film_again_is_skipped_and_says_as_what(tmp_path, new_film, options):
    films = tmp_path / "films"
    new_film(films / "a.dcm", SOPInstanceUID="1.2.3")
    (films / "copy.dcm").write_bytes((films / "a.dcm").read_bytes())
    plan = prepare(options())
    assert [task.name for task in plan.tasks] == ["a.dcm"]
    assert statuses(plan) == {"copy.dcm": (FileStatus.SKIPPED, "the same film as a.dcm")}
    assert plan.settled[0].film_key == ""  # a film key stands once in films.csv, and joins it to the table
    assert plan.settled[0].same_as == "a.dcm"


def test_another_film_under_the_same_uid_is_refused(tmp_path, new_film, options):
    """A bad anonymiser gives all films one UID: they are not one film."""
    for name in ("a.dcm", "b.dcm"):
        new_film(tmp_path / "films" / name, SOPInstanceUID="1.2.3")
    plan = prepare(options())
    assert [task.name for task in plan.tasks] == ["a.dcm"]
    status, reason = statuses(plan)["b.dcm"]
    assert status is FileStatus.REFUSED
    assert reason == "another file with the SOP instance UID of a.dcm; only that one is measured"


def test_another_modality_is_named(tmp_path, new_film, options):
    new_film(tmp_path / "films" / "ct.dcm", SOPClassUID="1.2.840.10008.5.1.4.1.1.2", Modality="CT")
    ((status, reason),) = statuses(prepare(options())).values()
    assert status in (FileStatus.SKIPPED, FileStatus.REFUSED)
    assert "CT" in reason or "SOP" in reason


def test_progress_counts_every_file(tmp_path, new_film, options):
    for name in "abc":
        new_film(tmp_path / "films" / f"{name}.dcm")
    heard = []
    prepare(options(), lambda done, total: heard.append((done, total)))
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_fingerprint_changes_with_all_that_the_result_depends_on(tmp_path, new_film, frontal, table, options):
    film = new_film(tmp_path / "films" / "a.dcm")
    base = options(landmarks=(table(tmp_path / "m.csv", frontal("a.dcm")),))

    def fingerprint(asked=base) -> str:
        (task,) = prepare(asked).tasks
        return task.fingerprint(asked)

    first = fingerprint()
    assert fingerprint() == first
    seen = {first}
    for change in (
        {"measures": "all"}, {"facing": Facing.LEFT}, {"overlays": Overlays.ALL}, {"whole_film": True},
        {"pixels": False}, {"store": "elsewhere.sqlite"},
    ):  # fmt: skip
        seen.add(fingerprint(replace(base, **change)))
    table(tmp_path / "m.csv", frontal("a.dcm", seed=1))
    seen.add(fingerprint())
    os.utime(film, ns=(1, 1))
    seen.add(fingerprint())
    cases = tmp_path / "cases.csv"
    for line in ("a.dcm,P1,1", "a.dcm,P1,2", "a.dcm,P2,2"):
        cases.write_text(f"file,subject,visit\n{line}\n")
        seen.add(fingerprint(replace(base, cases=cases)))
    assert len(seen) == 12
    assert fingerprint(replace(base, workers=7)) == fingerprint()


def test_a_film_that_vanishes_does_not_stop_the_run(tmp_path, new_film, options):
    film = new_film(tmp_path / "films" / "a.dcm")
    asked = options()
    (task,) = prepare(asked).tasks
    film.unlink()
    assert task.fingerprint(asked)


def test_a_film_in_an_archive_has_one_fingerprint_wherever_it_is_unpacked(tmp_path, new_film, options):
    film = new_film(tmp_path / "a.dcm")
    (tmp_path / "films").mkdir()
    asked = options()

    def fingerprint(name="a", date=(2020, 1, 2, 3, 4, 6)):
        with zipfile.ZipFile(tmp_path / "films" / "s.zip", "w") as archive:
            archive.writestr(zipfile.ZipInfo(name, date), film.read_bytes())
        plan = prepare(asked)
        (task,) = plan.tasks
        assert task.name == f"s.zip/{name}"
        found, where = task.fingerprint(asked), task.found.path
        plan.close()
        assert not where.exists()
        assert task.fingerprint(asked) == found
        return found, where

    first, place = fingerprint()
    again, elsewhere = fingerprint()
    assert first == again
    assert place != elsewhere
    assert fingerprint(date=(2021, 1, 2, 3, 4, 6))[0] != first
    assert fingerprint(name="b")[0] != first


@pytest.mark.parametrize("name", ["s.zip/in/a.dcm", "in/a.dcm", "a.dcm"])
def test_tables_name_films_in_archives_as_they_name_files(tmp_path, new_film, frontal, table, options, name):
    film = new_film(tmp_path / "a.dcm")
    (tmp_path / "films").mkdir()
    with zipfile.ZipFile(tmp_path / "films" / "s.zip", "w") as archive:
        archive.write(film, "in/a.dcm")
    (tmp_path / "cases.csv").write_text(f"file,subject,visit\n{name},P1,7\n")
    plan = prepare(options(landmarks=(table(tmp_path / "m.csv", frontal(name)),), cases=tmp_path / "cases.csv"))
    (task,) = plan.tasks
    assert len(task.readings) == 1
    assert task.case.visit == "7"
    assert plan.unmatched == []
    plan.close()


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_what_came_out_of_archives_goes_with_an_error(tmp_path, new_film, options, monkeypatch, error):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "films").mkdir()
    with zipfile.ZipFile(tmp_path / "films" / "s.zip", "w") as archive:
        for name in "ab":
            archive.write(new_film(tmp_path / name), name)
    seen = []

    def stop(done, total):
        seen.extend((tmp_path / "tmp").glob("*/[0-9]*"))
        if done == 2:
            raise error

    with pytest.raises(error):
        prepare(options(), stop)
    assert seen
    assert list((tmp_path / "tmp").iterdir()) == []


def test_slices_of_the_same_name_do_not_make_a_film_ambiguous(tmp_path, new_film, frontal, table, options):
    """Names on a CD are numbers: each series has its IM000001."""
    new_film(tmp_path / "films" / "1" / "IM000001")
    new_film(
        tmp_path / "films" / "2" / "IM000001", SOPClassUID="1.2.840.10008.5.1.4.1.1.2", Modality="CT",
        SOPInstanceUID="1.2.77",
    )  # fmt: skip
    plan = prepare(options(landmarks=(table(tmp_path / "m.csv", frontal("IM000001")),)))
    (task,) = plan.tasks
    assert len(task.readings) == 1
