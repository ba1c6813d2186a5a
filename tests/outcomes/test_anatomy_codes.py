import csv
from importlib.resources import files

import pytest
from pydicom.sr import _concepts_dict

from measure.model import Level, Structure, StructureKind
from measure.outcomes.anatomy_codes import anatomy_code, level_codes

ROWS = list(csv.DictReader(files("measure.outcomes").joinpath("data/anatomy_codes.csv").read_text().splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["level"])
def test_each_code_is_that_of_the_dicom_standard(row):
    """Oracle: the context groups of PS3.16 as pydicom has them."""
    cid = int(row["source"].removeprefix("DICOM PS3.16 CID "))
    meanings = {
        meaning
        for keyword in _concepts_dict.concepts[row["scheme"]].values()
        for code, (meaning, cids) in keyword.items()
        if code == row["code"] and (cid in cids or not cids)
    }
    said = "sacrum" if row["level"] == "S1" else row["level"]
    assert any(said in meaning for meaning in meanings), meanings


def test_levels_without_a_code_have_none():
    assert set(Level) - set(level_codes()) == {Level.T13, Level.L6}
    assert anatomy_code(None) is None
    assert anatomy_code(Structure(StructureKind.FEMUR)) is None
    assert anatomy_code(Structure(StructureKind.VERTEBRA, Level.L6)) is None
    assert anatomy_code(Structure(StructureKind.VERTEBRA, Level.L5)) == "SCT|49668003"


def test_no_two_levels_share_a_code():
    assert len(set(level_codes().values())) == len(level_codes()) == 25
