"""No column, no message and no identity of a row may give away who the patient is."""

import re

import pytest
from pydantic import ValidationError

from measure.outcomes.problems import in_words
from measure.outcomes.schema import ROW_TYPES, MeasurementRow

# Words that would name a column for an identity; matched as whole words of the name.
FORBIDDEN = {
    "name", "patient", "mrn", "nhs", "accession", "birth", "dob", "path", "file", "folder", "date", "address",
    "serial", "lot", "recorded", "phone", "comment",
}  # fmt: skip
ALLOWED = {"device_name"}  # the product, not a person
DATES = re.compile(r"(?<!no )calendar|birth|accession|patient number")


@pytest.mark.parametrize("row_type", ROW_TYPES)
def test_no_column_is_made_for_an_identity(row_type):
    for name, field in row_type.model_fields.items():
        assert name in ALLOWED or not FORBIDDEN & set(name.split("_")), name
        negated = re.sub(r"(never|no)\b[^.;]*", "", field.description.lower())
        assert not DATES.search(negated), name


@pytest.mark.parametrize("row_type", ROW_TYPES)
def test_every_text_column_is_a_list_a_pattern_or_json(row_type):
    """Free text is where names end up."""
    for name, column in row_type.model_json_schema()["properties"].items():
        kinds = [kind for kind in column.get("anyOf", [column]) if kind.get("type") == "string"]
        assert all("pattern" in kind or "enum" in kind for kind in kinds) or name in {"trace", "details"}, name


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("subject", "SMITH^JOHN"), ("site", "St. Mary's, 12 Park Rd"), ("visit", "12.03.2024"), ("visit", "20240312"),
        ("film_key", "/data/SMITH^JOHN/1.dcm"), ("observer", "SMITH^JOHN"), ("structure", "vertebra:SMITH"),
        ("study_uid", "../SMITH"), ("calibration_source", "SMITH^JOHN"), ("flags", ("SMITH^JOHN",)),
    ],
)  # fmt: skip
def test_an_identity_in_the_wrong_column_is_refused_and_not_repeated(rows, column, value):
    with pytest.raises(ValidationError) as refused:
        MeasurementRow.model_validate({**rows[0].model_dump(), column: value})
    words = in_words(refused.value)
    assert column in words
    for part in re.findall(r"[A-Z]{4,}|\d{4,}", str(value)):
        assert part not in words
