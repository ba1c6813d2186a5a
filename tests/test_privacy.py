"""The privacy probe: films full of marker strings go in, and none comes out but where a page says so.

Every marker is a word of its own that begins with ZQ, so that a leak names its source. Those of files and folders
may stand in the two local files of a run (films.csv, journal.jsonl) and on the terminal; all others nowhere.
"""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import cv2
import numpy as np
import pytest
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.tag import Tag
from pydicom.uid import (
    ComputedRadiographyImageStorage,
    DigitalXRayImageStorageForPresentation,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    MultiFrameGrayscaleWordSecondaryCaptureImageStorage,
    SecondaryCaptureImageStorage,
)

PATH_MARKERS = ("ZQFOLDER", "ZQFILE", "ZQDEEP")
LOCAL = ("films.csv", "journal.jsonl")
BIRTH = "19010203"

# What a header may say of a person, an institution or a device: each attribute with a marker of its own.
IDENTIFYING = {
    "PatientName": "ZQNAME^ZQGIVEN", "PatientID": "ZQPATID77", "OtherPatientIDs": ["ZQOTHERA", "ZQOTHERB"],
    "PatientBirthDate": BIRTH, "PatientBirthTime": "112233", "PatientBirthName": "ZQBIRTHNAME",
    "PatientMotherBirthName": "ZQMOTHER", "PatientAddress": "ZQSTREET 4", "PatientTelephoneNumbers": "ZQPHONE",
    "PatientComments": "ZQPATCOMMENT", "EthnicGroup": "ZQETHNIC", "Occupation": "ZQJOB", "MilitaryRank": "ZQRANK",
    "MedicalRecordLocator": "ZQMRL", "AdditionalPatientHistory": "ZQHISTORY", "AccessionNumber": "ZQACCESSION",
    "ReferringPhysicianName": "ZQREFERRER", "PerformingPhysicianName": "ZQPERFORMER", "OperatorsName": "ZQOPERATOR",
    "NameOfPhysiciansReadingStudy": "ZQREADER", "PhysiciansOfRecord": "ZQRECORD", "RequestingPhysician": "ZQREQUESTER",
    "InstitutionName": "ZQHOSPITAL", "InstitutionAddress": "ZQHOSPSTREET", "InstitutionalDepartmentName": "ZQDEPT",
    "StationName": "ZQSTATION", "StudyDescription": "ZQSTUDYDESC", "SeriesDescription": "ZQSERIESDESC",
    "StudyID": "ZQSTUDYID", "ImageComments": "ZQIMGCOMMENT", "ProtocolName": "ZQPROTOCOL",
    "RequestedProcedureDescription": "ZQREQDESC", "PerformedProcedureStepDescription": "ZQPPSDESC",
    "PerformedProcedureStepID": "ZQPPSID", "DeviceSerialNumber": "ZQSERIAL", "PlateID": "ZQPLATE",
    "CassetteID": "ZQCASSETTE", "DetectorID": "ZQDETECTOR", "SoftwareVersions": "ZQSOFTWARE",
    "AdmissionID": "ZQADMISSION", "IssuerOfPatientID": "ZQISSUER", "CurrentPatientLocation": "ZQWARD",
    "AcquisitionDeviceProcessingDescription": "ZQPROCDESC", "DerivationDescription": "ZQDERIVATION",
}  # fmt: skip

# Attributes that we do read, with something else in them than the standard allows.
MALFORMED = {
    "PatientAge": "ZQAG", "PatientSex": "ZQSEX", "StudyDate": "ZQDATE", "AcquisitionDate": "ZQACQ",
    "ViewPosition": "ZQVIEW", "PatientOrientation": ["ZQORI", "ZQORJ"], "ImageLaterality": "ZQLAT",
    "PatientPosition": "ZQPOS", "PixelSpacing": ["ZQSPA", "ZQSPB"], "ImagerPixelSpacing": ["ZQIMA", "ZQIMB"],
    "PixelSpacingCalibrationType": "ZQCAL", "EstimatedRadiographicMagnificationFactor": "ZQMAG",
    "DistanceSourceToDetector": "ZQSID", "PixelAspectRatio": ["ZQARA", "ZQARB"], "BurnedInAnnotation": "ZQBIA",
    "RescaleSlope": "ZQSLOPE", "PresentationLUTShape": "ZQLUT", "PixelIntensityRelationship": "ZQINT",
    "ConversionType": "ZQCONV", "LossyImageCompression": "ZQLOSS", "Modality": "ZQMOD", "ImageType": ["ZQTYPE"],
    "StudyInstanceUID": "1.2.ZQSTUDYUID", "SeriesInstanceUID": "1.2.ZQSERUID", "Manufacturer": "ZQMAKER",
    "ManufacturerModelName": "ZQMODEL",
}  # fmt: skip


