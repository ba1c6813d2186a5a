"""Pixels of DICOM films that no codec wrote."""

import numpy as np
import pytest
from pydicom import uid

from measure.errors import UnreadableFilm
from measure.film import read_film

from .conftest import SC


def test_pixels_are_float_and_read_only(make_film) -> None:
    film = read_film(make_film())
    assert film.pixels.dtype == np.float32
    assert not film.pixels.flags.writeable
    assert np.array_equal(film.pixels, np.arange(12).reshape(3, 4))


@pytest.mark.parametrize("syntax", [uid.DeflatedExplicitVRLittleEndian, uid.ExplicitVRLittleEndian])
def test_native_syntaxes(make_film, syntax: str) -> None:
    assert np.array_equal(read_film(make_film(syntax=syntax)).pixels, np.arange(12).reshape(3, 4))


def test_without_preamble_and_meta(make_film, tmp_path) -> None:
    whole = make_film().read_bytes()
    meta_length = int.from_bytes(whole[140:144], "little")
    bare = tmp_path / "IM1"
    bare.write_bytes(whole[144 + meta_length :])
    film = read_film(bare)
    assert np.array_equal(film.pixels, np.arange(12).reshape(3, 4))
    assert film.header.transfer_syntax == uid.ExplicitVRLittleEndian


def test_cut_short(make_film) -> None:
    path = make_film(np.zeros((3, 4), np.uint16), Rows=30)
    with pytest.raises(UnreadableFilm, match="PixelData: expected 240 bytes, got 24: cut short"):
        read_film(path)


@pytest.mark.parametrize("planar", [0, 1])
def test_colour(make_film, planar: int) -> None:
    rgb = np.random.default_rng(4).integers(0, 256, (3, 4, 3), np.uint8)
    data = (rgb if planar == 0 else rgb.transpose(2, 0, 1)).tobytes()
    film = read_film(make_film(rgb, PlanarConfiguration=planar, PixelData=data, SOPClassUID=SC))
    assert film.pixels == pytest.approx(rgb @ [0.299, 0.587, 0.114], abs=1e-3)
    assert "PhotometricInterpretation: RGB, a colour picture: its luminance is used" in film.header.warnings


def test_ybr(make_film) -> None:
    ybr = np.random.default_rng(4).integers(0, 256, (2, 4, 3), np.uint8)
    film = read_film(make_film(ybr, PhotometricInterpretation="YBR_FULL", SOPClassUID=SC))
    assert np.array_equal(film.pixels, ybr[..., 0])


def test_palette(make_film) -> None:
    places = np.array([[0, 1, 2, 3]], np.uint8)
    palette = {}
    for colour, values in (("Red", [0, 80, 160, 240]), ("Green", [0, 80, 160, 240]), ("Blue", [0, 80, 160, 240])):
        palette[f"{colour}PaletteColorLookupTableDescriptor"] = [4, 0, 8]
        palette[f"{colour}PaletteColorLookupTableData"] = bytes(values)
    film = read_film(make_film(places, PhotometricInterpretation="PALETTE COLOR", SOPClassUID=SC, **palette))
    assert list(film.pixels[0]) == [0, 80, 160, 240]


def test_palette_that_is_missing(make_film) -> None:
    path = make_film(np.zeros((2, 2), np.uint8), PhotometricInterpretation="PALETTE COLOR", SOPClassUID=SC)
    with pytest.raises(UnreadableFilm, match="palette: damaged"):
        read_film(path)
