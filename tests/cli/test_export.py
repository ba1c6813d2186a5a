"""``measure export``: what pandas loads is what the run wrote."""

import json

import pandas as pd
import pytest


@pytest.fixture
def store(sample_results):
    return sample_results / "outcomes.sqlite"


def same_rows(found: pd.DataFrame, sample_results) -> None:
    written = pd.read_csv(sample_results / "measurements.csv")
    key = "measurement_uid"
    found, written = (frame.sort_values(key).reset_index(drop=True) for frame in (found, written))
    assert list(found.columns) == list(written.columns)
    pd.testing.assert_frame_equal(found, written, check_exact=True)


def test_csv_is_the_table_of_the_run(invoke, store, sample_results, tmp_path):
    result = invoke("export", "--store", store, "--out", tmp_path / "new" / "x")
    same_rows(pd.read_csv(tmp_path / "new" / "x" / "measurement.csv"), sample_results)
    count = len(pd.read_csv(sample_results / "measurements.csv"))
    assert f"{count} rows" in result.output


def test_parquet_is_the_table_of_the_run(invoke, store, sample_results, tmp_path):
    invoke("export", "--store", store, "--format", "parquet", "--out", tmp_path)
    written = pd.read_csv(sample_results / "measurements.csv").set_index("measurement_uid")
    found = pd.read_parquet(tmp_path / "measurement.parquet").set_index("measurement_uid").loc[written.index]
    assert list(found.columns) == list(written.columns)
    for column in written.columns:
        if column == "flags":
            continue
        pd.testing.assert_series_equal(
            found[column].isna(), written[column].isna(), check_names=False, obj=f"gaps of {column}"
        )
        there = written[column].notna()
        assert [str(v) if isinstance(w, str) else float(v) for v, w in zip(
            found[column][there], written[column][there], strict=True
        )] == written[column][there].tolist(), column  # fmt: skip
    flags = [";".join(value) if not isinstance(value, str) else value for value in found["flags"]]
    assert flags == written["flags"].fillna("").tolist()


def test_the_schema_and_the_dictionary_come_along(invoke, store, tmp_path):
    invoke("export", "--store", store, "--out", tmp_path)
    table = pd.read_csv(tmp_path / "measurement.csv")
    schema = json.loads((tmp_path / "measurement.schema.json").read_text())
    assert [field["name"] for field in schema["fields"]] == list(table.columns)
    assert pd.read_csv(tmp_path / "measurement_dictionary.csv").iloc[:, 0].tolist() == list(table.columns)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "measurement.csv", "measurement.schema.json", "measurement_dictionary.csv",
        "procedure.csv", "procedure.schema.json", "procedure_dictionary.csv",
    ]  # fmt: skip


def test_a_byte_order_mark_for_spreadsheets(invoke, store, tmp_path):
    invoke("export", "--store", store, "--out", tmp_path, "--bom")
    assert (tmp_path / "measurement.csv").read_bytes().startswith(b"\xef\xbb\xbfmeasurement_uid")


def test_a_store_on_any_engine_gives_the_same_files(invoke, store, store_url, tmp_path):
    """Oracle: the store of the run; here its rows came in the other order."""
    from measure.outcomes.store import Store

    with Store.open(store) as run, Store.open(store_url) as other:
        other.add(reversed(list(run.rows())), batch="copy")
    for place, url in (("one", store), ("two", store_url)):
        invoke("export", "--store", url, "--out", tmp_path / place)
    one, two = ((tmp_path / place / "measurement.csv").read_bytes() for place in ("one", "two"))
    assert one.count(b"\n") > 20
    assert one == two
