"""Zip archives: what is taken out of them, what is refused, and that nothing leaves its folder."""

import zipfile
from pathlib import Path

import pytest

from measure.batch import archives
from measure.batch.archives import opened_archive
from measure.batch.discover import Found
from measure.batch.scratch import Scratch
from measure.errors import NotAFilm, UnreadableFilm, UnsupportedFilm


@pytest.fixture
def packed(tmp_path):
    """Write a zip of names and contents."""

    def make(files, name="a.zip", method=zipfile.ZIP_DEFLATED) -> Found:
        with zipfile.ZipFile(tmp_path / name, "w", method) as archive:
            for inner, data in files.items():
                archive.writestr(inner, data)
        return Found(tmp_path / name, name)

    return make


def inner(found: Found) -> list[str]:
    with opened_archive(found) as archive:
        return [entry.inner for entry in archive.entries]


def test_entries_are_named_as_if_the_archive_were_a_folder(packed, tmp_path):
    found = packed({"b/2": b"two", "a": b"one", "b/": b"", ".DS_Store": b"x", "__MACOSX/b/._2": b"x"})
    with opened_archive(found) as archive, Scratch() as scratch:
        assert [entry.inner for entry in archive.entries] == ["a", "b/2"]
        assert archive.sort is None
        last = archive.entries[1]
        assert archive.head(last) == b"two"
        path = archive.extract(last, scratch)
        assert path.read_bytes() == b"two"
        one = archive.named(last, path)
        assert (one.relative, one.place) == ("a.zip/b/2", tmp_path / "a.zip" / "b" / "2")
    assert not path.exists()


@pytest.mark.parametrize(
    "name", ["../../out", "/etc/out", "C:\\out", "..\\..\\out", "a/../../../out", "./a/./out", "//server/share/out"]
)
def test_no_name_leads_out_of_the_folder(packed, tmp_path, name):
    with opened_archive(packed({name: b"x"})) as archive, Scratch() as scratch:
        (entry,) = archive.entries
        path = archive.extract(entry, scratch)
        assert path.parent == scratch.new().parent
        assert path.name.isdigit()
        one = archive.named(entry, path)
        assert ".." not in Path(one.relative).parts
        assert one.relative.startswith("a.zip/")
        assert one.relative.endswith("/out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_names_in_other_letters(packed, tmp_path):
    """UTF-8 without its flag, as many programs write it; and the letters of DOS."""
    assert inner(packed({"Müller/ü": b"x"})) == ["Müller/ü"]
    raw = (tmp_path / "a.zip").read_bytes()
    utf8, dos = "Müller/ü".encode(), "Müller/ü".encode("cp437")
    assert raw.count(utf8) == 2
    flagged = unflagged(raw)
    (tmp_path / "b.zip").write_bytes(flagged)
    assert inner(Found(tmp_path / "b.zip", "b.zip")) == ["Müller/ü"]
    plain = packed({"Mxller/x": b"x"}, "c.zip")
    plain.path.write_bytes(plain.path.read_bytes().replace(b"Mxller/x", dos))
    assert inner(plain) == ["Müller/ü"]


def unflagged(raw: bytes) -> bytes:
    """The same archive without the flag that its names are UTF-8."""
    data = bytearray(raw)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset + 1] &= ~0x08
            at = data.find(mark, at + 4)
    return bytes(data)


def test_names_that_say_they_are_utf8_and_are_not(packed):
    found = packed({"ü.dcm": b"x"})
    found.path.write_bytes(found.path.read_bytes().replace("ü".encode(), b"\xff\xfe"))
    with pytest.raises(UnreadableFilm, match="a file name in it is in no known letters"):
        inner(found)


