import hashlib
import json

import pytest

from measure.outcomes.record import content_hash, from_record, to_record
from measure.outcomes.schema import MeasurementRow


def test_a_record_is_plain(rows):
    for row in rows:
        record = to_record(row)
        assert list(record) == list(MeasurementRow.model_fields)
        assert {type(value) for value in record.values()} <= {str, int, float, type(None)}
        assert from_record(MeasurementRow, record) == row
    assert to_record(rows[0])["flags"] == "borderline;level_assumed"
    assert to_record(rows[2])["flags"] is None


def test_the_hash_is_that_of_canonical_json(rows):
    """Oracle: pydantic's own JSON, put into canonical form by hand."""
    left_out = {"revision", "supersedes_revision", "change_reason", "software", "schema_version"}
    content = {name: value for name, value in json.loads(rows[0].model_dump_json()).items() if name not in left_out}
    content["flags"] = ";".join(content["flags"])
    content = {name: value for name, value in content.items() if value is not None}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert content_hash(rows[0]) == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"software": "other 2"}, True),
        ({"schema_version": "1.1"}, True),
        ({"revision": 2, "supersedes_revision": 1, "change_reason": "x"}, True),
        ({"value": 25.100000000000001}, True),
        ({"value": 25.1000001}, False),
        ({"flags": ()}, False),
        ({"subject": None}, False),
        ({"status": "confirmed", "confirmed_by": "r"}, False),
    ],
)
def test_what_counts_as_content(rows, change, same):
    changed = MeasurementRow.model_validate({**rows[0].model_dump(), **change})
    assert (content_hash(changed) == content_hash(rows[0])) is same
