"""Codes against the context groups of the standard, as pydicom has them."""

import csv
from pathlib import Path

import pytest
from pydicom.sr._cid_dict import cid_concepts
from pydicom.sr.codedict import codes

from measure.simulate import dicom
from measure.simulate.dicom.codes import coded
from measure.simulate.dicom.facts import REGIONS

TABLE = Path(dicom.__file__).parent / "codes.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
NOT_LISTED = {"10904000", "399260004"}  # younger than, or named differently in, pydicom's copy


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_every_code_is_in_the_group_that_its_source_names(row):
    group = int(row["source"].rpartition(" ")[2])
    known = {getattr(getattr(codes, f"cid{group}"), name).value for name in cid_concepts[group]["SCT"]}
    assert row["value"] in known or row["value"] in NOT_LISTED


def test_every_region_has_a_code():
    assert [coded("region", region).CodeValue for region in REGIONS]
    assert {row["name"] for row in ROWS if row["kind"] == "region"} == set(REGIONS)
