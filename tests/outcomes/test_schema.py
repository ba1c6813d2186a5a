import dataclasses
import math

import pytest
from pydantic import ValidationError

from measure.outcomes.schema import ROW_TYPES, EventRow, MeasurementRow, ProcedureRow, ScoreRow

NATURAL = {"source_format": "csv", "software": "test 1"}
SCORE = {**NATURAL, "score_uid": "2.25.1", "instrument": "odi", "value_status": "measured", "value": 40}


def refused(row_type, values):
    with pytest.raises(ValidationError) as error:
        row_type.model_validate(values)
    return str(error.value)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"value": None}, "value: expected exactly where value_status is measured"),
        ({"value": math.nan}, "finite"),
        ({"value": math.inf}, "finite"),
        ({"value_status": "not_measurable"}, "value: expected exactly"),
        ({"reason": "cement"}, "reason: expected exactly where there is no value"),
        ({"sd": -0.1}, "greater than or equal to 0"),
        ({"floor_sd": 2.0}, "floor_sd: expected at most the sd 1.3"),
        ({"sd": None}, "sd_basis: expected only beside an sd"),
        ({"sd_basis": None}, "sd_basis: expected beside an sd"),
        ({"unit": "cm"}, "Input should be 'mm'"),
        ({"unit": "{pixel}"}, "expected pixels exactly where scale_class is none"),
        ({"scale_class": "none"}, "expected a scale for mm"),
        ({"scale_class": None}, "expected a scale for mm"),
        ({"scale_class": "none", "unit": "deg"}, "expected pixels exactly where scale_class is none"),
        ({"mm_per_pixel_col": None}, "expected both or none"),
        ({"mm_per_pixel_col": 0}, "greater than 0"),
        ({"status": "confirmed"}, "confirmed_by: expected exactly where status is confirmed"),
        ({"confirmed_by": "reader-2"}, "confirmed_by: expected exactly where status is confirmed"),
        ({"observer_kind": "algorithm"}, "algorithm_version: expected for an algorithm"),
        ({"method": "automatic"}, "algorithm, algorithm_version: expected where method is automatic"),
        ({"revision": 2}, "change_reason: expected one exactly from revision 2 on"),
        ({"revision": 2, "change_reason": "x"}, "supersedes_revision: expected"),
        ({"revision": 2, "change_reason": "x", "supersedes_revision": 2}, "expected less than 2"),
        ({"revision": 0}, "greater than or equal to 1"),
        ({"measurement_uid": "1.2.3"}, "String should match pattern"),
        ({"study_uid": "1." + "2" * 63}, "at most 64"),
        ({"study_uid": "1.2.a"}, "String should match pattern"),
        ({"film_key": "folder/SMITH_JOHN.dcm"}, "String should match pattern"),
        ({"subject": "943 476 5919"}, "String should match pattern"),
        ({"visit": "2024-05-01"}, "looks like a calendar date"),
        ({"timepoint": "later"}, "Input should be 'baseline'"),
        ({"days_from_index": 1.5}, "valid integer"),
        ({"subject_day": 737425}, "less than or equal to 200000"),
        ({"film_key": "unseen:" + "a" * 63}, "String should match pattern"),
        ({"level": "L7"}, "Input should be 'C1'"),
        ({"structure": None}, "structure: expected where a level"),
        ({"structure": "vertebra:L1:Left"}, "String should match pattern"),
        ({"level_confidence": 1.1}, "less than or equal to 1"),
        ({"flags": ("a;b",)}, "String should match pattern"),
        ({"observer": "C:\\films\\x"}, "String should match pattern"),
        ({"patient_name": "x"}, "Extra inputs are not permitted"),
    ],
)
def test_a_measurement_row_keeps_its_rules(rows, change, expected):
    good = rows[0].model_dump()
    MeasurementRow.model_validate(good)
    assert expected in refused(MeasurementRow, {**good, **change})


def test_a_length_that_cannot_be_measured_may_name_its_unit_without_scale(rows):
    absent = {**rows[2].model_dump(), "scale_class": "none"}
    assert MeasurementRow.model_validate(absent).unit == "mm"


def test_rows_cannot_change(rows):
    with pytest.raises(ValidationError, match="frozen"):
        rows[0].value = 1.0


def test_a_score_lies_in_its_range_and_has_a_subject(subject):
    good = {**SCORE, "subject": subject, "range_low": 0, "range_high": 100}
    assert ScoreRow.model_validate(good).unit == "{score}"
    assert "expected 100.0 or less, got 140.0" in refused(ScoreRow, {**good, "value": 140})
    assert "expected 0.0 or more, got -1.0" in refused(ScoreRow, {**good, "value": -1})
    assert "Field required" in refused(ScoreRow, SCORE)
    missing = {**good, "value": None, "value_status": "missing", "reason": "not_returned"}
    assert ScoreRow.model_validate(missing).value is None


def test_an_event_lies_in_its_interval(subject):
    good = {**NATURAL, "event_uid": "2.25.1", "subject": subject, "kind": "osteotomy", "day": 5}
    assert EventRow.model_validate({**good, "earliest": 1, "latest": 9}).day == 5
    assert "expected 6.0 or later" in refused(EventRow, {**good, "earliest": 6})
    assert "expected 4.0 or earlier" in refused(EventRow, {**good, "latest": 4})
    assert "Input should be 'yes'" in refused(EventRow, {**good, "serious": "perhaps"})


def test_a_procedure_holds_no_serial_number(subject):
    good = {**NATURAL, "procedure_uid": "2.25.1", "subject": subject, "kind": "vertebral_implant"}
    assert ProcedureRow.model_validate({**good, "device_udi_di": "00844588003288"}).day == 0
    assert "String should match" in refused(ProcedureRow, {**good, "device_udi_di": "(01)00844588003288(21)SERIAL"})


@pytest.mark.parametrize("row_type", ROW_TYPES)
def test_every_column_is_explained(row_type):
    for name, field in row_type.model_fields.items():
        assert field.description, name
        assert len(field.description) > 12, name
        assert field.description.endswith((".", "...")), name


@pytest.mark.parametrize("row_type", ROW_TYPES)
def test_key_and_order_name_columns(row_type):
    assert {row_type.uid_column, "revision", *row_type.sort_columns} <= set(row_type.model_fields)
    assert next(iter(row_type.model_fields)) == row_type.uid_column


@pytest.mark.parametrize("row_type", ROW_TYPES)
def test_bookkeeping_is_no_column(row_type):
    assert not {"recorded_at", "batch", "content_hash"} & set(row_type.model_fields)
    assert not dataclasses.is_dataclass(row_type)


@pytest.mark.parametrize("key", ["1.2.3/1", "sha256:" + "a" * 64, "sha256:" + "a" * 64 + "/2", "unseen:" + "0" * 64])
def test_a_film_is_known_by_its_number_its_bytes_or_not_at_all(rows, key):
    assert MeasurementRow.model_validate({**rows[0].model_dump(), "film_key": key}).film_key == key
