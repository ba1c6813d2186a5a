"""DICOM objects that are no films, by the words a person has for them."""

import pytest
from pydicom import uid
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.fileset import FileSet

from measure.film.objects import INDEX, DicomObject, read_object, sort_of


@pytest.mark.parametrize(
    ("name", "modality", "sort"),
    [
        ("CTImageStorage", "CT", "CT image"), ("EnhancedMRImageStorage", "MR", "MR image"),
        ("PositronEmissionTomographyImageStorage", "PT", "PET image"),
        ("UltrasoundImageStorage", None, "Ultrasound image"),
        ("ComprehensiveSRStorage", "SR", "structured report"),
        ("KeyObjectSelectionDocumentStorage", "KO", "list of key images"),
        ("XRayRadiationDoseSRStorage", "SR", "report of radiation dose"),
        ("GrayscaleSoftcopyPresentationStateStorage", "PR", "presentation state"),
        ("EncapsulatedPDFStorage", "DOC", "PDF in a DICOM file"), ("RTDoseStorage", "RTDOSE", "radiotherapy object"),
        ("SegmentationStorage", "SEG", "segmentation"), ("SecondaryCaptureImageStorage", "CT", "CT image"),
        ("GeneralECGWaveformStorage", "ECG", "recording of curves (ECG and the like)"),
        ("MediaStorageDirectoryStorage", None, INDEX),
    ],
)  # fmt: skip
def test_sort_by_class_and_modality(name, modality, sort):
    assert sort_of(getattr(uid, name), modality) == sort


def test_a_class_that_nobody_knows_is_not_repeated():
    assert sort_of("1.2.999.SMITH", "SMITH^JANE") == sort_of(None, None) == "DICOM object of an unknown sort"
    assert sort_of("1.2.999", "US") == "US image"
    assert sort_of("1.2.999", "LEE") == "DICOM object of an unknown sort"


@pytest.fixture
def index(tmp_path, samples_dir):
    """A real DICOMDIR."""
    import pydicom

    film = pydicom.dcmread(samples_dir / "ap_scoliosis.dcm")
    film.StudyID, film.SeriesNumber, film.InstanceNumber, film.StudyTime = "1", 1, 1, "120000"
    files = FileSet()
    files.add(film)
    files.write(tmp_path / "cd")
    files._stage["t"].cleanup()  # pydicom leaves this to chance
    return tmp_path / "cd" / "DICOMDIR"


def test_the_index_under_any_name_whole_or_damaged(index, tmp_path):
    whole = index.read_bytes()
    for name, data in (("DICOMDIR", whole), ("x.bin", whole), ("cut", whole[: len(whole) // 2]), ("stub", whole[:300])):
        (tmp_path / name).write_bytes(data)
        assert read_object(tmp_path / name) == DicomObject(INDEX), name


def test_series_and_sort_of_a_file(tmp_path):
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = uid.ExplicitVRLittleEndian
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = uid.CTImageStorage, "1.2.3"
    made = FileDataset("x", Dataset(), file_meta=meta, preamble=bytes(128))
    made.SOPInstanceUID, made.SeriesInstanceUID, made.Modality = "1.2.3", "1.2.9", "CT"
    made.save_as(tmp_path / "a", enforce_file_format=True)
    assert read_object(tmp_path / "a") == DicomObject("CT image", "1.2.9")


def test_what_is_no_dicom_is_none(tmp_path):
    (tmp_path / "a").write_bytes(b"MZ")
    assert read_object(tmp_path / "a") is None
    assert read_object(tmp_path / "nothing") is None
    (tmp_path / "cut").write_bytes(bytes(128) + b"DICM\x02\x00\x00\x00UL\x04")
    assert read_object(tmp_path / "cut") in (None, DicomObject("DICOM object of an unknown sort"))
