"""Opening: what cannot be a film says why, and never where it lies."""

import hashlib
import os
from pathlib import Path

import pytest

from measure.errors import FilmError, NotAFilm, UnreadableFilm
from measure.film import read_film, read_header, read_identity
from measure.film.source import check_frame, check_size


@pytest.mark.parametrize("read", [read_header, read_film, read_identity])
def test_what_is_no_film(tmp_path: Path, read) -> None:
    empty, noise, text = tmp_path / "empty", tmp_path / "noise", tmp_path / "SECRET.dcm"
    empty.write_bytes(b"")
    noise.write_bytes(os.urandom(5) + b"\xee" * 4000)
    text.write_text("film,view")
    for path, kind, words in [
        (tmp_path / "missing", UnreadableFilm, "No such file"),
        (tmp_path, NotAFilm, "a folder"),
        (empty, UnreadableFilm, "empty"),
        (noise, NotAFilm, "DICOM, PNG, JPEG or TIFF"),
        (text, NotAFilm, "DICOM, PNG, JPEG or TIFF"),
    ]:
        with pytest.raises(kind, match=words) as caught:
            read(path)
        assert str(tmp_path) not in str(caught.value)
        assert "SECRET" not in str(caught.value)
        assert caught.value.__cause__ is None


@pytest.mark.parametrize(("rows", "cols"), [(0, 10), (10, 0), (40000, 40000)])
def test_sizes(rows: int, cols: int) -> None:
    with pytest.raises(UnreadableFilm, match=f"{rows} x {cols}"):
        check_size(rows, cols)
    check_size(20000, 20000)


@pytest.mark.parametrize("frame", [0, -1, 4])
def test_frames(frame: int) -> None:
    with pytest.raises(FilmError, match=f"expected 1 to 3, got {frame}"):
        check_frame(frame, 3)
    check_frame(3, 3)


def test_digest(make_film) -> None:
    path = make_film()
    expected = hashlib.sha256(path.read_bytes()).hexdigest()
    assert read_header(path).digest is None
    assert read_header(path, digest=True).digest == expected
    assert read_film(path).header.digest == expected