def test_newlines_and_names_that_come_twice(packed):
    with zipfile.ZipFile(packed({}).path, "w") as archive:
        for name in ("a\nb", "same", "same (2)"):
            archive.writestr(name, b"x")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("same", b"x")
    found = inner(Found(Path(archive.filename), "a.zip"))
    assert len(set(found)) == 4
    assert {"a\nb", "same", "same (2)"} < set(found)


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("viewer/Main.class", "program"),
        ("classes.dex", "program"),
        ("[Content_Types].xml", "office document"),
        ("META-INF/MANIFEST.MF", None),  # Java tools put it into archives of films, too
    ],
)
def test_programs_and_documents_that_are_zips(packed, name, sort):
    with opened_archive(packed({name: b"x", "b": b"y"})) as archive:
        assert archive.sort == sort


def test_an_empty_archive_is_no_film(packed):
    for files in ({}, {".hidden": b"x"}, {"folder/": b""}):
        with pytest.raises(NotAFilm, match="an archive without files in it"):
            inner(packed(files))


def encrypted(raw: bytes) -> bytes:
    data = bytearray(raw)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(data)


def test_a_password_is_named(packed):
    found = packed({"a": b"x" * 50})
    found.path.write_bytes(encrypted(found.path.read_bytes()))
    with pytest.raises(UnsupportedFilm, match=r"^encrypted: expected a zip without a password$"):
        inner(found)


def test_damage_is_named_without_the_words_of_the_archive(packed):
    found = packed({"ZQSMITH": bytes(range(256)) * 40})
    whole = found.path.read_bytes()
    found.path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableFilm, match="damaged or cut short") as told:
        inner(found)
    assert "ZQSMITH" not in str(told.value)
    spoilt = bytearray(whole)
    spoilt[60:70] = bytes(10)
    found.path.write_bytes(bytes(spoilt))
    with opened_archive(found) as archive, Scratch() as scratch:
        with pytest.raises(UnreadableFilm, match="damaged") as told:
            archive.extract(archive.entries[0], scratch)
        assert "ZQSMITH" not in str(told.value)
        assert [path.name for path in scratch.new().parent.iterdir()] == ["lock"]


def test_a_method_that_is_not_read_is_named(packed):
    found = packed({"a": b"x" * 50})
    data = bytearray(found.path.read_bytes())
    data[8], data[data.find(b"PK\x01\x02") + 10] = 9, 9  # Deflate64, as Windows packs large files
    found.path.write_bytes(bytes(data))
    with opened_archive(found) as archive, pytest.raises(UnsupportedFilm, match="zip it anew"):
        archive.head(archive.entries[0])


def test_traps_are_refused_with_the_limit(packed, monkeypatch):
    """A real one: 120 MB of nothing in 120 kB."""
    with opened_archive(packed({"bomb": bytes(120_000_000), "small": b"x"})) as archive:
        with pytest.raises(UnsupportedFilm, match=r"at most 200 times, got \d+ times: a trap"):
            archive.head(archive.entries[0])
        assert archive.head(archive.entries[1]) == b"x"
    found = packed({"a": b"12345", "b": b"12345"})
    monkeypatch.setattr(archives, "LARGEST_ENTRY", 4)
    with opened_archive(found) as archive, pytest.raises(UnsupportedFilm, match="a file of at most"):
        archive.head(archive.entries[0])
    for limit, value, said in (
        ("LARGEST_TOTAL", 9, "at most .* unpacked"),
        ("MOST_ENTRIES", 1, "at most 1 files in it, got 2"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(archives, limit, value)
            with pytest.raises(UnsupportedFilm, match=said):
                inner(found)


def test_a_size_that_lies_unpacks_no_more_than_it_says(packed):
    found = packed({"a": bytes(1_000_000)})
    data = bytearray(found.path.read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    found.path.write_bytes(bytes(data))
    with opened_archive(found) as archive, Scratch() as scratch, pytest.raises(UnreadableFilm, match="damaged"):
        archive.extract(archive.entries[0], scratch)


def test_a_full_disk_is_named(packed, monkeypatch):
    monkeypatch.setattr(Scratch, "free", 1000)
    no_room = pytest.raises(UnsupportedFilm, match="no room for it in the temporary folder")
    with opened_archive(packed({"a": b"x"})) as archive, Scratch() as scratch, no_room:
        archive.extract(archive.entries[0], scratch)
