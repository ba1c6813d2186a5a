"""The tables at the end: what the store and the journal hold, and a word where they differ."""

import csv

import pytest

from measure.batch.outcome import FileStatus, Outcome
from measure.batch.outputs import FILMS_COLUMNS, write_films, write_tables
from measure.errors import BatchError
from measure.outcomes.schema import MeasurementRow
from measure.outcomes.store import Store


def test_films_has_one_row_per_file_and_every_cell_survives(tmp_path):
    outcomes = [
        Outcome('odd, "name"\n.dcm', FileStatus.UNREADABLE, "cut; short, here", notes=["one", "two, three"]),
        Outcome(
            "b.dcm",
            FileStatus.MEASURED,
            film_key="1.2/1",
            marks="draft",
            values=3,
            gaps=2,
            flagged=1,
            picture="overlays/1.2_1.png",
            milliseconds=1.5,
        ),
    ]
    write_films(tmp_path / "films.csv", outcomes)
    with (tmp_path / "films.csv").open(newline="", encoding="utf-8") as file:
        header, first, second = csv.reader(file)
    assert tuple(header) == FILMS_COLUMNS
    assert first == [
        'odd, "name"\n.dcm',
        "",
        "unreadable",
        "cut; short, here",
        "1",
        "",
        "0",
        "0",
        "0",
        "",
        "0.0",
        "one | two, three",
    ]
    assert second == ["b.dcm", "1.2/1", "measured", "", "1", "draft", "3", "2", "1", "overlays/1.2_1.png", "1.5", ""]
    assert [path.name for path in tmp_path.iterdir()] == ["films.csv"]


def test_a_series_says_how_many_files_it_is(tmp_path):
    write_films(tmp_path / "films.csv", [Outcome("CT/", FileStatus.SKIPPED, "CT series", files=900, sort="CT image")])
    with (tmp_path / "films.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["path"], row["files"], row["film_key"]) == ("CT/", "900", "")


def test_no_films_give_tables_with_headers_alone(tmp_path):
    with Store.open(tmp_path / "s.sqlite") as store:
        write_tables(tmp_path, [], store)
    assert (tmp_path / "measurements.csv").read_text() == ",".join(MeasurementRow.model_fields) + "\n"
    assert (tmp_path / "landmarks.csv").read_text().startswith("film,view,vertebra,corner,x,y")
    with (tmp_path / "measurements_dictionary.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == len(MeasurementRow.model_fields)


def test_rows_that_the_store_lost_are_named_with_the_remedy(tmp_path):
    outcome = Outcome("a.dcm", FileStatus.MEASURED, film_key="1.2/1", uids=["2.25.1"])
    with Store.open(tmp_path / "s.sqlite") as store, pytest.raises(BatchError, match=r"delete journal\.jsonl"):
        write_tables(tmp_path, [outcome], store)