def dicom(path: Path, sop_class: str, uid: str | None, *, frames: int = 1, keep: float = 1.0, **attributes) -> None:
    """Write a film with every identifying attribute, private tags and a sequence of a request."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = attributes.pop("syntax", ExplicitVRLittleEndian)
    meta.MediaStorageSOPClassUID = sop_class
    meta.MediaStorageSOPInstanceUID = uid or "1.2.3.99"
    meta.SourceApplicationEntityTitle = "ZQSOURCEAE"
    ds = FileDataset(str(path), Dataset(), file_meta=meta, preamble=b"ZQPREAMBLE".ljust(128, b"\0"))
    standard = {
        "SOPClassUID": sop_class, "SOPInstanceUID": uid, "StudyInstanceUID": "1.2.3", "SeriesInstanceUID": "1.2.4",
        "Modality": "DX", "StudyDate": "20200304", "ImagerPixelSpacing": ["0.4", "0.4"], "BurnedInAnnotation": "YES",
        "SamplesPerPixel": 1, "Rows": 96, "Columns": 96, "BitsAllocated": 16, "BitsStored": 12, "HighBit": 11,
        "PixelRepresentation": 0, "PhotometricInterpretation": "MONOCHROME2",
    }  # fmt: skip
    if frames > 1:
        standard["NumberOfFrames"] = frames
    for name, value in {**standard, **IDENTIFYING, **attributes}.items():
        if "ZQ" in str(value) and name not in IDENTIFYING:
            # As LO, so that pydicom writes it at all; implicit VR, so that it is read as what it should be.
            ds.add_new(Tag(name), "LO", value)
            meta.TransferSyntaxUID = ImplicitVRLittleEndian
        elif value is not None:
            setattr(ds, name, value)
    other, request = Dataset(), Dataset()
    other.PatientID, other.IssuerOfPatientID = "ZQSEQID", "ZQSEQISSUER"
    request.RequestedProcedureID, request.ScheduledProcedureStepDescription = "ZQRPID", "ZQSPSDESC"
    request.ReasonForTheRequestedProcedure = "ZQREASON"
    ds.OtherPatientIDsSequence, ds.RequestAttributesSequence = [other], [request]
    block = ds.private_block(0x0011, "ZQPRIVATE", create=True)
    block.add_new(0x01, "LO", "ZQPRIVVALUE")
    block.add_new(0x02, "PN", "ZQPRIVNAME")
    block.add_new(0x03, "UN", b"ZQPRIVBYTES")
    pixels = np.random.default_rng(3).integers(400, 3600, (frames, 96, 96), dtype=np.uint16)
    ds.add_new(0x7FE00010, "OW", pixels.astype("<u2").tobytes())
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings(action="ignore"):  # pydicom does not like what it is given here
        ds.save_as(path)
    if keep < 1:
        whole = path.read_bytes()
        path.write_bytes(whole[: int(len(whole) * keep)])


def spine(film: str, view: str = "AP", count: int = 4) -> list[str]:
    rows = []
    for number in range(1, count + 1):
        for corner, x, y in (
            ("superior_left", 34, 20 * number - 6 + number), ("superior_right", 62, 20 * number - 6),
            ("inferior_left", 34, 20 * number + 5), ("inferior_right", 62, 20 * number + 5 + number),
        ):  # fmt: skip
            rows.append(f"{film},{view},{number},{corner},{x},{y}")
    return rows


class Probe:
    """Films, tables and everything that came of them."""

    def __init__(self, root: Path) -> None:
        self.root, self.films, self.out = root, root / "ZQFOLDER^SMITH" / "ZQDEEP", root / "out"
        self.said: list[str] = []  # what the terminal showed
        self.make_films()
        self.make_tables()

    def make_films(self) -> None:
        dx, sc = DigitalXRayImageStorageForPresentation, SecondaryCaptureImageStorage
        dicom(self.films / "ZQFILE_dx.dcm", dx, "1.2.3.1")
        dicom(self.films / "ZQFILE_cr.dcm", ComputedRadiographyImageStorage, "1.2.3.2", Modality="CR",
              syntax=ImplicitVRLittleEndian)  # fmt: skip
        dicom(self.films / "ZQFILE_sc.dcm", sc, "1.2.3.3", Modality="OT", ConversionType="WSD")
        dicom(self.films / "ZQFILE_cine.dcm", MultiFrameGrayscaleWordSecondaryCaptureImageStorage, "1.2.3.4", frames=3)
        dicom(self.films / "ZQFILE_clean.dcm", dx, "1.2.3.5", BurnedInAnnotation="NO")
        dicom(self.films / "ZQFILE_nouid.dcm", dx, None)
        dicom(self.films / "ZQFILE_cut.dcm", dx, "1.2.3.6", keep=0.7)
        dicom(self.films / "ZQFILE_head.dcm", dx, "1.2.3.7", keep=0.05)
        dicom(self.films / "ZQFILE_bad.dcm", dx, "1.2.3.8", **MALFORMED)
        dicom(self.films / "ZQFILE_badsop.dcm", dx, "1.2.3.9", SOPClassUID="1.2.ZQSOP")
        dicom(self.films / "ZQFILE_baduid.dcm", dx, "1.2.3.10", SOPInstanceUID="ZQSOPUID")
        dicom(self.films / "ZQFILE_badphoto.dcm", dx, "1.2.3.11", PhotometricInterpretation="ZQPHOTO")
        for number, (name, value) in enumerate(MALFORMED.items()):
            dicom(self.films / "one" / f"ZQFILE_{number}.dcm", dx, f"1.2.4.{number}", **{name: value})
        cv2.imwrite(str(self.films / "ZQFILE.png"), np.random.default_rng(1).integers(0, 255, (96, 96), np.uint8))
        png = (self.films / "ZQFILE.png").read_bytes()
        text = b"tEXtAuthor\0ZQPNGAUTHOR"
        import zlib

        chunk = (len(text) - 4).to_bytes(4, "big") + text + zlib.crc32(text).to_bytes(4, "big")
        (self.films / "ZQFILE.png").write_bytes(png[:33] + chunk + png[33:])
        (self.films / "ZQFILE_notes.txt").write_text("ZQTEXTNOTE")
        (self.films / "ZQFILE_scan.dcm").write_bytes(b"ZQNOTADICOM" * 40)

    def make_tables(self) -> None:
        films = sorted(path.relative_to(self.films).as_posix() for path in self.films.rglob("*") if path.is_file())
        rows = ["film,view,vertebra,corner,x,y"]
        for number, film in enumerate(films):
            rows += spine(film.replace("cine.dcm", "cine.dcm#2"), "AP" if number % 3 else "LAT")
        self.marks = self.write("marks.csv", rows)
        cases = ["file,subject,issuer,visit,posture,shoe_size"]
        for number, film in enumerate(films[:-4]):
            cases.append(f"{film},ZQSUBJECT{number},ZQCASEISSUER,v1,standing,ZQCELL{number}")
        self.cases = self.write("cases.csv", cases)

    def write(self, name: str, lines: list[str]) -> Path:
        path = self.root / "tables" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def measure(self, *words: object) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-X", "dev", "-c", "from measure.cli import main; main()"]
        done = subprocess.run(
            [*program, *map(str, words)], capture_output=True, text=True, env={**os.environ, "COLUMNS": "300"}
        )  # fmt: skip
        self.said += [done.stdout, done.stderr]
        return done


# Values that are dates or numbers and no words; as text they must not turn up either.
OTHERS = (BIRTH, "1901-02-03", "03.02.1901")
HASHED = ("ZQPATID77", "ZQNAME^ZQGIVEN", "ZQACCESSION", *(f"ZQSUBJECT{number}" for number in range(60)))


# All markers of this page. Two letters alone would turn up by chance in the letters of a pseudonym.
MARKERS = sorted(set(re.findall("ZQ[A-Z]{2,}[0-9]*", Path(__file__).read_text(encoding="utf-8"))))


def needles() -> dict[bytes, str]:
    """What to look for in the lower-cased bytes of an output, and what it means."""
    found = {}
    for word in MARKERS:
        for code in ("utf-8", "utf-16-le", "utf-16-be"):
            found[word.lower().encode(code)] = f"{word} in {code}"
    for word in OTHERS:
        found[word.encode()] = found[word.encode("utf-16-le")] = "the birth date"
    for number in HASHED:
        for name in ("sha256", "sha1", "md5"):
            digest = hashlib.new(name, number.encode())
            found[digest.hexdigest().encode()] = f"{name} of {number}"
            found[digest.digest().lower()] = f"{name} of {number}, as bytes"
    return found


NEEDLES = needles()
WORDS = ("ZQNAME", "ZQPATID77", "ZQACCESSION", "ZQHOSPITAL", "ZQFOLDER", "ZQFILE", "ZQSUBJECT1", "ZQREFERRER")


def leaks(data: bytes, *, compressed: bool = False) -> list[str]:
    """What is given away in some bytes. In compressed pixels two letters turn up by chance: whole words count there."""
    low = data.lower()
    if compressed:
        found = [word for word in WORDS if word.lower().encode() in low]
    else:
        found = [
            f"{what}: {data[max(0, at - 60) : at + 60]!r}" for word, what in NEEDLES.items()
            if (at := low.find(word)) >= 0
        ]  # fmt: skip
    for word in WORDS:
        for shift in range(3):  # base64 of a word depends on where it begins
            code = base64.b64encode(b"\0" * shift + word.encode())[4 if shift else 0 : -4]
            # Four letters turn up by chance in half a megabyte of compressed pixels.
            if code in data and not (compressed and len(code) < 8):
                found.append(f"base64 of {word}")
    return found


def png_chunks(data: bytes) -> list[bytes]:
    found, at = [], 8
    while at < len(data):
        found.append(data[at + 4 : at + 8])
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return found


def without_paths(text: str) -> str:
    for marker in PATH_MARKERS:
        text = text.replace(marker, "").replace(marker.lower(), "")
    return text


@pytest.fixture(scope="module")
def probe(tmp_path_factory):
    patch = pytest.MonkeyPatch()
    root = tmp_path_factory.mktemp("privacy")
    key = root / "pseudonym.key"  # one and the same, so that chance is the same at every run
    key.write_text(f"measure pseudonym key 1\n{bytes(range(32)).hex()}\n")
    key.chmod(0o600)
    patch.setenv("MEASURE_KEY_FILE", str(key))
    made = Probe(root)
    made.batch = made.measure(
        "batch", made.films, "--out", made.out, "--landmarks", made.marks, "--cases", made.cases, "--overlays", "all",
        "--measures", "all", "--workers", "2",
    )  # fmt: skip
    yield made
    patch.undo()
    shutil.rmtree(root, ignore_errors=True)


def test_the_probe_sees_a_leak():
    """A probe that finds nothing where something is would prove nothing."""
    assert leaks(b"....zqname....")
    assert leaks("ZQName".encode("utf-16-le"))
    assert leaks(b"born 1901-02-03")
    assert leaks(hashlib.sha256(b"ZQPATID77").hexdigest().upper().encode())
    assert leaks(base64.b64encode(b"Patient ZQPATID77 is here"), compressed=True)
    assert not leaks(b"an innocent text with a z and a q")
    assert without_paths("ZQFOLDER/ZQFILE ZQNAME").count("ZQ") == 1


def test_the_run_measured_films_and_refused_others(probe):
    assert probe.batch.returncode == 0, probe.batch.stderr
    for said in ("measured", "unreadable", "skipped"):
        assert said in probe.batch.stdout
    made = {path.relative_to(probe.out).parts[0] for path in probe.out.rglob("*")}
    assert made >= {"measurements.csv", "films.csv", "journal.jsonl", "readings", "overlays", "outcomes.sqlite"}
    assert len(list((probe.out / "overlays").iterdir())) > 20
    table = (probe.out / "measurements.csv").read_text()
    assert table.count("\n") > 100
    assert "1.2.3.4/2" in table


def test_research_outputs_give_nothing_away(probe):
    looked = 0
    for path in sorted(probe.out.rglob("*")):
        assert not leaks(str(path.relative_to(probe.out)).encode()), path
        if path.is_file() and path.name not in LOCAL:
            assert leaks(path.read_bytes(), compressed=path.suffix == ".png") == [], path.name
            looked += 1
        if path.suffix == ".png":  # pixels and nothing else: no text, no EXIF
            assert set(png_chunks(path.read_bytes())) == {b"IHDR", b"IDAT", b"IEND"}
    assert looked > 40


def test_the_rows_of_the_store_give_nothing_away(probe):
    """Row by row: a page of the database can be split or packed."""
    import sqlite3

    connection = sqlite3.connect(probe.out / "outcomes.sqlite")
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    count = 0
    for table in tables:
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            assert leaks(repr(row).encode()) == []
            count += 1
    connection.close()
    assert count > 100


def test_pictures_carry_no_text_chunks(probe):
    for path in (probe.out / "overlays").iterdir():
        data, at, kinds = path.read_bytes(), 8, []
        while at < len(data):
            length = int.from_bytes(data[at : at + 4], "big")
            kinds.append(data[at + 4 : at + 8])
            at += 12 + length
        assert set(kinds) <= {b"IHDR", b"IDAT", b"IEND", b"pHYs", b"PLTE"}


@pytest.mark.parametrize("name", LOCAL)
def test_the_local_files_name_paths_and_nothing_else(probe, name):
    text = (probe.out / name).read_text(encoding="utf-8")
    assert "ZQFILE" in text
    assert leaks(without_paths(text).encode()) == []


def test_the_terminal_names_paths_and_nothing_else(probe):
    assert leaks(without_paths(probe.batch.stdout).encode()) == []
    assert leaks(without_paths(probe.batch.stderr).encode()) == []


@pytest.mark.parametrize("film", ["ZQFILE_dx", "ZQFILE_bad", "ZQFILE_cut", "ZQFILE_head", "ZQFILE_baduid", "ZQFILE_sc"])
@pytest.mark.parametrize("json_too", [True, False])
def test_one_film(probe, film, json_too):
    done = probe.measure(
        "film", probe.films / f"{film}.dcm", "--landmarks", probe.marks, *(["--json"] if json_too else [])
    )
    assert "Traceback" not in done.stderr
    assert leaks(without_paths(done.stdout + done.stderr).encode()) == []
    if json_too and done.returncode == 0:
        assert len(json.loads(done.stdout)) > 0
        assert leaks(done.stdout.encode()) == []  # rows are research: no path either


def test_explain_and_catalogue_of_errors(probe):
    store = probe.out / "outcomes.sqlite"
    for words in (
        ("explain", "coronal_cobb", "--store", store), ("explain", "#1/vertebral_depth", "--store", store),
        ("explain", "#1/mid_width", "--store", store), ("explain", "film/coronal_cobb_angle", "--store", store),
        ("explain", "film/coronal_cobb_angle", "--store", store, "--film", "1.2.3.5"),
    ):  # fmt: skip
        done = probe.measure(*words)
        assert "Traceback" not in done.stderr
        # On the terminal a film may be named by its file, by nothing else.
        assert leaks(without_paths(done.stdout + done.stderr).encode()) == []


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_exports(probe, tmp_path, form):
    import pandas as pd

    assert probe.measure("export", "--store", probe.out / "outcomes.sqlite", "--format", form, "--out", tmp_path)
    for path in tmp_path.iterdir():
        assert leaks(path.read_bytes(), compressed=path.suffix == ".parquet") == [], path.name
    read = pd.read_csv if form == "csv" else pd.read_parquet
    table = read(tmp_path / f"measurement.{form}")
    assert len(table) > 100
    assert leaks(table.to_csv().encode()) == []


def test_a_subject_is_there_and_is_a_pseudonym(probe):
    import pandas as pd

    subjects = pd.read_csv(probe.out / "measurements.csv")["subject"].dropna().unique()
    assert len(subjects) > 5
    assert all(subject.startswith("k") and ":" in subject for subject in subjects)


LANDMARK_CELLS = {"view": 1, "vertebra": 2, "corner": 3, "x": 4, "y": 5, "level": 6, "facing": 7, "observer": 8}


@pytest.mark.parametrize("column", LANDMARK_CELLS)
def test_a_bad_cell_of_a_landmark_table_is_not_repeated(probe, tmp_path, column):
    """Columns get shifted: a name can stand in any of them."""
    lines = [row + ",,,".replace(",,,", ",,left,reader") for row in spine("ZQFILE_dx.dcm", "LAT")]
    cells = lines[5].split(",")
    cells[LANDMARK_CELLS[column]] = "ZQCELL^SMITH"
    lines[5] = ",".join(cells)
    table = tmp_path / "marks.csv"
    table.write_text("\n".join(["film,view,vertebra,corner,x,y,level,facing,observer", *lines]) + "\n")
    done = probe.measure("batch", probe.films / "ZQFILE_dx.dcm", "--out", tmp_path / "out", "--landmarks", table)
    assert "Traceback" not in done.stderr
    assert leaks(without_paths(done.stdout + done.stderr).encode()) == []
    for path in (tmp_path / "out").rglob("*"):
        if path.is_file():
            text = path.read_bytes()
            if path.name in LOCAL:
                text = without_paths(text.decode()).encode()
            assert leaks(text, compressed=path.suffix == ".png") == [], path.name
    one = probe.measure("film", probe.films / "ZQFILE_dx.dcm", "--landmarks", table)
    assert leaks(without_paths(one.stdout + one.stderr).encode()) == []


CASE_COLUMNS = (
    "site", "visit", "timepoint", "days_from_index", "index_date", "posture", "posture_vs_baseline", "side", "facing",
    "view", "treated_level", "magnification", "spacing", "pixel_aspect", "nail_diameter", "end_vertebrae",
    "level_anchor", "events", "patient_left",
)  # fmt: skip


@pytest.mark.parametrize("column", CASE_COLUMNS)
def test_a_bad_cell_of_the_cases_table_is_not_repeated(tmp_path, column):
    from measure.errors import MeasureError
    from measure.outcomes.cases import read_cases

    table = tmp_path / "cases.csv"
    table.write_text(f"file,subject,{column}\nZQFILE_dx.dcm,ZQSUBJECT1,ZQCELL^SMITH\n")
    with pytest.raises(MeasureError) as refused:
        read_cases(table)
    assert column in str(refused.value)
    assert leaks(str(refused.value).encode()) == []


def test_lists_of_drafts_and_decisions_on_them(probe, tmp_path):
    """What a reader writes beside a decision stays in his table, and a cell that is wrong is not repeated."""
    import csv

    store, table = tmp_path / "outcomes.sqlite", tmp_path / "drafts.csv"
    shutil.copy(probe.out / "outcomes.sqlite", store)
    probe.measure("confirm", "--drafts", table, "--store", store)
    assert leaks(table.read_bytes()) == []
    with table.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    columns = list(lines[0])
    for line, column in zip(lines, columns, strict=False):
        line |= {"decision": "amend", "new_value": "1", "note": "ZQNAME^SMITH", column: "ZQCELL^SMITH"}
    lines[len(columns)] |= {"decision": "reject", "note": "ZQNAME^SMITH"}
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(lines)
    done = probe.measure("confirm", table, "--store", store, "--by", "reader-1")
    assert done.returncode == 1
    for said in ("1 rejected", "column decision", "column new_value", "column kind", "column row_uid", "column value"):
        assert said in done.stdout
    assert "Traceback" not in done.stderr
    assert leaks((done.stdout + done.stderr).encode()) == []
    for path in tmp_path.glob("outcomes.sqlite*"):
        assert leaks(path.read_bytes()) == [], path.name


def test_a_table_without_its_header_is_not_repeated(tmp_path):
    from measure.errors import MeasureError
    from measure.outcomes.cases import read_cases
    from measure.readings import read_landmarks

    table = tmp_path / "t.csv"
    table.write_text("a.dcm,ZQNAME^SMITH,ZQSUBJECT1\nb.dcm,ZQNAME^JONES,ZQSUBJECT2\n")
    for read in (read_cases, read_landmarks):
        with pytest.raises(MeasureError) as refused:
            read(table)
        assert leaks(str(refused.value).encode()) == []
