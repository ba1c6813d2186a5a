"""The header of a DICOM film: names, flags, privacy, and frames."""

import numpy as np
import pytest

from measure.errors import FilmError, UnreadableFilm
from measure.film import read_film, read_header
from measure.model import BurnedIn, Facing, ScaleClass, Side, View

from .conftest import SC


def test_whole(make_film) -> None:
    header = read_header(
        make_film(
            np.zeros((3, 4), np.uint16), BitsStored=12, ViewPosition="LL", ImageLaterality="U",
            PatientOrientation=["A", "F"], PatientAge="061Y", PatientSex="F", AcquisitionDate="20240110",
            Manufacturer="Maker", ManufacturerModelName="One", ImagerPixelSpacing=["0.15", "0.15"],
        )
    )  # fmt: skip
    assert (header.rows, header.cols, header.frame, header.frames) == (3, 4, 1, 1)
    assert (header.view, header.side, header.facing) == (View.LATERAL, Side.MIDLINE, Facing.RIGHT)
    assert (header.age_years, header.sex, header.acquired_on) == (61, "F", "2024-01-10")
    assert (header.modality, header.manufacturer, header.model) == ("DX", "Maker", "One")
    assert (header.study_uid, header.series_uid, header.sop_uid) == ("1.2.3", "1.2.3.1", "1.2.3.4")
    assert header.film_key == "1.2.3.4/1"
    assert header.calibration.scale_class is ScaleClass.DETECTOR
    assert header.stored_range == (0.0, 4095.0)
    assert header.burned_in is BurnedIn.NO
    assert header.warnings == ()


def test_header_of_the_film_is_the_header(make_film) -> None:
    path = make_film(ViewPosition="AP", PatientOrientation=["L", "F"])
    assert read_film(path).header == read_header(path, digest=True)


def test_nobody_is_named(make_film) -> None:
    path = make_film(
        PatientName="SECRET", PatientID="SECRET1", AccessionNumber="SECRET", PatientBirthDate="19600102",
        StudyDate="20200101", PatientAge=b"SECRET", PixelSpacing=b"SECRET", ViewPosition=b"SECRET\\X",
        StudyInstanceUID=b"SECRET", Manufacturer=b"M\x01SECRET",
    )  # fmt: skip
    header = read_header(path)
    assert header.age_years == 59  # by the dates; the birth date itself is gone
    for text in (repr(header), repr(read_film(path).header)):
        assert "SECRET" not in text
        assert "1960" not in text


def test_without_a_name_of_its_own_the_digest_names_it(make_film) -> None:
    path = make_film(SOPInstanceUID=b"not a uid")
    header = read_header(path)
    assert header.film_key == f"sha256:{header.digest}"
    assert header.sop_uid is None
    frames = make_film(np.zeros((2, 3, 4), np.uint8), SOPInstanceUID=None, NumberOfFrames=2)
    assert read_header(frames, 2).film_key.endswith("/2")


@pytest.mark.parametrize(
    ("sop_class", "stated", "expected"),
    [
        (None, "NO", BurnedIn.NO), (None, "YES", BurnedIn.YES), (None, None, BurnedIn.UNKNOWN),
        (SC, "NO", BurnedIn.UNKNOWN), (SC, "YES", BurnedIn.YES),
    ],
)  # fmt: skip
def test_burned_in(make_film, sop_class: str | None, stated: str | None, expected: BurnedIn) -> None:
    more = {"SOPClassUID": sop_class} if sop_class else {}
    assert read_header(make_film(BurnedInAnnotation=stated, **more)).burned_in is expected


@pytest.mark.parametrize(("stated", "lossy"), [("01", True), ("00", False), (None, False)])
def test_lossy(make_film, stated: str | None, lossy: bool) -> None:
    assert read_header(make_film(LossyImageCompression=stated)).lossy is lossy


def test_facts_that_have_no_field_are_warned_of(make_film) -> None:
    header = read_header(make_film(ImageType=["DERIVED", "PRIMARY"], PixelPaddingValue=0))
    assert [w.partition(":")[0] for w in header.warnings] == ["ImageType", "PixelPaddingValue"]


def test_frames(make_film) -> None:
    samples = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)
    path = make_film(samples, NumberOfFrames=2, SOPClassUID="1.2.840.10008.5.1.4.1.1.7.2")
    assert np.array_equal(read_film(path, 2).pixels, samples[1])
    assert read_header(path, 2).frames == 2
    for read in (read_header, read_film):
        with pytest.raises(FilmError, match="frame: expected 1 to 2, got 3"):
            read(path, 3)


def test_without_pixels(make_film, tmp_path) -> None:
    whole = make_film().read_bytes()
    bare = tmp_path / "bare"
    bare.write_bytes(whole[: whole.index(b"\xe0\x7f\x10\x00")])
    for read in (read_header, read_film):
        with pytest.raises(UnreadableFilm, match="PixelData: expected pixels"):
            read(bare)


def test_cut_anywhere_is_an_error_of_ours(make_film, tmp_path) -> None:
    whole = make_film(ViewPosition="AP", PixelSpacing=["0.2", "0.2"]).read_bytes()
    part = tmp_path / "part"
    for length in range(1, len(whole) - 1, 7):
        part.write_bytes(whole[:length])
        with pytest.raises(FilmError) as caught:
            read_film(part)
        assert "SECRET" not in str(caught.value)
