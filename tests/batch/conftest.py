"""Small films of nobody, with landmarks: files that a batch reads like any other."""

import uuid
import zlib
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import DigitalXRayImageStorageForPresentation, ExplicitVRLittleEndian

from measure.batch.options import Options, Overlays

HEADER = "film,view,vertebra,corner,x,y"


def uid_of(text: str) -> str:
    return f"2.25.{uuid.uuid5(uuid.NAMESPACE_URL, text).int}"


@pytest.fixture(scope="session")
def new_film():
    """Write a DX film; keyword arguments are attributes, None leaves one out."""

    def make(path: Path, *, frames: int = 1, pixels: np.ndarray | None = None, keep: float = 1.0, **attributes) -> Path:
        if pixels is None:
            rng = np.random.default_rng(zlib.crc32(path.name.encode()))
            pixels = rng.integers(500, 3500, (96, 96) if frames == 1 else (frames, 96, 96), dtype=np.uint16)
        meta = FileMetaDataset()
        meta.TransferSyntaxUID = ExplicitVRLittleEndian
        meta.MediaStorageSOPClassUID = attributes.get("SOPClassUID") or DigitalXRayImageStorageForPresentation
        meta.MediaStorageSOPInstanceUID = attributes.get("SOPInstanceUID") or uid_of(str(path))
        ds = FileDataset(str(path), Dataset(), file_meta=meta, preamble=bytes(128))
        standard = {
            "SOPClassUID": meta.MediaStorageSOPClassUID, "SOPInstanceUID": meta.MediaStorageSOPInstanceUID,
            "StudyInstanceUID": uid_of("study"), "SeriesInstanceUID": uid_of("series"), "Modality": "DX",
            "ImagerPixelSpacing": ["0.4", "0.4"], "PatientID": "NOBODY-1", "StudyDate": "20010101",
            "BurnedInAnnotation": "NO", "PixelIntensityRelationship": "LOG", "PixelIntensityRelationshipSign": -1,
            "Rows": pixels.shape[-2], "Columns": pixels.shape[-1], "SamplesPerPixel": 1, "BitsAllocated": 16,
            "BitsStored": 12, "HighBit": 11, "PixelRepresentation": 0, "PhotometricInterpretation": "MONOCHROME2",
            "RescaleSlope": "1", "RescaleIntercept": "0",
        }  # fmt: skip
        if frames > 1:
            standard["NumberOfFrames"] = frames
        for name, value in {**standard, **attributes}.items():
            if value is not None:
                setattr(ds, name, value)
        ds.add_new(0x7FE00010, "OW", pixels.astype("<u2").tobytes())
        path.parent.mkdir(parents=True, exist_ok=True)
        ds.save_as(path, enforce_file_format=True)
        if keep < 1:
            whole = path.read_bytes()
            path.write_bytes(whole[: int(len(whole) * keep)])
        return path

    return make


def frontal_rows(film: str, seed: int = 0, count: int = 5) -> list[str]:
    """Rows of a slightly curved spine, four corners a vertebra."""
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(1, count + 1):
        tilt = rng.uniform(-0.25, 0.25)
        top, bottom = 16 * number - 8, 16 * number + 3
        for corner, x, y in (
            ("superior_left", 34, top - tilt * 14), ("superior_right", 62, top + tilt * 14),
            ("inferior_left", 34, bottom - tilt * 14), ("inferior_right", 62, bottom + tilt * 14),
        ):  # fmt: skip
            rows.append(f"{film},AP,{number},{corner},{x + rng.uniform(-1, 1):.3f},{y:.3f}")
    return rows


def lateral_rows(film: str, count: int = 3, front: str = "left") -> list[str]:
    """Rows of a straight spine seen from the side: picture corners, 20 wide, front 10 and back 12 high."""
    left, right = (10, 12) if front == "left" else (12, 10)
    rows = []
    for number in range(1, count + 1):
        middle = 20 * number
        for corner, x, y in (
            ("superior_left", 30, middle - left / 2), ("superior_right", 50, middle - right / 2),
            ("inferior_left", 30, middle + left / 2), ("inferior_right", 50, middle + right / 2),
        ):  # fmt: skip
            rows.append(f"{film},LAT,{number},{corner},{x},{y}")
    return rows


@pytest.fixture(scope="session")
def frontal():
    return frontal_rows


@pytest.fixture(scope="session")
def lateral():
    return lateral_rows


@pytest.fixture(scope="session")
def table():
    """Write a landmark table of rows."""

    def write(path: Path, *rows: list[str], header: str = HEADER) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([header, *(row for group in rows for row in group)]) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def options(tmp_path):
    """Options of a run over ``tmp_path/films`` into ``tmp_path/out``, without pictures."""

    def make(**changes) -> Options:
        given = {
            "inputs": (tmp_path / "films",), "out": tmp_path / "out", "workers": 1, "overlays": Overlays.NONE,
            **changes,
        }  # fmt: skip
        return Options(**given)

    return make
