"""Annotations and observers."""

import pytest

from measure.errors import ModelError
from measure.model import (
    Annotation,
    FrozenMap,
    Level,
    NotVisible,
    Observer,
    ObserverKind,
    Point,
    Status,
    Structure,
    StructureKind,
)

L1 = Structure(StructureKind.VERTEBRA, Level.L1)
READER = Observer(ObserverKind.PERSON, "reader-1")


def test_marks_are_frozen_and_cut_off_from_their_source() -> None:
    marks = {"superior_left": Point(1, 2)}
    annotation = Annotation(L1, READER, marks)
    marks["superior_right"] = Point(1, 9)
    assert annotation.marks == {"superior_left": Point(1, 2)}
    assert isinstance(annotation.marks, FrozenMap)
    assert hash(annotation) == hash(Annotation(L1, READER, {"superior_left": Point(1, 2)}))


def test_a_new_annotation_is_a_draft() -> None:
    assert Annotation(L1, READER).status is Status.DRAFT


def test_what_is_not_visible_has_no_marks() -> None:
    assert Annotation(L1, READER, not_visible=NotVisible.CEMENT).marks == {}
    with pytest.raises(ModelError, match="vertebra:L1: has marks and is called not visible"):
        Annotation(L1, READER, {"superior_left": Point(1, 2)}, not_visible=NotVisible.CEMENT)


@pytest.mark.parametrize("confidence", [-0.01, 1.01])
def test_a_confidence_is_a_probability(confidence: float) -> None:
    with pytest.raises(ModelError, match=f"level confidence {confidence} is not in 0..1"):
        Annotation(L1, READER, level_confidence=confidence)


@pytest.mark.parametrize("confidence", [0.0, 1.0, None])
def test_the_ends_of_a_probability_are_one(confidence: float | None) -> None:
    assert Annotation(L1, READER, level_confidence=confidence).level_confidence == confidence


def test_flags_are_words() -> None:
    assert Annotation(L1, READER).flags == ()
    assert Annotation(L1, READER, flags=("transitional", "accuracy_unproven")).flags[1] == "accuracy_unproven"


@pytest.mark.parametrize("flag", ["", "two words", "Upper", "9th", "a;b", "a" * 65])
def test_a_flag_is_a_word_of_small_letters(flag: str) -> None:
    with pytest.raises(ModelError, match=r"vertebra:L1: flag .*expected small letters"):
        Annotation(L1, READER, flags=(flag,))


def test_a_flag_is_not_repeated_in_a_message() -> None:
    """It might be a cell that slipped: a name."""
    with pytest.raises(ModelError) as caught:
        Annotation(L1, READER, flags=("Miller",))
    assert "Miller" not in str(caught.value)


def test_a_flag_comes_once() -> None:
    with pytest.raises(ModelError, match="one flag comes twice"):
        Annotation(L1, READER, flags=("transitional", "transitional"))


@pytest.mark.parametrize("name", ["", "   "])
def test_an_observer_has_a_name(name: str) -> None:
    with pytest.raises(ModelError, match="expected a name"):
        Observer(ObserverKind.PERSON, name)


@pytest.mark.parametrize("version", [None, ""])
def test_an_algorithm_has_a_version(version: str | None) -> None:
    with pytest.raises(ModelError, match="'spotter': an algorithm needs a version"):
        Observer(ObserverKind.ALGORITHM, "spotter", version)
    assert Observer(ObserverKind.ALGORITHM, "spotter", "2").version == "2"
