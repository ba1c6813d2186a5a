"""View, side, posture and which way round the picture is."""

import pytest
from pydicom import Dataset

from measure.film.attributes import Attributes
from measure.film.orientation import Orientation, read_orientation
from measure.model import Facing, Posture, Side, View

from .conftest import put


def orientation(**attributes) -> tuple[Orientation, list[str]]:
    dataset = Dataset()
    for keyword, value in attributes.items():
        put(dataset, keyword, value)
    read = Attributes(dataset)
    return read_orientation(read), read.warnings


def coded(value: str, **more) -> Dataset:
    item = Dataset()
    item.CodeValue = value
    for keyword, inner in more.items():
        setattr(item, keyword, inner)
    return item


@pytest.mark.parametrize(
    ("position", "view"),
    [
        ("AP", View.FRONTAL), ("PA", View.FRONTAL), ("LL", View.LATERAL), ("RL", View.LATERAL), ("LAT", View.LATERAL),
        ("LATERAL", View.LATERAL), (b"lat ", View.LATERAL), ("RLO", View.OBLIQUE), ("", None), ("LLD", None),
    ],
)  # fmt: skip
def test_view_position(position: str | bytes, view: View | None) -> None:
    assert orientation(ViewPosition=position) == (
        Orientation(view=view, posture=Posture.LATERAL_DECUBITUS if position == "LLD" else None), [],
    )  # fmt: skip


def test_unknown_view_position_is_warned_of() -> None:
    assert orientation(ViewPosition="SUNRISE")[1] == ["ViewPosition: neither frontal, lateral nor oblique"]


@pytest.mark.parametrize(
    ("code", "view"), [("399348003", View.FRONTAL), ("R-10236", View.LATERAL), ("399182000", View.OBLIQUE)]
)
def test_view_code(code: str, view: View) -> None:
    assert orientation(ViewCodeSequence=[coded(code)])[0].view is view


def test_code_wins_over_position() -> None:
    found, warnings = orientation(ViewCodeSequence=[coded("399348003")], ViewPosition="LL")
    assert found.view is View.FRONTAL
    assert "the code is used" in warnings[0]


@pytest.mark.parametrize(
    ("rows", "left", "facing", "view"),
    [
        ("L", Facing.RIGHT, None, View.FRONTAL), ("R", Facing.LEFT, None, View.FRONTAL),
        ("A", None, Facing.RIGHT, View.LATERAL), ("P", None, Facing.LEFT, View.LATERAL),
        ("LF", Facing.RIGHT, None, View.FRONTAL),
    ],
)  # fmt: skip
def test_patient_orientation(rows: str, left: Facing | None, facing: Facing | None, view: View) -> None:
    found, warnings = orientation(PatientOrientation=[rows, "F"])
    assert (found.patient_left, found.facing, found.view, warnings) == (left, facing, view, [])


@pytest.mark.parametrize(
    ("attributes", "words"),
    [
        ({"PatientOrientation": ["H", "L"]}, "lies on its side"),
        ({"PatientOrientation": ["X", "F"]}, "expected two directions"),
        ({"PatientOrientation": ["L"]}, "expected two directions"),
        ({"PatientOrientation": ["A", "F"], "ViewPosition": "AP"}, "got that of a lateral view"),
        ({"PatientOrientation": ["L", "F"], "AnatomicalOrientationType": "QUADRUPED"}, "of an animal"),
    ],
)
def test_orientation_that_says_nothing(attributes: dict, words: str) -> None:
    found, warnings = orientation(**attributes)
    assert (found.patient_left, found.facing) == (None, None)
    assert words in warnings[0]


def test_upside_down_is_warned_of() -> None:
    assert "run to the feet" in orientation(PatientOrientation=["P", "H"])[1][0]


@pytest.mark.parametrize(
    ("letter", "side"), [("L", Side.LEFT), ("R", Side.RIGHT), ("B", Side.BILATERAL), ("U", Side.MIDLINE)]
)
def test_side(letter: str, side: Side) -> None:
    assert orientation(ImageLaterality=letter)[0].side is side
    assert orientation(Laterality=letter)[0].side is side


def test_sides_that_contradict_each_other() -> None:
    found, warnings = orientation(ImageLaterality="L", Laterality="R")
    assert found.side is Side.LEFT
    assert warnings == ["Laterality: says right, ImageLaterality says left: the latter is used"]
    assert "expected L, R, B or U" in orientation(ImageLaterality="Q")[1][0]


@pytest.mark.parametrize(
    ("attributes", "posture"),
    [
        ({"PatientPosition": "HFS"}, Posture.SUPINE),
        ({"PatientPosition": "FFP"}, Posture.PRONE),
        ({"PatientPosition": "HFDL"}, Posture.LATERAL_DECUBITUS),
        ({"PatientPosition": "SITTING"}, Posture.SITTING),
        ({"PatientPosition": "Q"}, None),
        ({"ViewPosition": "RLD"}, Posture.LATERAL_DECUBITUS),
        (
            {
                "PatientOrientationCodeSequence": [
                    coded("C86043", PatientOrientationModifierCodeSequence=[coded("10904000")])
                ]
            },
            Posture.STANDING,
        ),
        ({"PatientOrientationCodeSequence": [coded("102538003")]}, None),
    ],
)
def test_posture(attributes: dict, posture: Posture | None) -> None:
    assert orientation(**attributes)[0].posture is posture
