"""Two files of one film: the same picture, other facts."""

from dataclasses import replace

import numpy as np
import pydicom
import pytest
from pydicom.encaps import encapsulate
from pydicom.uid import JPEG2000Lossless

from measure.film import read_header
from measure.film.compare import differing_facts, same_picture
from measure.model import Facing, FilmHeader, Intensity, Posture, Side, View


@pytest.fixture
def film(tmp_path, samples_dir):
    """Write a changed copy of a sample."""

    def make(name, change=lambda ds: None):
        dataset = pydicom.dcmread(samples_dir / "lateral_fracture.dcm")
        dataset.decompress(generate_instance_uid=False)
        change(dataset)
        dataset.save_as(tmp_path / name)
        return tmp_path / name

    return make


def test_other_tags_leave_the_picture_the_same(film):
    first, second = film("a"), film("b", lambda ds: setattr(ds, "PatientName", "X"))
    assert first.read_bytes() != second.read_bytes()
    assert same_picture(first, second)


def test_one_grey_value_is_another_picture(film):
    def change(dataset):
        data = bytearray(dataset.PixelData)
        data[500] ^= 1
        dataset.PixelData = bytes(data)

    assert not same_picture(film("a"), film("b", change))


def test_the_same_picture_packed_without_loss(film):
    imagecodecs = pytest.importorskip("imagecodecs")

    def pack(dataset):
        pixels = dataset.pixel_array
        packed = imagecodecs.jpeg2k_encode(pixels, codecformat="j2k", reversible=True, level=0)
        assert np.array_equal(imagecodecs.jpeg2k_decode(packed), pixels)
        dataset.file_meta.TransferSyntaxUID = JPEG2000Lossless
        dataset.PixelData = encapsulate([packed])
        dataset["PixelData"].VR = "OB"
        dataset["PixelData"].is_undefined_length = True

    packed = film("b", pack)
    assert same_picture(film("a"), packed)
    assert packed.stat().st_size < film("a").stat().st_size
    assert same_picture(packed, film("c", pack))


def test_another_size_or_a_damaged_file_is_not_the_same(film, tmp_path):
    def shorten(dataset):
        dataset.Rows //= 2
        dataset.PixelData = dataset.PixelData[: len(dataset.PixelData) // 2]

    assert not same_picture(film("a"), film("b", shorten))
    (tmp_path / "c").write_bytes(film("a").read_bytes()[:600])
    assert not same_picture(tmp_path / "a", tmp_path / "c")
    assert not same_picture(tmp_path / "nothing", tmp_path / "nothing")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"view": View.LATERAL}, "view (none and lateral)"), ({"side": Side.LEFT}, "side (none and left)"),
        ({"facing": Facing.LEFT}, "facing (none and left)"), ({"patient_left": Facing.RIGHT}, "side of the picture"),
        ({"posture": Posture.LATERAL_DECUBITUS}, "posture (none and lateral decubitus)"),
        ({"inverted": True}, "polarity"), ({"intensity": Intensity.LOG}, "grey scale"),
        ({"stored_range": (0.0, 1.0)}, "grey scale"),
        ({"acquired_on": "2001-02-03"}, "acquisition day"),
    ],
)  # fmt: skip
def test_each_fact_that_measurements_rest_on_is_named(change, said):
    header = FilmHeader("1.2/1", 9, 9)
    (found,) = differing_facts(header, replace(header, **change))
    assert found.startswith(said)
    assert "2001" not in found


def test_facts_that_nothing_rests_on_are_not_named():
    header = FilmHeader("1.2/1", 9, 9)
    other = replace(header, age_years=40, sex="F", study_uid="1.9", series_uid="1.8", model="X", warnings=("odd",))
    assert differing_facts(header, other) == ()


def test_the_scale_is_named_with_both_values(film):
    first = read_header(film("a"))
    second = read_header(film("b", lambda ds: setattr(ds, "PixelSpacing", ["0.42", "0.42"])))
    third = read_header(film("c", lambda ds: [delattr(ds, n) for n in ("PixelSpacing", "ImagerPixelSpacing")]))
    spacing = f"{first.calibration.row_mm:g} x {first.calibration.col_mm:g} mm"
    assert differing_facts(first, second) == (f"spacing ({spacing} and 0.42 x 0.42 mm)",)
    assert differing_facts(first, third) == (f"spacing ({spacing} and none)",)
    source = replace(first, calibration=replace(first.calibration, source="imager_pixel_spacing"))
    assert differing_facts(first, source) == (
        f"source of the spacing ({first.calibration.source} and imager_pixel_spacing)",
    )
