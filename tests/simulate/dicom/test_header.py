"""Headers: nobody in them, valid by an independent validator, and what they say is what the reader reads."""

import shutil
import subprocess
from itertools import product

import numpy as np
import pytest

from measure.film import read_header
from measure.model import BurnedIn, Facing, Intensity, Posture, Side, View
from measure.simulate.dicom import Coding, FilmFacts, ScaleTags, write_film
from measure.simulate.dicom.header import header

STORED = np.arange(64 * 48, dtype=np.uint16).reshape(64, 48) % 4000
SPINE = {"region": "lumbar_spine", "posture": Posture.LATERAL_DECUBITUS}
LIMB = {"region": "lower_limb", "view": View.FRONTAL, "facing": None, "side": Side.LEFT, "posture": Posture.STANDING}
PAIRS = [
    (tags, modality) for tags, modality in product(ScaleTags, ("DX", "CR")) if modality == "CR" or tags.has_detector
]
MORE = [
    {"for_processing": True, "intensity": Intensity.LIN, "monochrome1": True, "bits": 16},
    {"for_processing": True, "intensity": Intensity.LOG, "bits": 14},
    {"stitched": True, "lossy_ratio": 12.0, **LIMB},
    {"modality": "CR", "intensity": Intensity.LOG, "burned_in": True, "posture": Posture.SUPINE},
    {"region": "femur", "side": Side.RIGHT, "view": View.LATERAL, "facing": Facing.RIGHT, "posture": Posture.PRONE},
    {"region": "tibia", "modality": "CR", "side": Side.BILATERAL, "view": View.FRONTAL, "facing": None},
    {"view": View.FRONTAL, "facing": None, "projection": "PA", "region": "spine", "posture": Posture.SITTING},
]


def errors(path):
    """Lines of error of dciodvfy."""
    done = subprocess.run(["dciodvfy", str(path)], capture_output=True, text=True, check=False)
    assert "DXImage" in done.stderr + done.stdout or "CRImage" in done.stderr + done.stdout
    return [line for line in (done.stdout + done.stderr).splitlines() if line.startswith("Error")]


@pytest.fixture
def written(tmp_path):
    """Path of a film with these facts."""

    def write(**stated):
        write_film(tmp_path / "film.dcm", STORED, FilmFacts(**stated), coding=Coding.NONE)
        return tmp_path / "film.dcm"

    return write


@pytest.mark.skipif(shutil.which("dciodvfy") is None, reason="dciodvfy (dicom3tools) is not installed")
@pytest.mark.parametrize(("tags", "modality"), PAIRS)
@pytest.mark.parametrize("body", [SPINE, LIMB], ids=["spine", "limb"])
def test_a_validator_finds_no_error_whatever_is_said_of_scale(written, tags, modality, body):
    assert errors(written(scale=tags, modality=modality, **body)) == []


@pytest.mark.skipif(shutil.which("dciodvfy") is None, reason="dciodvfy (dicom3tools) is not installed")
@pytest.mark.parametrize("stated", MORE)
def test_a_validator_finds_no_error_in_films_of_other_sorts(written, stated):
    assert errors(written(**stated)) == []


@pytest.mark.parametrize("stated", MORE)
def test_the_reader_reads_what_was_stated(written, stated):
    facts, read = FilmFacts(**stated), read_header(written(**stated))
    assert (read.view, read.facing, read.posture) == (facts.view, facts.facing, facts.posture)
    assert read.side is (facts.side if facts.modality == "DX" or facts.side is not Side.BILATERAL else None) or (
        facts.side is None and read.side in (None, Side.MIDLINE)
    )
    assert read.patient_left is (Facing.RIGHT if facts.view is View.FRONTAL else None)
    assert read.inverted is facts.monochrome1
    assert read.stored_range == (0, (1 << facts.bits) - 1)
    assert read.burned_in is (BurnedIn.YES if facts.burned_in else BurnedIn.NO)
    assert read.lossy is (facts.lossy_ratio is not None)
    assert (read.age_years, str(read.sex), str(read.acquired_on)) == (60, "F", "2001-01-01")
    # DX has no word for values made for the eye: devices, and this writer, say LOG.
    shown_as = Intensity.LOG if (facts.intensity, facts.modality) == (Intensity.DISPLAY, "DX") else facts.intensity
    assert read.intensity is shown_as
    assert all(warning.startswith("ImageType: DERIVED") for warning in read.warnings)


def test_days_count_from_2001():
    assert header(FilmFacts(day=59)).StudyDate == "20010301"


def test_films_of_a_day_share_the_study_and_nothing_else():
    one, other, later = (header(FilmFacts(**names)) for names in ({}, {"film": "frontal"}, {"visit": "after"}))
    assert one.StudyInstanceUID == other.StudyInstanceUID != later.StudyInstanceUID
    assert len({part.SOPInstanceUID for part in (one, other, later)}) == 3
    assert len({part.SeriesInstanceUID for part in (one, other, later)}) == 3
    assert header(FilmFacts(plan="other")).StudyInstanceUID != one.StudyInstanceUID


@pytest.mark.parametrize("stated", [{}, *MORE])
def test_nobody_is_in_it(stated):
    made = header(FilmFacts(**stated))
    assert (made.PatientName, made.PatientID, made.PatientBirthDate) == ("SIMULATED^FILM", "SIM-0001", "")
    assert (made.PatientIdentityRemoved, made.ReferringPhysicianName, made.AccessionNumber) == ("YES", "", "")
    people = {element.keyword for element in made.iterall() if element.VR == "PN"}
    assert people <= {"PatientName", "ReferringPhysicianName"}
    dates = {element.value for element in made.iterall() if element.VR == "DA"}
    assert dates <= {"", "20010101"}
