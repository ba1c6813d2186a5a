"""Bone bright: exactly one turn where the file has it dark."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from measure.film import read_film, read_header
from measure.model import Intensity

anywhere = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
twelve_bits = arrays(np.uint16, (2, 3), elements=st.integers(0, 4095))


@anywhere
@given(twelve_bits)
def test_monochrome1_of_the_complement_is_monochrome2(make_film, samples: np.ndarray) -> None:
    plain = read_film(make_film(samples, BitsStored=12))
    turned = read_film(make_film(4095 - samples, BitsStored=12, PhotometricInterpretation="MONOCHROME1"))
    assert np.array_equal(plain.pixels, turned.pixels)
    assert (plain.header.inverted, turned.header.inverted) == (False, True)


@anywhere
@given(twelve_bits, st.sampled_from([("1", "0"), ("2.5", "-30"), ("-1", "4095"), ("-2", "0")]))
def test_turning_twice_is_nothing(make_film, samples: np.ndarray, rescale: tuple[str, str]) -> None:
    linear = {"BitsStored": 12, "RescaleSlope": rescale[0], "RescaleIntercept": rescale[1]}
    plain = read_film(make_film(samples, **linear))
    turned = read_film(make_film(samples, PhotometricInterpretation="MONOCHROME1", **linear))
    lo, hi = turned.header.stored_range
    assert turned.header.stored_range == plain.header.stored_range
    assert (lo + hi) - turned.pixels == pytest.approx(plain.pixels, abs=1e-2)
    assert turned.pixels.min() >= lo - 1e-2
    assert turned.pixels.max() <= hi + 1e-2


@pytest.mark.parametrize(
    ("photometric", "shape", "inverted"),
    [
        ("MONOCHROME1", "INVERSE", True),
        ("MONOCHROME1", None, True),
        ("MONOCHROME1", "IDENTITY", True),
        ("MONOCHROME2", "INVERSE", True),
        ("MONOCHROME2", "IDENTITY", False),
        ("MONOCHROME2", None, False),
    ],
)
def test_exactly_one_turn(make_film, photometric: str, shape: str | None, inverted: bool) -> None:
    samples = np.array([[0, 1, 255]], np.uint8)
    film = read_film(make_film(samples, PhotometricInterpretation=photometric, PresentationLUTShape=shape))
    assert list(film.pixels[0]) == ([255, 254, 0] if inverted else [0, 1, 255])
    assert film.header.inverted is inverted


def test_negative_slope_is_no_second_turn(make_film) -> None:
    samples = np.array([[0, 1, 255]], np.uint8)
    film = read_film(make_film(samples, RescaleSlope="-1", RescaleIntercept="255"))
    assert list(film.pixels[0]) == [255, 254, 0]
    assert film.header.inverted is False


def test_signed_values_turn_about_their_own_middle(make_film) -> None:
    samples = np.array([[-32768, 0, 32767]], np.int16)
    film = read_film(make_film(samples, PhotometricInterpretation="MONOCHROME1"))
    assert list(film.pixels[0]) == [32767, -1, -32768]


@pytest.mark.parametrize(
    ("photometric", "slope", "sign", "warned"),
    [
        ("MONOCHROME2", "1", -1, False),
        ("MONOCHROME2", "1", 1, True),
        ("MONOCHROME1", "1", 1, False),
        ("MONOCHROME1", "1", -1, True),
        ("MONOCHROME2", "-1", 1, False),
    ],
)
def test_sign_that_contradicts_is_warned_of_and_not_used(
    make_film, photometric: str, slope: str, sign: int, warned: bool
) -> None:
    header = read_header(
        make_film(PhotometricInterpretation=photometric, PixelIntensityRelationshipSign=sign, RescaleSlope=slope)
    )
    assert header.inverted is (photometric == "MONOCHROME1")
    assert any(w.startswith("PixelIntensityRelationshipSign") for w in header.warnings) is warned


def test_fluoroscopy_is_warned_of(make_film) -> None:
    header = read_header(make_film(SOPClassUID="1.2.840.10008.5.1.4.1.1.12.1", Modality="XA"))
    assert any("bone dark" in w for w in header.warnings)


def test_window_is_never_applied(make_film) -> None:
    film = read_film(make_film(WindowCenter="5", WindowWidth="2", VOILUTFunction="SIGMOID"))
    assert list(film.pixels.ravel()) == list(range(12))


@pytest.mark.parametrize(
    ("relationship", "intensity"),
    [
        ("LOG", Intensity.LOG),
        ("LIN", Intensity.LIN),
        ("DISP", Intensity.DISPLAY),
        (None, Intensity.UNKNOWN),
        ("X", Intensity.UNKNOWN),
    ],
)
def test_intensity(make_film, relationship: str | None, intensity: Intensity) -> None:
    assert read_header(make_film(PixelIntensityRelationship=relationship)).intensity is intensity
