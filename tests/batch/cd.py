"""A mock CD of a PACS, as a department hands it over: films without extensions, slices, reports, a viewer, a zip."""

import io
import os
import shutil
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.fileset import FileSet
from pydicom.uid import (
    BasicTextSRStorage,
    CTImageStorage,
    EncapsulatedPDFStorage,
    ExplicitVRLittleEndian,
    GrayscaleSoftcopyPresentationStateStorage,
)  # fmt: skip

PERSON = "ZQMUELLER^ANNA"
SLICES = 120
VIEWER = {
    "VIEWER.EXE": b"MZ\x90" + bytes(400), "viewer.dll": b"MZ\x90" + bytes(100), "lib/codec.so": b"\x7fELF" + bytes(90),
    "lib/jre.jar": None, "help/index.html": b"<!DOCTYPE html><html></html>", "help/viewer.chm": b"ITSF\x03" + bytes(50),
    "help/style.xml": b"<?xml version='1.0'?><a/>", "img/logo.png": None, "img/back.jpg": None,
    "img/icon.ico": b"\0\0\1\0",
    "conf/settings.ini": b"[viewer]\nlanguage=de\n", "conf/licence.txt": b"All rights reserved.\n",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cd:
    """What was put on it.

    Attributes
    ----------
    root : Path
        Its top folder.
    films : dict of str to str
        Path of each film that is to be measured, to the name of its sample.
    """

    root: Path
    films: dict[str, str] = field(default_factory=dict)


def make_cd(root: Path, samples: Path) -> Cd:
    """Write the CD; every file and folder of it can only be read."""
    root.mkdir(parents=True)
    cd = Cd(root)
    names = ["lateral_fracture", "ap_scoliosis", "lateral_detector_spacing"]
    _indexed(cd, [samples / f"{name}.dcm" for name in names])
    person = root / "EXPORT" / PERSON
    person.mkdir(parents=True)
    shutil.copy(samples / "ap_scoliosis.dcm", person / "IMG0001")
    _sent_again(samples / "lateral_fracture.dcm", person / "IMG0002", PixelSpacing=["0.42", "0.42"])
    _sent_again(
        samples / "lateral_detector_spacing.dcm", person / "IMG0003", StudyDescription="anew", InstanceNumber="9"
    )
    shutil.copy(samples / "truncated.dcm", person / "IMG0004")
    for name in ("lateral_monochrome1", "lateral_no_spacing"):
        cd.films[f"EXPORT/{PERSON}/films.zip/{PERSON}/{name}"] = name
    with zipfile.ZipFile(person / "films.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir(PERSON)
        for name in ("lateral_monochrome1", "lateral_no_spacing"):
            archive.write(samples / f"{name}.dcm", f"{PERSON}/{name}")
        archive.writestr("README.TXT", "Films of a patient")
    _viewer(root)
    for path in [root, *root.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    return cd


def open_up(root: Path) -> None:
    """Let the folder be removed again."""
    for path in [root, *(p for p in root.rglob("*") if p.is_dir())]:
        path.chmod(0o755)


def _indexed(cd: Cd, films: list[Path]) -> None:
    """Films, slices and reports as a file set with its DICOMDIR, in the folders that pydicom gives them."""
    files = FileSet()
    placed = {}
    for number, path in enumerate(films, 1):
        film = pydicom.dcmread(path)
        for name, value in (("StudyID", "1"), ("SeriesNumber", number), ("InstanceNumber", 1), ("StudyTime", "120000")):
            if not film.get(name):
                setattr(film, name, value)
        placed[film.SOPInstanceUID] = path.stem
        files.add(film)
    pattern = films[0]
    for series in (1, 2):
        for number in range(SLICES // 2):
            files.add(_slice(pattern, series, number))
    files.add(_object(pattern, BasicTextSRStorage, "SR", 3, CompletionFlag="COMPLETE", VerificationFlag="UNVERIFIED",
                      ConceptNameCodeSequence=[_code("18748-4", "LN", "Report")], ContentDate="20200101",
                      ContentTime="1200", ValueType="CONTAINER", ContinuityOfContent="SEPARATE"))  # fmt: skip
    files.add(_object(pattern, GrayscaleSoftcopyPresentationStateStorage, "PR", 4, PresentationCreationDate="20200101",
                      PresentationCreationTime="1200", ContentLabel="A", ReferencedSeriesSequence=[]))  # fmt: skip
    files.add(_object(pattern, EncapsulatedPDFStorage, "DOC", 5, DocumentTitle="Letter", ContentDate="20200101",
                      ContentTime="1200", MIMETypeOfEncapsulatedDocument="application/pdf",
                      EncapsulatedDocument=b"%PDF-1.4 ", ConceptNameCodeSequence=[]))  # fmt: skip
    files.write(cd.root)
    files._stage["t"].cleanup()  # pydicom leaves this to chance
    for path in sorted(cd.root.rglob("IM*")):
        uid = pydicom.dcmread(path, specific_tags=["SOPInstanceUID"], stop_before_pixels=True).SOPInstanceUID
        if uid in placed:
            cd.films[path.relative_to(cd.root).as_posix()] = placed[uid]


def _object(
    pattern: Path, sop_class: str, modality: str, series: int, number: int = 1, **attributes: object
) -> Dataset:
    """A small object of the patient and study of a film."""
    film = pydicom.dcmread(pattern, stop_before_pixels=True)
    made = Dataset()
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.SOPClassUID, made.Modality = sop_class, modality
    made.SOPInstanceUID = f"2.25.77{series}{number:04}"
    made.file_meta.MediaStorageSOPClassUID, made.file_meta.MediaStorageSOPInstanceUID = sop_class, made.SOPInstanceUID
    made.PatientID, made.PatientName = film.PatientID, film.PatientName
    made.StudyInstanceUID, made.SeriesInstanceUID = film.StudyInstanceUID, f"2.25.88{series}"
    made.StudyDate, made.StudyTime, made.StudyID = film.StudyDate, "120000", "1"
    made.SeriesNumber, made.InstanceNumber = series + 10, number
    for name, value in attributes.items():
        setattr(made, name, value)
    return made


def _slice(pattern: Path, series: int, number: int) -> Dataset:
    pixels = np.full((8, 8), number, np.uint16)
    return _object(pattern, CTImageStorage, "CT", series, number + 1, Rows=8, Columns=8, SamplesPerPixel=1,
                   BitsAllocated=16, BitsStored=12, HighBit=11, PixelRepresentation=0,
                   PhotometricInterpretation="MONOCHROME2", PixelData=pixels.tobytes())  # fmt: skip


def _code(value: str, scheme: str, meaning: str) -> Dataset:
    made = Dataset()
    made.CodeValue, made.CodingSchemeDesignator, made.CodeMeaning = value, scheme, meaning
    return made


def _sent_again(film: Path, path: Path, **tags: object) -> None:
    """The same film with other tags, as a PACS corrects them."""
    dataset = pydicom.dcmread(film)
    for name, value in tags.items():
        setattr(dataset, name, value)
    dataset.save_as(path)


def _viewer(root: Path) -> None:
    (root / "AUTORUN.INF").write_bytes(b"[autorun]\r\nopen=VIEWER\\VIEWER.EXE\r\n")
    (root / "README.HTM").write_bytes(b"<html><body>Start the viewer</body></html>")
    for name, content in VIEWER.items():
        path = root / "VIEWER" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content or _made(name))


def _made(name: str) -> bytes:
    buffer = io.BytesIO()
    if name.endswith(".jar"):
        with zipfile.ZipFile(buffer, "w") as jar:
            jar.writestr("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n")
            jar.writestr("viewer/Main.class", b"\xca\xfe\xba\xbe")
    else:
        Image.fromarray(np.zeros((16, 16), np.uint8)).save(buffer, "PNG" if name.endswith("png") else "JPEG")
    return buffer.getvalue()


def listing(root: Path) -> dict[str, tuple[int, int]]:
    """Every file and folder with size and time: what a run must leave as it was."""
    return {
        os.fspath(path.relative_to(root)): (path.stat().st_size, path.stat().st_mtime_ns) for path in root.rglob("*")
    }
