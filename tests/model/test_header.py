"""Headers say nothing that the file did not."""

from dataclasses import fields

from measure.model import BurnedIn, Calibration, FilmHeader, Intensity

IDENTITY = ("name", "patient", "birth", "accession", "path", "physician", "institution")


def test_what_is_not_said_is_unknown() -> None:
    header = FilmHeader("sha256:0", 10, 20)
    assert header.calibration == Calibration()
    assert header.intensity is Intensity.UNKNOWN
    assert header.burned_in is BurnedIn.UNKNOWN
    assert header.view is header.side is header.facing is header.posture is None


def test_no_field_for_identity() -> None:
    names = [f.name for f in fields(FilmHeader) if f.name != "patient_left"]
    assert [n for n in names for word in IDENTITY if word in n.split("_")] == []
