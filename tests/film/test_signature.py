"""Formats by content, never by name."""

import io
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from pydicom import Dataset, uid
from pydicom.filewriter import dcmwrite

from measure.film import sniff
from measure.film.signature import sniff_bytes


@pytest.mark.parametrize("name", ["png", "jpeg", "tiff"])
def test_pictures(tmp_path: Path, name: str) -> None:
    path = tmp_path / "film.dcm"
    PIL.Image.fromarray(np.zeros((4, 4), np.uint8)).save(path, name.upper())
    assert sniff(path) == name


def test_dicom_without_extension(make_film) -> None:
    assert sniff(make_film(name="IM0001")) == "dicom"


@pytest.mark.parametrize("syntax", [uid.ImplicitVRLittleEndian, uid.ExplicitVRLittleEndian, uid.ExplicitVRBigEndian])
def test_dicom_without_preamble(syntax: uid.UID) -> None:
    dataset = Dataset()
    dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.1.1"
    dataset.Modality = "DX"
    buffer = io.BytesIO()
    dcmwrite(
        buffer,
        dataset,
        implicit_vr=syntax.is_implicit_VR,
        little_endian=syntax.is_little_endian,
        enforce_file_format=False,
    )
    assert sniff_bytes(buffer.getvalue()[:132]) == "dicom"


@pytest.mark.parametrize("content", [b"", b"a", b"film,view\n1,AP", b"%PDF-1.7", b"PK\x03\x04", bytes(200), b"GIF89a"])
def test_others(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "film.dcm"
    path.write_bytes(content)
    assert sniff(path) is None


def test_folder_and_missing_file(tmp_path: Path) -> None:
    assert sniff(tmp_path) is None
    assert sniff(tmp_path / "none") is None
