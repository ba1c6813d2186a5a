"""The first look at every file: archives opened, slices and viewers gathered, nothing passed over in silence."""

import os
import tarfile
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from measure.batch.bystanders import OTHER
from measure.batch.discover import discover
from measure.batch.outcome import FileStatus
from measure.batch.scratch import Scratch
from measure.batch.survey import survey


@pytest.fixture
def scratch(tmp_path, monkeypatch):
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with Scratch() as made:
        yield made


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


@pytest.fixture
def look(tmp_path, scratch):
    def go(*inputs, progress=None):
        return survey(discover(inputs or [tmp_path / "in"], tmp_path / "out"), scratch, progress)

    return go


def films(seen) -> list[str]:
    return [one.found.relative for one in seen.films]


def reasons(seen) -> dict[str, tuple[FileStatus, str]]:
    return {o.relative: (o.status, o.reason) for o in seen.settled}


def zipped(path, **files):
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, source in files.items():
            archive.writestr(name.replace("__", "/"), source if isinstance(source, bytes) else source.read_bytes())
    return path


def test_an_archive_is_a_folder_and_only_its_films_are_unpacked(folder, new_film, look, tmp_path):
    film = new_film(tmp_path / "a.dcm")
    ct = new_film(tmp_path / "ct", SOPClassUID="1.2.840.10008.5.1.4.1.1.2", Modality="CT")
    zipped(folder / "study.bin", sub__a=film, sub__ct=ct, notes=b"text", empty=b"", cut=film.read_bytes()[:400])
    heard = []
    seen = look(progress=lambda done, total: heard.append((done, total)))
    assert films(seen) == ["study.bin/sub/a"]
    assert seen.films[0].found.path.read_bytes() == film.read_bytes()
    assert len(list((tmp_path / "tmp").glob("*/[0-9]*"))) == 1
    told = reasons(seen)
    assert told["study.bin/sub/ct"] == (FileStatus.SKIPPED, "a CT image: not a projection film")
    assert told["study.bin/notes"] == (FileStatus.SKIPPED, "not a film: a text")
    assert told["study.bin/empty"][0] is told["study.bin/cut"][0] is FileStatus.UNREADABLE
    assert films(look(folder / "study.bin")) == ["study.bin/sub/a"]  # the same by itself
    assert (len(told), seen.files, heard[-1]) == (4, 5, (5, 5))
    assert seen.order == ["study.bin/cut", "study.bin/empty", "study.bin/notes", "study.bin/sub/a", "study.bin/sub/ct"]


def test_an_archive_in_an_archive_is_opened_and_no_deeper(folder, new_film, look, tmp_path):
    film = new_film(tmp_path / "a.dcm")
    third = zipped(tmp_path / "3.zip", c=film)
    second = zipped(tmp_path / "2.zip", b=new_film(tmp_path / "b.dcm"), deep=third)
    zipped(folder / "1.zip", inner__2=second, a=film)
    seen = look()
    assert films(seen) == ["1.zip/a", "1.zip/inner/2/b"]
    ((name, (status, reason)),) = reasons(seen).items()
    assert (name, status) == ("1.zip/inner/2/deep", FileStatus.REFUSED)
    assert "an archive in an archive in an archive" in reason
    assert len(list((tmp_path / "tmp").glob("*/[0-9]*"))) == 2


def test_archives_that_are_none_or_cannot_be_opened(folder, look):
    zipped(folder / "letter.zip", **{"[Content_Types].xml": b"x", "word__document.xml": b"y"})
    zipped(folder / "viewer.jar", **{"META-INF__MANIFEST.MF": b"x", "Main.class": b"y"})
    zipped(folder / "empty.zip")
    whole = zipped(folder / "cut.zip", a=bytes(5000)).read_bytes()
    (folder / "cut.zip").write_bytes(whole[:60])
    with tarfile.open(folder / "study.tgz", "w:gz") as tar:
        tar.add(folder / "cut.zip", "a")
    assert reasons(look()) == {
        "letter.zip": (FileStatus.SKIPPED, "not a film: an office document"),
        "viewer.jar": (FileStatus.SKIPPED, "not a film: a program"),
        "empty.zip": (FileStatus.SKIPPED, "not a film: an archive without files in it"),
        "cut.zip": (FileStatus.UNREADABLE, "zip: the archive is damaged or cut short (BadZipFile)"),
        "study.tgz": (FileStatus.SKIPPED, "an archive of another sort: unpack it, or give a zip"),
    }


def test_a_password_on_one_entry_or_on_all(folder, new_film, look, tmp_path):
    film = new_film(tmp_path / "a.dcm")
    for name, count in (("all.zip", 2), ("one.zip", 1)):
        data = bytearray(zipped(folder / name, a=film, b=film).read_bytes())
        at = -1
        for _ in range(count):
            at = data.find(b"PK\x01\x02", at + 1)
            data[at + 8] |= 1
        (folder / name).write_bytes(bytes(data))
    seen = look()
    password = (FileStatus.REFUSED, "encrypted: expected a zip without a password")
    assert reasons(seen) == {"all.zip": password, "one.zip/a": password}
    assert films(seen) == ["one.zip/b"]


