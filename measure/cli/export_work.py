"""Writing every table of a store to a folder."""

import json
from collections.abc import Iterator
from pathlib import Path

from measure.errors import StoreError
from measure.outcomes.csvio import write_csv, write_dictionary
from measure.outcomes.describe import table_schema
from measure.outcomes.parquetio import write_parquet
from measure.outcomes.schema import AssessmentRow, EventRow, MeasurementRow, ProcedureRow, Row, ScoreRow
from measure.outcomes.store import Store

ROW_TYPES: tuple[type[Row], ...] = (MeasurementRow, AssessmentRow, ScoreRow, EventRow, ProcedureRow)


def export_store(store: str, out: Path, form: str, *, current: bool, bom: bool) -> Iterator[tuple[Path, int]]:
    """Write the tables that have rows (measurements always).

    Yields
    ------
    (Path, int)
        Each file and how many rows it has.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"folder {out}: cannot be made: {error.strerror}") from None
    with Store.open(store) as opened:
        for row_type in ROW_TYPES:
            if row_type is not MeasurementRow and not opened.count(row_type, current=current):
                continue
            rows = opened.rows(row_type, current=current)
            path = out / f"{row_type.table}.{form}"
            count = (
                write_csv(rows, path, row_type, byte_order_mark=bom)
                if form == "csv"
                else write_parquet(rows, path, row_type)
            )
            write_dictionary(out / f"{row_type.table}_dictionary.csv", row_type)
            schema = json.dumps(table_schema(row_type), indent=2, ensure_ascii=False)
            (out / f"{row_type.table}.schema.json").write_text(schema + "\n", encoding="utf-8")
            yield path, count
