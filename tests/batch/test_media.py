"""Sorts of files that are no films, and how they are told."""

import io
import tarfile
import zipfile

import pytest

from measure.batch.media import counted, is_index_name, is_zip, reason_of, sort_of, with_article


@pytest.mark.parametrize(
    ("head", "sort"),
    [
        (b"MZ\x90\0", "program"), (b"\x7fELF\x02", "program"), (b"%PDF-1.7", "PDF document"),
        (b"BM6\0", "picture of another sort"),
        (b"\xef\xbb\xbf<?xml version", "web page"), (b"\n <HTML>", "web page"), ("Grüße\r\n".encode(), "text"),
        ("Grüße".encode("latin-1"), "text"), (bytes(40), "file of another sort"), (b"", "file of another sort"),
    ],
)  # fmt: skip
def test_sort_by_the_first_bytes(head, sort):
    assert sort_of(head) == sort


def test_a_real_tar_and_a_real_zip(tmp_path):
    (tmp_path / "x").write_bytes(b"x")
    for mode in ("w", "w:gz", "w:bz2", "w:xz"):
        with tarfile.open(tmp_path / "a.tar", mode) as tar:
            tar.add(tmp_path / "x", "x")
        assert sort_of((tmp_path / "a.tar").read_bytes()[:512]) == "archive"
    buffer = io.BytesIO()
    zipfile.ZipFile(buffer, "w").close()
    assert is_zip(buffer.getvalue())
    assert reason_of("archive") == "an archive of another sort: unpack it, or give a zip"


@pytest.mark.parametrize("name", ["DICOMDIR", "dicomdir", "Dicomdir.", "DICOMDIR;1"])
def test_the_index_by_its_names(name):
    assert is_index_name(name)
    assert not is_index_name(f"X{name}")


@pytest.mark.parametrize(
    ("sort", "one", "three"),
    [
        ("raw data", "1 raw data", "3 raw data"),
        ("index of a DICOM CD", "1 index of a DICOM CD", "3 indexes of a DICOM CD"),
        ("PDF in a DICOM file", "1 PDF in a DICOM file", "3 PDFs in a DICOM file"),
        ("picture of the CD's viewer", "1 picture of the CD's viewer", "3 pictures of the CD's viewer"),
        ("list of key images", "1 list of key images", "3 lists of key images"),
    ],
)  # fmt: skip
def test_counting(sort, one, three):
    assert (counted(1, sort), counted(3, sort)) == (one, three)


def test_a_name_that_only_begins_like_it():
    assert not is_index_name("DICOMDIR.bak")


def test_articles():
    assert [with_article(sort) for sort in ("US image", "PET image", "SR", "index", "text")] == [
        "a US image", "a PET image", "an SR", "an index", "a text"
    ]  # fmt: skip
