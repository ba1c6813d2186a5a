"""PNG and JPEG pictures."""

import hashlib
import io
from pathlib import Path

import imagecodecs
import numpy as np
import PIL.Image
import pytest

from measure.errors import FilmError, UnreadableFilm
from measure.film import read_film, read_header
from measure.model import BurnedIn, Intensity, ScaleClass

GREY8 = np.arange(60, dtype=np.uint8).reshape(6, 10) * 4
GREY16 = np.arange(60, dtype=np.uint16).reshape(6, 10) * 1000


def save(path: Path, array: np.ndarray, kind: str = "PNG", **options) -> Path:
    PIL.Image.fromarray(array).save(path, kind, **options)
    return path


def test_header(tmp_path: Path) -> None:
    path = save(tmp_path / "a", GREY8)
    header = read_header(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert (header.rows, header.cols, header.source_format) == (6, 10, "png")
    assert (header.film_key, header.digest) == (f"sha256:{digest}", digest)
    assert (header.calibration.scale_class, header.intensity) == (ScaleClass.NONE, Intensity.DISPLAY)
    assert (header.burned_in, header.lossy, header.inverted) == (BurnedIn.UNKNOWN, False, False)
    assert header.stored_range == (0.0, 255.0)
    assert header.warnings == ("PNG: polarity is not stated, bright is taken for more attenuation",)
    assert read_film(path).header == header


@pytest.mark.parametrize("grey", [GREY8, GREY16])
def test_grey(tmp_path: Path, grey: np.ndarray) -> None:
    film = read_film(save(tmp_path / "a", grey))
    assert np.array_equal(film.pixels, grey)
    assert film.header.stored_range == (0.0, float(np.iinfo(grey.dtype).max))


def test_resolution_is_no_scale(tmp_path: Path) -> None:
    assert read_header(save(tmp_path / "a", GREY8, dpi=(254, 254))).calibration.scale_class is ScaleClass.NONE


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("grey", [GREY8, GREY16])
def test_colour_of_either_depth(tmp_path: Path, grey: np.ndarray, channels: int) -> None:
    rgb = np.stack([grey] * channels, axis=-1)
    path = tmp_path / "a"
    path.write_bytes(imagecodecs.png_encode(rgb))
    film = read_film(path)
    assert np.array_equal(film.pixels, grey)
    assert any("its luminance is used" in w for w in film.header.warnings)
    assert any("transparency" in w for w in film.header.warnings) is (channels == 4)


def test_palette(tmp_path: Path) -> None:
    path = tmp_path / "a"
    PIL.Image.fromarray(np.stack([GREY8] * 3, -1)).convert("P", palette=PIL.Image.Palette.ADAPTIVE, colors=256).save(
        path, "PNG"
    )
    assert np.abs(read_film(path).pixels - GREY8).max() <= 4


def test_jpeg(tmp_path: Path) -> None:
    film = read_film(save(tmp_path / "a", GREY8, "JPEG", quality=98))
    assert np.abs(film.pixels - GREY8).max() <= 6
    assert film.header.lossy


def test_orientation_is_noted_and_not_applied(tmp_path: Path) -> None:
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    film = read_film(save(tmp_path / "a", GREY8, "JPEG", exif=exif))
    assert film.pixels.shape == (6, 10)
    assert "JPEG: EXIF orientation 6 is noted and not applied" in film.header.warnings


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_cut_short(tmp_path: Path, kind: str) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (60, 60), np.uint8)
    path = save(tmp_path / "a", noise, kind)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableFilm, match="damaged or cut short"):
        read_film(path)


def test_deep_colour_cut_short(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 65536, (60, 60, 3)).astype(np.uint16)
    whole = imagecodecs.png_encode(noise)
    (tmp_path / "a").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UnreadableFilm, match="damaged or cut short"):
        read_film(tmp_path / "a")


def test_one_frame_only(tmp_path: Path) -> None:
    with pytest.raises(FilmError, match="frame: expected 1, the only one, got 2"):
        read_film(save(tmp_path / "a", GREY8), 2)


def test_size_that_is_a_trap(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    PIL.Image.fromarray(GREY8).save(buffer, "PNG")
    whole = bytearray(buffer.getvalue())
    whole[16:24] = (100_000).to_bytes(4, "big") * 2
    (tmp_path / "a").write_bytes(whole)
    with pytest.raises(UnreadableFilm):
        read_header(tmp_path / "a")


def test_signature_without_a_picture(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "b").write_bytes(b"\xff\xd8\xff\xe0")
    for name in "ab":
        with pytest.raises(UnreadableFilm):
            read_header(tmp_path / name)


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize(
    ("density", "square"), [((204, 204), True), ((204, 201), True), ((204, 98), False), ((98, 204), False)]
)
def test_unlike_resolutions_leave_the_pixel_aspect_unknown(
    tmp_path: Path, kind: str, density: tuple[int, int], square: bool
) -> None:
    """A fax or a scanner with two resolutions: squares on the patient are none on the picture."""
    path = save(tmp_path / "a", GREY8, kind, dpi=density)
    calibration = read_header(path).calibration
    assert calibration.aspect == (1.0 if square else None)
    assert any("pixel aspect is unknown" in note for note in calibration.notes) is not square
    assert calibration.scale_class is ScaleClass.NONE
    assert read_film(path).header.calibration == calibration


@pytest.mark.parametrize(("across", "down", "aspect"), [(1, 1, 1.0), (2, 1, None), (0, 0, 1.0), (3, 0, 1.0)])
def test_a_jpeg_may_state_the_aspect_alone(tmp_path: Path, across: int, down: int, aspect: float | None) -> None:
    """JFIF units 0: the two densities are a shape, not a resolution."""
    whole = bytearray(save(tmp_path / "a", GREY8, "JPEG").read_bytes())
    start = whole.index(b"JFIF\0") + 7
    whole[start : start + 5] = bytes([0, *across.to_bytes(2, "big"), *down.to_bytes(2, "big")])
    (tmp_path / "a").write_bytes(whole)
    assert read_header(tmp_path / "a").calibration.aspect == aspect


def test_without_a_resolution_pixels_are_square(tmp_path: Path) -> None:
    calibration = read_header(save(tmp_path / "a", GREY8)).calibration
    assert (calibration.aspect, calibration.notes) == (1.0, ())
