"""Rows as Parquet, with an explicit schema: a column is never guessed from its first cells."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from measure.outcomes.atomic import whole_file
from measure.outcomes.describe import columns
from measure.outcomes.record import FLAG_SEPARATOR, to_record
from measure.outcomes.schema import MeasurementRow, Row

if TYPE_CHECKING:
    import pyarrow as pa


def arrow_schema(row_type: type[Row] = MeasurementRow) -> "pa.Schema":
    """Arrow schema of a row type; flags are a list of text, each column carries its meaning.

    Parameters
    ----------
    row_type : type, optional
        Which rows.

    Returns
    -------
    pyarrow.Schema
        In the order of the columns.
    """
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "array": pa.list_(pa.string()),
        "number": pa.float64(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
    }
    return pa.schema(
        [
            pa.field(
                name,
                types[column["type"]],
                nullable=not column["required"],
                metadata={"description": column["description"]},
            )
            for name, column in columns(row_type).items()
        ]
    )


def write_parquet(rows: Iterable[Row], path: str | os.PathLike[str], row_type: type[Row] = MeasurementRow) -> int:
    """Write rows as one Parquet file, as a whole or not at all.

    Parameters
    ----------
    rows : iterable of Row
        All of one type.
    path : path
        Where to.
    row_type : type, optional
        Their type.

    Returns
    -------
    int
        How many rows were written.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    records = []
    for row in rows:
        record: dict[str, object] = dict(to_record(row))
        if "flags" in record:
            record["flags"] = str(record["flags"] or "").split(FLAG_SEPARATOR) if record["flags"] else []
        records.append(record)
    with whole_file(path) as part:
        pq.write_table(pa.Table.from_pylist(records, schema=arrow_schema(row_type)), part)
    return len(records)
