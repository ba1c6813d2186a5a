import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from measure.outcomes.parquetio import arrow_schema, write_parquet
from measure.outcomes.record import to_record
from measure.outcomes.schema import ROW_TYPES, EventRow, MeasurementRow


def test_parquet_holds_the_rows(rows, tmp_path):
    assert write_parquet(rows, tmp_path / "m.parquet") == len(rows)
    back = pq.read_table(tmp_path / "m.parquet").to_pylist()
    for row, record in zip(rows, back, strict=True):
        assert tuple(record.pop("flags")) == row.flags
        assert record == {name: value for name, value in to_record(row).items() if name != "flags"}
    assert pd.read_parquet(tmp_path / "m.parquet").shape == (len(rows), len(MeasurementRow.model_fields))


@pytest.mark.parametrize("row_type", ROW_TYPES)
def test_types_do_not_depend_on_the_rows(row_type, tmp_path):
    write_parquet([], tmp_path / "none.parquet", row_type)
    schema = pq.read_schema(tmp_path / "none.parquet")
    assert schema.equals(arrow_schema(row_type))
    assert schema.names == list(row_type.model_fields)


def test_columns_carry_type_and_meaning():
    schema = arrow_schema()
    assert schema.field("value").type == pa.float64()
    assert schema.field("days_from_index").type == pa.int64()
    assert not schema.field("measurement_uid").nullable
    assert schema.field("sd").metadata[b"description"].startswith(b"Standard deviation")
    assert arrow_schema(EventRow).field("day").type == pa.float64()


def test_equal_rows_give_equal_bytes(rows, tmp_path):
    for name in ("a", "b"):
        write_parquet(rows, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
