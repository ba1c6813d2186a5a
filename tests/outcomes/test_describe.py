import frictionless
import jsonschema
import pytest

from measure.outcomes.describe import columns, dictionary, json_schema, table_schema
from measure.outcomes.schema import ROW_TYPES, MeasurementRow


@pytest.mark.parametrize("row_type", ROW_TYPES)
def test_both_schemas_are_valid_schemas(row_type):
    jsonschema.Draft202012Validator.check_schema(json_schema(row_type))
    frictionless.Schema.from_descriptor(table_schema(row_type))


def test_json_schema_takes_our_rows_and_refuses_others(rows):
    """Oracle: a validator that knows only the published schema."""
    validator = jsonschema.Draft202012Validator(json_schema(MeasurementRow))
    good = rows[0].model_dump(mode="json")
    assert validator.is_valid(good)
    for change in ({"unit": "cm"}, {"film_key": "a.dcm"}, {"sd": -1}, {"extra": 1}, {"revision": 0}):
        assert not validator.is_valid({**good, **change})


def test_columns_are_flat():
    flat = columns(MeasurementRow)
    assert flat["timepoint"]["enum"][0] == "baseline"
    assert flat["value"]["type"] == "number"
    assert not flat["value"]["required"]
    assert flat["unit"]["required"]
    assert not flat["flags"]["required"]
    assert all(column["description"] and "anyOf" not in column and "$ref" not in column for column in flat.values())


def test_the_dictionary_says_what_is_allowed():
    allowed = {entry["column"]: entry["allowed"] for entry in dictionary(MeasurementRow)}
    assert allowed["value_status"] == "measured | not_measurable | missing"
    assert allowed["level_confidence"] == ">= 0, <= 1"
    assert allowed["mm_per_pixel_row"] == "> 0"
    assert allowed["film_key"].startswith("^(")
