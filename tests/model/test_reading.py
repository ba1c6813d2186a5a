"""Readings: every structure once, and everything stated can be asked for."""

import pickle

import pytest

from measure.errors import ModelError
from measure.model import (
    Annotation,
    Level,
    Observer,
    ObserverKind,
    Origin,
    Point,
    Reading,
    Statement,
    Structure,
    StructureKind,
    Topic,
)

READER = Observer(ObserverKind.PERSON, "reader-1")


def vertebra(level: Level | None, ordinal: int | None = None) -> Annotation:
    return Annotation(Structure(StructureKind.VERTEBRA, level, ordinal), READER, {"superior_left": Point(1.0, 2.0)})


@pytest.mark.parametrize("twice", [(vertebra(Level.L1), vertebra(Level.L1, 4)), (vertebra(None, 2), vertebra(None, 2))])
def test_a_structure_is_annotated_once(twice: tuple[Annotation, Annotation]) -> None:
    with pytest.raises(ModelError, match=f"{twice[0].structure.key} is annotated twice"):
        Reading("2.25.1", "sha256:0", READER, twice)


def test_of_kind_keeps_the_order_given() -> None:
    ball = Annotation(Structure(StructureKind.CALIBRATOR, ordinal=1), READER)
    reading = Reading("2.25.1", "sha256:0", READER, (vertebra(Level.L2), ball, vertebra(Level.L1)))
    assert [a.structure.level for a in reading.of_kind(StructureKind.VERTEBRA)] == [Level.L2, Level.L1]
    assert list(reading.of_kind(StructureKind.CALIBRATOR)) == [ball]


def test_stated_gives_all_statements_on_a_topic() -> None:
    said = (
        Statement(Topic.FACING, "left", Origin.PERSON),
        Statement(Topic.VIEW, "lateral", Origin.TABLE),
        Statement(Topic.FACING, "right", Origin.TABLE),
    )
    reading = Reading("2.25.1", "sha256:0", READER, statements=said)
    assert reading.stated(Topic.FACING) == (said[0], said[2])
    assert reading.stated(Topic.SIDE) == ()


def test_survives_pickling_and_hashing() -> None:
    """Batch sends readings between processes."""
    reading = Reading("2.25.1", "sha256:0", READER, (vertebra(Level.L1),))
    twin = pickle.loads(pickle.dumps(reading))
    assert twin == reading
    assert hash(twin) == hash(reading)
