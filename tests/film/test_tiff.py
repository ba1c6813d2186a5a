"""TIFF pictures."""

from pathlib import Path

import numpy as np
import pytest
import tifffile

from measure.errors import FilmError, UnreadableFilm, UnsupportedFilm
from measure.film import read_film, read_header

GREY = np.arange(60, dtype=np.uint16).reshape(6, 10) * 1000


@pytest.mark.parametrize("compression", [None, "lzw", "deflate"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_grey(tmp_path: Path, dtype: type, compression: str | None) -> None:
    grey = (GREY // 257).astype(dtype)
    tifffile.imwrite(tmp_path / "a", grey, photometric="minisblack", compression=compression)
    film = read_film(tmp_path / "a")
    assert np.array_equal(film.pixels, grey)
    assert film.header.source_format == "tiff"


def test_negative_is_turned_over_once(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a", 65535 - GREY, photometric="miniswhite")
    film = read_film(tmp_path / "a")
    assert np.array_equal(film.pixels, GREY)
    assert film.header.inverted
    assert film.header.warnings == ()


@pytest.mark.parametrize("planar", ["contig", "separate"])
def test_colour(tmp_path: Path, planar: str) -> None:
    rgb = np.stack([GREY] * 3, axis=-1)
    tifffile.imwrite(
        tmp_path / "a",
        rgb if planar == "contig" else rgb.transpose(2, 0, 1).copy(),
        photometric="rgb",
        planarconfig=planar,
    )
    assert np.array_equal(read_film(tmp_path / "a").pixels, GREY)


def test_palette(tmp_path: Path) -> None:
    colours = np.tile(np.arange(256, dtype=np.uint16) * 257, (3, 1))
    places = (GREY // 257).astype(np.uint8)
    tifffile.imwrite(tmp_path / "a", places, photometric="palette", colormap=colours)
    assert np.array_equal(read_film(tmp_path / "a").pixels, places)


def test_pages_are_frames(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a", np.stack([GREY, GREY[::-1]]), photometric="minisblack")
    assert np.array_equal(read_film(tmp_path / "a", 2).pixels, GREY[::-1])
    header = read_header(tmp_path / "a", 2)
    assert (header.frames, header.film_key) == (2, f"sha256:{header.digest}/2")
    with pytest.raises(FilmError, match="expected 1 to 2, got 3"):
        read_header(tmp_path / "a", 3)


@pytest.mark.parametrize("dtype", [np.float32, np.int16, np.uint32])
def test_other_samples_are_refused(tmp_path: Path, dtype: type) -> None:
    tifffile.imwrite(tmp_path / "a", GREY.astype(dtype), photometric="minisblack")
    with pytest.raises(UnsupportedFilm):
        read_header(tmp_path / "a")


def test_damaged(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    tifffile.imwrite(tmp_path / "a", GREY, photometric="minisblack", compression="deflate")
    whole = (tmp_path / "a").read_bytes()
    for length in (8, 20, len(whole) // 2, len(whole) - 4):
        (tmp_path / "b").write_bytes(whole[:length])
        with pytest.raises(UnreadableFilm, match="TIFF"):
            read_film(tmp_path / "b")
    assert capfd.readouterr().err == ""


def test_size_that_is_a_trap(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a", GREY, photometric="minisblack", tile=(16, 16), metadata=None)
    with tifffile.TiffFile(tmp_path / "a", mode="r+") as file:
        for tag in ("TileWidth", "TileLength"):
            file.pages[0].tags[tag].overwrite(65520)
    with pytest.raises(FilmError):
        read_film(tmp_path / "a")


@pytest.mark.parametrize(
    ("resolution", "aspect"),
    [
        (None, 1.0), ((204, 204), 1.0), ((204, 201), 1.0), ((204, 98), None), ((98, 204), None),
        (((0, 1), (0, 1)), 1.0), (((0, 1), (98, 1)), 1.0),
    ],
)  # fmt: skip
def test_unlike_resolutions_leave_the_pixel_aspect_unknown(
    tmp_path: Path, resolution: tuple[int, int] | None, aspect: float | None
) -> None:
    tifffile.imwrite(tmp_path / "a", GREY, photometric="minisblack", resolution=resolution)
    calibration = read_header(tmp_path / "a").calibration
    assert calibration.aspect == aspect
    assert any("pixel aspect is unknown" in note for note in calibration.notes) is (aspect is None)


def test_a_resolution_of_nothing_over_nothing_says_nothing(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a", GREY, photometric="minisblack", resolution=(72, 36))
    with tifffile.TiffFile(tmp_path / "a", mode="r+") as file:
        for tag in ("XResolution", "YResolution"):
            file.pages[0].tags[tag].overwrite((0, 0))
    assert read_header(tmp_path / "a").calibration.aspect == 1.0
