import pytest

from measure.errors import ModelError
from measure.model import Level, Side, Structure, StructureKind
from measure.outcomes.structures import parse_structure


@pytest.mark.parametrize(
    "structure",
    [
        Structure(StructureKind.VERTEBRA, Level.L1, 3),
        Structure(StructureKind.VERTEBRA, ordinal=3),
        Structure(StructureKind.FEMORAL_HEAD, side=Side.LEFT),
        Structure(StructureKind.FEMUR, side=Side.RIGHT, part="proximal"),
        Structure(StructureKind.REGENERATE, part="third_2"),
        Structure(StructureKind.CALIBRATOR),
    ],
)
def test_a_structure_comes_back_from_its_key_and_place(structure):
    assert parse_structure(structure.key, structure.ordinal) == structure


def test_no_key_is_the_whole_film():
    assert parse_structure(None) is None


@pytest.mark.parametrize("key", ["", "wing", "vertebra", "vertebra:#x", "vertebra:#0"])
def test_a_key_that_names_nothing_is_refused(key):
    with pytest.raises(ModelError, match="structure key"):
        parse_structure(key)
