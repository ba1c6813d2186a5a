"""Which objects are films."""

import pytest

from measure.errors import NotAFilm, UnsupportedFilm
from measure.film import read_header
from measure.film.sop_classes import CAPTURES, TAKEN, check_sop_class

ROOT = "1.2.840.10008.5.1.4.1.1."


@pytest.mark.parametrize("kind", TAKEN)
def test_taken(kind: str) -> None:
    assert check_sop_class(ROOT + kind, "DX") == (kind in CAPTURES, None)


@pytest.mark.parametrize(
    ("uid", "name"),
    [
        (ROOT + "2", "CT Image Storage"),
        (ROOT + "4", "MR Image Storage"),
        (ROOT + "6.1", "Ultrasound Image Storage"),
        (ROOT + "20", "Nuclear Medicine Image Storage"),
        (ROOT + "13.1.1", "X-Ray 3D Angiographic Image Storage"),
        (ROOT + "88.33", "Comprehensive SR Storage"),
        (ROOT + "104.1", "Encapsulated PDF Storage"),
        ("1.2.840.10008.1.3.10", "Media Storage Directory Storage"),
    ],
)
def test_refused_by_name(make_film, uid: str, name: str) -> None:
    with pytest.raises(NotAFilm, match=f"expected a projection radiograph, got {name}"):
        read_header(make_film(SOPClassUID=uid))


@pytest.mark.parametrize("kind", ["1.2", "12.1.1", "7.1"])
def test_projections_that_are_not_taken(kind: str) -> None:
    with pytest.raises(UnsupportedFilm, match=r"SOP class: .+ is not read: "):
        check_sop_class(ROOT + kind, "MG")


def test_captured_slice() -> None:
    with pytest.raises(NotAFilm, match="Secondary Capture Image Storage of modality CT"):
        check_sop_class(ROOT + "7", "CT")


def test_without_sop_class(make_film) -> None:
    header = read_header(make_film(SOPClassUID=None, Modality="CR"))
    assert "SOPClassUID: absent; taken for a film because Modality is CR" in header.warnings
    with pytest.raises(NotAFilm, match="without SOPClassUID"):
        read_header(make_film(SOPClassUID=None, Modality="CT"))
