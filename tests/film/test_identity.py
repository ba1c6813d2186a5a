"""Who is on the film."""

from pathlib import Path

import numpy as np
import PIL.Image

from measure.film import Identity, read_identity


def test_identity(make_film) -> None:
    path = make_film(PatientID="000 123", IssuerOfPatientID="Hôpital", SpecificCharacterSet="ISO_IR 100")
    assert read_identity(path) == Identity("000 123", "Hôpital")


def test_identity_does_not_show_itself(make_film) -> None:
    assert "SECRET1" not in repr(read_identity(make_film()))


def test_identity_that_is_not_there(make_film) -> None:
    assert read_identity(make_film(PatientID=None)) == Identity(None, None)


def test_picture_has_none(tmp_path: Path) -> None:
    PIL.Image.fromarray(np.zeros((2, 2), np.uint8)).save(tmp_path / "a.png")
    assert read_identity(tmp_path / "a.png") is None
