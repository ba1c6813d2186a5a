"""``measure catalog``: every measure, in a list, in full and as data."""

import json

from measure.catalog import MEASURES
from measure.errors import CatalogError


def test_the_list_has_every_measure(invoke):
    said = invoke("catalog").output
    for measure in MEASURES:
        assert measure.id in said
        assert measure.title in said


def test_one_measure_in_full(invoke):
    for measure in MEASURES:
        said = " ".join(invoke("catalog", measure.id).output.split())
        assert measure.title in said
        assert " ".join(measure.definition.split()) in said
        for reference in measure.references:
            assert " ".join(reference.split()) in said
        for scheme, code in measure.codes.items():
            assert f"{scheme}|{code}" in said


def test_as_data(invoke):
    plain = json.loads(invoke("catalog", "--json").output)
    assert [entry["id"] for entry in plain] == [measure.id for measure in MEASURES]
    assert plain[0]["definition"] == MEASURES[0].definition
    assert json.loads(invoke("catalog", "beck_index", "--json").output)[0]["unit"] == "{ratio}"


def test_a_wrong_name_suggests_the_right_one(invoke, measure):
    result = invoke("catalog", "beck", fails=CatalogError)
    assert "did you mean beck_index" in str(result.exception)
    done = measure("catalog", "beck")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("measure: measure 'beck' is not in the catalogue; did you mean beck_index")