def picture(path):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.zeros((16, 16), np.uint8)).save(path, "PNG")
    return path


@pytest.mark.parametrize("name", ["DICOMDIR", "dicomdir", "DICOMDIR;1"])
def test_pictures_beside_an_index_are_none_of_ours(folder, look, name):
    picture(folder / "AUTO" / "logo.png")
    picture(folder / "photo.png")
    assert films(look()) == ["AUTO/logo.png", "photo.png"]
    (folder / name).write_bytes(b"anything")
    seen = look()
    assert films(seen) == []
    assert {o.relative: o.sort for o in seen.settled} == {"AUTO/logo.png": OTHER, "photo.png": OTHER, name: OTHER}
    assert "a picture of the CD's viewer" in reasons(seen)["photo.png"][1]
    assert films(look(folder / "photo.png")) == ["photo.png"]  # by itself it is what the user says it is


def test_an_index_below_makes_no_cd_of_what_is_above(folder, look, tmp_path):
    picture(folder / "film.png")
    picture(folder / "CD" / "logo.png")
    (folder / "CD" / "DICOMDIR").write_bytes(b"x")
    packed = zipped(folder / "cd.zip", DISC__DICOMDIR=b"x", DISC__logo=folder / "film.png", film=folder / "film.png")
    assert packed.exists()
    assert films(look()) == ["cd.zip/film", "film.png"]


def test_an_index_that_cannot_be_read_is_no_lost_film(folder, look):
    (folder / "DICOMDIR").write_bytes(b"")
    assert reasons(look()) == {
        "DICOMDIR": (FileStatus.SKIPPED, "the index of a DICOM CD, damaged; films are found without it")
    }


def test_a_damaged_film_that_no_longer_says_what_it_is_stays_a_film(folder, new_film, look):
    """Cut within its header, or its class gone with the damage: never one of the things beside the films."""
    whole = new_film(folder / "film").read_bytes()
    for cut in (200, 330, 400, 600):
        (folder / f"cut{cut}").write_bytes(whole[:cut])
    (folder / "film").unlink()
    seen = look()
    assert {o.status for o in seen.settled} == {FileStatus.UNREADABLE}
    assert [o.sort for o in seen.settled] == [""] * 4


def test_a_folder_without_films_is_few_rows(folder, look):
    for number in range(300):
        path = folder / "VIEWER" / f"sub{number % 7}" / f"{number}.dll"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"MZ" + bytes([number % 256]) * 40)
    seen = look()
    (told,) = seen.settled
    assert (told.relative, told.files, told.reason) == ("VIEWER/", 300, "no film among them: 300 programs")
    assert (seen.order, seen.files) == (["VIEWER/"], 300)


@pytest.mark.skipif(os.name != "posix", reason="permissions and pipes of POSIX")
def test_what_cannot_be_opened_is_named():
    with tempfile.TemporaryDirectory(dir="/tmp") as place:
        os.chmod(place, 0o755)
        os.makedirs(f"{place}/in/listed")
        for name in ("shut.dcm", "listed/a.dcm"):
            with open(f"{place}/in/{name}", "wb") as file:
                file.write(b"x")
        os.mkfifo(f"{place}/in/pipe")
        os.symlink("circle", f"{place}/in/circle")
        os.chmod(f"{place}/in/shut.dcm", 0)
        os.chmod(f"{place}/in/listed", 0o744)  # its names can be read, its files cannot
        user = os.geteuid()
        if user == 0:
            os.seteuid(65534)
        try:
            with Scratch() as scratch:
                seen = survey(discover([Path(place, "in")], Path(place, "out")), scratch)
        finally:
            os.seteuid(user)
            os.chmod(f"{place}/in/listed", 0o755)
        told = {name: (status, reason.partition("(")[0]) for name, (status, reason) in reasons(seen).items()}
        closed = (FileStatus.UNREADABLE, "file: cannot be read ")
        assert told == {
            "circle": closed, "shut.dcm": closed, "listed/a.dcm": closed,
            "pipe": (FileStatus.SKIPPED, "not a film: a pipe, a socket or a device"),
        }  # fmt: skip


def test_names_that_come_from_anywhere_stay_in_their_place(folder, new_film, look, tmp_path):
    film = new_film(tmp_path / "a.dcm")
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        for name in ("../../evil.dcm", "/abs.dcm", "new\nline.dcm"):
            archive.write(film, name)
    before = sorted(tmp_path.rglob("*"))
    seen = look()
    assert films(seen) == ["a.zip/abs.dcm", "a.zip/evil.dcm", "a.zip/new\nline.dcm"]
    made = set(tmp_path.rglob("*")) - set(before)
    assert {path.relative_to(tmp_path).parts[0] for path in made} == {"tmp"}
