import csv
import json
from pathlib import Path

import frictionless
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measure.errors import TableError
from measure.model import Event
from measure.outcomes.csvio import read_csv, write_csv, write_dictionary
from measure.outcomes.describe import table_schema
from measure.outcomes.judgements import event_to_row
from measure.outcomes.schema import ROW_TYPES, EventRow, MeasurementRow, ScoreRow

SCORE = {
    "score_uid": "2.25.1", "subject": "kdeadbeef:" + "A" * 26, "instrument": "odi", "value_status": "measured",
    "source_format": "csv", "software": "test 1",
}  # fmt: skip


def test_rows_come_back_from_csv_exactly(rows, tmp_path):
    assert write_csv(rows, tmp_path / "m.csv") == len(rows)
    assert read_csv(tmp_path / "m.csv") == rows
    assert [path.name for path in tmp_path.iterdir()] == ["m.csv"]


@given(value=st.floats(allow_nan=False, allow_infinity=False), better=st.none() | st.booleans())
def test_every_number_comes_back_to_the_bit(value, better, tmp_path_factory):
    path = tmp_path_factory.mktemp("csv") / "s.csv"
    row = ScoreRow.model_validate({**SCORE, "value": value, "higher_is_better": better})
    write_csv([row], path, ScoreRow)
    back = read_csv(path, ScoreRow)[0]
    assert back == row
    assert str(back.value) == str(row.value)  # −0.0 too


def test_the_file_is_plain_utf_8_with_points_and_full_digits(rows, tmp_path):
    write_csv(rows, tmp_path / "m.csv")
    data = (tmp_path / "m.csv").read_bytes()
    assert data.startswith(b"measurement_uid,subject,site,")
    assert b"\r" not in data
    assert b",0.30000000000000004," in data
    write_csv(rows, tmp_path / "bom.csv", byte_order_mark=True)
    assert (tmp_path / "bom.csv").read_bytes() == b"\xef\xbb\xbf" + data
    assert read_csv(tmp_path / "bom.csv") == rows


def test_equal_rows_give_equal_bytes(rows, tmp_path):
    for name in ("a.csv", "b.csv"):
        write_csv(iter(rows), tmp_path / name)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


@pytest.mark.parametrize("row_type", ROW_TYPES)
def test_a_table_without_rows_still_has_its_columns(row_type, tmp_path):
    write_csv([], tmp_path / "none.csv", row_type)
    assert read_csv(tmp_path / "none.csv", row_type) == []
    header = (tmp_path / "none.csv").read_text().strip().split(",")
    assert header == list(row_type.model_fields)


def test_pandas_reads_it_as_it_is_meant(rows, tmp_path):
    write_csv(rows, tmp_path / "m.csv")
    frame = pd.read_csv(tmp_path / "m.csv", dtype={"definition_version": str})
    assert frame.value.dropna().tolist() == [row.value for row in rows if row.value is not None]
    assert frame.level.tolist()[:3] == ["T12", "L1", "L2"]
    assert json.loads(frame.trace[0])[0]["points"][1] == [3.0, 1 / 3]


def test_frictionless_finds_nothing_to_object_to(rows, subject, tmp_path):
    """Oracle: a validator that knows only the published schema."""
    events = [event_to_row(Event("osteotomy", 0.0), subject=subject)]
    scores = [ScoreRow.model_validate({**SCORE, "value": 1e-7, "higher_is_better": False})]
    for row_type, some in ((MeasurementRow, rows), (EventRow, events), (ScoreRow, scores)):
        path = tmp_path / f"{row_type.table}.csv"
        write_csv(some, path, row_type)
        assert problems(path, row_type) == []


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("unit", "cm", "constraint-error"),
        ("measurement_uid", "1.2.3", "constraint-error"),
        ("value", "twenty", "type-error"),
        ("days_from_index", "1.5", "type-error"),
        ("level_confidence", "1.5", "constraint-error"),
        ("software", "", "constraint-error"),
    ],
)
def test_frictionless_finds_what_is_wrong(rows, tmp_path, column, value, kind):
    write_csv(rows[:1], tmp_path / "m.csv")
    with (tmp_path / "m.csv").open(newline="") as file:
        line = next(csv.DictReader(file))
    with (tmp_path / "m.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(line))
        writer.writeheader()
        writer.writerow({**line, column: value})
    assert problems(tmp_path / "m.csv", MeasurementRow) == [(kind, column)]
    with pytest.raises(TableError, match=f"measurement table, line 2: .*{column}"):
        read_csv(tmp_path / "m.csv")


def problems(path: Path, row_type):
    schema = frictionless.Schema.from_descriptor(table_schema(row_type))
    with frictionless.system.use_context(trusted=True):
        report = frictionless.Resource(path=str(path), schema=schema).validate()
    return [tuple(problem) for problem in report.flatten(["type", "fieldName"])]


def test_a_table_by_hand_may_leave_columns_out(tmp_path):
    (tmp_path / "s.csv").write_text(
        "score_uid;subject;instrument;value;value_status;source_format;software\n"
        f"2.25.1;{SCORE['subject']};odi;40;measured;csv;excel\n"
    )
    assert read_csv(tmp_path / "s.csv", ScoreRow)[0].value == 40.0


def test_what_is_wrong_is_named_with_its_line(tmp_path, rows):
    (tmp_path / "m.csv").write_text("measurement_uid,ward\n")
    with pytest.raises(TableError, match="expected the columns of the schema, got also ward"):
        read_csv(tmp_path / "m.csv")
    (tmp_path / "m.csv").write_text("measurement_uid,value\n2.25.1,3\n")
    with pytest.raises(TableError, match=r"measurement table, line 2: .*measure: Field required"):
        read_csv(tmp_path / "m.csv")


def test_a_failed_write_leaves_the_old_file(rows, tmp_path):
    path = tmp_path / "m.csv"
    write_csv(rows, path)
    before = path.read_bytes()

    def broken():
        yield rows[0]
        raise RuntimeError("the film is gone")

    with pytest.raises(RuntimeError):
        write_csv(broken(), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["m.csv"]


@pytest.mark.parametrize("row_type", ROW_TYPES)
def test_the_dictionary_explains_every_column(row_type, tmp_path):
    write_dictionary(tmp_path / "d.csv", row_type)
    with (tmp_path / "d.csv").open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert [line["column"] for line in lines] == list(row_type.model_fields)
    assert all(line["description"] and line["type"] and line["required"] in ("yes", "no") for line in lines)
