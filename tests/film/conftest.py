"""Films built on the spot: a DICOM file of given samples and attributes, with malformed values where a test asks."""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import Dataset, uid
from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.dataelem import RawDataElement
from pydicom.dataset import FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.tag import Tag

DX = "1.2.840.10008.5.1.4.1.1.1.1"
SC = "1.2.840.10008.5.1.4.1.1.7"
MakeFilm = Callable[..., Path]


def put(dataset: Dataset, keyword: str, value: Any) -> None:
    """Set an attribute; bytes go in as they are, past every check of pydicom's."""
    if not isinstance(value, bytes):
        setattr(dataset, keyword, value)
        return
    tag = Tag(tag_for_keyword(keyword))
    value += b" " * (len(value) % 2)
    dataset[tag] = RawDataElement(tag, dictionary_VR(tag), len(value), value, 0, False, True)


def film_dataset(samples: np.ndarray, **attributes: Any) -> Dataset:
    """DX object of samples (rows, cols), (rows, cols, 3) or (frames, rows, cols); None takes an attribute away."""
    shape = samples.shape[1:] if int(attributes.get("NumberOfFrames", 1)) > 1 else samples.shape
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = uid.ExplicitVRLittleEndian
    bits = samples.dtype.itemsize * 8
    facts: dict[str, Any] = {
        "SOPClassUID": DX,
        "SOPInstanceUID": "1.2.3.4",
        "StudyInstanceUID": "1.2.3",
        "SeriesInstanceUID": "1.2.3.1",
        "Modality": "DX",
        "Rows": shape[0],
        "Columns": shape[1],
        "SamplesPerPixel": shape[2] if len(shape) == 3 else 1,
        "PhotometricInterpretation": "RGB" if len(shape) == 3 else "MONOCHROME2",
        "BitsAllocated": bits,
        "BitsStored": bits,
        "HighBit": attributes.get("BitsStored", bits) - 1 if isinstance(attributes.get("BitsStored", bits), int) else 0,
        "PixelRepresentation": int(samples.dtype.kind == "i"),
        "PatientName": "SECRET^NAME",
        "PatientID": "SECRET1",
        "BurnedInAnnotation": "NO",
    }
    if len(shape) == 3:
        facts["PlanarConfiguration"] = 0
    for keyword, value in (facts | attributes).items():
        if value is not None:
            put(dataset, keyword, value)
    if "PixelData" not in attributes:
        raw = samples.tobytes()
        dataset.PixelData = raw + b"\0" * (len(raw) % 2)
    return dataset


@pytest.fixture
def make_film(tmp_path: Path) -> MakeFilm:
    """Write a DICOM film: ``make_film(samples, **attributes)``; ``encoded`` and ``syntax`` for a codec's frames."""

    def make(
        samples: np.ndarray | None = None,
        *,
        name: str = "film",
        encoded: list[bytes] | None = None,
        syntax: str | None = None,
        **attributes: Any,
    ) -> Path:
        samples = np.arange(12, dtype=np.uint16).reshape(3, 4) if samples is None else samples
        dataset = film_dataset(samples, **attributes)
        if encoded is not None:
            dataset.PixelData = encapsulate(encoded)
        if syntax is not None:
            dataset.file_meta.TransferSyntaxUID = uid.UID(syntax)
        path = tmp_path / name
        dataset.file_meta.MediaStorageSOPClassUID = dataset.get("SOPClassUID", "")
        dataset.file_meta.MediaStorageSOPInstanceUID = "1.2.3.4"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # pydicom warns of the malformed values that the test is about
            dataset.save_as(path, enforce_file_format=dataset.get("SOPClassUID") is not None, overwrite=True)
        return path

    return make
